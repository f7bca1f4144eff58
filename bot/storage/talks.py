"""Where each person is in the conversation: its state and the screen shown last. And which events are dealt with."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, tuple_, update

from bot.dialogs.context import Channel
from bot.dialogs.screen import Screen
from bot.dialogs.talk import Talk
from bot.storage.store import Transaction
from bot.storage.tables import seen_events, talks

REMEMBERED = timedelta(days=7)  # an event that comes again does so within a day (Bot API: updates are kept 24 hours)


def load(tx: Transaction, user: str) -> tuple[Talk | None, Screen | None, Channel | None]:
    """State, screen and the channel last used; all None before the first event."""
    row = tx.connection.execute(select(talks).where(talks.c.user_id == user)).mappings().first()
    if row is None:
        return None, None, None
    talk = Talk.model_validate_json(tx.open(user, talks.c.state, user, row["state"]))
    screen = Screen.model_validate_json(tx.open(user, talks.c.screen, user, row["screen"]))
    return talk, screen, row["channel"]


def save(tx: Transaction, user: str, talk: Talk, screen: Screen, channel: Channel, now: datetime) -> None:
    """Put this in the place of what was."""
    values = {
        "state": tx.seal(user, talks.c.state, user, talk.model_dump_json()),
        "screen": tx.seal(user, talks.c.screen, user, screen.model_dump_json()),
        "number": talk.number,
        "updated_at": now,
        "channel": channel,
    }
    if tx.connection.execute(update(talks).where(talks.c.user_id == user).values(values)).rowcount == 0:
        tx.connection.execute(insert(talks).values(user_id=user, **values))


def last_between(tx: Transaction, begin: datetime, end: datetime) -> list[str]:
    """Ids of those whose last event was in this span, its end not included."""
    found = select(talks.c.user_id).where(talks.c.updated_at >= begin, talks.c.updated_at < end)
    return list(tx.connection.execute(found.order_by(talks.c.user_id)).scalars())


def seen(tx: Transaction, user: str, key: str, now: datetime) -> bool:
    """Whether this event was dealt with before; from now on it is. The person must be locked.

    Args:
        tx: rolls this back with everything else if the event fails, so that it can come again.
        user: whose event.
        key: of the event, from its channel: the update's number, the form's.
        now: when it came. What this person did more than seven days before is forgotten.
    """
    own = seen_events.c.user_id == user
    tx.connection.execute(delete(seen_events).where(own, seen_events.c.at < now - REMEMBERED))
    same = own, seen_events.c.key == key
    if tx.connection.execute(select(seen_events.c.at).where(*same)).first() is not None:
        return True
    tx.connection.execute(insert(seen_events).values(user_id=user, key=key, at=now))
    return False


def prune(tx: Transaction, now: datetime) -> int:
    """Forget events dealt with more than seven days ago, of those too who do not come back. Gives how many."""
    # What somebody is dealing with is passed over: waiting for several persons in turn could stop two for ever.
    old = select(seen_events.c.user_id, seen_events.c.key).where(seen_events.c.at < now - REMEMBERED)
    these = tuple_(seen_events.c.user_id, seen_events.c.key).in_(old.with_for_update(skip_locked=True))
    return tx.connection.execute(delete(seen_events).where(these)).rowcount
