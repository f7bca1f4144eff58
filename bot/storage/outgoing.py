"""What is on its way to a person's chat. Put there in the transaction that it tells of; gone when it is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import bindparam, delete, func, insert, or_, select

from bot.dialogs.context import Language
from bot.dialogs.screen import Line, Road, Screen
from bot.dialogs.sheet import Kept
from bot.storage.errors import KeyDamaged, KeyMissing, SealBroken
from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import chats, outgoing

LONGEST_WAIT = timedelta(minutes=15)  # what is to be waited for longer was written down before the clock stepped back

# screen: the conversation. words: something beside it, without buttons. picture: the road. paper: a PDF that was asked
# for. bell: something waits. clear: remove the messages that can be reached.
How = Literal["screen", "words", "picture", "paper", "bell", "clear"]


_LAST = Prepared(select(func.max(outgoing.c.number).label("last")).where(outgoing.c.user_id == bindparam("user")))
_ADDED = Prepared(insert(outgoing))
_REMOVED = Prepared(delete(outgoing).where(outgoing.c.id == bindparam("row")))
_WAITING = Prepared(select(outgoing).where(outgoing.c.user_id == bindparam("user")).order_by(outgoing.c.number))
_DUE = (
    select(outgoing.c.user_id)
    .join(chats, chats.c.user_id == outgoing.c.user_id)
    .where(
        chats.c.closed_at.is_(None),
        or_(
            chats.c.not_before.is_(None),
            chats.c.not_before <= bindparam("now"),
            chats.c.not_before > bindparam("later"),
        ),
    )
    .group_by(outgoing.c.user_id)
    .order_by(func.min(outgoing.c.created_at), outgoing.c.user_id)
    .limit(bindparam("most"))
)


class Sending(Kept):
    """One thing to deliver. Sealed as it stands: a screen holds the person's words.

    `edit` is the message whose button was pressed (0: nothing was pressed), `page` which part of a long screen.
    `paper` names the PDF. `place` is the scene or worksheet that the screen is of.
    """

    how: How
    language: Language
    screen: Screen | None = None
    edit: int = 0
    page: int = 1
    lines: tuple[Line, ...] = ()
    road: Road | None = None
    paper: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that is not delivered yet."""

    id: str
    sending: Sending
    created_at: datetime


def add(tx: Transaction, row: str, user: str, sending: Sending, now: datetime) -> int:
    """Send this after everything else that waits for this person, who must be locked. Gives its place: 1 is first."""
    number = int(_LAST.rows(tx.connection, {"user": user})[0]["last"] or 0) + 1
    sealed = tx.seal(user, outgoing.c.payload, row, sending.model_dump_json(exclude_defaults=True))
    values = {"id": row, "user_id": user, "number": number, "payload": sealed, "created_at": now}
    _ADDED.changes(tx.connection, values)
    return number


def waiting(tx: Transaction, user: str) -> list[Waiting]:
    """Everything that waits for this person, in order."""
    return [
        Waiting(
            row["id"],
            Sending.model_validate_json(tx.open(user, outgoing.c.payload, row["id"], row["payload"])),
            row["created_at"],
        )
        for row in _WAITING.rows(tx.connection, {"user": user})
    ]


def any_waits(tx: Transaction, user: str) -> bool:
    """Whether anything waits for this person."""
    return _LAST.rows(tx.connection, {"user": user})[0]["last"] is not None


def due(tx: Transaction, now: datetime, most: int) -> list[str]:
    """Ids of persons to whom something can be delivered now, who has waited longest first."""
    return list(tx.connection.execute(_DUE, {"now": now, "later": now + LONGEST_WAIT, "most": most}).scalars())


def remove(tx: Transaction, rows: tuple[str, ...]) -> None:
    """These are delivered, or overtaken by a later one."""
    for row in rows:
        _REMOVED.changes(tx.connection, {"row": row})


def drop_unreadable(tx: Transaction, user: str) -> int:
    """Remove what does not open with this person's key, or is not of the form that this version reads. Gives how many;
    none where the key itself is missing or damaged."""
    harmed: list[str] = []
    for row in _WAITING.rows(tx.connection, {"user": user}):
        try:
            Sending.model_validate_json(tx.open(user, outgoing.c.payload, row["id"], row["payload"]))
        except (SealBroken, ValueError):
            harmed.append(row["id"])
        except (KeyMissing, KeyDamaged):
            return 0
    if harmed:
        remove(tx, tuple(harmed))
    return len(harmed)


def drop_all(tx: Transaction, user: str) -> None:
    """Nothing can be delivered to this person."""
    tx.connection.execute(delete(outgoing).where(outgoing.c.user_id == user))
