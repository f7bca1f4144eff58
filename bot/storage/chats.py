"""Whose Telegram chat is whose, and the links that bind one. Which chat it is stands sealed; a blind finds it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import chat_links, chat_messages, chats, outgoing, talks

_WHOSE = select(chats.c.user_id).where(chats.c.blind == bindparam("of"))
_FOUND = Prepared(select(chats).where(chats.c.blind == bindparam("of")))
_OF = Prepared(select(chats).where(chats.c.user_id == bindparam("user")))
_REOPENED = Prepared(update(chats).where(chats.c.user_id == bindparam("user"), chats.c.closed_at.is_not(None)))
_SHOWING = Prepared(
    update(chats).where(chats.c.user_id == bindparam("user"), chats.c.message != bindparam("now_shows"))
)
_CAME_THROUGH = Prepared(update(chats).where(chats.c.user_id == bindparam("user"), chats.c.attempts > 0))


@dataclass(frozen=True, slots=True)
class Chat:
    """A person's chat. `chat` is Telegram's number of it, `message` the one that shows the current screen (0: none).

    `closed_at`: since when Telegram refuses to deliver (the person has blocked the bot). `not_before`, `attempts`: when
    the next delivery may be tried, and how often the last one failed.
    """

    user_id: str
    chat: str
    bound_at: datetime
    closed_at: datetime | None
    message: int
    not_before: datetime | None
    attempts: int


def _blind(tx: Transaction, chat: str) -> str:
    return tx.vault.blind(f"telegram/{chat}")


def _opened(tx: Transaction, row: Mapping[str, Any]) -> Chat:
    values = {name: value for name, value in row.items() if name != "blind"}
    values["chat"] = tx.open(row["user_id"], chats.c.chat, row["user_id"], row["chat"])
    return Chat(**values)


def whose(tx: Transaction, chat: str) -> str | None:
    """The id of the person whose chat this is, also a closed one."""
    return tx.connection.execute(_WHOSE, {"of": _blind(tx, chat)}).scalar_one_or_none()


def found(tx: Transaction, chat: str) -> Chat | None:
    """The chat with this number, also a closed one; None when it is nobody's."""
    row = _FOUND.first(tx.connection, {"of": _blind(tx, chat)})
    return Chat(**{name: value for name, value in row.items() if name != "blind"} | {"chat": chat}) if row else None


def of(tx: Transaction, user: str) -> Chat | None:
    """The person's chat; None when there is none."""
    row = _OF.first(tx.connection, {"user": user})
    return _opened(tx, row) if row else None


def bind(tx: Transaction, user: str, chat: str, now: datetime) -> bool:
    """Make this the person's chat, in the place of an earlier one. The person must be locked.

    Returns:
        False when it is somebody else's.
    """
    owner = whose(tx, chat)
    if owner is not None:
        return owner == user
    tx.connection.execute(delete(chat_messages).where(chat_messages.c.user_id == user))
    tx.connection.execute(delete(chats).where(chats.c.user_id == user))
    tx.connection.execute(
        insert(chats).values(
            {
                "user_id": user,
                "chat": tx.seal(user, chats.c.chat, user, chat),
                "blind": _blind(tx, chat),
                "bound_at": now,
                "message": 0,
                "attempts": 0,
            }
        )
    )
    return True


def unbind(tx: Transaction, user: str) -> bool:
    """End it: whoever writes there is a stranger from now on. False when there was none."""
    for table in (outgoing, chat_messages, chat_links):
        tx.connection.execute(delete(table).where(table.c.user_id == user))
    return tx.connection.execute(delete(chats).where(chats.c.user_id == user)).rowcount == 1


def close(tx: Transaction, user: str, now: datetime) -> bool:
    """Nothing can be delivered any more. True the first time."""
    standing = chats.c.user_id == user, chats.c.closed_at.is_(None)
    done = update(chats).where(*standing).values(closed_at=now, message=0, not_before=None, attempts=0)
    return tx.connection.execute(done).rowcount == 1


def reopen(tx: Transaction, user: str) -> bool:
    """The person is back. True when it had been closed."""
    return _REOPENED.changes(tx.connection, {"user": user, "closed_at": None}) == 1


def showing(tx: Transaction, user: str, message: int) -> None:
    """This message shows the current screen now (0: none does)."""
    _SHOWING.changes(tx.connection, {"user": user, "now_shows": message, "message": message})


def delivered(tx: Transaction, user: str) -> None:
    """What was tried came through: the next may be tried at once."""
    _CAME_THROUGH.changes(tx.connection, {"user": user, "not_before": None, "attempts": 0})


def wait(tx: Transaction, user: str, until: datetime, *, failed: bool) -> None:
    """Try nothing before that time. `failed`: count it; else Telegram only asked for patience."""
    attempts = chats.c.attempts + (1 if failed else 0)
    tx.connection.execute(update(chats).where(chats.c.user_id == user).values(not_before=until, attempts=attempts))


def active_since(tx: Transaction, since: datetime) -> list[str]:
    """Ids of those with an open chat who did something on Telegram since then."""
    found = (
        select(chats.c.user_id)
        .join(talks, talks.c.user_id == chats.c.user_id)
        .where(talks.c.updated_at >= since, talks.c.channel == "telegram", chats.c.closed_at.is_(None))
        .order_by(chats.c.user_id)
    )
    return list(tx.connection.execute(found).scalars())


def make_link(tx: Transaction, link: str, user: str, token_hash: str, now: datetime, expires_at: datetime) -> None:
    """A link that binds a chat to this person. Earlier ones that nobody has used end."""
    unused = chat_links.c.user_id == user, chat_links.c.used_at.is_(None)
    tx.connection.execute(delete(chat_links).where(*unused))
    tx.connection.execute(
        insert(chat_links).values(id=link, user_id=user, token_hash=token_hash, created_at=now, expires_at=expires_at)
    )


def link_owner(tx: Transaction, token_hash: str) -> str | None:
    """Who made the link with this token, used or not; None for one that never was."""
    found = select(chat_links.c.user_id).where(chat_links.c.token_hash == token_hash)
    return tx.connection.execute(found).scalar_one_or_none()


def use_link(tx: Transaction, token_hash: str, now: datetime) -> str | None:
    """Use a link up: the person's id for whoever comes first, None for everyone else."""
    done = tx.connection.execute(
        update(chat_links)
        .where(chat_links.c.token_hash == token_hash, chat_links.c.used_at.is_(None), chat_links.c.expires_at > now)
        .values(used_at=now)
    )
    if done.rowcount != 1:
        return None
    found = select(chat_links.c.user_id).where(chat_links.c.token_hash == token_hash)
    return str(tx.connection.execute(found).scalar_one())
