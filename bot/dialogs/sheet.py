"""A sheet: one person's worksheet while it is being answered. Answers, and where the person is.

A **key** names one answer: the step's id (`activities.usual`), or within a repeated section the item's id and the
step's id (`i2/today`). Item ids come from a counter in the sheet and are never used twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

By = Literal["user", "together", "paper"]


class Kept(BaseModel):
    """Base of what is stored as JSON: frozen, so that a step never changes the state it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Kept):
    """One entry of a list or pick. `ref` points to what was picked (`warning_signs:item.25`,
    `long_term_goals:i3`, or within the sheet `i3`); own entries have none.

    `text` is the person's words, or for a pick from another list that list's text at that time. A picked sign keeps
    an empty text, so that it is shown in the language of the reader, until the person words it anew.
    """

    id: str
    text: str = ""
    ref: str = ""


class Person(Kept):
    """Somebody to contact. Each part may be empty but the name."""

    id: str
    name: str
    phone: str = ""
    relation: str = ""


class Answer(Kept):
    """One answer. Which of the fields is filled follows from the step's kind.

    text, phone, date: `text`, to the letter as typed. choice, frequency, confirm: `option`. list, pick: `items`, or
    `text` for a list to which the answer was «vet ikke».
    person: `people`. `revision` counts the changes to this key from 1 on; `private` keeps it out of every edition.
    """

    status: Literal["answered", "skipped"]
    text: str = ""
    option: str = ""
    items: tuple[Item, ...] = ()
    people: tuple[Person, ...] = ()
    revision: int = 1
    private: bool = False
    by: By = "user"

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it: skipped, or a list from which everything was taken away."""
        return self.status == "skipped" or not (self.text or self.option or self.items or self.people)


class Change(Kept):
    """One line of the history: this key got this answer at this time. Append-only."""

    key: str
    answer: Answer
    at: datetime


class Sheet(Kept):
    """One person's sheet. `at` is the key being asked, or `=rest/<section>`, `=drawing/<key>`, `=summary`.

    `part` is the place within a question of several parts (`phone` and `relation` of a person; `again` for the second
    way of asking), `pending` what is typed so far of a person, `editing` that the person came from the summary.
    """

    worksheet: str
    version: int
    answers: dict[str, Answer] = {}
    at: str = ""
    part: str = ""
    pending: dict[str, str] = {}
    counter: int = 0
    editing: bool = False

    def answer(self, key: str) -> Answer | None:
        """The answer under this key, None while unanswered."""
        return self.answers.get(key)


def replay(changes: list[Change]) -> dict[str, Answer]:
    """The answers that a history adds up to: for each key the last one."""
    answers: dict[str, Answer] = {}
    for change in changes:
        answers[change.key] = change.answer
    return answers


SUMMARY = "=summary"
