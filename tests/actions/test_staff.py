"""Coordinators come in by a link that works once, for a working day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions.actors import OPERATOR, NotThere
from bot.actions.house import House
from bot.actions.staff import (
    LOGIN_LASTS,
    LOGIN_PATH,
    SHIFT,
    add_coordinator,
    change_own_contact,
    log_in,
    log_out,
    login_link,
    who_works,
)
from bot.dialogs.turn import Rejected
from bot.storage import people
from tests.actions.desks import ANNE, START, a_house
from tests.houses import a_coordinator


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = a_house(tmp_path)
    a_coordinator(opened)
    yield opened
    opened.close()


def token_of(house: House) -> str:
    """A fresh login link's token."""
    return login_link(house, OPERATOR, "anne", START).address.rpartition("/")[2]


def test_a_coordinator_is_added_with_number_and_hours(house: House) -> None:
    id_ = add_coordinator(house, OPERATOR, "  Berit  ", "40 00 00 01", "ti–to", "nn", START)
    with house.reading() as tx:
        found = people.coordinator(tx, id_)
    assert found is not None
    assert (found.name, found.phone, found.hours, found.language) == ("Berit", "40 00 00 01", "ti–to", "nn")


def test_a_coordinator_without_a_name_is_refused(house: House) -> None:
    with pytest.raises(Rejected):
        add_coordinator(house, OPERATOR, " \n", "", "", "nb", START)


def test_the_address_is_whole_and_the_token_is_not_stored(house: House) -> None:
    link = login_link(house, OPERATOR, "anne", START)
    assert link.address.startswith(f"http://planprat.test{LOGIN_PATH}")
    token = link.address.rpartition("/")[2]
    database = Path(house.settings.data, "planprat.db")
    files = [database, database.with_name("planprat.db-wal")]
    assert all(token.encode() not in one.read_bytes() for one in files if one.exists())


def test_the_link_works_once(house: House) -> None:
    token = token_of(house)
    came = log_in(house, token, START)
    assert who_works(house, came.secret, START) is not None
    with pytest.raises(NotThere):
        log_in(house, token, START)


def test_the_link_works_for_an_hour(house: House) -> None:
    token = token_of(house)
    with pytest.raises(NotThere):
        log_in(house, token, START + LOGIN_LASTS)


def test_the_session_lasts_a_working_day(house: House) -> None:
    secret = log_in(house, token_of(house), START).secret
    assert who_works(house, secret, START + SHIFT - timedelta(seconds=1)) is not None
    assert who_works(house, secret, START + SHIFT) is None


def test_logging_out_ends_it(house: House) -> None:
    secret = log_in(house, token_of(house), START).secret
    log_out(house, ANNE, secret, START)
    assert who_works(house, secret, START) is None


@pytest.mark.parametrize("secret", ["", "made-up"])
def test_nobody_works_without_a_session(house: House, secret: str) -> None:
    assert who_works(house, secret, START) is None


def test_one_who_has_left_neither_gets_a_link_nor_stays(house: House) -> None:
    secret, token = log_in(house, token_of(house), START).secret, token_of(house)
    with house.writing() as tx:
        people.leave(tx, "anne", START)
    assert who_works(house, secret, START) is None
    with pytest.raises(NotThere):
        log_in(house, token, START)
    with pytest.raises(NotThere):
        login_link(house, OPERATOR, "anne", START)


def test_number_and_hours_are_changed_by_oneself(house: House) -> None:
    change_own_contact(house, ANNE, "99 88 77 66", "fredag", "nn", START)
    with house.reading() as tx:
        found = people.coordinator(tx, "anne")
    assert found is not None
    assert (found.phone, found.hours, found.language) == ("99 88 77 66", "fredag", "nn")


def test_too_long_hours_change_nothing(house: House) -> None:
    with pytest.raises(Rejected):
        change_own_contact(house, ANNE, "1", "x" * 201, "nn", START)
    with house.reading() as tx:
        found = people.coordinator(tx, "anne")
    assert found is not None
    assert found.phone == "22 33 44 55"
