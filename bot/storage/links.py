"""Links that let somebody in: a person's own (new, bound to a code, revoked) and a coordinator's (used once).

Two may open the same link at the same moment, before anyone is known who could be locked. So each claim is one
`UPDATE ... WHERE ... IS NULL`, and the number of rows it changed says who was first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, insert, select, update

from bot.storage.store import Transaction
from bot.storage.tables import login_links, personal_links

Life = Literal["new", "expired", "bound", "revoked"]


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A person's link as stored. The token itself is nowhere; `code_hash` as in `hashing.py`."""

    id: str
    user_id: str
    token_hash: str
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    bound_at: datetime | None
    revoked_at: datetime | None
    code_hash: str | None
    made_by: str

    def life(self, now: datetime) -> Life:
        """Which of its lives it is in. A bound link does not expire: it is the person's way in for good."""
        if self.revoked_at is not None:
            return "revoked"
        if self.bound_at is not None:
            return "bound"
        return "new" if now < self.expires_at else "expired"


def make_link(
    tx: Transaction,
    link: str,
    user: str,
    token_hash: str,
    made_by: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """A new link for this person. `made_by` is the coordinator's id. Earlier ones stand until they are revoked."""
    tx.connection.execute(
        insert(personal_links).values(
            id=link, user_id=user, token_hash=token_hash, made_by=made_by, created_at=now, expires_at=expires_at
        )
    )


def link_by_hash(tx: Transaction, token_hash: str) -> PersonalLink | None:
    """The link with this token, whatever its life; None for one that never was."""
    found = select(personal_links).where(personal_links.c.token_hash == token_hash)
    row = tx.connection.execute(found).mappings().first()
    return PersonalLink(**row) if row else None


def links_of(tx: Transaction, user: str) -> list[PersonalLink]:
    """All links this person ever had, oldest first."""
    found = select(personal_links).where(personal_links.c.user_id == user)
    ordered = found.order_by(personal_links.c.created_at, personal_links.c.id)
    return [PersonalLink(**row) for row in tx.connection.execute(ordered).mappings()]


def mark_opened(tx: Transaction, link: str, now: datetime) -> bool:
    """Somebody looked at it. True the first time."""
    unopened = personal_links.c.id == link, personal_links.c.opened_at.is_(None)
    return tx.connection.execute(update(personal_links).where(*unopened).values(opened_at=now)).rowcount == 1


def claim_for_chat(tx: Transaction, link: str, now: datetime) -> bool:
    """Use a link to bind a chat; it counts as opened from now on. False when it is not new any more."""
    new = (
        personal_links.c.id == link,
        personal_links.c.bound_at.is_(None),
        personal_links.c.revoked_at.is_(None),
        personal_links.c.expires_at > now,
    )
    opened = func.coalesce(personal_links.c.opened_at, now)
    return tx.connection.execute(update(personal_links).where(*new).values(opened_at=opened)).rowcount == 1


def bind(tx: Transaction, link: str, code_hash: str, now: datetime) -> bool:
    """Bind a new link to the code that the person has chosen to come back with.

    Returns:
        Whether it was this call that did it. False: somebody was first, or it is revoked or expired.
    """
    done = tx.connection.execute(
        update(personal_links)
        .where(
            personal_links.c.id == link,
            personal_links.c.bound_at.is_(None),
            personal_links.c.revoked_at.is_(None),
            personal_links.c.expires_at > now,
        )
        .values(bound_at=now, code_hash=code_hash)
    )
    return done.rowcount == 1


def revoke(tx: Transaction, link: str, now: datetime) -> bool:
    """End a link. False when it had ended already, or never was."""
    standing = personal_links.c.id == link, personal_links.c.revoked_at.is_(None)
    return tx.connection.execute(update(personal_links).where(*standing).values(revoked_at=now)).rowcount == 1


def revoke_all(tx: Transaction, user: str, now: datetime) -> int:
    """End every link of this person's. Gives how many were still standing."""
    standing = personal_links.c.user_id == user, personal_links.c.revoked_at.is_(None)
    return tx.connection.execute(update(personal_links).where(*standing).values(revoked_at=now)).rowcount


def make_login(
    tx: Transaction, login: str, coordinator: str, token_hash: str, now: datetime, expires_at: datetime
) -> None:
    """A link that logs a coordinator in, once."""
    tx.connection.execute(
        insert(login_links).values(
            id=login, coordinator_id=coordinator, token_hash=token_hash, created_at=now, expires_at=expires_at
        )
    )


def use_login(tx: Transaction, token_hash: str, now: datetime) -> str | None:
    """Use a login link up.

    Returns:
        The coordinator's id for whoever comes first; None for everyone else, and for an unknown or expired link.
    """
    done = tx.connection.execute(
        update(login_links)
        .where(login_links.c.token_hash == token_hash, login_links.c.used_at.is_(None), login_links.c.expires_at > now)
        .values(used_at=now)
    )
    if done.rowcount != 1:
        return None
    found = select(login_links.c.coordinator_id).where(login_links.c.token_hash == token_hash)
    return str(tx.connection.execute(found).scalar_one())
