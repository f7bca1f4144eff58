"""What waits for whom: the last thing done to a shared sheet says whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.dialogs.context import Comment, Edition

Turn = Literal["coordinator", "user", "nobody"]
Why = Literal[
    "shared", "answered", "said_yes", "said_not_yet", "question", "my_yes", "my_not_yet", "agreed", "taken_back"
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose turn it is with one edition, why (`desk.waits.<why>` in the texts), and since when."""

    turn: Turn
    why: Why
    at: datetime


def waiting(edition: Edition, comments: Iterable[Comment]) -> Waiting:
    """Whose turn it is with this edition.

    A question without an answer always waits for the user. What is agreed or taken back waits for nobody; a comment
    changes nothing.

    Args:
        edition: the edition.
        comments: everything written beside this person's answers; those of other editions are passed over.
    """
    if edition.state == "taken_back":
        return Waiting("nobody", "taken_back", edition.shared_at)
    beside = [one for one in comments if one.edition == edition.id]
    unanswered = [one.at for one in beside if one.kind == "question" and one.answered_at is None]
    if unanswered:
        return Waiting("user", "question", max(unanswered))
    if edition.state == "agreed":
        said = [at for at in (edition.user_agreed_at, edition.coordinator_agreed_at) if at is not None]
        return Waiting("nobody", "agreed", max(said, default=edition.shared_at))
    # At the same moment the later of this list counts: a sheet may be sent and said yes to in one breath.
    turns = [Waiting("coordinator", "shared", edition.shared_at)]
    for one in beside:
        if one.kind == "question" and one.answered_at is not None:
            turns.append(Waiting("coordinator", "answered", one.answered_at))
        if one.kind == "not_yet":
            mine = one.author == "coordinator"
            turns.append(
                Waiting("user", "my_not_yet", one.at) if mine else Waiting("coordinator", "said_not_yet", one.at)
            )
    if edition.user_agreed_at is not None:
        turns.append(Waiting("coordinator", "said_yes", edition.user_agreed_at))
    if edition.coordinator_agreed_at is not None:
        turns.append(Waiting("user", "my_yes", edition.coordinator_agreed_at))
    return max(enumerate(turns), key=lambda numbered: (numbered[1].at, numbered[0]))[1]
