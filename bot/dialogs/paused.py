"""A pause: everything is stored, come back when you like. And «stopp», which also says how to end altogether."""

from __future__ import annotations

from bot.dialogs.buttons import button, common
from bot.dialogs.event import Press, Typed
from bot.dialogs.greetings import GREETINGS, bare
from bot.dialogs.screen import Say, Screen
from bot.dialogs.talk import Here, Move
from bot.dialogs.typed import said_back


def show(here: Here) -> Screen:
    """No question, no deadline."""
    return Screen(
        id=f"paused.{here.spot}",
        number=here.talk.number,
        body=(Say(id=f"paused.{here.spot}", values={"coordinator": here.context.coordinator.name}),),
        options=(button(here, "menu.go_on", "choose", "go_on"),),
        nav=common(here, "menu"),
    )


def press(here: Here, press: Press) -> Move | None:
    """Back to where the person was."""
    if (press.verb, press.argument) != ("choose", "go_on"):
        return None
    return Move(here.talk.leave())


def typed(here: Here, typed: Typed) -> Move | None:
    """Whatever is said after a pause leads to the menu, which says where we were. More than a greeting is said back."""
    said = () if bare(typed.text) in GREETINGS else said_back(typed)
    return Move(here.talk.home(), notices=(Say(id="menu.welcome_back"), *said))
