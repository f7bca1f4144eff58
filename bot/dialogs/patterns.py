"""Phrases as regular expressions over the characters that a text is read as, and which of them a text can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """A phrase as a regular expression. `needs`: for each word that must be there, its spellings; lets most phrases be
    passed over without being tried. So most are never compiled before a text comes that needs them."""

    source: str
    needs: tuple[frozenset[str], ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first tried."""
        return re.compile(self.source)

    def possible(self, present: frozenset[str]) -> bool:
        """Whether a text with these codes can hold the phrase at all."""
        return not any(map(present.isdisjoint, self.needs))  # asked some hundred times a text


class Tried:
    """Patterns in the order in which they are tried. A text meets only those of which it holds every word that they
    need: which needs it meets is known after one look at its words."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        numbers: dict[frozenset[str], int] = {}  # what is needed, numbered; most is by several patterns
        self.needs = [
            frozenset(numbers.setdefault(need, len(numbers)) for need in each.needs) for each in self.patterns
        ]
        self.met_by: dict[str, list[int]] = {}  # code -> what it meets
        for need, number in numbers.items():
            for code in need:
                self.met_by.setdefault(code, []).append(number)
        self.always: list[int] = []  # places of those that need no word
        self.by_rarest: dict[int, list[int]] = {}
        for place, pattern in enumerate(self.patterns):
            if not pattern.needs:
                self.always.append(place)
            else:
                self.by_rarest.setdefault(numbers[min(pattern.needs, key=len)], []).append(place)

    def possible(self, present: frozenset[str]) -> list[int]:
        """The places of the patterns that a text with these codes can hold, in their order."""
        met = {number for code in present for number in self.met_by.get(code, ())}
        near = (place for number in met for place in self.by_rarest.get(number, ()))
        return sorted([*self.always, *(place for place in near if self.needs[place] <= met)])
