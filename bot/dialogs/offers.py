"""What a `pick` step offers, and what stands ready as a proposal. Read from this sheet and from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dialogs.definition import Step, Worksheet
from bot.dialogs.places import questions, sibling, step_at
from bot.dialogs.screen import Line, Quote, Say
from bot.dialogs.sheet import Answer, Item, Sheet


@dataclass(frozen=True, slots=True)
class Sources:
    """What lies outside the sheet: items of other sheets (`warning_signs.picked` -> items) and services' numbers."""

    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)


def mark(item: Item) -> str:
    """What names an item within its sheet: what it was picked from, or its own id."""
    return item.ref or item.id


def line(item: Item) -> Line:
    """How an item is shown: in the person's words, or as the sign it was picked from, in the reader's language."""
    if item.text or not item.ref:
        return Quote(text=item.text)
    worksheet, _, step = item.ref.partition(":")
    return Say(id=f"{worksheet}.steps.{step}.ask")


def needed(worksheet: Worksheet) -> tuple[str, ...]:
    """Which items of other sheets this worksheet offers, as `worksheet.step`."""
    own = {step.id for step in worksheet.steps()}
    wanted = (step.offer.from_ for step in worksheet.steps() if step.offer and step.offer.from_)
    return tuple(dict.fromkeys(name for name in wanted if name not in own))


def offered(worksheet: Worksheet, sheet: Sheet, key: str, sources: Sources) -> tuple[Item, ...]:
    """What the pick at this key offers, in order, before anything is picked. Items carry `ref` and no id of this sheet.

    Items of other sheets keep the text they have there now; what was picked earlier keeps the text it had then.
    """
    step = step_at(worksheet, key)
    if step.offer is None:
        return ()
    if step.offer.answers:
        return _by_answer(worksheet, sheet, step.offer.answers)
    name = step.offer.from_ or ""
    if worksheet.step(name) is not None:
        answer = sheet.answer(sibling(worksheet, key, name))
        return tuple(Item(id="", ref=mark(item), text=item.text) for item in (answer.items if answer else ()))
    other = name.partition(".")[0]
    return tuple(
        Item(id="", ref=item.ref or f"{other}:{item.id}", text=item.text) for item in sources.items.get(name, ())
    )


def _by_answer(worksheet: Worksheet, sheet: Sheet, answers: tuple[str, ...]) -> tuple[Item, ...]:
    asked = [key for key in questions(worksheet, sheet.answers) if step_at(worksheet, key).kind == "frequency"]
    return tuple(
        Item(id="", ref=f"{worksheet.id}:{key}")
        for wanted in answers
        for key in asked
        if (answer := sheet.answer(key)) is not None and answer.option == wanted
    )


def proposal(worksheet: Worksheet, sheet: Sheet, key: str, sources: Sources) -> str:
    """The text proposed for an unanswered step; empty if there is none."""
    step = step_at(worksheet, key)
    if step.prefill is None or sheet.answer(key) is not None:
        return ""
    if step.prefill.service:
        return sources.numbers.get(step.prefill.service, "")
    answer = sheet.answer(sibling(worksheet, key, step.prefill.from_ or ""))
    return answer.items[0].text if answer and answer.items else ""


def taken(step: Step, answer: Answer | None, offer: tuple[Item, ...]) -> tuple[Item, ...]:
    """What counts as picked: the answer, or with `taken` everything offered as long as there is none."""
    if answer is not None:
        return answer.items
    return offer[: step.most] if step.offer is not None and step.offer.taken else ()
