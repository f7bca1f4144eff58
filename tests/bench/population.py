"""Very many people who have come as far as one: their rows and keys are copied and sealed anew for each, without
waiting for the disk. What is measured afterwards runs on the real thing.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, insert, select
from sqlalchemy.dialects import sqlite

from bot.actions.chatting import Heard, receive
from bot.actions.house import House
from bot.storage import outgoing, talks
from bot.storage.engine import database_file
from bot.storage.tables import chats, metadata
from bot.storage.vault import seal
from bot.testing.telegram.person import FIRST_ID
from tests.bench.planprat import ON_THE_WAY, answer, clock, invitation

ASKED = 12  # questions that everybody has answered already
IN_ONE_GO = 1_000
LONG_AGO = timedelta(hours=1)  # nobody is shown their screen again at the start
Rows = list[tuple[Table, dict[str, Any]]]


def chat_of(number: int) -> str:
    """The chat that the fake's person with this number has."""
    return str(FIRST_ID + 1 + number)


def populate(house: House, people: int) -> None:
    """Bring the first person, who has an invitation, some way through the list; then make all the others like them."""
    first = "user-000000"
    _walk(house)
    rows = list(_opened(house, first))
    file = database_file(house.settings.database_url)
    assert file is not None
    dialect = sqlite.dialect()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for start in range(1, people, IN_ONE_GO):
            connection.execute("BEGIN")
            made: dict[Table, list[dict[str, Any]]] = {}
            for number in range(start, min(start + IN_ONE_GO, people)):
                for table, row in _like(house, rows, first, number):
                    made.setdefault(table, []).append(row)
            for table, group in made.items():
                columns = [table.c[name] for name in group[0]]
                statement = str(insert(table).values({one.name: None for one in columns}).compile(dialect=dialect))
                writers = [one.type.dialect_impl(dialect).bind_processor(dialect) for one in columns]
                connection.executemany(statement, [_bound(columns, writers, row) for row in group])
            connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _bound(columns: list[Column[Any]], writers: list[Any], row: dict[str, Any]) -> list[Any]:
    """The values as the driver takes them."""
    values = [row[column.name] for column in columns]
    return [value if write is None else write(value) for write, value in zip(writers, values, strict=True)]


def _walk(house: House) -> None:
    now = clock() - LONG_AGO
    receive(house, Heard(1, chat_of(0), "start", now, invitation(0), message=1), now)
    for update in range(2, 6 + ASKED):
        with house.reading() as tx:
            screen = talks.load(tx, "user-000000")[1]
        assert screen is not None
        wires = [one.wire for one in screen.buttons()]
        wire = answer(wires) or next(wire for wire in wires if wire.endswith(ON_THE_WAY))
        receive(house, Heard(update, chat_of(0), "press", now, wire), now)
    with house.writing() as tx:
        outgoing.drop_all(tx, "user-000000")


def _id(table: Table, row: dict[str, Any]) -> str:
    return str(row["id"] if "id" in row else row["user_id"])


def _opened(house: House, user: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Every row of this person's, with what is sealed opened."""
    with house.reading() as tx:
        for table in metadata.sorted_tables:
            own = table.c.id if table.name == "users" else table.c.get("user_id")
            if own is None:
                continue
            for found in tx.connection.execute(select(table).where(own == user)).mappings():
                row = dict(found)
                for column in table.c:
                    if isinstance(column.type, LargeBinary) and row[column.name] is not None:
                        row[column.name] = tx.open(user, column, _id(table, row), row[column.name])
                yield table, row


def _like(house: House, rows: Rows, first: str, number: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    """The same rows as another person's, sealed with a key of their own."""
    keyring, user, key = house.store.vault.keyring, f"user-{number:06}", secrets.token_bytes(32)
    (Path(keyring.folder) / "users" / f"{user}.key").write_bytes(keyring.wrapped(user, key))
    for table, row in rows:
        made = {name: _renamed(value, first, user) for name, value in row.items()}
        if "id" in made:
            if isinstance(made["id"], int):
                del made["id"]  # counted by the database
            elif made["id"] == row["id"]:
                made["id"] = f"{row['id']}.{number}"
        if "token_hash" in made:
            made["token_hash"] = f"{number:064}"
        if table is chats:
            made |= {"chat": chat_of(number), "blind": house.store.vault.blind(f"telegram/{chat_of(number)}")}
        for column in table.c:
            if isinstance(column.type, LargeBinary) and made.get(column.name) is not None:
                place = f"{table.name}/{column.name}/{_id(table, made)}"
                made[column.name] = seal(key, place, made[column.name])
        yield table, made


def _renamed(value: Any, first: str, user: str) -> Any:
    return value.replace(first, user) if isinstance(value, str) else value
