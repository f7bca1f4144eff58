"""What several people did at once: one that fails is its own trouble, and when the whole fails each is tried alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.actions.at_once import all_at_once
from bot.actions.house import House
from bot.storage import people
from tests.houses import a_coordinator, a_house, a_user

PEOPLE = ("ola", "siv", "tor")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Three people who read Bokmål."""
    opened = a_house(tmp_path)
    a_coordinator(opened)
    for user in PEOPLE:
        a_user(opened, user)
    return opened


def reads_nynorsk(user: str) -> Callable[[House], bool]:
    """A doing that changes one person."""

    def doing(house: House) -> bool:
        with house.writing() as tx:
            return people.set_language(tx, user, "nn")

    return doing


def readers_of_nynorsk(house: House) -> list[str]:
    """Who reads Nynorsk, as it is stored."""
    with house.reading() as tx:
        return [row.id for row in people.users_of(tx, "anne") if row.language == "nn"]


def test_each_gets_what_it_gave_in_order(house: House) -> None:
    assert all_at_once(house, [reads_nynorsk("ola"), reads_nynorsk("nobody"), reads_nynorsk("tor")]) == [
        True,
        False,
        True,
    ]
    assert readers_of_nynorsk(house) == ["ola", "tor"]


def test_one_that_fails_is_told_and_the_others_stand(house: House) -> None:
    def stumbles(given: House) -> None:
        reads_nynorsk("siv")(given)
        with given.writing() as tx:
            people.set_language(tx, "tor", "nn")
            raise ZeroDivisionError

    first, error, last = all_at_once(house, [reads_nynorsk("ola"), stumbles, lambda given: readers_of_nynorsk(given)])
    assert first
    assert isinstance(error, ZeroDivisionError)
    assert last == ["ola", "siv"]
    assert readers_of_nynorsk(house) == ["ola", "siv"]


def test_when_the_whole_fails_each_is_tried_alone(house: House) -> None:
    """After some errors of the disk SQLite gives up the whole transaction, with what others did in it."""

    def breaks(given: House) -> None:
        with given.writing() as tx:
            driver = tx.connection.connection.driver_connection
            assert driver is not None
            driver.rollback()
            raise OSError

    first, error, last = all_at_once(house, [reads_nynorsk("ola"), breaks, reads_nynorsk("tor")])
    assert (first, last) == (True, True)
    assert isinstance(error, OSError)
    assert readers_of_nynorsk(house) == ["ola", "tor"]


def test_nobody_is_told_before_it_is_on_the_disk(house: House) -> None:
    seen: list[list[str]] = []

    def looks(_: House) -> None:
        seen.append(readers_of_nynorsk(house))  # by a connection of its own, as another process would

    all_at_once(house, [reads_nynorsk("ola"), looks])
    assert seen == [[]]
    assert readers_of_nynorsk(house) == ["ola"]
