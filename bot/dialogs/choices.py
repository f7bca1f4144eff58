"""What I have said yes to: every consent with its state, taking one back, and deleting what I wrote.

Taking back ends access and copies at once. Deleting is a second, explicit yes, so that one angry tap destroys nothing.
"""

from __future__ import annotations

from bot.dialogs.buttons import button, choice, common
from bot.dialogs.context import Consent
from bot.dialogs.definition import ConsentKind
from bot.dialogs.effects import Erased, Withdrew
from bot.dialogs.event import Press, Typed
from bot.dialogs.screen import Day, Line, Quote, Row, Say, Screen
from bot.dialogs.talk import Here, Move

KINDS: tuple[ConsentKind, ...] = ("plan", "channel", "sharing", "notice")


def show(here: Here) -> Screen:
    """The list, or one of the questions before something ends."""
    values: dict[str, str | int] = {"coordinator": here.context.coordinator.name}
    drawn = Screen(
        id=f"choices.{here.spot}",
        number=here.talk.number,
        heading=Say(id="choices.title"),
        nav=common(here, "back"),
    )
    if here.spot == "list":
        return drawn.model_copy(
            update={
                "rows": tuple(_row(here, kind) for kind in KINDS),
                "options": (button(here, "choices.erase.button", "choose", "erase"),),
            }
        )
    if here.spot in {"erase", "erase_sure"} or here.spot.startswith("withdraw_"):
        return drawn.model_copy(
            update={
                "body": (Say(id=f"choices.{here.spot}.text", values=values),),
                "ask": Say(id=f"choices.{here.spot}.ask", values=values),
                "options": choice(here, f"choices.{here.spot}", "yes", "no"),
            }
        )
    also = (button(here, "choices.erase.button", "choose", "erase"),) if here.spot == "withdrawn_plan" else ()
    return drawn.model_copy(
        update={"body": (Say(id=f"choices.{here.spot}", values=values),), "options": (*common(here, "menu"), *also)}
    )


def _row(here: Here, kind: ConsentKind) -> Row:
    given = here.context.consents.get(kind)
    lines: list[Line] = [Say(id=f"consent.title.{kind}"), _state(here, given)]
    holds = given is not None and given.holds(here.now)
    if given is not None and holds:
        lines.extend(
            line
            for side in ("with", "without")
            if given.details.get(side)
            for line in (Say(id=f"choices.{side}"), Quote(text=given.details[side]))
        )
    name = Say(id=f"consent.title.{kind}")
    act = button(here, "choices.withdraw", "withdraw", kind, extra=name)
    ask = button(here, "choices.ask_again", "ask", kind, extra=name)
    renewable = given is not None and given.until is not None
    return Row(lines=tuple(lines), buttons=((act, ask) if renewable else (act,)) if holds else (ask,))


def _state(here: Here, given: Consent | None) -> Say:
    if given is None:
        return Say(id="choices.state.not_asked")
    if given.withdrawn_at is not None:
        return Say(id="choices.state.withdrawn", days={"day": Day(iso=given.withdrawn_at.isoformat())})
    days = {"day": Day(iso=given.at.isoformat())}
    if given.answer == "yes" and given.until is not None:
        days["until"] = Day(iso=given.until.isoformat())
        return Say(id="choices.state.yes_until" if given.holds(here.now) else "choices.state.over", days=days)
    return Say(id=f"choices.state.{given.answer}", days=days)


def press(here: Here, press: Press) -> Move | None:
    """Take back, ask again, or delete after two yeses."""
    talk = here.talk
    if press.verb == "back":
        return Move(talk.leave() if here.spot == "list" else talk.at("choices", "list"))
    kind = next((one for one in KINDS if one == press.argument), None)
    if here.spot == "list" and kind and press.verb == "withdraw":
        return Move(talk.at("choices", f"withdraw_{kind}"))
    if here.spot == "list" and kind and press.verb == "ask":
        return Move(talk.enter("consent", kind))
    if press.verb != "choose":
        return None
    if press.argument == "erase" and here.spot in {"list", "withdrawn_plan"}:
        return Move(talk.at("choices", "erase"))
    return _answered(here, press.argument)


def _answered(here: Here, answer: str) -> Move | None:
    talk = here.talk
    if answer == "no" and here.spot != "list":
        return Move(talk.at("choices", "list"))
    if answer != "yes":
        return None
    if here.spot == "erase":
        return Move(talk.at("choices", "erase_sure"))
    if here.spot == "erase_sure":
        return Move(talk.at("choices", "erased"), (Erased(),))
    kind = next((one for one in KINDS if here.spot == f"withdraw_{one}"), None)
    return Move(talk.at("choices", f"withdrawn_{kind}"), (Withdrew(kind),)) if kind else None


def typed(here: Here, typed: Typed) -> Move | None:
    """Nothing is asked in words here."""
    return None
