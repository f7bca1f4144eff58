"""Where one person is in the conversation, whatever the channel. Stored sealed, as JSON, after every event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from bot.dialogs.context import Context, Language
from bot.dialogs.effects import Effect
from bot.dialogs.event import Press, Typed
from bot.dialogs.safety import Finding
from bot.dialogs.screen import Line, Screen
from bot.dialogs.sheet import Kept

DEPTH = 8  # places remembered to come back to
DRAFTS = 8  # unsaved texts remembered


class Place(Kept):
    """A scene (one module of `bot/dialogs`), the spot within it, the worksheet it is about, and what it remembers."""

    scene: str
    spot: str = ""
    worksheet: str = ""
    memory: dict[str, str] = {}


class Talk(Kept):
    """The state of a conversation.

    `number` is that of the screen shown, one sequence for each person. `stack` is where to come back to, the last
    first. `looking`: `explain` or `example` is open on this screen. `kept` is text that was typed but not taken, to
    stand in the field again; `drafts` is text that was left unsaved, by question. `resume` is the worksheet to go on
    with. `last_at` is the time of the last event, `disclosed_at` that of the last disclosure, and `disclosed` the
    replies to those of that day (Oslo), each by the first part of its name.
    """

    language: Language = "nb"
    number: int = 0
    here: Place = Place(scene="onboarding", spot="welcome")
    stack: tuple[Place, ...] = ()
    looking: str = ""
    kept: str = ""
    resume: str = ""
    drafts: dict[str, str] = {}
    last_at: datetime | None = None
    disclosed_at: datetime | None = None
    disclosed: tuple[str, ...] = ()

    def at(
        self,
        scene: str,
        spot: str = "",
        *,
        worksheet: str | None = None,
        memory: Mapping[str, str] = MappingProxyType({}),
    ) -> Talk:
        """Go to another place and forget this one. The worksheet stays the same unless one is named."""
        place = Place(
            scene=scene,
            spot=spot,
            worksheet=self.here.worksheet if worksheet is None else worksheet,
            memory=dict(memory),
        )
        return self.model_copy(update={"here": place, "looking": "", "kept": ""})

    def enter(
        self,
        scene: str,
        spot: str = "",
        *,
        worksheet: str | None = None,
        memory: Mapping[str, str] = MappingProxyType({}),
    ) -> Talk:
        """Go to another place and remember this one, to come back to it with `leave`."""
        stacked = (self.here, *self.stack)[:DEPTH]
        return self.at(scene, spot, worksheet=worksheet, memory=memory).model_copy(update={"stack": stacked})

    def leave(self) -> Talk:
        """Back to where the person came from; to the menu if that is forgotten."""
        if not self.stack:
            return self.at("menu", worksheet="")
        return self.model_copy(update={"here": self.stack[0], "stack": self.stack[1:], "looking": "", "kept": ""})

    def home(self) -> Talk:
        """To the menu. What was stacked is done with; `resume` still says which worksheet to go on with."""
        return self.at("menu", worksheet="").model_copy(update={"stack": ()})

    def keep_draft(self, key: str, text: str) -> Talk:
        """Remember text that was left unsaved at this question; empty text forgets it. The oldest go first."""
        name = f"{self.here.scene}/{self.here.worksheet}/{key}"
        drafts = {other: kept for other, kept in self.drafts.items() if other != name}
        if text:
            drafts[name] = text
        return self.model_copy(update={"drafts": dict(list(drafts.items())[-DRAFTS:])})

    def draft(self, key: str) -> str:
        """What was left unsaved at this question."""
        return self.drafts.get(f"{self.here.scene}/{self.here.worksheet}/{key}", "")


@dataclass(frozen=True, slots=True)
class Here:
    """What a scene is given: where the person is, what may be known, and the time."""

    talk: Talk
    context: Context
    now: datetime

    @property
    def spot(self) -> str:
        """The spot within the scene."""
        return self.talk.here.spot

    @property
    def memory(self) -> dict[str, str]:
        """What the scene remembers."""
        return self.talk.here.memory


@dataclass(frozen=True, slots=True)
class Move:
    """What a scene answers an event with: the new state, what is to be done, and what just happened, in words.

    `finding`: what was tapped discloses something, and the safety reply comes before the next question.
    """

    talk: Talk
    effects: tuple[Effect, ...] = ()
    notices: tuple[Line, ...] = ()
    finding: Finding | None = None


class Scene(Protocol):
    """One kind of conversation. Each is a module with these three functions."""

    def show(self, here: Here) -> Screen:
        """Draw the screen for where the person is. Number, notices and the common buttons are added by the caller."""
        ...

    def press(self, here: Here, press: Press) -> Move | None:
        """Answer a tap; None when no button of this screen says that."""
        ...

    def typed(self, here: Here, typed: Typed) -> Move | None:
        """Answer free text; None when nothing is asked in words here."""
        ...


AWAY = timedelta(hours=12)  # after this a bare greeting is a greeting, not an answer
