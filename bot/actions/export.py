"""What those who run the service may see of persons: that they are there, and, when somebody asks for their own data,
everything that is held about that one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.storage import export as stored
from bot.storage import log, people


@dataclass(frozen=True, slots=True)
class Everyone:
    """All coordinators who have not left, and all users of any coordinator, oldest first."""

    coordinators: tuple[people.CoordinatorRow, ...]
    users: tuple[people.UserRow, ...]


def list_everyone(house: House, actor: Actor, now: datetime) -> Everyone:
    """Everybody there is. Names are opened; whoever shows the list decides whether they are needed.

    Raises:
        NotThere: not an operator.
    """
    permit(actor, "list_everyone")
    with house.writing() as tx:
        log.write(tx, now, actor.role, actor.id, "list_everyone", None)
        # A coordinator who has left may still have users nobody has handed over yet.
        users = [user for coordinator in people.everyone(tx) for user in people.users_of(tx, coordinator.id)]
        working = tuple(people.coordinators(tx))
    return Everyone(working, tuple(sorted(users, key=lambda one: (one.created_at, one.id))))


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
