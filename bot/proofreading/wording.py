"""The same thing said in the same words: no text is worded in two ways, no button is called almost the same, and what a
text says to press is there by that name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from bot.content import LANGUAGES
from bot.dialogs.context import Language as Code
from bot.proofreading.pieces import Piece, file_of, words_of
from bot.proofreading.remarks import Remark, remark

ALIKE = 0.75  # of 1: so many letters in common that it may be the same word
# Pairs of words that look alike and are two things on purpose.
TWO_THINGS = frozenset(map(frozenset, (("slett", "slutt"), ("svarene", "svaret"), ("svara", "svaret"))))
# Said in one wording in one language and in two in the other, and right: what a language is called, of which the desk
# offers the other one; and a noun that has the same form for one and for many.
ON_PURPOSE = frozenset({"desk.login.other_language", "pages.base.language", "words.warning_sign.word"})
# What is named after these words is pressed or looked for: «Trykk «Hjelp nå»», «under «Mine valg»».
_NAMED = re.compile(r"\b(?:trykk|trykke|trykkje|under|til) «([^»]*)»", re.IGNORECASE)


def two_wordings(texts: Sequence[Piece]) -> Iterator[Remark]:
    """A text that stands in several places in one language stands there in one wording in the other, both ways."""
    by_language: dict[Code, dict[tuple[str, int], str]] = {code: {} for code in LANGUAGES}
    count: dict[tuple[Code, str], int] = defaultdict(int)
    for piece in texts:
        key = (piece.language, piece.id)
        by_language[piece.language][piece.id, count[key]] = piece.raw
        count[key] += 1
    for code, other in (LANGUAGES, reversed(LANGUAGES)):
        first: dict[str, tuple[str, int]] = {}
        for place, raw in by_language[code].items():
            if place[0] in ON_PURPOSE:
                continue
            there = by_language[other].get(place)
            earlier = by_language[other].get(first.setdefault(raw, place))
            if there is not None and earlier is not None and there != earlier:
                file, before = file_of(other, place[0]), first[raw][0]
                yield remark("two_wordings", file, place[0], words=raw, here=there, there=earlier, other=before)


def near_labels(texts: Sequence[Piece], on_button: Callable[[str], bool]) -> Iterator[Remark]:
    """Two buttons with the same words but for an ending, a capital or a comma: a reader wonders whether it is the same.
    With a word more («Ta tilbake», «Ja, ta tilbake») it is another button."""
    for code in LANGUAGES:
        labels: dict[str, Piece] = {}
        for piece in texts:
            if piece.language == code and on_button(piece.id):
                labels.setdefault(piece.raw, piece)
        for piece, other in combinations(labels.values(), 2):
            if _nearly(words_of(piece.raw.casefold()), words_of(other.raw.casefold())):
                yield remark("near_label", other.file, other.id, here=other.raw, there=piece.raw, other=piece.id)


def no_such_names(texts: Sequence[Piece]) -> Iterator[Remark]:
    """Texts that say to press something, or to look under it, that no text of the language is called. Names that are
    filled in are passed over."""
    names = {(piece.language, piece.raw) for piece in texts}
    for piece in texts:
        for name in dict.fromkeys(_NAMED.findall(piece.raw)):
            if "{{" not in name and (piece.language, name) not in names:
                yield remark("no_such_name", piece.file, piece.id, name=name)


def _nearly(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether these are the same words, give or take the form of some."""
    if len(one) != len(other):
        return False
    differ = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return all(frozenset(pair) not in TWO_THINGS and SequenceMatcher(None, *pair).ratio() >= ALIKE for pair in differ)
