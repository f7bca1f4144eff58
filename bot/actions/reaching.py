"""Whom the person's own plan names, for the help page. Everything else on that page needs no database."""

from __future__ import annotations

from bot.actions.actors import Actor, permit
from bot.actions.house import House, fresh
from bot.dialogs.sheet import Person
from bot.storage.context import StoredContext


def own_ladder(house: House, actor: Actor) -> tuple[Person, ...]:
    """Those whom the person's own crisis plan says to contact, step 2 before step 3, each with a phone."""
    permit(actor, "read_own_plan")
    with house.reading() as tx:
        return StoredContext(tx, actor.id, "web", house.content, fresh(), "").ladder
