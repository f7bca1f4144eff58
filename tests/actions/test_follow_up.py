"""The day after: one line on the pages, once, whatever is stopped and started; never a word to the coordinator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.actions.actors import Actor
from bot.actions.desk import list_users
from bot.actions.follow_up import follow_up
from bot.actions.house import House
from bot.dialogs.consent import FIRST
from bot.dialogs.context import Consent
from bot.dialogs.definition import ConsentKind
from bot.dialogs.screen import Say, Screen
from bot.storage import consents, outbox, people, sheets
from bot.storage.tables import users
from bot.testing.person import Person
from tests.houses import START, a_coordinator, a_house, a_user

NEXT_DAY = START + timedelta(hours=22)  # eleven in Oslo
Setup = Callable[..., Person]


@pytest.fixture
def person(tmp_path: Path) -> Setup:
    """Ola, at a question of a worksheet, who has said yes to these."""

    def make(*more: ConsentKind) -> Person:
        house = a_house(tmp_path)
        a_coordinator(house)
        a_user(house)
        with house.writing() as tx:
            for kind in (*FIRST, *more):
                consents.add(tx, f"given-{kind}", "ola", Consent(kind=kind, answer="yes", at=START))
            sheets.open_worksheet(tx, "ola", "short_term_goals", "anne", START)
        ola = Person(house, "ola", START)
        ola.opens()
        ola.taps("go_on")
        if ola.screen.id == "menu":
            ola.taps("open.short_term_goals")
        return ola

    return make


def again(ola: Person, folder: Path) -> House:
    """The same after a restart."""
    ola.house.close()
    ola.house = a_house(folder)
    return ola.house


def greeted(screen: Screen) -> int:
    return sum(isinstance(line, Say) and line.id == "news.here" for line in screen.notices)


def test_silence_is_met_once_the_next_day_at_the_next_visit(person: Setup, tmp_path: Path) -> None:
    ola = person()
    ola.types("Jeg vil ikke leve lenger")
    assert follow_up(ola.house, START + timedelta(hours=2)) == ()
    assert follow_up(ola.house, START + timedelta(hours=20, minutes=59)) == (), "it is not yet ten"
    assert follow_up(again(ola, tmp_path), NEXT_DAY) == ("ola",)
    assert follow_up(again(ola, tmp_path), NEXT_DAY) == ()
    assert follow_up(ola.house, NEXT_DAY + timedelta(hours=1)) == ()
    ola.now = NEXT_DAY + timedelta(hours=1)
    assert greeted(ola.screen) == 1
    assert ola.screen.id == "disclosure.own_life.first", "with the reply and its numbers still there"
    ola.taps("yes")
    assert greeted(ola.screen) == 0
    ola.taps("menu")
    assert greeted(ola.screen) == 0
    assert follow_up(again(ola, tmp_path), NEXT_DAY + timedelta(days=1)) == ()


@pytest.mark.parametrize("lost", ["key", "name"])
def test_one_person_who_cannot_be_read_keeps_the_line_from_nobody_else(
    person: Setup, lost: str, caplog: pytest.LogCaptureFixture
) -> None:
    ola = person()
    ola.types("Jeg vil ikke leve lenger")
    with ola.house.writing() as tx:
        people.add_user(tx, "kari", "anne", "Kari", "nb", START)
    kari = Person(ola.house, "kari", START)
    kari.opens()
    kari.types("Jeg vil ikke leve lenger")
    if lost == "key":
        ola.house.store.vault.keyring.destroy("kari")
    with ola.house.writing() as tx:
        tx.connection.execute(update(users).where(users.c.id == "kari").values(name=b"not what was written"))
    assert follow_up(ola.house, NEXT_DAY) == ("ola",)
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize("taps", [("yes",), ("no", "yes"), ("do_not_know", "yes"), ("menu",), ("go_on",)])
def test_whoever_answered_hears_nothing(person: Setup, taps: tuple[str, ...]) -> None:
    ola = person()
    ola.types("Jeg vil ikke leve lenger")
    for name in taps:
        ola.taps(name)
    assert follow_up(ola.house, NEXT_DAY) == ()


def test_whoever_wrote_nothing_of_the_kind_hears_nothing(person: Setup) -> None:
    ola = person()
    ola.types("Går tur med bikkja")
    assert follow_up(ola.house, NEXT_DAY) == ()


def test_nothing_is_made_up_for_when_the_day_has_passed(person: Setup) -> None:
    ola = person()
    ola.types("Jeg vil ikke leve lenger")
    assert follow_up(ola.house, NEXT_DAY + timedelta(days=1)) == ()


@pytest.mark.parametrize("more", [(), ("notice",)])
def test_silence_is_never_an_alarm(person: Setup, more: tuple[ConsentKind, ...]) -> None:
    ola = person(*more)
    ola.types("Jeg vil ikke leve lenger")
    before = list_users(ola.house, Actor("coordinator", "anne"), START).news
    follow_up(ola.house, NEXT_DAY)
    assert list_users(ola.house, Actor("coordinator", "anne"), NEXT_DAY).news == before
    assert len(before) == len(more), "told at once under the agreement, and only then"


def test_the_line_waits_with_the_other_news_without_their_button(person: Setup) -> None:
    ola = person()
    ola.types("Jeg vil ikke leve lenger")
    follow_up(ola.house, NEXT_DAY)
    with ola.house.reading() as tx:
        (line,) = outbox.waiting(tx, "ola")
    assert (line.kind, line.values) == ("here", {})
    assert "ola" in line.id
    assert greeted(ola.opens()) == 1
    with ola.house.reading() as tx:
        assert outbox.waiting(tx, "ola") == ()
