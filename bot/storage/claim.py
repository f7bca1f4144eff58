"""Who has the data open. Every open store holds a shared claim; what must be alone with them takes all of it."""

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

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

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
        path = data / CLAIM_FILE
        try:
            handle = os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE)
        except OSError as error:
            raise FolderUnusable(
                "The folder cannot be used", data, "give the account that runs Planprat the right to"
            ) from error
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise DatabaseInUse("The data are in use", data, "stop Planprat first, then try again") from error
        return cls(handle)

    def release(self) -> None:
        """Let go. Doing it twice is the same as once."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
