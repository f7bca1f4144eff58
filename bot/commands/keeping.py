"""Keeping the data: backup, restore, and bringing an older database up to this version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.answers import AsJson, answer
from bot.commands.installation import existing, now
from bot.settings import DATABASE_FILE, Settings
from bot.storage import backup as backups
from bot.storage.backup import Backup
from bot.storage.backup import backup as back_up
from bot.storage.backup import restore as put_back
from bot.storage.dumps import DUMP_FILE
from bot.storage.opening import open_store


def backup(
    folder: Annotated[Path, typer.Argument(help="Made when missing. The backup gets a name of its own in it.")],
    as_json: AsJson = False,
) -> None:
    """Back up the database, and beside it the keys. Planprat may be running."""
    store = open_store(existing(), now())
    try:
        made = back_up(store, folder, now())
    finally:
        store.close()
    told = {"database": str(made.database), "keys": str(made.keys)}
    lines = (
        f"Database: {made.database.parent}",
        f"Keys:     {made.keys}",
        "Keep the two in different places: whoever has both can read everything.",
    )
    answer(as_json, told, *lines)


def restore(
    folder: Annotated[Path, typer.Argument(help="A backup: the folder with planprat.db or planprat.dump in it.")],
    keys: Annotated[Path | None, typer.Option(help="The backup's keys. Otherwise <FOLDER>-keys.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="What is here now may be lost.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup in the place of the data. Planprat must be stopped. Whoever was erased stays erased."""
    folder = folder.absolute()
    database = folder / (DUMP_FILE if (folder / DUMP_FILE).exists() else DATABASE_FILE)
    from_ = Backup(database=database, keys=keys or folder.with_name(f"{folder.name}-keys"))
    erased = put_back(Settings(), from_, now(), replace=replace)
    told = {"database": str(from_.database), "keys": str(from_.keys), "erased_again": list(erased)}
    answer(as_json, told, "Restored.", f"Erased again, since they were erased after this backup: {len(erased)}")


def apply_ledger(
    keys: Annotated[Path | None, typer.Option(help="Another folder of keys, whose ledger is newer.")] = None,
    as_json: AsJson = False,
) -> None:
    """Erase again whoever was erased, after a database server was put back by its own means. Every start does the
    same with the ledger among the keys."""
    store = open_store(existing(), now())
    try:
        erased = backups.apply_ledger(store, keys, now())
    finally:
        store.close()
    answer(as_json, {"erased_again": list(erased)}, f"Erased again: {len(erased)}")


def migrate(
    backed_up: Annotated[bool, typer.Option("--backed-up", help="There is a backup of the database.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring an older database up to this version. Every start does it; only a database server needs it said."""
    open_store(existing(), now(), backed_up=backed_up).close()
    answer(as_json, {"migrated": True}, "The database is of this version.")
