"""How an answer is shown back: the person's own words to the letter, our words for what was tapped."""

from __future__ import annotations

from bot.dialogs.definition import Step, Worksheet
from bot.dialogs.offers import line
from bot.dialogs.places import step_at
from bot.dialogs.screen import Line, Quote, Say
from bot.dialogs.sheet import Answer, Person


def option_label(worksheet: Worksheet, step: Step, option: str) -> Say:
    """The words on the button for this option."""
    if step.kind == "frequency":
        return Say(id=f"{worksheet.id}.frequency.{option}")
    return Say(id=f"{worksheet.id}.steps.{step.id}.options.{option}")


def person_line(person: Person) -> Quote:
    """Name, relation and phone on one line, each as written; the number is not broken across lines."""
    phone = person.phone.replace(" ", "\N{NO-BREAK SPACE}")
    return Quote(text=", ".join(part for part in (person.name, person.relation, phone) if part))


def answer_lines(worksheet: Worksheet, key: str, answer: Answer | None) -> tuple[Line, ...]:
    """The answer as lines to show; says so if it was skipped or not given."""
    if answer is None:
        return (Say(id="walk.not_answered"),)
    step = step_at(worksheet, key)
    if answer.status == "skipped":
        return (Say(id="walk.skipped"),)
    if step.kind in {"choice", "frequency", "confirm"}:
        return (option_label(worksheet, step, answer.option),)
    if step.kind in {"list", "pick"} and not answer.text:
        return tuple(line(item) for item in answer.items) or (Say(id="walk.not_answered"),)
    if step.kind == "person":
        return tuple(person_line(person) for person in answer.people) or (Say(id="walk.not_answered"),)
    return (Quote(text=answer.text),)


def short_name(worksheet: Worksheet, key: str) -> Say:
    """What a question is called in a list."""
    return Say(id=f"{worksheet.id}.steps.{step_at(worksheet, key).id}.short")


def repeated_for(worksheet: Worksheet, key: str, answers: dict[str, Answer]) -> str:
    """The text of the item that a repeated question is about; empty for all others."""
    item_id, _, step_id = key.rpartition("/")
    section = worksheet.section_of(step_id) if item_id else None
    if section is None or section.repeat is None or section.repeat not in answers:
        return ""
    return next((item.text for item in answers[section.repeat].items if item.id == item_id), "")
