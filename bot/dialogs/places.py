"""The places of a worksheet in order: a key for each question that is asked now, and the stops between them.

Conditions hide, they never delete: a hidden answer stays in the sheet and comes back with its question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.dialogs.definition import Section, Step, When, Worksheet
from bot.dialogs.sheet import SUMMARY, Answer

REST = "=rest/"
DRAWING = "=drawing/"


def split(key: str) -> tuple[str, str]:
    """A key as (item id, step id); the item id is empty outside repeated sections."""
    item, _, step = key.rpartition("/")
    return item, step


def is_question(place: str) -> bool:
    """Whether this place asks something, and is no stop."""
    return not place.startswith("=")


def step_at(worksheet: Worksheet, key: str) -> Step:
    """The step that a key of this worksheet belongs to.

    Raises:
        KeyError: no such step.
    """
    step = worksheet.step(split(key)[1])
    if step is None:
        raise KeyError(key)
    return step


def sibling(worksheet: Worksheet, key: str, step_id: str) -> str:
    """The key of another step as seen from this one: of the same item where both stand in the repeated section."""
    item, own = split(key)
    if item and any(step.id == step_id for step in worksheet.section_of(own).steps):
        return f"{item}/{step_id}"
    return step_id


def holds(worksheet: Worksheet, when: When | None, key: str, answers: Mapping[str, Answer]) -> bool:
    """Whether the condition of the step at this key is met. A hidden, skipped or emptied answer counts as none."""
    if when is None:
        return True
    other = sibling(worksheet, key, when.step)
    if not holds(worksheet, step_at(worksheet, other).when, other, answers):
        return False
    answer = answers.get(other)
    if answer is None or answer.empty:
        return False
    if when.is_ is not None:
        return answer.option == when.is_
    if when.is_not is not None:
        return answer.option != when.is_not
    return True


def places(worksheet: Worksheet, answers: Mapping[str, Answer], *, hidden: bool = False) -> tuple[str, ...]:
    """Every place in order, `=summary` last. With `hidden`, also questions whose conditions are not met."""
    return (*_places(worksheet, answers, hidden), SUMMARY)


def _places(worksheet: Worksheet, answers: Mapping[str, Answer], hidden: bool) -> Iterator[str]:
    for section in worksheet.sections:
        for item in _items(worksheet, section, answers):
            for step in section.steps:
                key = f"{item}/{step.id}" if item else step.id
                if hidden or holds(worksheet, step.when, key, answers):
                    yield key
            if section.drawing:
                yield f"{DRAWING}{item}"
        if section.rest_after:
            yield f"{REST}{section.id}"


def _items(worksheet: Worksheet, section: Section, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    if section.repeat is None:
        return ("",)
    if not holds(worksheet, step_at(worksheet, section.repeat).when, section.repeat, answers):
        return ()
    answer = answers.get(section.repeat)
    return tuple(item.id for item in answer.items) if answer and answer.status == "answered" else ()


def questions(worksheet: Worksheet, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The keys asked now, in order."""
    return tuple(place for place in places(worksheet, answers) if is_question(place))


def nearest(worksheet: Worksheet, answers: Mapping[str, Answer], at: str) -> str:
    """This place if it still is one, else the next that is; if it is unknown, the first question without an answer."""
    if at in worksheet.always_asked:
        return at
    shown = places(worksheet, answers)
    if at in shown:
        return at
    everything = places(worksheet, answers, hidden=True)
    if at in everything:
        later = everything[everything.index(at) :]
        return next(place for place in later if place in shown)
    return next((place for place in shown if is_question(place) and place not in answers), SUMMARY)


def after(worksheet: Worksheet, answers: Mapping[str, Answer], at: str) -> str:
    """The place that follows; the summary is its own successor."""
    shown = places(worksheet, answers)
    index = shown.index(nearest(worksheet, answers, at))
    return shown[min(index + 1, len(shown) - 1)]


def before(worksheet: Worksheet, answers: Mapping[str, Answer], at: str) -> str | None:
    """The question that precedes, stops left out; None at the first."""
    shown = places(worksheet, answers)
    earlier = [place for place in shown[: shown.index(nearest(worksheet, answers, at))] if is_question(place)]
    return earlier[-1] if earlier else None


def progress(worksheet: Worksheet, answers: Mapping[str, Answer]) -> tuple[int, int]:
    """How many questions have been answered or skipped, of how many that are asked now. The person's own business."""
    asked = questions(worksheet, answers)
    return sum(key in answers for key in asked), len(asked)


def position(worksheet: Worksheet, answers: Mapping[str, Answer], at: str) -> tuple[int, int] | None:
    """Which question this is, of how many. A list of frequencies counts by itself (the seventh of forty), and so do the
    questions about one item; before it is chosen what they repeat over, nobody knows how many there are (None)."""
    asked = questions(worksheet, answers)
    item = split(at)[0]
    if any(section.repeat for section in worksheet.sections) and not item:
        return None
    frequency = step_at(worksheet, at).kind == "frequency"
    alike = {step.id for step in worksheet.steps() if step.kind == "frequency" or not frequency}
    asked = tuple(key for key, (of, step) in ((key, split(key)) for key in asked) if of == item and step in alike)
    return asked.index(at) + 1, len(asked)
