"""`make soak`: twenty people, a hundred kills, a Telegram that is away. Bounded to twenty minutes; prints a table.

Parts can be named: `.venv/bin/python -m tests.breaking.soak sqlite postgresql stop weather`. `PLANPRAT_SEED` repeats
the decisions of a run; what falls at which moment, no seed can repeat.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.breaking.compare import Figures
from tests.breaking.conversing import WAITS_S, conversing
from tests.breaking.installation import STOPS_WITHIN_S, Installation
from tests.breaking.kills import broken
from tests.breaking.seeds import SEED, a_seed
from tests.breaking.test_faults import storm
from tests.postgres import running

PEOPLE = 20
KILLS = 50  # on each database
STOPS = 10
PASSING = 20
LONGEST_S = 420.0  # of the kills on one database
AWAY_S = 60.0  # Telegram, in a row; ten minutes are stepped over in `tests/telegram/test_delivery.py`
STORMS = 5
FAULTS = 60  # in each

Part = Callable[[Path], Awaitable["Row"]]

COLUMNS = ("answers", "lost", "doubled", "other", "no screen", "asked again", "apologies", "seconds")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `blows`: how often it was hit; `hit`: what it was doing then; `failed`: it
    did not do what was asked, whatever is stored."""

    what: str
    blows: int
    figures: Figures
    seconds: float
    hit: str
    failed: bool = False

    def __str__(self) -> str:
        one = self.figures
        counted = (
            one.answers,
            one.lost,
            one.doubled,
            one.foreign + one.stale + one.unordered,
            one.without_screen,
            one.asked_again,
            one.apologies,
            round(self.seconds),
        )
        numbers = "".join(f"{number:>12}" for number in counted)
        return f"{self.what:34}{self.blows:>6}{numbers}  {self.hit}"


@asynccontextmanager
async def _postgres_url() -> AsyncIterator[str]:
    with running() as server, server.database() as name:
        yield server.url(name)


async def _kills(what: str, folder: Path, seed: int, database_url: str, kills: int, *, told: bool) -> Row:
    begun = time.monotonic()
    installation = Installation(folder, PEOPLE, database_url)
    outcome = await broken(installation, kills, seed, PASSING, told=told, longest_s=LONGEST_S)
    stops = f"slowest stop {outcome.slowest_stop_s:.1f} s; {_doing(outcome.hit)}"
    late = outcome.slowest_stop_s > STOPS_WITHIN_S
    return Row(what, outcome.hit.total(), outcome.figures, time.monotonic() - begun, stops, failed=late)


def _doing(hit: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in hit.most_common())


async def _weather(folder: Path, seed: int) -> Row:
    """Storms of faults, then nobody there for a minute, then the rest."""
    begun = time.monotonic()
    async with conversing(Installation(folder, PEOPLE), seed, patience_s=AWAY_S + 2 * WAITS_S) as talk:
        for number in range(STORMS):
            await talk.give(PEOPLE)
            storm(talk, seed + number, FAULTS)
            talk.fake.updates.repeat(2)
        talk.fake.faults.clear()
        talk.fake.faults.down(until=talk.fake.clock.now() + AWAY_S)
        await talk.give(3 * PEOPLE)
        figures = await talk.ends()
    return Row(f"storms, then away for {AWAY_S:.0f} s", STORMS + 1, figures, time.monotonic() - begun, "")


async def _all(seed: int, wanted: list[str]) -> bool:
    out = sys.stdout
    out.write(f"seed {seed} ({SEED})\n\n{'':34}{'blows':>6}{''.join(f'{one:>12}' for one in COLUMNS)}\n")
    whole = True
    async with _postgres_url() as url:
        parts: dict[str, Part] = {
            "sqlite": lambda folder: _kills("killed, SQLite", folder, seed, "", KILLS, told=False),
            "postgresql": lambda folder: _kills("killed, PostgreSQL", folder, seed, url, KILLS, told=False),
            "stop": lambda folder: _kills("told to stop, SQLite", folder, seed, "", STOPS, told=True),
            "weather": lambda folder: _weather(folder, seed),
        }
        for part in (parts[name] for name in wanted or parts):
            with tempfile.TemporaryDirectory(prefix="planprat-soak-") as folder:
                row = await _tried(part, Path(folder))
            out.write(f"{row}\n" + "".join(f"  {line}\n" for line in row.figures.details))
            out.flush()
            whole = whole and row.figures.whole and not row.failed
    return whole


async def _tried(part: Part, folder: Path) -> Row:
    """The row of this part; one that says why when it did not come to its end, so that the others are still tried."""
    begun = time.monotonic()
    try:
        return await part(folder)
    except (AssertionError, TimeoutError) as error:
        traceback.print_exc()
        return Row("did not come to its end", 0, Figures(), time.monotonic() - begun, repr(error), failed=True)


def main() -> None:
    """Print the table. Ends with 1 when something was lost, doubled, or somebody has no screen."""
    sys.exit(0 if asyncio.run(_all(a_seed(), sys.argv[1:])) else 1)


if __name__ == "__main__":
    main()
