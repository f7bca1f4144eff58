"""How often something was tried, so that codes cannot be guessed. What it is counted by (an address) is blinded."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, select

from bot.storage.engine import insert_or
from bot.storage.store import Transaction
from bot.storage.tables import throttles

SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ


def counted(tx: Transaction, key: str, now: datetime, window: timedelta) -> int:
    """How often `hit` was called for this key since its window began; 0 when the window is over."""
    found = select(throttles.c.count).where(throttles.c.key == tx.vault.blind(key), _runs(now, window))
    return int(tx.connection.execute(found).scalar_one_or_none() or 0)


def _runs(now: datetime, window: timedelta) -> ColumnElement[bool]:
    """Whether the window still runs. One that begins in the future began before the clock stepped back, and is over."""
    return and_(throttles.c.since > now - window, throttles.c.since <= now + SKEW)


def hit(tx: Transaction, key: str, now: datetime, window: timedelta) -> int:
    """Count one more, and give the sum. A window begins with the first hit and lasts as long as `window`.

    Commit it also when what was tried is refused: a count that is rolled back does not count.

    Args:
        tx: a transaction of its own if need be.
        key: what to count by, `link/<id>` or `address/<address>`.
        now: when it was tried.
        window: after so long from the first hit the count begins anew.
    """
    new = insert_or(tx.connection, throttles).values(key=tx.vault.blind(key), count=1, since=now)
    runs = _runs(now, window)
    # One statement, so that of two who try at the same moment neither is counted as the first.
    raised = {
        "count": case((runs, throttles.c.count + 1), else_=1),
        "since": case((runs, throttles.c.since), else_=now),
    }
    done = new.on_conflict_do_update(index_elements=[throttles.c.key], set_=raised).returning(throttles.c.count)
    return int(tx.connection.execute(done).scalar_one())


def clear(tx: Transaction, key: str) -> None:
    """Forget the count: it was the right code."""
    tx.connection.execute(delete(throttles).where(throttles.c.key == tx.vault.blind(key)))


def prune(tx: Transaction, now: datetime, window: timedelta) -> int:
    """Forget all counts whose window is over, but for those that are being counted. Gives how many."""
    old = select(throttles.c.key).where(throttles.c.since <= now - window).with_for_update(skip_locked=True)
    return tx.connection.execute(delete(throttles).where(throttles.c.key.in_(old))).rowcount
