"""Small files that are there in full or not at all, also after a power cut, and that only their owner can read."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage.errors import DiskFull, FolderUnusable

FOLDER_MODE = 0o700
FILE_MODE = 0o600


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Say what an error of the file system's means to the operator. That a file is there, or is not, is the caller's.

    Raises:
        FolderUnusable: there is no right to, or the file system cannot.
        DiskFull: there is no room.
    """
    try:
        yield
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("The disk is full", where, "make room and try again; nothing was lost") from error
        raise FolderUnusable(
            f"The folder cannot be used, {error.strerror or error}",
            where,
            "give the account that runs Planprat the right to",
        ) from error


def private_folder(path: Path) -> Path:
    """Make the folder where it is missing, closed to everyone but its owner, and see that it can be written to.

    One that is there already keeps its rights: it may be shared, and each file of ours is closed by itself.

    Raises:
        FolderUnusable: it cannot be made or written to.
        DiskFull: there is no room for it.
    """
    with explained(path):
        try:
            path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        except FileExistsError as error:
            raise NotADirectoryError(errno.ENOTDIR, "it is a file", str(path)) from error
        probe = path / f".probe-{secrets.token_hex(4)}"
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
        probe.unlink()
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


def write_in_new_folder(path: Path, data: bytes) -> None:
    """Write a file into a folder that nobody else knows of yet, such as that of a backup; also on file systems without
    hard links.

    Raises:
        FileExistsError: there is one, and it is untouched.
        FolderUnusable: it cannot be written.
        DiskFull: there is no room for it.
    """
    with explained(path.parent):
        _write_all(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), data)
        sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, in a folder that others write to as well.

    It is written whole beside its place and then given its name by a hard link, which, unlike a rename, never
    overwrites: of two processes that make the same key at once, one fails.

    Raises:
        FileExistsError: there is one, and it is untouched.
        FolderUnusable: it cannot be written.
        DiskFull: there is no room for it.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with explained(path.parent):
        try:
            write_in_new_folder(draft, data)
            os.link(draft, path)
            sync_folder(path.parent)
        finally:
            draft.unlink(missing_ok=True)


def append_line(path: Path, line: bytes) -> None:
    """Add one line to a file, made when missing. On return it is on the disk.

    A last line without its end is what a power cut left of an addition that nobody was told of: it is cut off first.

    Raises:
        FolderUnusable: it cannot be written.
        DiskFull: there is no room for it.
    """
    with explained(path.parent):
        with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # of several processes that share the folder, until the file is closed
            content = file.read()
            file.seek(content.rfind(b"\n") + 1)
            file.truncate()
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)


def destroy(path: Path) -> bool:
    """Overwrite a file, then remove it. False when there was none.

    Overwriting reaches the old bytes on a plain disk; a solid-state disk or a file system with snapshots may keep
    them, which is why a user's key is never on a disk but wrapped by the master key.

    Raises:
        FolderUnusable: it cannot be removed.
    """
    with explained(path.parent):
        try:
            size = path.stat().st_size
            _write_all(os.open(path, os.O_WRONLY), secrets.token_bytes(size))
            path.unlink()
            sync_folder(path.parent)
        except FileNotFoundError:
            return False
    return True
