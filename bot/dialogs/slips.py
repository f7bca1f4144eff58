"""A word of danger with one slip of the finger in it: «selmord», «vkl», «mefg».

Which word is meant is looked up, not weighed: of the words that are one slip away the one whose slip is the likeliest
kind, and of these the one that the rules name first. A word of the language that is near one of them is no slip; which
those are stands in the rules (`whole`), and whoever reads a text asks for known words first.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from bot.dialogs.letters import collapse, fold

FREE = 5  # letters of a word in which any one letter may be wrong or too many; in a shorter one, only a key beside
SHORTEST = 3  # letters of a word that is known with a slip; what is near a shorter one is mostly another word

_ROWS = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm")


class Slip(IntEnum):
    """The kinds of slip, the likeliest first."""

    SWAPPED = 0
    MISSING = 1
    NEIGHBOUR = 2  # a key beside the one that was meant
    TOUCHED = 3  # a key beside it as well
    OTHER = 4


class Slips:
    """Finds the word that was meant."""

    def __init__(self, watched: Iterable[str]) -> None:
        """`watched`: the words, folded, in the order of the rules."""
        self.near: dict[str, list[tuple[int, str]]] = {}  # a word, or one with a letter left out -> place, word
        self.swapped: dict[str, str] = {}  # two letters swapped before doubles are taken for one («hopep»)
        self.long: set[str] = set()
        for place, written in enumerate(dict.fromkeys(watched)):
            word = collapse(written)
            if len(word) < SHORTEST:
                continue
            if len(written) >= FREE:
                self.long |= {word, written}
            for swapped in _swaps(written):
                self.swapped.setdefault(collapse(swapped), word)
            for form in {word, written}:  # as written too: a letter may come between two that are the same («mitrt»)
                for shorter in {form, *_one_less(form)}:
                    self.near.setdefault(shorter, []).append((place, form))
        self.longest = max(map(len, self.near), default=0) + 1

    def meant(self, word: str, *, any_letter: bool = True) -> str:
        """The watched word that this one is with one slip in it, collapsed; else nothing. `word` is none of them.
        `any_letter`: in a long word also one that lies nowhere near."""
        if not SHORTEST - 1 <= len(word) <= self.longest:
            return ""
        found = [
            (slip, place, form)
            for shorter in {word, *_one_less(word)}
            for place, form in self.near.get(shorter, ())
            if (slip := slip_of(word, form)) is not None
            and (slip is not Slip.OTHER or (any_letter and form in self.long))
        ]
        return collapse(min(found)[2]) if found else self.swapped.get(word, "")


def slip_of(word: str, meant: str) -> Slip | None:
    """The one slip by which `meant` became `word`, or nothing where it takes more than one."""
    if len(word) == len(meant):
        return _wrong(word, meant)
    if len(word) == len(meant) - 1:
        return Slip.MISSING if word[0] == meant[0] and word in _one_less(meant) else None
    if len(word) == len(meant) + 1:
        kinds = (_too_many(word, meant, place) for place in range(len(word)))
        return min((slip for slip in kinds if slip is not None), default=None)
    return None


def _wrong(word: str, meant: str) -> Slip | None:
    differ = [place for place in range(len(word)) if word[place] != meant[place]]
    first = differ[0]
    if len(differ) == 2 and differ[1] == first + 1 and word[first : first + 2] == meant[first + 1] + meant[first]:
        return Slip.SWAPPED
    if len(differ) == 1 and word[first] in NEIGHBOURS.get(meant[first], ()):
        return Slip.NEIGHBOUR
    return Slip.OTHER if len(differ) == 1 and first else None


def _too_many(word: str, meant: str, place: int) -> Slip | None:
    if word[:place] + word[place + 1 :] != meant:
        return None
    beside = meant[max(place - 1, 0) : place + 1]
    if any(word[place] in NEIGHBOURS.get(letter, ()) for letter in beside):
        return Slip.TOUCHED
    return Slip.OTHER if place else None


def _one_less(word: str) -> list[str]:
    """The word with one letter left out, for each letter."""
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _swaps(written: str) -> list[str]:
    """The word with two neighbouring letters swapped, for each two."""
    return [
        written[:place] + written[place + 1] + written[place] + written[place + 2 :]
        for place in range(len(written) - 1)
    ]


def _neighbours() -> dict[str, frozenset[str]]:
    """For each letter, folded, those that lie beside it on the keys of a Norwegian phone."""
    beside: dict[str, set[str]] = {}
    for row, keys in enumerate(_ROWS):
        for place, key in enumerate(keys):
            near = set(keys[max(place - 1, 0) : place + 2]) - {key}
            for other, shift in ((row - 1, 1), (row + 1, -1)):
                if 0 <= other < len(_ROWS):
                    near |= set(_ROWS[other][max(place + min(shift, 0), 0) : place + max(shift, 0) + 1])
            beside.setdefault(fold(key), set()).update(fold(letter) for letter in near)
    return {key: frozenset(near - {key}) for key, near in beside.items()}


NEIGHBOURS = _neighbours()
