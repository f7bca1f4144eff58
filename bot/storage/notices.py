"""What the desk shows a coordinator as new: something was shared, agreed, answered, disclosed, withdrawn."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, or_, select, update

from bot.storage.errors import OF_ONE_PERSON
from bot.storage.store import Transaction
from bot.storage.tables import coordinators, notices

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """A notice, opened. `kind` is a key (`shared`, `agreed`, `disclosure`, ...); `worksheet` the id of the shared one
    it is about, empty for none, or from before that was kept; `safety` (its class) and `words` are of a disclosure,
    else empty; `words` are there only if the person agreed that they are passed on. `colleague`: after so many hours a
    stand-in may read it, and the person knows (0: never). `stood_in_by` has, in the coordinator's stead."""

    id: str
    coordinator_id: str
    user_id: str
    kind: str
    safety: str
    words: str
    at: datetime
    seen_at: datetime | None
    worksheet: str = ""
    colleague: int = 0
    stood_in_by: str | None = None
    stood_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A disclosure that its coordinator has not seen in time: whose it is to see, and since when. Nothing is opened."""

    coordinator_id: str
    stand_in_id: str | None
    at: datetime
    stood_in_at: datetime | None


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
    colleague: int = 0,
    worksheet: str = "",
) -> None:
    """Tell the coordinator. `kind` never holds a word of the person's; `worksheet` is an id."""
    disclosed = _sealed(safety, words, colleague=colleague)
    tx.connection.execute(
        insert(notices).values(
            {
                "id": notice,
                "coordinator_id": coordinator,
                "user_id": user,
                "kind": kind,
                "disclosed": tx.seal(user, notices.c.disclosed, notice, disclosed) if safety else None,
                "at": now,
                "worksheet": worksheet or None,
            }
        )
    )


def _sealed(safety: str, words: str, *, colleague: int) -> str:
    """Class and words as one text: that somebody may hurt themselves is as sensitive as how they said it."""
    return json.dumps({"class": safety, "words": words, "colleague": colleague}, ensure_ascii=False)


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
        worksheet=row["worksheet"] or "",
        colleague=disclosed.get("colleague", 0),
        stood_in_by=row["stood_in_by"],
        stood_in_at=row["stood_in_at"],
    )


def _found(tx: Transaction, found: Select[Any]) -> list[DeskNotice]:
    ordered = found.order_by(notices.c.at, notices.c.id)
    return [_opened(tx, dict(row)) for row in tx.connection.execute(ordered).mappings()]


def _of_several(tx: Transaction, found: Select[Any]) -> list[DeskNotice]:
    """The same of several persons. What of one of them does not open must not hide the others'."""
    opened: list[DeskNotice] = []
    for row in tx.connection.execute(found.order_by(notices.c.at, notices.c.id)).mappings():
        try:
            opened.append(_opened(tx, dict(row)))
        except OF_ONE_PERSON as error:
            log.error("a notice cannot be shown to its coordinator: %s", type(error).__name__)
    return opened


def unseen(tx: Transaction, coordinator: str, since: datetime | None = None) -> list[DeskNotice]:
    """What this coordinator has not seen yet, of all their persons, oldest first; or not before `since`."""
    seen = notices.c.seen_at
    new = seen.is_(None) if since is None else or_(seen.is_(None), seen > since)
    return _of_several(tx, select(notices).where(notices.c.coordinator_id == coordinator, new))


def all_of(tx: Transaction, user: str) -> list[DeskNotice]:
    """Everything a coordinator was ever told about this person, oldest first."""
    return _found(tx, select(notices).where(notices.c.user_id == user))


def mark_seen(tx: Transaction, coordinator: str, which: Iterable[str], now: datetime) -> int:
    """The coordinator has been shown these. The first time counts. Gives how many it was the first time for."""
    own = notices.c.coordinator_id == coordinator, notices.c.id.in_(list(which)), notices.c.seen_at.is_(None)
    return tx.connection.execute(update(notices).where(*own).values(seen_at=now)).rowcount


def overdue(tx: Transaction, since: datetime) -> list[Overdue]:
    """Disclosures up to this time that their coordinator has not seen, oldest first."""
    columns = (notices.c.coordinator_id, coordinators.c.stand_in_id, notices.c.at, notices.c.stood_in_at)
    found = (
        select(*columns)
        .join(coordinators, coordinators.c.id == notices.c.coordinator_id)
        .where(*_overdue(since))
        .order_by(notices.c.at, notices.c.id)
    )
    return [Overdue(**row) for row in tx.connection.execute(found).mappings()]


def for_stand_in(tx: Transaction, stand_in: str, since: datetime, now: datetime) -> list[DeskNotice]:
    """Those of them whose coordinator this one stands in for, and that the person knows a colleague may read by now."""
    theirs = select(coordinators.c.id).where(coordinators.c.stand_in_id == stand_in)
    found = select(notices).where(notices.c.coordinator_id.in_(theirs), *_overdue(since))
    return [
        notice
        for notice in _of_several(tx, found)
        if notice.colleague and notice.at + timedelta(hours=notice.colleague) <= now
    ]


def _overdue(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return notices.c.kind == "disclosure", notices.c.seen_at.is_(None), notices.c.at <= since


def mark_stood_in(tx: Transaction, stand_in: str, which: Iterable[str], now: datetime) -> int:
    """The stand-in has been shown these. The first time counts. Gives how many it was the first time for."""
    new = notices.c.id.in_(list(which)), notices.c.stood_in_at.is_(None)
    done = update(notices).where(*new).values(stood_in_by=stand_in, stood_in_at=now)
    return tx.connection.execute(done).rowcount
