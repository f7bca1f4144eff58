"""What we begin ourselves for a person: news. A page pulls them, and they are delivered when they have been shown. Who
has a chat is told there that something waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, insert, select, update

from bot.dialogs.context import Channel, News
from bot.storage import chats, outgoing
from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import outbox, users
from bot.storage.tables import outgoing as outgoing_rows

BELL = "bell/"  # begins the id of the row in `outgoing` that rings for the news named after it
_VALUES: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
_WAITING = Prepared(
    select(outbox)
    .where(outbox.c.user_id == bindparam("user"), outbox.c.delivered_at.is_(None))
    .order_by(outbox.c.created_at, outbox.c.id)
)


def add(tx: Transaction, user: str, news: News, *, rings: bool = True) -> None:
    """Put news in the person's outbox, under the id of the news. `rings`: a chat is told that something waits."""
    values = tx.seal(user, outbox.c["values"], news.id, _VALUES.dump_json(news.values).decode())
    row = {"id": news.id, "user_id": user, "kind": news.kind, "values": values, "created_at": news.at}
    tx.connection.execute(insert(outbox).values(row))
    chat = chats.of(tx, user) if rings else None
    if chat is not None and chat.closed_at is None:
        language = tx.connection.execute(select(users.c.language).where(users.c.id == user)).scalar_one()
        outgoing.add(tx, f"{BELL}{news.id}", user, outgoing.Sending(how="bell", language=language), news.at)


def is_there(tx: Transaction, news: str) -> bool:
    """Whether there are news with this id, delivered or not."""
    return tx.connection.execute(select(outbox.c.id).where(outbox.c.id == news)).first() is not None


def _opened(tx: Transaction, row: Mapping[str, Any]) -> News:
    values = tx.open(row["user_id"], outbox.c["values"], row["id"], row["values"])
    return News(id=row["id"], kind=row["kind"], values=_VALUES.validate_json(values), at=row["created_at"])


def waiting(tx: Transaction, user: str) -> tuple[News, ...]:
    """What the person has not been shown yet, oldest first."""
    return tuple(_opened(tx, row) for row in _WAITING.rows(tx.connection, {"user": user}))


def all_of(tx: Transaction, user: str) -> tuple[News, ...]:
    """All news this person ever had, oldest first."""
    found = select(outbox).where(outbox.c.user_id == user).order_by(outbox.c.created_at, outbox.c.id)
    return tuple(_opened(tx, dict(row)) for row in tx.connection.execute(found).mappings())


def delivered(tx: Transaction, user: str, which: Iterable[str], channel: Channel, now: datetime) -> int:
    """These were shown on this channel. The first time counts. Gives how many it was the first time for."""
    undelivered = outbox.c.user_id == user, outbox.c.id.in_(list(which)), outbox.c.delivered_at.is_(None)
    done = update(outbox).where(*undelivered).values(delivered_at=now, channel=channel)
    return tx.connection.execute(done).rowcount


def not_rung(tx: Transaction, user: str) -> int:
    """What was to be told in the chat by a bell that is still on its way cannot be told there: the page tells of it.
    Gives how many were thought delivered."""
    bells = select(outgoing_rows.c.id).where(outgoing_rows.c.user_id == user, outgoing_rows.c.id.startswith(BELL))
    which = [bell.removeprefix(BELL) for bell in tx.connection.execute(bells).scalars()]
    thought = outbox.c.user_id == user, outbox.c.id.in_(which), outbox.c.channel == "telegram"
    return tx.connection.execute(update(outbox).where(*thought).values(delivered_at=None, channel=None)).rowcount
