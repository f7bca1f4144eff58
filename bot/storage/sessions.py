"""Who is logged in where. Only the hash of a session's id is stored: the database does not let anyone in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, insert, select, update

from bot.storage.store import Transaction
from bot.storage.tables import sessions

Role = Literal["user", "coordinator", "relative"]
SEEN_EVERY = timedelta(hours=1)  # a page view is not worth a write to the disk


@dataclass(frozen=True, slots=True)
class Session:
    """A session. By its role one of `user_id`, `coordinator_id`, `copy_id` is filled.

    `device` is for the person to recognise it by («Chrome på Android»). `together`: a coordinator's screen lent to the
    person in a meeting.
    """

    id_hash: str
    role: Role
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_id: str | None = None
    coordinator_id: str | None = None
    copy_id: str | None = None
    remembered: bool = False
    together: bool = False
    device: str = ""
    ended_at: datetime | None = None


def start(
    tx: Transaction,
    id_hash: str,
    role: Role,
    now: datetime,
    expires_at: datetime,
    *,
    user: str | None = None,
    coordinator: str | None = None,
    copy: str | None = None,
    remembered: bool = False,
    together: bool = False,
    device: str = "",
) -> None:
    """Start a session."""
    tx.connection.execute(
        insert(sessions).values(
            id_hash=id_hash,
            role=role,
            user_id=user,
            coordinator_id=coordinator,
            copy_id=copy,
            remembered=remembered,
            together=together,
            device=device,
            created_at=now,
            last_seen_at=now,
            expires_at=expires_at,
        )
    )


def by_hash(tx: Transaction, id_hash: str, now: datetime) -> Session | None:
    """The session, unless it is ended or expired. In a transaction that writes, `last_seen_at` follows once an hour."""
    row = tx.connection.execute(select(sessions).where(sessions.c.id_hash == id_hash)).mappings().first()
    if row is None:
        return None
    session = Session(**row)
    if session.ended_at is not None or session.expires_at <= now:
        return None
    if tx.writable and now - session.last_seen_at >= SEEN_EVERY:
        tx.connection.execute(update(sessions).where(sessions.c.id_hash == id_hash).values(last_seen_at=now))
    return session


def _end(tx: Transaction, now: datetime, *which: ColumnElement[bool]) -> int:
    return tx.connection.execute(
        update(sessions).where(sessions.c.ended_at.is_(None), *which).values(ended_at=now)
    ).rowcount


def end(tx: Transaction, id_hash: str, now: datetime) -> bool:
    """Log out here. False when it had ended already."""
    return _end(tx, now, sessions.c.id_hash == id_hash) == 1


def end_all(tx: Transaction, user: str, now: datetime, *, but: str = "") -> int:
    """Log the person out everywhere, except in the session with the hash `but`. Gives how many were ended."""
    return _end(tx, now, sessions.c.user_id == user, sessions.c.id_hash != but)


def end_lent(tx: Transaction, user: str, now: datetime) -> int:
    """Log the person out on screens that a coordinator lent them. Gives how many were ended."""
    return _end(tx, now, sessions.c.user_id == user, sessions.c.together.is_(True))


def end_all_of_coordinator(tx: Transaction, coordinator: str, now: datetime) -> int:
    """Log the coordinator out everywhere. Gives how many were ended."""
    return _end(tx, now, sessions.c.coordinator_id == coordinator)


def end_all_of_copy(tx: Transaction, copy: str, now: datetime) -> int:
    """Nobody reads this copy any more through a page that is open already. Gives how many were ended."""
    return _end(tx, now, sessions.c.copy_id == copy)


def sessions_of(tx: Transaction, user: str) -> list[Session]:
    """All the person's sessions, the one seen last first; also those that are ended or expired."""
    found = select(sessions).where(sessions.c.user_id == user)
    ordered = found.order_by(sessions.c.last_seen_at.desc(), sessions.c.id_hash)
    return [Session(**row) for row in tx.connection.execute(ordered).mappings()]
