"""Looking at something of a person's, which has to be written down: in one transaction, or, when nothing can be
written, all the same, with the line owed (`unwritten.py`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from bot.actions.house import House
from bot.actions.unwritten import CANNOT_WRITE, Write
from bot.storage.store import Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What was found, and the line that is due for it.

    Attributes:
        found: what is shown.
        user: whom the line is about; None for nobody.
        said: who does what, in ids, for the log of the process.
        write: what writes the line; None when nothing was shown that must be written down.
    """

    found: T
    user: str | None
    said: str
    write: Write | None


def noted(house: House, look: Callable[[Transaction], Seen[T]], now: datetime) -> T:
    """Look, and write down who looked.

    Args:
        house: the installation.
        look: given a transaction that writes, or on a full disk one that only reads. Changes nothing itself.
        now: with time zone.

    Raises:
        NotThere: as `look` does.
        Unusable: nothing can be read either.
    """
    try:
        with house.writing() as tx:
            seen = look(tx)
            if seen.write is not None:
                seen.write(tx)
    except CANNOT_WRITE as why:
        with house.reading() as tx:
            seen = look(tx)
        if seen.write is not None:
            owe(house, seen.user, seen.said, seen.write, now, why)
    return seen.found


def marked(house: House, mark: Callable[[Transaction], int], said: str, now: datetime) -> int:
    """Write down that something has been shown; on a full disk later, with this time.

    Args:
        house: the installation.
        mark: does it, and gives how many it was the first time for. Done twice it changes nothing.
        said: as in `Seen`.
        now: with time zone.
    """

    def later(tx: Transaction) -> None:
        mark(tx)

    try:
        with house.writing() as tx:
            return mark(tx)
    except CANNOT_WRITE as why:
        owe(house, None, said, later, now, why)
        return 0


def owe(house: House, user: str | None, said: str, write: Write, now: datetime, why: BaseException) -> None:
    """Owe a line that could not be written. `said`: as in `Seen`."""
    house.unwritten.owe(user, f"{said} {now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC", write, why)
