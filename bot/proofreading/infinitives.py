"""Nynorsk infinitives in -e: no list could hold those in -a, but where they stand gives them away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.proofreading.pieces import Piece
from bot.proofreading.remarks import Remark, remark

# After these comes an infinitive, at once or after one of the small words.
_INFINITIVE = re.compile(
    r"\b(?:å|kan|vil|skal|må|bør|kunne|ville|skulle|måtte|burde)\s+(?:(?:ikkje|òg|berre|gjerne|alltid|kanskje)\s+)?(\w+a)\b",
    re.IGNORECASE,
)
# Infinitives of one syllable that have no other form, and words that are no verbs.
_IN_A = frozenset({"ta", "ha", "la", "dra", "ja", "noka", "bra"})


def a_infinitives(texts: Sequence[Piece]) -> Iterator[Remark]:
    """Nynorsk infinitives in -a: ours are in -e."""
    for piece in texts:
        if piece.language == "nn":
            for word in _INFINITIVE.findall(piece.words):
                if word.islower() and word not in _IN_A:  # a name is no verb
                    yield remark("a_infinitive", piece.file, piece.id, word=word)
