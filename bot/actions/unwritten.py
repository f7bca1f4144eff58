"""A disk that is full must not keep a plan or a disclosure from whoever needs it: what could not be written waits here.

That something was read has to be written down. The line stands in the log of the process at once, is kept in memory,
and comes into the access log as soon as it can, with the time it is about. Tries at a code are counted here meanwhile,
so that nobody can guess more often because the disk is full.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.errors import DiskFull, FolderUnusable
from bot.storage.store import Transaction

logger = logging.getLogger(__name__)

# What keeps us from writing and perhaps not from reading. `FolderUnusable`: a disk with errors can be read only. Not a
# database that somebody else holds: that is known after half a minute only, and several such waits would be one page's.
CANNOT_WRITE = (DiskFull, FolderUnusable)

Write = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is owed to the access log. `user` is whom it is about (None: nobody): of one who is erased
    meanwhile it goes."""

    user: str | None
    write: Write


class Unwritten:
    """What this process owes. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: list[Line] = []
        self._tries: defaultdict[str, list[datetime]] = defaultdict(list)

    def owe(self, user: str | None, said: str, write: Write, why: BaseException) -> None:
        """Keep a line, and put it into the log of the process too: there it stays, should this process end first.

        Args:
            user: whom it is about; None for nobody.
            said: who did what, in ids that lead nowhere once the person is erased.
            write: what writes it.
            why: it could not be written just now.
        """
        logger.error("the access log could not be written (%s), it is tried again: %s", type(why).__name__, said)
        with self._lock:
            self._lines.append(Line(user, write))

    def write(self, writing: Callable[[], AbstractContextManager[Transaction]]) -> int:
        """Write down what is owed, each line by itself, oldest first.

        Returns:
            How many lines are not owed any more.

        Raises:
            Unusable: it still cannot be done; what is left is tried again the next time.
        """
        with self._lock:
            lines = tuple(self._lines)
        for line in lines:
            with writing() as tx:
                if line.user is None or tx.lock_user(line.user):
                    line.write(tx)
            with self._lock:
                self._lines.remove(line)
        if lines:
            logger.warning("lines that were owed to the access log are written: %d", len(lines))
        return len(lines)

    def tried(self, key: str, now: datetime, *windows: timedelta) -> tuple[int, ...]:
        """Count one more try that cannot be written down, and give how many there were within each window until now."""
        with self._lock:
            times = self._tries[key] = [at for at in self._tries[key] if now - at < max(windows)]
            times.append(now)
            return tuple(sum(now - at < window for at in times) for window in windows)

    def forget_tries(self, key: str) -> None:
        """It was the right code."""
        with self._lock:
            self._tries.pop(key, None)
