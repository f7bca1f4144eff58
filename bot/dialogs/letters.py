"""How a word is known whatever way it is written: in small letters, without accents, each letter once."""

from __future__ import annotations

import re
from functools import lru_cache

_SAME = re.compile(r"([^\W\d_])\1+")
_FOLDED = str.maketrans("åáàâöøóòôéèêëüúíìäæ", "aaaaooooo" + "eeee" + "uuii" + "ææ")


def fold(text: str) -> str:
    """The text in small letters without accents, as long as it was: å becomes a, ø and ö become o, ä becomes æ."""
    small = text.lower()
    if len(small) != len(text):  # a few letters have a longer small form
        small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return small.translate(_FOLDED)


def collapse(folded: str) -> str:
    """Each letter once where it stands several times: «døøør» and «dør» are one word."""
    return _SAME.sub(r"\1", folded)


@lru_cache(maxsize=65_536)  # the words of the phrases; each stands in many of them
def spelled(word: str) -> str:
    """A word as it is known: folded and collapsed."""
    return collapse(fold(word))
