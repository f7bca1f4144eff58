"""What a chat gets as a file: the person's own plan, their crisis plan, and the drawn road."""

from __future__ import annotations

from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.actions.own_plan import own_crisis_paper, own_plan_paper
from bot.dialogs.context import Language
from bot.dialogs.screen import Road
from bot.documents.road import road_in_words
from bot.documents.road_png import road_png

FILES = {"own_plan": "min-plan.pdf", "crisis_plan": "kriseplan.pdf"}


def paper_in_chat(house: House, actor: Actor, name: str, now: datetime) -> bytes | None:
    """The paper that was asked for, as a PDF; None while nothing is written for it.

    Args:
        house: the installation.
        actor: the person.
        name: `own_plan` or `crisis_plan`.
        now: with time zone.
    """
    permit(actor, "get_paper_in_chat")
    try:
        return {"own_plan": own_plan_paper, "crisis_plan": own_crisis_paper}[name](house, actor, now=now)
    except NotThere:
        return None


def road_words(house: House, road: Road, language: Language) -> str:
    """The road for those who do not see it, a line for each place."""
    return "\n".join(road_in_words(road, lambda say: house.language.say(say, language)))


def road_picture(house: House, road: Road, language: Language) -> bytes:
    """The road as a PNG, as wide as a phone."""
    return road_png(road, lambda say: house.language.say(say, language), language)
