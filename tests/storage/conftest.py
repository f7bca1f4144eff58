"""A store of its own for each test, in a folder of its own, at one fixed time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.storage import people
from bot.storage.opening import open_store
from bot.storage.store import Store

NOW = datetime(2027, 3, 14, 9, 26, tzinfo=UTC)


@pytest.fixture(scope="session")
def new_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that was opened for the first time and then closed. To be copied."""
    settings = Settings(data=tmp_path_factory.mktemp("new") / "data")
    open_store(settings, NOW).close()
    return settings.data


@pytest.fixture
def now() -> datetime:
    """A Sunday in spring."""
    return NOW


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Settings:
    """An installation in a folder that does not exist yet. On PostgreSQL the database has its tables already."""
    for name in ("PLANPRAT_DATABASE_URL", "PLANPRAT_MASTER_KEY", "PLANPRAT_PEPPER"):
        monkeypatch.delenv(name, raising=False)
    data = tmp_path / "data"
    return Settings(data=data, database_url=database_url) if database_url else Settings(data=data)


@pytest.fixture
def store(settings: Settings, new_data: Path, now: datetime) -> Iterator[Store]:
    """Empty, with keys."""
    other = shutil.ignore_patterns("planprat.db*") if settings.database_url.startswith("postgresql") else None
    shutil.copytree(new_data, settings.data, ignore=other)
    opened = open_store(settings, now)
    yield opened
    opened.close()


@pytest.fixture
def peopled(store: Store, now: datetime) -> Store:
    """The same with the coordinator Kari (`kari`) and her two persons, Ola (`ola`) and Siv (`siv`)."""
    with store.transaction() as tx:
        people.add_coordinator(tx, "kari", "Kari", "55 00 00 00", "mandag til torsdag", "nn", now)
        people.add_user(tx, "ola", "kari", "Ola", "nb", now)
        people.add_user(tx, "siv", "kari", "Siv", "nn", now)
    return store
