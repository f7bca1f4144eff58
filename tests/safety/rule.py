"""What a rule is: a question that every reply it is about is answered yes to, and a fault that it must find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.dialogs.context import Language
from bot.dialogs.replies import REPLIES, branch
from bot.dialogs.safety import Finding, recognise
from tests.houses import content
from tests.safety.reading import Read, reads

Recogniser = Callable[[str], Finding | None]


@dataclass(frozen=True)
class Rule:
    """A question about each reply that it `applies` to. `asks` stands in `docs/safety.md`, too."""

    id: str
    asks: str
    applies: Callable[[Read], bool]
    holds: Callable[[Read], bool]
    spoil: Callable[[Read], Read]

    def broken(self, code: Language) -> Iterator[str]:
        """Each reply for which the answer is no."""
        for read in self.about(code):
            if not self.holds(read):
                yield f"{read.kind}, {read.spot}, {read.known}: {' / '.join(read.lines)}"

    def missed(self, code: Language) -> Iterator[str]:
        """Each spoilt reply that the rule does not find."""
        for read in self.about(code):
            if self.holds(self.spoil(read)):
                yield f"{read.kind}, {read.spot}: {' / '.join(self.spoil(read).lines)}"

    def about(self, code: Language) -> list[Read]:
        """The replies it is about."""
        return [read for read in reads(code) if self.applies(read)]


@dataclass(frozen=True)
class Heard:
    """A rule about what is recognised at all. `wanted`: text -> the branch of the reply, None for no reply."""

    id: str
    asks: str
    wanted: Callable[[Language], dict[str, str | None]]
    wrong: Recogniser

    def broken(self, code: Language, heard: Recogniser | None = None) -> Iterator[str]:
        """Each text that is met otherwise."""
        recogniser = heard or (lambda text: recognise(text, content().phrases))
        for text, wanted in self.wanted(code).items():
            finding = recogniser(text)
            got = branch(finding.kind, acted=finding.acted, item=False) if finding else None
            if got != wanted:
                yield f"{text}: {got}, not {wanted}"

    def missed(self, code: Language) -> Iterator[str]:
        """Each text that a wrong recogniser gets past the rule."""
        found = len(list(self.broken(code, self.wrong)))
        if found < len(self.wanted(code)):
            yield f"{len(self.wanted(code)) - found} texts"

    def about(self, code: Language) -> list[str]:
        """The texts it is about."""
        return list(self.wanted(code))


def has(*patterns: str) -> Callable[[Read], bool]:
    return lambda read: all(re.search(pattern, read.text) for pattern in patterns)


def lacks(words: str) -> Callable[[Read], bool]:
    """No word begins like one of these (`pille` also finds `pillene`)."""
    pattern = re.compile(rf"(?<!\w)(?:{words})")
    return lambda read: not pattern.search(read.text)


def says(nb: str, nn: str) -> Callable[[Read], Read]:
    return lambda read: read.saying(nb if read.code == "nb" else nn)


def always(_: Read) -> bool:
    return True


def at(*spots: str) -> Callable[[Read], bool]:
    assert set(spots) <= set(REPLIES), "a rule about a reply that is gone"
    return lambda read: read.spot in spots
