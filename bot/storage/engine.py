"""The connection to the database, and everything that is particular to SQLite. For PostgreSQL: `postgresql.py`.

SQLAlchemy on SQLite with default settings loses updates silently: the driver begins a transaction only at the first
write, so two that read the same value both write. Here the driver begins nothing by itself (`isolation_level = None`)
and each transaction is begun in words: `BEGIN IMMEDIATE` to write, which waits for the one before it, and `BEGIN` with
`query_only` to read.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, Table, create_engine, event
from sqlalchemy.dialects import postgresql as postgresql_dialect
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage import postgresql
from bot.storage.durable import FILE_MODE, private_folder
from bot.storage.errors import DatabaseDamaged, DatabaseInUse, DiskFull, FolderUnusable, Unusable

BUSY_MS = 30_000  # how long a writer waits for its turn
MODE = "planprat_mode"
READING = "reading"
MIGRATING = "migrating"

_SETTINGS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",  # readers and the writer do not wait for each other
    "PRAGMA synchronous = FULL",  # committed means on the disk, also in a power cut
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten with zeros
    "PRAGMA temp_store = MEMORY",  # nothing opened is spilled into a temporary file
)
_PAGES_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_ACCESS = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for any other database.

    Raises:
        FolderUnusable: SQLite without a file, which could not keep anything.
        DatabaseRefused: it is no address of a database that can be used.
    """
    parsed = postgresql.address(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise FolderUnusable("The database has no file", url, "name one in PLANPRAT_DATABASE_URL")
    return Path(parsed.database)


def understood(error: BaseException | None, where: Path) -> Unusable | None:
    """What an error of SQLite's means to the operator; None for one that they can do nothing about."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    code &= 0xFF  # the low byte is the error, the rest its variety
    if code == sqlite3.SQLITE_FULL:
        return DiskFull("The disk is full", where, "make room and try again; nothing was lost")
    if code in _PAGES_DAMAGED:
        return DatabaseDamaged("The database is damaged", where, "restore the newest backup: planprat restore")
    if code in _NO_ACCESS:
        return FolderUnusable("The database cannot be used", where, "give the account that runs Planprat the right to")
    if code == sqlite3.SQLITE_IOERR:
        do = "see whether the disk is full or failing; nothing was lost"
        return FolderUnusable("The disk cannot be read or written", where, do)
    if code == sqlite3.SQLITE_BUSY:
        return DatabaseInUse("The database was busy for too long", where, "stop other programs that have it open")
    return None


def meaning(error: BaseException, connection: Connection) -> Unusable | None:
    """The same, of an error that a statement met on this connection."""
    means = understood(error, Path(connection.engine.url.database or ""))
    reading = connection.get_execution_options().get(MODE) == READING
    # A write where only reading was asked for is our own mistake, not the operator's.
    return None if reading and isinstance(means, FolderUnusable) else means


def _prepare_sqlite(engine: Engine, file: Path) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        try:
            for setting in _SETTINGS:
                connection.execute(setting).close()
        except sqlite3.Error as error:
            means = understood(error, file)
            if means is None:
                raise
            raise means from error

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get(MODE)
        # A migration may rebuild a table that others point to; it checks all references before it commits.
        connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if mode == MIGRATING else 'ON'}")
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if mode == READING else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if mode == READING else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> None:
        error, connection = context.original_exception, context.connection
        means = understood(error, file) if connection is None else meaning(error, connection)
        if means is not None:
            raise means from error


def make_engine(url: str) -> Engine:
    """An engine for this address. On SQLite the file is made, closed to all but its owner; it stays empty.

    Raises:
        FolderUnusable: the folder or the file cannot be used.
        DatabaseDamaged: the file is no database.
        DatabaseRefused: it is no address of a database that can be used.
        DriverMissing: the driver for it is not installed.
    """
    file = database_file(url)
    if file is None:
        return postgresql.make(postgresql.address(url))
    private_folder(file.parent)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, FILE_MODE))
    except OSError as error:
        raise FolderUnusable(
            "The database cannot be used", file, "give the account that runs Planprat the right to"
        ) from error
    engine = create_engine(url, hide_parameters=True)
    _prepare_sqlite(engine, file)
    return engine


def insert_or(connection: Connection, table: Table) -> sqlite_dialect.Insert | postgresql_dialect.Insert:
    """An INSERT that can say what to do when there is such a row already: both databases can, each in its own name."""
    if connection.dialect.name == "postgresql":
        return postgresql_dialect.insert(table)
    return sqlite_dialect.insert(table)


def options(engine: Engine, mode: str) -> dict[str, Any]:
    """Execution options for a connection that reads or migrates, on whichever database."""
    if engine.dialect.name == "postgresql" and mode == READING:
        return {MODE: mode, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {MODE: mode}


def where(engine: Engine) -> str:
    """Which database it is, to be told to an operator: its file, or the server and its name. No password."""
    return postgresql.shown(engine.url) if engine.dialect.name == "postgresql" else str(engine.url.database)


def connected(engine: Engine) -> int:
    """How many others are connected to this database on a server; 0 on SQLite, where the claim tells."""
    return postgresql.connected(engine) if engine.dialect.name == "postgresql" else 0


@contextmanager
def opened_by_one(engine: Engine) -> Iterator[None]:
    """Nobody else opens a database server's database meanwhile. On SQLite each transaction is alone anyway."""
    with postgresql.opened_by_one(engine) if engine.dialect.name == "postgresql" else nullcontext():
        yield


def check_whole(engine: Engine) -> None:
    """Look through the pages of an SQLite file. Other databases look after themselves.

    Raises:
        DatabaseDamaged: they contradict each other.
    """
    file = database_file(engine.url.render_as_string(hide_password=False))
    if file is None:
        return
    with engine.connect().execution_options(**options(engine, READING)) as connection:
        verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if verdict != "ok":
        raise DatabaseDamaged("The database is damaged", file, "restore the newest backup: planprat restore")


def empty_log(engine: Engine, patience_ms: int = 1_000) -> bool:
    """Empty SQLite's write-ahead log, where the bytes of deleted rows outlive `secure_delete`.

    Args:
        engine: for another database than SQLite there is nothing to do.
        patience_ms: how long to wait for readers who still need the log.

    Returns:
        Whether it is empty. If not, somebody was reading: try again.
    """
    if engine.dialect.name != "sqlite":
        return True
    pooled = engine.raw_connection()
    try:
        connection = pooled.driver_connection
        if not isinstance(connection, sqlite3.Connection):
            raise TypeError("the SQLite driver is the one of the standard library")
        connection.execute(f"PRAGMA busy_timeout = {patience_ms:d}").close()
        try:
            busy, _frames, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}").close()
    finally:
        pooled.close()
    return bool(busy == 0)
