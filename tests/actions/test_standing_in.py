"""A stand-in reads one kind of notice, after the time is up, of those who know it; the person can read who it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.actors import OPERATOR, Actor, NotThere
from bot.actions.desk import list_users, see_notice, see_user
from bot.actions.handover import leave
from bot.actions.standing_in import (
    colleagues,
    name_stand_in,
    overdue,
    read_for_colleague,
    saw_for_colleague,
)
from bot.actions.who_saw import read_who_saw
from bot.dialogs import effects
from bot.dialogs.context import Consent
from bot.storage import consents
from tests.actions.desks import ANNE, BERIT, START, Two, a_house, two
from tests.houses import language

WORDS = "jeg orker ikke leve"
LATE = START + timedelta(hours=24)
KNOWS = effects.Disclosed("own_life", tell=True, words=WORDS, colleague=24)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    """Berit stands in for Anne."""
    house = a_house(tmp_path)
    made = two(house)
    name_stand_in(house, ANNE, "anne", "berit", START)
    yield made
    house.close()


def read(desk: Two, now: datetime, actor: Actor = BERIT) -> list[str]:
    return [one.notice.words for one in read_for_colleague(desk.house, actor, now)]


def agrees(desk: Two, **details: str) -> None:
    with desk.house.writing() as tx:
        given = Consent(kind="notice", answer="yes", at=START, details=details)
        consents.add(tx, "d", "ola", given)


def test_only_when_the_time_is_up(desk: Two) -> None:
    desk.ola.does(KNOWS)
    assert read(desk, LATE - timedelta(seconds=1)) == []
    (one,) = read_for_colleague(desk.house, BERIT, LATE)
    assert (one.notice.words, one.notice.safety, one.user, one.coordinator) == (WORDS, "own_life", "Ola", "Anne")


def test_nobody_else_and_nothing_else(desk: Two) -> None:
    desk.ola.does(KNOWS)
    desk.ola.does(effects.Withdrew("sharing"))
    assert read(desk, LATE) == [WORDS], "the other notices are Anne's alone"
    assert read(desk, LATE, ANNE) == []
    with pytest.raises(NotThere):
        see_user(desk.house, BERIT, "ola", LATE)
    assert "ola" not in {user.id for user in list_users(desk.house, BERIT, LATE).users}
    assert see_notice(desk.house, BERIT, [one.id for one in list_users(desk.house, ANNE, LATE).news], LATE) == 0


def test_never_what_the_person_does_not_know_of(desk: Two) -> None:
    desk.ola.does(effects.Disclosed("own_life", tell=True, words=WORDS))
    assert read(desk, LATE) == []
    assert len(overdue(desk.house, LATE)) == 1, "those who run the service see that it lies there"


def test_when_the_coordinator_has_seen_it_the_stand_in_has_nothing(desk: Two) -> None:
    desk.ola.does(KNOWS)
    see_notice(desk.house, ANNE, [one.id for one in list_users(desk.house, ANNE, START).news], START)
    assert read(desk, LATE) == []
    assert overdue(desk.house, LATE) == ()


def test_who_read_it_and_when_is_kept_logged_and_told(desk: Two) -> None:
    desk.ola.does(KNOWS)
    (one,) = read_for_colleague(desk.house, BERIT, LATE)
    assert saw_for_colleague(desk.house, BERIT, [one.notice.id], LATE) == 1
    assert saw_for_colleague(desk.house, BERIT, [one.notice.id], LATE + timedelta(hours=1)) == 0
    assert ("berit", "saw_for_colleague", "disclosure") in desk.logged()
    (still,) = (one for one in list_users(desk.house, ANNE, LATE).news if one.kind == "disclosure")
    assert (still.seen_at, still.stood_in_by, still.stood_in_at) == (None, "berit", LATE), "Anne has still to see it"
    assert read(desk, LATE + timedelta(hours=2)) == [WORDS], "it can be read again until she has"
    seen = read_who_saw(desk.house, Actor("user", "ola"), LATE)
    for code, told in (
        ("nb", "Berit leste en beskjed om deg i stedet for koordinatoren din."),
        ("nn", "Berit las ein beskjed om deg i staden for koordinatoren din."),
    ):
        said = [language().say(line.said, "nn" if code == "nn" else "nb") for line in seen.lines]
        assert said.count(told) == 1


def test_nobody_marks_what_they_cannot_read(desk: Two) -> None:
    desk.ola.does(KNOWS)
    (one,) = list_users(desk.house, ANNE, START).news[:1]
    assert saw_for_colleague(desk.house, BERIT, [one.id], LATE - timedelta(minutes=1)) == 0
    assert saw_for_colleague(desk.house, ANNE, [one.id], LATE) == 0


def test_never_earlier_than_the_person_was_told(desk: Two) -> None:
    """The setting was longer when they said yes."""
    desk.ola.does(effects.Disclosed("own_life", tell=True, words=WORDS, colleague=48))
    assert read(desk, LATE) == []
    assert read(desk, START + timedelta(hours=47, minutes=59)) == []
    assert read(desk, START + timedelta(hours=48)) == [WORDS]


def test_an_agreement_taken_back_ends_it_at_once(desk: Two) -> None:
    agrees(desk, colleague="24")
    desk.ola.does(KNOWS)
    (one,) = read_for_colleague(desk.house, BERIT, LATE)
    desk.ola.passes(hours=25)
    desk.ola.does(effects.Withdrew("notice"))
    assert read(desk, LATE + timedelta(hours=2)) == []
    assert saw_for_colleague(desk.house, BERIT, [one.notice.id], LATE + timedelta(hours=2)) == 0


def test_agreeing_anew_does_not_give_back_what_was_taken(desk: Two) -> None:
    """What was written before is not what the new yes was asked about."""
    agrees(desk)
    desk.ola.does(KNOWS)
    desk.ola.does(effects.Withdrew("notice"))
    desk.ola.does(effects.Consented("notice", "yes", details={"colleague": "24"}))
    assert read(desk, LATE) == []


def test_the_words_end_with_the_plan(desk: Two) -> None:
    desk.ola.does(KNOWS)
    desk.ola.does(effects.Withdrew("plan"))
    assert read(desk, LATE) == [""]


def test_whose_agreement_allows_it_is_told_who_stands_in(desk: Two) -> None:
    agrees(desk, colleague="24")
    name_stand_in(desk.house, ANNE, "anne", "", START)
    assert desk.news() == []
    name_stand_in(desk.house, ANNE, "anne", "berit", START)
    name_stand_in(desk.house, ANNE, "anne", "berit", START)
    (told,) = desk.news()
    assert (told.kind, told.values) == ("stand_in", {"coordinator": "Anne", "stand_in": "Berit"})
    assert desk.news("siv") == []
    assert read_who_saw(desk.house, Actor("user", "ola"), START).stand_in == "Berit"


def test_an_agreement_to_less_stays_an_agreement_to_less(desk: Two) -> None:
    """A yes from before anything was said of a colleague."""
    agrees(desk)
    name_stand_in(desk.house, ANNE, "anne", "", START)
    name_stand_in(desk.house, ANNE, "anne", "berit", START)
    assert desk.news() == []
    assert read_who_saw(desk.house, Actor("user", "ola"), START).stand_in == ""


@pytest.mark.parametrize(
    ("actor", "coordinator", "stand_in"),
    [
        (BERIT, "anne", "berit"),  # for somebody else
        (ANNE, "anne", "anne"),
        (ANNE, "anne", "nobody"),
        (OPERATOR, "nobody", "anne"),
    ],
)
def test_who_may_name_whom(desk: Two, actor: Actor, coordinator: str, stand_in: str) -> None:
    with pytest.raises(NotThere):
        name_stand_in(desk.house, actor, coordinator, stand_in, START)


def test_one_who_has_left_stands_in_for_nobody(desk: Two) -> None:
    desk.ola.does(KNOWS)
    assert [one.name for one in colleagues(desk.house, ANNE)] == ["Berit"]
    leave(desk.house, OPERATOR, "berit", "anne", START)
    assert colleagues(desk.house, ANNE) == ()
    with pytest.raises(NotThere):
        read(desk, LATE)
    with pytest.raises(NotThere):
        name_stand_in(desk.house, ANNE, "anne", "berit", START)


def test_a_person_handed_over_is_read_by_the_new_ones_stand_in(desk: Two) -> None:
    desk.ola.does(KNOWS)
    leave(desk.house, OPERATOR, "anne", "berit", START)
    assert read(desk, LATE) == []
    assert [one.words for one in list_users(desk.house, BERIT, LATE).news if one.kind == "disclosure"] == [WORDS]
    assert list_users(desk.house, BERIT, LATE).overdue
    assert not list_users(desk.house, BERIT, LATE - timedelta(seconds=1)).overdue
