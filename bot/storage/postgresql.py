"""Everything that is particular to PostgreSQL: the address, how a connection is set up, and what its errors mean.

Nothing that is told of an address holds a password, nor what may be a piece of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.errors import (
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseRefused,
    DatabaseUnreachable,
    DiskFull,
    DriverMissing,
    Unusable,
)

SETTING = "PLANPRAT_DATABASE_URL"
DRIVER = "postgresql+psycopg"
CONNECTIONS = 16  # of one process, beside two for the lease; a server has 100 unless told otherwise
APPLICATION = "planprat"
OPENING = 7_265_748_232  # an advisory lock is known by a number; any that nobody else uses

# Unless the address says otherwise. A server that is gone is noticed within half a minute, not after two hours.
_CONNECTING = {
    "application_name": APPLICATION,
    "client_encoding": "utf8",
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
# Milliseconds. Whoever waits longer for a person's row is told so. A process that stands still in the middle of a
# transaction loses it, so that the person can go on elsewhere.
_SESSION = {"lock_timeout": "10000", "statement_timeout": "30000", "idle_in_transaction_session_timeout": "30000"}

_BUSY = ("55P03", "57014", "40P01", "40001")  # lock or statement timed out, deadlock, serialization
_READ_ONLY = "25006"
_DAMAGED = ("XX001", "XX002")
_FULL = ("53100",)
_CROWDED = ("53300",)
_AWAY = ("08", "57P", "58", "53")
# The driver has no code for what goes wrong while connecting, only what the server wrote.
_SAID = {
    "password authentication failed": "28P01",
    "no password supplied": "28P01",
    "no pg_hba.conf entry": "28000",
    'role "': "28000",
    'database "': "3D000",
    "too many": "53300",
    "remaining connection slots": "53300",
    "starting up": "57P03",
    "shutting down": "57P03",
}


def address(url: str) -> URL:
    """The address of a database, PostgreSQL's with the driver that is used (`postgres://` as services write it, too).

    Raises:
        DatabaseRefused: it cannot be read, or is of another kind of database.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is not None and parsed.drivername in {"postgres", "postgresql", DRIVER}:
        return parsed.set(drivername=DRIVER)
    if parsed is not None and parsed.get_backend_name() == "sqlite":
        return parsed
    do = f"write {DRIVER}://name:password@host/database, with %40 for @ and %2F for / in the password"
    raise DatabaseRefused("This is no address of a database that Planprat can use", SETTING, do)


def shown(url: URL) -> str:
    """Which database it is, to be told: host and name. An @ in the host is the end of a password that holds one."""
    host = url.host or url.query.get("host") or "this machine"
    if not isinstance(host, str) or "@" in host:
        return SETTING
    return f"{host}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def understood(error: BaseException | None, where: str, *, reading: bool = False) -> Unusable | None:
    """What an error of PostgreSQL's means to the operator; None for one that they can do nothing about."""
    code = getattr(error, "sqlstate", None) or _said(error)
    if code is None:
        return None
    if code in _FULL:
        return DiskFull("The disk of the database server is full", where, "make room and try again; nothing was lost")
    if code in _DAMAGED:
        do = "restore the newest backup: planprat restore"
        return DatabaseDamaged("The database is damaged", where, do)
    if code in _BUSY:
        do = "try again; if it happens often, see what else works on it (pg_stat_activity)"
        return DatabaseInUse("The database was busy for too long", where, do)
    if code in _CROWDED:
        do = f"raise max_connections; each process of Planprat uses up to {CONNECTIONS + 2}"
        return DatabaseInUse("The database server has no connection left", where, do)
    if code == _READ_ONLY:
        do = "name the server that can be written to"
        return None if reading else DatabaseUnreachable("The database server can only be read", where, do)
    return _refused(code, where) or (_away(where) if code.startswith(_AWAY) else None)


def _refused(code: str, where: str) -> Unusable | None:
    if code == "28P01":
        return DatabaseRefused("The database server does not take the password", where, f"correct it in {SETTING}")
    if code.startswith("28"):
        do = f"correct the name in {SETTING}, or let it in (pg_hba.conf)"
        return DatabaseRefused("The database server does not let this role in", where, do)
    if code == "3D000":
        do = f"make it with CREATE DATABASE, or correct the name in {SETTING}"
        return DatabaseRefused("There is no such database", where, do)
    if code == "42501":
        do = "make the role of Planprat the owner of the database"
        return DatabaseRefused("The role lacks rights in the database", where, do)
    return None


def _away(where: str) -> Unusable:
    return DatabaseUnreachable("The database server does not answer", where, "check that it runs and may be reached")


def _said(error: BaseException | None) -> str | None:
    """The code of an error that came without one: from what the server said, else that it was not there."""
    if type(error).__name__ not in {"OperationalError", "ConnectionTimeout"}:
        return None
    return next((code for words, code in _SAID.items() if words in str(error)), "08001")


def make(url: URL) -> Engine:
    """An engine for a PostgreSQL server. A connection that was cut while it rested is replaced before it is used.

    Raises:
        DriverMissing: it is not installed, or finds no libpq.
    """
    try:
        engine = create_engine(
            url,
            connect_args={name: value for name, value in _CONNECTING.items() if name not in url.query},
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
        )
    except ImportError as error:
        do = "install it beside Planprat: pip install 'planprat[postgresql]'"
        raise DriverMissing("The driver for PostgreSQL is missing", "psycopg", do) from error
    said = str(url.query.get("options", ""))
    _prepare(engine, shown(url), {name: value for name, value in _SESSION.items() if name not in said})
    return engine


def _prepare(engine: Engine, where: str, session: Mapping[str, str]) -> None:
    changed = [f"set_config('{name}', '{value}', false)" for name, value in session.items()]
    # Committed means on the disk. A server that is set to more than that (a standby too) keeps its setting.
    commit = "coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on')"
    settings = "SELECT " + ", ".join([*changed, f"set_config('synchronous_commit', {commit}, false)"])

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: ConnectionPoolEntry) -> None:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            connection.close()
            do = "make it anew with ENCODING 'UTF8'"
            raise DatabaseRefused("The database cannot keep all letters", where, do)
        before, connection.autocommit = connection.autocommit, True
        connection.execute(settings)
        connection.autocommit = before

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> None:
        if context.is_pre_ping:  # the pool replaces that connection by itself
            return
        how = context.connection.get_execution_options() if context.connection is not None else {}
        meaning = understood(context.original_exception, where, reading=bool(how.get("postgresql_readonly")))
        if meaning is not None:
            raise meaning from context.original_exception


def place(engine: Engine, name: str) -> Connection | None:
    """A connection that has the place of this name for as long as it is open, however it ends; None when another's has.
    It is not one of the pool's."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()
    try:
        if connection.execute(select(func.pg_try_advisory_lock(func.hashtext(name)))).scalar_one():
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


@contextmanager
def opened_by_one(engine: Engine) -> Iterator[None]:
    """Nobody else opens this database meanwhile: of several that start at once, one makes the keys and the tables.

    Raises:
        DatabaseInUse: another took longer than half a minute.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({OPENING:d})")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({OPENING:d})")


def connected(engine: Engine) -> int:
    """How many others are connected to this database, whoever they are."""
    asked = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(asked).scalar_one())
