"""What those who run the service may see of persons: that they are there, and, when somebody asks for their own data,
everything that is held about that one person."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.storage import export as stored
from bot.storage import log, people
from bot.storage.errors import OF_ONE_PERSON
from bot.storage.store import Transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A user in the list of everybody. `name` is None where it was not asked for, or cannot be read (`unreadable`)."""

    id: str
    created_at: datetime
    coordinator_id: str
    name: str | None = None
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Everyone:
    """All coordinators who have not left, and all users of any coordinator, oldest first."""

    coordinators: tuple[people.CoordinatorRow, ...]
    users: tuple[Listed, ...]


def list_everyone(house: House, actor: Actor, now: datetime, *, names: bool = False) -> Everyone:
    """Everybody there is, also one whose key is lost. Names of users are opened only when they are asked for.

    Raises:
        NotThere: not an operator.
    """
    permit(actor, "list_everyone")
    with house.writing() as tx:
        log.write(tx, now, actor.role, actor.id, "list_everyone", None)
        users = tuple(_listed(tx, row, names) for row in people.added(tx))
        return Everyone(tuple(people.coordinators(tx)), users)


def _listed(tx: Transaction, row: people.AddedRow, names: bool) -> Listed:
    if not names:
        return Listed(row.id, row.created_at, row.coordinator_id)
    try:
        user = people.user(tx, row.id)
    except OF_ONE_PERSON as error:
        logger.error("the name of %s cannot be read: %s", row.id, type(error).__name__)
        return Listed(row.id, row.created_at, row.coordinator_id, unreadable=True)
    return Listed(row.id, row.created_at, row.coordinator_id, user.name if user else None)


def export(house: House, actor: Actor, user: str, now: datetime) -> stored.Export:
    """Everything held about this person, for them. That it was taken out stands in the log they can read.

    Raises:
        NotThere: no such person, or not an operator.
    """
    permit(actor, "export")
    with house.writing() as tx:
        if not tx.lock_user(user):
            raise NotThere(user)
        log.write(tx, now, actor.role, actor.id, "export", user)
        return stored.export(tx, user, now)
