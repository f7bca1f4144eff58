"""Talks, sheets with their history, editions, and what is written beside them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.dialogs.context import Comment
from bot.dialogs.screen import Quote, Screen
from bot.dialogs.sheet import Answer, Change, Item, Sheet
from bot.dialogs.talk import Talk
from bot.settings import Settings
from bot.storage import comments, editions, sheets, talks, throttle
from bot.storage.opening import open_store
from bot.storage.store import Store
from bot.storage.tables import seen_events
from tests.postgres import on_both

pytestmark = on_both

DAY = timedelta(days=1)
SAID = Answer(status="answered", text="Eg søv lenge\n  Så kaffi 🌱")
SECRET = Answer(status="answered", text="berre for meg", private=True)


def test_where_the_person_is(peopled: Store, now: datetime) -> None:
    talk, screen = Talk(number=4, last_at=now), Screen(id="menu", number=4, body=(Quote(text="hei"),))
    with peopled.transaction() as tx:
        assert talks.load(tx, "ola") == (None, None, None)
        talks.save(tx, "ola", talk, screen, "web", now)
        talks.save(tx, "siv", Talk(), Screen(id="menu", number=0), "web", now)
        assert talks.load(tx, "ola") == (talk, screen, "web")
        talks.save(tx, "ola", talk.model_copy(update={"number": 5}), screen, "telegram", now)
        assert talks.load(tx, "ola") == (talk.model_copy(update={"number": 5}), screen, "telegram")


def test_an_event_is_dealt_with_once_and_for_one_person(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        assert not talks.seen(tx, "ola", "form-1", now)
        assert talks.seen(tx, "ola", "form-1", now)
        assert not talks.seen(tx, "siv", "form-1", now)
        assert not talks.seen(tx, "ola", "form-2", now)


def test_an_event_that_failed_may_come_again(peopled: Store, now: datetime) -> None:
    def fail() -> None:
        with peopled.transaction() as tx:
            talks.seen(tx, "ola", "form-1", now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with peopled.transaction() as tx:
        assert not talks.seen(tx, "ola", "form-1", now)


def events(store: Store) -> list[str]:
    """Keys of all events that are remembered."""
    with store.reading() as tx:
        return list(tx.connection.execute(select(seen_events.c.key).order_by(seen_events.c.key)).scalars())


def test_events_are_forgotten_after_seven_days(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        talks.seen(tx, "ola", "old", now)
        talks.seen(tx, "ola", "new", now + timedelta(seconds=1))
        talks.seen(tx, "siv", "of siv", now)
        assert talks.prune(tx, now + 7 * DAY) == 0
        talks.seen(tx, "ola", "today", now + 7 * DAY + timedelta(seconds=1))
        talks.forget_old(tx, "ola", now + 7 * DAY + timedelta(seconds=1))  # as when Ola comes back
    assert events(peopled) == ["new", "of siv", "today"]
    with peopled.transaction() as tx:
        assert talks.prune(tx, now + 7 * DAY + timedelta(seconds=1)) == 1
    assert events(peopled) == ["new", "today"]


def test_those_who_do_not_come_back_are_forgotten_at_a_start(peopled: Store, settings: Settings, now: datetime) -> None:
    with peopled.transaction() as tx:
        talks.seen(tx, "ola", "old", now)
        throttle.hit(tx, "link/1", now, DAY)
    peopled.close()
    again = open_store(settings, now + 8 * DAY)
    assert events(again) == []
    with again.transaction() as tx:
        assert throttle.prune(tx, now + 8 * DAY, timedelta(0)) == 0
    again.close()


def test_a_sheet_comes_back_to_the_letter(peopled: Store, now: datetime) -> None:
    sheet = Sheet(worksheet="warning_signs", version=1, answers={"other": SAID}, at="picked", counter=3)
    with peopled.transaction() as tx:
        assert sheets.load(tx, "ola", "warning_signs") is None
        sheets.save(tx, "ola", sheet, [], "web", now)
        assert sheets.load(tx, "ola", "warning_signs") == sheet
        assert sheets.load(tx, "ola", "crisis_plan") is None
        assert sheets.load(tx, "siv", "warning_signs") is None
        assert sheets.begun(tx, "ola") == {"warning_signs": now}


def test_the_history_keeps_every_answer_in_order(peopled: Store, now: datetime) -> None:
    sheet = Sheet(worksheet="warning_signs", version=1)
    words = ["ein", "to", "tre", "fire"]
    changes = [Change(key="other", answer=Answer(status="answered", text=word), at=now) for word in words]
    with peopled.transaction() as tx:
        sheets.save(tx, "ola", sheet, changes[:2], "web", now)
        sheets.save(tx, "ola", sheet, (), "web", now)
        sheets.save(tx, "ola", sheet, changes[2:], "telegram", now + DAY)
        sheets.save(tx, "siv", sheet, changes[:1], "web", now)
        assert sheets.history(tx, "ola", "warning_signs") == changes
        assert sheets.history(tx, "ola", "crisis_plan") == []
        assert sheets.begun(tx, "ola") == {"warning_signs": now + DAY}


def test_opening_and_closing_a_worksheet(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        assert sheets.opened(tx, "ola") == ()
        for worksheet in ("warning_signs", "crisis_plan", "crisis_plan"):
            sheets.open_worksheet(tx, "ola", worksheet, "kari", now)
        assert sheets.opened(tx, "ola") == ("crisis_plan", "warning_signs")
        assert sheets.opened(tx, "siv") == ()
        assert sheets.close_worksheet(tx, "ola", "crisis_plan", now)
        assert not sheets.close_worksheet(tx, "ola", "crisis_plan", now)
        assert sheets.opened(tx, "ola") == ("warning_signs",)
        sheets.open_worksheet(tx, "ola", "crisis_plan", "kari", now + DAY)
        assert sheets.opened(tx, "ola") == ("crisis_plan", "warning_signs")


def test_an_edition_holds_no_private_answer(peopled: Store, now: datetime) -> None:
    picked = Answer(status="answered", items=(Item(id="i1", ref="warning_signs:item.3"),))
    with peopled.transaction() as tx:
        answers = {"other": SAID, "signs": picked, "triggers": SECRET}
        assert editions.make(tx, "e1", "ola", "crisis_plan", 1, answers, now) == 1
        found = editions.by_id(tx, "e1")
    assert found is not None
    user, edition = found
    assert user == "ola"
    assert edition.answers == {"other": SAID, "signs": picked}
    assert (edition.number, edition.version, edition.state, edition.shared_at) == (1, 1, "shared", now)


def test_editions_are_numbered_within_worksheet_and_person(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        assert editions.make(tx, "a1", "ola", "crisis_plan", 1, {}, now) == 1
        assert editions.make(tx, "a2", "ola", "crisis_plan", 1, {}, now + DAY) == 2
        assert editions.make(tx, "b1", "ola", "warning_signs", 1, {}, now) == 1
        assert editions.make(tx, "c1", "siv", "crisis_plan", 1, {}, now) == 1
        assert {sheet: edition.id for sheet, edition in editions.newest(tx, "ola").items()} == {
            "crisis_plan": "a2",
            "warning_signs": "b1",
        }
        assert [edition.id for edition in editions.all_of(tx, "ola")] == ["a1", "b1", "a2"]
        assert editions.by_id(tx, "none") is None


def test_a_plan_counts_when_both_have_said_yes(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        editions.make(tx, "e1", "ola", "crisis_plan", 1, {"other": SAID}, now)
        assert not editions.agree(tx, "e1", "coordinator", now, needs_both=True)
        assert editions.current_crisis_plan(tx, "ola") is None
        assert editions.agree(tx, "e1", "user", now + DAY, needs_both=True)
        assert editions.agree(tx, "e1", "user", now + 2 * DAY, needs_both=True)
        plan = editions.current_crisis_plan(tx, "ola")
        assert plan is not None
        assert (plan.state, plan.coordinator_agreed_at, plan.user_agreed_at) == ("agreed", now, now + DAY)
        assert plan.answers == {"other": SAID}


def test_one_yes_is_enough_where_one_is_asked_for(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        editions.make(tx, "e1", "ola", "warning_signs", 1, {}, now)
        assert editions.agree(tx, "e1", "coordinator", now, needs_both=False)
        assert not editions.agree(tx, "none", "coordinator", now, needs_both=False)
        assert editions.newest(tx, "ola")["warning_signs"].state == "agreed"
        assert editions.current_crisis_plan(tx, "ola") is None


def test_agreement_does_not_move_on_to_the_next_edition(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        editions.make(tx, "e1", "ola", "crisis_plan", 1, {}, now)
        editions.agree(tx, "e1", "coordinator", now, needs_both=True)
        editions.agree(tx, "e1", "user", now, needs_both=True)
        editions.make(tx, "e2", "ola", "crisis_plan", 1, {}, now + DAY)
        current, newest = editions.current_crisis_plan(tx, "ola"), editions.newest(tx, "ola")["crisis_plan"]
        assert current is not None
        assert (current.id, newest.id, newest.state, newest.user_agreed_at) == ("e1", "e2", "shared", None)


def test_taken_back_is_taken_back(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        for edition in ("e1", "e2"):
            editions.make(tx, edition, "ola", "crisis_plan", 1, {}, now)
            editions.agree(tx, edition, "coordinator", now, needs_both=True)
            assert editions.agree(tx, edition, "user", now, needs_both=True)
        assert editions.take_back(tx, "e2", now)
        assert not editions.take_back(tx, "e2", now)
        assert editions.newest(tx, "ola")["crisis_plan"].state == "taken_back"
        assert editions.current_crisis_plan(tx, "ola") is None, "whoever takes the plan back means the plan"
        assert not editions.agree(tx, "e2", "user", now, needs_both=True)
        assert not editions.ask_back(tx, "e2", now)
        assert not editions.not_yet(tx, "e2")


def test_asked_back_and_not_yet(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        editions.make(tx, "e1", "ola", "crisis_plan", 1, {}, now)
        assert editions.ask_back(tx, "e1", now)
        assert editions.newest(tx, "ola")["crisis_plan"].state == "asked_back"
        editions.agree(tx, "e1", "user", now, needs_both=True)
        assert editions.not_yet(tx, "e1")
        assert not editions.agree(tx, "e1", "coordinator", now, needs_both=True)
        assert editions.not_yet(tx, "e1", "coordinator")
        assert not editions.agree(tx, "e1", "user", now, needs_both=True)
        assert editions.agree(tx, "e1", "coordinator", now, needs_both=True)
        assert not editions.ask_back(tx, "e1", now)
        assert not editions.not_yet(tx, "e1")
        assert editions.newest(tx, "ola")["crisis_plan"].state == "agreed"


def question(comment: str, now: datetime, **change: object) -> Comment:
    """A question that the coordinator asks back."""
    asked = Comment(
        id=comment,
        worksheet="crisis_plan",
        edition="",
        key="triggers",
        author="coordinator",
        kind="question",
        text="Kva hjelper?",
        at=now,
    )
    return asked.model_copy(update=change)


def test_a_question_is_answered(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        comments.add(tx, "ola", question("q1", now + DAY))
        comments.add(tx, "ola", question("c1", now, kind="comment"))
        comments.add(tx, "siv", question("q2", now))
        assert comments.answer(tx, "ola", "q1", "Å gå tur", now + DAY)
        assert not comments.answer(tx, "ola", "c1", "ja", now), "nothing was asked"
        assert not comments.answer(tx, "ola", "q2", "ja", now), "somebody else was asked"
        assert not comments.answer(tx, "ola", "none", "ja", now)
        answered = question("q1", now + DAY, answer="Å gå tur", answered_at=now + DAY)
        assert comments.all_of(tx, "ola") == (question("c1", now, kind="comment"), answered)
        assert comments.by_id(tx, "q1") == ("ola", answered)
        assert comments.by_id(tx, "none") is None


def test_a_comment_stored_whole(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        editions.make(tx, "e1", "ola", "crisis_plan", 1, {}, now)
        whole = question("q1", now, edition="e1", answer="ja", answered_at=now, seen_at=now)
        comments.add(tx, "ola", whole)
        assert comments.all_of(tx, "ola") == (whole,)


def test_seen_counts_the_first_time(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        for name in ("q1", "q2"):
            comments.add(tx, "ola", question(name, now))
        assert comments.mark_seen(tx, "ola", ["q1", "none"], now) == 1
        assert comments.mark_seen(tx, "ola", ["q1"], now + DAY) == 0
        assert comments.mark_seen(tx, "siv", ["q2"], now) == 0
        assert [comment.seen_at for comment in comments.all_of(tx, "ola")] == [now, None]
