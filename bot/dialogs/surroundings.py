"""What stands around a phrase: which contexts (`phrases.py`) are there, in its sentence or in the text."""

from __future__ import annotations

from typing import NamedTuple

from bot.dialogs.phrases import COMMA, END, Compiled

INTRODUCED = 8  # words that introduce what another says

Known = dict[tuple[str, str], bool]  # whether a context stands in a piece of what was read


class Spot(NamedTuple):
    """Where a phrase stands: `said[start:stop]`, in the sentence between these two places. `known`: what has been
    looked up in this text."""

    said: str
    start: int
    stop: int
    sentence: tuple[int, int]
    known: Known


class Surroundings:
    """Looks contexts up for one set of words."""

    def __init__(self, compiled: Compiled) -> None:
        self.contexts = compiled.contexts

    def stands(self, context: str, said: str, begin: int, end: int, known: Known) -> bool:
        """Whether a context stands between these places. Looked up once for each piece that reads the same."""
        part = said[begin : end + 1]
        if (context, part) not in known:
            present = frozenset(part)
            known[context, part] = any(
                pattern.possible(present) and pattern.regex.search(part) for pattern in self.contexts.get(context, ())
            )
        return known[context, part]

    def stand_anywhere(self, contexts: tuple[str, ...], said: str, whole: dict[str, bool]) -> bool:
        """Whether one of these contexts stands in the text; also where none is asked for."""
        for context in contexts:
            if context not in whole:
                whole[context] = self.stands(context, said, 0, len(said) - 1, {})
        return not contexts or any(whole[context] for context in contexts)

    def introduced(self, context: str, said: str, place: int) -> bool:
        """Whether a context ends right before this place: «mamma sier: …», «sangen heter «…»."""
        before = said[max(0, place - INTRODUCED) : place]
        patterns = self.contexts.get(context, ())
        return any(found.end() == len(before) for each in patterns for found in each.regex.finditer(before))


def clause_before(said: str, start: int, words: int) -> str:
    """So many words before this place at most, none of them over a stop or a comma."""
    before = said[max(0, start - words) : start]
    return before[max(before.rfind(END), before.rfind(COMMA)) + 1 :]
