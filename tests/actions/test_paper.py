"""Typing in from paper: an answer where there is none, a word beside it where there is, and no telling which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions.actors import NotThere
from bot.actions.paper import NotTaken, type_from_paper
from bot.actions.paper_sheet import Written, problems_of
from bot.actions.review import read_edition
from bot.dialogs import effects
from bot.dialogs.context import Comment
from bot.dialogs.walk import begin
from bot.storage import comments, sheets
from tests.actions.desks import ANNE, BERIT, LATER, START, Two, a_house, two
from tests.plan.lives import answered, items

PAPER = {"activities.usual": Written("Ser på TV"), "activities.wish": Written("Fiske")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    house = a_house(tmp_path)
    made = two(house)
    made.opens("short_term_goals", "long_term_goals", "sub_goals", "warning_signs", "crisis_plan")
    yield made
    house.close()


def types(desk: Two, worksheet: str, written: Mapping[str, Written]) -> None:
    """Anne types in from Ola's paper."""
    type_from_paper(desk.house, ANNE, "ola", worksheet, written, LATER)


def beside(desk: Two) -> list[Comment]:
    """What stands beside Ola's answers."""
    with desk.house.reading() as tx:
        return list(comments.all_of(tx, "ola"))


def test_empty_places_are_filled_and_marked(desk: Two) -> None:
    types(desk, "short_term_goals", PAPER)
    answers = desk.answers("short_term_goals")
    assert {key: (one.text, one.by) for key, one in answers.items()} == {
        "activities.usual": ("Ser på TV", "paper"),
        "activities.wish": ("Fiske", "paper"),
    }
    with desk.house.reading() as tx:
        history = sheets.history(tx, "ola", "short_term_goals")
    assert [(one.key, one.answer.by, one.at) for one in history] == [
        ("activities.usual", "paper", LATER),
        ("activities.wish", "paper", LATER),
    ]
    assert beside(desk) == []


def test_what_the_person_wrote_stands_and_the_paper_lies_beside(desk: Two) -> None:
    desk.ola.writes("short_term_goals", {"activities.usual": answered("Går tur")})
    types(desk, "short_term_goals", PAPER)
    answers = desk.answers("short_term_goals")
    assert (answers["activities.usual"].text, answers["activities.usual"].by) == ("Går tur", "user")
    assert answers["activities.wish"].text == "Fiske"
    (said,) = beside(desk)
    assert (said.kind, said.author, said.key, said.text) == ("paper", "coordinator", "activities.usual", "Ser på TV")


def test_where_the_person_was_is_where_they_are(desk: Two) -> None:
    desk.ola.writes("short_term_goals", {"activities.usual": answered("Går tur")})
    with desk.house.reading() as tx:
        before = sheets.load(tx, "ola", "short_term_goals")
    types(desk, "short_term_goals", PAPER)
    with desk.house.reading() as tx:
        after = sheets.load(tx, "ola", "short_term_goals")
    assert before is not None
    assert after is not None
    assert (after.at, after.part, after.pending) == (before.at, before.part, before.pending)


def test_a_skipped_question_holds_no_words(desk: Two) -> None:
    skipped = answered("").model_copy(update={"status": "skipped"})
    desk.ola.writes("short_term_goals", {"activities.usual": skipped})
    types(desk, "short_term_goals", PAPER)
    assert desk.answers("short_term_goals")["activities.usual"].text == "Ser på TV"


def test_the_person_is_told_either_way(desk: Two) -> None:
    for later in (LATER, LATER + timedelta(hours=1)):
        type_from_paper(desk.house, ANNE, "ola", "short_term_goals", PAPER, later)
    assert [(one.kind, one.values["worksheet"]) for one in desk.news()] == [("paper", "short_term_goals")] * 2
    assert desk.logged() == [("anne", "type_from_paper", "short_term_goals")] * 2


def test_the_forty_are_ticked(desk: Two) -> None:
    types(desk, "warning_signs", {"item.1": Written("often"), "item.40": Written("rarely")})
    answers = desk.answers("warning_signs")
    assert {key: one.option for key, one in answers.items()} == {"item.1": "often", "item.40": "rarely"}


def test_a_tick_beside_a_tick_is_kept_in_words(desk: Two) -> None:
    desk.ola.writes("warning_signs", {"item.1": answered(option="rarely")})
    types(desk, "warning_signs", {"item.1": Written("often")})
    assert desk.answers("warning_signs")["item.1"].option == "rarely"
    assert [one.text for one in beside(desk)] == ["Ofte"]


def test_a_list_has_one_entry_for_each_line(desk: Two) -> None:
    types(desk, "long_term_goals", {"goals": Written("Bo selv\n\n  Få hund \n")})
    assert [item.text for item in desk.answers("long_term_goals")["goals"].items] == ["Bo selv", "Få hund"]


def test_persons_are_three_fields_each(desk: Two) -> None:
    rows = (("Eva", "412 34 567", "søster"), ("", "", ""), ("Per", "", ""))
    types(desk, "crisis_plan", {"step2.contacts": Written(people=rows)})
    people = desk.answers("crisis_plan")["step2.contacts"].people
    assert [(one.name, one.phone, one.relation) for one in people] == [("Eva", "412 34 567", "søster"), ("Per", "", "")]
    assert len({one.id for one in people}) == 2


def test_signs_of_the_steps_are_those_of_the_plan(desk: Two) -> None:
    types(
        desk,
        "crisis_plan",
        {
            "signs": Written("Sover ikke\nRydder om natta"),
            "step1.sign": Written("sover ikke"),
            "step2.sign": Written("Annet"),
        },
    )
    answers = desk.answers("crisis_plan")
    assert [item.text for item in answers["step1.sign"].items] == ["Sover ikke"]
    assert answers["step1.sign"].items[0].ref == answers["signs"].items[0].id
    assert "step2.sign" not in answers
    assert [(one.key, one.text) for one in beside(desk)] == [("step2.sign", "Annet")]


def test_the_questions_about_a_goal_belong_to_the_goal_on_the_paper(desk: Two) -> None:
    paper = {
        "long_term_goal": Written("Ha egen leilighet"),
        "today": Written("Bor hos mor"),
        "milestones": Written("Spare\nSøke"),
    }
    types(desk, "sub_goals", paper)
    answers = desk.answers("sub_goals")
    (goal,) = answers["long_term_goal"].items
    assert answers[f"{goal.id}/today"].text == "Bor hos mor"
    assert [item.text for item in answers[f"{goal.id}/milestones"].items] == ["Spare", "Søke"]
    assert desk.answers("sub_goals")[f"{goal.id}/today"].by == "paper"


def test_a_goal_the_person_already_has_takes_the_answers(desk: Two) -> None:
    desk.ola.writes("sub_goals", {"long_term_goal": answered(items=items("Ha egen leilighet"))})
    types(desk, "sub_goals", {"long_term_goal": Written("ha egen leilighet"), "today": Written("Bor hos mor")})
    assert desk.answers("sub_goals")["i1/today"].text == "Bor hos mor"


def test_answers_about_another_goal_lie_beside_with_what_they_answer(desk: Two) -> None:
    desk.ola.writes("sub_goals", {"long_term_goal": answered(items=items("Få hund"))})
    types(desk, "sub_goals", {"long_term_goal": Written("Bo selv"), "today": Written("Bor hos mor")})
    assert {(one.key, one.text) for one in beside(desk)} == {
        ("long_term_goal", "Bo selv"),
        ("long_term_goal", "Slik er det i dag: Bor hos mor"),
    }
    assert set(desk.answers("sub_goals")) == {"long_term_goal"}


@pytest.mark.parametrize(
    ("worksheet", "written", "step", "why"),
    [
        ("crisis_plan", {"look_again": Written("en gang")}, "look_again", "walk.notice.not_a_date"),
        (
            "crisis_plan",
            {"step3.emergency_clinic": Written("vet ikke")},
            "step3.emergency_clinic",
            "walk.notice.not_a_phone",
        ),
        (
            "crisis_plan",
            {"step2.contacts": Written(people=(("Eva", "nei", ""),))},
            "step2.contacts",
            "walk.notice.not_a_phone",
        ),
        (
            "crisis_plan",
            {"step2.contacts": Written(people=(("", "41234567", ""),))},
            "step2.contacts",
            "desk.paper.needs_name",
        ),
        ("crisis_plan", {"step1.actions": Written("\n".join("abcdefghi"))}, "step1.actions", "walk.notice.full"),
        ("warning_signs", {"item.3": Written("always")}, "item.3", "walk.notice.choose"),
        ("sub_goals", {"today": Written("Bor hos mor")}, "today", "desk.paper.needs_goal"),
        ("short_term_goals", {"activities.usual": Written("x" * 20_001)}, "activities.usual", "walk.notice.too_long"),
    ],
)
@pytest.mark.parametrize("has_answered", [False, True])
def test_what_does_not_fit_is_refused_whatever_the_person_has_answered(
    desk: Two, worksheet: str, written: dict[str, Written], step: str, why: str, has_answered: bool
) -> None:
    if has_answered:
        desk.ola.writes(worksheet, {step: answered("Mitt eget")})
    before = desk.answers(worksheet)
    with pytest.raises(NotTaken) as refused:
        types(desk, worksheet, written)
    assert {key: say.id for key, say in refused.value.why.items()} == {step: why}
    assert desk.answers(worksheet) == before
    assert beside(desk) == []
    assert desk.news() == []


def test_all_that_does_not_fit_is_told_at_once(desk: Two) -> None:
    paper = {"look_again": Written("snart"), "step3.emergency_clinic": Written("-"), "triggers": Written("Brev")}
    with pytest.raises(NotTaken) as refused:
        types(desk, "crisis_plan", paper)
    assert set(refused.value.why) == {"look_again", "step3.emergency_clinic"}
    assert desk.answers("crisis_plan") == {}


@pytest.mark.parametrize("worksheet", ["no_such_sheet", "long_term_goals"])
def test_only_into_what_is_open(desk: Two, worksheet: str) -> None:
    with desk.house.writing() as tx:
        sheets.close_worksheet(tx, "ola", "long_term_goals", START)
    with pytest.raises(NotThere):
        types(desk, worksheet, {"progress": Written("x")})


def test_only_for_ones_own_and_only_while_there_is_a_plan(desk: Two) -> None:
    with pytest.raises(NotThere):
        type_from_paper(desk.house, BERIT, "ola", "short_term_goals", PAPER, LATER)
    desk.ola.does(effects.Withdrew("plan"))
    with pytest.raises(NotThere):
        types(desk, "short_term_goals", PAPER)


def test_the_desk_never_shows_what_lies_beside_from_paper(desk: Two) -> None:
    """It would tell that there is an answer which the person keeps to themselves."""
    desk.ola.writes("short_term_goals", {"activities.usual": answered("Går tur", private=True)})
    edition = desk.ola.shares("short_term_goals", agreed=False)
    types(desk, "short_term_goals", {"activities.usual": Written("Ser på TV")})
    assert len(beside(desk)) == 1
    page = read_edition(desk.house, ANNE, edition, LATER)
    assert page.comments == ()
    assert "Ser på TV" not in repr(page)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_is_taken_to_the_letter(desk: Two, text: str) -> None:
    """Also one that no page would send: nothing is tidied but the white space around it."""
    worksheet = desk.house.content.worksheet("short_term_goals")
    written = {"activities.usual": Written(text)} if text.strip() else {}
    assert problems_of(worksheet, written, LATER) == {}
    if written and "\ud800" not in text:
        with desk.house.writing() as tx:
            sheets.save(tx, "ola", begin(worksheet), [], "web", LATER)
        types(desk, "short_term_goals", written)
        assert desk.answers("short_term_goals")["activities.usual"].text == text.strip()


def test_two_clicks_are_one(desk: Two) -> None:
    for later in (LATER, LATER + timedelta(seconds=20)):
        type_from_paper(desk.house, ANNE, "ola", "short_term_goals", PAPER, later)
    assert beside(desk) == []
    assert len(desk.news()) == 1
    assert desk.answers("short_term_goals")["activities.usual"].text == "Ser på TV"
