"""A person at a phone: sees the screen, types, taps, taps too late, taps twice. Drives the real actions and the store.

Nothing is kept in this object but what a phone would show; everything else is read from the store each time, so a test
can close and open the house between any two lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.actors import Actor
from bot.actions.converse import Shown, converse, last_turn
from bot.actions.house import House
from bot.dialogs.event import Event, Opened, Press, Typed, decode
from bot.dialogs.screen import Button, Field, Screen


class NoSuchButton(AssertionError):
    """The button is not on the screen."""


@dataclass
class Person:
    """One person, by the id they are stored under. `now` is their clock; time passes only when told to."""

    house: House
    user: str
    now: datetime
    together: bool = False
    shown: Shown | None = None
    _events: int = 0

    @property
    def actor(self) -> Actor:
        """The person as an actor."""
        return Actor("user", self.user, together=self.together)

    @property
    def screen(self) -> Screen:
        """What is shown now, read from the store."""
        if self.shown is not None and self.shown.gone:
            return self.shown.screen
        return last_turn(self.house, self.actor, channel="web", now=self.now).screen

    def opens(self) -> Screen:
        """Come to the page."""
        return self.does(Opened())

    def types(self, text: str, into: Field | None = None) -> Screen:
        """Type into the field that is shown, or into one that was shown earlier or on another device; without any
        field, as in a chat."""
        target = into or self.screen.field
        if target is None:
            return self.does(Typed(text))
        return self.does(Typed(text, key=target.key, revision=target.revision))

    def says(self, text: str) -> Screen:
        """Type as in a chat, where a text does not know its question."""
        return self.does(Typed(text))

    def taps(self, name: str, *, times: int = 1, on: Screen | None = None, unsaved: str = "") -> Screen:
        """Tap the button that carries this argument, this verb, or `verb.argument`.

        Args:
            name: as above.
            times: more than once is one tap that arrives again (the same event).
            on: an earlier screen; its button carries an old number.
            unsaved: text that stands in the field meanwhile.
        """
        shown = self.screen
        button = self.button(name, on or shown)
        press = decode(button.wire)
        if press is None:
            raise NoSuchButton(f"{button.wire!r} cannot be read")
        key, field_shown = self._next_key(), shown.field
        draft = Typed(unsaved, field_shown.key, field_shown.revision) if unsaved and field_shown else None
        for _ in range(times):
            shown = self.does(press, key, draft)
        return shown

    def button(self, name: str, on: Screen | None = None) -> Button:
        """The button with this name.

        Raises:
            NoSuchButton: with the names of those that are there.
        """
        screen = on or self.screen
        named = {n: one for one in reversed(screen.buttons()) for n in names(one)}
        if name not in named:
            raise NoSuchButton(f"no «{name}» on {screen.id}; there are {sorted(named)}")
        return named[name]

    def waits(self, days: float = 0, hours: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.now += timedelta(days=days, hours=hours, seconds=seconds)

    def _next_key(self) -> str:
        self._events += 1
        return f"test-{id(self)}-{self._events}"

    def does(self, event: Event, key: str = "", draft: Typed | None = None) -> Screen:
        """Let this event happen."""
        self.shown = converse(
            self.house, self.actor, event, channel="web", key=key or self._next_key(), now=self.now, draft=draft
        )
        return self.shown.screen


def names(button: Button) -> tuple[str, ...]:
    """What a button can be called by: verb and argument together, the argument, the verb."""
    press = decode(button.wire)
    if not isinstance(press, Press):
        return ()
    if not press.argument:
        return (press.verb,)
    return (f"{press.verb}.{press.argument}", press.argument, press.verb)
