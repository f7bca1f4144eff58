"""What is typed, cleaned once, where it comes in: the same on every channel."""

from __future__ import annotations

import unicodedata

_LEFT_OUT = frozenset({"Cc", "Cs"})  # control characters; halves of a character, which cannot be stored


def at_the_door(text: str) -> str:
    """The text as it was typed: line ends as one sign, and without control characters, which no paper can show."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in _LEFT_OUT)
