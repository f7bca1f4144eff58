"""Rules over what a worksheet refers to: the step a condition asks about, an offer or a proposal takes from, a section
repeats over. It must exist, come earlier, be asked only once in that place, and be of a kind that can serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from bot.content.parsed import Parsed
from bot.content.problems import Problem, problem
from bot.dialogs.definition import ANSWERED_BY_CHOOSING, Kind, Section, Step, Worksheet

ITEMS = frozenset({"list", "pick"})
ANY = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class Reference:
    """`owner` (a step's or section's id) names step `to` in `field`, which must be of one of `kinds`.

    `section` is where the owner stands; for a section that repeats, it is None: its steps come after. `before` are the
    steps asked before the owner. `elsewhere`: `to` may be `worksheet.step`.
    """

    file: str
    worksheet: Worksheet
    owner: str
    field: str
    to: str
    kinds: frozenset[str]
    section: Section | None
    before: tuple[Step, ...]
    elsewhere: bool = False


def references(parsed: Parsed) -> Iterator[Reference]:
    """Everything in the worksheets that names a step."""
    for file, worksheet in parsed.worksheets.items():
        before: tuple[Step, ...] = ()
        for section in worksheet.sections:
            if section.repeat is not None:
                yield Reference(file, worksheet, section.id, "repeat", section.repeat, ITEMS, None, before)
            for step in section.steps:
                yield from _of_step(file, worksheet, section, step, before)
                before = (*before, step)


def _of_step(
    file: str, worksheet: Worksheet, section: Section, step: Step, before: tuple[Step, ...]
) -> Iterator[Reference]:
    if step.when is not None:
        kinds = ANY if step.when.is_ is None and step.when.is_not is None else ANSWERED_BY_CHOOSING
        yield Reference(file, worksheet, step.id, "when", step.when.step, kinds, section, before)
    if step.offer is not None and step.offer.from_:
        yield Reference(
            file, worksheet, step.id, "offer.from", step.offer.from_, ITEMS, section, before, elsewhere=True
        )
    if step.prefill is not None and step.prefill.from_:
        yield Reference(
            file, worksheet, step.id, "prefill.from", step.prefill.from_, frozenset({"list"}), section, before
        )


def existing_steps(parsed: Parsed) -> Iterator[Problem]:
    """What is named exists."""
    for one in references(parsed):
        if _target(parsed, one) is None:
            yield problem("unknown_step", one.file, one.owner, field=one.field, step=one.to)


def earlier_steps(parsed: Parsed) -> Iterator[Problem]:
    """What is named in the same worksheet is asked before."""
    for one in references(parsed):
        if (step := one.worksheet.step(one.to)) is not None and step not in one.before:
            yield problem("later_step", one.file, one.owner, field=one.field, step=one.to)


def proposals_of_section(parsed: Parsed) -> Iterator[Problem]:
    """A proposal is taken from the section it stands in: what was written a moment ago, on the same theme."""
    for one in references(parsed):
        if one.field != "prefill.from" or (step := one.worksheet.step(one.to)) is None:
            continue
        if one.worksheet.section_of(step.id) is not one.section:
            yield problem("other_section", one.file, one.owner, step=one.to)


def single_steps(parsed: Parsed) -> Iterator[Problem]:
    """What is named has one answer: it stands in no repeated section, unless in the same one."""
    for one in references(parsed):
        found = _target(parsed, one)
        if found is None:
            continue
        worksheet, step = found
        section = worksheet.section_of(step.id)
        if section.repeat is not None and section is not one.section:
            yield problem("inside_repeat", one.file, one.owner, field=one.field, step=one.to)


def fitting_steps(parsed: Parsed) -> Iterator[Problem]:
    """What is named is of a kind that can serve."""
    for one in references(parsed):
        found = _target(parsed, one)
        if found is not None and found[1].kind not in one.kinds:
            kinds = ", ".join(sorted(one.kinds))
            yield problem(
                "unfit_step", one.file, one.owner, field=one.field, step=one.to, kind=found[1].kind, kinds=kinds
            )


def _target(parsed: Parsed, one: Reference) -> tuple[Worksheet, Step] | None:
    """The step that is named: of this worksheet, or else, as `worksheet.step`, of the newest version of another."""
    worksheet, name = one.worksheet, one.to
    if one.elsewhere and worksheet.step(name) is None:
        head, _, name = one.to.partition(".")
        other = parsed.newest(head)
        if other is None or other.id == worksheet.id:
            return None
        worksheet = other
    step = worksheet.step(name)
    return None if step is None else (worksheet, step)
