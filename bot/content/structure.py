"""Rules over one worksheet by itself: ids, kinds, and fields that fit the kind. Each rule finds one sort of mistake."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.content.parsed import Parsed
from bot.content.problems import Problem, problem
from bot.dialogs.definition import ANSWERED_BY_CHOOSING, FREQUENCIES, HOLDS_ITEMS, Step

# An id is part of keys (`i2/today`), of text ids and of what a button carries, so `/`, `:` and `=` cannot stand in it.
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_PLAIN_ID = re.compile(r"[a-z][a-z0-9_]*")

# The fields that mean something only at some kinds of step.
FITTING = {
    "most": HOLDS_ITEMS,
    "own": frozenset({"pick"}),
    "offer": frozenset({"pick"}),
    "prefill": frozenset({"text", "phone"}),
    "harvest": frozenset({"text", "list", "pick"}),
    "safety": frozenset({"frequency"}),
    "again": frozenset({"text", "list"}),
}


def file_names(parsed: Parsed) -> Iterator[Problem]:
    """A worksheet stands in `<id>.v<version>.yaml`, so that two cannot be the same."""
    for file, worksheet in parsed.worksheets.items():
        expected = f"worksheets/{worksheet.id}.v{worksheet.version}.yaml"
        if file != expected:
            yield problem("file_name", file, expected=expected)


def id_forms(parsed: Parsed) -> Iterator[Problem]:
    """Ids of worksheets, sections and options are plain; those of steps may hold dots."""
    for file, worksheet in parsed.worksheets.items():
        plain = [worksheet.id, *(section.id for section in worksheet.sections)]
        plain += [option.key for step in worksheet.steps() for option in step.options]
        dotted = [step.id for step in worksheet.steps()]
        for id_ in [one for one in plain if not _PLAIN_ID.fullmatch(one)] + [
            one for one in dotted if not _ID.fullmatch(one)
        ]:
            yield problem("bad_id", file, id_)


def duplicate_sections(parsed: Parsed) -> Iterator[Problem]:
    """A section's id is its own within the worksheet."""
    for file, worksheet in parsed.worksheets.items():
        for id_ in _twice(section.id for section in worksheet.sections):
            yield problem("duplicate_section", file, id_)


def duplicate_steps(parsed: Parsed) -> Iterator[Problem]:
    """A step's id is its own within the worksheet, whatever the section: answers are kept under it."""
    for file, worksheet in parsed.worksheets.items():
        for id_ in _twice(step.id for step in worksheet.steps()):
            yield problem("duplicate_step", file, id_)


def duplicate_options(parsed: Parsed) -> Iterator[Problem]:
    """An option's key is its own within the step."""
    for file, _, step in parsed.steps():
        for key in _twice(option.key for option in step.options):
            yield problem("duplicate_option", file, step.id, key=key)


def kinds_for_ever(parsed: Parsed) -> Iterator[Problem]:
    """A step keeps its kind through all versions of its worksheet, or old answers could not be read."""
    for file, worksheet, step in parsed.steps():
        for other in parsed.worksheets.values():
            earlier = other.step(step.id) if other.id == worksheet.id and other.version < worksheet.version else None
            if earlier is not None and earlier.kind != step.kind:
                yield problem("kind_changed", file, step.id, now=step.kind, before=earlier.kind, version=other.version)


def enough_options(parsed: Parsed) -> Iterator[Problem]:
    """A choice is between at least two."""
    for file, _, step in parsed.steps():
        if step.kind == "choice" and len(step.options) < 2:
            yield problem("few_options", file, step.id)


def options_only_of_choices(parsed: Parsed) -> Iterator[Problem]:
    """The answers of the other kinds are fixed."""
    for file, _, step in parsed.steps():
        if step.kind != "choice" and step.options:
            yield problem("unwanted_options", file, step.id)


def fitting_fields(parsed: Parsed) -> Iterator[Problem]:
    """A field that the kind takes no notice of is a mistake, not a decoration."""
    for file, _, step in parsed.steps():
        for field, kinds in FITTING.items():
            if getattr(step, field) and step.kind not in kinds:
                yield problem("unfit_field", file, step.id, field=field, kind=step.kind, kinds=", ".join(sorted(kinds)))


def something_to_pick(parsed: Parsed) -> Iterator[Problem]:
    """A pick offers something, or lets the person write their own."""
    for file, _, step in parsed.steps():
        if step.kind == "pick" and step.offer is None and not step.own:
            yield problem("nothing_to_pick", file, step.id)


def drawings_have_parts(parsed: Parsed) -> Iterator[Problem]:
    """The road is drawn once for each goal, from the answers to `today` over those to `milestones`."""
    for file, worksheet in parsed.worksheets.items():
        drawn = [section for section in worksheet.sections if section.drawing is not None]
        for section in drawn:
            kinds = {step.id: step.kind for step in section.steps}
            if section.repeat is None or kinds.get("today") != "text" or kinds.get("milestones") != "list":
                yield problem("unfit_drawing", file, section.id)
        for section in drawn[1:]:
            yield problem("second_drawing", file, section.id)


def one_of_two(parsed: Parsed) -> Iterator[Problem]:
    """Where a definition takes one of two fields, exactly one is given; a condition may do without."""
    for file, _, step in parsed.steps():
        if step.offer is not None and bool(step.offer.from_) == bool(step.offer.answers):
            yield problem("unclear_offer", file, step.id)
        if step.prefill is not None and bool(step.prefill.from_) == bool(step.prefill.service):
            yield problem("unclear_prefill", file, step.id)
        if step.when is not None and step.when.is_ is not None and step.when.is_not is not None:
            yield problem("unclear_condition", file, step.id)


def answers_exist(parsed: Parsed) -> Iterator[Problem]:
    """A condition asks for an answer that can be given."""
    for file, worksheet, step in parsed.steps():
        asked = worksheet.step(step.when.step) if step.when is not None else None
        if step.when is None or asked is None:
            continue
        for value in (step.when.is_, step.when.is_not):
            if value is None or asked.kind not in ANSWERED_BY_CHOOSING or value in asked.option_keys():
                continue
            answers = ", ".join(asked.option_keys())
            yield problem("unknown_answer", file, step.id, value=value, step=asked.id, answers=answers)


def offered_answers_exist(parsed: Parsed) -> Iterator[Problem]:
    """A pick that offers by answer finds earlier steps that have these answers."""
    for file, worksheet, step in parsed.steps():
        if step.offer is None or not step.offer.answers:
            continue
        for value in step.offer.answers:
            if value not in FREQUENCIES:
                answers = ", ".join(FREQUENCIES)
                yield problem("unknown_answer", file, step.id, value=value, step="frequency", answers=answers)
        if not any(one.kind == "frequency" for one in _before(worksheet.steps(), step)):
            yield problem("no_answers", file, step.id, answers=", ".join(step.offer.answers))


def services_exist(parsed: Parsed) -> Iterator[Problem]:
    """A proposed number belongs to a service that is in the list."""
    known = parsed.service_ids()
    for file, _, step in parsed.steps():
        if step.prefill is not None and step.prefill.service is not None and step.prefill.service not in known:
            services = ", ".join(known)
            yield problem("unknown_service", file, step.id, service=step.prefill.service, services=services)


def _before(steps: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    return steps[: next(index for index, one in enumerate(steps) if one is step)]


def _twice(ids: Iterator[str]) -> list[str]:
    return [id_ for id_, count in Counter(ids).items() if count > 1]
