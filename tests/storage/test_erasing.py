"""Erased means gone: from every table, from every file, from the backups, however it was cut short."""

from __future__ import annotations

import logging
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, or_, select

from bot.settings import Settings
from bot.storage import ledger, notices, people
from bot.storage.errors import FolderUnusable
from bot.storage.export import export
from bot.storage.opening import open_store
from bot.storage.store import Store
from bot.storage.tables import copies, metadata, sessions, users
from tests.postgres import on_both
from tests.storage.life import live

MARKER = "Blåklokke"
ABOUT_NOBODY = {"coordinators", "login_links", "throttles", "leases"}  # no table is left out by mistake


def rows_of(store: Store, user: str) -> dict[str, int]:
    """Table -> how many rows there are about this person."""
    counts = {}
    with store.reading() as tx:
        for table in metadata.sorted_tables:
            if table.name in ABOUT_NOBODY:
                continue
            own = table.c.id == user if table is users else table.c.user_id == user
            if table is sessions:
                own = or_(own, table.c.copy_id.in_(select(copies.c.id).where(copies.c.user_id == user)))
            found = select(func.count()).select_from(table).where(own)
            counts[table.name] = tx.connection.execute(found).scalar_one()
    return counts


def traces(settings: Settings, words: list[bytes]) -> list[Path]:
    """Files that hold one of these."""
    files = [path for path in settings.data.rglob("*") if path.is_file() and path.name != ledger.LEDGER_FILE]
    return [path for path in files if any(word in path.read_bytes() for word in words)]


@on_both
def test_every_row_goes_and_nobody_elses(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    live(peopled, "per", "Hestehov", now)
    with peopled.reading() as tx:
        before = export(tx, "per", now)
    assert all(rows_of(peopled, "liv").values()), "each table has a row to lose"
    assert len(rows_of(peopled, "liv")) + len(ABOUT_NOBODY) == len(metadata.tables)
    with peopled.transaction() as tx:
        people.erase_user(tx, "liv", now)
    assert not any(rows_of(peopled, "liv").values())
    with peopled.reading() as tx:
        assert export(tx, "per", now) == before
        assert tx.connection.execute(select(func.count()).select_from(sessions)).scalar_one() == 2


def test_nothing_is_left_in_any_file(peopled: Store, settings: Settings, now: datetime) -> None:
    live(peopled, "liv-7Hq2mZ", MARKER, now)
    with peopled.reading() as tx:
        sealed = tx.connection.execute(select(users.c.name).where(users.c.id == "liv-7Hq2mZ")).scalar_one()
    assert traces(settings, [b"liv-7Hq2mZ"])
    assert traces(settings, [sealed])
    with peopled.transaction() as tx:
        people.erase_user(tx, "liv-7Hq2mZ", now)
    assert traces(settings, [b"liv-7Hq2mZ", sealed]) == []
    assert "liv-7Hq2mZ" not in peopled.vault.keyring.users()
    assert ledger.erased(settings.keys) == {"liv-7Hq2mZ"}


def test_a_reader_in_the_way(
    peopled: Store, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    live(peopled, "liv-7Hq2mZ", MARKER, now)
    with peopled.reading() as tx:
        assert people.user(tx, "liv-7Hq2mZ")
        with peopled.transaction() as writing:
            people.erase_user(writing, "liv-7Hq2mZ", now)
        assert traces(settings, [b"liv-7Hq2mZ"])
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "liv" not in caplog.text
    with peopled.transaction() as tx:  # whatever is written next
        people.set_language(tx, "ola", "nn")
    assert traces(settings, [b"liv-7Hq2mZ"]) == []


@on_both
@contextmanager
def no_file_longer(than: int) -> Iterator[None]:
    """As on a disk that is full: no file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (than, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_who_is_erased_is_told_so_although_the_log_cannot_be_emptied(
    peopled: Store, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """It is committed: an error now would be «nothing was stored» to the person, and to whoever comes after them."""
    assert peopled.forget_erased()
    with no_file_longer(than=(settings.data / "planprat.db").stat().st_size):
        with peopled.transaction() as tx:
            for number in range(40):
                notices.add(tx, f"n{number}", "kari", "siv", "disclosure", now, safety="own_life", words="x" * 2_000)
            people.erase_user(tx, "ola", now)
        with peopled.transaction() as tx:
            assert people.user(tx, "siv") is not None
    assert caplog.text.count("still in the write-ahead log") == 1
    assert not (settings.keys / "users" / "ola.key").exists()
    with peopled.transaction():
        pass
    assert (settings.data / "planprat.db-wal").stat().st_size == 0, "done as soon as it can be"


def test_undone_before_the_commit(peopled: Store, settings: Settings, now: datetime) -> None:
    def stumble() -> None:
        with peopled.transaction() as tx:
            people.erase_user(tx, "ola", now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert ledger.erased(settings.keys) == frozenset()
    with peopled.reading() as tx:
        assert people.user(tx, "ola") is not None


@on_both
def test_the_machine_stopped_after_the_ledger(peopled: Store, settings: Settings, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    ledger.record(settings.keys, "liv", now)
    peopled.close()
    again = open_store(settings, now)
    assert not any(rows_of(again, "liv").values())
    assert again.vault.keyring.users() == ["ola", "siv"]
    again.close()


@on_both
def test_the_machine_stopped_before_the_key_was_destroyed(peopled: Store, settings: Settings, now: datetime) -> None:
    key = (settings.keys / "users" / "ola.key").read_bytes()
    with peopled.transaction() as tx:
        people.erase_user(tx, "ola", now)
    (settings.keys / "users" / "ola.key").write_bytes(key)
    peopled.close()
    again = open_store(settings, now)
    assert again.vault.keyring.users() == ["siv"]
    again.close()


def test_a_key_that_cannot_be_destroyed_is_reported(
    peopled: Store, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    path = settings.keys / "users" / "ola.key"
    path.unlink()
    path.mkdir()
    with peopled.transaction() as tx:
        people.erase_user(tx, "ola", now)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    with pytest.raises(FolderUnusable):
        peopled.vault.keyring.destroy("ola")
    with peopled.reading() as tx:
        assert people.user(tx, "ola") is None
