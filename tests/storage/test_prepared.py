"""Statements that the driver carries out directly: whatever they find and change is what SQLAlchemy would."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Insert, Select, Table, Update, bindparam, event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

import bot.storage
from bot.actions.chatting import Heard, receive
from bot.actions.house import House
from bot.storage import chats, sheets
from bot.storage.errors import DiskFull
from bot.storage.prepared import Prepared
from bot.storage.tables import metadata, seen_events, users
from tests.houses import START, a_coordinator, a_house, a_user

CHAT = "7000000001"
ELSEWHERE = START.astimezone(timezone(timedelta(hours=2)))
# Of each name in a statement a value that finds something, or that can be stored.
VALUES: Mapping[str, Any] = {
    "user": "ola",
    "user_id": "ola",
    "which": "warning_signs",
    "sheet": "ola.warning_signs",
    "worksheet": "goals",
    "event": "telegram/1",
    "came": ELSEWHERE,
    "before": START + timedelta(days=1),
    "coordinator": "anne",
    "row": "ola/1",
    "now_shows": 9,
    "id": "new",
    "sheet_id": "ola.warning_signs",
    "number": 77,
    "payload": b"\1",
    "at": ELSEWHERE,
    "by": "user",
    "channel": "web",
    "state": b"\2",
    "screen": b"\3",
    "updated_at": ELSEWHERE,
    "version": 3,
    "message": 9,
    "own": True,
    "about": b"\4",
    "created_at": ELSEWHERE,
    "attempts": 2,
    "closed_at": None,
    "not_before": ELSEWHERE,
}
# What an UPDATE sets beside what it looks for.
SETS = {"talks": ("state", "screen", "number", "updated_at", "channel"), "sheets": ("version", "state", "updated_at")}
SETS |= {"chat_messages": ("at", "own", "about"), "chats": ("message", "closed_at", "not_before", "attempts")}


def every() -> dict[str, Prepared]:
    """Each such statement, by its name."""
    return {
        f"{module.name}.{name}": value
        for module in pkgutil.iter_modules(bot.storage.__path__)
        for name, value in vars(importlib.import_module(f"bot.storage.{module.name}")).items()
        if isinstance(value, Prepared)
    }


@contextmanager
def heard(connection: Connection) -> Iterator[list[str]]:
    """Listen, so that SQLAlchemy carries out what is said."""
    said: list[str] = []

    def note(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield said
    event.remove(connection, "before_cursor_execute", note)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Ola has a chat, has written something there, and something waits for them."""
    opened = a_house(tmp_path)
    a_coordinator(opened)
    a_user(opened)
    with opened.writing() as tx:
        sheets.open_worksheet(tx, "ola", "warning_signs", "anne", START)
        chats.bind(tx, "ola", CHAT, START)
    receive(opened, Heard(1, CHAT, "text", START, "Hei", message=1), START)
    yield opened
    opened.close()


def values_of(prepared: Prepared, connection: Connection, house: House) -> dict[str, Any]:
    """A value for each name of this statement."""
    statement = prepared.statement
    if isinstance(statement, Insert) and statement.select is None:
        table = statement.table
        return {column.name: VALUES[column.name] for column in table.c if column.name in VALUES}
    names = [name for name, value in statement.compile(dialect=connection.dialect).params.items() if value is None]
    sets: tuple[str, ...] = ()
    if isinstance(statement, Update) and isinstance(statement.table, Table):
        sets = SETS[statement.table.name]
        columns = {column.name for column in statement.table.c}
        names = [*(name for name in names if name not in columns), *sets]
    known = {**VALUES, "of": house.store.vault.blind(f"telegram/{CHAT}")}
    return {name: known[name] for name in names if name in known}


def all_rows(connection: Connection) -> dict[str, list[Any]]:
    """Everything that is stored."""
    return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables}


@pytest.mark.parametrize("name", sorted(every()))
def test_both_ways_give_the_same(house: House, name: str) -> None:
    prepared = every()[name]
    told: list[Any] = []
    with house.writing() as tx:
        connection = tx.connection
        values = values_of(prepared, connection, house)
        for way in ("driver", "sqlalchemy"):
            connection.exec_driver_sql("SAVEPOINT before")
            if way == "driver":
                result = _carried_out(prepared, connection, values)
            else:
                with heard(connection) as said:
                    result = _carried_out(prepared, connection, values)
                assert len(said) == 1
            told.append((result, all_rows(connection)))
            connection.exec_driver_sql("ROLLBACK TO before")
    assert told[0] == told[1]


def _carried_out(prepared: Prepared, connection: Connection, values: dict[str, Any]) -> Any:
    if isinstance(prepared.statement, Select):
        return prepared.rows(connection, values)
    try:
        return prepared.changes(connection, values)
    except IntegrityError as error:
        return str(error.orig)


def test_values_are_given_back_as_they_were(house: House) -> None:
    assert len(every()) > 20
    with house.writing() as tx:
        found = Prepared(select(users.c.created_at).where(users.c.id == bindparam("user")))
        assert found.rows(tx.connection, {"user": "ola"}) == [{"created_at": START.astimezone(UTC)}]
        assert found.first(tx.connection, {"user": "nobody"}) is None


def test_errors_are_told_as_ever(house: House) -> None:
    added = Prepared(insert(seen_events))
    row = {"user_id": "ola", "key": "x", "at": START}
    with house.writing() as tx:
        assert added.changes(tx.connection, row) == 1
        with pytest.raises(IntegrityError):
            added.changes(tx.connection, row)
        with pytest.raises(ValueError, match="time zone"):
            added.changes(tx.connection, row | {"at": datetime(2026, 1, 1)})  # noqa: DTZ001 - a naive one
    with house.reading() as tx, pytest.raises(OperationalError):
        added.changes(tx.connection, row | {"key": "y"})


def test_a_full_disk_is_told_in_words(house: House) -> None:
    added = Prepared(insert(seen_events))

    def fills() -> None:
        with house.writing() as tx:
            tx.connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no more than there are
            for number in range(20_000):
                added.changes(tx.connection, {"user_id": "ola", "key": f"{number:0100}", "at": START})

    with pytest.raises(DiskFull):
        fills()


def test_no_value_is_left_out(house: House) -> None:
    found = Prepared(select(users.c.id).where(users.c.id == bindparam("user")))
    with house.writing() as tx, pytest.raises(ValueError, match="user"):
        found.rows(tx.connection, {"uesr": "ola"})


def test_a_list_of_values_is_refused(house: House) -> None:
    several = Prepared(select(users.c.id).where(users.c.id.in_(["ola", "kari"])))
    with house.writing() as tx, pytest.raises(ValueError, match="list of values"):
        several.rows(tx.connection, {})
