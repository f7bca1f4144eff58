"""A lease: what only one process may do at a time. It runs out by itself when its owner is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from bot.storage.engine import insert_or
from bot.storage.store import Transaction
from bot.storage.tables import leases


def take(tx: Transaction, name: str, owner: str, now: datetime, lasts: timedelta) -> bool:
    """Take the lease, or keep the one that is held already.

    Args:
        tx: a transaction of its own.
        name: of what is leased.
        owner: of this process and no other.
        now: with time zone.
        lasts: for how long from now.

    Returns:
        Whether it is this owner's.
    """
    free = leases.c.name == name, or_(leases.c.owner == owner, leases.c.until <= now)
    taken = update(leases).where(*free).values(owner=owner, until=now + lasts)
    if tx.connection.execute(taken).rowcount == 1:
        return True
    new = insert_or(tx.connection, leases).values(name=name, owner=owner, until=now + lasts)
    return tx.connection.execute(new.on_conflict_do_nothing().returning(leases.c.name)).first() is not None


def release(tx: Transaction, name: str, owner: str) -> None:
    """Let go of it, so that another need not wait until it runs out."""
    tx.connection.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))
