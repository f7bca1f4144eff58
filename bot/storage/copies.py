"""Copies of the crisis plan: for whom, with which parts, and how far each has come. A copy always shows the current
plan; here is only the right to see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import insert, select, update

from bot.dialogs.context import CopyInfo, Language
from bot.storage import sessions
from bot.storage.store import Transaction
from bot.storage.tables import copies

_PARTS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as stored, opened. `parts` are step ids of worksheet 14. Link and code exist as hashes only."""

    id: str
    user_id: str
    name: str
    parts: tuple[str, ...]
    code_hash: str | None
    language: Language
    made_at: datetime
    given_at: datetime | None
    opened_at: datetime | None
    accepted_at: datetime | None
    declined_at: datetime | None
    withdrawn_at: datetime | None

    def info(self, *, plan: bool) -> CopyInfo:
        """What the person is told about it. `plan`: there is a current crisis plan to give a copy of."""
        reached = (
            (self.withdrawn_at, "withdrawn"),
            (self.declined_at, "declined"),
            (self.accepted_at, "accepted"),
            (self.opened_at, "opened"),
            (self.given_at, "given"),
        )
        state = next((name for at, name in reached if at is not None), "ready" if plan else "waiting")
        return CopyInfo.model_validate(
            {
                "id": self.id,
                "name": self.name,
                "parts": self.parts,
                "state": state,
                "made_at": self.made_at,
                "opened_at": self.opened_at,
            }
        )


def make(
    tx: Transaction, copy: str, user: str, name: str, parts: tuple[str, ...], language: Language, now: datetime
) -> None:
    """A copy for the person with this name. Nobody can see it until it is given."""
    tx.connection.execute(
        insert(copies).values(
            id=copy,
            user_id=user,
            name=tx.seal(user, copies.c.name, copy, name),
            parts=tx.seal(user, copies.c.parts, copy, _PARTS.dump_json(parts).decode()),
            language=language,
            made_at=now,
        )
    )


def give(tx: Transaction, user: str, copy: str, token_hash: str, code_hash: str, now: datetime) -> bool:
    """A link and a code for it are shown now. An earlier link ends, and so do the pages it opened.

    Returns:
        False when this person has no such copy, or it is withdrawn.
    """
    standing = copies.c.id == copy, copies.c.user_id == user, copies.c.withdrawn_at.is_(None)
    values = {
        "token_hash": token_hash,
        "code_hash": code_hash,
        "given_at": now,
        "opened_at": None,
        "accepted_at": None,
        "declined_at": None,
    }
    done = tx.connection.execute(update(copies).where(*standing).values(values)).rowcount == 1
    if done:
        sessions.end_all_of_copy(tx, copy, now)
    return done


def _opened(tx: Transaction, row: Mapping[str, Any]) -> Copy:
    user, id_ = row["user_id"], row["id"]
    return Copy(
        id=id_,
        user_id=user,
        name=tx.open(user, copies.c.name, id_, row["name"]),
        parts=_PARTS.validate_json(tx.open(user, copies.c.parts, id_, row["parts"])),
        code_hash=row["code_hash"],
        language=row["language"],
        made_at=row["made_at"],
        given_at=row["given_at"],
        opened_at=row["opened_at"],
        accepted_at=row["accepted_at"],
        declined_at=row["declined_at"],
        withdrawn_at=row["withdrawn_at"],
    )


def by_hash(tx: Transaction, token_hash: str) -> Copy | None:
    """The copy with this link; None when there is none any more, or never was."""
    row = tx.connection.execute(select(copies).where(copies.c.token_hash == token_hash)).mappings().first()
    return _opened(tx, dict(row)) if row else None


def by_id(tx: Transaction, copy: str) -> Copy | None:
    """The copy with this id, also one that is withdrawn; None when there is none."""
    row = tx.connection.execute(select(copies).where(copies.c.id == copy)).mappings().first()
    return _opened(tx, dict(row)) if row else None


def all_of(tx: Transaction, user: str) -> list[Copy]:
    """All copies of this person's plan, oldest first, withdrawn ones too."""
    found = select(copies).where(copies.c.user_id == user).order_by(copies.c.made_at, copies.c.id)
    return [_opened(tx, dict(row)) for row in tx.connection.execute(found).mappings()]


def _reach(tx: Transaction, copy: str, values: Mapping[str, datetime | None], unless: str) -> bool:
    standing = copies.c.id == copy, copies.c.withdrawn_at.is_(None), copies.c[unless].is_(None)
    return tx.connection.execute(update(copies).where(*standing).values(dict(values))).rowcount == 1


def mark_opened(tx: Transaction, copy: str, now: datetime) -> bool:
    """It has been read with link and code. True the first time."""
    return _reach(tx, copy, {"opened_at": now}, unless="opened_at")


def accept(tx: Transaction, copy: str, now: datetime) -> bool:
    """Whoever got it says yes to their part, also after a no. True the first time."""
    return _reach(tx, copy, {"accepted_at": now, "declined_at": None}, unless="accepted_at")


def decline(tx: Transaction, copy: str, now: datetime) -> bool:
    """Whoever got it says no, also after a yes. True the first time."""
    return _reach(tx, copy, {"declined_at": now, "accepted_at": None}, unless="declined_at")


def withdraw(tx: Transaction, user: str, copy: str, now: datetime) -> bool:
    """From here on its link answers as one that never was, and pages that are open end.

    Returns:
        False when this person has no such copy, or it was withdrawn already.
    """
    standing = copies.c.id == copy, copies.c.user_id == user, copies.c.withdrawn_at.is_(None)
    ended = {"withdrawn_at": now, "token_hash": None, "code_hash": None}
    done = tx.connection.execute(update(copies).where(*standing).values(ended)).rowcount == 1
    if done:
        sessions.end_all_of_copy(tx, copy, now)
    return done


def withdraw_all(tx: Transaction, user: str, now: datetime) -> int:
    """Withdraw every copy of this person's plan. Gives how many."""
    standing = copies.c.user_id == user, copies.c.withdrawn_at.is_(None)
    found = list(tx.connection.execute(select(copies.c.id).where(*standing)).scalars())
    return sum(withdraw(tx, user, copy, now) for copy in found)
