"""A relative gets to see the plan although nothing can be written, and what is owed to the access log comes into it."""

from __future__ import annotations

import logging
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.actions.actors import VISITOR, NotThere
from bot.actions.copies import answer_copy, copy_paper, open_copy, read_copy, reader_of
from bot.actions.house import House
from bot.actions.tries import TRIES_AT_LINK, WINDOW
from bot.actions.unwritten_readings import LASTS
from bot.by_clock import ByClock
from bot.dialogs import effects
from bot.storage import log, people
from bot.storage.errors import Unusable
from tests.houses import START
from tests.plan.lives import Given, Life, mark, with_a_plan

HOME = "192.0.2.7"


@pytest.fixture
def ola(house: House) -> Life:
    return with_a_plan(house)


@pytest.fixture
def given(ola: Life) -> Given:
    """A copy whose reader has said yes."""
    copy = ola.gives_copy("Eva")
    reader = reader_of(ola.house, opens(ola, copy), ola.now)
    answer_copy(ola.house, reader, accepts=True, now=ola.now)
    return copy


@contextmanager
def full(house: House) -> Iterator[None]:
    """No file of this process takes one more byte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(Unusable), house.writing() as tx:
            people.set_language(tx, "ola", "nn")
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def opens(life: Life, given: Given, code: str = "") -> str:
    """Type a code, the right one if none is named. Gives the reader's secret, or what else came of it."""
    opening = open_copy(life.house, VISITOR, given.token, code or given.code, address=HOME, now=life.now)
    return opening.session or opening.outcome


def logged(life: Life) -> list[tuple[int, str]]:
    """What the access log holds of relatives: minutes after the start, and what."""
    with life.house.reading() as tx:
        lines = [line for line in log.all_of(tx, life.user) if line.actor_role == "relative"]
    return [(int((line.at - START).total_seconds() // 60), line.action) for line in lines]


def looks(life: Life) -> None:
    """A minute of the clock."""
    ByClock(life.house, lambda: life.now).look()


def test_a_full_disk_keeps_nobody_from_the_plan_and_the_reading_is_logged_when_there_is_room(
    ola: Life, given: Given, caplog: pytest.LogCaptureFixture
) -> None:
    reader = reader_of(ola.house, opens(ola, given), ola.now)
    before = logged(ola)
    ola.passes(minutes=5)
    with full(ola.house):
        read = read_copy(ola.house, reader, ola.now)
        assert read.shown is not None
        assert mark("step1.actions") in repr(read.shown)
        assert copy_paper(ola.house, reader, "nb", token=given.token, now=ola.now).startswith(b"%PDF")
        looks(ola)
        assert logged(ola) == before
    said = f"relative {given.id} read_copy 2026-11-14 12:05:00 UTC"
    assert said in caplog.text, "should the process end now, it stands there"
    told = caplog.text.replace(given.id, "")
    assert "Eva" not in told
    assert "ola" not in told
    ola.passes(minutes=5)
    read_copy(ola.house, reader, ola.now)
    looks(ola)
    assert logged(ola) == [*before, (5, "read_copy"), (5, "printed_copy"), (10, "read_copy")]
    looks(ola)
    assert len(logged(ola)) == len(before) + 3, "once"


def test_whoever_is_not_logged_in_gets_in_with_the_code_for_an_hour(ola: Life, given: Given) -> None:
    before = logged(ola)
    with full(ola.house):
        secret = opens(ola, given)
        assert read_copy(ola.house, reader_of(ola.house, secret, ola.now), ola.now).shown is not None
    looks(ola)
    assert logged(ola) == [*before, (0, "opened_copy"), (0, "read_copy")]
    for forged in (f"{secret[:-1]}{'0' if secret[-1] != '0' else '1'}", secret.replace(given.id, "c2"), "~", "a~å~b"):
        with pytest.raises(NotThere):
            reader_of(ola.house, forged, ola.now)
    ola.now += LASTS
    reader = reader_of(ola.house, secret, ola.now)
    ola.does(effects.WithdrewCopy(given.id))
    with pytest.raises(NotThere):
        read_copy(ola.house, reader, ola.now)
    ola.passes(seconds=1)
    with pytest.raises(NotThere):
        reader_of(ola.house, secret, ola.now)


def test_codes_cannot_be_guessed_more_often_because_the_disk_is_full(ola: Life, given: Given) -> None:
    assert opens(ola, given, "x") == "wrong"
    with full(ola.house):
        assert [opens(ola, given, "x") for _ in range(TRIES_AT_LINK)] == ["wrong"] * (TRIES_AT_LINK - 1) + ["wait"]
        assert opens(ola, given) == "wait"
        ola.now += WINDOW
        assert opens(ola, given) not in {"wrong", "wait"}


def test_what_is_owed_of_somebody_who_is_erased_goes_with_them(
    ola: Life, given: Given, caplog: pytest.LogCaptureFixture
) -> None:
    reader = reader_of(ola.house, opens(ola, given), ola.now)
    with full(ola.house):
        read_copy(ola.house, reader, ola.now)
    with ola.house.writing() as tx:
        people.erase_user(tx, ola.user, ola.now)
    caplog.clear()
    with caplog.at_level(logging.ERROR):
        looks(ola)
    assert caplog.records == []
    assert logged(ola) == []
