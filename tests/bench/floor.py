"""(d) What Planprat's transactions cost by themselves: the same SQL statements with the same values in the same order,
and the same texts sealed and opened, by the plain driver, in a bot that does nothing else.

The statements are not written down here: they are recorded from a run of Planprat's and carried out again on a copy of
the database as it was before.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.actions.house import House
from bot.storage.backup import copy_database
from bot.storage.engine import make_engine
from bot.storage.vault import Vault
from bot.testing.telegram.person import Person
from tests.bench.crowd import Crowd, Run, Watched, first, taps
from tests.bench.echo import Context, application, keyboard, question, running, started, starts
from tests.bench.planprat import answer, talking, to_the_list

# A statement for one connection with its values, or something sealed or opened.
Done = tuple[int, str, Any] | tuple[Callable[..., object], tuple[str, str, Any]]


@dataclass
class Recorder(Vault):
    """Writes down what is done with the database and the keys, in the order in which it is done."""

    vault: Vault
    done: list[Done] = field(default_factory=list)
    _connections: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.vault.keyring)

    def seal(self, user: str, place: str, text: str) -> bytes:
        """As the vault."""
        self.done.append((Vault.seal, (user, place, text)))
        return super().seal(user, place, text)

    def open(self, user: str, place: str, sealed: bytes) -> str:
        """As the vault."""
        self.done.append((Vault.open, (user, place, sealed)))
        return super().open(user, place, sealed)

    def executed(self, connection: Connection, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        """A statement is about to be carried out."""
        self._write(connection, statement, values)

    def ended(self, how: str) -> Callable[[Connection], None]:
        """Notes the end of a transaction, just before it."""
        return lambda connection: self._write(connection, how, ())

    def _write(self, connection: Connection, statement: str, values: Any) -> None:
        number = self._connections.setdefault(id(connection.connection.dbapi_connection), len(self._connections))
        self.done.append((number, statement, values))


@contextmanager
def recorded(house: House) -> Iterator[Recorder]:
    """Record everything that the house does with its store while the block lasts."""
    store = house.store
    recorder = Recorder(store.vault)
    listeners = (
        ("before_cursor_execute", recorder.executed),
        ("commit", recorder.ended("COMMIT")),
        ("rollback", recorder.ended("ROLLBACK")),
    )
    store.vault = recorder
    for name, listener in listeners:
        event.listen(store.engine, name, listener)
    try:
        yield recorder
    finally:
        store.vault = recorder.vault
        for name, listener in listeners:
            event.remove(store.engine, name, listener)


async def measured(house: House, number: int) -> Run:
    """Record such a run of so many people, then measure its statements alone."""
    fake = Watched()
    people = [Person(fake, f"P{one}") for one in range(number)]
    with tempfile.TemporaryDirectory() as folder:
        async with talking(house, fake):
            await Crowd(fake, people).acts(to_the_list())
            before = Path(folder) / "before.db"
            copy_database(house.store.engine, before)
            with recorded(house) as recorder:
                run = await Crowd(fake, people).acts(taps(answer))
        return await _again(recorder, before, run.events, number)


async def _again(recorder: Recorder, before: Path, events: int, number: int) -> Run:
    fake = Watched()
    crowd = Crowd(fake, [Person(fake, f"P{one}") for one in range(number)])
    vault, done = Vault(recorder.keyring), recorder.done
    engine = make_engine(f"sqlite:///{before}")
    answered = 0
    with ExitStack() as open_ones:
        connections: dict[int, sqlite3.Connection] = {}

        def connection(number: int) -> sqlite3.Connection:
            if number not in connections:
                pooled = engine.raw_connection()
                open_ones.callback(pooled.close)
                assert isinstance(pooled.driver_connection, sqlite3.Connection)
                connections[number] = pooled.driver_connection
            return connections[number]

        async def tapped(update: Update, _context: Context) -> None:
            nonlocal answered
            part = done[answered * len(done) // events : (answered + 1) * len(done) // events]
            answered += 1
            for one in part:
                if isinstance(one[0], int):
                    connection(one[0]).execute(one[1], one[2]).fetchall()
                else:
                    one[0](vault, *one[1])
            query = update.callback_query
            assert query is not None
            await query.answer()
            item = int((query.data or "").partition(".")[0]) + 1
            await query.edit_message_text(question(item), reply_markup=keyboard(item, of=events // number))

        async with application(fake) as made:
            made.add_handler(CommandHandler("start", started))
            made.add_handler(CallbackQueryHandler(tapped))
            async with running(made):
                await crowd.acts(starts())
                return await crowd.acts(taps(first))
