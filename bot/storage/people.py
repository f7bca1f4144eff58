"""Coordinators and the persons they plan with. A person's key is made with the person and destroyed with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.dialogs.context import Language
from bot.storage.erasing import erase_user
from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import coordinators as coordinator_table
from bot.storage.tables import notices
from bot.storage.tables import users as user_table

__all__ = [
    "CoordinatorRow",
    "UserRow",
    "add_coordinator",
    "add_user",
    "added_since",
    "coordinator",
    "coordinators",
    "erase_user",
    "everyone",
    "hand_over",
    "ids_of",
    "leave",
    "set_contact",
    "set_language",
    "set_stand_in",
    "stand_in_of",
    "user",
    "users_of",
]


_COORDINATOR = Prepared(select(coordinator_table).where(coordinator_table.c.id == bindparam("coordinator")))
_USER = Prepared(select(user_table).where(user_table.c.id == bindparam("user")))


@dataclass(frozen=True, slots=True)
class CoordinatorRow:
    """A coordinator as stored. `hours` as they wrote it; `left_at` when they no longer work here; `stand_in_id` the
    colleague who may read a disclosure that they have not seen in time."""

    id: str
    name: str
    phone: str
    hours: str
    language: Language
    created_at: datetime
    left_at: datetime | None
    stand_in_id: str | None = None


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person as stored, with their name opened. `practice`: made up, for trying things out."""

    id: str
    coordinator_id: str
    name: str
    language: Language
    created_at: datetime
    practice: bool


@dataclass(frozen=True, slots=True)
class AddedRow:
    """That a person was added, by whom they are met, and when: what is stored unsealed."""

    id: str
    coordinator_id: str
    created_at: datetime


def add_coordinator(
    tx: Transaction, coordinator: str, name: str, phone: str, hours: str, language: Language, now: datetime
) -> None:
    """Add a coordinator. `hours` is shown as written."""
    tx.connection.execute(
        insert(coordinator_table).values(
            id=coordinator, name=name, phone=phone, hours=hours, language=language, created_at=now
        )
    )


def coordinator(tx: Transaction, coordinator: str) -> CoordinatorRow | None:
    """The coordinator with this id, also one who has left; None when there is none."""
    return _one(tx, coordinator)


def _one(tx: Transaction, coordinator: str) -> CoordinatorRow | None:
    row = _COORDINATOR.first(tx.connection, {"coordinator": coordinator})
    return CoordinatorRow(**row) if row else None


def everyone(tx: Transaction) -> list[CoordinatorRow]:
    """All coordinators there ever were, by name."""
    rows = [CoordinatorRow(**row) for row in tx.connection.execute(select(coordinator_table)).mappings()]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def coordinators(tx: Transaction) -> list[CoordinatorRow]:
    """All who have not left, by name."""
    return [row for row in everyone(tx) if row.left_at is None]


def set_contact(tx: Transaction, coordinator: str, phone: str, hours: str, language: Language) -> bool:
    """How and when the coordinator is reached, and the written standard they read. False: no such coordinator."""
    values = {"phone": phone, "hours": hours, "language": language}
    done = tx.connection.execute(update(coordinator_table).where(coordinator_table.c.id == coordinator).values(values))
    return done.rowcount == 1


def set_stand_in(tx: Transaction, coordinator: str, stand_in: str | None) -> bool:
    """Who stands in for this coordinator; None: nobody. False: no such coordinator."""
    same = coordinator_table.c.id == coordinator
    return tx.connection.execute(update(coordinator_table).where(same).values(stand_in_id=stand_in)).rowcount == 1


def stand_in_of(tx: Transaction, coordinator: CoordinatorRow) -> CoordinatorRow | None:
    """The colleague who stands in for this coordinator; None when none is named, or they have left."""
    found = _one(tx, coordinator.stand_in_id) if coordinator.stand_in_id else None
    return found if found is not None and found.left_at is None else None


def leave(tx: Transaction, coordinator: str, now: datetime) -> bool:
    """The coordinator no longer works here, and stands in for nobody. False when they had left already, or are
    unknown."""
    stood_in = coordinator_table.c.stand_in_id == coordinator
    tx.connection.execute(update(coordinator_table).where(stood_in).values(stand_in_id=None))
    done = tx.connection.execute(
        update(coordinator_table)
        .where(coordinator_table.c.id == coordinator, coordinator_table.c.left_at.is_(None))
        .values(left_at=now)
    )
    return done.rowcount == 1


def add_user(
    tx: Transaction,
    user: str,
    coordinator: str,
    name: str,
    language: Language,
    now: datetime,
    *,
    practice: bool = False,
) -> None:
    """Add a person and make their key. If nothing comes of the transaction the key goes again.

    Raises:
        ValueError: the id is not 1-64 letters, digits, - and _.
        FileExistsError: there is a key with this id already.
    """
    keyring = tx.vault.keyring
    keyring.make(user)

    def not_made() -> None:
        keyring.destroy(user)

    tx.after_rollback.append(not_made)
    tx.connection.execute(
        insert(user_table).values(
            id=user,
            coordinator_id=coordinator,
            name=tx.seal(user, user_table.c.name, user, name),
            language=language,
            created_at=now,
            practice=practice,
        )
    )


def _opened(tx: Transaction, row: Mapping[str, Any]) -> UserRow:
    return UserRow(**{**row, "name": tx.open(row["id"], user_table.c.name, row["id"], row["name"])})


def user(tx: Transaction, user: str) -> UserRow | None:
    """The person with this id; None when there is none."""
    row = _USER.first(tx.connection, {"user": user})
    return _opened(tx, row) if row else None


def ids_of(tx: Transaction, coordinator: str) -> list[str]:
    """Ids of the coordinator's own persons, in order. Opens nothing."""
    found = select(user_table.c.id).where(user_table.c.coordinator_id == coordinator).order_by(user_table.c.id)
    return list(tx.connection.execute(found).scalars())


def added(tx: Transaction) -> list[AddedRow]:
    """All persons of all coordinators, oldest first. Opens nothing, so that one whose key is lost is there as well."""
    columns = user_table.c.id, user_table.c.coordinator_id, user_table.c.created_at
    found = select(*columns).order_by(user_table.c.created_at, user_table.c.id)
    return [AddedRow(**row) for row in tx.connection.execute(found).mappings()]


def users_of(tx: Transaction, coordinator: str) -> list[UserRow]:
    """The coordinator's own persons, by name. Names are sealed, so they are sorted here: a coordinator has few."""
    found = select(user_table).where(user_table.c.coordinator_id == coordinator)
    rows = [_opened(tx, dict(row)) for row in tx.connection.execute(found).mappings()]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def added_since(tx: Transaction, coordinator: str, since: datetime) -> list[UserRow]:
    """The coordinator's own persons who were added after this time."""
    own = user_table.c.coordinator_id == coordinator, user_table.c.created_at > since
    return [_opened(tx, dict(row)) for row in tx.connection.execute(select(user_table).where(*own)).mappings()]


def hand_over(tx: Transaction, user: str, to: str) -> bool:
    """Give the person another coordinator, who also gets the notices that nobody has seen. False: no such person."""
    done = tx.connection.execute(update(user_table).where(user_table.c.id == user).values(coordinator_id=to))
    unseen = notices.c.user_id == user, notices.c.seen_at.is_(None)
    tx.connection.execute(update(notices).where(*unseen).values(coordinator_id=to))
    return done.rowcount == 1


def set_language(tx: Transaction, user: str, language: Language) -> bool:
    """The written standard that this person reads. False: no such person."""
    done = tx.connection.execute(update(user_table).where(user_table.c.id == user).values(language=language))
    return done.rowcount == 1
