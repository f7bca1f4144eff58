"""The walk through one worksheet: one event in, a new sheet out. A function of its arguments.

The sheet that comes back is new; the one given is unchanged. Nothing is read or written elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.dialogs.definition import ANSWERED_BY_CHOOSING, Worksheet
from bot.dialogs.event import Press, Typed
from bot.dialogs.offers import Sources
from bot.dialogs.places import is_question, nearest, questions
from bot.dialogs.pressed import PRESSES, back, choose, jump
from bot.dialogs.sheet import By, Sheet
from bot.dialogs.turn import Asked, Turn, moved, unfit
from bot.dialogs.typed import TEXTS, take_text


def begin(worksheet: Worksheet) -> Sheet:
    """An empty sheet at its first question."""
    sheet = Sheet(worksheet=worksheet.id, version=worksheet.version)
    return sheet.model_copy(update={"at": questions(worksheet, {})[0]})


def settle(worksheet: Worksheet, sheet: Sheet) -> Sheet:
    """The same sheet at a place that exists today."""
    at = nearest(worksheet, sheet.answers, sheet.at)
    return sheet if at == sheet.at else sheet.model_copy(update={"at": at, "part": "", "pending": {}})


def step(
    worksheet: Worksheet, sheet: Sheet, event: Press | Typed, now: datetime, sources: Sources, by: By = "user"
) -> Turn:
    """Take one event and say what becomes of the sheet.

    Whether a button belongs to the screen shown has been checked before.

    Raises:
        Rejected: the event does not fit the question on the screen.
    """
    sheet = settle(worksheet, sheet)
    asked = Asked(worksheet, sheet, sheet.at, sources, now, by)
    if isinstance(event, Typed):
        return take_text(asked, event)
    if event.verb == "jump":
        return jump(asked, event.argument)
    if event.verb == "back":
        return back(asked)
    if not is_question(sheet.at):
        return Turn(moved(asked, sheet)) if event.verb == "done" else unfit(asked)
    act = PRESSES.get(event.verb)
    if act is None:
        return unfit(asked)
    return act(asked, event.argument)


def put(worksheet: Worksheet, sheet: Sheet, key: str, text: str, now: datetime, by: By) -> Turn:
    """Set one text answer from outside the walk (typed in from paper), where the person has none yet.

    Raises:
        KeyError: no such question is asked.
        Rejected: the text does not fit the question.
    """
    if key not in questions(worksheet, sheet.answers):
        raise KeyError(key)
    asked = Asked(worksheet, sheet, key, Sources(), now, by)
    act = choose if asked.step.kind in ANSWERED_BY_CHOOSING else TEXTS[asked.step.kind]
    turn = act(asked, text)
    kept = {"at": sheet.at, "part": sheet.part, "pending": sheet.pending, "editing": sheet.editing}
    return replace(turn, sheet=turn.sheet.model_copy(update=kept))
