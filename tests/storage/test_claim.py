"""Places that one process at a time can have, and that are free the moment it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import QueuePool

from bot.settings import Settings
from bot.storage import people
from bot.storage.claim import Claim
from bot.storage.opening import open_store
from bot.storage.store import Store
from bot.storage.together import together
from tests.houses import START, new_data
from tests.postgres import on_both

HOLDING = """
import sys
from datetime import UTC, datetime
from bot.settings import Settings
from bot.storage.opening import open_store
store = open_store(Settings(), datetime.now(UTC))
print(store.takes_place("telegram"), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def both(tmp_path: Path, database_url: str) -> Settings:
    """An installation on either database."""
    return new_data(tmp_path / "data", database_url)


@on_both
def test_a_place_is_free_again_the_moment_its_process_is_killed(both: Settings) -> None:
    environment = {"PLANPRAT_DATA": str(both.data), "PLANPRAT_DATABASE_URL": both.database_url}
    holding = subprocess.Popen(
        [sys.executable, "-c", HOLDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    store = open_store(both, START)
    try:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "True\n"
        assert not store.takes_place("telegram")
        assert store.takes_place("another")
        holding.kill()
        holding.communicate()
        assert takes(store)
        assert not store.takes_place("telegram"), "it is this process's already"
    finally:
        holding.kill()
        holding.communicate()
        store.close()
    again = open_store(both, START)
    assert takes(again)
    again.close()


@on_both
def test_what_is_under_way_when_it_is_closed_ends_and_leaves_no_connection(both: Settings) -> None:
    store = open_store(both, START)
    pool = store.engine.pool
    assert isinstance(pool, QueuePool)
    with store.transaction() as tx:
        people.add_coordinator(tx, "anne", "Anne", "1", "9-15", "nb", START)
        store.close()
    assert pool.checkedin() == 0
    with store.reading() as tx:
        assert [one.id for one in people.coordinators(tx)] == ["anne"]
    assert isinstance(store.engine.pool, QueuePool)
    assert store.engine.pool.checkedin() == 0
    assert not store.takes_place("telegram")


def test_what_shares_a_commit_when_it_is_closed_leaves_no_connection_either(both: Settings) -> None:
    store = open_store(both, START)
    pool = store.engine.pool
    assert isinstance(pool, QueuePool)
    with together(store) as shared:
        with shared.transaction() as tx:
            people.add_coordinator(tx, "anne", "Anne", "1", "9-15", "nb", START)
        store.close()
    assert pool.checkedin() == 0
    with store.reading() as tx:
        assert [one.id for one in people.coordinators(tx)] == ["anne"]


def takes(store: Store) -> bool:
    """Whether the place is got. A database server needs a moment to see that a connection is gone."""
    return any(store.takes_place("telegram") for _ in range(1_000))


def test_where_files_cannot_be_locked_nobody_has_a_place(tmp_path: Path) -> None:
    claim = Claim.shared(tmp_path)
    assert not claim.takes("no/such/folder")
    claim.gives_back("telegram")
    claim.release()
    claim.release()
