"""Who can see what, and who has seen it: the person's own view of what left «just me», and of the access log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.actions.own_plan import begun
from bot.actions.papers import Owner, owner
from bot.dialogs.consent import SPOTS
from bot.dialogs.context import Consent, CopyInfo
from bot.dialogs.dates import OSLO
from bot.dialogs.definition import ConsentKind
from bot.dialogs.screen import Say
from bot.plan.own_plan import Standing, standing
from bot.storage import comments, consents, copies, editions, log, people
from bot.storage.log import Entry
from bot.storage.store import Transaction

KINDS: tuple[ConsentKind, ...] = tuple(dict.fromkeys(SPOTS.values()))


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A worksheet the person has begun, and what others can see of it.

    `coordinator`: the coordinator can read what was shared. `copies`: the names of those who can read the plan that
    counts (the crisis plan only). `private`: how many answers are kept out of everything that is shared.
    """

    title: Say
    standing: Standing
    coordinator: bool
    copies: tuple[str, ...]
    private: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """The last word on one kind of consent. `holds`: it is a yes that stands now; `given` None: never asked."""

    kind: ConsentKind
    holds: bool
    given: Consent | None


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody did on one day, so many times; `at` is the last of them."""

    at: datetime
    said: Say
    times: int = 1


@dataclass(frozen=True, slots=True)
class WhoSaw:
    """Everything on the page. `copies` without those taken back before anyone got them; `lines` newest first."""

    owner: Owner
    sheets: tuple[SheetSeen, ...]
    consents: tuple[Agreed, ...]
    copies: tuple[CopyInfo, ...]
    lines: tuple[Line, ...]


def read_who_saw(house: House, actor: Actor, now: datetime) -> WhoSaw:
    """Who can see what, and who has.

    Raises:
        NotThere: no such person.
    """
    permit(actor, "read_who_saw")
    with house.reading() as tx:
        whose = owner(tx, actor.id)
        if whose is None:
            raise NotThere
        given = consents.newest(tx, actor.id)
        agreed = tuple(
            Agreed(kind, kind in given and given[kind].holds(now), given.get(kind)) for kind in KINDS
        )
        plan_stands = "plan" in given and given["plan"].holds(now)
        plan = editions.current_crisis_plan(tx, actor.id) if plan_stands else None
        made = tuple(copy.info(plan=plan is not None) for copy in copies.all_of(tx, actor.id))
        readers = tuple(one.name for one in made if one.state in {"given", "opened", "accepted"}) if plan else ()
        return WhoSaw(
            owner=whose,
            sheets=_sheets(house, tx, actor.id, plan_stands=plan_stands, readers=readers),
            consents=agreed,
            copies=made,
            lines=tuple(_Told(house, tx, actor.id).lines(log.all_of(tx, actor.id))),
        )


def _sheets(
    house: House, tx: Transaction, user: str, *, plan_stands: bool, readers: tuple[str, ...]
) -> tuple[SheetSeen, ...]:
    found = sorted(begun(house, tx, user), key=lambda one: one.worksheet.number)
    return tuple(
        SheetSeen(
            title=Say(id=f"{one.worksheet.id}.title"),
            standing=(where := standing(one.edition, one.sheet)),
            coordinator=plan_stands and where.reach in {"shared", "agreed"},
            copies=readers if one.worksheet.id == editions.CRISIS_PLAN else (),
            private=sum(answer.private for answer in one.asked_now.values()),
        )
        for one in found
        if one.asked_now
    )


@dataclass(frozen=True)
class _Told:
    """The access log in words. What stands there are ids; the names are looked up, and it never holds more."""

    house: House
    tx: Transaction
    user: str

    def lines(self, entries: Iterable[Entry]) -> list[Line]:
        """Newest first; the same thing by the same person several times a day is one line."""
        newest = sorted(((self.said(entry), entry.at) for entry in entries), key=lambda one: one[1], reverse=True)
        found: list[Line] = []
        for _, day in groupby(newest, key=lambda one: one[1].astimezone(OSLO).date()):
            of_day: dict[str, Line] = {}
            for said, at in day:
                known = of_day.get(said.model_dump_json())
                of_day[said.model_dump_json()] = Line(known.at, said, known.times + 1) if known else Line(at, said)
            found.extend(of_day.values())
        return found

    def said(self, entry: Entry) -> Say:
        """One line as a sentence. What no text is written for is still told: somebody did something."""
        name = self.name(entry)
        path = f"papers.log.{entry.actor_role}.{entry.action}"
        if path not in self.house.content.texts["nb"]:
            return Say(id="papers.log.other", values={"name": name})
        worksheet = self.worksheet(entry.target)
        copy = next((one.name for one in self.copies if one.id == entry.target), "")
        return Say(
            id=path if worksheet is not None or not _names_worksheet(self.house, path) else "papers.log.other",
            values={"name": copy if entry.actor_role == "user" and copy else name},
            lines={"worksheet": Say(id=f"{worksheet}.title")} if worksheet else {},
        )

    def name(self, entry: Entry) -> str:
        """Who did it, as the person knows them."""
        if entry.actor_role == "coordinator":
            found = people.coordinator(self.tx, entry.actor_id)
            return found.name if found else ""
        return next((one.name for one in self.copies if one.id == entry.actor_id), "")

    def worksheet(self, target: str) -> str | None:
        """The worksheet that an entry's target is, or belongs to."""
        if any(target == id_ for id_, _ in self.house.content.worksheets):
            return target
        if (edition := editions.by_id(self.tx, target)) is not None:
            return edition[1].worksheet
        comment = comments.by_id(self.tx, target)
        return comment[1].worksheet if comment else None
