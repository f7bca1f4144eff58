"""A database that another program holds, and a disk without room: whoever writes is told so within seconds, and whom
they can ring; whoever speaks of danger gets the safety reply; and when it works again everything is stored, once.
"""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from bot.dialogs.screen import Say
from bot.testing.telegram.http import running
from bot.testing.telegram.person import Person
from tests.breaking.conversing import WAITS_S, at_rest, sorry
from tests.breaking.fake import Watched
from tests.breaking.installation import STOPS_WITHIN_S, Installation, Program, running_program
from tests.postgres import Server
from tests.telegram.town import Town

SHEET, USUAL, WISH = "short_term_goals", "activities.usual", "activities.wish"
WORKSHEETS = (SHEET, "long_term_goals")
DANGER = "Jeg vil ikke leve"
NO_MORE_BYTES = 1_024  # of any file; less than one page


@contextmanager
def locked(installation: Installation, _program: Program) -> Iterator[None]:
    """Another program writes, and takes its time."""
    with closing(sqlite3.connect(installation.settings.data / "planprat.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(_installation: Installation, program: Program) -> Iterator[None]:
    """The program can make no file any longer, as if the disk were full."""
    _, hard = resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (NO_MORE_BYTES, hard))
    try:
        yield
    finally:
        resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


async def at_the_first_question(fake: Watched, someone: Person, token: str) -> None:
    """Come in and open the worksheet."""
    someone.starts(token)
    await fake.until(lambda: _wire(someone, f"open.{SHEET}") is not None, WAITS_S)
    someone.taps(str(_wire(someone, f"open.{SHEET}")))
    await fake.until(lambda: _wire(someone, "skip") is not None, WAITS_S)


def _wire(someone: Person, name: str) -> str | None:
    wires = [str(one.get("callback_data")) for said in someone.told[-1:] for one in said.buttons]
    return next((one for one in wires if one.partition(".")[2] == name), None)


def stored(installation: Installation, user: str) -> list[tuple[str, str]]:
    """Each answer ever given, in order."""
    sheets = installation.exports()[user].sheets
    return [(change.key, change.answer.text) for one in sheets for change in one.history]


@pytest.mark.parametrize("broken", [locked, full])
async def test_told_at_once_and_stored_once(
    tmp_path: Path, broken: Callable[[Installation, Program], AbstractContextManager[None]]
) -> None:
    await told_at_once_and_stored_once(Installation(tmp_path, 2, known=True, worksheets=WORKSHEETS), broken)


async def test_told_at_once_while_postgresql_is_away(tmp_path: Path, postgres: Server, postgres_url: str) -> None:
    @contextmanager
    def away(_installation: Installation, _program: Program) -> Iterator[None]:
        postgres.stop()
        try:
            yield
        finally:
            postgres.start()

    installation = Installation(tmp_path, 2, postgres_url, known=True, worksheets=WORKSHEETS)
    await told_at_once_and_stored_once(installation, away)


async def told_at_once_and_stored_once(
    installation: Installation, broken: Callable[[Installation, Program], AbstractContextManager[None]]
) -> None:
    """Break it, see what two people are told who write then, mend it, and see what is stored."""
    fake = Watched()
    ola, kari = Person(fake, "Ola"), Person(fake, "Kari")
    async with running(fake) as api, running_program(installation, api) as program:
        for someone, one in zip((ola, kari), installation.invited, strict=True):
            await at_the_first_question(fake, someone, one.token)
        await at_rest(installation, fake)
        with broken(installation, program):
            ola.types("Sover lenge")
            kari.types(DANGER)
            await fake.until(lambda: any("113" in one.text for one in kari.told), WAITS_S)
            await fake.until(lambda: any(sorry() in one.text for one in ola.told), WAITS_S)
            kari.types(f"{DANGER} lenger")  # the reply comes each time, also after the lease has run out
            await fake.until(lambda: sum("113" in one.text for one in kari.told) == 2, WAITS_S)
        await at_rest(installation, fake)
        assert sum(sorry() in one.text for one in ola.told) == 1
        await program.stopped()
    assert stored(installation, "user0") == [(USUAL, "Sover lenge")]
    assert (USUAL, DANGER) in stored(installation, "user1")


async def test_stopping_does_not_wait_for_a_database_that_is_locked(tmp_path: Path) -> None:
    fake, installation = Watched(), Installation(tmp_path, 1, known=True, worksheets=WORKSHEETS)
    (one,), ola = installation.invited, Person(fake, "Ola")
    async with running(fake) as api:
        async with running_program(installation, api) as program:
            await at_the_first_question(fake, ola, one.token)
            with locked(installation, program):
                handings = fake.handings
                ola.types("Sover lenge")
                await fake.until(lambda: fake.handings > handings, WAITS_S)
                assert await program.stopped() < STOPS_WITHIN_S
        fake.died()
        async with running_program(installation, api) as program:
            await at_rest(installation, fake)
            await program.stopped()
    assert stored(installation, one.user) == [(USUAL, "Sover lenge")]


def no_more_pages(town: Town) -> Callable[[], None]:
    """From now on the database file may not grow. Gives back what ends that."""
    engine, pages = town.house.store.engine, 0
    with town.house.writing() as tx:  # what was deleted left room in the file: fill it
        tx.connection.execute(text("CREATE TABLE ballast (bytes BLOB)"))
        while tx.connection.exec_driver_sql("PRAGMA freelist_count").scalar_one():
            tx.connection.execute(text("INSERT INTO ballast VALUES (zeroblob(3000))"))
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def lift(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")

    event.listen(engine, "begin", limit)

    def end() -> None:
        event.remove(engine, "begin", limit)
        event.listen(engine, "begin", lift)  # the limit is each connection's own

    return end


async def test_a_full_file_is_apologised_for_and_the_answer_comes_when_there_is_room(answering: Town) -> None:
    end, rested = no_more_pages(answering), 0

    async def rest(_seconds: float) -> None:
        nonlocal rested
        rested += 1
        if rested == 2:
            end()

    answering.channel.intake._rest = rest  # noqa: SLF001 - waiting is the one thing a test cannot do
    long = "Jeg sover lenge og går tur med bikkja. " * 90
    await answering.types(long)
    lost = answering.house.language.say(Say(id="replies.broken.lost"), answering.code)
    assert sum(lost in one.text for one in answering.ola.told) == 1
    assert answering.history(SHEET, USUAL) == [long.strip()]
    assert answering.screen().id == f"{SHEET}.{WISH}"


async def test_what_stands_in_the_chat_but_could_not_be_written_down_is_not_sent_again(answering: Town) -> None:
    told = len(answering.ola.told)
    answering.ola.types("Sover")
    while answering.fake.updates.pending(answering.clock.now()):
        await answering.channel.poll.once()
    renamed(answering, "chat_messages", "chat_messages_away")
    answering.clock.passes(seconds=2)
    with pytest.raises(OperationalError, match="chat_messages"):
        await answering.channel.sender.deliver_due()
    for _ in range(5):
        answering.clock.passes(seconds=2)
        await answering.channel.sender.deliver_due()
    assert len(answering.ola.told) == told + 1
    renamed(answering, "chat_messages_away", "chat_messages")
    await answering.settle()
    assert len(answering.ola.told) == told + 1
    assert answering.waiting() == 0


def renamed(town: Town, before: str, after: str) -> None:
    """Put a table away, or back."""
    with town.house.writing() as tx:
        tx.connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
