"""From settings to a store that can be used: is everything there, whole, and of this version? If not, say so and stop.

In this order: the database (whole, not newer), the keys (missing ones are made only while there is no database), a copy
of an older database, the changes it needs, erasures that were cut short, and what is older than it need be.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from bot.settings import Settings
from bot.storage import erasing, talks, throttle
from bot.storage.backup import copy_database
from bot.storage.claim import Claim
from bot.storage.durable import private_folder
from bot.storage.engine import check_whole, database_file, make_engine, opened_by_one, where
from bot.storage.errors import DatabaseOlder, KeyMissing
from bot.storage.keyring import Keyring
from bot.storage.migrate import check_known, migrate, newest
from bot.storage.store import Store
from bot.storage.tables import users
from bot.storage.vault import Vault

log = logging.getLogger(__name__)


def open_store(settings: Settings, now: datetime, *, backed_up: bool = False) -> Store:
    """Open the data of an installation, made when there are none.

    Args:
        settings: where they are.
        now: names the copy that is made of an older database (`before-<version>-<time>.db` beside it).
        backed_up: the operator says that there is a backup. Needed for an older database that is not a file here.

    Raises:
        Unusable: one of `bot.storage.errors`, with what to do.
    """
    private_folder(settings.data)
    claim = Claim.shared(settings.data)
    try:
        engine = make_engine(settings.database_url)
        try:
            return _open(settings, engine, claim, now, backed_up=backed_up)
        except BaseException:
            engine.dispose()
            raise
    except BaseException:
        claim.release()
        raise


def _open(settings: Settings, engine: Engine, claim: Claim, now: datetime, *, backed_up: bool) -> Store:
    check_whole(engine)
    if check_known(engine) == newest():
        keyring = _keyring(settings)
    else:
        with opened_by_one(engine):
            found = check_known(engine)  # another may have been first
            keyring = _keyring(settings, create=found is None)
            if found is None:
                migrate(engine)
            elif found != newest():
                _bring_up(engine, found, now, backed_up=backed_up)
    store = Store(engine, Vault(keyring), claim)
    store.erased_again = erasing.finish(store)
    _check_keys(store)
    with store.transaction() as tx:
        talks.prune(tx, now)
        throttle.prune(tx, now, talks.REMEMBERED)
    return store


def _keyring(settings: Settings, *, create: bool = False) -> Keyring:
    return Keyring.open(settings.keys, master=settings.master_key, pepper=settings.pepper, create=create)


def _bring_up(engine: Engine, found: str, now: datetime, *, backed_up: bool) -> None:
    """Change an older database after a copy of it was made. If the change fails, so that nothing is changed, the copy
    goes: a service that is started again and again must not fill the disk."""
    file = database_file(engine.url.render_as_string(hide_password=False))
    if file is None and not backed_up:
        raise DatabaseOlder(
            f"The database is of version {found}, this program's is {newest()}",
            where(engine),
            "make a backup of it, then say that there is one: planprat migrate --backed-up",
        )
    copy = file and file.with_name(f"before-{newest()}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db")
    if copy:
        copy_database(engine, copy)
    try:
        migrate(engine)
    except BaseException:
        if copy:
            copy.unlink()
        raise


def _check_keys(store: Store) -> None:
    """One key missing is that person's trouble and is reported; all of them missing means that a folder was lost."""
    with store.reading() as tx:
        persons = set(tx.connection.execute(select(users.c.id)).scalars())
    missing = persons - set(store.vault.keyring.users())
    if missing and missing == persons:
        raise KeyMissing(
            "The keys of all persons are missing",
            store.vault.keyring.folder / "users",
            "put them back from the backup of the keys",
        )
    if missing:
        log.error("the keys of %d of %d persons are missing; put them back from the backup", len(missing), len(persons))
