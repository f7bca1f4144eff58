"""What single things take: one step of the walk, one look for danger in a text, one event on the page, one paper."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bot.dialogs.event import Typed
from bot.dialogs.offers import Sources
from bot.dialogs.safety import recognise
from bot.dialogs.walk import begin, step
from bot.documents import Paper, crisis_plan_pdf
from bot.plan.crisis_plan import CrisisPlan
from bot.storage import sheets, talks
from bot.testing.person import Person
from tests.houses import START, a_coordinator, a_house, a_user, content, language

Timed = Callable[[], object]


def measure(do: Timed, times: int) -> tuple[float, float]:
    """Median and 99th percentile of one call, in milliseconds."""
    do()
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        do()
        taken.append((time.perf_counter() - before) * 1_000)
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


@contextmanager
def a_person(worksheet: str) -> Iterator[Person]:
    """A person at the menu of a house of their own, with one worksheet open."""
    with tempfile.TemporaryDirectory() as folder:
        house = a_house(Path(folder))
        a_coordinator(house)
        a_user(house)
        with house.writing() as tx:
            sheets.open_worksheet(tx, "ola", worksheet, "anne", START)
        person = Person(house, "ola", START)
        person.opens()
        for name in ("go_on", "yes", "here"):
            person.taps(name)
        yield person
        house.close()


def rows() -> Iterator[tuple[str, float, float]]:
    """Each thing measured: what, median ms, p99 ms."""
    goals = content().worksheet("short_term_goals")
    sheet = begin(goals)
    yield "walk one answer (pure)", *measure(lambda: step(goals, sheet, Typed("Fiske"), START, Sources()), 2_000)
    ordinary = "Jeg sover lenge, går tur med bikkja og ser på TV. " * 6
    yield "recognise, 300 characters", *measure(lambda: recognise(ordinary, content().phrases), 500)
    longest = (ordinary * 80)[:20_000]
    yield "recognise, 20,000 characters", *measure(lambda: recognise(longest, content().phrases), 30)
    with a_person("short_term_goals") as person:
        with person.house.reading() as tx:
            talk, screen, _ = talks.load(tx, "ola")
        assert talk is not None
        assert screen is not None
        yield (
            "one event: sealed, stored, on the disk",
            *measure(lambda: person.types("Fiske") and person.taps("back"), 200),
        )
        yield "show the last turn", *measure(lambda: person.screen, 300)
    yield "say a screen's sentence", *measure(lambda: language().say(screen.heading or screen.notices[0], "nb"), 2_000)
    paper = Paper(whose="Ola", language="nb", say=lambda line: language().say(line, "nb"), agreed_on=date(2026, 11, 14))
    plan = CrisisPlan(triggers="Lite søvn", helped_before="Å gå tur")
    yield "crisis plan as tagged PDF", *measure(lambda: crisis_plan_pdf(plan, paper), 20)


def main() -> None:
    """Print the table."""
    out = sys.stdout
    out.write(f"{'':46}{'median ms':>12}{'p99 ms':>10}\n")
    for what, median, p99 in rows():
        out.write(f"{what:46}{median:12.3f}{p99:10.3f}\n")
        out.flush()
