"""Is every step asked for some answers? Found out by trying them: the walk itself says what is asked. A condition can
be right by itself and impossible together with the one it depends on."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.parsed import Parsed
from bot.content.problems import Problem, problem
from bot.dialogs.definition import ANSWERED_BY_CHOOSING, Step, Worksheet
from bot.dialogs.places import questions, split
from bot.dialogs.sheet import Answer, Item

Answers = dict[str, Answer]


def reachable_steps(parsed: Parsed) -> Iterator[Problem]:
    """Every step is asked for at least one way of answering those before. References must be in order already."""
    for file, worksheet, step in parsed.steps():
        if not any(_asked(worksheet, step, answers) for answers in _ways(worksheet, _causes(worksheet, step), {})):
            yield problem("unreachable", file, step.id)


def _causes(worksheet: Worksheet, step: Step) -> list[Step]:
    """The steps that decide whether this one is asked, in the order they are asked."""
    causes: set[str] = set()
    waiting = [step]
    while waiting:
        one = waiting.pop()
        named = (one.when.step if one.when else None, worksheet.section_of(one.id).repeat, _only_source(one))
        for cause in (worksheet.step(name) for name in named if name is not None):
            if cause is not None and cause.id not in causes:
                causes.add(cause.id)
                waiting.append(cause)
    return [one for one in worksheet.steps() if one.id in causes]


def _ways(worksheet: Worksheet, causes: list[Step], answers: Answers) -> Iterator[Answers]:
    """Every way of answering these steps that makes a difference to some condition."""
    if not causes:
        yield answers
        return
    first, rest = causes[0], causes[1:]
    yield from _ways(worksheet, rest, answers)
    if _asked(worksheet, first, answers):
        for answer in _possible(worksheet, first):
            yield from _ways(worksheet, rest, {**answers, _key(worksheet, first): answer})


def _possible(worksheet: Worksheet, step: Step) -> list[Answer]:
    """The answers to tell apart: each option that a condition names and one that none does; else, that there is one."""
    if step.kind not in ANSWERED_BY_CHOOSING:
        return [Answer(status="answered", text="x", items=(Item(id="i1", text="x"),))]
    conditions = [one.when for one in worksheet.steps() if one.when is not None and one.when.step == step.id]
    named = {value for when in conditions for value in (when.is_, when.is_not) if value is not None}
    others = [key for key in step.option_keys() if key not in named]
    keys = [key for key in step.option_keys() if key in named] + others[:1]
    return [Answer(status="answered", option=key) for key in keys]


def _asked(worksheet: Worksheet, step: Step, answers: Answers) -> bool:
    """Whether the walk asks this step now, and there is something to answer it with."""
    if not any(split(key)[1] == step.id for key in questions(worksheet, answers)):
        return False
    source = _only_source(step)
    own = worksheet.step(source) if source is not None else None
    return own is None or _key(worksheet, own) in answers


def _only_source(step: Step) -> str | None:
    """The step without whose items a pick has nothing to show."""
    return step.offer.from_ if step.offer is not None and not step.own else None


def _key(worksheet: Worksheet, step: Step) -> str:
    return f"i1/{step.id}" if worksheet.section_of(step.id).repeat is not None else step.id
