"""Sending a sheet to the coordinator: choose what stays private, see what happens next, send. Makes an edition."""

from __future__ import annotations

from bot.dialogs.buttons import button, choice, common
from bot.dialogs.consent import ask_first
from bot.dialogs.context import Edition
from bot.dialogs.effects import Agreed, SaveSheet, Shared
from bot.dialogs.event import Press, Typed
from bot.dialogs.places import questions, step_at
from bot.dialogs.screen import Row, Say, Screen
from bot.dialogs.sheet import Sheet
from bot.dialogs.shown import answer_lines, repeated_for, short_name
from bot.dialogs.talk import Here, Move, Talk
from bot.dialogs.turn import set_private


def send(here: Here, worksheet_id: str) -> Talk:
    """Begin to send this sheet. Before the first sharing two consents are asked: who is told (D), who may talk (B)."""
    talk = here.talk.at("share", "choose", worksheet=worksheet_id)
    return ask_first(talk, here.context, here.now, "notice", "sharing")


def changed_since(sheet: Sheet, edition: Edition) -> bool:
    """Whether something was answered anew after the edition was made."""
    then = {key: answer.revision for key, answer in edition.answers.items()}
    now = {key: answer.revision for key, answer in sheet.answers.items() if not answer.private}
    return now != then


def show(here: Here) -> Screen:
    """What goes along, the question itself, or what happens now."""
    draw = {"choose": _choose, "confirm": _confirm, "agree": _agree}.get(here.spot, _sent)
    return draw(here).model_copy(
        update={
            "id": f"share.{here.spot}",
            "number": here.talk.number,
            "heading": Say(id=f"{here.talk.here.worksheet}.title"),
        }
    )


def _sheet(here: Here) -> Sheet | None:
    return here.context.sheet(here.talk.here.worksheet)


def _blank(here: Here) -> Screen:
    return Screen(id="", number=here.talk.number)


def _values(here: Here) -> dict[str, str | int]:
    return {"coordinator": here.context.coordinator.name}


def _choose(here: Here) -> Screen:
    """Each answer with a button that keeps it to oneself, or lets it go along."""
    sheet = _sheet(here)
    rows = []
    answers = sheet.answers if sheet else {}
    worksheet = here.context.worksheet(here.talk.here.worksheet, sheet.version if sheet else None)
    for key in questions(worksheet, answers):
        answer = answers.get(key)
        if answer is None or answer.status == "skipped" or step_at(worksheet, key).kind == "confirm":
            continue
        name = short_name(worksheet, key)
        goal = repeated_for(worksheet, key, answers)
        about = (Say(id="share.about", values={"goal": goal}),) if goal else ()
        mark = (Say(id="share.is_private"),) if answer.private else ()
        verb, label = ("include", "share.include") if answer.private else ("hold", "share.hold")
        rows.append(
            Row(
                lines=(name, *about, *answer_lines(worksheet, key, answer), *mark),
                buttons=(button(here, label, verb, key, extra=name),),
            )
        )
    return _blank(here).model_copy(
        update={
            "body": (Say(id="share.choose" if rows else "share.nothing", values=_values(here)),),
            "rows": tuple(rows),
            "options": (button(here, "walk.go_on", "choose", "go_on"),) if rows else (),
            "nav": common(here, "back"),
        }
    )


def _confirm(here: Here) -> Screen:
    return _blank(here).model_copy(
        update={
            "body": (
                Say(id="share.not_seen", values=_values(here)),
                Say(id="share.what_happens", values=_values(here)),
            ),
            "ask": Say(id="share.confirm", values=_values(here)),
            "options": choice(here, "share.answer", "yes", "no"),
            "nav": common(here, "back"),
        }
    )


def _agree(here: Here) -> Screen:
    """After the crisis plan is sent: does the person say yes to it as it stands? Both must, before it counts."""
    return _blank(here).model_copy(
        update={
            "body": (Say(id="share.sent", values=_values(here)), Say(id="share.both", values=_values(here))),
            "ask": Say(id="share.agree"),
            "options": choice(here, "share.agreeing", "yes", "not_yet"),
        }
    )


def _sent(here: Here) -> Screen:
    lines = [Say(id=f"share.{here.spot}", values=_values(here))]
    return _blank(here).model_copy(update={"body": tuple(lines), "options": common(here, "menu")})


def press(here: Here, press: Press) -> Move | None:
    """Set what is private, send, agree."""
    worksheet_id = here.talk.here.worksheet
    if press.verb == "back":
        return Move(here.talk.at("share", "choose") if here.spot == "confirm" else here.talk.at("answering"))
    if here.spot == "choose" and press.verb in {"hold", "include"}:
        sheet = _sheet(here)
        if sheet is None:
            return None
        sheet, changes = set_private(sheet, press.argument, private=press.verb == "hold", now=here.now)
        return Move(here.talk.at("share", "choose"), (SaveSheet(sheet, changes),) if changes else ())
    if press.verb != "choose":
        return None
    if here.spot == "choose" and press.argument == "go_on":
        return Move(here.talk.at("share", "confirm"))
    if here.spot == "confirm" and press.argument in {"yes", "no"}:
        if press.argument == "no":
            return Move(here.talk.at("share", "not_sent"))
        agreement = here.context.worksheet(worksheet_id).agreement
        return Move(here.talk.at("share", "agree" if agreement else "sent"), (Shared(worksheet_id),))
    if here.spot == "agree" and press.argument in {"yes", "not_yet"}:
        edition = here.context.editions[worksheet_id]
        agreed = (Agreed(edition.id),) if press.argument == "yes" else ()
        return Move(here.talk.at("share", "agreed" if agreed else "later"), agreed)
    return None


def typed(here: Here, typed: Typed) -> Move | None:
    """Nothing is asked in words here."""
    return None
