"""SQLite as it must be set, what its errors mean to an operator, and times that say which hour they mean."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateTable

from bot.settings import Settings
from bot.storage.engine import database_file, empty_log, make_engine, understood
from bot.storage.errors import DatabaseDamaged, DatabaseInUse, DiskFull, FolderUnusable
from bot.storage.opening import open_store
from bot.storage.store import Store
from bot.storage.tables import coordinators, metadata, throttles, users

SETTINGS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}


@pytest.mark.parametrize(("pragma", "value"), SETTINGS.items())
def test_each_connection_is_set_up(store: Store, pragma: str, value: object) -> None:
    with store.transaction() as tx:
        assert tx.connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_nobody_else_can_read_the_folder(store: Store, settings: Settings) -> None:
    assert store.engine.dialect.name == "sqlite"
    for path in settings.data.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert settings.data.stat().st_mode & 0o077 == 0


def test_a_row_cannot_point_to_nothing(store: Store, now: datetime) -> None:
    row = {"id": "u", "coordinator_id": "nobody", "name": b"", "language": "nb", "created_at": now, "practice": True}
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), store.transaction() as tx:
        tx.connection.execute(insert(users).values(row))


def test_a_naive_time_is_refused(store: Store, now: datetime) -> None:
    naive = now.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a time zone"), store.transaction() as tx:
        tx.connection.execute(insert(throttles).values(key="k", count=1, since=naive))


def test_a_time_comes_back_as_the_same_moment_in_utc(store: Store, now: datetime) -> None:
    summer = timezone(timedelta(hours=2))
    with store.transaction() as tx:
        tx.connection.execute(insert(throttles).values(key="k", count=1, since=now.astimezone(summer)))
    with store.reading() as tx:
        back = tx.connection.execute(select(throttles.c.since)).scalar_one()
    assert back == now
    assert back.utcoffset() == timedelta(0)


def test_a_full_disk_changes_nothing(peopled: Store) -> None:
    with peopled.transaction() as tx:  # a file that may not grow, on the one connection there is
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull) as caught, peopled.transaction() as tx:
        tx.connection.execute(update(coordinators).values(name="x" * 500_000))
    assert caught.value.code == "disk_full"
    with peopled.reading() as tx:
        assert tx.connection.execute(select(coordinators.c.name)).scalar_one() == "Kari"


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "planprat.db"
    file.write_bytes(b"This is a letter, not a database. " * 40)
    with pytest.raises(DatabaseDamaged, match="planprat restore"):
        make_engine(f"sqlite:///{file}").connect()


def test_damaged_pages_are_seen_at_the_start(peopled: Store, settings: Settings, now: datetime) -> None:
    file = database_file(settings.database_url)
    assert file is not None
    peopled.close()
    content = bytearray(file.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        open_store(settings, now)


def test_a_folder_that_is_a_file(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(FolderUnusable) as caught:
        open_store(Settings(data=tmp_path / "data"), now)
    assert str(tmp_path / "data") in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(FolderUnusable, match="no file"):
        make_engine(url)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_CORRUPT_VTAB, DatabaseDamaged),
        (sqlite3.SQLITE_NOTADB, DatabaseDamaged),
        (sqlite3.SQLITE_READONLY_DIRECTORY, FolderUnusable),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DatabaseInUse),
        (sqlite3.SQLITE_IOERR_WRITE, FolderUnusable),
    ],
)
def test_what_an_error_of_sqlite_means(code: int, error: type[Exception], tmp_path: Path) -> None:
    raised = sqlite3.OperationalError("as the driver says it")
    raised.sqlite_errorcode = code
    assert type(understood(raised, tmp_path)) is error


def test_an_error_of_our_own_is_left_alone(tmp_path: Path) -> None:
    assert understood(sqlite3.OperationalError("no such column"), tmp_path) is None


def test_the_log_is_not_emptied_under_a_reader_and_is_afterwards(peopled: Store) -> None:
    with peopled.reading() as tx:
        tx.connection.execute(select(users.c.id)).all()
        with peopled.transaction() as writing:
            writing.connection.execute(update(coordinators).values(hours="fredag"))
        assert not empty_log(peopled.engine, patience_ms=1)
    assert empty_log(peopled.engine, patience_ms=1)


def test_every_table_can_be_made_in_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        assert "DATETIME" not in made
        assert "WITH TIME ZONE" in made


def test_another_database_has_no_file_here() -> None:
    assert database_file("postgresql://planprat@db/planprat") is None
