"""The access log: who did what and saw what, and when. The person may read it. Never a word of what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from bot.storage.store import Transaction
from bot.storage.tables import access_log


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `actor_role` as in the matrix of actions, `actor_id` of that role's table (a copy's id for a relative);
    `target` is an id or a worksheet's id."""

    at: datetime
    actor_role: str
    actor_id: str
    action: str
    user_id: str | None
    target: str


def write(
    tx: Transaction, now: datetime, actor_role: str, actor_id: str, action: str, user: str | None, target: str = ""
) -> None:
    """Add a line. Without a `user` it is about nobody (a coordinator logs in, a person is erased)."""
    tx.connection.execute(
        insert(access_log).values(
            at=now, actor_role=actor_role, actor_id=actor_id, action=action, user_id=user, target=target
        )
    )


def all_of(tx: Transaction, user: str) -> list[Entry]:
    """Every line about this person, oldest first; one that was written late stands at its time."""
    columns = [column for column in access_log.c if column.name != "id"]
    found = select(*columns).where(access_log.c.user_id == user).order_by(access_log.c.at, access_log.c.id)
    return [Entry(**row) for row in tx.connection.execute(found).mappings()]
