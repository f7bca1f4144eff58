"""Handing a person over to another coordinator, or all of a coordinator's who leaves. Each person is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.actions.own_user import own_user, tell
from bot.storage import log, people, sessions
from bot.storage.store import Transaction


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Whose coordinator has changed. From the same moment the former one reaches nothing of theirs."""

    user_id: str
    before: str
    after: str


def hand_over(house: House, actor: Actor, user: str, to: str, now: datetime) -> HandedOver:
    """Give this person another coordinator. To the one they have already: nothing is done, nobody is told.

    Raises:
        NotThere: no such person, or no such coordinator who still works here.
    """
    permit(actor, "hand_over")
    with house.writing() as tx:
        _works_here(tx, to)
        return _hand_over(tx, actor, user, to, now)


def leave(house: House, actor: Actor, coordinator: str, to: str, now: datetime) -> tuple[HandedOver, ...]:
    """A coordinator no longer works here: all of theirs go to a colleague, and they are logged out.

    Raises:
        NotThere: one of the two does not work here, or they are the same.
    """
    permit(actor, "hand_over")
    with house.writing() as tx:
        _works_here(tx, coordinator)
        _works_here(tx, to)
        if coordinator == to:
            raise NotThere(to)
        # In one order for all, so that two who hand over at once do not wait for each other's persons.
        own = people.ids_of(tx, coordinator)
        done = tuple(_hand_over(tx, actor, user, to, now) for user in own)
        people.leave(tx, coordinator, now)
        sessions.end_all_of_coordinator(tx, coordinator, now)
        log.write(tx, now, actor.role, actor.id, "coordinator_left", None, coordinator)
    return done


def _works_here(tx: Transaction, coordinator: str) -> None:
    found = people.coordinator(tx, coordinator)
    if found is None or found.left_at is not None:
        raise NotThere(coordinator)


def _hand_over(tx: Transaction, actor: Actor, user: str, to: str, now: datetime) -> HandedOver:
    before = own_user(tx, actor, user)
    done = HandedOver(user, before.coordinator_id, to)
    if done.before == to:
        return done
    people.hand_over(tx, user, to)
    sessions.end_lent(tx, user, now)  # on such a screen the former one would still see everything
    tell(tx, own_user(tx, actor, user), "handed_over", now)
    log.write(tx, now, actor.role, actor.id, "hand_over", user, to)
    return done
