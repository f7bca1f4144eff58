"""A lease: what only one process may do at a time. It runs out by itself when its owner is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from bot.storage.engine import insert_or
from bot.storage.store import Transaction
from bot.storage.tables import leases

SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ


def take(tx: Transaction, name: str, owner: str, now: datetime, lasts: timedelta, *, orphaned: bool = False) -> bool:
    """Take the lease, or keep the one that is held already.

    One that runs out much later than any lease could was taken before the clock stepped back, and does not count.

    Args:
        tx: a transaction of its own.
        name: of what is leased.
        owner: of this process and no other.
        now: with time zone.
        lasts: for how long from now.
        orphaned: whoever held it is known to be gone.

    Returns:
        Whether it is this owner's.
    """
    stale = or_(leases.c.owner == owner, leases.c.until <= now, leases.c.until > now + lasts + SKEW)
    free = (leases.c.name == name,) if orphaned else (leases.c.name == name, stale)
    taken = update(leases).where(*free).values(owner=owner, until=now + lasts)
    if tx.connection.execute(taken).rowcount == 1:
        return True
    new = insert_or(tx.connection, leases).values(name=name, owner=owner, until=now + lasts)
    return tx.connection.execute(new.on_conflict_do_nothing().returning(leases.c.name)).first() is not None


def release(tx: Transaction, name: str, owner: str) -> bool:
    """Let go of it, so that another need not wait until it runs out. False when it was not this owner's."""
    own = leases.c.name == name, leases.c.owner == owner
    return tx.connection.execute(delete(leases).where(*own)).rowcount == 1
