"""Words in short lines, where no font is at hand to measure them: on the way to a phone it is the phone that knows."""

from __future__ import annotations

import unicodedata

from bot.documents.written import clean

# Widths in sizes of type, for an ordinary sans serif, on the wide side.
NARROW, ORDINARY, CAPITAL, WIDE = 0.34, 0.59, 0.72, 1.05
NARROW_LETTERS = frozenset("ijltfrI.,:;!|'’()[] ")


def wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    """The text in at most `most` lines of at most `room` sizes of type; what is left out is marked with …"""
    lines: list[str] = []
    line = ""
    for word in pieces(clean(text).split(), room):
        together = f"{line} {word}" if line else word
        if estimated(together) <= room:
            line = together
            continue
        lines.append(line)
        line = word
        if len(lines) == most:
            lines[-1] = cut(lines[-1], room)
            return tuple(lines)
    return (*lines, line) if line else tuple(lines)


def pieces(words: list[str], room: float) -> list[str]:
    """The words, those too long for any line broken up."""
    broken: list[str] = []
    for word in words:
        start = 0
        for at in range(1, len(word)):
            if estimated(word[start : at + 1]) > room:
                broken.append(word[start:at])
                start = at
        broken.append(word[start:])
    return broken


def cut(line: str, room: float) -> str:
    """The line with … at its end, shortened until that fits."""
    while line and estimated(line) + WIDE > room:
        line = line[:-1]
    return line.rstrip() + "…"


def estimated(text: str) -> float:
    """How wide the text is, in sizes of type: ordinary sans serif, on the wide side."""
    return sum(letter_width(character) for character in text)


def letter_width(character: str) -> float:
    """Narrow, ordinary or wide; marks that stand on another letter take no room."""
    if character in NARROW_LETTERS:
        return NARROW
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0.0
    wide = character in "mwMWÆŒæœ@%…—" or unicodedata.east_asian_width(character) in {"W", "F"}
    if wide:
        return WIDE
    return CAPITAL if character.isupper() else ORDINARY
