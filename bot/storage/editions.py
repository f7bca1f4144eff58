"""Editions: what was shared, as it stood then. Each has a number within its worksheet; agreement never moves on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, func, insert, select, update

from bot.dialogs.context import Edition, ReviewState
from bot.dialogs.sheet import Answer
from bot.storage.store import Transaction
from bot.storage.tables import editions

CRISIS_PLAN = "crisis_plan"
_ANSWERS: TypeAdapter[dict[str, Answer]] = TypeAdapter(dict[str, Answer])


def make(
    tx: Transaction,
    edition: str,
    user: str,
    worksheet: str,
    version: int,
    answers: Mapping[str, Answer],
    now: datetime,
) -> int:
    """Make an edition of these answers and give its number, from 1. The person must be locked.

    Private answers are left out here once more, whoever calls: this is the door.
    """
    same = editions.c.user_id == user, editions.c.worksheet == worksheet
    last = tx.connection.execute(select(func.coalesce(func.max(editions.c.number), 0)).where(*same)).scalar_one()
    number = int(last) + 1
    shared = {key: answer for key, answer in answers.items() if not answer.private}
    tx.connection.execute(
        insert(editions).values(
            id=edition,
            user_id=user,
            worksheet=worksheet,
            version=version,
            number=number,
            content=tx.seal(user, editions.c.content, edition, _ANSWERS.dump_json(shared).decode()),
            shared_at=now,
        )
    )
    return number


def _state(row: Mapping[str, Any]) -> ReviewState:
    if row["taken_back_at"] is not None:
        return "taken_back"
    if row["agreed_at"] is not None:
        return "agreed"
    return "asked_back" if row["asked_back_at"] is not None else "shared"


def _opened(tx: Transaction, row: Mapping[str, Any]) -> Edition:
    content = tx.open(row["user_id"], editions.c.content, row["id"], row["content"])
    return Edition(
        id=row["id"],
        worksheet=row["worksheet"],
        version=row["version"],
        number=row["number"],
        shared_at=row["shared_at"],
        state=_state(row),
        user_agreed_at=row["user_agreed_at"],
        coordinator_agreed_at=row["coordinator_agreed_at"],
        answers=_ANSWERS.validate_json(content),
    )


def _first(tx: Transaction, found: Select[Any]) -> Edition | None:
    row = tx.connection.execute(found.limit(1)).mappings().first()
    return _opened(tx, dict(row)) if row else None


def by_id(tx: Transaction, edition: str) -> tuple[str, Edition] | None:
    """The edition with this id, after the id of the person it belongs to; None when there is none."""
    row = tx.connection.execute(select(editions).where(editions.c.id == edition)).mappings().first()
    return (row["user_id"], _opened(tx, dict(row))) if row else None


def all_of(tx: Transaction, user: str) -> list[Edition]:
    """Every edition of this person's, in the order they were shared."""
    found = select(editions).where(editions.c.user_id == user)
    ordered = found.order_by(editions.c.shared_at, editions.c.worksheet, editions.c.number)
    return [_opened(tx, dict(row)) for row in tx.connection.execute(ordered).mappings()]


def newest(tx: Transaction, user: str) -> dict[str, Edition]:
    """Worksheet id -> the newest edition, also one that is taken back. Opens no older ones."""
    last = (
        select(editions.c.worksheet, func.max(editions.c.number).label("number"))
        .where(editions.c.user_id == user)
        .group_by(editions.c.worksheet)
        .subquery()
    )
    same = (editions.c.worksheet == last.c.worksheet) & (editions.c.number == last.c.number)
    found = select(editions).join(last, same).where(editions.c.user_id == user).order_by(editions.c.worksheet)
    return {row["worksheet"]: _opened(tx, dict(row)) for row in tx.connection.execute(found).mappings()}


def current_crisis_plan(tx: Transaction, user: str) -> Edition | None:
    """The newest edition of worksheet 14 that was agreed; None once that one is taken back. An older one never comes
    to count again: whoever takes the plan back means the plan."""
    agreed = select(editions).where(
        editions.c.user_id == user, editions.c.worksheet == CRISIS_PLAN, editions.c.agreed_at.is_not(None)
    )
    found = _first(tx, agreed.order_by(editions.c.number.desc()))
    return found if found is not None and found.state != "taken_back" else None


def _change(tx: Transaction, edition: str, values: Mapping[str, Any], *unless: ColumnElement[bool]) -> bool:
    standing = editions.c.id == edition, editions.c.taken_back_at.is_(None), *unless
    return tx.connection.execute(update(editions).where(*standing).values(dict(values))).rowcount == 1


def agree(
    tx: Transaction, edition: str, who: Literal["user", "coordinator"], now: datetime, *, needs_both: bool
) -> bool:
    """This one says yes to this edition. With `needs_both` it is agreed when the other has, too.

    Returns:
        Whether it is agreed now. A second yes changes nothing; an edition that is taken back is never agreed.
    """
    own, other = editions.c.user_agreed_at, editions.c.coordinator_agreed_at
    if who == "coordinator":
        own, other = other, own
    _change(tx, edition, {own.name: now}, own.is_(None))
    complete = [own.is_not(None), *([other.is_not(None)] if needs_both else [])]
    _change(tx, edition, {"agreed_at": now}, editions.c.agreed_at.is_(None), *complete)
    agreed = select(editions.c.agreed_at).where(editions.c.id == edition, editions.c.taken_back_at.is_(None))
    return tx.connection.execute(agreed).scalar_one_or_none() is not None


def ask_back(tx: Transaction, edition: str, now: datetime) -> bool:
    """The coordinator has asked something about it. False once it is agreed or taken back."""
    return _change(tx, edition, {"asked_back_at": now}, editions.c.agreed_at.is_(None))


def not_yet(tx: Transaction, edition: str, who: Literal["user", "coordinator"] = "user") -> bool:
    """This one does not say yes for now: a yes of theirs that was not yet met is taken away. False once it is agreed
    or taken back."""
    return _change(tx, edition, {f"{who}_agreed_at": None}, editions.c.agreed_at.is_(None))


def take_back(tx: Transaction, edition: str, now: datetime) -> bool:
    """Nobody but the user sees this edition any more. False when it was taken back already."""
    return _change(tx, edition, {"taken_back_at": now})
