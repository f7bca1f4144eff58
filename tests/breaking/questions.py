"""What a person sees in a chat, read the way a person reads it: from the words and the buttons, not from the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.dialogs.definition import FREQUENCIES, Kind
from bot.testing.telegram.chats import Posted
from tests.houses import content

Scene = Literal["question", "menu", "summary", "other"]
PARAGRAPH = "\n\n"
ASKED_IN = ("ask", "more", "again")  # how the texts of one step may ask


@dataclass(frozen=True, slots=True)
class Question:
    """One question of one worksheet. `options`: what can be tapped; none for one that is answered in words."""

    worksheet: str
    key: str
    kind: Kind
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen as it stands in the chat.

    `number` is what its buttons carry, `wires` what each of them sends. `question` is None on a screen that asks none.
    """

    message: Posted
    number: int
    wires: tuple[str, ...]
    question: Question | None

    @property
    def scene(self) -> Scene:
        """What kind of screen it is."""
        if self.question is not None:
            return "question"
        if self.has("share"):
            return "summary"
        return "menu" if self.has("open") else "other"

    def has(self, verb: str) -> bool:
        """Whether a button begins with this verb, or is `verb.argument`."""
        return self.wire(verb) is not None

    def wire(self, verb: str) -> str | None:
        """What the first such button sends."""
        for wire in self.wires:
            said = wire.partition(".")[2]
            if said == verb or said.startswith(f"{verb}."):
                return wire
        return None

    def arguments(self, verb: str) -> tuple[str, ...]:
        """What the buttons with this verb are about."""
        said = (wire.split(".", 2) for wire in self.wires)
        return tuple(dict.fromkeys(one[2] for one in said if len(one) == 3 and one[1] == verb))


@cache
def _asked() -> dict[str, Question]:
    """Each question by the words that ask it, in Bokmål."""
    found: dict[str, Question] = {}
    texts = content().texts["nb"]
    for worksheet in content().worksheets.values():
        for step in worksheet.steps():
            options = FREQUENCIES if step.kind == "frequency" else ()
            question = Question(worksheet.id, step.id, step.kind, options)
            for name in ASKED_IN:
                if words := texts.get(f"{worksheet.id}.steps.{step.id}.{name}"):
                    assert words not in found, f"two questions are asked with the same words: {words}"
                    found[words] = question
    return found


def seen(message: Posted) -> Seen | None:
    """What this message shows; None when it is no screen of the conversation."""
    wires = tuple(str(one["callback_data"]) for one in message.buttons if "callback_data" in one)
    if not wires:
        return None
    asked = (_asked().get(words) for words in reversed(message.text.split(PARAGRAPH)))
    question = next((one for one in asked if one is not None), None)
    return Seen(message, int(wires[0].partition(".")[0]), wires, question)
