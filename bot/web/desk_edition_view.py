"""A shared edition as the desk shows it: section by section, the person's words, what is written beside each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.actions.review import EditionPage
from bot.dialogs.context import Comment
from bot.dialogs.places import questions, split, step_at
from bot.dialogs.screen import Line, Quote, Say
from bot.dialogs.shown import answer_lines, repeated_for
from bot.web.desk_words import Words


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing written beside an answer. `answered`: who answered when, empty while nobody has; `waits`: it is a
    question that waits."""

    id: str
    heading: str
    text: str
    own: bool
    answered: str
    answer: str
    waits: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One question with its answer. `number` counts through the edition from 1 and is the row's place on the page.

    `kept` and `problem`: what the coordinator typed here that was not taken, and why.
    """

    number: int
    key: str
    question: str
    lines: tuple[Line, ...]
    by: str
    beside: tuple[Beside, ...]
    kept: str
    problem: str


@dataclass(frozen=True, slots=True)
class PartView:
    """The questions of one section; of a repeated one once for each `goal`."""

    heading: str
    goal: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Text that was not taken: at which question (empty: the whole sheet), with which button, and why."""

    key: str
    act: str
    text: str
    why: str


def parts(found: EditionPage, words: Words, refusal: Refusal | None) -> tuple[PartView, ...]:
    """The edition in the order of its worksheet."""
    worksheet, made = found.worksheet, []
    asked = list(enumerate(questions(worksheet, found.edition.answers), start=1))
    for section in worksheet.sections:
        ids = {step.id for step in section.steps}
        items = dict.fromkeys(split(key)[0] for _, key in asked if split(key)[1] in ids)
        for item in items:
            rows = [(n, key) for n, key in asked if split(key)[1] in ids and split(key)[0] == item]
            made.append(
                PartView(
                    heading=words.say(Say(id=f"{worksheet.id}.sections.{section.id}")),
                    goal=repeated_for(worksheet, rows[0][1], dict(found.edition.answers)),
                    answers=tuple(_answer(found, words, n, key, refusal) for n, key in rows),
                )
            )
    return tuple(made)


def _answer(found: EditionPage, words: Words, number: int, key: str, refusal: Refusal | None) -> AnswerView:
    answers: Mapping[str, object] = found.edition.answers
    goal = repeated_for(found.worksheet, key, dict(found.edition.answers))
    step = step_at(found.worksheet, key)
    values: dict[str, str | int] = {"goal": goal} if goal else {}
    answer = found.edition.answers.get(key)
    # What stands here unanswered may be unanswered or kept private: nobody at the desk can tell.
    lines = answer_lines(found.worksheet, key, answer) if key in answers else (Say(id="desk.edition.none"),)
    here = refusal is not None and refusal.key == key and refusal.act in {"comment", "ask"}
    return AnswerView(
        number=number,
        key=key,
        question=words.say(Say(id=f"{found.worksheet.id}.steps.{step.id}.ask", values=values)),
        lines=tuple(_with_name(line, found.user.name) for line in lines),
        by=words.t(f"edition.{answer.by}") if answer is not None and answer.by != "user" else "",
        beside=tuple(beside(found, words, key)),
        kept=refusal.text if refusal is not None and here else "",
        problem=refusal.why if refusal is not None and here else "",
    )


def _with_name(line: Line, user: str) -> Line:
    if isinstance(line, Quote) or not line.id.startswith("desk."):
        return line
    return line.model_copy(update={"values": {**line.values, "user": user}})


def beside(found: EditionPage, words: Words, key: str) -> Iterator[Beside]:
    """What is written beside this question; with an empty key beside the whole sheet."""
    for one in found.comments:
        if one.key == key:
            yield _written(one, found.user.name, words)


def _written(comment: Comment, user: str, words: Words) -> Beside:
    day, own = words.when(comment.at), comment.author == "coordinator"
    if own:
        heading = words.t(f"edition.wrote.{comment.kind}", day=day)
    else:
        heading = words.t("edition.user_not_yet", user=user, day=day)
    answered = comment.answered_at
    return Beside(
        id=comment.id,
        heading=heading,
        text=comment.text,
        own=own,
        answered=words.t("edition.answered", user=user, day=words.when(answered)) if answered else "",
        answer=comment.answer,
        waits=words.t("edition.waiting", user=user) if comment.kind == "question" and not answered else "",
    )
