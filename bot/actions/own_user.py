"""Whose data it is: a coordinator reaches their own persons and nobody else's, and reads only while the plan stands."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.actions.actors import Actor, NotThere
from bot.actions.house import new_id
from bot.dialogs.context import Consent, News
from bot.storage import consents, outbox, people
from bot.storage.store import Transaction

# What the person has said to planning at all (consent A). `none`: not asked yet; `over`: the period has run out.
Standing = Literal["none", "think", "yes", "no", "withdrawn", "over"]
SAID_NO: frozenset[Standing] = frozenset({"no", "withdrawn"})


def own_user(tx: Transaction, actor: Actor, user: str) -> people.UserRow:
    """The person, locked until the transaction ends.

    Raises:
        NotThere: there is no such person, or they have another coordinator. An operator reaches everybody.
    """
    found = people.user(tx, user) if tx.lock_user(user) else None
    if found is None or (actor.role != "operator" and found.coordinator_id != actor.id):
        raise NotThere(user)
    return found


def planning_user(tx: Transaction, actor: Actor, user: str, now: datetime) -> people.UserRow:
    """The person, if there is a plan with them now. Whatever they shared can be met only through this door.

    Raises:
        NotThere: as for `own_user`; or they have not said yes to the plan, took it back, or its period is over.
    """
    found = own_user(tx, actor, user)
    if standing_of(tx, user, now) != "yes":
        raise NotThere(user)
    return found


def standing_of(tx: Transaction, user: str, now: datetime) -> Standing:
    """What this person's last word on the plan comes to today."""
    return standing(consents.newest(tx, user).get("plan"), now)


def standing(given: Consent | None, now: datetime) -> Standing:
    """What the last word on the plan comes to today."""
    if given is None:
        return "none"
    if given.withdrawn_at is not None:
        return "withdrawn"
    if given.answer != "yes":
        return given.answer
    return "yes" if given.holds(now) else "over"


def tell(tx: Transaction, user: people.UserRow, kind: str, now: datetime, *, worksheet: str = "") -> None:
    """Put news into the person's outbox: what was done, with which worksheet, and the coordinator's name. Never what
    was written."""
    coordinator = people.coordinator(tx, user.coordinator_id)
    values = {"coordinator": coordinator.name if coordinator else "", "worksheet": worksheet}
    filled = {name: value for name, value in values.items() if value}
    outbox.add(tx, user.id, News(id=new_id(), kind=kind, values=filled, at=now))
