"""The seed of a run."""

from __future__ import annotations

import os
import secrets
import sys

SEED = "PLANPRAT_SEED"  # of a run that is to be repeated


def a_seed() -> int:
    """The seed that is asked for, else a new one: each run breaks something else. It is told, so that pytest shows it
    when something fails."""
    seed = int(os.environ.get(SEED) or secrets.randbelow(1_000_000))
    sys.stdout.write(f"{SEED}={seed}\n")
    return seed
