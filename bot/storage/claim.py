"""Who has the data open. Every open store holds a shared claim; what must be alone with them takes all of it.

Beside it there are places that one process at a time can have (`data/<name>.place`). The operating system frees them
the moment a process ends, however it ends, so that nobody need wait to find out that it is gone.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from bot.storage.durable import FILE_MODE
from bot.storage.errors import DatabaseInUse, FolderUnusable

CLAIM_FILE = "in-use"


class Claim:
    """A lock on `data/in-use` that the operating system lets go of when the process ends, however it ends."""

    def __init__(self, handle: int, data: Path) -> None:
        self._handle: int | None = handle
        self._data = data
        self._places: dict[str, int] = {}

    @classmethod
    def shared(cls, data: Path) -> Self:
        """Claim the data along with others.

        Raises:
            DatabaseInUse: somebody is alone with them (a restore).
        """
        return cls._take(data, fcntl.LOCK_SH)

    @classmethod
    def alone(cls, data: Path) -> Self:
        """Claim the data for oneself.

        Raises:
            DatabaseInUse: somebody has them open.
        """
        return cls._take(data, fcntl.LOCK_EX)

    @classmethod
    def _take(cls, data: Path, kind: int) -> Self:
        try:
            handle = _locked(data / CLAIM_FILE, kind)
        except BlockingIOError as error:
            raise DatabaseInUse("The data are in use", data, "stop Planprat first, then try again") from error
        except OSError as error:
            raise FolderUnusable(
                "The folder cannot be used", data, "give the account that runs Planprat the right to"
            ) from error
        return cls(handle, data)

    def takes(self, name: str) -> bool:
        """Take the place of this name. True when it was free, so whoever had it before has ended; False when somebody
        has it, this process too, or where files cannot be locked."""
        if name in self._places:
            return False
        try:
            self._places[name] = _locked(self._data / f"{name}.place", fcntl.LOCK_EX)
        except OSError:
            return False
        return True

    def gives_back(self, name: str) -> None:
        """Leave that place to others. Doing it twice is the same as once."""
        if (handle := self._places.pop(name, None)) is not None:
            os.close(handle)

    def release(self) -> None:
        """Let go of everything. Doing it twice is the same as once."""
        for name in tuple(self._places):
            self.gives_back(name)
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _locked(path: Path, kind: int) -> int:
    """The file, open and locked without waiting.

    Raises:
        BlockingIOError: somebody has it.
        OSError: it cannot be opened or locked.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE)
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
