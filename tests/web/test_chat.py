"""The conversation on the page: what is pressed and typed arrives once, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from bot.actions.actors import Actor
from bot.actions.converse import converse, last_turn
from bot.actions.house import House
from bot.actions.worksheets import open_worksheet
from bot.dialogs.event import Press, Typed
from bot.storage import sheets
from tests.web.conftest import Browser, Clock, Invited, Seen, at_first_question, comes_in

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]
FIRST = "short_term_goals.activities.usual"
SECOND = "short_term_goals.activities.wish"


def stored(house: House, invited: Invited, key: str = "activities.usual") -> str:
    with house.reading() as tx:
        sheet = sheets.load(tx, invited.id, "short_term_goals")
    answer = sheet.answer(key) if sheet else None
    return answer.text if answer else ""


@pytest.fixture
def invited(invite: Invite) -> Invited:
    return invite()


@pytest.fixture
async def browser(browse: Browse, invited: Invited) -> Browser:
    """Somebody at the first question of worksheet 3."""
    opened = browse()
    page = await at_first_question(opened, invited)
    assert page.screen == FIRST
    return opened


async def test_a_visitor_is_told_what_this_is(browse: Browse) -> None:
    page = await browse().opens("/")
    assert page.status == 200
    assert "Du skriver på telefonen" in page.text
    assert 'href="/hjelp"' in page.response.text


async def test_a_visitor_chooses_the_language(browse: Browse) -> None:
    browser = browse()
    await browser.opens("/")
    page = await browser.opens("/visning?sprak=nn&til=/")
    assert page.path == "/"
    assert "Du skriv på telefonen" in page.text
    assert '<html lang="nn"' in page.response.text


async def test_the_browsers_own_language_comes_first(browse: Browse) -> None:
    browser = browse()
    browser.client.headers["accept-language"] = "nn-NO,nn;q=0.9,nb;q=0.8"
    assert '<html lang="nn"' in (await browser.opens("/")).response.text


async def test_typed_text_is_stored_to_the_letter_and_the_next_question_has_an_address_of_its_own(
    browser: Browser, house: House, invited: Invited
) -> None:
    page = await browser.types("Søv lenge.\r\nGår tur, viss eg orkar <3\x07")
    assert stored(house, invited) == "Søv lenge.\nGår tur, viss eg orkar <3"
    assert page.screen == SECOND
    assert page.response.history[0].status_code == 303
    assert page.response.url.query == f"n={page.number}".encode()


async def test_what_was_typed_is_never_read_as_html(browser: Browser) -> None:
    page = await browser.types('<script>alert("x")</script></textarea><b>')
    assert "<script>alert" not in page.response.text
    assert "&lt;script&gt;" in page.response.text
    page = await browser.presses("data-row-action", "back")
    assert page.typed == '<script>alert("x")</script></textarea><b>'


async def test_a_line_break_at_the_beginning_survives_a_stale_page(browser: Browser) -> None:
    page = await browser.sends("/svar", press="", text="\n\nOg så?", token="stale")
    assert page.typed == "\n\nOg så?"


async def test_the_same_form_sent_twice_is_one_answer(browser: Browser, house: House, invited: Invited) -> None:
    first = browser.seen
    after = await browser.types("Kaffe")
    again = await browser.types("Kaffe", page=first)
    assert again.number == after.number
    with house.reading() as tx:
        assert len(sheets.history(tx, invited.id, "short_term_goals")) == 1


async def test_back_in_the_browser_edits_the_answer_of_that_page(
    browser: Browser, house: House, invited: Invited
) -> None:
    first = browser.seen
    await browser.types("Kaffe")
    await browser.presses("data-row-action", "back")
    changed = browser.seen
    assert changed.typed == "Kaffe"
    await browser.types("Kaffe og TV")
    page = await browser.types("Noe helt annet", page=first)
    assert stored(house, invited) == "Kaffe og TV"  # it was changed since that page was drawn
    assert "walk.notice.changed_meanwhile" in page.notices
    assert page.typed == "Noe helt annet"
    assert "Kaffe og TV" in page.text


async def test_a_button_of_an_old_page_changes_nothing_and_says_so(browser: Browser) -> None:
    first = browser.seen
    after = await browser.types("Kaffe")
    page = await browser.presses("data-nav", "skip", page=first, text="")
    assert page.screen == after.screen
    assert page.notices == ["walk.notice.old"]


@pytest.mark.parametrize("verb", ["menu", "pause", "explain", "example"])
async def test_what_stands_in_the_field_goes_along_with_any_button(browser: Browser, verb: str) -> None:
    page = await browser.presses("data-nav", verb, text="Halvferdig tanke")
    for mark, value in (("data-row-action", "open"), ("data-option", "back"), ("data-option", "go_on")):
        if page.screen != FIRST and any(one.get(mark) == value for one in page.fields.buttons):
            page = await browser.presses(mark, value)
    assert page.screen == FIRST
    assert page.typed == "Halvferdig tanke"


async def test_enter_presses_the_fields_own_button(browser: Browser) -> None:
    await browser.types("Kaffe")
    buttons = browser.seen.fields.buttons
    assert any(one.get("data-row-action") == "back" for one in buttons)  # «Endre» stands above the field
    assert buttons[0]["value"] == ""
    assert buttons[0]["tabindex"] == "-1"


async def test_a_stale_page_is_shown_again_with_the_text(browser: Browser, house: House, invited: Invited) -> None:
    page = await browser.sends("/svar", press="", text="Fem tusen tegn", token="0" * 64)
    assert page.status == 409
    assert page.screen == FIRST
    assert page.notices == ["pages.chat.stale"]
    assert page.typed == "Fem tusen tegn"
    assert stored(house, invited) == ""
    page = await browser.types(page.typed)
    assert stored(house, invited) == "Fem tusen tegn"


async def test_a_stale_page_of_another_question_gives_the_text_a_field_of_its_own(
    browser: Browser, house: House, invited: Invited
) -> None:
    first = browser.seen
    await browser.types("Kaffe")
    page = await browser.sends("/svar", page=first, press="", text="Og TV", token="stale")
    assert page.screen == SECOND
    left_over = re.search(r'<form[^>]*id="left-over".*?</form>', page.response.text, re.DOTALL)
    assert left_over is not None
    form = Seen(httpx.Response(409, text=left_over[0], request=page.response.request))
    assert form.typed == "Og TV"
    page = await browser.sends("/svar", page=form, press="", text=form.typed)
    assert "walk.notice.changed_meanwhile" in page.notices
    assert (page.screen, page.typed) == (FIRST, "Og TV")


async def test_an_emptied_field_is_no_draft(browser: Browser) -> None:
    page = await browser.presses("data-nav", "explain", text="Halvferdig")
    assert page.typed == "Halvferdig"
    page = await browser.presses("data-nav", "example", text="")
    assert page.typed == ""


async def test_pages_drawn_before_a_new_login_are_stale(browser: Browser, invited: Invited) -> None:
    before = browser.seen
    await browser.opens("/enheter")
    await browser.sends("/ut")
    await browser.opens(f"/p/{invited.token}")
    await browser.sends("/inn/kode", code="493027")
    assert (await browser.types("Kaffe", page=before)).status == 409


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://et-annet-sted.example"},
        {"origin": "https://planprat.test.example"},
    ],
)
async def test_a_form_from_another_site_does_nothing_and_shows_nothing(
    browser: Browser, house: House, invited: Invited, headers: dict[str, str]
) -> None:
    page = await browser.sends("/svar", press="", text="Ikke fra meg", headers=headers)
    assert page.status == 403
    assert "Ikke fra meg" not in page.text
    assert stored(house, invited) == ""


@pytest.mark.parametrize("headers", [{"origin": "null"}, {"origin": "null", "sec-fetch-site": "same-origin"}])
async def test_our_own_forms_have_no_origin_since_our_pages_send_no_referrer(
    browser: Browser, headers: dict[str, str]
) -> None:
    assert (await browser.sends("/svar", press="", text="Kaffe", headers=headers)).screen == SECOND


async def test_whoever_is_logged_out_gets_the_text_back(browser: Browser, clock: Clock) -> None:
    clock.passes(hours=13)
    page = await browser.types("Dette tok lang tid å skrive")
    assert page.status == 403
    assert "Dette tok lang tid å skrive" in page.text
    assert "ikke lagret" in page.text


async def test_the_longest_answer_fits_whatever_its_letters(browser: Browser, house: House, invited: Invited) -> None:
    text = "ह" * 20_000
    assert (await browser.types(text)).screen == SECOND
    assert stored(house, invited) == text


async def test_a_text_that_is_too_long_stands_in_the_field(browser: Browser, house: House, invited: Invited) -> None:
    page = await browser.types("a" * 20_001)
    assert page.notices == ["walk.notice.too_long"]
    assert page.typed == "a" * 20_001
    assert stored(house, invited) == ""


async def test_a_form_beyond_the_limit_is_given_back(browser: Browser, house: House, invited: Invited) -> None:
    page = await browser.types("b" * 300_000)
    assert page.status == 413
    assert "b" * 300_000 in page.text
    assert stored(house, invited) == ""


async def test_a_form_far_beyond_the_limit_is_read_no_further(browser: Browser) -> None:
    page = await browser.types("c" * 3_000_000)
    assert page.status == 413
    assert len(page.text) < 1_100_000


async def test_nonsense_in_a_form_leads_to_the_screen(browser: Browser) -> None:
    page = await browser.sends("/svar", press="ikke en knapp", revision="²", text="")
    assert page.screen == FIRST


async def test_a_reload_of_the_forms_address_leads_to_the_screen(browser: Browser) -> None:
    assert (await browser.opens("/svar")).screen == FIRST


async def test_the_browser_may_keep_the_page_for_its_back_button(browser: Browser) -> None:
    assert browser.seen.response.headers["cache-control"] == "private, no-cache"


async def test_a_screen_made_elsewhere_is_drawn_here(
    browser: Browser, house: House, invited: Invited, clock: Clock
) -> None:
    number = browser.seen.number
    actor = Actor("user", invited.id)
    assert (await browser.client.get(f"/nytt?n={number}")).json() == {"new": False}
    converse(house, actor, Typed("Fra telefonen"), channel="web", key="u1", now=clock())
    assert (await browser.client.get(f"/nytt?n={number}")).json() == {"new": True}
    page = await browser.opens("/")
    assert page.screen == SECOND
    assert "Fra telefonen" in page.text


async def test_news_are_not_used_up_by_the_script_that_asks_for_them(
    browser: Browser, house: House, invited: Invited, clock: Clock
) -> None:
    """The menu stands open in a tab and nobody looks; then a button of it is pressed, and later the menu again."""
    menu = await browser.presses("data-nav", "menu")
    open_worksheet(house, Actor("coordinator", "berit"), invited.id, "long_term_goals", clock())
    for _ in range(2):
        assert (await browser.client.get(f"/nytt?n={menu.number}")).json() == {"new": True}
    await browser.presses("data-nav", "choices")
    page = await browser.presses("data-nav", "menu")
    assert page.notices == ["news.opened"]
    assert (await browser.client.get(f"/nytt?n={page.number}")).json() == {"new": False}


async def test_a_visitor_is_told_of_no_news(browse: Browse) -> None:
    assert (await browse().client.get("/nytt?n=1")).json() == {"new": False}


async def test_another_language_is_another_language_everywhere(browser: Browser) -> None:
    await browser.presses("data-nav", "menu")
    page = await browser.presses("data-nav", "language")
    assert '<html lang="nn"' in page.response.text
    assert "Hjelp no" in page.text
    assert '<html lang="nn"' in (await browser.opens("/finst-ikkje")).response.text


async def test_a_person_who_erased_everything_is_gone_from_the_browser_too(
    browser: Browser, house: House, invited: Invited, clock: Clock
) -> None:
    await browser.presses("data-nav", "menu")
    await browser.presses("data-nav", "choices")
    page = await browser.presses("data-option", "erase")
    while "planprat-user" in browser.client.cookies:
        page = await browser.presses("data-option", "yes")
    assert "Alt er slettet" in page.text
    assert "planprat-user" not in browser.client.cookies
    with house.reading() as tx:
        assert sheets.load(tx, invited.id, "short_term_goals") is None


async def test_every_button_of_a_screen_has_its_mark(browser: Browser) -> None:
    page = await browser.types("Kaffe")
    marked = [one for one in page.fields.buttons if one.get("value")]
    assert marked
    for one in marked:
        assert {"data-option", "data-nav", "data-row-action"} & one.keys()
    assert [one["data-nav"] for one in marked if "data-nav" in one] == [
        "skip", "explain", "example", "back", "pause", "menu",
    ]  # fmt: skip
    assert page.text.count("Hjelp nå") == 2, "above the page, and below it, where it shows in a low window alone"


async def test_progress_is_said_and_drawn(browser: Browser) -> None:
    assert re.search(r"<progress value=\"1\" max=\"\d+\" aria-label", browser.seen.response.text)
    assert re.search(r"1 av \d+", browser.seen.text)


async def test_a_marked_choice_says_so(browse: Browse, invite: Invite) -> None:
    browser = browse()
    page = await at_first_question(browser, invite(worksheets=("warning_signs",)))
    assert page.screen.startswith("warning_signs.")
    await browser.presses("data-option", "often")
    page = await browser.presses("data-row-action", "back")
    assert page.button("data-option", "often")["aria-pressed"] == "true"
    assert "aria-pressed" not in page.button("data-option", "rarely")


async def test_in_the_question_of_a_sign_the_sign_is_part_of_the_heading(browse: Browse, invite: Invite) -> None:
    browser = browse()
    page = await at_first_question(browser, invite(worksheets=("warning_signs",)))
    heading = re.search(r"<h1 id=\"question\">(.*?)</h1>", page.response.text, re.DOTALL)
    assert heading is not None
    assert len(re.findall(r'class="line"', heading[1])) == 2
    assert "Hvor ofte er det slik?" in heading[1]


async def test_a_disclosure_shows_numbers_that_can_be_tapped(browser: Browser) -> None:
    page = await browser.types("Jeg vil ikke leve lenger")
    assert page.screen.startswith("disclosure")
    assert 'class="call" href="tel:113"' in page.response.text
    assert 'class="call" href="tel:116117"' in page.response.text


async def test_practice_says_so_on_every_page(browse: Browse, house: House) -> None:
    assert "Øvelse" not in (await browse().opens("/hjelp")).text
    object.__setattr__(house, "settings", house.settings.model_copy(update={"practice": True}))
    for address in ("/", "/hjelp", "/inn", "/finnes-ikke"):
        assert "Øvelse – ikke ekte" in (await browse().opens(address)).text


async def test_the_first_visit_draws_the_first_screen(
    browse: Browse, invite: Invite, house: House, clock: Clock
) -> None:
    invited = invite()
    page = await comes_in(browse(), invited)
    assert page.number == 1
    assert last_turn(house, Actor("user", invited.id), channel="web", now=clock()).screen.number == 1
    converse(house, Actor("user", invited.id), Press(1, "menu"), channel="web", key="k", now=clock())
