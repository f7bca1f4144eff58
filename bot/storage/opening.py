"""From settings to a store that can be used: is everything there, whole, and of this version? If not, say so and stop.

In this order: the database (whole, not newer), the keys (missing ones are made only while there is no database), a copy
of an older database, the changes it needs, and erasures that were cut short.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from bot.settings import Settings
from bot.storage import erasing
from bot.storage.backup import copy_database
from bot.storage.claim import Claim
from bot.storage.durable import private_folder
from bot.storage.engine import check_whole, database_file, make_engine
from bot.storage.errors import DatabaseOlder
from bot.storage.keyring import Keyring
from bot.storage.migrate import check_known, migrate, newest
from bot.storage.store import Store
from bot.storage.vault import Vault


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
    found = check_known(engine)
    keyring = Keyring.open(settings.keys, master=settings.master_key, pepper=settings.pepper, create=found is None)
    if found is not None and found != newest():
        _keep_a_copy(engine, found, now, backed_up=backed_up)
    if found != newest():
        migrate(engine)
    store = Store(engine, Vault(keyring), claim)
    erasing.finish(store)
    return store


def _keep_a_copy(engine: Engine, found: str, now: datetime, *, backed_up: bool) -> None:
    file = database_file(engine.url.render_as_string(hide_password=False))
    if file is not None:
        copy_database(engine, file.with_name(f"before-{newest()}-{now:%Y%m%dT%H%M%SZ}.db"))
    elif not backed_up:
        raise DatabaseOlder(
            f"The database is of version {found}, this program's is {newest()}",
            engine.url.render_as_string(hide_password=True),
            "make a backup of it, then say that there is one: planprat migrate --backed-up",
        )
