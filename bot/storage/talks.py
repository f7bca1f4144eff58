"""Where each person is in the conversation: its state and the screen shown last. And which events are dealt with."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, insert, select, tuple_, update

from bot.dialogs.context import Channel
from bot.dialogs.screen import Screen
from bot.dialogs.talk import Talk
from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import seen_events, talks

REMEMBERED = timedelta(days=7)  # an event that comes again does so within a day (Bot API: updates are kept 24 hours)


_OF = Prepared(select(talks.c.state, talks.c.screen, talks.c.channel).where(talks.c.user_id == bindparam("user")))
_STATE = Prepared(select(talks.c.state).where(talks.c.user_id == bindparam("user")))
_PLACE = Prepared(select(talks.c.number, talks.c.channel).where(talks.c.user_id == bindparam("user")))
_MOVED = Prepared(update(talks).where(talks.c.user_id == bindparam("user")))
_BEGUN = Prepared(insert(talks))
_SAME = exists().where(seen_events.c.user_id == bindparam("user"), seen_events.c.key == bindparam("event"))
_SEEN = Prepared(
    insert(seen_events)
    .from_select(
        ["user_id", "key", "at"],
        select(
            bindparam("user", type_=seen_events.c.user_id.type),
            bindparam("event", type_=seen_events.c.key.type),
            bindparam("came", type_=seen_events.c.at.type),
        ).where(~_SAME),
    )
    .execution_options(preserve_rowcount=True)
)
_FORGOTTEN = Prepared(
    delete(seen_events).where(seen_events.c.user_id == bindparam("user"), seen_events.c.at < bindparam("before"))
)


def load(tx: Transaction, user: str) -> tuple[Talk | None, Screen | None, Channel | None]:
    """State, screen and the channel last used; all None before the first event."""
    row = _OF.first(tx.connection, {"user": user})
    if row is None:
        return None, None, None
    return _talk(tx, user, row["state"]), _screen(tx, user, row["screen"]), row["channel"]


def state(tx: Transaction, user: str) -> Talk | None:
    """The state alone; None before the first event."""
    row = _STATE.first(tx.connection, {"user": user})
    return None if row is None else _talk(tx, user, row["state"])


def place(tx: Transaction, user: str) -> tuple[int, Channel | None]:
    """The number of the screen shown last and the channel last used; 0 and None before the first event."""
    row = _PLACE.first(tx.connection, {"user": user})
    return (0, None) if row is None else (row["number"], row["channel"])


def _talk(tx: Transaction, user: str, sealed: bytes) -> Talk:
    return Talk.model_validate_json(tx.open(user, talks.c.state, user, sealed))


def _screen(tx: Transaction, user: str, sealed: bytes) -> Screen:
    return Screen.model_validate_json(tx.open(user, talks.c.screen, user, sealed))


def save(tx: Transaction, user: str, talk: Talk, screen: Screen, channel: Channel, now: datetime) -> None:
    """Put this in the place of what was."""
    values = {
        "state": tx.seal(user, talks.c.state, user, talk.model_dump_json()),
        "screen": tx.seal(user, talks.c.screen, user, screen.model_dump_json()),
        "number": talk.number,
        "updated_at": now,
        "channel": channel,
    }
    if _MOVED.changes(tx.connection, {"user": user, **values}) == 0:
        _BEGUN.changes(tx.connection, {"user_id": user, **values})


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
        now: when it came.
    """
    return _SEEN.changes(tx.connection, {"user": user, "event": key, "came": now}) == 0


def forget_old(tx: Transaction, user: str, now: datetime) -> None:
    """Forget what this person did more than seven days ago. Done when they come back, not at each event."""
    _FORGOTTEN.changes(tx.connection, {"user": user, "before": now - REMEMBERED})


def prune(tx: Transaction, now: datetime) -> int:
    """Forget events dealt with more than seven days ago, of those too who do not come back. Gives how many."""
    # What somebody is dealing with is passed over: waiting for several persons in turn could stop two for ever.
    old = select(seen_events.c.user_id, seen_events.c.key).where(seen_events.c.at < now - REMEMBERED)
    these = tuple_(seen_events.c.user_id, seen_events.c.key).in_(old.with_for_update(skip_locked=True))
    return tx.connection.execute(delete(seen_events).where(these)).rowcount
