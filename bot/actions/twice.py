"""The second of two clicks on one button: a form at the desk that is sent twice does what it says once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.storage import talks
from bot.storage.store import Transaction

SPAN = timedelta(minutes=1)  # as long as somebody waits for a slow page before pressing once more


def twice(tx: Transaction, user: str, now: datetime, *what: str) -> bool:
    """Whether the very same was done for this person a minute ago at most (two at the latest).

    Args:
        tx: a transaction in which the person is locked; if it is rolled back this was not done.
        user: whom it concerns.
        now: with time zone.
        what: who did what with which words, in full. Only a blind of it is kept, until events are forgotten.
    """
    name, span = tx.vault.blind("\0".join(what))[:40], now.timestamp() // SPAN.total_seconds()
    lately = [talks.seen(tx, user, f"desk/{name}/{one:.0f}", now) for one in (span - 1, span)]
    return any(lately)
