"""What is begun by the clock and not by a person: the one line to somebody who disclosed something and fell silent.

It needs no memory of its own. Who is meant can be seen from what is stored, and the line has an id made of person and
day: a start in the middle, or several processes, make it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.actions.actors import OPERATOR, permit
from bot.actions.house import House
from bot.dialogs.context import News
from bot.dialogs.dates import OSLO
from bot.dialogs.follow_up import KIND, by_day, day_before, silent
from bot.dialogs.screen import Say
from bot.storage import chats, outbox, outgoing, people, talks
from bot.storage.errors import OF_ONE_PERSON
from bot.storage.store import Transaction

log = logging.getLogger(__name__)


def follow_up(house: House, now: datetime) -> tuple[str, ...]:
    """Say to everyone who disclosed something yesterday and fell silent that Planprat is here: once, and by day.

    To somebody who was last in a chat, or who has the chat as a doorbell, it goes there. On the pages it stands above
    the screen at the next visit.

    Returns:
        Ids of those to whom it is on its way; empty at night.
    """
    permit(OPERATOR, "follow_up")
    if not by_day(now):
        return ()
    with house.reading() as tx:
        of_yesterday = talks.last_between(tx, *day_before(now))
        meant = [user for user in of_yesterday if _readable(partial(_is_silent, tx, user, now))]
    return tuple(user for user in meant if _readable(partial(_say, house, user, now)))


def _readable(ask: Callable[[], bool]) -> bool:
    """What this gives; False where what is stored of the one person cannot be read, which is nobody else's trouble."""
    try:
        return ask()
    except OF_ONE_PERSON as error:
        log.error("whether one person fell silent cannot be read: %s", type(error).__name__)
        return False


def _is_silent(tx: Transaction, user: str, now: datetime) -> bool:
    talk = talks.state(tx, user)
    return talk is not None and silent(talk, now)


def _say(house: House, user: str, now: datetime) -> bool:
    """Put the line on its way, unless it has been, or the person has come back this very moment."""
    line = News(id=f"{KIND}-{user}-{now.astimezone(OSLO).date()}", kind=KIND, at=now)
    with house.writing() as tx:
        person = people.user(tx, user) if tx.lock_user(user) else None
        if person is None or outbox.is_there(tx, line.id) or not _is_silent(tx, user, now):
            return False
        outbox.add(tx, user, line, rings=False)
        chat, (_, channel) = chats.of(tx, user), talks.place(tx, user)
        if chat is None or chat.closed_at is not None:
            return True
        if channel == "telegram" or house.settings.telegram_mode == "doorbell":
            said = outgoing.Sending(how="bell", language=person.language, lines=(Say(id=f"news.{KIND}"),))
            outgoing.add(tx, f"{outbox.BELL}{line.id}", user, said, now)
            outbox.delivered(tx, user, (line.id,), "telegram", now)  # said there, and not once more on the pages
    return True
