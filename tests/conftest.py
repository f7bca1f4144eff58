"""Fixtures for every room: a real PostgreSQL, and both databases one after the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import Server, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, started when the first test asks for it; of each process that runs tests its own."""
    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """The address of a new database with all tables and nobody in it."""
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Both databases: the address of a new one on PostgreSQL; empty for SQLite in the test's own folder."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
