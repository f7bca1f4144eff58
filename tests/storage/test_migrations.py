"""The steps lead to the tables that the code knows, with data in place, and a database of another version is met."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot.settings import Settings
from bot.storage import migrate as steps
from bot.storage import people
from bot.storage.engine import MIGRATING, make_engine, options
from bot.storage.errors import DatabaseDamaged, DatabaseNewer, DatabaseOlder
from bot.storage.export import export
from bot.storage.migrate import check_known, migrate, newest, version
from bot.storage.opening import open_store
from bot.storage.store import Store
from bot.storage.tables import metadata
from tests.houses import new_data
from tests.postgres import Server, on_both
from tests.storage.life import live


@pytest.fixture
def make_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Makes databases without a table; under `@on_both_empty` once on SQLite and once on PostgreSQL."""
    with ExitStack() as made:

        def make() -> Engine:
            if getattr(request, "param", "sqlite") == "sqlite":
                url = f"sqlite:///{tmp_path / secrets.token_hex(4)}.db"
            else:
                server = request.getfixturevalue("postgres")
                url = server.url(made.enter_context(server.database("template0")))
            engine = make_engine(url)
            made.callback(engine.dispose)
            return engine

        yield make


@pytest.fixture
def empty(make_empty: Callable[[], Engine]) -> Engine:
    """A database without a table."""
    return make_empty()


on_both_empty = pytest.mark.parametrize("make_empty", ["sqlite", "postgresql"], indirect=True)


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def stamp(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


@on_both_empty
def test_from_nothing_to_what_the_code_knows(empty: Engine) -> None:
    assert version(empty) is None
    migrate(empty)
    assert version(empty) == newest()
    assert differences(empty) == []


@on_both_empty
def test_the_same_names_for_constraints(empty: Engine, make_empty: Callable[[], Engine]) -> None:
    migrate(empty)
    from_metadata = make_empty()
    with from_metadata.begin() as connection:
        metadata.create_all(connection)
    migrated, made = inspect(empty), inspect(from_metadata)
    for table in metadata.tables:
        assert migrated.get_pk_constraint(table) == made.get_pk_constraint(table)
        assert by_name(migrated.get_foreign_keys(table)) == by_name(made.get_foreign_keys(table))
        assert by_name(migrated.get_unique_constraints(table)) == by_name(made.get_unique_constraints(table))
        assert by_name(migrated.get_indexes(table)) == by_name(made.get_indexes(table))


def by_name(found: Any) -> list[Any]:
    return sorted(found, key=lambda entry: str(entry["name"]))


@on_both
def test_again_is_the_same_as_once_with_data_in_place(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", "Kvitveis", now)
    with peopled.reading() as tx:
        before = export(tx, "liv", now)
    migrate(peopled.engine)
    with peopled.reading() as tx:
        assert export(tx, "liv", now) == before


def test_every_table_can_be_rebuilt_with_rows_in_it(peopled: Store, now: datetime) -> None:
    """What a step on SQLite does: it copies a table that others point to, drops it, and takes its name."""
    live(peopled, "liv", "Kvitveis", now)
    with peopled.reading() as tx:
        before = export(tx, "liv", now)
    how = options(peopled.engine, MIGRATING)
    with peopled.engine.connect().execution_options(**how) as connection, connection.begin():
        opts = {"target_metadata": metadata, "render_as_batch": True}
        operations = Operations(MigrationContext.configure(connection, opts=opts))
        for table in metadata.tables:
            with operations.batch_alter_table(table, recreate="always"):
                pass
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
    assert differences(peopled.engine) == []
    with peopled.reading() as tx:
        assert export(tx, "liv", now) == before


def test_each_released_step_is_listed() -> None:
    scripts = list(steps.scripts(steps.VERSIONS).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == ["0001", "0002", "0003", "0004"]


@on_both
def test_a_database_of_a_later_version(peopled: Store, settings: Settings, now: datetime) -> None:
    stamp(peopled.engine, "9999")
    peopled.close()
    with pytest.raises(DatabaseNewer, match="9999"):
        open_store(settings, now)


STEP = """
import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.String(), nullable=True))
    op.execute(sa.text("UPDATE users SET language = 'nn'"))
    {then}
"""
FAILS = "op.execute(sa.text('UPDATE nothing SET x = 1'))"
ORPHANS = "op.execute(sa.text('DELETE FROM coordinators'))"


@pytest.fixture
def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The program of tomorrow: it knows one step more, which ends with the statement given."""

    def know(then: str) -> None:
        folder = tmp_path / "tomorrow"
        folder.mkdir()
        (folder / "v0005_tomorrow.py").write_text(STEP.format(then=then))
        monkeypatch.setattr(steps, "VERSIONS", (*steps.VERSIONS, folder))

    return know


def test_an_older_database_is_copied_and_brought_up(
    peopled: Store, settings: Settings, now: datetime, next_step: Callable[[str], None]
) -> None:
    peopled.close()
    next_step("")
    store = open_store(settings, now)
    assert version(store.engine) == "0005"
    with store.reading() as tx:
        assert [user.language for user in people.users_of(tx, "kari")] == ["nn", "nn"]
    store.close()
    before = settings.data / "before-0005-20270314T092600Z.db"
    assert before.stat().st_mode & 0o077 == 0
    engine = make_engine(f"sqlite:///{before}")
    assert version(engine) == "0004"
    assert "nickname" not in {column["name"] for column in inspect(engine).get_columns("users")}
    engine.dispose()


@pytest.mark.parametrize("then", [FAILS, ORPHANS])
def test_a_step_that_fails_leaves_the_database_as_it_was(
    peopled: Store, settings: Settings, now: datetime, next_step: Callable[[str], None], then: str
) -> None:
    peopled.close()
    next_step(then)
    with pytest.raises(DatabaseOlder, match="as it was"):
        open_store(settings, now)
    assert not list(settings.data.glob("before-*")), "a copy for each failed start would fill the disk"
    engine = make_engine(settings.database_url)
    assert version(engine) == "0004"
    assert "nickname" not in {column["name"] for column in inspect(engine).get_columns("users")}
    engine.dispose()


def test_a_database_server_is_changed_when_there_is_a_backup(
    postgres: Server, tmp_path: Path, now: datetime, next_step: Callable[[str], None]
) -> None:
    with postgres.database() as name:
        settings = new_data(tmp_path / "data", postgres.url(name))
        store = open_store(settings, now)
        with store.transaction() as tx:
            people.add_coordinator(tx, "kari", "Kari", "55 00 00 00", "", "nb", now)
        live(store, "liv", "Kvitveis", now)
        store.close()
        next_step("")
        with pytest.raises(DatabaseOlder, match="planprat migrate --backed-up"):
            open_store(settings, now)
        store = open_store(settings, now, backed_up=True)
        assert version(store.engine) == "0005"
        with store.reading() as tx:
            (liv,) = people.users_of(tx, "kari")
        assert (liv.name, liv.language) == ("Kvitveis namn", "nn")
        store.close()


def test_a_step_that_fails_on_a_database_server(
    postgres: Server, tmp_path: Path, now: datetime, next_step: Callable[[str], None]
) -> None:
    next_step(FAILS)
    with postgres.database() as name:
        settings = new_data(tmp_path / "data", postgres.url(name))
        with pytest.raises(DatabaseOlder, match="as it was"):
            open_store(settings, now, backed_up=True)
        engine = make_engine(settings.database_url)
        assert version(engine) == "0004"
        assert "nickname" not in {column["name"] for column in inspect(engine).get_columns("users")}
        engine.dispose()


@on_both_empty
def test_tables_of_somebody_else(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER PRIMARY KEY)"))
    with pytest.raises(DatabaseDamaged, match="not Planprat's"):
        check_known(empty)
