"""One question being asked, and what one event makes of its sheet. Shared by the walk's small functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogs.definition import Step, Worksheet
from bot.dialogs.offers import Sources, offered, taken
from bot.dialogs.people import NotAPhone, typed_person
from bot.dialogs.places import after, step_at
from bot.dialogs.screen import Say
from bot.dialogs.sheet import SUMMARY, Answer, By, Change, Item, Sheet


class Rejected(Exception):
    """The event does not fit the question on the screen; the sheet stands.

    `why` says so in words. `keep` tells that what was typed goes back into the field.
    """

    def __init__(self, why: Say, *, keep: bool = True) -> None:
        super().__init__(why.id)
        self.why = why
        self.keep = keep


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event made of the sheet. `left`: the person went back past the first question, or is done.

    `kept` is typed text that met an answer changed meanwhile: it stands in the field beside that answer.
    """

    sheet: Sheet
    changes: tuple[Change, ...] = ()
    notices: tuple[Say, ...] = ()
    kept: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what is needed to answer it. Passed between the small functions of this module."""

    worksheet: Worksheet
    sheet: Sheet
    key: str
    sources: Sources
    now: datetime
    by: By

    @property
    def step(self) -> Step:
        """The step being asked."""
        return step_at(self.worksheet, self.key)

    @property
    def answer(self) -> Answer | None:
        """Its answer so far."""
        return self.sheet.answer(self.key)

    @property
    def picked(self) -> tuple[Item, ...]:
        """The items of a list or pick so far."""
        offer = offered(self.worksheet, self.sheet, self.key, self.sources)
        return taken(self.step, self.answer, offer)


def unfit(asked: Asked) -> Turn:
    """Refuse a press that no button of this question sends."""
    raise Rejected(Say(id="walk.notice.choose"), keep=False)


def changed(asked: Asked, answer: Answer, *, stay: bool = False, **place: object) -> Turn:
    """The turn in which this answer was given: revision counted on, history written, position moved unless `stay`."""
    old = asked.answer
    answer = answer.model_copy(
        update={
            "revision": old.revision + 1 if old else 1,
            "private": old.private if old else False,
            "by": asked.by,
        }
    )
    sheet = asked.sheet.model_copy(update={"answers": {**asked.sheet.answers, asked.key: answer}, **place})
    change = Change(key=asked.key, answer=answer, at=asked.now)
    return Turn(sheet if stay else moved(replace(asked, sheet=sheet), sheet), (change,))


def moved(asked: Asked, sheet: Sheet) -> Sheet:
    """The sheet one place on; back at the summary if the person came from there."""
    at = SUMMARY if sheet.editing else after(asked.worksheet, sheet.answers, sheet.at)
    return sheet.model_copy(update={"at": at, "part": "", "pending": {}, "editing": False})


def person_turn(asked: Asked, text: str) -> Turn:
    try:
        part, pending, person = typed_person(asked.sheet, text)
    except NotAPhone:
        raise Rejected(Say(id="walk.notice.not_a_phone")) from None
    if person is None:
        return Turn(asked.sheet.model_copy(update={"part": part, "pending": pending}))
    people = (*(asked.answer.people if asked.answer else ()), person)
    answer = Answer(status="answered", people=people)
    return changed(asked, answer, stay=True, part="", pending={}, counter=asked.sheet.counter + 1)


def new_item(asked: Asked, text: str, ref: str = "", beside: tuple[Item, ...] = ()) -> Item:
    held = beside or (asked.answer.items if asked.answer else ())
    most = asked.step.most
    if most is not None and len(held) >= most:
        raise Rejected(Say(id="walk.notice.full", values={"most": most}))
    taken_up = max((int(item.id[1:]) for item in held), default=0)
    return Item(id=f"i{max(asked.sheet.counter, taken_up) + 1}", text=text, ref=ref)


def numbered(asked: Asked) -> tuple[Item, ...]:
    """What is picked, with ids of this sheet: what counts as picked beforehand has none yet."""
    counter = asked.sheet.counter
    numbered = []
    for item in asked.picked:
        if not item.id:
            counter += 1
        numbered.append(item if item.id else item.model_copy(update={"id": f"i{counter}"}))
    return tuple(numbered)


def with_items(asked: Asked, items: tuple[Item, ...], **place: object) -> Turn:
    counter = max((int(item.id[1:]) for item in items), default=0)
    place["counter"] = max(asked.sheet.counter, counter)
    return changed(asked, Answer(status="answered", items=items), stay=True, **place)


def set_private(sheet: Sheet, key: str, *, private: bool, now: datetime) -> tuple[Sheet, tuple[Change, ...]]:
    """Keep one answer out of every later edition, or let it in again. Nothing to do: the same sheet, no change."""
    answer = sheet.answer(key)
    if answer is None or answer.private == private:
        return sheet, ()
    answer = answer.model_copy(update={"private": private, "revision": answer.revision + 1})
    return sheet.model_copy(update={"answers": {**sheet.answers, key: answer}}), (
        Change(key=key, answer=answer, at=now),
    )
