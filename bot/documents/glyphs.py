"""Which characters the shipped fonts can draw, read from the fonts themselves so that the answer cannot go stale.

A PDF/UA paper may not hold a character without a glyph: Typst stops. So we must know before we ask.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent / "fonts"

# In the order in which a missing character is looked for; the names stand in the font files. Emoji come before DejaVu,
# which has a few of them and would split a joined sequence.
FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Emoji",
    "DejaVu Sans",
    "Noto Sans Ethiopic",
    "Noto Sans Devanagari",
    "Noto Sans Tamil",
    "Noto Sans Thai",
)


@lru_cache(maxsize=1)
def coverage() -> tuple[frozenset[int], ...]:
    """For each of `FAMILIES` the code points that it draws in every weight shipped; a heading may be set in bold."""
    return tuple(
        frozenset.intersection(*(frozenset(characters(file.read_bytes())) for file in files_of(family)))
        for family in FAMILIES
    )


def files_of(family: str) -> tuple[Path, ...]:
    """The font files of one family: `NotoSans-Regular.ttf`, `NotoSans-Bold.ttf`."""
    stem = family.replace(" ", "")
    return (*FONT_FOLDER.glob(f"{stem}.ttf"), *FONT_FOLDER.glob(f"{stem}-*.ttf"))


def characters(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font, from its `cmap` table (OpenType 1.9: formats 4 and 12, big-endian)."""
    tables = {font[at : at + 4]: int.from_bytes(font[at + 8 : at + 12]) for at in range(12, 12 + 16 * u16(font, 4), 16)}
    cmap = tables[b"cmap"]
    for record in range(cmap + 4, cmap + 4 + 8 * u16(font, cmap + 2), 8):
        subtable = cmap + int.from_bytes(font[record + 4 : record + 8])
        if u16(font, subtable) == 4:
            yield from format_4(font, subtable)
        elif u16(font, subtable) == 12:
            yield from format_12(font, subtable)


def format_4(font: bytes, at: int) -> Iterator[int]:
    """Segments of the basic plane; a code point mapped to glyph 0 has no glyph."""
    count = u16(font, at + 6) // 2
    ends, starts = at + 14, at + 16 + 2 * count
    deltas, offsets = starts + 2 * count, starts + 4 * count
    for segment in range(0, 2 * count, 2):
        start, end = u16(font, starts + segment), u16(font, ends + segment)
        delta, offset = u16(font, deltas + segment), u16(font, offsets + segment)
        for point in range(start, end + 1):
            glyph = u16(font, offsets + segment + offset + 2 * (point - start)) if offset else point
            if glyph and (glyph + delta) & 0xFFFF and point != 0xFFFF:
                yield point


def format_12(font: bytes, at: int) -> Iterator[int]:
    """Groups over all planes: first and last code point, first glyph."""
    for group in range(int.from_bytes(font[at + 12 : at + 16])):
        first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
        yield from range(first if glyph else first + 1, last + 1)


def u16(data: bytes, at: int) -> int:
    """The unsigned 16-bit number at this offset."""
    return int.from_bytes(data[at : at + 2])
