"""What stops the program and the operator can do something about. Each says what, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class Unusable(Exception):
    """Base: the data cannot be used as they are. `code` never changes; the command line prints `str()` and exits 2."""

    code = "unusable"

    def __init__(self, what: str, where: Path | str, do: str) -> None:
        super().__init__(what, str(where), do)
        self.what = what
        self.where = str(where)
        self.do = do

    def __str__(self) -> str:
        return f"{self.what} ({self.where}): {self.do}."


class FolderUnusable(Unusable):
    """A folder that cannot be made, read or written."""

    code = "folder_unusable"


class DiskFull(Unusable):
    """Nothing was changed: what did not fit was rolled back."""

    code = "disk_full"


class KeyMissing(Unusable):
    """The data are there, the key to them is not. A new one is never made in its place."""

    code = "key_missing"


class KeyDamaged(Unusable):
    """A key is there but is not what was once written."""

    code = "key_damaged"


class KeyForeign(KeyDamaged):
    """The master key is whole, but is not the one that the persons' keys were wrapped with."""

    code = "key_foreign"


class SealBroken(Unusable):
    """A sealed value does not open with its person's key in its own row: changed, moved, or sealed with another key."""

    code = "seal_broken"


class DatabaseDamaged(Unusable):
    """The file is not a database, is not ours, or its pages contradict each other."""

    code = "database_damaged"


class DatabaseNewer(Unusable):
    """Made by a later version than this one."""

    code = "database_newer"


class DatabaseOlder(Unusable):
    """Made by an earlier version, and could not be brought up to this one."""

    code = "database_older"


class DatabaseInUse(Unusable):
    """Somebody else has it open, and what was asked for needs it alone."""

    code = "database_in_use"


class DatabaseUnreachable(Unusable):
    """The database server does not answer, or not for now."""

    code = "database_unreachable"


class DatabaseRefused(Unusable):
    """The address names no database that can be used: unreadable, wrong password, not there, without rights."""

    code = "database_refused"


class DriverMissing(Unusable):
    """The library that speaks with this kind of database is not installed."""

    code = "driver_missing"


class BackupUnusable(Unusable):
    """A folder that was said to be a backup is not a whole one, or it would overwrite what is here."""

    code = "backup_unusable"


# What keeps one person's data from being read and nobody else's. `ValueError`: what was stored is not of the form that
# this version reads.
OF_ONE_PERSON = (KeyMissing, KeyDamaged, SealBroken, ValueError)
