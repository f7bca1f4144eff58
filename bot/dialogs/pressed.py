"""Buttons at a question: what each verb does to the sheet. Setting, never flipping: a second tap changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs.definition import ANSWERED_BY_CHOOSING
from bot.dialogs.offers import mark, offered, proposal
from bot.dialogs.places import before, questions
from bot.dialogs.sheet import SUMMARY, Answer
from bot.dialogs.turn import Asked, Turn, changed, moved, new_item, numbered, person_turn, unfit, with_items


def choose(asked: Asked, option: str) -> Turn:
    if asked.step.kind not in ANSWERED_BY_CHOOSING or option not in asked.step.option_keys():
        return unfit(asked)
    return changed(asked, Answer(status="answered", option=option))


def _pick(asked: Asked, wanted: str) -> Turn:
    offer = offered(asked.worksheet, asked.sheet, asked.key, asked.sources)
    found = next((item for item in offer if mark(item) == wanted), None)
    if asked.step.kind != "pick" or found is None:
        return unfit(asked)
    items = numbered(asked)
    if any(mark(item) == wanted for item in items):
        return Turn(asked.sheet)
    return with_items(asked, (*items, new_item(asked, found.text, wanted, items)), part="")


def _drop(asked: Asked, unwanted: str) -> Turn:
    if asked.step.kind != "pick":
        return unfit(asked)
    items = numbered(asked)
    left = tuple(item for item in items if mark(item) != unwanted)
    return Turn(asked.sheet) if len(left) == len(items) else with_items(asked, left, part="")


def _add(asked: Asked, _: str) -> Turn:
    if asked.step.kind == "person":
        return Turn(asked.sheet.model_copy(update={"part": "name", "pending": {}}))
    if asked.step.kind == "pick" and asked.step.own:
        return Turn(asked.sheet.model_copy(update={"part": "own"}))
    return unfit(asked)


def _reword(asked: Asked, wanted: str) -> Turn:
    if not asked.step.own or all(mark(item) != wanted for item in asked.picked):
        return unfit(asked)
    return Turn(asked.sheet.model_copy(update={"part": f"reword:{wanted}"}))


def _remove(asked: Asked, item_id: str) -> Turn:
    """Take an entry of a list away; without an item, the whole answer. The history keeps both."""
    answer = asked.answer
    if answer is None or answer.status == "skipped":
        return unfit(asked)
    if not item_id:
        return changed(asked, Answer(status="skipped"), stay=True)
    items = tuple(item for item in answer.items if item.id != item_id)
    people = tuple(person for person in answer.people if person.id != item_id)
    if len(items) + len(people) == len(answer.items) + len(answer.people):
        return Turn(asked.sheet)
    return changed(asked, Answer(status="answered", items=items, people=people), stay=True, part="", pending={})


def _use(asked: Asked, _: str) -> Turn:
    text = proposal(asked.worksheet, asked.sheet, asked.key, asked.sources)
    return changed(asked, Answer(status="answered", text=text)) if text else unfit(asked)


def _done(asked: Asked, _: str) -> Turn:
    """Go on with what stands. What was picked beforehand becomes the answer; nothing at all counts as skipped."""
    if asked.step.kind == "pick" and asked.answer is None and asked.picked:
        turn = with_items(asked, numbered(asked))
        return replace(turn, sheet=moved(asked, turn.sheet))
    if asked.answer is None:
        return changed(asked, Answer(status="skipped"))
    return Turn(moved(asked, asked.sheet))


def _skip(asked: Asked, _: str) -> Turn:
    """Go on without answering. A part of a person is left empty; an answer that stands is kept."""
    part = asked.sheet.part
    if asked.step.kind == "person" and part in {"phone", "relation"}:
        return person_turn(asked, "")
    if part and part != "again":
        return Turn(asked.sheet.model_copy(update={"part": "", "pending": {}}))
    if asked.answer is not None:
        return Turn(moved(asked, asked.sheet))
    if asked.step.again and part != "again":
        return Turn(asked.sheet.model_copy(update={"part": "again"}))
    return changed(asked, Answer(status="skipped"))


def jump(asked: Asked, key: str) -> Turn:
    if key not in questions(asked.worksheet, asked.sheet.answers):
        return unfit(asked)
    editing = asked.sheet.at == SUMMARY or asked.sheet.editing
    return Turn(asked.sheet.model_copy(update={"at": key, "part": "", "pending": {}, "editing": editing}))


def back(asked: Asked) -> Turn:
    sheet = asked.sheet
    if sheet.part:
        earlier = {"relation": "phone", "phone": "name"}.get(sheet.part, "")
        return Turn(sheet.model_copy(update={"part": earlier, "pending": sheet.pending if earlier else {}}))
    if sheet.editing:
        return Turn(sheet.model_copy(update={"at": SUMMARY, "editing": False}))
    at = before(asked.worksheet, sheet.answers, sheet.at)
    return Turn(sheet, left=True) if at is None else Turn(sheet.model_copy(update={"at": at}))


PRESSES: dict[str, Callable[[Asked, str], Turn]] = {
    "choose": choose,
    "pick": _pick,
    "drop": _drop,
    "add": _add,
    "reword": _reword,
    "remove": _remove,
    "use": _use,
    "done": _done,
    "skip": _skip,
}
