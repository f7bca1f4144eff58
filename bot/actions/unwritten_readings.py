"""Reading a copy while nothing can be written: whoever has the right code is let in, and the lines for it are owed.

A login is a row. In its place stands a secret that proves itself, for any process of ours, for an hour. It shows nobody
more than a login would: each look asks anew whether the copy stands.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from bot.actions.actors import NotThere
from bot.actions.house import House
from bot.actions.noting import owe
from bot.actions.tries import forget_unwritten
from bot.storage import log
from bot.storage.copies import Copy
from bot.storage.store import Transaction

LASTS = timedelta(hours=1)  # then the code is asked for again; by then there may be room for a login
_JOINED = "~"  # in no id and no secret of ours


def let_in(house: House, copy: Copy, now: datetime, why: BaseException) -> str:
    """It was the right code. Gives the secret; `why`: no login could be written down."""

    def note(tx: Transaction) -> None:
        log.write(tx, now, "relative", copy.id, "opened_copy", copy.user_id, copy.id)

    forget_unwritten(house.unwritten, "copy", copy.id)
    owe(house, copy.user_id, f"relative {copy.id} opened_copy", note, now, why)
    return _pass(house, copy.id, f"{(now + LASTS).timestamp():.0f}")


def is_pass(secret: str) -> bool:
    """Whether a reader's secret is one of these, and no login's."""
    return _JOINED in secret


def copy_of(house: House, secret: str, now: datetime) -> str:
    """The id of the copy that it is for.

    Raises:
        NotThere: it is not one of ours, or its hour is over.
    """
    copy, _, rest = secret.partition(_JOINED)
    until = rest.partition(_JOINED)[0]
    if not hmac.compare_digest(_pass(house, copy, until).encode(), secret.encode()) or int(until) < now.timestamp():
        raise NotThere
    return copy


def _pass(house: House, copy: str, until: str) -> str:
    return _JOINED.join((copy, until, house.store.vault.blind(f"reads a copy\0{copy}\0{until}")))
