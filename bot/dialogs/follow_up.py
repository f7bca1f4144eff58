"""The day after somebody wrote that a life is in danger and then fell silent: one neutral line, at most.

Nothing more on the same day: the reply stands there with its numbers, and more of them would be noise. The line says
nothing of what was written, since it may show on a locked screen. Silence is no alarm: nobody is told anything by it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.dialogs import disclosure
from bot.dialogs.dates import OSLO
from bot.dialogs.replies import REPLIES
from bot.dialogs.talk import Talk

KIND = "here"  # of the news that holds the line; it tells nothing to whoever sees only this word
FROM, TO = time(10), time(20)  # in Oslo: nobody is woken, and somebody can be rung


def day_before(now: datetime) -> tuple[datetime, datetime]:
    """Beginning and end of yesterday in Oslo."""
    today = now.astimezone(OSLO).date()
    midnights = (datetime.combine(day, time(), OSLO) for day in (today - timedelta(days=1), today))
    begin, end = midnights
    return begin, end


def by_day(now: datetime) -> bool:
    """Whether this is an hour at which something may be begun by us."""
    return FROM <= now.astimezone(OSLO).time() < TO


def silent(talk: Talk, now: datetime) -> bool:
    """Whether this person disclosed something yesterday, left a question of the reply unanswered, and has done nothing
    since. Looking at «Hjelp nå» or a pause is no answer."""
    begin, end = day_before(now)
    last = (talk.disclosed_at, talk.last_at)
    if not all(at is not None and begin <= at < end for at in last):
        return False
    open_ = (place for place in (talk.here, *talk.stack) if place.scene == disclosure.SCENE)
    return any(place.spot in REPLIES and bool(REPLIES[place.spot].ask) for place in open_)
