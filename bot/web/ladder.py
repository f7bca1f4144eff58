"""A crisis plan as its page shows it: signs, three steps, wishes, numbers. One look for the person and for all readers.

The headings are those of the paper (`documents.crisis_plan.…`), so that page and paper say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.papers import Owner, ShownCrisisPlan, open_always
from bot.dialogs.dates import UNKNOWN
from bot.dialogs.numbers import numbers as spoken
from bot.dialogs.numbers import service_line
from bot.dialogs.offers import line
from bot.dialogs.screen import Day, Line, Say
from bot.dialogs.services import Services
from bot.dialogs.sheet import Person
from bot.documents.crisis_plan import WISHES
from bot.documents.paper import phone
from bot.plan.crisis_plan import Rung


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ring. `tel` is `tel:41234567`, empty where what was typed cannot be rung."""

    name: str
    relation: str
    number: str
    tel: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder. `empty`: nothing at all stands on it."""

    number: int
    heading: Say
    signs: tuple[Line, ...]
    actions: tuple[str, ...]
    contacts: tuple[Contact, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """One of the four texts on how to be met; `text` in the person's own words, or empty."""

    heading: Say
    text: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole plan in the order of the page. `standing`: which edition, from when; `foot`: the same for a print."""

    signs_heading: Say
    signs: tuple[Line, ...]
    triggers: Wish
    steps: tuple[Step, ...]
    wishes: tuple[Wish, ...]
    standing: Say
    foot: Say
    look_again: Say


def ladder(shown: ShownCrisisPlan, *, own: bool) -> Ladder:
    """The plan ready for `papers/ladder.html`.

    Args:
        shown: the plan, with edition and date or as a draft.
        own: the headings speak as the person; else about them, by name.
    """
    plan, whose = shown.plan, shown.owner.name

    def heading(name: str) -> Say:
        return Say(id=f"documents.crisis_plan.{'own' if own else 'about'}.{name}", values={"whose": whose})

    return Ladder(
        signs_heading=heading("signs"),
        signs=tuple(line(item) for item in plan.signs),
        triggers=Wish(heading("triggers"), plan.triggers),
        steps=tuple(_step(number, heading(f"step{number}"), rung) for number, rung in enumerate(plan.rungs, 1)),
        wishes=tuple(Wish(heading(name), getattr(plan, name)) for name in WISHES),
        standing=_standing("standing", shown),
        foot=_standing("foot", shown),
        look_again=look_again(plan.look_again),
    )


def _step(number: int, heading: Say, rung: Rung) -> Step:
    contacts = [_contact(person) for person in rung.contacts]
    return Step(
        number=number,
        heading=heading,
        signs=tuple(line(item) for item in rung.signs),
        actions=tuple(item.text for item in rung.actions),
        contacts=tuple(contacts + ([_ring("", "", rung.clinic)] if rung.clinic else [])),
        empty=rung.empty,
    )


def _contact(person: Person) -> Contact:
    return _ring(person.name, person.relation, person.phone)


def _ring(name: str, relation: str, typed: str) -> Contact:
    number = phone(typed)
    return Contact(name, relation, number["shown"], number["tel"])


def _standing(where: str, shown: ShownCrisisPlan) -> Say:
    if shown.edition is None:
        return Say(id=f"documents.{where}.draft")
    if shown.agreed_on is None:
        return Say(id=f"documents.{where}.not_agreed", values={"edition": shown.edition})
    return Say(
        id=f"documents.{where}.agreed",
        values={"edition": shown.edition},
        days={"day": Day(iso=shown.agreed_on.isoformat())},
    )


def look_again(when: str) -> Say:
    """When the person wants to look at the plan again: as precise as it was given, or in their own words."""
    if not when.strip():
        return Say(id="documents.look_again.empty")
    if when == UNKNOWN:
        return Say(id="documents.look_again.unknown")
    return Say(id="documents.look_again.day", days={"day": Day(iso=when)})


def coordinator(whose: Owner) -> Contact:
    """Who plans with the person, and where they can be reached in working hours."""
    return _ring(whose.coordinator.name, "", whose.coordinator.phone)


def numbers(services: Services) -> tuple[Line, ...]:
    """The lines to ring round the clock, each with its number first: «113 – når liv er i fare»."""
    return tuple(service_line(one) for one in open_always(services))


def numbers_of_relatives(services: Services) -> tuple[Line, ...]:
    """Whom a relative can ring for their own sake; after a line that is not open round the clock, when it is."""
    lines: list[Line] = list(spoken(services, (("mental_helse", "support"),)))
    for one in services.used_for("relatives"):
        if one.kind == "phone":
            lines += [service_line(one), *([Say(id=one.hours)] if one.hours else [])]
    return tuple(lines)
