"""What several people did, taken at once: each by itself all or nothing, all of them in one commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.actions.house import House

Doing = Callable[[House], Any]


def all_at_once(house: House, doings: Sequence[Doing]) -> list[Any]:
    """Do all these. When this returns they are on the disk.

    Args:
        house: the installation. Each doing is given one to do its work in, and no other.
        doings: calls of actions. One that is done again must change nothing.

    Returns:
        For each, in order, what it gave, or the exception that it raised.
    """
    if len(doings) == 1:
        return [_tried(house, doings[0])]
    try:
        with house.together() as shared:
            done = [_tried(shared, doing) for doing in doings]
    except Exception:
        # Nothing of any is stored. Each by itself, so that the one that cannot be stored holds up nobody else.
        return [_tried(house, doing) for doing in doings]
    return done


def _tried(house: House, doing: Doing) -> Any:
    try:
        return doing(house)
    except Exception as error:
        return error
