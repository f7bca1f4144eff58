"""The person's own plan on paper."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs.screen import Road, Stone
from bot.documents import OwnPlan, Paper, own_plan_pdf
from tests.documents.opened import Opened

ROAD = Road(
    today="Jeg er mest hjemme.",
    milestones=(Stone(text="Gå ut hver dag", nearest=True), Stone(text="Ringe NAV")),
    goal="Ha en jobb",
)
PLAN = OwnPlan(
    sections=(
        ("Mål for den nærmeste tiden", (("Hva gjør du på en vanlig dag?", "Søv lenge"), ("Hva vil du?", ""))),
        ("Det du liker", (("Hva er du glad i?", "Hunder. Og #krim"),)),
    ),
    roads=(ROAD,),
)


def test_questions_stand_under_their_sections_and_answers_to_the_letter(paper: Paper) -> None:
    opened = Opened(own_plan_pdf(PLAN, paper))
    assert [len(opened.tree.all(role)) for role in ("H1", "H2", "H3")] == [1, 4, 3]
    assert "Min plan" in opened.text
    assert "Hva er du glad i? Hunder. Og #krim" in opened.text


def test_what_is_not_answered_is_shown_as_not_answered(paper: Paper, nynorsk: Paper) -> None:
    assert "Hva vil du? uten svar" in Opened(own_plan_pdf(PLAN, paper)).text
    assert "Hva vil du? utan svar" in Opened(own_plan_pdf(PLAN, nynorsk)).text


def test_a_road_is_a_figure_that_says_itself_in_words(nynorsk: Paper) -> None:
    figure, code = Opened(own_plan_pdf(PLAN, nynorsk)).tree.all("Figure")
    assert figure.alt.splitlines() == [
        "Vegen frå i dag til målet",
        "I dag: Jeg er mest hjemme.",
        "1. Nærmast: Gå ut hver dag",
        "2. Ringe NAV",
        "Målet: Ha en jobb",
    ]
    assert code.alt.startswith("QR-kode")


def test_what_the_drawing_cuts_stands_whole_beside_it(paper: Paper) -> None:
    whole = "Søke om et lite sted for meg selv " * 12
    road = Road(milestones=(Stone(text=whole),), goal="Bo alene")
    text = Opened(own_plan_pdf(OwnPlan(sections=(), roads=(road,)), paper)).text
    assert "…" in text
    assert " ".join(whole.split()) in text
    assert Opened(own_plan_pdf(PLAN, paper)).text.count("Ringe NAV") == 1


def test_another_reader_is_told_whose_plan_it_is(paper: Paper) -> None:
    text = Opened(own_plan_pdf(PLAN, replace(paper, reader="doctor"))).text
    assert "Planen til Solveig" in text
    assert "Kopi" in text


def test_how_it_stands_is_at_the_foot_and_large_print_takes_more_room(paper: Paper) -> None:
    pages = Opened(own_plan_pdf(PLAN, paper)).pages
    assert all("Slik det står nå. Det kan finnes en nyere." in page for page in pages)
    assert len(Opened(own_plan_pdf(PLAN, replace(paper, large=True))).pages) >= len(pages)
