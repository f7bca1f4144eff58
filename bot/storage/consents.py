"""What the person said yes and no to, and when. Each answer is a row of its own; the newest of a kind counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, func, insert, select, update

from bot.dialogs.context import Consent
from bot.dialogs.definition import ConsentKind
from bot.storage.prepared import Prepared, Row
from bot.storage.store import Transaction
from bot.storage.tables import consents

_DETAILS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
_OF = Prepared(
    select(consents).where(consents.c.user_id == bindparam("user")).order_by(consents.c.kind, consents.c.number)
)


def add(tx: Transaction, row: str, user: str, consent: Consent) -> None:
    """Store an answer under the id `row`. The person must be locked."""
    same = consents.c.user_id == user, consents.c.kind == consent.kind
    last = tx.connection.execute(select(func.coalesce(func.max(consents.c.number), 0)).where(*same)).scalar_one()
    tx.connection.execute(
        insert(consents).values(
            id=row,
            user_id=user,
            kind=consent.kind,
            number=int(last) + 1,
            answer=consent.answer,
            details=tx.seal(user, consents.c.details, row, _DETAILS.dump_json(consent.details).decode()),
            at=consent.at,
            until=consent.until,
            withdrawn_at=consent.withdrawn_at,
        )
    )


def _opened(tx: Transaction, row: Mapping[str, Any]) -> Consent:
    return Consent(
        kind=row["kind"],
        answer=row["answer"],
        at=row["at"],
        until=row["until"],
        withdrawn_at=row["withdrawn_at"],
        details=_DETAILS.validate_json(tx.open(row["user_id"], consents.c.details, row["id"], row["details"])),
    )


def all_of(tx: Transaction, user: str) -> list[Consent]:
    """Every answer ever given, by kind, oldest first."""
    return [_opened(tx, row) for row in _rows(tx, user)]


def _rows(tx: Transaction, user: str) -> list[Row]:
    return _OF.rows(tx.connection, {"user": user})


def newest(tx: Transaction, user: str) -> dict[ConsentKind, Consent]:
    """Kind -> the last word on it. A kind that was never asked about is not there."""
    newest = {row["kind"]: row for row in _rows(tx, user)}
    return {kind: _opened(tx, row) for kind, row in newest.items()}


def withdraw(tx: Transaction, user: str, kind: ConsentKind, now: datetime) -> bool:
    """Take the last word on this kind back. False when there is nothing to take back."""
    same = consents.c.user_id == user, consents.c.kind == kind
    last = select(func.max(consents.c.number)).where(*same).scalar_subquery()
    standing = *same, consents.c.number == last, consents.c.answer == "yes", consents.c.withdrawn_at.is_(None)
    return tx.connection.execute(update(consents).where(*standing).values(withdrawn_at=now)).rowcount == 1
