"""One event, one transaction: once only, all or nothing, and gone for good when the person says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.actions import converse as conversing
from bot.actions.actors import Actor, NotThere
from bot.actions.carry_out import Doing
from bot.actions.converse import converse, last_turn
from bot.actions.house import House
from bot.dialogs.context import Consent
from bot.dialogs.event import Opened, Press, Typed, decode
from bot.dialogs.screen import Say
from bot.storage import consents, copies, editions, notices, outbox, people, sheets
from bot.storage.tables import metadata
from bot.testing.person import Person
from tests.houses import START, a_coordinator, a_house, a_user

USER = Actor("user", "ola")


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = a_house(tmp_path)
    a_coordinator(house)
    a_user(house)
    with house.writing() as tx:
        for worksheet in ("short_term_goals", "crisis_plan"):
            sheets.open_worksheet(tx, "ola", worksheet, "anne", START)
    return house


def consented(house: House) -> Person:
    """A person who has said yes to everything and stands at the menu."""
    with house.writing() as tx:
        for kind in ("plan", "channel", "notice", "sharing"):
            given = Consent.model_validate({"kind": kind, "answer": "yes", "at": START})
            consents.add(tx, f"given-{kind}", "ola", given)
    person = Person(house, "ola", START)
    person.opens()
    person.taps("go_on")
    person.taps("yes")
    return person


def shared(house: House, worksheet: str, answer: str) -> Person:
    """A person who has answered the first question of a worksheet and sent it."""
    person = consented(house)
    person.taps(f"open.{worksheet}")
    person.types(answer)
    while not person.screen.id.endswith(".summary"):
        verbs = {press.verb for one in person.screen.buttons() if (press := decode(one.wire)) is not None}
        person.taps("skip" if "skip" in verbs else "done")
    for name in ("share", "go_on", "yes"):
        person.taps(name)
    return person


def test_the_same_event_twice_is_one(house: House) -> None:
    person = consented(house)
    person.taps("open.short_term_goals")
    for _ in range(3):
        converse(house, USER, Typed("Fiske"), channel="web", key="same", now=START)
    with house.reading() as tx:
        assert len(sheets.history(tx, "ola", "short_term_goals")) == 1
    assert person.screen.id == "short_term_goals.activities.wish"


def test_what_breaks_leaves_nothing_behind(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person = consented(house)
    person.taps("open.short_term_goals")
    before = person.screen

    def breaks(*_: object) -> None:
        raise RuntimeError("the screen cannot be drawn")

    monkeypatch.setattr(conversing, "show", breaks)
    with pytest.raises(RuntimeError):
        converse(house, USER, Typed("Fiske"), channel="web", key="once", now=START)
    monkeypatch.undo()
    assert person.screen == before
    with house.reading() as tx:
        assert sheets.history(tx, "ola", "short_term_goals") == []
    converse(house, USER, Typed("Fiske"), channel="web", key="once", now=START)
    with house.reading() as tx:
        assert [change.answer.text for change in sheets.history(tx, "ola", "short_term_goals")] == ["Fiske"]


@pytest.mark.parametrize(
    "actor", [Actor("coordinator", "anne"), Actor("relative", "x"), Actor("visitor"), Actor("operator")]
)
def test_only_the_person_converses(house: House, actor: Actor) -> None:
    with pytest.raises(NotThere):
        converse(house, actor, Opened(), channel="web", key="k", now=START)
    with pytest.raises(NotThere):
        last_turn(house, actor, channel="web", now=START)


def test_nobody_is_nobody(house: House) -> None:
    with pytest.raises(NotThere):
        converse(house, Actor("user", "kari"), Opened(), channel="web", key="k", now=START)


def test_together_is_marked_in_the_history(house: House) -> None:
    person = consented(house)
    person.taps("open.short_term_goals")
    person.together = True
    person.types("Vi skriver sammen")
    with house.reading() as tx:
        assert [change.answer.by for change in sheets.history(tx, "ola", "short_term_goals")] == ["together"]


def test_withdrawing_the_plan_ends_access_and_copies_at_once(house: House) -> None:
    person = shared(house, "short_term_goals", "Fiske")
    with house.writing() as tx:
        copies.make(tx, "copy", "ola", "Mor", ("signs",), "nb", START)
    person.taps("menu")
    for name in ("choices", "withdraw.plan", "yes"):
        person.taps(name)
    with house.reading() as tx:
        assert editions.newest(tx, "ola")["short_term_goals"].state == "taken_back"
        assert [copy.info(plan=False).state for copy in copies.all_of(tx, "ola")] == ["withdrawn"]
        assert "withdrew_plan" in [notice.kind for notice in notices.all_of(tx, "ola")]
        assert sheets.load(tx, "ola", "short_term_goals") is not None


def test_erasing_takes_two_yeses_and_leaves_nothing(house: House) -> None:
    person = shared(house, "short_term_goals", "Noe bare jeg vet")
    person.taps("menu")
    for name in ("choices", "erase", "yes"):
        person.taps(name)
    assert person.screen.id == "choices.erase_sure"
    person.taps("yes")
    assert person.shown is not None
    assert person.shown.gone
    assert person.screen.id == "choices.erased"
    with house.reading() as tx:
        assert people.user(tx, "ola") is None
        for table in metadata.sorted_tables:
            if "user_id" in table.c:
                # The name stands in our own table definitions.
                count = tx.connection.execute(text(f"SELECT count(*) FROM {table.name} WHERE user_id = 'ola'"))  # noqa: S608
                assert count.scalar_one() == 0, table.name
    with pytest.raises(NotThere):
        last_turn(house, USER, channel="web", now=START)


def test_an_agreement_never_moves_to_the_next_edition(house: House) -> None:
    person = shared(house, "crisis_plan", "Jeg slutter å sove")
    person.taps("yes")
    with house.writing() as tx:
        first = editions.newest(tx, "ola")["crisis_plan"]
        assert first.user_agreed_at is not None
        assert editions.agree(tx, first.id, "coordinator", START, needs_both=True)
    person.taps("menu")
    for name in ("open.crisis_plan", "share", "go_on", "yes"):
        person.taps(name)
    with house.reading() as tx:
        second = editions.newest(tx, "ola")["crisis_plan"]
        assert (second.number, second.user_agreed_at, second.coordinator_agreed_at) == (2, None, None)
        current = editions.current_crisis_plan(tx, "ola")
        assert current is not None
        assert current.id == first.id


def test_nobody_is_asked_for_a_yes_to_a_plan_they_cannot_read(house: House) -> None:
    person = shared(house, "crisis_plan", "Jeg slutter å sove")
    person.taps("not_yet")
    person.taps("menu")
    person.taps("review.crisis_plan")
    assert person.screen.ask == Say(id="share.agree")
    assert [link.target for link in person.screen.links] == ["crisis_plan"]


def test_the_menu_tells_news_once_and_keeps_it_on_the_screen(house: House) -> None:
    person = consented(house)
    with house.writing() as tx:
        user = people.user(tx, "ola")
        assert user is not None
        Doing(house, tx, user, "web", "nb", START).tell_user("current", {"coordinator": "Anne"})
    told = [line.id for line in person.screen.notices if isinstance(line, Say)]
    assert told == ["news.current"]
    assert person.screen.notices == person.screen.notices
    with house.reading() as tx:
        assert outbox.waiting(tx, "ola") == ()


def test_a_press_that_no_button_sends_is_answered(house: House) -> None:
    person = consented(house)
    number = person.screen.number
    shown = converse(house, USER, Press(number, "sharex", "y"), channel="web", key="odd", now=START)
    assert shown.screen.id == "menu"
    assert shown.screen.notices


def test_after_the_period_the_plan_is_asked_about_anew(house: House) -> None:
    person = Person(house, "ola", START)
    person.opens()
    for name in ("go_on", "yes", "here"):
        person.taps(name)
    person.waits(days=340)
    person.opens()
    assert "menu.period_ends" in [line.id for line in person.screen.body if isinstance(line, Say)]
    person.waits(days=40)
    assert person.screen.id == "consent.plan"
    assert "consent.period_over" in [line.id for line in person.screen.body if isinstance(line, Say)]
    assert person.taps("yes").id == "menu"


def test_a_clock_that_jumps_back_loses_nothing(house: House) -> None:
    person = consented(house)
    person.taps("open.short_term_goals")
    person.types("Fiske")
    person.now -= timedelta(days=3)
    assert person.types("Kino").id == "short_term_goals.activities.obstacle"
