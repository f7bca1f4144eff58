"""Words that are not to be written, and what is written instead: three lists, looked up in the same way.

Hard words; words that give the other language away («ikke» in a Nynorsk text); and forms that are right in the
language while we chose another, so that the same word looks the same on every screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.proofreading.lists import Instead
from bot.proofreading.pieces import Piece, words_of
from bot.proofreading.remarks import Remark, remark


def instead(code: str, texts: Sequence[Piece], unwanted: Sequence[Instead]) -> Iterator[Remark]:
    """Every unwanted word, as a remark of this code. The words of a language are looked at once, not once a text."""
    for language in {piece.language for piece in texts}:
        places: dict[str, list[Piece]] = {}
        for piece in (one for one in texts if one.language == language):
            for word in {word.casefold() for word in words_of(piece.words)}:
                places.setdefault(word, []).append(piece)
        every = "\n".join(places)
        for one in (one for one in unwanted if one.language == language):
            for word in re.findall(rf"^(?:{one.pattern})$", every, re.MULTILINE):
                for piece in places[word]:
                    if piece.id not in one.but:
                        yield remark(code, piece.file, piece.id, len(word), word=word, instead=one.instead)
