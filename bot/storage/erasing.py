"""Erasure: every row about a person, and their key. Afterwards not even a backup of the database can be read.

The order makes it safe to be cut short anywhere: first the ledger, then the rows, then the key, then the write-ahead
log. Whoever stands in the ledger and still has rows or a key is erased at the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from bot.storage import ledger
from bot.storage.errors import Unusable
from bot.storage.store import Store, Transaction
from bot.storage.tables import copies, metadata, sessions, users

log = logging.getLogger(__name__)


def delete_rows(connection: Connection, user: str) -> None:
    """Delete every row about this person: of each table with a `user_id`, children before parents, the person last."""
    own_copies = select(copies.c.id).where(copies.c.user_id == user)
    connection.execute(delete(sessions).where(or_(sessions.c.user_id == user, sessions.c.copy_id.in_(own_copies))))
    for table in reversed(metadata.sorted_tables):
        if "user_id" in table.c:
            connection.execute(delete(table).where(table.c.user_id == user))
    connection.execute(delete(users).where(users.c.id == user))


def erase_user(tx: Transaction, user: str, now: datetime) -> None:
    """Erase a person. Nothing about them can follow in this transaction.

    The key goes when the rows are gone for good; if that fails, the next start does it.
    """
    keyring = tx.vault.keyring
    # Stronger than `lock_user`: whoever would add a row about this person meanwhile waits, and then finds nobody.
    tx.connection.execute(select(users.c.id).where(users.c.id == user).with_for_update())
    delete_rows(tx.connection, user)
    tx.before_commit.append(lambda: ledger.record(keyring.folder, user, now))

    def destroy_key() -> None:
        try:
            keyring.destroy(user)
        except Unusable as error:
            log.error("a person is erased, but their key is not yet destroyed; the next start does it: %s", error)

    tx.after_commit.append(destroy_key)
    tx.leaves_traces = True


def finish(store: Store) -> tuple[str, ...]:
    """Erase whoever stands in the ledger and is still here: after a cut, or after an older backup was restored.

    Returns:
        Their ids, usually none.
    """
    keyring = store.vault.keyring
    gone = ledger.erased(keyring.folder)
    if not gone:
        return ()
    with store.reading() as tx:
        left = gone & set(tx.connection.execute(select(users.c.id)).scalars())
    _erase_again(store, left)
    for user in gone & set(keyring.users()):
        keyring.destroy(user)
    return tuple(sorted(left))


def _erase_again(store: Store, left: Iterable[str]) -> None:
    for user in sorted(left):
        with store.transaction() as tx:
            delete_rows(tx.connection, user)
            tx.leaves_traces = True
