"""The road of worksheet 5, from today over the milestones to a long-term goal. Shown back as a drawing."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs.screen import Road, Stone
from bot.dialogs.sheet import Answer, Item


def road(goal: Item, answers: Mapping[str, Answer]) -> Road:
    """The road of worksheet 5 to one goal. The first milestone is the nearest.

    Args:
        goal: the item of `long_term_goal` that this road leads to.
        answers: the answers of the whole sheet.
    """
    today, milestones = answers.get(f"{goal.id}/today"), answers.get(f"{goal.id}/milestones")
    stones = milestones.items if milestones else ()
    return Road(
        today=today.text if today else "",
        milestones=tuple(Stone(text=item.text, nearest=index == 0) for index, item in enumerate(stones)),
        goal=goal.text,
    )
