"""What a person typed, made fit for paper: kept to the letter as far as paper can show it.

Taken out: what cannot be seen and can do harm (control characters, lone surrogates, characters that turn the direction
of the line, but for the pair that gives a name within our sentence its own). Replaced by a visible box: what no shipped
font can draw. Nothing else is touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.documents.glyphs import coverage

BOX = "\u25a1"
# Joiners shape Persian and Indic words and hold emoji together; they have no look of their own.
JOINERS = frozenset("\u200c\u200d")
BREAK = "\u200b"
# What `language.isolated` puts around a name that is read from right to left. One without the other is no pair.
OPENS, CLOSES = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_ISOLATED = re.compile(f"{OPENS}[^\n\u202a-\u202e\u2066-\u2069]*{CLOSES}")
# A word longer than this is not a word: a web address, a key held down. It gets places where the line may break.
LONGEST_WORD = 32
STRIDE = 8


def clean(text: str) -> str:
    """The text without what cannot be seen. Line breaks stay, as `\\n`; other white space becomes a space."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text)
    pairs = {at for pair in _ISOLATED.finditer(text) for at in (pair.start(), pair.end() - 1)}
    return "".join(one if at in pairs else seen(one) for at, one in enumerate(text))


def seen(character: str) -> str:
    """The character as it may stand: itself, a space, or nothing."""
    if character == "\n" or character in JOINERS:
        return character
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return "\u00a0" if character == "\u00a0" else " "
    point = ord(character)
    noncharacter = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return "" if category in {"Cc", "Cf", "Cs"} or noncharacter else character


def fit(text: str) -> str:
    """The text as the shipped fonts can set it, with places to break in endless words."""
    return with_breaks([drawable(cluster) for cluster in clusters(clean(text))])


def plain(text: str) -> str:
    """The text in the characters of the first font alone, one by one. For when `fit` was not careful enough."""
    first = coverage()[0]
    kept = (
        character if character == "\n" or (ord(character) in first and not joins(character)) else BOX
        for character in unicodedata.normalize("NFC", clean(text))
        if character not in (OPENS, CLOSES)
    )
    return with_breaks(list(kept))


def clusters(text: str) -> Iterator[str]:
    """What belongs together in setting: a character with its marks, and what a joiner binds."""
    start = 0
    for at in range(1, len(text)):
        if not (joins(text[at]) or text[at - 1] == "\u200d"):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def joins(character: str) -> bool:
    """Whether this character hangs on the one before it: marks, variation selectors, joiners, skin tones."""
    return (
        unicodedata.category(character) in {"Mn", "Mc", "Me"}
        or character in JOINERS
        or 0x1F3FB <= ord(character) <= 0x1F3FF
    )


def drawable(cluster: str) -> str:
    """The cluster, if one font draws the whole of it; else its parts, each as itself or as a box."""
    if cluster in {"\n", OPENS, CLOSES} or in_one_font(cluster):
        return cluster
    return "".join(
        character if in_one_font(character) and not joins(character) else BOX
        for character in cluster
        if character not in JOINERS and not is_selector(character)
    )


def in_one_font(cluster: str) -> bool:
    """Whether a single family has a glyph for every visible character. Private use has no agreed look: never."""
    if any(unicodedata.category(character) == "Co" for character in cluster):
        return False
    wanted = {ord(character) for character in cluster if character not in JOINERS and not is_selector(character)}
    composed = {
        ord(character)
        for character in unicodedata.normalize("NFC", cluster)
        if character not in JOINERS and not is_selector(character)
    }
    return any(wanted <= family or composed <= family for family in coverage())


def is_selector(character: str) -> bool:
    """Whether this only chooses between looks of the character before it (variation selectors)."""
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def with_breaks(parts: list[str]) -> str:
    """The parts put together, with zero-width spaces where a word has grown beyond all words."""
    written: list[str] = []
    run = 0
    for part in parts:
        run = 0 if part.isspace() else run + 1
        if run > LONGEST_WORD and run % STRIDE == 1:
            written.append(BREAK)
        written.append(part)
    return "".join(written)
