"""What the desk shows a coordinator as new: something was shared, agreed, answered, disclosed, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from bot.storage.store import Transaction
from bot.storage.tables import notices


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """A notice, opened. `kind` is a key (`shared`, `agreed`, `disclosure`, ...); `safety` (its class) and `words`
    are of a disclosure, else empty; `words` are there only if the person agreed that they are passed on."""

    id: str
    coordinator_id: str
    user_id: str
    kind: str
    safety: str
    words: str
    at: datetime
    seen_at: datetime | None


def add(
    tx: Transaction,
    notice: str,
    coordinator: str,
    user: str,
    kind: str,
    now: datetime,
    *,
    safety: str = "",
    words: str = "",
) -> None:
    """Tell the coordinator. `kind` never holds a word of the person's."""
    tx.connection.execute(
        insert(notices).values(
            {
                "id": notice,
                "coordinator_id": coordinator,
                "user_id": user,
                "kind": kind,
                "disclosed": tx.seal(user, notices.c.disclosed, notice, _sealed(safety, words)) if safety else None,
                "at": now,
            }
        )
    )


def _sealed(safety: str, words: str) -> str:
    """Class and words as one text: that somebody may hurt themselves is as sensitive as how they said it."""
    return json.dumps({"class": safety, "words": words}, ensure_ascii=False)


def _opened(tx: Transaction, row: Mapping[str, Any]) -> DeskNotice:
    sealed = row["disclosed"]
    disclosed = json.loads(tx.open(row["user_id"], notices.c.disclosed, row["id"], sealed)) if sealed else {}
    return DeskNotice(
        id=row["id"],
        coordinator_id=row["coordinator_id"],
        user_id=row["user_id"],
        kind=row["kind"],
        safety=disclosed.get("class", ""),
        words=disclosed.get("words", ""),
        at=row["at"],
        seen_at=row["seen_at"],
    )


def _found(tx: Transaction, found: Select[Any]) -> list[DeskNotice]:
    ordered = found.order_by(notices.c.at, notices.c.id)
    return [_opened(tx, dict(row)) for row in tx.connection.execute(ordered).mappings()]


def unseen(tx: Transaction, coordinator: str) -> list[DeskNotice]:
    """What this coordinator has not seen yet, of all their persons, oldest first."""
    return _found(tx, select(notices).where(notices.c.coordinator_id == coordinator, notices.c.seen_at.is_(None)))


def all_of(tx: Transaction, user: str) -> list[DeskNotice]:
    """Everything a coordinator was ever told about this person, oldest first."""
    return _found(tx, select(notices).where(notices.c.user_id == user))


def mark_seen(tx: Transaction, coordinator: str, which: Iterable[str], now: datetime) -> int:
    """The coordinator has been shown these. The first time counts. Gives how many it was the first time for."""
    own = notices.c.coordinator_id == coordinator, notices.c.id.in_(list(which)), notices.c.seen_at.is_(None)
    return tx.connection.execute(update(notices).where(*own).values(seen_at=now)).rowcount
