"""Reading what was shared, writing beside it, agreeing: each told to the person, each a line in their log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.actions.actors import NotThere
from bot.actions.desk import see_user
from bot.actions.review import (
    TEXT_LIMIT,
    agree,
    ask_back,
    edition_paper,
    not_yet,
    read_edition,
    write_comment,
)
from bot.actions.waiting import waiting
from bot.dialogs import effects
from bot.dialogs.turn import Rejected
from bot.storage import comments, editions
from tests.actions.desks import ANNE, BERIT, LATER, START, Two, a_house, edition_of, two
from tests.plan.lives import CRISIS, answered

GOALS = {"progress": answered("Litt hver dag"), "problems_expected": answered("Penger")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    house = a_house(tmp_path)
    yield two(house)
    house.close()


@pytest.fixture
def goals(desk: Two) -> str:
    """Ola has shared a sheet that needs no agreement."""
    desk.ola.writes("long_term_goals", GOALS)
    return desk.ola.shares("long_term_goals", agreed=False)


@pytest.fixture
def plan(desk: Two) -> str:
    """Ola has shared a crisis plan and not said yes to it."""
    desk.ola.writes("crisis_plan", CRISIS)
    return desk.ola.shares("crisis_plan", agreed=False)


def turn(desk: Two, edition: str, at: timedelta = timedelta(hours=9)) -> tuple[str, str]:
    """Whose turn it is, and why."""
    waits = read_edition(desk.house, ANNE, edition, START + at).waits
    return waits.turn, waits.why


def told(desk: Two) -> list[str]:
    """The kinds of news that wait for Ola."""
    return [one.kind for one in desk.news()]


def test_reading_gives_the_words_to_the_letter_and_is_logged(desk: Two, goals: str) -> None:
    found = read_edition(desk.house, ANNE, goals, START)
    assert found.edition.answers["progress"].text == "Litt hver dag"
    assert found.newest
    assert desk.logged() == [("anne", "read_edition", goals)]


def test_private_answers_are_in_no_edition(desk: Two) -> None:
    desk.ola.writes("long_term_goals", {**GOALS, "problems_expected": answered("Bare for meg", private=True)})
    edition = desk.ola.shares("long_term_goals", agreed=False)
    assert "problems_expected" not in read_edition(desk.house, ANNE, edition, START).edition.answers


def test_anothers_edition_is_as_unknown_as_none(desk: Two, goals: str) -> None:
    for edition in (goals, "no-such-edition"):
        with pytest.raises(NotThere):
            read_edition(desk.house, BERIT, edition, START)


def test_what_is_taken_back_cannot_be_read_or_written_beside(desk: Two, goals: str) -> None:
    desk.ola.does(effects.TookBack(goals))
    for attempt in (
        lambda: read_edition(desk.house, ANNE, goals, LATER),
        lambda: write_comment(desk.house, ANNE, goals, "progress", "Fint", LATER),
        lambda: ask_back(desk.house, ANNE, goals, "progress", "Hva?", LATER),
        lambda: agree(desk.house, ANNE, goals, LATER),
        lambda: not_yet(desk.house, ANNE, goals, "", LATER),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_nothing_can_be_read_once_the_plan_has_ended(desk: Two, goals: str) -> None:
    desk.ola.does(effects.Withdrew("plan"))
    with pytest.raises(NotThere):
        read_edition(desk.house, ANNE, goals, LATER)


def test_nothing_can_be_read_when_the_period_is_over(desk: Two, goals: str) -> None:
    desk.ola.says_yes(days=30)
    assert read_edition(desk.house, ANNE, goals, START + timedelta(days=29)).edition.id == goals
    with pytest.raises(NotThere):
        read_edition(desk.house, ANNE, goals, START + timedelta(days=30))


def test_a_comment_is_told_and_stands_beside_the_answer(desk: Two, goals: str) -> None:
    write_comment(desk.house, ANNE, goals, "progress", " Det høres bra ut ", LATER)
    (comment,) = read_edition(desk.house, ANNE, goals, LATER).comments
    assert (comment.key, comment.kind, comment.author, comment.text) == (
        "progress",
        "comment",
        "coordinator",
        "Det høres bra ut",
    )
    (news,) = desk.news()
    assert (news.kind, news.values) == ("comment", {"coordinator": "Anne", "worksheet": "long_term_goals"})
    assert ("anne", "write_comment", goals) in desk.logged()
    assert turn(desk, goals) == ("coordinator", "shared")


def test_a_comment_may_be_about_the_whole_sheet(desk: Two, goals: str) -> None:
    assert write_comment(desk.house, ANNE, goals, "", "Takk", LATER).key == ""


def test_there_is_no_writing_beside_a_question_that_is_not_asked(desk: Two, goals: str) -> None:
    with pytest.raises(NotThere):
        write_comment(desk.house, ANNE, goals, "triggers", "Hei", LATER)
    assert told(desk) == []


@pytest.mark.parametrize("text", ["", "  \n", "x" * (TEXT_LIMIT + 1), "\N{GRINNING FACE}" * (TEXT_LIMIT // 2 + 1)])
def test_empty_and_endless_texts_are_refused(desk: Two, goals: str, text: str) -> None:
    for act in (write_comment, ask_back):
        with pytest.raises(Rejected):
            act(desk.house, ANNE, goals, "progress", text, LATER)
    assert told(desk) == []


def test_a_question_waits_for_the_user_and_then_for_the_coordinator(desk: Two, goals: str) -> None:
    asked = ask_back(desk.house, ANNE, goals, "progress", "Hva betyr litt?", LATER)
    assert told(desk) == ["question"]
    assert edition_of(desk.house, "ola", "long_term_goals").state == "asked_back"
    assert turn(desk, goals) == ("user", "question")
    desk.ola.passes(hours=3)
    desk.ola.does(effects.AnsweredQuestion(asked.id, "Et kvarter"))
    assert turn(desk, goals) == ("coordinator", "answered")
    (comment,) = read_edition(desk.house, ANNE, goals, LATER).comments
    assert comment.answer == "Et kvarter"


def test_a_sheet_without_agreement_is_agreed_by_the_coordinators_yes(desk: Two, goals: str) -> None:
    assert agree(desk.house, ANNE, goals, LATER) is True
    assert agree(desk.house, ANNE, goals, LATER) is True
    assert told(desk) == ["agreed"]
    assert turn(desk, goals) == ("nobody", "agreed")


def test_the_crisis_plan_needs_both(desk: Two, plan: str) -> None:
    assert agree(desk.house, ANNE, plan, LATER) is False
    assert told(desk) == ["agreed"]
    assert turn(desk, plan) == ("user", "my_yes")
    desk.ola.passes(hours=2)
    desk.ola.does(effects.Agreed(plan))
    assert turn(desk, plan) == ("nobody", "agreed")
    assert told(desk) == ["agreed", "current"]


def test_the_plan_becomes_current_with_the_coordinators_yes_too(desk: Two, plan: str) -> None:
    desk.ola.does(effects.Agreed(plan))
    assert turn(desk, plan) == ("coordinator", "said_yes")
    assert agree(desk.house, ANNE, plan, LATER) is True
    assert told(desk) == ["current"]
    with desk.house.reading() as tx:
        current = editions.current_crisis_plan(tx, "ola")
    assert current is not None
    assert current.id == plan


def test_not_yet_takes_a_yes_away_that_was_not_met(desk: Two, plan: str) -> None:
    agree(desk.house, ANNE, plan, LATER)
    not_yet(desk.house, ANNE, plan, "Vi må snakke om steg to", LATER + timedelta(minutes=5))
    assert turn(desk, plan) == ("user", "my_not_yet")
    desk.ola.passes(hours=3)
    desk.ola.does(effects.Agreed(plan))
    assert edition_of(desk.house, "ola", "crisis_plan").state != "agreed"
    assert turn(desk, plan) == ("coordinator", "said_yes")
    assert told(desk) == ["agreed", "not_yet"]


def test_not_yet_needs_no_words_but_not_too_many(desk: Two, plan: str) -> None:
    assert not_yet(desk.house, ANNE, plan, "", LATER).text == ""
    with pytest.raises(Rejected):
        not_yet(desk.house, ANNE, plan, "x" * (TEXT_LIMIT + 1), LATER)


def test_the_user_can_say_not_yet_and_it_waits_for_the_coordinator(desk: Two, plan: str) -> None:
    agree(desk.house, ANNE, plan, LATER)
    desk.ola.passes(hours=3)
    desk.ola.does(effects.NotYet(plan, "Ikke søsteren min"))
    assert turn(desk, plan) == ("coordinator", "said_not_yet")
    assert [one.text for one in read_edition(desk.house, ANNE, plan, LATER).comments] == ["Ikke søsteren min"]


def test_what_is_agreed_takes_comments_only(desk: Two, plan: str) -> None:
    desk.ola.does(effects.Agreed(plan))
    agree(desk.house, ANNE, plan, LATER)
    with pytest.raises(Rejected):
        ask_back(desk.house, ANNE, plan, "triggers", "Hva?", LATER)
    with pytest.raises(Rejected):
        not_yet(desk.house, ANNE, plan, "", LATER)
    assert write_comment(desk.house, ANNE, plan, "triggers", "Fint", LATER).text == "Fint"
    assert edition_of(desk.house, "ola", "crisis_plan").state == "agreed"
    assert len(read_edition(desk.house, ANNE, plan, LATER).comments) == 1


def test_agreement_never_moves_to_another_edition(desk: Two, plan: str) -> None:
    desk.ola.passes(hours=1)
    newer = desk.ola.shares("crisis_plan", agreed=False)
    with pytest.raises(Rejected) as refused:
        agree(desk.house, ANNE, plan, LATER)
    assert refused.value.why.id == "desk.refused.newer"
    old = read_edition(desk.house, ANNE, plan, LATER)
    assert not old.newest
    assert [one.id for one in old.earlier] == [newer]
    assert all(one.answers == {} for one in old.earlier)
    with desk.house.reading() as tx:
        assert all(one.coordinator_agreed_at is None for one in editions.all_of(tx, "ola"))


def test_no_action_of_the_coordinator_changes_a_word(desk: Two, plan: str) -> None:
    before = desk.answers("crisis_plan")
    content = edition_of(desk.house, "ola", "crisis_plan").answers
    write_comment(desk.house, ANNE, plan, "triggers", "a", LATER)
    ask_back(desk.house, ANNE, plan, "triggers", "b", LATER)
    not_yet(desk.house, ANNE, plan, "c", LATER)
    agree(desk.house, ANNE, plan, LATER)
    assert desk.answers("crisis_plan") == before
    assert edition_of(desk.house, "ola", "crisis_plan").answers == content


def test_the_crisis_plan_as_its_readers_see_it(desk: Two, plan: str, goals: str) -> None:
    paper = edition_paper(desk.house, ANNE, plan, "nb", LATER)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert "Snakk rolig" in text
    assert ("anne", "read_edition", plan) in desk.logged()
    with pytest.raises(NotThere):
        edition_paper(desk.house, ANNE, goals, "nb", LATER)
    with pytest.raises(NotThere):
        edition_paper(desk.house, BERIT, plan, "nb", LATER)


def test_whose_turn_it_is_shows_on_the_users_page(desk: Two, plan: str) -> None:
    (sheet,) = see_user(desk.house, ANNE, "ola", LATER).user.waits_for_me
    assert sheet.worksheet == "crisis_plan"
    agree(desk.house, ANNE, plan, LATER)
    assert see_user(desk.house, ANNE, "ola", LATER).user.waits_for_me == ()


def test_comments_of_other_editions_do_not_count(desk: Two, plan: str) -> None:
    ask_back(desk.house, ANNE, plan, "triggers", "Hva?", LATER)
    desk.ola.passes(hours=2)
    desk.ola.shares("crisis_plan", agreed=False)
    with desk.house.reading() as tx:
        beside = comments.all_of(tx, "ola")
    waits = waiting(edition_of(desk.house, "ola", "crisis_plan"), beside)
    assert (waits.turn, waits.why) == ("coordinator", "shared")
