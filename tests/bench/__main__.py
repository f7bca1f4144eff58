"""Prints the table. `python -m tests.bench` measures everything; with names, only those."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.bench import single

ROUNDS = 3  # unless asked for otherwise
PEOPLE = 100
SIZES = (1_000, 100_000)
PROCESSES = (1, 2, 4)
PAUSE_S = 3.0  # between an answer and the next tap: as fast as anybody reads a question
TAPS = 12  # of each, when they pause
ROOT = Path(__file__).parents[2]
Figures = dict[str, float]

BOTS = {
    "echo": "(a) python-telegram-bot, echo of a text, nothing stored",
    "tap": "(a') python-telegram-bot, a tap answered and its message edited",
    "flush": "(b) ConversationHandler, PicklePersistence after each update",
    "interval": "(b') ConversationHandler, PicklePersistence once a minute",
    "dialog": "(c) aiogram-dialog, memory storage",
    "floor": "(d) Planprat's SQL and sealing alone",
    "planprat": "(e) Planprat, forty items",
}
TARGETS = (
    ("(e) to (a)", "echo", 0.25),
    ("(e) to (a'), the same calls", "tap", 0.25),
    ("(e) to (b) after each update", "flush", 1.0),
    ("(e) to (d)", "floor", 1 / 1.3),
)


def processes(rounds: int) -> None:
    """The pages of several processes on one PostgreSQL."""
    from tests.bench.processes import measured

    say()
    say(f"PostgreSQL, {PEOPLE} people answer on the pages; the server shares the machine")
    for number in PROCESSES:
        say(f"  {number} processes: {statistics.median(measured(number, PEOPLE) for _ in range(rounds)):.0f} events/s")


def one(name: str, folder: Path, nth: int) -> Figures:
    """Measure one bot, in this process."""
    from tests.bench import echo, floor, handler, planprat

    if name == "echo" or name == "tap":
        return asyncio.run(echo.measured(PEOPLE, tapping=name == "tap")).told()
    if name == "flush" or name == "interval":
        return asyncio.run(handler.measured(PEOPLE, flush=name == "flush")).told()
    if name == "dialog":
        from tests.bench import dialog

        return asyncio.run(dialog.measured(PEOPLE)).told()
    if name == "sized":
        from tests.bench import size

        run, resident_mb = asyncio.run(size.measured(folder, nth))
        return run.told() | {"resident_mb": resident_mb}
    with planprat.a_town(folder, PEOPLE) as house:
        if name == "floor":
            return asyncio.run(floor.measured(house, PEOPLE)).told()
        if name == "paused":
            return asyncio.run(planprat.measured(house, PEOPLE, PAUSE_S, TAPS)).told()
        return asyncio.run(planprat.measured(house, PEOPLE)).told()


def apart(name: str, folder: Path | None = None, nth: int = 0) -> Figures:
    """The same in a process of its own, so that no bot inherits another's memory.

    Raises:
        subprocess.CalledProcessError: it failed; what it said stands above.
    """
    with tempfile.TemporaryDirectory() as empty:
        command = [sys.executable, "-m", "tests.bench", "--one", name, "--folder", str(folder or empty)]
        command += ["--share", str(nth)]
        ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(ended.stdout.splitlines()[-1])
    return figures


def middle(runs: Iterable[Mapping[str, float]]) -> Figures:
    """Of each figure the median."""
    told = list(runs)
    return {name: statistics.median(run[name] for run in told) for name in told[0]}


def say(line: str = "") -> None:
    """A line of the table, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def machine() -> None:
    """How busy the machine and its disk are with other things: nothing can be faster than that."""
    waits = []
    with tempfile.TemporaryFile() as file:
        for _ in range(100):
            file.write(b"." * 8_192)
            before = time.perf_counter()
            os.fsync(file.fileno())
            waits.append((time.perf_counter() - before) * 1_000)
            time.sleep(0.01)
    load, p99 = os.getloadavg()[0], statistics.quantiles(waits, n=100)[98]
    say(f"{os.cpu_count()} cores with a load of {load:.1f} from the start, Python {sys.version.split()[0]}")
    say(f"8 kB to the disk and nothing else: median {statistics.median(waits):.2f} ms, p99 {p99:.2f} ms")


def compare(rounds: int) -> None:
    """Every bot in turn, so many rounds, so that a busy moment of the machine's does not fall on one of them alone."""
    say(f"{PEOPLE} people, each acts again as soon as the answer is there; median of {rounds} rounds")
    say(f"{'':66}{'events/s':>10}{'CPU ms':>8}{'median ms':>11}{'p99 ms':>8}{'MB':>6}")
    runs = [{name: apart(name) for name in BOTS} for _ in range(rounds)]
    found = {name: middle(each[name] for each in runs) for name in BOTS}
    for name, what in BOTS.items():
        of = found[name]
        waits = f"{of['median_ms']:11.1f}{of['p99_ms']:8.0f}"
        say(f"{what:66}{of['per_second']:10.0f}{of['processor_ms']:8.2f}{waits}{of['memory_mb']:6.0f}")
    for what, other, target in TARGETS:
        clock = statistics.median(each["planprat"]["per_second"] / each[other]["per_second"] for each in runs)
        processor = statistics.median(each[other]["processor_ms"] / each["planprat"]["processor_ms"] for each in runs)
        # On a machine that does other things too the clock says as much of those; the lower of the two counts.
        verdict(f"{what}: by the clock {clock:.2f}, by the processor {processor:.2f}", min(clock, processor), target)


def verdict(what: str, ratio: float, target: float, *, most: bool = False) -> None:
    """A ratio beside what it should be."""
    reached = ratio <= target if most else ratio >= target
    sign = "at most" if most else "at least"
    say(f"  {what:64}{ratio:10.2f}  {sign} {target:.2f}: {'reached' if reached else 'MISSED'}")


def waiting(rounds: int) -> None:
    """How long people wait who do not act without pause."""
    of = middle(apart("paused") for _ in range(rounds))
    say()
    say(f"{PEOPLE} people at once, each looks at the answer for {PAUSE_S:.0f} s: {of['per_second']:.0f} events/s")
    say(f"  wait for the answer: median {of['median_ms']:.1f} ms, p99 {of['p99_ms']:.1f} ms")
    verdict("p99 in ms", of["p99_ms"], 50, most=True)


def sizes(rounds: int) -> None:
    """The same hundred people among few and among many."""
    from tests.bench import size

    say()
    found = {}
    for people in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            size.prepare(Path(folder), people)
            found[people] = middle(apart("sized", Path(folder), nth) for nth in range(rounds))
        of = found[people]
        say(
            f"{people:7} people with a sheet each: {of['processor_ms']:.2f} ms of the processor's an event, "
            f"{of['per_second']:.0f} events/s, {of['resident_mb']:.0f} MB resident, {of['memory_mb']:.0f} MB at most"
        )
    few, many = (found[people] for people in SIZES)
    verdict("resident memory, many to few", many["resident_mb"] / few["resident_mb"], 1.1, most=True)
    verdict("processor time of an event, many to few", many["processor_ms"] / few["processor_ms"], 1.2, most=True)


def things(_rounds: int) -> None:
    """Single things, each measured many times anyway."""
    single.main()


PARTS = {
    "compare": compare,
    "waiting": waiting,
    "sizes": sizes,
    "processes": processes,
    "single": things,
}


def main() -> None:
    """As the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help="what to measure; without any, everything")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="each figure is the median of so many runs")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--share", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--of", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one == "work":
        from tests.bench.processes import work

        work(asked.folder, asked.url, asked.share, asked.of, PEOPLE)
        return
    if asked.one:
        say(json.dumps(one(asked.one, asked.folder, asked.share)))
        return
    machine()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in asked.parts or PARTS:
        say()
        PARTS[name](asked.rounds)


if __name__ == "__main__":
    main()
