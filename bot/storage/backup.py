"""Backup and restore. The database in one folder, the keys in another, so that they can be kept in different places.

`<folder>/planprat-<time>/planprat.db` (of a PostgreSQL server `planprat.dump`) and `<folder>/planprat-<time>-keys/`:
whoever has only one of them can read nothing that a person wrote. Restoring erases again whoever has been erased since.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select

from bot.settings import DATABASE_FILE, Settings
from bot.storage import durable, erasing, ledger
from bot.storage.claim import Claim
from bot.storage.dumps import DUMP_FILE, dump, put_back, users_in
from bot.storage.engine import check_whole, connected, database_file, make_engine, understood, where
from bot.storage.errors import BackupUnusable, DatabaseInUse
from bot.storage.keyring import Keyring
from bot.storage.migrate import check_known, migrate, newest, version
from bot.storage.store import Store
from bot.storage.tables import users
from bot.storage.vault import Vault

READY = "restoring"  # begins the name of the folder in which a restore makes everything ready


@dataclass(frozen=True, slots=True)
class Backup:
    """Where one backup lies: the file of the database, and the folder of the keys."""

    database: Path
    keys: Path


def copy_database(engine: Engine, to: Path) -> None:
    """Copy an SQLite database as it is at one moment, while others read and write it.

    Raises:
        BackupUnusable: there is a file of this name already.
        DiskFull: there is no room; nothing is left behind.
    """
    if to.exists():
        raise BackupUnusable("There is a backup of this name", to, "name another folder")
    draft = to.with_name(f".{to.name}.part")
    try:
        durable.write_in_new_folder(draft, b"")
    except FileExistsError as error:
        raise BackupUnusable("Another backup is being made", draft, "wait for it, or remove what it left") from error
    try:
        _copy_pages(engine, draft)
        with durable.explained(to.parent):
            os.replace(draft, to)
            durable.sync_folder(to.parent)
    finally:
        draft.unlink(missing_ok=True)


def _copy_pages(engine: Engine, to: Path) -> None:
    pooled, target = engine.raw_connection(), sqlite3.connect(to)
    try:
        source = pooled.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError("the SQLite driver is the one of the standard library")
        source.backup(target)  # all pages in one step: one moment, whoever writes meanwhile
    except sqlite3.Error as error:
        meaning = understood(error, to)
        if meaning is None:
            raise
        raise meaning from error
    finally:
        target.close()
        pooled.close()


def _copy_keys(keys: Path, to: Path) -> None:
    """Copy the keyring; the ledger last, so that whoever lost their key meanwhile stands in it."""
    durable.private_folder(to)
    durable.private_folder(to / "users")
    files = [*keys.glob("*.key"), *(keys / "users").glob("*.key"), keys / ledger.LEDGER_FILE]
    for file in files:
        try:
            content = file.read_bytes()
        except FileNotFoundError:  # erased since it was listed, or nobody was ever erased
            continue
        durable.write_in_new_folder(to / file.relative_to(keys), content)


def backup(store: Store, folder: Path, now: datetime) -> Backup:
    """Back up a store while it is in use.

    The database goes first: every person in it has their key in the keys that are copied after it, or stands in the
    ledger that is copied last.

    Args:
        store: an open one, on either database.
        folder: is made when missing.
        now: names the two folders, to the second, in UTC.

    Raises:
        BackupUnusable: there is one of this second already, or `pg_dump` is missing or fails.
        FolderUnusable: the folder cannot be written to.
        DiskFull: there is no room; what was written so far is removed.
    """
    on_server = store.engine.dialect.name == "postgresql"
    durable.private_folder(folder)
    name = f"planprat-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    made = Backup(database=folder / name / (DUMP_FILE if on_server else DATABASE_FILE), keys=folder / f"{name}-keys")
    if made.database.parent.exists() or made.keys.exists():
        raise BackupUnusable("There is a backup of this name", folder / name, "name another folder, or wait a second")
    try:
        durable.private_folder(made.database.parent)
        if on_server:
            dump(store.engine, made.database)
        else:
            copy_database(store.engine, made.database)
        _copy_keys(store.vault.keyring.folder, made.keys)
    except BaseException:
        shutil.rmtree(made.database.parent, ignore_errors=True)
        shutil.rmtree(made.keys, ignore_errors=True)
        raise
    return made


def restore(settings: Settings, from_: Backup, now: datetime, *, replace: bool = False) -> tuple[str, ...]:
    """Put a backup in the place of what is here.

    Everything is made ready and checked beside the data first; what was here is removed only then. A dump is put back
    in one transaction. If the machine stops in between, restore once more. Persons who stand in the ledger of the
    backup or of the present are erased from it.

    Args:
        settings: say where the data are.
        from_: the backup.
        now: when those who are erased again are said to be.
        replace: what is here may be lost.

    Returns:
        Ids of the persons who were in the backup and have been erased again.

    Raises:
        BackupUnusable: it is not whole or of another kind of database, or there are data here and they may not be lost.
        DatabaseInUse: Planprat is running on these data.
        KeyMissing: the backup's keys are not those of its database.
        KeyDamaged: as above, or a key in it is damaged.
    """
    file = database_file(settings.database_url)
    if (file is None) != (from_.database.name == DUMP_FILE):
        kind = "a PostgreSQL server" if file is None else "SQLite"
        do = f"name a backup of {kind}, or another database in PLANPRAT_DATABASE_URL"
        raise BackupUnusable("The backup is of another kind of database", from_.database, do)
    if not from_.database.is_file() or not from_.keys.is_dir():
        raise BackupUnusable("There is no whole backup", from_.database, "name a database and its folder of keys")
    durable.private_folder(settings.data)
    claim = Claim.alone(settings.data)
    try:
        if file is None:
            return _restore_on_server(settings, from_, now, replace=replace)
        durable.private_folder(file.parent)
        if file.exists() and file.stat().st_size and not replace:
            raise BackupUnusable("There are data here already", file, "say --replace if they may be lost")
        name = f"{READY}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        ready = Backup(database=file.parent / name / DATABASE_FILE, keys=settings.data / name / "keys")
        try:
            with durable.explained(settings.data):
                erased = _make_ready(settings, from_, ready, now)
                _put_in_place(settings, file, ready)
            for left in (*_left(settings.data), *_left(file.parent)):
                shutil.rmtree(left, ignore_errors=True)
        finally:
            shutil.rmtree(ready.database.parent, ignore_errors=True)
            shutil.rmtree(ready.keys.parent, ignore_errors=True)
    finally:
        claim.release()
    return erased


def _restore_on_server(settings: Settings, from_: Backup, now: datetime, *, replace: bool) -> tuple[str, ...]:
    """The same on PostgreSQL: the keys are made ready and held against the dump, then both are put in place."""
    engine = make_engine(settings.database_url)
    ready = settings.data / f"{READY}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}" / "keys"
    try:
        if version(engine) is not None and not replace:
            raise BackupUnusable("There are data here already", where(engine), "say --replace if they may be lost")
        if connected(engine):
            do = "stop Planprat on every machine first, and whatever else looks into it"
            raise DatabaseInUse("Others are connected to the database", where(engine), do)
        _ready_keys(settings, from_, ready, now)
        keyring = Keyring.open(ready, master=settings.master_key, pepper=settings.pepper, create=False)
        for user in sorted(users_in(from_.database) - ledger.erased(ready)):
            keyring.key(user)
        engine.dispose()  # its own connection would stand in the way of the tables
        put_back(engine, from_.database)
        with durable.explained(settings.data):
            _put_keys_in_place(settings, ready)
        if check_known(engine) != newest():
            migrate(engine)
        for left in _left(settings.data):
            shutil.rmtree(left, ignore_errors=True)
        keyring = Keyring.open(settings.keys, master=settings.master_key, pepper=settings.pepper, create=False)
        return erasing.finish(Store(engine, Vault(keyring)))
    finally:
        engine.dispose()
        shutil.rmtree(ready.parent, ignore_errors=True)


def apply_ledger(store: Store, newer: Path | None, now: datetime) -> tuple[str, ...]:
    """Erase again whoever has been erased, after a database was put back by other means than `restore`.

    Args:
        store: opened on it. Whoever stands in its own ledger was erased when it was opened.
        newer: another folder of keys, whose ledger knows of later erasures; it is taken over.
        now: when those who are taken over are said to be erased.

    Returns:
        Ids of the persons who were in the database and have been erased from it.

    Raises:
        BackupUnusable: there is no ledger there.
        KeyDamaged: it cannot be read.
    """
    keys = store.vault.keyring.folder
    if newer is not None and not (newer / ledger.LEDGER_FILE).is_file():
        raise BackupUnusable("There is no ledger of erasures", newer, f"name a folder with {ledger.LEDGER_FILE} in it")
    for user in sorted(ledger.erased(newer) - ledger.erased(keys)) if newer is not None else ():
        ledger.record(keys, user, now)
    return (*store.erased_again, *erasing.finish(store))


def _ready_keys(settings: Settings, from_: Backup, ready: Path, now: datetime) -> None:
    """Copy the backup's keys, and add to their ledger whoever stands in the present one, also where that still lies in
    what a restore left that the machine stopped in the middle of."""
    present = (settings.keys, *_left(settings.data, "/keys*"))
    gone = frozenset[str]().union(*map(ledger.erased, present))
    durable.private_folder(ready.parent)
    _copy_keys(from_.keys, ready)
    for user in sorted(gone - ledger.erased(ready)):
        ledger.record(ready, user, now)


def _left(folder: Path, within: str = "") -> list[Path]:
    """What was made ready here, by this restore or by one that was cut short."""
    return sorted(folder.glob(f"{READY}-*{within}"))


def _make_ready(settings: Settings, from_: Backup, ready: Backup, now: datetime) -> tuple[str, ...]:
    """Copy the backup, check that it is whole and that its keys fit, and erase from it whoever has been erased."""
    durable.private_folder(ready.database.parent)
    _ready_keys(settings, from_, ready.keys, now)
    shutil.copyfile(from_.database, ready.database)
    engine = make_engine(f"sqlite:///{ready.database}")
    try:
        check_whole(engine)
        found = check_known(engine)
        if found is None:
            raise BackupUnusable("The database in the backup is empty", from_.database, "name another backup")
        if found != newest():
            migrate(engine)
        keyring = Keyring.open(ready.keys, master=settings.master_key, pepper=settings.pepper, create=False)
        store = Store(engine, Vault(keyring))
        erased = erasing.finish(store)
        with store.reading() as tx:
            for user in tx.connection.execute(select(users.c.id)).scalars():
                keyring.key(user)
        if not store.forget_erased():
            raise BackupUnusable("The copy of the backup is in use", ready.database, "try again")
    finally:
        engine.dispose()
    return erased


def _put_in_place(settings: Settings, file: Path, ready: Backup) -> None:
    """Swap. What was here goes with the folder that the new was made ready in."""
    _put_keys_in_place(settings, ready.keys)
    for left in (file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)
    ready.database.chmod(durable.FILE_MODE)
    os.replace(ready.database, file)
    durable.sync_folder(file.parent)
    durable.sync_folder(settings.data)


def _put_keys_in_place(settings: Settings, ready: Path) -> None:
    before = ready.with_name("keys-before")
    if settings.keys.exists():
        os.rename(settings.keys, before)
    try:
        os.rename(ready, settings.keys)
    except OSError:
        if before.exists():
            os.rename(before, settings.keys)  # the folder that it lies in is about to be removed
        raise
    durable.sync_folder(settings.data)
