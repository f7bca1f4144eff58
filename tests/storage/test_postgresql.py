"""PostgreSQL as it must be set, what its errors mean to an operator, and what happens when it goes away."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg.errors
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.actions.actors import NotThere
from bot.actions.entering import Arrival, bind_link
from bot.settings import Settings
from bot.storage import erasing, links, log, people, sessions
from bot.storage.backup import backup, restore
from bot.storage.engine import database_file, make_engine
from bot.storage.errors import (
    BackupUnusable,
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseRefused,
    DatabaseUnreachable,
    DiskFull,
    DriverMissing,
    Unusable,
)
from bot.storage.hashing import token_hash
from bot.storage.opening import open_store
from bot.storage.postgresql import CONNECTIONS, address, understood
from bot.storage.store import Store
from bot.storage.tables import coordinators, users
from tests.houses import a_house, new_data
from tests.postgres import LOCKED_ROLE, PASSWORD, Server, on_both

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
PATIENCE_S = 30


def setting(store: Store, name: str) -> str:
    with store.reading() as tx:
        return str(tx.connection.exec_driver_sql(f"SHOW {name}").scalar_one())


@on_postgresql
def test_each_connection_is_set_up(store: Store) -> None:
    wanted = {"lock_timeout": "10s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "30s"}
    wanted |= {"synchronous_commit": "on", "application_name": "planprat", "transaction_read_only": "on"}
    assert {name: setting(store, name) for name in wanted} == wanted
    with store.transaction() as tx:
        assert tx.connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "off"


def test_committed_is_on_the_disk_whatever_the_server_is_set_to(
    postgres: Server, tmp_path: Path, now: datetime
) -> None:
    with postgres.database() as name:
        postgres.run("ALTER DATABASE {name} SET synchronous_commit = off", name=name)
        store = open_store(new_data(tmp_path / "data", postgres.url(name)), now)
        assert setting(store, "synchronous_commit") == "on"
        store.close()


def test_the_address_may_say_otherwise(postgres: Server, tmp_path: Path, now: datetime) -> None:
    with postgres.database() as name:
        url = postgres.url(name) + "&options=-c%20lock_timeout%3D50&application_name=plan"
        settings = new_data(tmp_path / "data", url)
        store, other = open_store(settings, now), open_store(settings, now)
        assert (setting(store, "lock_timeout"), setting(store, "application_name")) == ("50ms", "plan")
        with store.transaction() as tx:
            people.add_coordinator(tx, "kari", "Kari", "", "", "nb", now)
        with other.transaction() as held:
            held.connection.execute(update(coordinators).values(hours="fredag"))
            with pytest.raises(DatabaseInUse, match="busy"), store.transaction() as tx:
                people.leave(tx, "kari", now)
        store.close()
        other.close()


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_an_address_as_services_write_it(url: str) -> None:
    assert address(url).drivername == "postgresql+psycopg"
    assert database_file(url) is None


@pytest.mark.parametrize("url", ["mysql://planprat:geheim@db/planprat", "geheim", "postgresql+asyncpg://a:geheim@db/d"])
def test_an_address_of_nothing_we_know(url: str) -> None:
    with pytest.raises(DatabaseRefused, match="PLANPRAT_DATABASE_URL") as caught:
        make_engine(url)
    assert "geheim" not in str(caught.value)


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing, match=r"planprat\[postgresql\]"):
        make_engine("postgresql://planprat@db/planprat")


def refused(data: Path, url: str, now: datetime) -> Unusable:
    """What opening says. Never a password."""
    with pytest.raises(Unusable) as caught:
        open_store(Settings(data=data, database_url=url), now)
    assert PASSWORD not in str(caught.value)
    assert "geheim" not in str(caught.value)
    return caught.value


def test_who_is_not_let_in(postgres: Server, tmp_path: Path, now: datetime) -> None:
    data = tmp_path / "data"
    with postgres.database("template0") as name:
        for password in ("", "geheim"):
            error = refused(data, postgres.url(name, LOCKED_ROLE, password), now)
            assert (type(error), error.what) == (DatabaseRefused, "The database server does not take the password")
        error = refused(data, postgres.url(name, "stranger", "geheim"), now)
        assert (type(error), error.what) == (DatabaseRefused, "The database server does not let this role in")
        error = refused(data, postgres.url("nowhere", password="geheim"), now)
        assert (type(error), error.what) == (DatabaseRefused, "There is no such database")
        error = refused(data, postgres.url(name, LOCKED_ROLE, PASSWORD), now)
        assert (type(error), error.what) == (DatabaseRefused, "The role lacks rights in the database")
    postgres.run("CREATE DATABASE odd TEMPLATE template0 ENCODING 'SQL_ASCII'")
    assert refused(data, postgres.url("odd"), now).what == "The database cannot keep all letters"
    postgres.run("DROP DATABASE odd WITH (FORCE)")


@pytest.mark.parametrize("host", ["127.0.0.1:9", "no.such.invalid"])
def test_a_server_that_is_not_there(host: str, tmp_path: Path, now: datetime) -> None:
    error = refused(tmp_path / "data", f"postgresql://planprat:geheim@{host}/planprat?connect_timeout=2", now)
    assert type(error) is DatabaseUnreachable
    assert error.where == f"{host}/planprat"


def test_a_password_with_an_at_in_it_is_not_told_as_a_host(tmp_path: Path, now: datetime) -> None:
    error = refused(tmp_path / "data", "postgresql://planprat:old@geheim@127.0.0.1:9/planprat", now)
    assert error.where == "PLANPRAT_DATABASE_URL"


@on_postgresql
@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("53100", DiskFull),
        ("XX001", DatabaseDamaged),
        ("40P01", DatabaseInUse),
        ("40001", DatabaseInUse),
        ("57014", DatabaseInUse),
        ("53300", DatabaseInUse),
        ("57P03", DatabaseUnreachable),
        ("58030", DatabaseUnreachable),
        ("25006", DatabaseUnreachable),
        ("42501", DatabaseRefused),
    ],
)
def test_what_an_error_of_the_server_means_and_that_nothing_is_kept(
    peopled: Store, code: str, error: type[Unusable]
) -> None:
    with pytest.raises(error), peopled.transaction() as tx:  # noqa: PT012
        people.set_language(tx, "ola", "nn")
        tx.connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'as it says' USING ERRCODE = '{code}'; END $$")
    with peopled.reading() as tx:
        ola = people.user(tx, "ola")
    assert ola is not None
    assert ola.language == "nb"


def test_an_error_of_our_own_is_left_alone() -> None:
    assert understood(psycopg.errors.UndefinedColumn("no such column"), "db") is None
    assert understood(psycopg.errors.ReadOnlySqlTransaction("a reader wrote"), "db", reading=True) is None


@on_postgresql
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_the_server_goes_away_and_comes_back(peopled: Store, postgres: Server, how: signal.Signals) -> None:
    with pytest.raises(DatabaseUnreachable), peopled.transaction() as tx:  # noqa: PT012
        people.set_language(tx, "ola", "nn")
        postgres.stop(how)
        people.set_language(tx, "siv", "nb")
    try:
        with pytest.raises(DatabaseUnreachable), peopled.reading() as tx:
            people.user(tx, "ola")
    finally:
        postgres.start()
    with peopled.transaction() as tx:  # with the same store
        assert [one.language for one in people.users_of(tx, "kari")] == ["nb", "nn"]
        assert people.set_language(tx, "siv", "nb")


@contextmanager
def beside(do: Callable[[], object]) -> Iterator[Future[object]]:
    """Do this in a thread for the length of the block."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(do)


def until_waiting(postgres: Server, store: Store, wanted: int = 1) -> None:
    """Wait until so many connections wait for a lock."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    database = str(store.engine.url.database)
    pause = threading.Event()
    for _ in range(PATIENCE_S * 100):
        if postgres.run(asked, database) == [(wanted,)]:
            return
        pause.wait(0.01)
    raise AssertionError("nobody waits")


@on_postgresql
def test_one_persons_taps_leave_the_connections_to_others(
    peopled: Store, settings: Settings, postgres: Server, now: datetime
) -> None:
    elsewhere = open_store(settings, now)

    def tap() -> None:
        with peopled.transaction() as tx:
            assert tx.lock_user("ola")

    with ThreadPoolExecutor(2 * CONNECTIONS) as pool:
        with elsewhere.transaction() as held:
            assert held.lock_user("ola")
            taps = [pool.submit(tap) for _ in range(2 * CONNECTIONS)]
            until_waiting(postgres, peopled)
            with peopled.transaction() as tx:
                assert tx.lock_user("siv")
            assert peopled.engine.pool.checkedout() == 1  # type: ignore[attr-defined]
        for one in taps:
            one.result(PATIENCE_S)
    elsewhere.close()


@on_postgresql
def test_nobody_comes_in_by_a_link_that_is_being_revoked(
    settings: Settings, new_data: Path, postgres: Server, now: datetime, tmp_path: Path
) -> None:
    house = a_house(tmp_path, database_url=settings.database_url)
    with house.writing() as tx:
        people.add_coordinator(tx, "kari", "Kari", "", "", "nb", now)
        people.add_user(tx, "ola", "kari", "Ola", "nb", now)
        links.make_link(tx, "link", "ola", token_hash("token"), "kari", now, now + timedelta(days=14))
    arrival = Arrival("token", "271828", remembered=True, secret="s", device="", address="")
    with house.writing() as tx:
        tx.lock_user("ola")
        links.revoke(tx, "link", now)
        sessions.end_all(tx, "ola", now)
        with beside(lambda: bind_link(house, arrival, "271828", "nb", now)) as coming:
            until_waiting(postgres, house.store)
            tx.connection.commit()
            with pytest.raises(NotThere):
                coming.result(PATIENCE_S)
    with house.reading() as tx:
        assert sessions.sessions_of(tx, "ola") == []
    house.close()


@on_postgresql
def test_nothing_is_written_about_somebody_who_is_being_erased(peopled: Store, postgres: Server, now: datetime) -> None:
    def see() -> None:
        with peopled.transaction() as tx:
            log.write(tx, now, "coordinator", "kari", "see_notice", "ola")

    with peopled.transaction() as tx:
        erasing.erase_user(tx, "ola", now)
        with beside(see) as seeing:
            until_waiting(postgres, peopled)
            for last in tx.before_commit:
                last()
            tx.connection.commit()
            with pytest.raises(IntegrityError):
                seeing.result(PATIENCE_S)
    with peopled.reading() as tx:
        assert tx.connection.execute(select(users.c.id)).scalars().all() == ["siv"]


def test_several_that_start_at_once_make_one_installation(
    postgres: Server, tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with postgres.database("template0") as name, ThreadPoolExecutor(4) as pool:
        settings = Settings(data=tmp_path / "data", database_url=postgres.url(name))
        stores = list(pool.map(lambda _: open_store(settings, now), range(4)))
        with stores[0].transaction() as tx:
            people.add_coordinator(tx, "kari", "Kari", "", "", "nb", now)
            people.add_user(tx, "ola", "kari", "Ola", "nb", now)
        for store in stores:
            with store.reading() as tx:
                assert [one.name for one in people.users_of(tx, "kari")] == ["Ola"]
            store.close()
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


@on_both
def test_keys_of_another_installation(peopled: Store, settings: Settings, tmp_path: Path, now: datetime) -> None:
    peopled.close()
    with pytest.raises(Unusable, match="missing"):
        open_store(Settings(data=tmp_path / "another", database_url=settings.database_url), now)


@on_postgresql
def test_nothing_is_restored_under_somebody_who_is_connected_elsewhere(
    peopled: Store, settings: Settings, postgres: Server, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgres.bin))
    made = backup(peopled, tmp_path / "backups", now)
    another = Settings(data=tmp_path / "another", database_url=settings.database_url)
    with pytest.raises(DatabaseInUse, match="Others are connected"):
        restore(another, made, now, replace=True)


@on_postgresql
def test_without_the_programs_of_postgresql_a_backup_says_what_to_do(
    peopled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupUnusable, match="postgresql-client"):
        backup(peopled, tmp_path / "backups", now)
    assert list((tmp_path / "backups").iterdir()) == []


@on_postgresql
def test_a_client_that_is_too_old_or_fails_is_told_in_a_sentence(
    peopled: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    old = tmp_path / "pg_dump"
    for said, told in (
        ("pg_dump: error: aborting because of server version mismatch", "install the client of the server's version"),
        ("pg_dump: error: could not write: No space left on device", "make room"),
        ("pg_dump: error: something else:\npg_dump: detail: more", "did not succeed, something else"),
    ):
        old.write_text(f"#!/bin/sh\nprintf '%s\\n' '{said}' >&2\nexit 1\n")
        old.chmod(0o755)
        with pytest.raises(Unusable, match=told):
            backup(peopled, tmp_path / "backups", now)
    assert list((tmp_path / "backups").iterdir()) == []
