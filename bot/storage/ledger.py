"""The erasure ledger: who has been erased and when, one JSON object a line in `keys/erased.jsonl`. Ids only, no names.

It is written before the rows go, so that an erasure that is cut short is finished at the next start, and it is kept
with the keys, so that restoring an older backup erases again those who were erased since.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.storage import durable
from bot.storage.errors import KeyDamaged

LEDGER_FILE = "erased.jsonl"


def record(keys: Path, user: str, now: datetime) -> None:
    """Write down, for good, that this person is to be gone. On return it is on the disk."""
    entry = {"user": user, "at": now.astimezone(UTC).isoformat(timespec="seconds")}
    durable.append_line(keys / LEDGER_FILE, json.dumps(entry).encode())


def erased(keys: Path) -> frozenset[str]:
    """Ids of all who were ever erased here; empty without a ledger.

    Raises:
        KeyDamaged: a line cannot be read. A half-written last line is an erasure that was never confirmed to anyone:
            it is passed over.
    """
    path = keys / LEDGER_FILE
    if not path.exists():
        return frozenset()
    *whole, _unfinished = path.read_bytes().split(b"\n")
    try:
        return frozenset(str(json.loads(line)["user"]) for line in whole)
    except (ValueError, KeyError, TypeError) as error:
        raise KeyDamaged(
            "The ledger of erasures is damaged", path, "put it back from the backup of the keys"
        ) from error
