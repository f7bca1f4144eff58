"""Links, paper and sitting together, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette

from bot.actions.house import House
from bot.storage import links, sheets
from bot.storage.hashing import token_hash
from tests.actions.desks import two
from tests.plan.lives import answered
from tests.web.conftest import Browser, Clock, comes_in
from tests.web.conftest import Invited as Invitation
from tests.web.desks import CODE, Desk, at_work, bound


@pytest.fixture
async def desk(house: House, clock: Clock, browse: Callable[..., Browser]) -> Desk:
    people = two(house)
    people.opens("short_term_goals", "crisis_plan")
    return Desk(await at_work(browse(), house, clock), people, clock)


def address_on(desk: Desk) -> str:
    """The invitation's address on the page that is shown."""
    return desk.browser.seen.response.text.split("data-invitation>")[1].split("<")[0]


async def test_the_link_is_shown_once_with_a_code_for_a_camera(desk: Desk, browse: Callable[..., Browser]) -> None:
    await desk.opens("/desk/b/ola/lenke")
    seen = await desk.sends("/desk/b/ola/lenke", do="invite")
    address = address_on(desk)
    assert address.startswith("http://planprat.test/p/")
    assert "<svg" in seen.response.text
    assert 'role="img" aria-label="QR-kode med lenken"' in seen.response.text
    assert seen.response.headers["cache-control"] == "no-store"
    slip = seen.response.text.split('class="slip"')[1].split("</section>")[0]
    assert "Ola" not in slip
    assert "22 33 44 55" in slip
    assert "t.me" not in seen.response.text, "there is no bot here"
    token = address.rpartition("/")[2]
    assert token not in (await desk.opens("/desk/b/ola/lenke")).response.text
    phone = browse()
    await comes_in(phone, Invitation("ola", token))
    assert phone.seen.screen
    assert "Lenken er tatt i bruk" in (await desk.opens("/desk/b/ola")).text
    news = (await desk.opens("/desk")).text
    assert "Ola har åpnet lenken." in news
    assert "Lenken til Ola er tatt i bruk." in news


async def test_where_there_is_a_bot_the_same_link_leads_there(desk: Desk, app: Starlette) -> None:
    app.state.telegram_name = lambda: "planprat_practice_bot"
    await desk.opens("/desk/b/ola/lenke")
    seen = await desk.sends("/desk/b/ola/lenke", do="invite")
    token = address_on(desk).rpartition("/")[2]
    assert f">https://t.me/planprat_practice_bot?start={token}<" in seen.response.text


async def test_a_wrong_binding_is_undone(desk: Desk, browse: Callable[..., Browser]) -> None:
    await desk.opens("/desk/b/ola/lenke")
    await desk.sends("/desk/b/ola/lenke", do="invite")
    wrong = browse()
    await comes_in(wrong, Invitation("ola", address_on(desk).rpartition("/")[2]))
    seen = await desk.opens("/desk/b/ola/lenke")
    assert 'value="undo"' in seen.response.text
    assert 'value="invite"' not in seen.response.text
    await desk.sends("/desk/b/ola/lenke", do="undo")
    right_token = address_on(desk).rpartition("/")[2]
    assert not (await wrong.opens("/")).screen
    right = browse()
    await comes_in(right, Invitation("ola", right_token), code="719305")
    assert right.seen.screen


async def test_a_link_is_revoked(desk: Desk, browse: Callable[..., Browser]) -> None:
    await desk.opens("/desk/b/ola/lenke")
    await desk.sends("/desk/b/ola/lenke", do="invite")
    token = address_on(desk).rpartition("/")[2]
    await desk.opens("/desk/b/ola/lenke")
    link = desk.browser.seen.fields.hidden["link"]
    seen = await desk.sends("/desk/b/ola/lenke", do="revoke", link=link)
    assert "Lenken er stoppet" in seen.text
    stranger = browse()
    assert (await stranger.opens(f"/p/{token}")).status == 404


async def test_a_second_invitation_of_one_who_is_in_is_refused(desk: Desk) -> None:
    bound(desk.house)
    await desk.opens("/desk/b/ola/lenke")
    seen = await desk.sends("/desk/b/ola/lenke", do="invite")
    assert seen.status == 422
    with desk.house.reading() as tx:
        assert links.link_by_hash(tx, token_hash("token-ola")) is not None


async def test_the_paper_page_is_the_same_whether_or_not_the_person_had_answered(desk: Desk, house: House) -> None:
    """Before and after, form and answer: byte for byte but for the form's own token, which is the same browser's."""
    seen = []
    for has_answered in (False, True):
        if has_answered:
            with house.writing() as tx:
                sheet = sheets.load(tx, "ola", "short_term_goals")
                assert sheet is not None
                own = answered("Mitt eget", private=True)
                changed = sheet.model_copy(update={"answers": {"activities.usual": own}})
                sheets.save(tx, "ola", changed, [], "web", desk.clock())
        desk.browser.client.cookies.delete("planprat-done")  # as when a minute has passed
        form = await desk.opens("/desk/b/ola/papir/short_term_goals")
        sent = await desk.sends("/desk/b/ola/papir/short_term_goals", **{"a__activities.usual": "Fra arket"})
        user = await desk.opens("/desk/b/ola")
        seen.append((form.response.text, sent.response.text, sent.status, user.text))
    assert seen[0] == seen[1]
    assert "Det er lagret. Ola ser det ved neste besøk." in seen[0][1]
    assert "Fra arket" not in seen[0][1]


@pytest.mark.parametrize(
    ("worksheet", "field", "written", "grave"),
    [
        ("short_term_goals", "a__activities.wish", "Eg vil ikkje leve lenger", True),
        ("crisis_plan", "a__step2.contacts__0__name", "Jeg vil dø", True),
        ("warning_signs", "a__item.25", "often", True),
        ("warning_signs", "a__item.28", "before_crisis", True),
        ("warning_signs", "a__item.25", "rarely", False),
        ("warning_signs", "a__item.24", "often", False),
        ("short_term_goals", "a__activities.wish", "Fiske", False),
    ],
)
async def test_danger_on_paper_is_not_passed_over(
    desk: Desk, worksheet: str, field: str, written: str, grave: bool
) -> None:
    """The person is not here to be answered; whoever has just read it is told to talk with them, and whom to ring."""
    desk.people.opens("warning_signs")
    await desk.opens(f"/desk/b/ola/papir/{worksheet}")
    seen = await desk.sends(f"/desk/b/ola/papir/{worksheet}", **{field: written})
    assert "Det er lagret." in seen.text
    told = (
        "Noe på arket kan være alvorlig. Snakk med Ola om det.",
        "Ring 113 hvis liv er i fare.",
        "116 117",
        "Det kan ta feil",
    )
    assert [one in seen.text for one in told] == [grave] * len(told)
    again = await desk.opens(f"/desk/b/ola/papir/{worksheet}")
    assert again.response.text == seen.response.text, "a page that is loaded anew says the same"
    desk.clock.passes(minutes=2)
    later = (await desk.opens(f"/desk/b/ola/papir/{worksheet}")).text
    assert "Det er lagret." not in later
    assert "Snakk med Ola" not in later


async def test_no_address_tells_what_was_written_or_where(desk: Desk) -> None:
    """Whoever reads a proxy's log learns no more of a paper with danger than of one without."""
    paper = "/desk/b/ola/papir/short_term_goals"
    for written in ("Eg vil ikkje leve lenger", "Fiske"):
        await desk.opens(paper)
        seen = await desk.sends(paper, **{"a__activities.wish": written})
        assert "Det er lagret." in seen.text
        assert str(seen.response.url) == f"http://planprat.test{paper}"
    await desk.opens("/desk/meg")
    seen = await desk.sends("/desk/meg", phone="22 33 44 55", hours="9-11", language="nb")
    assert "Lagret." in seen.text
    assert str(seen.response.url) == "http://planprat.test/desk/meg"
    assert "Det er lagret." not in (await desk.opens(paper)).text, "what is said belongs to its page"


async def test_what_was_done_cannot_be_read_from_the_cookie_or_put_into_one(
    desk: Desk, browse: Callable[..., Browser], house: House, clock: Clock
) -> None:
    paper = "/desk/b/ola/papir/short_term_goals"
    await desk.opens(paper)
    await desk.sends(paper, **{"a__activities.wish": "Eg vil ikkje leve lenger"})
    carried = desk.browser.client.cookies.get("planprat-done")
    assert carried is not None
    assert re.fullmatch(r"\d+\.[0-9a-f]{64}", carried)
    other = await at_work(browse(), house, clock)
    for value in (carried, "grave", "9999999999.grave", ".", "1.b"):
        other.client.cookies.set("planprat-done", value)
        seen = await other.opens(paper)
        assert seen.status == 200
        assert "Snakk med Ola" not in seen.text


async def test_refused_fields_come_back_with_their_text(desk: Desk) -> None:
    await desk.opens("/desk/b/ola/papir/crisis_plan")
    fields = {
        "a__triggers": "Brev fra NAV",
        "a__look_again": "en gang",
        "a__step2.contacts__0__name": "Eva",
        "a__step2.contacts__0__phone": "nei",
        "a__step2.contacts__1__relation": "bror",
        "a__ready": "yes",
    }
    seen = await desk.sends("/desk/b/ola/papir/crisis_plan", **fields)
    assert seen.status == 422
    source = seen.response.text
    for kept in ("Brev fra NAV</textarea>", 'value="en gang"', 'value="Eva"', 'value="nei"', 'value="bror"'):
        assert kept in source
    assert 'value="yes" checked' in source
    assert "Jeg skjønte ikke datoen" in seen.text
    assert desk.people.answers("crisis_plan") == {}
    fields |= {"a__look_again": "mars 2027", "a__step2.contacts__0__phone": "41234567"}
    fields |= {"a__step2.contacts__1__name": "Per"}
    seen = await desk.sends("/desk/b/ola/papir/crisis_plan", **fields)
    assert seen.status == 200
    answers = desk.people.answers("crisis_plan")
    assert [one.name for one in answers["step2.contacts"].people] == ["Eva", "Per"]
    assert answers["look_again"].option == "2027-03"


async def test_every_question_stands_on_the_form(desk: Desk) -> None:
    desk.people.opens("warning_signs", "sub_goals", "long_term_goals")
    for worksheet in ("warning_signs", "sub_goals", "long_term_goals", "crisis_plan", "short_term_goals"):
        source = (await desk.opens(f"/desk/b/ola/papir/{worksheet}")).response.text
        for step in desk.house.content.worksheet(worksheet).steps():
            assert f'name="a:{step.id}' in source


@pytest.mark.parametrize(
    "worksheet", ["short_term_goals", "long_term_goals", "sub_goals", "warning_signs", "crisis_plan"]
)
async def test_blank_sheets_are_printed(desk: Desk, worksheet: str) -> None:
    response = await desk.browser.client.get(f"/desk/ark/{worksheet}.pdf?maal=nn&stor=1")
    assert response.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(response.content)).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    assert desk.house.content.texts["nn"][f"{worksheet}.title"] in text


async def test_sitting_together(desk: Desk) -> None:
    bound(desk.house)
    await desk.opens("/desk/b/ola/sammen")
    seen = await desk.sends("/desk/b/ola/sammen", code=CODE)
    assert seen.path == "/"
    assert seen.screen
    assert "Dere sitter sammen" in seen.text
    assert 'action="/sammen/ferdig"' in seen.response.text
    # The screen is lent: nobody else's data are on it before they are done.
    for address in ("/desk", "/desk/b/ola", "/desk/ark"):
        assert "Personene dine" not in (await desk.opens(address)).text
    seen = await desk.sends("/sammen/ferdig")
    assert seen.path == "/desk/b/ola"
    assert not (await desk.opens("/")).screen
    assert "Dere sitter sammen" not in desk.browser.seen.text


async def test_a_wrong_code_is_told_and_after_a_few_no_code_helps(desk: Desk) -> None:
    bound(desk.house)
    await desk.opens("/desk/b/ola/sammen")
    for _ in range(5):
        seen = await desk.sends("/desk/b/ola/sammen", code="000001")
        assert "Koden stemmer ikke" in seen.text
        assert "000001" not in seen.response.text
    assert "for mange ganger" in (await desk.sends("/desk/b/ola/sammen", code=CODE)).text


async def test_without_a_code_they_are_shown_the_way(desk: Desk) -> None:
    seen = await desk.opens("/desk/b/ola/sammen")
    assert "har ikke valgt en kode ennå" in seen.text
    assert 'name="code"' not in seen.response.text


async def test_the_end_of_a_lent_screen_needs_no_lent_screen(desk: Desk) -> None:
    """Pressed twice, or after two hours: the desk."""
    await desk.opens("/desk")
    assert (await desk.sends("/sammen/ferdig")).path == "/desk"
