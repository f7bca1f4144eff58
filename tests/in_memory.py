"""Where a run puts what it throws away: in memory where the machine has room for it, else on the disk.

Every test has a database of its own, and each change of it is brought to the disk before it counts. That is what the
product promises, and nothing that a test can see: a process that is killed loses nothing of what it has written. But it
makes the processes that run tests wait for one disk. `make soak` and `make bench` stay on the disk.
"""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - only as the place of the folders that `tempfile` makes
ROOM = 4 << 30  # bytes; a run needs at most a quarter of it
MADE_BETWEEN = 20_000  # objects, between two looks for what could be thrown away; Python's own number is 700


def has_room(folder: Path, room: int) -> bool:
    """Whether programs can be put there and run, and there is this much room, in bytes. In a container there is often
    neither."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return False
    return not found.f_flag & os.ST_NOEXEC and os.access(folder, os.W_OK) and found.f_bavail * found.f_frsize >= room


def use_memory(memory: Path = MEMORY, room: int = ROOM) -> None:
    """From now on temporary files are made in memory, if it has this much room, also those of every process that is
    started. Whoever has set `TMPDIR` is left alone."""
    if "TMPDIR" not in os.environ and has_room(memory, room):
        os.environ["TMPDIR"] = str(memory)
        tempfile.tempdir = None  # forgets what it found before


def look_through_less() -> None:
    """What is loaded when the tests begin stays to the end of the run, and is not looked through again and again for
    what could be thrown away; the rest is, when there is enough of it. It took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BETWEEN)
