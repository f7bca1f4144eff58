"""The person's own plan and crisis plan, at any time, and the print of the crisis plan for the regular doctor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.actions.papers import Owner, ShownCrisisPlan, crisis_paper, current_plan, draft_plan, owner, paper
from bot.dialogs.context import Language
from bot.dialogs.screen import Day, Line, Say
from bot.documents import OwnPlan, own_plan_pdf
from bot.plan.goals import Goal
from bot.plan.own_plan import Asked, Begun, Filled, Part, Standing, WholePlan, whole_plan
from bot.storage import editions, log, sheets
from bot.storage.store import Transaction


@dataclass(frozen=True, slots=True)
class OwnPlanRead:
    """The whole plan of the person, and who plans with them."""

    owner: Owner
    plan: WholePlan


@dataclass(frozen=True, slots=True)
class OwnCrisisPlan:
    """The crisis plan that counts, and the person's own sheet as its readers would see it. Either may be missing."""

    owner: Owner
    current: ShownCrisisPlan | None
    draft: ShownCrisisPlan | None

    @property
    def changed(self) -> bool:
        """Whether the sheet would be another plan than the one that counts."""
        return self.draft is not None and (self.current is None or self.draft.plan != self.current.plan)

    def chosen(self, *, draft: bool) -> ShownCrisisPlan | None:
        """The one asked for, else the other: a wish for the draft never leads to an empty page."""
        first, second = (self.draft, self.current) if draft else (self.current, self.draft)
        return first or second


def read_own_plan(house: House, actor: Actor, now: datetime) -> OwnPlanRead:
    """The whole of the person's plan as it is now.

    Raises:
        NotThere: no such person.
    """
    permit(actor, "read_own_plan")
    with house.reading() as tx:
        return OwnPlanRead(_owner(tx, actor), whole_plan(begun(house, tx, actor.id)))


def begun(house: House, tx: Transaction, user: str) -> tuple[Begun, ...]:
    """Every sheet of this person's, with its definition and its newest edition."""
    shared = editions.newest(tx, user)
    stored = (sheets.load(tx, user, worksheet) for worksheet in sheets.begun(tx, user))
    return tuple(
        Begun(house.content.worksheet(sheet.worksheet, sheet.version), sheet, shared.get(sheet.worksheet))
        for sheet in stored
        if sheet is not None
    )


def read_own_crisis_plan(house: House, actor: Actor, now: datetime) -> OwnCrisisPlan:
    """The person's crisis plan, as it looks to those who get it.

    Raises:
        NotThere: no such person.
    """
    permit(actor, "read_own_crisis_plan")
    with house.reading() as tx:
        whose = _owner(tx, actor)
        return OwnCrisisPlan(whose, current_plan(house, tx, actor.id, whose), draft_plan(house, tx, actor.id, whose))


def own_crisis_paper(house: House, actor: Actor, *, draft: bool = False, large: bool = False, now: datetime) -> bytes:
    """The person's own crisis plan as a PDF: the one that counts, or the draft, which says so.

    Raises:
        NotThere: no such person, or nothing is written yet.
    """
    shown = read_own_crisis_plan(house, actor, now).chosen(draft=draft)
    if shown is None:
        raise NotThere
    return crisis_paper(house, shown, shown.owner.language, large=large)


def doctor_paper(house: House, actor: Actor, *, large: bool = False, now: datetime) -> bytes:
    """The crisis plan that counts, as a PDF for the regular doctor. That it was made stands in the access log.

    Raises:
        NotThere: no such person, or no crisis plan counts: a doctor gets no draft.
    """
    permit(actor, "print_for_doctor")
    with house.writing() as tx:
        if not tx.lock_user(actor.id):
            raise NotThere
        shown = current_plan(house, tx, actor.id, _owner(tx, actor))
        if shown is None:
            raise NotThere
        log.write(tx, now, "user", actor.id, "printed_for_doctor", actor.id, editions.CRISIS_PLAN)
    return crisis_paper(house, shown, shown.owner.language, reader="doctor", large=large)


def own_plan_paper(house: House, actor: Actor, *, large: bool = False, now: datetime) -> bytes:
    """The whole of the person's plan as a PDF, private answers marked as on the page.

    Raises:
        NotThere: no such person.
    """
    read = read_own_plan(house, actor, now)
    words = _OnPaper(house, read.owner.language)
    sections = (
        words.goals(read.plan),
        *words.standing(read),
        *(section for one in read.plan.sheets for section in words.sheet(one)),
    )
    return own_plan_pdf(
        OwnPlan(sections=sections, roads=read.plan.roads), paper(house, read.owner, read.owner.language, large=large)
    )


def standing_lines(one: Standing, coordinator: str) -> tuple[Say, ...]:
    """How far a worksheet has come, and whether something was written after that, for page and paper."""
    days = {"day": Day(iso=one.since.isoformat())} if one.since else {}
    first = Say(id=f"papers.standing.{one.reach}", values={"coordinator": coordinator}, days=days)
    return (first, Say(id="papers.standing.changed")) if one.changed else (first,)


Section = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class _OnPaper:
    """The plan in the words of one language, as `documents.OwnPlan` takes it."""

    house: House
    language: Language

    def say(self, line: Line) -> str:
        return self.house.language.say(line, self.language)

    def our(self, path: str, **values: str) -> str:
        return self.say(Say(id=f"papers.{path}", values={**values}))

    def goals(self, plan: WholePlan) -> Section:
        groups: tuple[tuple[str, tuple[Goal, ...]], ...] = (("near", plan.near), ("long_term", plan.long_term))
        asked = tuple((self.our(f"own_plan.{name}"), _listed(goal.text for goal in group)) for name, group in groups)
        return self.our("own_plan.goals"), asked

    def standing(self, read: OwnPlanRead) -> tuple[Section, ...]:
        """How far each worksheet has come."""
        name = read.owner.coordinator.name
        stands = tuple(
            (self.say(one.title), "\n".join(self.say(line) for line in standing_lines(one.standing, name)))
            for one in read.plan.sheets
        )
        return ((self.our("own_plan.standing"), stands),) if stands else ()

    def sheet(self, one: Filled) -> tuple[Section, ...]:
        title = self.say(one.title)
        return tuple(
            (
                self.heading(title, part),
                (*self.goal(part), *((self.question(one), self.answer(one)) for one in part.asked)),
            )
            for part in one.parts
        )

    def heading(self, title: str, part: Part) -> str:
        """Several sections of one worksheet on paper are told apart."""
        return f"{title}: {self.say(part.title)}"

    def goal(self, part: Part) -> tuple[tuple[str, str], ...]:
        """What a repeated section is about this time, above its questions."""
        return ((self.our("own_plan.goal"), part.goal),) if part.goal else ()

    def question(self, asked: Asked) -> str:
        question = self.say(asked.question)
        return f"{question} ({self.our('own_plan.private')})" if asked.private else question

    def answer(self, asked: Asked) -> str:
        if asked.skipped:
            return self.say(Say(id="walk.skipped"))
        return _listed(self.say(line) for line in asked.lines)


def _listed(texts: Iterable[str]) -> str:
    """Several as a list, one as it is; none as nothing."""
    several = [text for text in texts if text.strip()]
    return several[0] if len(several) == 1 else "\n".join(f"• {text}" for text in several)


def _owner(tx: Transaction, actor: Actor) -> Owner:
    whose = owner(tx, actor.id)
    if whose is None:
        raise NotThere
    return whose
