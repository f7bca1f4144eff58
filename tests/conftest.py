"""For every room: a real PostgreSQL, both databases one after the other; and what a run says at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.storage import hashing, opening
from tests.houses import kept_engine
from tests.in_memory import look_through_less, use_memory
from tests.postgres import Server, running
from tests.safety.measured import TABLE
from tests.shared_out import ByModule, share_out

SCRYPT_LOG_N_SERVED = hashing.SCRYPT_LOG_N
use_memory()


@pytest.fixture(scope="session", autouse=True)
def _cheap_codes() -> Iterator[None]:
    """In the tests' own process a guess at a code is cheap: hundreds are made. `test_hashing.py` pays in full."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "SCRYPT_LOG_N", 1)
        yield


@pytest.fixture
def kept_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that start again before every line."""
    monkeypatch.setattr(opening, "make_engine", kept_engine)


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `shared_out.py`."""
    share_out(items)


def pytest_collection_finish() -> None:
    """See `in_memory.py`."""
    look_through_less()


@pytest.hookimpl(optionalhook=True)  # so that pytest runs without xdist, too
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByModule:
    """See `shared_out.py`."""
    return ByModule(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How well disclosures are recognised, as the test that holds the figures to the documentation computed it."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, table in getattr(report, "user_properties", ()):
                if name == TABLE and report.when == "teardown":
                    terminalreporter.section(f"{TABLE} (docs/safety.md)")
                    for row, *cells in table:
                        terminalreporter.write_line(f"{row:28}" + "".join(f"{cell:>14}" for cell in cells))
