"""Tries at a code: counted before the code is looked at, by what it opens and by where the try comes from.

Six digits are a million codes; people choose from some thousands. Five tries in a quarter of an hour, and thirty a day,
leave a guesser next to nothing and a tired person enough.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from bot.actions.unwritten import Unwritten
from bot.storage import throttle
from bot.storage.store import Transaction

WINDOW = timedelta(minutes=15)
TRIES_AT_LINK = 5
TRIES_FROM_ADDRESS = 30  # a whole day centre may come from one address
LONG_WINDOW = timedelta(days=1)
TRIES_AT_LINK_A_DAY = 30

Opens = Literal["link", "copy"]
TooOften = Literal["too_often", "too_often_today"]


def _keys(opens: Opens, id_: str) -> tuple[str, str]:
    return f"{opens}/{id_}", f"{opens}-day/{id_}"


def count_try(tx: Transaction, opens: Opens, id_: str, address: str, now: datetime) -> TooOften | None:
    """Count one more try wherever it counts, and say whether it is one too many.

    Args:
        tx: committed before the code is looked at, so that many tries at once count as many.
        opens: what the code is for: a personal link, here or at the coordinator's screen, or a copy.
        id_: of the link or the copy.
        address: where the try comes from; blinded before it is stored.
        now: with time zone.
    """
    short, long = _keys(opens, id_)
    today = throttle.hit(tx, long, now, LONG_WINDOW) > TRIES_AT_LINK_A_DAY
    at_link = throttle.hit(tx, short, now, WINDOW) > TRIES_AT_LINK
    from_address = throttle.hit(tx, f"address/{address}", now, WINDOW) > TRIES_FROM_ADDRESS
    if today:
        return "too_often_today"
    return "too_often" if at_link or from_address else None


def count_unwritten(
    tx: Transaction, unwritten: Unwritten, opens: Opens, id_: str, address: str, now: datetime
) -> TooOften | None:
    """The same while nothing can be written: those counted before are read, the new ones stay in memory.

    Args:
        tx: one that reads.
        unwritten: of this process. With several processes each counts for itself.
        opens, id_, address, now: as above.
    """
    short, long = _keys(opens, id_)
    lately, of_the_day = unwritten.tried(short, now, WINDOW, LONG_WINDOW)
    if throttle.counted(tx, long, now, LONG_WINDOW) + of_the_day > TRIES_AT_LINK_A_DAY:
        return "too_often_today"
    at_link = throttle.counted(tx, short, now, WINDOW) + lately > TRIES_AT_LINK
    from_address = throttle.counted(tx, f"address/{address}", now, WINDOW) >= TRIES_FROM_ADDRESS
    return "too_often" if at_link or from_address else None


def forget_unwritten(unwritten: Unwritten, opens: Opens, id_: str) -> None:
    """It was the right code."""
    unwritten.forget_tries(_keys(opens, id_)[0])


def forget_tries(tx: Transaction, opens: Opens, id_: str) -> None:
    """It was the right code: the tries at it no longer count. Those from the address do."""
    for key in reversed(_keys(opens, id_)):  # in the order of counting, or two could wait for each other
        throttle.clear(tx, key)
