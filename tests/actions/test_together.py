"""Sitting together: the user's own code on the coordinator's screen, and answers marked with who sat there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions.actors import NotThere
from bot.actions.entering import Refused, actor_of, who
from bot.actions.invite import undo_binding
from bot.actions.together import LASTS, Together, sit_together
from bot.actions.tries import TRIES_AT_LINK, TRIES_AT_LINK_A_DAY
from bot.storage import sheets
from bot.testing.person import Person
from tests.actions.desks import ANNE, BERIT, CODE, LATER, START, Two, a_house, bound, two

HERE = "192.0.2.9"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    house = a_house(tmp_path)
    made = two(house)
    bound(house)
    yield made
    house.close()


def sits(desk: Two, code: str = CODE) -> Together:
    """Ola types a code on Anne's screen."""
    return sit_together(desk.house, ANNE, "ola", code, HERE, START)


def test_the_session_is_the_users_marked_and_short(desk: Two) -> None:
    begun = sits(desk)
    session = who(desk.house, begun.secret, START)
    assert session is not None
    assert (session.user_id, session.together, session.remembered) == ("ola", True, False)
    assert session.device == "Sammen med Anne"
    assert who(desk.house, begun.secret, START + LASTS) is None


def test_the_user_is_told_and_can_read_it_in_the_log(desk: Two) -> None:
    sits(desk)
    assert [one.kind for one in desk.news()] == ["together"]
    assert desk.logged() == [("anne", "sit_together", "")]


def test_what_is_answered_is_marked(desk: Two) -> None:
    desk.opens("short_term_goals")
    session = who(desk.house, sits(desk).secret, START)
    assert session is not None
    assert actor_of(session).together
    person = Person(desk.house, "ola", START, together=True)
    person.opens()
    person.taps("go_on")
    while not person.screen.id.startswith("short_term_goals"):
        options = [*(button for row in person.screen.rows for button in row.buttons), *person.screen.options]
        person.taps(options[0].wire.partition(".")[2])
    person.types("Vi skriver sammen")
    with desk.house.reading() as tx:
        (change,) = sheets.history(tx, "ola", "short_term_goals")
    assert (change.answer.text, change.answer.by) == ("Vi skriver sammen", "together")


def test_a_wrong_code_lets_nobody_in(desk: Two) -> None:
    for code in ("493028", "", "abc", "4930277"):
        with pytest.raises(Refused) as refused:
            sits(desk, code)
        assert refused.value.why == "wrong_code"
    assert desk.news() == []


def test_guessing_is_stopped_also_for_the_right_code(desk: Two) -> None:
    for _ in range(TRIES_AT_LINK):
        with pytest.raises(Refused):
            sits(desk, "000001")
    with pytest.raises(Refused) as refused:
        sits(desk)
    assert refused.value.why == "too_often"
    assert sit_together(desk.house, ANNE, "ola", CODE, HERE, START + timedelta(hours=2)).user_id == "ola"


def test_only_at_ones_own_coordinator_and_with_a_code(desk: Two) -> None:
    with pytest.raises(NotThere):
        sit_together(desk.house, BERIT, "ola", CODE, HERE, START)
    undo_binding(desk.house, ANNE, "ola", LATER)
    with pytest.raises(NotThere):
        sits(desk)


def test_a_day_of_guessing_closes_the_day(desk: Two) -> None:
    for quarter in range(TRIES_AT_LINK_A_DAY):
        with pytest.raises(Refused):
            sit_together(desk.house, ANNE, "ola", "000001", HERE, START + timedelta(minutes=16 * quarter))
    with pytest.raises(Refused) as refused:
        sit_together(desk.house, ANNE, "ola", CODE, HERE, START + timedelta(hours=9))
    assert refused.value.why == "too_often_today"
