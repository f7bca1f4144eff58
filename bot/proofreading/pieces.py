"""The texts as a reader gets them: filled, each with its file and id; and how sentences and words are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content import LANGUAGES, Content
from bot.content.placeholders import PLACEHOLDERS
from bot.dialogs.context import Language as Code
from bot.dialogs.screen import Say
from bot.language import Language

# A name, a date, a goal as most write them: the same words in both languages, so that they are not what is found. A
# placeholder that is not here is filled with a name.
TYPICAL: dict[str, str | int] = {
    **dict.fromkeys(PLACEHOLDERS, "Kari"),
    "coordinator": "Anne",
    "user": "Ola",
    "whose": "Ola",
    "people": "Kari, Per",
    "coordinator_phone": "00 00 00 00",
    "hours": "9–15",
    "question": "Dagen min",
    "worksheet": "Kriseplan",
    "goal": "Bake brød",
    "example": "Drikk kaffe",
    "text": "Bake brød",
    "word": "Plan",
    "meaning": "Ta det med ro.",
    "n": 3,
    "of": 40,
    "most": 4,
    "limit": 4000,
    "number": 14,
    "edition": 2,
    "code": "482915",
    "day": "mai 2027",
    "until": "mai 2027",
}

_END = re.compile(r"[.!?:…]+(?=[\s»)]|$)|\n+")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """One text, or one plural form of it. `words` is filled with typical values, `raw` is as it stands in the file."""

    language: Code
    id: str
    words: str
    raw: str

    @property
    def file(self) -> str:
        """Where it stands."""
        return file_of(self.language, self.id)


def file_of(language: Code, id_: str) -> str:
    """The file in which a text stands."""
    return f"{language}/{id_.partition('.')[0]}.yaml"


def pieces(content: Content, language: Language | None = None) -> tuple[Piece, ...]:
    """All texts of both languages in the order of the files. `language` says them, if there is one already."""
    language = language or Language(content)
    return tuple(
        Piece(code, id_, language.say(Say(id=id_, values={**TYPICAL, "n": n}), code), raw)
        for code in LANGUAGES
        for id_ in content.texts[code]
        for n, raw in forms(content, code, id_)
    )


def forms(content: Content, code: Code, id_: str) -> Iterator[tuple[int, str]]:
    """Each form of a text as it stands in the file, with a number that chooses it."""
    plural = content.plurals[code].get(id_)
    if plural is None:
        yield 3, content.texts[code][id_]
    else:
        yield 1, plural["one"]
        yield 3, plural["other"]


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one, as it does in LIKS, and so does a new line."""
    return [one.strip() for one in _END.split(text) if _WORD.search(one)]


def words_of(text: str) -> list[str]:
    """The words and numbers of a text."""
    return _WORD.findall(text)
