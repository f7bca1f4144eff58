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
def postgres_url(postgres: Server) -> str:
    """The address of a database with all tables and nobody in it."""
    return postgres.url(postgres.emptied())


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Empty: SQLite in the test's own folder. Under `@on_both` a second time, with a new database on PostgreSQL."""
    kind = getattr(request, "param", "sqlite")
    return str(request.getfixturevalue("postgres_url")) if kind == "postgresql" else ""
