"""How long ago somebody last rang each number. Dead numbers are the commonest fault of services like this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.dialogs.services import OLD_DAYS, WARN_DAYS, Services

Age = Literal["fresh", "stale", "old"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One service with the days since it was checked. `stale`: past 180 days, ring it; `old`: past 365, no release."""

    id: str
    number: str
    checked: date
    days: int
    age: Age


def ages(services: Services, today: date) -> tuple[Checked, ...]:
    """Every service, the one that nobody has checked for longest first."""
    found = [
        Checked(one.id, one.number, one.checked, days := (today - one.checked).days, _age(days))
        for one in services.services
    ]
    return tuple(sorted(found, key=lambda one: -one.days))


def table(those: Iterable[Checked]) -> tuple[str, ...]:
    """Lines to read: id, number, when it was checked, how many days ago."""
    rows = [(one.id, one.number, one.checked.isoformat(), f"{one.days} days") for one in those]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    return tuple("  ".join((*map(str.ljust, row[:3], widths), row[3])) for row in rows)


def _age(days: int) -> Age:
    return "old" if days > OLD_DAYS else "stale" if days > WARN_DAYS else "fresh"
