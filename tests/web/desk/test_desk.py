"""The desk in a browser: coming in, what is new, who waits, and everything that must not be seen there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.actions.actors import OPERATOR
from bot.actions.house import House
from bot.actions.staff import login_link
from bot.dialogs import effects
from bot.storage import sessions
from bot.storage.hashing import token_hash
from tests.actions.desks import BERIT, two
from tests.plan.lives import CRISIS, answered, items
from tests.web.conftest import Browser, Clock
from tests.web.desks import Desk, at_work, bound

SECRET = "hemmelig-7f3a"


def every_page(desk: Desk, user: str = "ola", edition: str = "") -> list[str]:
    """Each page of the desk that can be opened for this person."""
    pages = ["/desk", "/desk/meg", "/desk/ny", "/desk/ark", f"/desk/b/{user}", f"/desk/b/{user}/lenke"]
    pages += [f"/desk/b/{user}/sammen", f"/desk/b/{user}/papir/long_term_goals", f"/desk/b/{user}/papir/crisis_plan"]
    return pages + ([f"/desk/utgave/{edition}"] if edition else [])


async def test_opening_the_link_uses_nothing_up(house: House, clock: Clock, browse: Callable[..., Browser]) -> None:
    two(house)
    address = login_link(house, OPERATOR, "anne", clock()).address
    for _ in range(3):
        scanner = browse()
        await scanner.opens(address)
        assert scanner.seen.path == "/desk/inn"
    person = browse()
    await person.opens(address)
    await person.sends("/desk/inn")
    assert person.seen.path == "/desk"
    assert "Personene dine" in person.seen.text


async def test_the_desk_says_when_somebody_cannot_be_shown(house: House, desk: Desk) -> None:
    house.store.vault.keyring.destroy("ola")
    await desk.browser.opens("/desk")
    assert desk.browser.seen.status == 200
    assert "kan ikke vises her. Si fra til den som driver Planprat." in desk.browser.seen.text


async def test_two_clicks_log_in_once(house: House, clock: Clock, browse: Callable[..., Browser]) -> None:
    """The browser drops the answer to the first click, with its cookies, and shows the one to the second."""
    two(house)
    browser = browse()
    page = await browser.opens(login_link(house, OPERATOR, "anne", clock()).address)
    before = dict(browser.client.cookies)
    for _ in range(2):
        browser.client.cookies.clear()
        browser.client.cookies.update(before)
        await browser.sends("/desk/inn", page=page)
        assert browser.seen.path == "/desk"
        assert "Personene dine" in browser.seen.text
        clock.passes(seconds=20)
    clock.passes(minutes=1)
    browser.client.cookies.clear()
    browser.client.cookies.update(before)
    assert (await browser.sends("/desk/inn", page=page)).status == 404


async def test_the_link_works_once(house: House, clock: Clock, browse: Callable[..., Browser]) -> None:
    two(house)
    address = login_link(house, OPERATOR, "anne", clock()).address
    first, second = browse(), browse()
    for browser in (first, second):
        await browser.opens(address)
    await first.sends("/desk/inn")
    await second.sends("/desk/inn")
    assert second.seen.status == 404
    assert "virker ikke lenger" in second.seen.text
    await second.opens("/desk")
    assert "Personene dine" not in second.seen.text


@pytest.mark.parametrize("token", ["x", "a b", "%00", "x" * 90])
async def test_a_link_that_is_none_is_no_page(desk: Desk, token: str) -> None:
    assert (await desk.opens(f"/desk/inn/{token}")).status == 404


async def test_without_a_session_the_desk_says_how_to_get_in(desk: Desk, browse: Callable[..., Browser]) -> None:
    desk.people.opens("long_term_goals", "crisis_plan")
    stranger = browse()
    for address in every_page(desk):
        seen = await stranger.opens(address)
        assert "Du trenger en lenke" in seen.text
        assert "Ola" not in seen.text


async def test_the_day_ends_after_ten_hours_and_what_was_typed_is_given_back(desk: Desk, clock: Clock) -> None:
    desk.people.ola.writes("long_term_goals", {"progress": answered("Litt")})
    edition = desk.people.ola.shares("long_term_goals", agreed=False)
    await desk.opens(f"/desk/utgave/{edition}")
    clock.passes(hours=10)
    seen = await desk.sends(f"/desk/utgave/{edition}", do="comment", key="progress", text="Det jeg skrev lenge på")
    assert seen.status == 403
    assert "Det jeg skrev lenge på" in seen.text
    assert "Ola" not in seen.text
    assert desk.people.news() == []


async def test_logging_out(desk: Desk) -> None:
    await desk.opens("/desk")
    await desk.sends("/desk/ut")
    assert "Personene dine" not in (await desk.opens("/desk")).text


async def test_a_users_session_opens_no_desk(desk: Desk, browse: Callable[..., Browser]) -> None:
    with desk.house.writing() as tx:
        ends = desk.clock() + timedelta(hours=1)
        sessions.start(tx, token_hash("of-a-user"), "user", desk.clock(), ends, user="ola")
    user = browse()
    user.client.cookies.set("planprat-coordinator", "of-a-user")
    assert "Personene dine" not in (await user.opens("/desk")).text


@pytest.mark.parametrize(
    "address",
    [
        *("/desk/b/{}", "/desk/b/{}/lenke", "/desk/b/{}/sammen", "/desk/b/{}/papir/crisis_plan"),
        *("/desk/utgave/{}", "/desk/utgave/{}.pdf", "/desk/ark/{}.pdf", "/desk/b/ola/papir/{}"),
    ],
)
async def test_foreign_and_unknown_are_one_page(desk: Desk, address: str) -> None:
    """Byte for byte: also the page of an address that never was."""
    desk.people.opens("crisis_plan", user="siv")
    desk.people.siv.writes("crisis_plan", CRISIS)
    foreign = desk.people.siv.shares("crisis_plan", agreed=False)
    bodies = set()
    for id_ in ("siv", foreign, "nobody", "x" * 20):
        seen = await desk.opens(address.format(id_))
        assert seen.status == 404
        bodies.add(seen.response.text.replace(seen.path, "").replace(seen.path.replace("/", "%2F"), ""))
    nowhere = (await desk.opens("/desk/b/ola/no-such-page")).response
    bodies.add(nowhere.text.replace(nowhere.url.path, ""))
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/desk/b/siv/ark/crisis_plan", {"do": "open"}),
        ("/desk/b/siv/lenke", {"do": "invite"}),
        ("/desk/b/siv/lenke", {"do": "undo"}),
        ("/desk/b/siv/lenke", {"do": "revoke", "link": "link-siv"}),
        ("/desk/b/siv/sammen", {"code": "493027"}),
        ("/desk/b/siv/papir/crisis_plan", {"a__triggers": "x"}),
    ],
)
async def test_nothing_is_done_to_anothers_user(desk: Desk, address: str, fields: dict[str, str]) -> None:
    desk.people.opens("crisis_plan", user="siv")
    bound(desk.house, "siv")
    await desk.opens("/desk")
    token = desk.browser.seen.fields.hidden["token"]
    assert len(token) == 64
    assert (await desk.sends(address, **fields)).status == 404
    assert (await desk.sends(address.replace("siv", "nobody"), **fields)).status == 404
    assert desk.people.news("siv") == []
    assert desk.people.logged("siv") == []


async def test_what_is_not_shared_is_on_no_page(desk: Desk) -> None:
    """Neither a word of it nor how far it has come: the pages are the same before and after."""
    desk.people.opens("long_term_goals", "crisis_plan")
    desk.people.ola.writes("crisis_plan", {"triggers": answered("delt")})
    edition = desk.people.ola.shares("crisis_plan", agreed=False)
    await desk.opens("/desk")  # what is new has been seen

    async def all_pages() -> list[str]:
        return [(await desk.opens(one)).text for one in every_page(desk, edition=edition)]

    before = await all_pages()
    unshared = {key: answered(f"{SECRET} {key}") for key in ("progress", "problems_expected")}
    desk.people.ola.writes("long_term_goals", {"goals": answered(items=items(SECRET)), **unshared})
    desk.people.ola.writes("crisis_plan", {"triggers": answered("delt"), "arrange": answered(SECRET)})
    after = await all_pages()
    assert after == before
    assert "delt" in after[-1]


async def test_private_and_taken_back_are_on_no_page(desk: Desk) -> None:
    desk.people.opens("long_term_goals", "crisis_plan")
    desk.people.ola.writes("long_term_goals", {"progress": answered(SECRET, private=True), "goals": answered("")})
    edition = desk.people.ola.shares("long_term_goals", agreed=False)
    desk.people.ola.writes("crisis_plan", {"triggers": answered(SECRET)})
    back = desk.people.ola.shares("crisis_plan", agreed=False)
    desk.people.ola.does(effects.TookBack(back))
    for address in every_page(desk, edition=edition):
        assert SECRET not in (await desk.opens(address)).text
    assert (await desk.opens(f"/desk/utgave/{back}")).status == 404


async def test_withdrawn_is_all_that_is_said(desk: Desk) -> None:
    desk.people.opens("crisis_plan")
    desk.people.ola.writes("crisis_plan", {"triggers": answered(SECRET)})
    edition = desk.people.ola.shares("crisis_plan", agreed=False)
    desk.people.ola.does(effects.Withdrew("plan"))
    seen = await desk.opens("/desk/b/ola")
    assert "Har sluttet med planen" in seen.text
    assert "Kriseplan" not in seen.text
    assert (await desk.opens(f"/desk/utgave/{edition}")).status == 404
    assert (await desk.opens("/desk/b/ola/papir/crisis_plan")).status == 404


async def test_who_waits_for_me_stands_first_with_what_waits(desk: Desk, clock: Clock) -> None:
    await desk.opens("/desk/ny")
    await desk.sends("/desk/ny", name="Aksel", language="nb")
    desk.people.ola.writes("warning_signs", {"item.1": answered(option="often")})
    desk.people.ola.shares("warning_signs", agreed=False)
    clock.passes(hours=24)
    await at_work(desk.browser, desk.house, clock)
    text = (await desk.opens("/desk")).text
    assert text.index("Ola sendte «Varselsignaler» i går") < text.index("Aksel")


async def test_a_person_is_added(desk: Desk) -> None:
    await desk.opens("/desk/ny")
    seen = await desk.sends("/desk/ny", name="Kim", language="nn")
    assert seen.path.startswith("/desk/b/")
    assert "Lag en lenke" in seen.text


async def test_two_clicks_add_one_person(desk: Desk) -> None:
    await desk.opens("/desk/ny")
    first = await desk.sends("/desk/ny", name="Kim", language="nn")
    desk.clock.passes(seconds=1)
    second = await desk.sends("/desk/ny", name="Kim", language="nn")
    assert second.path == first.path
    desk.clock.passes(seconds=10)
    assert (await desk.sends("/desk/ny", name="Kim", language="nn")).path != first.path, "another of the same name"


async def test_a_person_without_a_name_is_not_added(desk: Desk) -> None:
    await desk.opens("/desk/ny")
    seen = await desk.sends("/desk/ny", name="  ", language="nn")
    assert seen.status == 422
    assert "Skriv et navn" in seen.text
    assert 'value="nn" checked' in seen.response.text


async def test_number_and_hours_are_shown_to_the_users(desk: Desk) -> None:
    await desk.opens("/desk/meg")
    seen = await desk.sends("/desk/meg", phone="99 88 77 66", hours="ti–to 9–11", language="nb")
    assert "Lagret." in seen.text
    assert 'value="99 88 77 66"' in seen.response.text
    too_long = await desk.sends("/desk/meg", phone="99 88 77 66", hours="x" * 300, language="nb")
    assert too_long.status == 422
    assert "x" * 300 in too_long.response.text


async def test_the_desk_can_be_read_in_nynorsk(desk: Desk) -> None:
    desk.people.opens("long_term_goals", "crisis_plan")
    desk.people.ola.writes("crisis_plan", CRISIS)
    edition = desk.people.ola.shares("crisis_plan", agreed=False)
    await desk.opens("/desk")
    seen = await desk.sends("/desk/spraak", language="nn")
    assert 'lang="nn"' in seen.response.text
    assert "Personane dine" in seen.text
    for address in every_page(desk, edition=edition):
        seen = await desk.opens(address)
        assert seen.status == 200
        assert 'lang="nn"' in seen.response.text
        assert "Personene" not in seen.text


async def test_titles_say_nothing_of_anybody(desk: Desk) -> None:
    desk.people.opens("long_term_goals", "crisis_plan")
    desk.people.ola.writes("crisis_plan", CRISIS)
    edition = desk.people.ola.shares("crisis_plan", agreed=False)
    for address in every_page(desk, edition=edition):
        seen = await desk.opens(address)
        assert "<title>Planprat</title>" in seen.response.text


async def test_a_form_from_another_site_does_nothing(desk: Desk) -> None:
    await desk.opens("/desk/b/ola")
    token = desk.browser.seen.fields.hidden["token"]
    response = await desk.browser.client.post(
        "/desk/b/ola/ark/crisis_plan",
        data={"token": token, "do": "open"},
        headers={"origin": "https://elsewhere.test", "sec-fetch-site": "cross-site"},
    )
    assert response.status_code == 403
    assert desk.people.news() == []


async def test_a_stale_page_says_so_and_does_nothing(desk: Desk) -> None:
    await desk.opens("/desk/b/ola")
    desk.browser.seen.fields.hidden["token"] = "0" * 64
    seen = await desk.sends("/desk/b/ola/ark/crisis_plan", do="open")
    assert seen.status == 409
    assert "stått åpen for lenge" in seen.text
    assert desk.people.news() == []


async def test_worksheets_are_opened_and_closed(desk: Desk) -> None:
    await desk.opens("/desk/b/ola")
    seen = await desk.sends("/desk/b/ola/ark/crisis_plan", do="open")
    assert 'data-worksheet="crisis_plan" data-open="yes"' in seen.response.text
    seen = await desk.sends("/desk/b/ola/ark/crisis_plan", do="close")
    assert 'data-worksheet="crisis_plan" data-open="no"' in seen.response.text
    assert sorted(one.kind for one in desk.people.news()) == ["closed", "opened"]  # at the same second here


async def test_the_next_action_is_what_waits(desk: Desk) -> None:
    bound(desk.house)
    assert "Åpne et ark" in (await desk.opens("/desk/b/ola")).text
    desk.people.opens("crisis_plan")
    assert "Ingenting venter på deg her" in (await desk.opens("/desk/b/ola")).text
    desk.people.ola.writes("crisis_plan", CRISIS)
    edition = desk.people.ola.shares("crisis_plan", agreed=False)
    seen = await desk.opens("/desk/b/ola")
    assert f'href="/desk/utgave/{edition}" data-next' in seen.response.text
    assert "Les «Kriseplan»" in seen.text


async def test_the_other_coordinator_sees_her_own(
    desk: Desk, house: House, clock: Clock, browse: Callable[..., Browser]
) -> None:
    other = await at_work(browse(), house, clock, BERIT.id)
    assert "Ola" not in other.seen.text
    assert (await other.opens("/desk/b/ola")).status == 404
    assert (await other.opens("/desk/b/siv")).status == 200
