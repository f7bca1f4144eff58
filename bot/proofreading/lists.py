"""The lists of words that the checks read. They stand beside the code: they are about the languages, not about what
one municipality asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.content.files import parse
from bot.dialogs.context import Language as Code

LISTS = Path(__file__).parent / "lists"


@dataclass(frozen=True, slots=True)
class Instead:
    """A word that is not to be written: a pattern for the whole word in small letters, and what is written instead.

    `but`: the ids of texts where it is right, for a reason that stands in the list."""

    language: Code
    pattern: str
    instead: str
    but: frozenset[str] = frozenset()


@cache
def hard_words() -> tuple[Instead, ...]:
    """Words of the office: `hard_words.yaml`."""
    return _insteads("hard_words.yaml")


@cache
def forms() -> tuple[Instead, ...]:
    """Forms that are right in the language and that we did not choose: `forms.yaml`."""
    return _insteads("forms.yaml")


@cache
def giveaways() -> tuple[Instead, ...]:
    """Words that give the other language away: `giveaways.yaml`."""
    told = parse((LISTS / "giveaways.yaml").read_bytes())
    nb = {pair[1]: pair[0] for pair in reversed(told["both"].items())} | told["in_nb"]
    nn = told["both"] | told["in_nn"]
    return (
        *(Instead("nb", re.escape(word), f"«{instead}»") for word, instead in nb.items()),
        *(Instead("nn", re.escape(word), f"«{instead}»") for word, instead in nn.items()),
    )


@cache
def known_words(language: Code) -> frozenset[str]:
    """Words that are right although the dictionary lacks them, in small letters: `spelling.<language>.txt`."""
    lines = (LISTS / f"spelling.{language}.txt").read_text("utf-8").splitlines()
    return frozenset(word.casefold() for line in lines if (word := line.partition("#")[0].strip()))


def _insteads(name: str) -> tuple[Instead, ...]:
    """One list: language -> pattern -> what is written instead, or that and where the word is right."""
    found = []
    for language, entries in parse((LISTS / name).read_bytes()).items():
        for pattern, entry in entries.items():
            told = {"write": entry} if isinstance(entry, str) else entry
            found.append(Instead(language, str(pattern), told["write"], frozenset(told.get("but", ()))))
    return tuple(found)
