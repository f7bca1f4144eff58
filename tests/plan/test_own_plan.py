"""The person's own plan: everything that was answered, everything that was not, and nothing that is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogs.context import Edition, ReviewState
from bot.dialogs.definition import Worksheet
from bot.dialogs.places import questions
from bot.dialogs.screen import Quote, Road, Say, Stone
from bot.dialogs.sheet import Answer, Item, Sheet
from bot.plan.own_plan import Asked, Begun, Standing, agreed_at, filled, standing, whole_plan
from tests.houses import content
from tests.plan.lives import CRISIS, answered, items

NOON = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=2)
SKIPPED = Answer(status="skipped")


def begun(worksheet: str, answers: Mapping[str, Answer], edition: Edition | None = None) -> Begun:
    """A sheet of one of the shipped worksheets."""
    definition = content().worksheet(worksheet)
    return Begun(definition, Sheet(worksheet=worksheet, version=definition.version, answers=dict(answers)), edition)


def an_edition(state: ReviewState, answers: Mapping[str, Answer], **more: datetime) -> Edition:
    """Edition 2 of the near goals, shared at noon."""
    return Edition.model_validate(
        {
            "id": "e",
            "worksheet": "short_term_goals",
            "version": 1,
            "number": 2,
            "shared_at": NOON,
            "state": state,
            "answers": dict(answers),
            **more,
        }
    )


def asked(one: Begun) -> dict[str, Asked]:
    """Each question of a sheet by the id of its text."""
    return {entry.question.id: entry for part in filled(one).parts for entry in part.asked}


def test_a_plan_without_answers_is_empty() -> None:
    assert whole_plan(()).empty
    assert whole_plan((begun("short_term_goals", {}),)).empty


def test_sheets_stand_in_the_order_of_the_paper() -> None:
    plan = whole_plan((begun("crisis_plan", CRISIS), begun("short_term_goals", {"activities.goal": answered("Ut")})))
    assert [one.worksheet for one in plan.sheets] == ["short_term_goals", "crisis_plan"]


@pytest.mark.parametrize("worksheet", sorted({id_ for id_, _ in content().worksheets}))
def test_every_question_is_there_answered_or_not(worksheet: str) -> None:
    definition: Worksheet = content().worksheet(worksheet)
    first = definition.sections[0].steps[0].id
    one = begun(worksheet, {first: SKIPPED})
    parts = filled(one).parts
    assert sum(len(part.asked) for part in parts) == len(questions(definition, one.sheet.answers))
    entries = [entry for part in parts for entry in part.asked]
    assert entries[0].skipped
    assert not any(entry.skipped or entry.lines for entry in entries[1:])


def test_own_words_are_quoted_to_the_letter_and_what_was_tapped_is_ours() -> None:
    shown = asked(begun("short_term_goals", {"activities.usual": answered("  Søv  lenge\n")}))
    assert shown["short_term_goals.steps.activities.usual.ask"].lines == (Quote(text="  Søv  lenge\n"),)
    shown = asked(begun("warning_signs", {"item.25": answered(option="often")}))
    assert shown["warning_signs.steps.item.25.ask"].lines == (Say(id="warning_signs.frequency.often"),)


def test_an_answer_with_nothing_in_it_is_no_answer() -> None:
    shown = asked(begun("long_term_goals", {"goals": answered(items=())}))
    assert shown["long_term_goals.steps.goals.ask"] == Asked(question=Say(id="long_term_goals.steps.goals.ask"))


def test_private_answers_are_there_and_marked() -> None:
    shown = asked(begun("short_term_goals", {"activities.usual": answered("Helst alene", private=True)}))
    entry = shown["short_term_goals.steps.activities.usual.ask"]
    assert entry.private
    assert entry.lines == (Quote(text="Helst alene"),)
    assert not shown["short_term_goals.steps.activities.wish.ask"].private


def test_a_repeated_section_is_there_once_for_each_goal_by_name() -> None:
    goals = (Item(id="i1", text="Ta lappen"), Item(id="i2", text="Få hund"))
    one = begun("sub_goals", {"long_term_goal": answered(items=goals), "i2/today": answered("Har kattunge")})
    parts = filled(one).parts
    assert [part.goal for part in parts] == ["", "Ta lappen", "Få hund"]
    assert parts[2].asked[0].question.values == {"goal": "Få hund"}
    assert parts[2].asked[0].lines == (Quote(text="Har kattunge"),)
    assert parts[1].asked[0].lines == ()


def test_the_answers_of_a_goal_that_was_dropped_are_kept_and_not_shown() -> None:
    dropped = {
        "long_term_goal": answered(items=(Item(id="i1", text="Ta lappen"),)),
        "i1/today": answered("Har ikke begynt"),
        "i2/today": answered("Borte"),
        "i2/milestones": answered(items=items("Borte steg", first=5)),
    }
    plan = whole_plan((begun("sub_goals", dropped),))
    assert "Borte" not in plan.model_dump_json()
    assert plan.roads == (Road(today="Har ikke begynt", goal="Ta lappen"),)


def test_goals_come_from_their_worksheets_skipped_ones_do_not() -> None:
    plan = whole_plan(
        (
            begun("short_term_goals", {"activities.goal": answered("Ut før tolv"), "people.goal": SKIPPED}),
            begun("long_term_goals", {"goals": answered(items=items("Ta lappen", "Få hund"))}),
        )
    )
    assert [goal.text for goal in plan.near] == ["Ut før tolv"]
    assert [goal.text for goal in plan.long_term] == ["Ta lappen", "Få hund"]


def test_a_road_is_drawn_when_something_is_written_for_it() -> None:
    goals = (Item(id="i1", text="Ta lappen"), Item(id="i2", text="Få hund"))
    answers = {"long_term_goal": answered(items=goals), "i1/milestones": answered(items=items("Kurs", "Bil", first=3))}
    stones = (Stone(text="Kurs", nearest=True), Stone(text="Bil"))
    assert whole_plan((begun("sub_goals", answers),)).roads == (Road(milestones=stones, goal="Ta lappen"),)


NEAR = {"activities.goal": answered("Ut")}


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        (None, Standing()),
        (an_edition("shared", NEAR), Standing(reach="shared", edition=2, since=NOON)),
        (an_edition("asked_back", NEAR), Standing(reach="shared", edition=2, since=NOON)),
        (an_edition("taken_back", NEAR), Standing(reach="taken_back", edition=2, since=NOON)),
        (
            an_edition("agreed", NEAR, user_agreed_at=LATER, coordinator_agreed_at=NOON),
            Standing(reach="agreed", edition=2, since=LATER),
        ),
    ],
)
def test_how_far_a_worksheet_has_come(edition: Edition | None, expected: Standing) -> None:
    assert standing(edition, begun("short_term_goals", NEAR).sheet) == expected


def test_agreement_does_not_move_on_to_what_was_written_after_it() -> None:
    edition = an_edition("agreed", NEAR, coordinator_agreed_at=NOON)
    after = begun("short_term_goals", {"activities.goal": answered("Ut og inn", revision=2)}).sheet
    assert standing(edition, after).changed
    assert not standing(edition, begun("short_term_goals", NEAR).sheet).changed


def test_only_what_is_agreed_has_a_day_of_agreement() -> None:
    assert agreed_at(an_edition("shared", NEAR, user_agreed_at=NOON)) is None
    assert agreed_at(an_edition("agreed", NEAR, coordinator_agreed_at=NOON)) == NOON
