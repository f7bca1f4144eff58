"""Small files that are there in full or not at all, also after a power cut, and that only their owner can read."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from bot.storage.errors import DiskFull, FolderUnusable, Unusable

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def _unusable(error: OSError, where: Path) -> Unusable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk is full", where, "make room and try again; nothing was lost")
    return FolderUnusable(
        f"The folder cannot be used, {error.strerror or error}",
        where,
        "give the account that runs Planprat the right to",
    )


def private_folder(path: Path) -> Path:
    """Make the folder and those above it where they are missing, and close it to everyone but its owner.

    Raises:
        FolderUnusable: it cannot be made or written to.
        DiskFull: there is no room for it.
    """
    try:
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if path.stat().st_mode & 0o077:
            path.chmod(FOLDER_MODE)
        probe = path / f".probe-{secrets.token_hex(4)}"
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
        probe.unlink()
    except OSError as error:
        raise _unusable(error, path) from error
    return path


def sync_folder(path: Path) -> None:
    """Make what was created, renamed or removed in this folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet.

    It is written whole beside its place and then given its name by a hard link, which, unlike a rename, never
    overwrites: of two processes that make the same key at once, one fails.

    Raises:
        FileExistsError: there is one, and it is untouched.
        FolderUnusable: it cannot be written.
        DiskFull: there is no room for it.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_all(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), data)
        os.link(draft, path)
        sync_folder(path.parent)
    except FileExistsError:
        raise
    except OSError as error:
        raise _unusable(error, path.parent) from error
    finally:
        draft.unlink(missing_ok=True)


def append_line(path: Path, line: bytes) -> None:
    """Add one line to a file, made when missing. On return it is on the disk.

    A last line without its end is what a power cut left of an addition that nobody was told of: it is cut off first.

    Raises:
        FolderUnusable: it cannot be written.
        DiskFull: there is no room for it.
    """
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE), "r+b") as file:
            content = file.read()
            file.seek(content.rfind(b"\n") + 1)
            file.truncate()
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise _unusable(error, path.parent) from error


def destroy(path: Path) -> bool:
    """Overwrite a file, then remove it. False when there was none.

    Overwriting reaches the old bytes on a plain disk; a solid-state disk or a file system with snapshots may keep
    them, which is why a user's key is never on a disk but wrapped by the master key.

    Raises:
        FolderUnusable: it cannot be removed.
    """
    try:
        size = path.stat().st_size
        _write_all(os.open(path, os.O_WRONLY), secrets.token_bytes(size))
        path.unlink()
        sync_folder(path.parent)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unusable(error, path.parent) from error
    return True
