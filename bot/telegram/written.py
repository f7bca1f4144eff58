"""Text with marks, counted as Telegram counts: in UTF-16 units, marks given beside the text and not within it.

Marks beside the text need no escaping, so nothing that a person writes can become one.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram.constants import MessageEntityType

from bot.telegram.parameters import Mark

BOLD, QUOTE = str(MessageEntityType.BOLD), str(MessageEntityType.BLOCKQUOTE)


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> tuple[str, str]:
    """The text in two: at most so many units, ending at a space if there is one in the last fifth, and the rest."""
    if units(text) <= most:
        return text, ""
    length, end = 0, 0
    for end, character in enumerate(text):  # noqa: B007 - where it stops is what is wanted
        length += 1 + (ord(character) > 0xFFFF)
        if length > most:
            break
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    end = space if space > end * 4 // 5 else end
    return text[:end].rstrip(), text[end:].lstrip()


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with «…» within so many units."""
    return text if units(text) <= most else f"{cut(text, most - 1)[0]}…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph. `mark`: bold, a quotation, or nothing. `close`: it stands right below the one before."""

    text: str
    mark: str = ""
    close: bool = False


def length(pieces: tuple[Piece, ...]) -> int:
    """How long the pieces are together."""
    return units(together(pieces)[0])


def together(pieces: tuple[Piece, ...]) -> tuple[str, list[Mark]]:
    """One text with its marks."""
    text, entities = "", []
    for piece in pieces:
        words = piece.text.strip()
        if not words:
            continue
        if text:
            text += "\n" if piece.close else "\n\n"
        if piece.mark:
            entities.append(Mark(piece.mark, units(text), units(words)))
        text += words
    return text, entities
