"""The person's own plan: goals, roads, and every worksheet that has been begun, question by question.

Nothing is dropped for being empty or skipped: a question without an answer is shown as one. Private answers are here,
marked: this is what the person alone sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from bot.dialogs.context import Edition
from bot.dialogs.definition import Harvest, Section, Worksheet
from bot.dialogs.places import questions, split, step_at
from bot.dialogs.road import road
from bot.dialogs.screen import Line, Road, Say
from bot.dialogs.share import changed_since
from bot.dialogs.sheet import Answer, Kept, Sheet
from bot.dialogs.shown import answer_lines, repeated_for
from bot.plan.goals import Goal, goals

Reach = Literal["own", "shared", "agreed", "taken_back"]
ROAD = "road"


class Asked(Kept):
    """One question. `lines` is the answer, empty while there is none; `skipped`: passed over on purpose."""

    question: Say
    lines: tuple[Line, ...] = ()
    skipped: bool = False
    private: bool = False


class Part(Kept):
    """The questions of one section; of a repeated one once for each `goal`, in the person's words."""

    title: Say
    goal: str = ""
    asked: tuple[Asked, ...]


class Standing(Kept):
    """How far the newest edition of a worksheet has come, and since when. `own`: nothing of it was ever shared.

    `changed`: something was answered anew after it was shared, and only the person sees that.
    """

    reach: Reach = "own"
    edition: int | None = None
    since: datetime | None = None
    changed: bool = False


class Filled(Kept):
    """One worksheet as the person has filled it in."""

    worksheet: str
    title: Say
    standing: Standing
    parts: tuple[Part, ...]


class WholePlan(Kept):
    """All of it. `roads`: one for each long-term goal that steps have been found for."""

    near: tuple[Goal, ...] = ()
    long_term: tuple[Goal, ...] = ()
    roads: tuple[Road, ...] = ()
    sheets: tuple[Filled, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing has been answered yet."""
        return not self.sheets


@dataclass(frozen=True, slots=True)
class Begun:
    """A sheet with the version of its worksheet, and its newest edition if it was ever shared."""

    worksheet: Worksheet
    sheet: Sheet
    edition: Edition | None = None

    @property
    def asked_now(self) -> Mapping[str, Answer]:
        """The answers whose questions are asked now. What a condition hides is kept, and not shown."""
        keys = questions(self.worksheet, self.sheet.answers)
        return {key: self.sheet.answers[key] for key in keys if key in self.sheet.answers}


def whole_plan(begun: tuple[Begun, ...]) -> WholePlan:
    """Put the plan together. Sheets in the order of the paper sheets; those without any answer are left out."""
    ordered = sorted((one for one in begun if one.asked_now), key=lambda one: one.worksheet.number)
    found = [goal for one in ordered for goal in goals(one.worksheet, one.asked_now)]

    def kind(wanted: Harvest) -> tuple[Goal, ...]:
        return tuple(goal for goal in found if goal.kind == wanted)

    return WholePlan(
        near=kind("near_goal"),
        long_term=kind("long_term_goal"),
        roads=tuple(drawn for one in ordered for drawn in roads(one.worksheet, one.asked_now)),
        sheets=tuple(filled(one) for one in ordered),
    )


def filled(one: Begun) -> Filled:
    """One worksheet, question by question."""
    return Filled(
        worksheet=one.worksheet.id,
        title=Say(id=f"{one.worksheet.id}.title"),
        standing=standing(one.edition, one.sheet),
        parts=tuple(_parts(one.worksheet, one.sheet)),
    )


def standing(edition: Edition | None, sheet: Sheet | None) -> Standing:
    """What became of the newest edition. Agreement never moves on to what was written after it."""
    if edition is None:
        return Standing()
    changed = sheet is not None and changed_since(sheet, edition)
    if edition.state == "taken_back":
        return Standing(reach="taken_back", edition=edition.number, since=edition.shared_at)
    if edition.state == "agreed":
        return Standing(reach="agreed", edition=edition.number, since=agreed_at(edition), changed=changed)
    return Standing(reach="shared", edition=edition.number, since=edition.shared_at, changed=changed)


def agreed_at(edition: Edition) -> datetime | None:
    """When the last yes came that it needed; None while it is not agreed."""
    if edition.state != "agreed":
        return None
    yes = [at for at in (edition.user_agreed_at, edition.coordinator_agreed_at) if at is not None]
    return max(yes, default=None)


def roads(worksheet: Worksheet, answers: Mapping[str, Answer]) -> Iterator[Road]:
    """The roads of a worksheet that draws them: one for each goal that something is written for."""
    for section in worksheet.sections:
        goal_answer = answers.get(section.repeat or "")
        if section.drawing != ROAD or goal_answer is None:
            continue
        for goal in goal_answer.items:
            drawn = road(goal, answers)
            if drawn.goal and (drawn.today or drawn.milestones):
                yield drawn


def _parts(worksheet: Worksheet, sheet: Sheet) -> Iterator[Part]:
    def place(key: str) -> tuple[Section, str]:
        item, step = split(key)
        return worksheet.section_of(step), item

    for (section, _), keys in groupby(questions(worksheet, sheet.answers), key=place):
        several = tuple(keys)
        yield Part(
            title=Say(id=f"{worksheet.id}.sections.{section.id}"),
            goal=repeated_for(worksheet, several[0], sheet.answers),
            asked=tuple(_asked(worksheet, key, sheet) for key in several),
        )


def _asked(worksheet: Worksheet, key: str, sheet: Sheet) -> Asked:
    goal = repeated_for(worksheet, key, sheet.answers)
    answer = sheet.answer(key)
    given = answer is not None and bool(answer.text or answer.option or answer.items or answer.people)
    return Asked(
        question=Say(
            id=f"{worksheet.id}.steps.{step_at(worksheet, key).id}.ask", values={"goal": goal} if goal else {}
        ),
        lines=answer_lines(worksheet, key, answer) if given else (),
        skipped=answer is not None and answer.status == "skipped",
        private=answer is not None and answer.private,
    )
