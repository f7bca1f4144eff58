"""The third step of the tables, with rows in place; and what is stored of a stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from bot.storage import notices, people
from bot.storage.engine import MIGRATING, make_engine, options
from bot.storage.migrate import VERSIONS, config_for, migrate, version
from bot.storage.store import Store
from tests.postgres import on_both

WAITS = timedelta(hours=24)


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Engine]:
    """A database of the second version, with a coordinator, a person, and two notices, one of them seen."""
    engine = make_engine(f"sqlite:///{tmp_path / 'planprat.db'}")
    how = options(engine, MIGRATING)
    with engine.connect().execution_options(**how) as connection, connection.begin():
        command.upgrade(config_for(VERSIONS, connection), "0002")
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO coordinators VALUES ('kari', 'Kari', '1', '2', 'nn', '2026-11-14 12:00:00', NULL)")
        )
        connection.execute(text("INSERT INTO users VALUES ('ola', 'kari', x'0102', 'nb', '2026-11-14 12:00:00', 1)"))
        connection.execute(
            text(
                "INSERT INTO notices VALUES ('n1', 'kari', 'ola', 'shared', NULL, '2026-11-14 12:00:00', NULL), "
                "('n2', 'kari', 'ola', 'disclosure', x'0304', '2026-11-14 13:00:00', '2026-11-15 13:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO sessions VALUES ('h', 'coordinator', NULL, 'kari', NULL, 0, 0, '', "
                "'2026-11-14 12:00:00', '2026-11-14 12:00:00', '2027-11-14 12:00:00', NULL)"
            )
        )
    yield engine
    engine.dispose()


def rows(engine: Engine, what: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(what))]


def test_every_row_is_kept_and_nobody_stands_in(before: Engine) -> None:
    kept = {
        "coordinators": "id, name, phone, hours, language, created_at, left_at",
        "notices": "id, coordinator_id, user_id, kind, disclosed, at, seen_at",
        "users": "*",
        "sessions": "*",
    }
    there = {table: rows(before, f"SELECT {columns} FROM {table} ORDER BY 1") for table, columns in kept.items()}  # noqa: S608
    migrate(before)
    assert version(before) == "0004"
    after = {table: rows(before, f"SELECT {columns} FROM {table} ORDER BY 1") for table, columns in kept.items()}  # noqa: S608
    assert after == there
    assert rows(before, "SELECT stand_in_id FROM coordinators") == [(None,)]
    assert rows(before, "SELECT stood_in_by, stood_in_at, worksheet FROM notices") == [(None, None, None)] * 2
    assert rows(before, "PRAGMA foreign_key_check") == []


def told(store: Store, notice: str, at: datetime, *, colleague: int = 24) -> None:
    with store.transaction() as tx:
        notices.add(tx, notice, "kari", "ola", "disclosure", at, safety="own_life", words="ord", colleague=colleague)


def for_berit(store: Store, now: datetime) -> list[str]:
    with store.reading() as tx:
        return [one.id for one in notices.for_stand_in(tx, "berit", now - WAITS, now)]


@pytest.fixture
def stood_in(peopled: Store, now: datetime) -> Store:
    """Berit stands in for Kari."""
    with peopled.transaction() as tx:
        people.add_coordinator(tx, "berit", "Berit", "", "", "nb", now)
        assert people.set_stand_in(tx, "kari", "berit")
        assert not people.set_stand_in(tx, "nobody", "berit")
    return peopled


@on_both
def test_a_stand_in_finds_what_nobody_has_seen_in_time(stood_in: Store, now: datetime) -> None:
    told(stood_in, "n1", now)
    told(stood_in, "n2", now + timedelta(hours=1))
    told(stood_in, "n3", now, colleague=0)
    with stood_in.transaction() as tx:
        notices.add(tx, "n4", "kari", "ola", "shared", now)
    assert for_berit(stood_in, now + WAITS - timedelta(seconds=1)) == []
    assert for_berit(stood_in, now + WAITS) == ["n1"]
    assert for_berit(stood_in, now + 2 * WAITS) == ["n1", "n2"], "never one of which the person does not know it"
    with stood_in.transaction() as tx:
        assert [(one.coordinator_id, one.stand_in_id, one.at) for one in notices.overdue(tx, now)] == [
            ("kari", "berit", now)
        ] * 2
        assert notices.mark_seen(tx, "kari", ["n1"], now + WAITS) == 1
    assert for_berit(stood_in, now + 2 * WAITS) == ["n2"]


@on_both
def test_the_first_reading_in_somebodys_stead_counts(stood_in: Store, now: datetime) -> None:
    told(stood_in, "n1", now)
    with stood_in.transaction() as tx:
        assert notices.mark_stood_in(tx, "berit", ["n1"], now + WAITS) == 1
        assert notices.mark_stood_in(tx, "berit", ["n1"], now + 2 * WAITS) == 0
    with stood_in.reading() as tx:
        (one,) = notices.unseen(tx, "kari")
    assert (one.seen_at, one.stood_in_by, one.stood_in_at) == (None, "berit", now + WAITS)


@on_both
def test_whoever_leaves_stands_in_for_nobody(stood_in: Store, now: datetime) -> None:
    with stood_in.transaction() as tx:
        kari = people.coordinator(tx, "kari")
        assert kari is not None
        found = people.stand_in_of(tx, kari)
        assert found is not None
        assert found.name == "Berit"
        people.leave(tx, "berit", now)
        after = people.coordinator(tx, "kari")
        assert after is not None
        assert (after.stand_in_id, people.stand_in_of(tx, after)) == (None, None)
