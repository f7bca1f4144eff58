"""How the database finds what an event needs: by an index, however many people there are.

The statements are not listed here: they are those that an event on each channel really carries out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.actions.actors import Actor
from bot.actions.chatting import Heard, receive
from bot.actions.converse import converse, last_turn
from bot.actions.delivery import delivered, due, next_delivery
from bot.actions.house import House
from bot.dialogs.event import Opened, Typed, decode
from bot.storage import chats, sheets, talks
from tests.houses import START, a_coordinator, a_house, a_user
from tests.postgres import on_both

CHAT = "7000000001"
QUEUE = "outgoing"  # what waits to be sent is walked through in full, by its index; it is short
LOOKS = re.compile(r"SELECT|UPDATE|DELETE|INSERT .*SELECT", re.DOTALL)
Asked = list[tuple[str, Any]]


@contextmanager
def listening(house: House) -> Iterator[Asked]:
    """Every statement with its values, until the end of the block."""
    asked: Asked = []

    def note(_connection: Connection, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        asked.append((statement, values[0] if many else values))

    event.listen(house.store.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(house.store.engine, "before_cursor_execute", note)


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    """Ola among many, in a chat and at the first of the forty."""
    opened = a_house(tmp_path, database_url=database_url)
    a_coordinator(opened)
    a_user(opened)
    with opened.writing() as tx:
        sheets.open_worksheet(tx, "ola", "warning_signs", "anne", START)
        chats.bind(tx, "ola", CHAT, START)
    for number, name in enumerate(("", "choose.go_on", "choose.yes", "choose.here", "choose.yes")):
        _in_chat(opened, number, name)
    yield opened
    opened.close()


def _in_chat(house: House, number: int, name: str) -> None:
    """Ola opens the chat, or taps a button there, and is answered."""
    with house.reading() as tx:
        screen = talks.load(tx, "ola")[1]
    wire = next(one.wire for one in screen.buttons() if name in one.wire) if name and screen else ""
    heard = Heard(number, CHAT, "press" if name else "start", START, wire, message=number)
    receive(house, heard, START)
    assert due(house, START) == ["ola"]
    found = next_delivery(house, "ola", START)
    assert found is not None
    assert not delivered(house, "ola", found.rows, found.sending, 1, START)


def _on_the_page(house: House) -> None:
    """Ola answers on the page, leaves a text unsaved, and comes back to it."""
    actor = Actor("user", "ola")
    screen = converse(house, actor, Opened(), channel="web", key="page-1", now=START).screen
    press = decode(screen.options[0].wire)
    assert press is not None
    converse(house, actor, press, channel="web", key="page-2", now=START, draft=Typed("så vidt"))
    converse(house, actor, Typed("Fiske"), channel="web", key="page-3", now=START)
    last_turn(house, actor, channel="web", now=START)


def _plan(connection: Connection, statement: str, values: Any) -> list[str]:
    """What the database says it would do, a line for each table it looks into."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(row[-1]) for row in found]
    # A small table is read from end to end, and rightly; that is not what is asked here.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return [str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]


def _reads_all(line: str) -> bool:
    """Whether this line of a plan goes through a table from end to end."""
    if f"SCAN {QUEUE} USING" in line:
        return False
    return bool(re.match(r"SCAN (?!CONSTANT ROW)", line)) or "Seq Scan" in line


@on_both
def test_every_statement_of_an_event_finds_its_rows_by_an_index(house: House) -> None:
    with listening(house) as asked:
        _in_chat(house, 10, "choose.rarely")
        _in_chat(house, 11, "back")
        _in_chat(house, 12, "menu")
        _on_the_page(house)
    looked = {statement: values for statement, values in asked if LOOKS.match(statement)}
    assert len(looked) > 20
    assert any(QUEUE in statement for statement in looked)
    with house.writing() as tx:
        plans = {statement: _plan(tx.connection, statement, values) for statement, values in looked.items()}
    assert all(plans.values())
    assert {statement: plan for statement, plan in plans.items() if any(map(_reads_all, plan))} == {}


@on_both
def test_a_table_without_an_index_would_be_noticed(house: House) -> None:
    with house.writing() as tx:
        plan = _plan(tx.connection, "SELECT id FROM users WHERE language = 'nb'", ())
    assert any(map(_reads_all, plan))
