"""Buttons of the screens outside the worksheets, and the row of common ones that every screen ends with."""

from __future__ import annotations

from bot.dialogs.event import Press, encode
from bot.dialogs.screen import Button, Line, Say
from bot.dialogs.talk import Here


def button(
    here: Here, label: Line | str, verb: str, argument: str = "", *, marked: bool = False, extra: Line | None = None
) -> Button:
    """A button on the screen shown now. A label given as a string is a text id."""
    said = Say(id=label) if isinstance(label, str) else label
    return Button(wire=encode(Press(here.talk.number, verb, argument)), label=said, marked=marked, extra=extra)


def choice(here: Here, texts: str, *keys: str) -> tuple[Button, ...]:
    """One button for each key, with the labels `<texts>.<key>`."""
    return tuple(button(here, f"{texts}.{key}", "choose", key) for key in keys)


def common(here: Here, *verbs: str) -> tuple[Button, ...]:
    """The buttons that have the same words everywhere: back, pause, menu, help_now ..."""
    return tuple(button(here, f"walk.{verb}", verb) for verb in verbs)
