"""What grows with how many people there are, and what must not: memory, and the time of an event."""

from __future__ import annotations

import os
from pathlib import Path

from bot.actions.house import House, open_house
from bot.settings import Settings
from bot.testing.telegram.person import Person
from tests.bench.crowd import Act, Crowd, Run, Watched, taps
from tests.bench.planprat import a_town, answer, clock, talking
from tests.bench.population import populate

TALKING = 100
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def prepare(folder: Path, people: int) -> None:
    """Fill a folder with so many people."""
    with a_town(folder, 1) as house:
        populate(house, people)


def resident_mb() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * PAGE_BYTES / 2**20


def _comes_back() -> Act:
    came: set[int] = set()

    def act(person: Person) -> bool:
        if person.id in came:
            return False
        came.add(person.id)
        person.starts()
        return True

    return act


async def measured(folder: Path, nth: int) -> tuple[Run, float]:
    """The nth hundred of them answer the rest of the list. The run, and the memory held at its end."""
    house: House = open_house(Settings(data=folder / "data", base_url="https://planprat.example"), clock())
    house.warm_up()
    try:
        fake = Watched()
        for _ in range(nth * TALKING):
            fake.number()  # those are others
        people = [Person(fake, f"P{one}") for one in range(TALKING)]
        async with talking(house, fake):
            await Crowd(fake, people).acts(_comes_back())
            run = await Crowd(fake, people).acts(taps(answer))
            return run, resident_mb()
    finally:
        house.close()
