"""The messages of a chat, for as long as Telegram lets them be changed or removed. On both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.dialogs.sheet import Kept
from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import chat_messages

REACH = timedelta(hours=48)  # Bot API, deleteMessage: a message can be deleted within 48 hours


_FORGOTTEN = Prepared(delete(chat_messages).where(chat_messages.c.id == bindparam("row")))
_OUT_OF_REACH = Prepared(
    delete(chat_messages).where(chat_messages.c.user_id == bindparam("user"), chat_messages.c.at < bindparam("before"))
)
_NOTED = Prepared(insert(chat_messages))
_NOTED_ANEW = Prepared(update(chat_messages).where(chat_messages.c.id == bindparam("row")))


class About(Kept):
    """What a message was about.

    One of ours: the screen's `number`, and of its field the `key` and `revision`. One of the person's: the `text`, and
    `key` where it became an answer, or would have if there had been room. `place` is the scene or worksheet that the
    key is of, `units` how long the message itself was: `text` may be of several.
    """

    number: int = 0
    place: str = ""
    key: str = ""
    revision: int = 0
    text: str = ""
    units: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `own`: the person's."""

    message: int
    at: datetime
    own: bool
    about: About


def _id(user: str, message: int) -> str:
    return f"{user}/{message}"


def note(tx: Transaction, user: str, message: int, now: datetime, about: About, *, own: bool) -> None:
    """Remember a message, in the place of what was known of it."""
    row = _id(user, message)
    sealed = tx.seal(user, chat_messages.c.about, row, about.model_dump_json(exclude_defaults=True))
    values = {"id": row, "user_id": user, "message": message, "at": now, "own": own, "about": sealed}
    if _NOTED_ANEW.changes(tx.connection, {"row": row, "at": now, "own": own, "about": sealed}) == 0:
        _NOTED.changes(tx.connection, values)


def forget_old(tx: Transaction, user: str, now: datetime) -> None:
    """Forget this person's messages that can no longer be reached. Done when they come back, not at each message."""
    _OUT_OF_REACH.changes(tx.connection, {"user": user, "before": now - REACH})


def _opened(tx: Transaction, row: Mapping[str, Any]) -> Message:
    about = tx.open(row["user_id"], chat_messages.c.about, row["id"], row["about"])
    return Message(row["message"], row["at"], row["own"], About.model_validate_json(about))


def find(tx: Transaction, user: str, message: int) -> Message | None:
    """The message with this number; None when it is unknown or forgotten."""
    found = select(chat_messages).where(chat_messages.c.id == _id(user, message))
    row = tx.connection.execute(found).mappings().first()
    return _opened(tx, dict(row)) if row else None


def last_own(tx: Transaction, user: str) -> Message | None:
    """The person's last message."""
    own = chat_messages.c.user_id == user, chat_messages.c.own.is_(True)
    found = select(chat_messages).where(*own).order_by(chat_messages.c.message.desc()).limit(1)
    row = tx.connection.execute(found).mappings().first()
    return _opened(tx, dict(row)) if row else None


def all_of(tx: Transaction, user: str) -> list[Message]:
    """Every message that is known, oldest first."""
    found = select(chat_messages).where(chat_messages.c.user_id == user).order_by(chat_messages.c.message)
    return [_opened(tx, dict(row)) for row in tx.connection.execute(found).mappings()]


def forget(tx: Transaction, user: str, message: int) -> None:
    """It is removed, or about to be noted anew."""
    _FORGOTTEN.changes(tx.connection, {"row": _id(user, message)})
