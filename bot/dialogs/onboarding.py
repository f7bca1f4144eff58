"""The first screen after the invitation: who speaks, what this is, who reads it, where help is."""

from __future__ import annotations

from bot.dialogs.buttons import button
from bot.dialogs.event import Press, Typed
from bot.dialogs.screen import Say, Screen
from bot.dialogs.talk import Here, Move


def show(here: Here) -> Screen:
    """The welcome. It says that this is a program, that nobody reads at once, and that it is for grown-ups."""
    name = here.context.coordinator.name
    return Screen(
        id="onboarding.welcome",
        number=here.talk.number,
        body=(
            Say(id="onboarding.welcome", values={"coordinator": name}),
            Say(id="onboarding.who_reads", values={"coordinator": name}),
            Say(id="onboarding.adults"),
        ),
        options=(button(here, "walk.go_on", "choose", "go_on"),),
        nav=(button(here, "walk.explain", "explain"),),
    )


def press(here: Here, press: Press) -> Move | None:
    """On to the first consent."""
    if (press.verb, press.argument) != ("choose", "go_on"):
        return None
    return Move(here.talk.at("consent", "plan"))


def typed(here: Here, typed: Typed) -> Move | None:
    """Nothing is asked in words here."""
    return None
