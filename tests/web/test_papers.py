"""The person's own pages and papers, as a browser meets them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.actions.actors import VISITOR
from bot.actions.copies import answer_copy, open_copy, read_copy, reader_of
from bot.actions.house import House, new_token
from bot.dialogs.context import Language
from bot.dialogs.sheet import Answer, Item
from bot.storage import log, sessions
from bot.storage.hashing import token_hash
from bot.web import copies, papers
from bot.web.app import make_app
from tests.documents.opened import Opened
from tests.houses import a_coordinator, a_user
from tests.plan.lives import CRISIS, PARTS, Life, answered, items, mark
from tests.web.conftest import Browser, Clock, Seen

Browse = Callable[..., Browser]
ALL = ("/kriseplan", "/min-plan", "/hvem-ser")
SKIPPED = Answer(status="skipped")


@pytest.fixture
def app(house: House, clock: Clock) -> Starlette:
    """With the pages of the copies and the person's own."""
    return make_app(house, clock=clock, routes=(*copies.ROUTES, *papers.ROUTES))


@pytest.fixture
def life(house: House, clock: Clock) -> Callable[[Language], Life]:
    """A person who has said yes to the plan and written nothing."""
    a_coordinator(house)

    def living(language: Language) -> Life:
        one = Life(house, a_user(house, code=language), clock.now)
        one.says_yes(days=365)
        return one

    return living


@pytest.fixture
def ola(life: Callable[[Language], Life]) -> Life:
    return life("nb")


@pytest.fixture
def own(browse: Browse, house: House, clock: Clock) -> Callable[[Life], Browser]:
    """A browser where this person is logged in."""

    def logged_in(one: Life) -> Browser:
        browser, secret = browse(), new_token()
        with house.writing() as tx:
            sessions.start(tx, token_hash(secret), "user", clock(), clock() + timedelta(days=30), user=one.user)
        browser.client.cookies.set("planprat-user", secret)
        return browser

    return logged_in


def rings(page: Seen) -> list[str]:
    """What can be rung from the page."""
    return re.findall(r'href="(tel:[^"]+)"', page.response.text)


def words(page: Seen) -> str:
    """All words of a paper."""
    return Opened(page.response.content).text


@pytest.mark.parametrize("address", [*ALL, "/kriseplan.pdf", "/min-plan.pdf", "/lege.pdf"])
async def test_without_a_login_one_is_led_to_the_front_page(browse: Browse, ola: Life, address: str) -> None:
    ola.plans()
    page = await browse().opens(address)
    assert page.path == "/"
    assert mark("triggers") not in page.text


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("address", ALL)
async def test_every_page_stands_in_both_languages_with_numbers_to_ring_full_or_empty(
    own: Callable[[Life], Browser], life: Callable[[Language], Life], address: str, language: Language
) -> None:
    one = life(language)
    browser = own(one)
    empty = await browser.opens(address)
    one.plans()
    full = await browser.opens(address)
    for page in (empty, full):
        assert page.status == 200
        assert f'<html lang="{language}"' in page.response.text
        assert "tel:113" in rings(page)
    assert len(full.text) > len(empty.text)


async def test_the_plan_that_counts_comes_first_and_what_was_changed_after_it_is_one_tap_away(
    own: Callable[[Life], Browser], ola: Life
) -> None:
    ola.plans()
    browser = own(ola)
    page = await browser.opens("/kriseplan")
    assert "Denne planen gjelder nå: utgave 1, 14. november 2026." in page.text
    assert "vis=utkast" not in page.response.text
    for said in ("Tegn hos meg", "Slik vil jeg bli møtt", *(mark(part) for part in PARTS)):
        assert said in page.text
    ola.writes("crisis_plan", {**CRISIS, "triggers": answered("noe nytt", revision=2)})
    page = await browser.opens("/kriseplan")
    assert mark("triggers") in page.text
    assert "Du har endret noe" in page.text
    page = await browser.opens("/kriseplan?vis=utkast")
    assert "Dette er et utkast. Det gjelder ikke ennå." in page.text
    assert "noe nytt" in page.text
    assert mark("triggers") not in page.text


async def test_before_anything_counts_the_draft_is_shown_as_its_readers_would_see_it(
    own: Callable[[Life], Browser], ola: Life
) -> None:
    ola.writes("crisis_plan", {**CRISIS, "triggers": answered("bare mitt", private=True), "arrange": SKIPPED})
    browser = own(ola)
    page = await browser.opens("/kriseplan")
    assert "Dette er et utkast" in page.text
    assert "bare mitt" not in page.text
    assert "Svar som ikke blir sendt, er ikke med her." in page.text
    assert "Ikke fylt ut" in page.text
    paper = await browser.opens("/kriseplan.pdf")
    assert "Utkast, gjelder ikke ennå" in words(paper)
    assert "bare mitt" not in words(paper)


async def test_the_paper_of_the_crisis_plan_is_the_persons_own(own: Callable[[Life], Browser], ola: Life) -> None:
    ola.plans()
    browser = own(ola)
    page = await browser.opens("/kriseplan.pdf")
    assert page.response.headers["content-disposition"] == 'attachment; filename="kriseplan.pdf"'
    assert page.response.headers["cache-control"] == "no-store"
    assert "Slik vil jeg bli møtt" in words(page)
    large = await browser.opens("/kriseplan.pdf?stor=1")
    assert len(Opened(large.response.content).pages) > len(Opened(page.response.content).pages)


async def test_the_doctor_gets_the_plan_that_counts_and_the_log_says_so(
    own: Callable[[Life], Browser], ola: Life
) -> None:
    browser = own(ola)
    ola.writes("crisis_plan", CRISIS)
    page = await browser.opens("/lege.pdf")
    assert page.status == 404
    assert "Papiret til legen kan lages når kriseplanen gjelder." in page.text
    assert rings(page)
    ola.shares("crisis_plan")
    ola.writes("crisis_plan", {**CRISIS, "triggers": answered("skrevet etterpå", revision=2)})
    page = await browser.opens("/lege.pdf")
    assert "Slik vil Ola bli møtt" in words(page)
    assert mark("triggers") in words(page)
    assert "skrevet etterpå" not in words(page)
    assert page.response.headers["cache-control"] == "no-store"
    with ola.house.reading() as tx:
        assert [entry.action for entry in log.all_of(tx, ola.user)].count("printed_for_doctor") == 1
    assert "Du laget papir til legen." in (await browser.opens("/hvem-ser")).text


async def test_a_paper_with_nothing_on_it_is_said_to_come_later(own: Callable[[Life], Browser], ola: Life) -> None:
    page = await own(ola).opens("/kriseplan.pdf")
    assert page.status == 404
    assert "Her er det ingen kriseplan ennå." in page.text


async def test_the_whole_plan_holds_goals_roads_and_every_question(own: Callable[[Life], Browser], ola: Life) -> None:
    ola.writes(
        "short_term_goals",
        {
            "activities.usual": answered("Sover lenge"),
            "activities.wish": SKIPPED,
            "activities.obstacle": answered("Er redd på bussen", private=True),
            "activities.goal": answered("Stå opp før ti"),
        },
    )
    ola.shares("short_term_goals", agreed=False)
    ola.writes("long_term_goals", {"goals": answered(items=items("Ta lappen"))})
    goal = Item(id="i1", ref="long_term_goals:i1", text="Ta lappen")
    ola.writes(
        "sub_goals",
        {
            "long_term_goal": answered(items=(goal,)),
            "i1/today": answered("Har ikke begynt"),
            "i1/milestones": answered(items=items("Melde meg på kurs", first=2)),
        },
    )
    browser = own(ola)
    page = await browser.opens("/min-plan")
    for said in (
        "Stå opp før ti",
        "Veien til «Ta lappen»",
        "Hva gjør du på en vanlig dag? Sover lenge",
        "Hva har du lyst til å gjøre i hverdagen? Hoppet over",
        "Hva hindrer deg i å gjøre det du vil? Blir ikke sendt Er redd på bussen",
        "Hvem bruker du mest tid sammen med? Uten svar",
        "Målet: «Ta lappen» Hvordan er det i dag? Har ikke begynt",
        "Sendt til Anne 14. november 2026",
        "Ikke sendt til Anne",
    ):
        assert said in page.text, said
    assert page.response.text.count("<svg") == 1
    assert "Melde meg på kurs" in page.response.text
    assert page.response.text.count("Blir ikke sendt") == 1
    paper = words(await browser.opens("/min-plan.pdf"))
    for said in (
        "Stå opp før ti",
        "Er redd på bussen",
        "Blir ikke sendt",
        "Hoppet over",
        "Melde meg på kurs",
        "Sendt til Anne",
    ):
        assert said in paper, said


async def test_who_sees_what_names_every_reader_and_everything_they_did(
    own: Callable[[Life], Browser], ola: Life
) -> None:
    ola.plans()
    eva = ola.gives_copy("Eva")
    ola.passes(seconds=1)
    per = ola.gives_copy("Per")
    ola.passes(seconds=1)
    ola.takes_back(ola.gives_copy("Bernt"))
    opening = open_copy(ola.house, VISITOR, eva.token, eva.code, address="x", now=ola.now)
    reader = reader_of(ola.house, opening.session, ola.now)
    answer_copy(ola.house, reader, accepts=True, now=ola.now)
    for _ in range(2):
        read_copy(ola.house, reader, ola.now)
    browser = own(ola)
    page = await browser.opens("/hvem-ser")
    for said in (
        "Anne kan lese det dere avtalte 14. november 2026.",
        "Andre som kan lese en kopi: Eva, Per.",
        "Eva Åpnet 14. november 2026",
        "Per Gitt, men ikke åpnet ennå",
        "Bernt Tatt tilbake. Kopien virker ikke lenger.",
        "Du sa ja 14. november 2026. Det gjelder til 14. november 2027.",
        "Eva leste kopien. 14. november 2026 kl. 13.00 · 2 ganger",
        "Du tok tilbake kopien til Bernt.",
    ):
        assert said in page.text, said
    assert per.token not in page.response.text
    assert mark("triggers") not in page.text
