"""Coming in by the personal link, choosing a code, and coming back with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest

from bot.actions.house import House
from bot.actions.tries import TRIES_AT_LINK, TRIES_AT_LINK_A_DAY, TRIES_FROM_ADDRESS
from bot.actions.weak_codes import is_weak
from bot.storage import links
from bot.storage.hashing import token_hash
from tests.web.conftest import CODE, Browser, Clock, Invited, comes_in

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]


def life(house: House, invited: Invited, clock: Clock) -> str:
    with house.reading() as tx:
        return links.links_of(tx, invited.id)[0].life(clock())


async def given_code(browser: Browser, invited: Invited, code: str) -> int:
    """Open a bound link and give a code; the status of the answer."""
    await browser.opens(f"/p/{invited.token}")
    return (await browser.sends("/inn/kode", code=code)).status


async def test_opening_a_link_uses_nothing_up(browse: Browse, invite: Invite, house: House, clock: Clock) -> None:
    invited = invite()
    for _ in range(3):  # the message program, the mail scanner, the person who only looks
        page = await browse().opens(f"/p/{invited.token}")
        assert page.path == "/inn"
        assert "Velg språk" in page.text
    assert life(house, invited, clock) == "new"
    with house.reading() as tx:
        assert links.links_of(tx, invited.id)[0].opened_at is None


async def test_the_token_leaves_the_address_and_the_page(browse: Browse, invite: Invite) -> None:
    invited = invite()
    browser = browse(follow=False)
    first = await browser.opens(f"/p/{invited.token}")
    assert first.status == 303
    assert first.response.headers["location"] == "/inn"
    morsel = SimpleCookie(first.response.headers["set-cookie"])["planprat-link"]
    assert (morsel["httponly"], morsel["samesite"], morsel["secure"]) == (True, "lax", "")
    assert invited.token not in (await browser.opens("/inn")).response.text


async def test_a_new_link_asks_for_language_and_code_and_lets_the_person_in(
    browse: Browse, invite: Invite, house: House, clock: Clock
) -> None:
    invited = invite()
    browser = browse()
    await browser.opens(f"/p/{invited.token}")
    page = await browser.sends("/inn", sprak="nn")
    assert "Vel ein kode med seks tal" in page.text
    assert "Berit ser ikkje koden" in page.text
    page = await browser.sends("/inn/kode", code="49 30 27", again="493027")
    assert (page.path, page.screen) == ("/", "onboarding.welcome")
    assert "Eg er Planprat" in page.text
    assert life(house, invited, clock) == "bound"


async def test_the_second_to_choose_a_code_is_told_whom_to_call(browse: Browse, invite: Invite) -> None:
    invited = invite()
    slow = browse()
    await slow.opens(f"/p/{invited.token}")
    await slow.sends("/inn", sprak="nb")
    await comes_in(browse(), invited)
    page = await slow.sends("/inn/kode", code="730418", again="730418")
    assert page.status == 409
    assert "Denne lenken er i bruk" in page.text
    assert "Berit har nummer 40 00 00 01" in page.text
    assert "116 117" in page.text
    assert (await slow.opens("/")).screen == ""


async def test_a_form_that_is_sent_twice_lets_the_same_person_in(browse: Browse, invite: Invite) -> None:
    invited = invite()
    browser = browse()
    await browser.opens(f"/p/{invited.token}")
    chosen = await browser.sends("/inn", sprak="nb")
    link = browser.client.cookies["planprat-link"]
    earlier = browser.client.cookies["planprat-browser"]
    await browser.sends("/inn/kode", code=CODE, again=CODE)
    browser.client.cookies.clear()
    browser.client.cookies.set("planprat-link", link)
    browser.client.cookies.set("planprat-browser", earlier)
    page = await browser.sends("/inn/kode", page=chosen, code=CODE, again=CODE)
    assert page.screen == "onboarding.welcome"


async def test_a_bound_link_asks_for_the_code_on_any_device(browse: Browse, invite: Invite) -> None:
    invited = invite()
    await comes_in(browse(), invited)
    other = browse()
    page = await other.opens(f"/p/{invited.token}")
    assert "Skriv koden din" in page.text
    page = await other.sends("/inn/kode", code="111222")
    assert page.status == 422
    assert page.notices == ["wrong_code"]
    assert "113 nødtelefon, når liv er i fare" in page.text
    assert "Berit kan gi deg en ny lenke" in page.text
    page = await other.sends("/inn/kode", code=CODE)
    assert page.screen == "onboarding.welcome"


async def test_who_is_logged_in_already_is_let_through(browse: Browse, invite: Invite) -> None:
    invited = invite()
    browser = browse()
    await comes_in(browser, invited)
    assert (await browser.opens(f"/p/{invited.token}")).screen == "onboarding.welcome"


async def test_somebody_elses_link_on_the_same_browser_asks_for_its_own_code(browse: Browse, invite: Invite) -> None:
    first, second = invite(), invite()
    await comes_in(browse(), second, code="730418")
    browser = browse()
    await comes_in(browser, first)
    assert "Skriv koden din" in (await browser.opens(f"/p/{second.token}")).text


async def test_guesses_are_counted_by_link(browse: Browse, invite: Invite, clock: Clock) -> None:
    invited = invite()
    await comes_in(browse(), invited)
    for _ in range(TRIES_AT_LINK):
        assert await given_code(browse(), invited, "000") == 422
    browser = browse(address="192.0.2.77")
    assert await given_code(browser, invited, CODE) == 429
    assert browser.seen.notices == ["too_often"]
    assert "116 123" in browser.seen.text
    clock.passes(minutes=16)
    assert await given_code(browse(), invited, CODE) == 200


async def test_guesses_are_counted_by_day(browse: Browse, invite: Invite, clock: Clock) -> None:
    invited = invite()
    await comes_in(browse(), invited)
    for number in range(TRIES_AT_LINK_A_DAY):
        if number % TRIES_AT_LINK == 0:
            clock.passes(minutes=16)
        assert await given_code(browse(), invited, "000") == 422
    clock.passes(minutes=16)
    browser = browse()
    assert await given_code(browser, invited, CODE) == 429
    assert browser.seen.notices == ["too_often_today"]
    clock.passes(hours=24)
    assert await given_code(browse(), invited, CODE) == 200


async def test_guesses_are_counted_by_address(browse: Browse, invite: Invite) -> None:
    for _ in range(TRIES_FROM_ADDRESS // TRIES_AT_LINK):
        invited = invite()
        await comes_in(browse(), invited)
        for _ in range(TRIES_AT_LINK):
            assert await given_code(browse(), invited, "000") == 422
    untried = invite()
    await comes_in(browse(), untried)
    assert await given_code(browse(), untried, CODE) == 429
    assert await given_code(browse(address="192.0.2.99"), untried, CODE) == 200


@pytest.mark.parametrize(
    ("code", "again", "why"),
    [
        ("111111", "111111", "weak"),
        ("123456", "123456", "weak"),
        ("49302", "49302", "not_digits"),
        ("49302x", "49302x", "not_digits"),
        ("٤٩٣٠٢٧", "٤٩٣٠٢٧", "not_digits"),
        (CODE, "493028", "different"),
    ],
)
async def test_a_code_that_will_not_do_is_refused_kindly(
    browse: Browse, invite: Invite, house: House, clock: Clock, code: str, again: str, why: str
) -> None:
    invited = invite()
    browser = browse()
    await browser.opens(f"/p/{invited.token}")
    await browser.sends("/inn", sprak="nb")
    page = await browser.sends("/inn/kode", code=code, again=again)
    assert page.status == 422
    assert page.notices == [why]
    assert life(house, invited, clock) == "new"


@pytest.mark.parametrize(
    "code", ["000000", "777777", "123456", "654321", "890123", "210987", "121212", "123123", "112233", "998877"]
)
def test_weak_codes(code: str) -> None:
    assert is_weak(code)


@pytest.mark.parametrize("code", [CODE, "730418", "112234", "135790", "246802", "100000", "121213"])
def test_codes_that_will_do(code: str) -> None:
    assert not is_weak(code)


async def test_expired_revoked_and_unknown_links_are_one_page(
    browse: Browse, invite: Invite, house: House, clock: Clock
) -> None:
    unknown_address = await browse().opens("/finnes/ikke")
    revoked = invite()
    with house.writing() as tx:
        links.revoke_all(tx, revoked.id, clock())
    expired = invite()
    unknown = Invited("", "x" * 43)
    pages = [await browse().opens(f"/p/{one.token}") for one in (revoked, unknown)]
    clock.passes(days=15)
    pages.append(await browse().opens(f"/p/{expired.token}"))
    pages.append(await browse().opens("/p/kort"))
    for page in pages:
        assert page.status == 404
        assert page.text == unknown_address.text
    assert "116 117" in unknown_address.text


async def test_a_bound_link_does_not_expire(browse: Browse, invite: Invite, clock: Clock) -> None:
    invited = invite()
    await comes_in(browse(), invited)
    clock.passes(days=400)
    assert await given_code(browse(), invited, CODE) == 200


async def test_a_link_revoked_between_page_and_code_lets_nobody_in(
    browse: Browse, invite: Invite, house: House, clock: Clock
) -> None:
    invited = invite()
    await comes_in(browse(), invited)
    browser = browse()
    await browser.opens(f"/p/{invited.token}")
    with house.writing() as tx:
        links.revoke_all(tx, invited.id, clock())
    assert (await browser.sends("/inn/kode", code=CODE)).status == 404


async def test_without_a_link_the_page_says_what_to_do(browse: Browse) -> None:
    assert "Vi finner ikke lenken din her" in (await browse().opens("/inn")).text


async def test_a_code_from_another_page_is_not_looked_at(browse: Browse, invite: Invite) -> None:
    invited = invite()
    await comes_in(browse(), invited)
    browser = browse()
    await browser.opens(f"/p/{invited.token}")
    page = await browser.sends("/inn/kode", token="stale", code=CODE)
    assert (page.status, page.notices) == (409, ["stale"])
    page = await browser.sends("/inn/kode", code=CODE)
    assert page.screen == "onboarding.welcome"


def session_cookie(browser: Browser) -> SimpleCookie:
    response = browser.seen.response.history[-1]
    found = [one for one in response.headers.get_list("set-cookie") if one.startswith("planprat-user")]
    return SimpleCookie(found[0])


async def test_a_phone_that_is_not_to_be_remembered(browse: Browse, invite: Invite, clock: Clock) -> None:
    browser = browse()
    await comes_in(browser, invite())
    morsel = session_cookie(browser)["planprat-user"]
    assert (morsel["httponly"], morsel["samesite"], morsel["max-age"]) == (True, "lax", "")
    clock.passes(hours=11)
    assert (await browser.opens("/")).screen == "onboarding.welcome"
    clock.passes(hours=2)
    assert (await browser.opens("/")).screen == ""


async def test_a_remembered_phone_is_remembered_from_the_last_visit_on(
    browse: Browse, invite: Invite, clock: Clock
) -> None:
    browser = browse()
    await comes_in(browser, invite(), remember=True)
    assert session_cookie(browser)["planprat-user"]["max-age"] == str(180 * 24 * 60 * 60)
    for _ in range(3):
        clock.passes(days=179)
        page = await browser.opens("/")
        assert page.screen == "onboarding.welcome"
        assert f"Max-Age={180 * 24 * 60 * 60}" in page.response.headers["set-cookie"]
    clock.passes(days=181)
    assert (await browser.opens("/")).screen == ""


async def test_a_remembered_phone_gives_the_code_again_after_two_years(
    browse: Browse, invite: Invite, clock: Clock
) -> None:
    browser = browse()
    await comes_in(browser, invite(), remember=True)
    for _ in range(7):
        clock.passes(days=104)
        assert (await browser.opens("/")).screen == "onboarding.welcome"
    clock.passes(days=3)
    assert (await browser.opens("/")).screen == ""


async def test_under_https_cookies_are_bound_to_the_host(browse: Browse, invite: Invite) -> None:
    invited = invite()
    browser = browse(origin="https://planprat.test", follow=False)
    first = await browser.opens(f"/p/{invited.token}")
    morsel = SimpleCookie(first.response.headers["set-cookie"])["__Host-planprat-link"]
    assert (morsel["secure"], morsel["path"], morsel["domain"]) == (True, "/", "")
    assert first.response.headers["strict-transport-security"].startswith("max-age=")
    page = await browser.opens("/inn")
    assert "__Host-planprat-browser" in page.response.headers["set-cookie"]


async def test_a_new_link_after_a_forgotten_code_goes_on_where_the_person_was_in_the_language_chosen_now(
    browse: Browse, invite: Invite, house: House, clock: Clock
) -> None:
    invited = invite()
    browser = browse()
    await comes_in(browser, invited)
    await browser.presses("data-option", "go_on")
    again = Invited(invited.id, "y" * 43)
    with house.writing() as tx:
        links.revoke_all(tx, invited.id, clock())
        ends = clock() + timedelta(days=14)
        links.make_link(tx, "again", invited.id, token_hash(again.token), "berit", clock(), ends)
    page = await comes_in(browse(), again, code="730418", language="nn")
    assert page.screen == "consent.plan"
    assert "Vil du lage ein plan?" in page.text
