"""Answering a worksheet: the walk, seen as a conversation. Stops offer what waits: a question from the coordinator,
sending the sheet."""

from __future__ import annotations

from bot.dialogs.ask import Asking, screen
from bot.dialogs.buttons import button, common
from bot.dialogs.context import Context
from bot.dialogs.definition import Worksheet
from bot.dialogs.effects import Effect, SaveSheet
from bot.dialogs.event import Press, Typed
from bot.dialogs.offers import Sources, needed
from bot.dialogs.places import REST, is_question, step_at
from bot.dialogs.safety import Finding, from_item
from bot.dialogs.screen import Button, Day, Line, Quote, Say, Screen
from bot.dialogs.share import changed_since, send
from bot.dialogs.sheet import SUMMARY, Sheet
from bot.dialogs.talk import Here, Move
from bot.dialogs.turn import Turn
from bot.dialogs.walk import begin, settle, step

GREETED = "greeted"  # `Talk.looking` after a bare greeting that may have been an answer


def the_sheet(context: Context, worksheet_id: str) -> tuple[Worksheet, Sheet]:
    """The person's sheet with the version of the worksheet it is pinned to; a new one if there is none."""
    sheet = context.sheet(worksheet_id)
    worksheet = context.worksheet(worksheet_id, sheet.version if sheet else None)
    return worksheet, settle(worksheet, sheet) if sheet else begin(worksheet)


def sources(context: Context, worksheet: Worksheet) -> Sources:
    """What other sheets and the services offer to this one."""
    items = {}
    for name in needed(worksheet):
        other, _, key = name.partition(".")
        sheet = context.sheet(other)
        answer = sheet.answer(key) if sheet else None
        items[name] = answer.items if answer else ()
    numbers = {
        one.prefill.service: service.number
        for one in worksheet.steps()
        if one.prefill and one.prefill.service and (service := context.services.get(one.prefill.service))
    }
    return Sources(items, numbers)


def show(here: Here) -> Screen:
    """The question, stop or summary where the sheet is."""
    worksheet, sheet = the_sheet(here.context, here.talk.here.worksheet)
    talk = here.talk
    drawn = screen(Asking(worksheet, sheet, sources(here.context, worksheet), talk.number, talk.looking, talk.kept))
    resting = sheet.at.startswith(REST)  # the pause is one of the answers then
    nav = (*drawn.nav, *common(here, "back", *(() if resting else ("pause",))))
    drawn = drawn.model_copy(update={"body": (*_from_paper(here, sheet), *drawn.body)})
    if talk.looking == GREETED:
        meant = button(here, "walk.that_was_my_answer", "that_was_my_answer")
        return drawn.model_copy(update={"nav": nav, "options": (meant, *drawn.options)})
    if is_question(sheet.at):
        return drawn.model_copy(update={"nav": nav})
    return drawn.model_copy(update={"nav": nav, "options": (*drawn.options, *_offers(here, sheet))})


def past_rest(here: Here) -> tuple[Effect, ...]:
    """What takes the sheet past a stop: whoever takes the pause that it offers is not offered it again afterwards."""
    if here.talk.here.scene != "answering":
        return ()
    worksheet, sheet = the_sheet(here.context, here.talk.here.worksheet)
    if not sheet.at.startswith(REST):
        return ()
    onward = Press(here.talk.number, "done")
    turn = step(worksheet, sheet, onward, here.now, sources(here.context, worksheet), here.context.by)
    return (SaveSheet(turn.sheet, turn.changes),)


def _from_paper(here: Here, sheet: Sheet) -> tuple[Line, ...]:
    """What the coordinator read from paper for the question shown, where the person had an answer already."""
    beside = [
        one
        for one in here.context.comments
        if one.kind == "paper" and one.worksheet == sheet.worksheet and one.key == sheet.at
    ]
    if not beside:
        return ()
    values: dict[str, str | int] = {"coordinator": here.context.coordinator.name}
    return tuple(
        line
        for one in beside
        for line in (
            Say(id="review.wrote.coordinator.paper", values=values, days={"day": Day(iso=one.at.isoformat())}),
            Quote(text=one.text, whose="coordinator"),
        )
    )


def _offers(here: Here, sheet: Sheet) -> tuple[Button, ...]:
    """What is offered at a natural stop, never in the middle of a question. Sending comes first while there is
    something to send, and last when the coordinator has it all."""
    offers = []
    worksheet_id = here.talk.here.worksheet
    edition = here.context.editions.get(worksheet_id)
    news = edition is None or edition.state == "taken_back" or changed_since(sheet, edition)
    sending = button(here, "share.start", "share", worksheet_id)
    if sheet.at == SUMMARY and news:
        offers.append(sending)
    waiting = next((one for one in here.context.comments if one.kind == "question" and not one.answered_at), None)
    if waiting is not None:
        offers.append(button(here, "review.see_question", "question", waiting.worksheet))
    if sheet.at == SUMMARY:
        offers.append(button(here, "walk.menu", "menu"))
        offers += [] if news else [sending]
    return tuple(offers)


def press(here: Here, press: Press) -> Move | None:
    """A tap at the question shown."""
    if press.verb == "share" and press.argument == here.talk.here.worksheet:
        return Move(send(here, press.argument))
    if press.verb == "that_was_my_answer" and here.talk.looking == GREETED:
        return typed(here, Typed(here.talk.kept))
    worksheet, sheet = the_sheet(here.context, here.talk.here.worksheet)
    turn = step(worksheet, sheet, press, here.now, sources(here.context, worksheet), here.context.by)
    return _move(here, turn, _finding(worksheet, sheet, press))


def typed(here: Here, typed: Typed) -> Move | None:
    """Free text at the question shown, or from the field of an earlier one."""
    worksheet, sheet = the_sheet(here.context, here.talk.here.worksheet)
    return _move(here, step(worksheet, sheet, typed, here.now, sources(here.context, worksheet), here.context.by))


def _move(here: Here, turn: Turn, finding: Finding | None = None) -> Move:
    worksheet_id = here.talk.here.worksheet
    talk = here.talk.home() if turn.left else here.talk.at("answering")
    talk = talk.model_copy(update={"kept": turn.kept, "resume": worksheet_id})
    return Move(talk, (SaveSheet(turn.sheet, turn.changes),), turn.notices, finding)


def _finding(worksheet: Worksheet, sheet: Sheet, press: Press) -> Finding | None:
    """An item that the safety reply answers, whatever the worksheet: its step says so (`safety`)."""
    if press.verb != "choose" or not is_question(sheet.at):
        return None
    return from_item(step_at(worksheet, sheet.at), press.argument)
