"""Who can see what, and who has seen it: the person's own view of what left «just me», and of the access log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.actions.own_plan import begun
from bot.actions.papers import Owner, owner
from bot.dialogs.choices import KINDS
from bot.dialogs.context import Consent, CopyInfo
from bot.dialogs.dates import OSLO
from bot.dialogs.definition import ConsentKind
from bot.dialogs.screen import Day, Say
from bot.plan.own_plan import Standing, standing
from bot.storage import comments, consents, copies, editions, log, people
from bot.storage.log import Entry
from bot.storage.store import Transaction


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
    """Everything on the page. `copies` oldest first, those taken back too; `lines` newest first.

    `plan_counts`: there is a crisis plan that a copy can show. `stand_in`: the name of the colleague who may read a
    disclosure by the agreement, when the coordinator has not seen it for `waits` hours; empty for nobody.
    """

    owner: Owner
    sheets: tuple[SheetSeen, ...]
    consents: tuple[Agreed, ...]
    copies: tuple[CopyInfo, ...]
    plan_counts: bool
    lines: tuple[Line, ...]
    stand_in: str = ""
    waits: int = 0


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
        agreed = tuple(Agreed(kind, kind in given and given[kind].holds(now), given.get(kind)) for kind in KINDS)
        plan_stands = "plan" in given and given["plan"].holds(now)
        plan = editions.current_crisis_plan(tx, actor.id) if plan_stands else None
        made = tuple(copy.info(plan=plan is not None) for copy in copies.all_of(tx, actor.id))
        readers = tuple(one.name for one in made if one.state in {"given", "opened", "accepted"}) if plan else ()
        return WhoSaw(
            owner=whose,
            sheets=_sheets(house, tx, actor.id, plan_stands=plan_stands, readers=readers),
            consents=agreed,
            copies=made,
            plan_counts=plan is not None,
            lines=tuple(_told(house, tx, actor.id, made).lines(log.all_of(tx, actor.id))),
            stand_in=_stand_in(tx, actor.id, given.get("notice"), now),
            waits=max(house.settings.notice_reminder_hours, given["notice"].colleague if "notice" in given else 0),
        )


def _stand_in(tx: Transaction, user: str, agreed: Consent | None, now: datetime) -> str:
    """Who may read a disclosure in the coordinator's stead, as things stand now."""
    if agreed is None or not agreed.holds(now) or not agreed.colleague:
        return ""
    person = people.user(tx, user)
    coordinator = people.coordinator(tx, person.coordinator_id) if person else None
    found = people.stand_in_of(tx, coordinator) if coordinator else None
    return found.name if found else ""


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


def seen_lines(one: SheetSeen, read: WhoSaw) -> tuple[Say, ...]:
    """Who can read this worksheet, and what of it nobody else can."""
    reach: str = one.standing.reach
    if reach in {"shared", "agreed"} and not one.coordinator:
        reach = "stopped"
    values: dict[str, str | int] = {"coordinator": read.owner.coordinator.name}
    lines = [Say(id=f"papers.who_sees.{reach}", values=values, days=_days(one.standing.since))]
    if one.copies:
        lines.append(Say(id="papers.who_sees.copies", values={"people": ", ".join(one.copies)}))
    if one.standing.changed:
        lines.append(Say(id="papers.who_sees.changed"))
    if one.private:
        lines.append(Say(id="papers.who_sees.private", values={"n": one.private}))
    return tuple(lines)


def consent_line(one: Agreed) -> Say:
    """What was answered and when, in the words of the conversation about it."""
    given = one.given
    if given is None:
        return Say(id="choices.state.not_asked")
    if given.withdrawn_at is not None:
        return Say(id="choices.state.withdrawn", days=_days(given.withdrawn_at))
    if given.answer == "yes" and given.until is not None:
        days = {**_days(given.at), "until": Day(iso=given.until.isoformat())}
        return Say(id="choices.state.yes_until" if one.holds else "choices.state.over", days=days)
    return Say(id=f"choices.state.{given.answer}", days=_days(given.at))


def copy_line(one: CopyInfo, read: WhoSaw) -> Say:
    """How far a copy has come."""
    if one.state == "withdrawn":
        return Say(id="papers.who_sees.copy_withdrawn")
    if not read.plan_counts and one.state != "waiting":
        return Say(id="papers.who_sees.copy_stopped")
    state = "opened" if one.state == "accepted" else one.state
    return Say(id=f"copies.state.{state}", days=_days(one.opened_at))


def _days(at: datetime | None) -> dict[str, Day]:
    return {"day": Day(iso=at.isoformat())} if at else {}


@dataclass(frozen=True, slots=True)
class _Told:
    """The access log in words. It holds ids and nothing else; the names are looked up here.

    `copies`: a copy's id -> for whom it is. `worksheets`: the id of an edition or a comment -> the worksheet's.
    """

    house: House
    tx: Transaction
    copies: Mapping[str, str]
    worksheets: Mapping[str, str]

    def lines(self, entries: Iterable[Entry]) -> Iterator[Line]:
        """Newest first; the same thing by the same person several times a day is one line."""
        newest = reversed(list(entries))
        for _, day in groupby(newest, key=lambda entry: entry.at.astimezone(OSLO).date()):
            of_day: dict[tuple[str, ...], list[Entry]] = {}
            for entry in day:
                same = (entry.actor_role, entry.actor_id, entry.action, entry.target)
                of_day.setdefault(same, []).append(entry)
            yield from (Line(same[0].at, self.said(same[0]), len(same)) for same in of_day.values())

    def said(self, entry: Entry) -> Say:
        """One entry as a sentence. What no sentence is written for is told too: this person did something."""
        known = self.house.content.texts["nb"]
        tried = (f"{entry.actor_role}.{entry.action}", f"{entry.actor_role}.other", "other")
        path = next(path for one in tried if (path := f"papers.log.{one}") in known)
        return Say(id=path, values={"name": self.name(entry)}, lines={"worksheet": self.what(entry.target)})

    def name(self, entry: Entry) -> str:
        """Who it was, as the person knows them; for what the person did themselves, whose copy it was about."""
        if entry.actor_role == "coordinator":
            found = people.coordinator(self.tx, entry.actor_id)
            return found.name if found else ""
        return self.copies.get(entry.actor_id) or self.copies.get(entry.target, "")

    def what(self, target: str) -> Say:
        """What it was done with: a worksheet, or one of the questions of consent."""
        if target in KINDS:
            return Say(id=f"consent.title.{target}")
        if any(target == worksheet for worksheet, _ in self.house.content.worksheets):
            return Say(id=f"{target}.title")
        if target in self.worksheets:
            return Say(id=f"{self.worksheets[target]}.title")
        return Say(id="papers.log.something")


def _told(house: House, tx: Transaction, user: str, made: tuple[CopyInfo, ...]) -> _Told:
    worksheets = {edition.id: edition.worksheet for edition in editions.all_of(tx, user)}
    worksheets.update((comment.id, comment.worksheet) for comment in comments.all_of(tx, user))
    return _Told(house, tx, {one.id: one.name for one in made}, worksheets)
