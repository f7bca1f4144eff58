"""«Hva betyr dette?»: the words of the field that stand on a screen, and their meanings.

A field word is one that services use and people may not know (`content/<language>/words.yaml`). A screen on which one
stands offers to explain it, whatever the scene; no scene has to think of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from bot.dialogs.screen import Button, Line, Say, Screen
from bot.dialogs.sheet import Kept

WordsIn = Callable[[str], tuple[str, ...]]  # text id -> keys of the field words that stand in it

# What a screen is about without naming it: `scene`, or `scene.spot`. Explained first.
ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "onboarding": ("coordinator", "plan"),
        "consent": ("consent", "coordinator"),
        "consent.plan": ("consent", "plan", "individual_plan", "coordinator"),
        "copies": ("copy", "relative"),
    }
)
# Here what is to be done comes first, and what a word means after it.
URGENT = frozenset({"disclosure", "help_now"})


class FieldWord(Kept):
    """One word in one language. `meaning` is said to the person whose plan it is, `relative` to those who get a copy,
    where that must be put otherwise. `forms`: how it looks in a text, in small letters; also a plainer way of saying
    it."""

    word: str
    meaning: str
    relative: str = ""
    forms: Annotated[tuple[str, ...], Field(min_length=1)]


def finder(words: Mapping[str, FieldWord]) -> Callable[[str], tuple[str, ...]]:
    """Says which of these words stand in a text, as whole words: their keys, in the order they are met. One pattern for
    all, since every text is read at every start."""
    keys = {form: key for key, word in words.items() for form in word.forms}
    forms = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?=({forms})(?!\w))")

    def found(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(keys[form] for form in pattern.findall(text.casefold()))) if keys else ()

    return found


def texts_of(screen: Screen) -> Iterator[str]:
    """The id of every text on a screen, from the top, with those that are filled into others. Buttons that are the same
    everywhere are among them; a person's own words are not."""
    lines: list[Line | None] = [*screen.notices, *(screen.previous.lines if screen.previous else ()), screen.heading]
    lines += [*screen.body, *(line for row in screen.rows for line in row.lines), screen.ask]
    lines += [screen.field.label if screen.field else None, *(button.label for button in screen.buttons())]
    lines += [link.label for link in screen.links]
    for line in lines:
        if isinstance(line, Say):
            yield line.id
            yield from (inner.id for inner in line.lines.values())


def words_on(screen: Screen, place: tuple[str, str], words_in: WordsIn) -> tuple[str, ...]:
    """Keys of the words that this screen explains, each once, in the order they are met."""
    scene, spot = place
    also = ALSO.get(f"{scene}.{spot}", ALSO.get(scene, ()))
    met = (word for id_ in texts_of(screen) for word in words_in(id_))
    return tuple(dict.fromkeys((*also, *met)))


def explained(screen: Screen, words: tuple[str, ...], *, urgent: bool) -> Screen:
    """The screen with the meanings on it: above all else, or below the question's own `help`; if it is urgent, last."""
    lines = tuple(
        Say(
            id="walk.word_line",
            lines={"word": Say(id=f"words.{word}.word"), "meaning": Say(id=f"words.{word}.meaning")},
        )
        for word in words
    )
    helps = [n for n, line in enumerate(screen.body, start=1) if isinstance(line, Say) and line.id.endswith(".help")]
    at = len(screen.body) if urgent else max(helps, default=0)
    return screen.model_copy(update={"body": (*screen.body[:at], *lines, *screen.body[at:])})


def offers(screen: Screen) -> bool:
    """Whether this screen has the button already."""
    return any(_verb(button) == "explain" for button in screen.buttons())


def _verb(button: Button) -> str:
    return button.wire.split(".")[1]
