"""Bring a database up to the tables of this version. The steps are in `migrations/versions`, `0001` the first.

All of them run in one transaction: afterwards the database is at this version, or as it was.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.engine import MIGRATING, READING, make_engine, options, where
from bot.storage.errors import DatabaseDamaged, DatabaseNewer, DatabaseOlder

# Folders that steps are taken from.
VERSIONS = (Path(__file__).with_name("migrations") / "versions",)
_KEPT = "it is as it was; use the version of Planprat that made it, and report this"


def config_for(versions: tuple[Path, ...], connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file: steps from these folders, to be run with this connection."""
    config = Config()
    places = {
        "script_location": str(Path(__file__).with_name("migrations")),
        "version_locations": "\n".join(str(place) for place in versions),
        "path_separator": "newline",
    }
    for name, value in places.items():
        config.set_main_option(name, value.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def scripts(versions: tuple[Path, ...]) -> ScriptDirectory:
    """The steps in these folders, read once."""
    return ScriptDirectory.from_config(config_for(versions))


def newest() -> str:
    """The version that this program's tables have, e.g. `0001`."""
    head = scripts(VERSIONS).get_current_head()
    if head is None:
        raise LookupError("the package is installed without its migrations")
    return head


def version(engine: Engine) -> str | None:
    """The version of a database, None for an empty one.

    Raises:
        DatabaseDamaged: there are tables, but they are not Planprat's.
    """
    with engine.connect().execution_options(**options(engine, READING)) as connection, connection.begin():
        found = MigrationContext.configure(connection).get_current_revision()
        if found is None and inspect(connection).get_table_names():
            raise DatabaseDamaged(
                "The database holds tables that are not Planprat's", where(engine), "name another database"
            )
        return found


def is_empty(url: str) -> bool:
    """Whether there is nothing yet in the database with this address.

    Raises:
        DatabaseUnreachable, DatabaseRefused: it cannot be looked into.
        DatabaseDamaged: there is something, but it is not Planprat's.
    """
    engine = make_engine(url)
    try:
        return version(engine) is None
    finally:
        engine.dispose()


def check_known(engine: Engine) -> str | None:
    """The version of a database that this program can use or bring up to its own.

    Raises:
        DatabaseNewer: it was made by a later version of the program.
        DatabaseDamaged: it is not Planprat's.
    """
    found = version(engine)
    known = {script.revision for script in scripts(VERSIONS).walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseNewer(
            f"The database is of version {found}, newer than this program's {newest()}",
            where(engine),
            "install the version of Planprat that made it, or a later one",
        )
    return found


def migrate(engine: Engine) -> None:
    """Bring the database up to the newest version, an empty one as well.

    Raises:
        DatabaseOlder: it did not succeed; the database is as it was.
        DiskFull: there was no room; the database is as it was.
    """
    try:
        with engine.connect().execution_options(**options(engine, MIGRATING)) as connection, connection.begin():
            command.upgrade(config_for(VERSIONS, connection), "head")
            if connection.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise DatabaseOlder(
                        f"After the change {len(broken)} rows would point to nothing", where(engine), _KEPT
                    )
    except (SQLAlchemyError, CommandError) as error:
        raise DatabaseOlder(
            f"The database could not be brought up to version {newest()}, {type(error).__name__}", where(engine), _KEPT
        ) from error
