"""Changing what was typed before: a message that was edited, or a long text that went on in a second message.

The place in the conversation stays. What is changed must still stand as it was typed then: an answer that was given
anew meanwhile is worth more than an edit of the old one.
"""

from __future__ import annotations

from bot.dialogs.answering import sources, the_sheet
from bot.dialogs.effects import SaveSheet
from bot.dialogs.event import Amended
from bot.dialogs.places import questions, step_at
from bot.dialogs.screen import Say
from bot.dialogs.shown import short_name
from bot.dialogs.talk import Here, Move
from bot.dialogs.turn import Asked, Rejected, Turn, with_items
from bot.dialogs.typed import TEXT_LIMIT, TEXTS

OF_ONE_TEXT = frozenset({"text", "phone", "date"})


def amend(here: Here, amended: Amended) -> Move:
    """Put the new text in the place of the old; the history keeps both.

    Raises:
        Rejected: what was typed then no longer stands, the question is not asked any more, or the new text does not
            fit it.
    """
    if here.context.sheet(amended.worksheet) is None:
        raise Rejected(Say(id="edits.not_changed"))
    worksheet, sheet = the_sheet(here.context, amended.worksheet)
    if amended.key not in questions(worksheet, sheet.answers):
        raise Rejected(Say(id="edits.not_changed"))
    if len(amended.text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
        raise Rejected(Say(id="edits.too_long", values={"limit": TEXT_LIMIT}))
    asked = Asked(worksheet, sheet, amended.key, sources(here.context, worksheet), here.now, here.context.by)
    turn = _changed(asked, amended.before, amended.text.strip())
    kept = {"at": sheet.at, "part": sheet.part, "pending": sheet.pending, "editing": sheet.editing}
    name = "goes_on" if amended.goes_on else "changed"
    said = Say(id=f"edits.{name}", lines={"question": short_name(worksheet, amended.key)})
    return Move(here.talk, (SaveSheet(turn.sheet.model_copy(update=kept), turn.changes),), (said,))


def _changed(asked: Asked, before: str, after: str) -> Turn:
    answer, kind = asked.answer, step_at(asked.worksheet, asked.key).kind
    if answer is not None and answer.status == "answered":
        if kind in OF_ONE_TEXT and answer.text == before:
            return TEXTS[kind](asked, after)
        same = [item for item in answer.items if item.text == before]
        if same:
            items = tuple(
                item.model_copy(update={"text": after}) if item is same[-1] else item for item in answer.items
            )
            return with_items(asked, items)
    raise Rejected(Say(id="edits.not_changed"))
