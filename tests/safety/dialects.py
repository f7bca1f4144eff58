"""What is heard of plain sentences when they are written as people speak: `python -m tests.safety.dialects`.

`spoken/*.yaml` say for some 820 common words how people of an area, or who write carelessly, spell them. Plain
sentences of the test set in Bokmål or Nynorsk that the rules hear are written with them: four words of five that have
such a spelling, each time one of its spellings by chance, so that a sentence has more of them than anybody writes.
Counted is how often they are still taken for the own life, and how many ordinary answers are left alone. The chance is
the same each time, so that two states of the rules can be compared.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

from tests.safety.measured import HERE, found, phrases
from tests.yaml_files import loaded

SPOKEN = HERE / "spoken"
SHARE = 0.8
LONGEST = 100  # letters of a sentence that is written so
AT_MOST = 700  # sentences, and ordinary answers
WORD = re.compile(r"[^\W\d_]+")

Spellings = dict[str, list[str]]


def areas() -> dict[str, Spellings]:
    """The spellings of each file."""
    return {path.stem: spellings(path) for path in sorted(SPOKEN.glob("*.yaml"))}


def spellings(path: Path) -> Spellings:
    """How each word is spelled in one file."""
    return {str(word): [str(one) for one in spelled] for word, spelled in loaded(path).items()}


def spoken(sentence: str, spelled: Spellings, chance: random.Random) -> str:
    """The sentence in such spellings."""

    def word(match: re.Match[str]) -> str:
        known = spelled.get(match[0].lower())
        return chance.choice(known) if known and chance.random() < SHARE else match[0]

    return WORD.sub(word, sentence)


def sentences(expected: str, kind: str, chance: random.Random) -> list[str]:
    """Plain ones of the set that are taken for what they are."""
    texts = [
        phrase.text
        for phrase in phrases("learnt")
        if (phrase.expected, phrase.kind) == (expected, kind)
        and phrase.language in {"nb", "nn"}
        and len(phrase.text) < LONGEST
        and taken_for(phrase.text) == expected
    ]
    chance.shuffle(texts)
    return texts[:AT_MOST]


def taken_for(text: str) -> str:
    finding = found(text)
    return finding.kind if finding else "none"


def heard(spelled: Spellings, texts: list[str], expected: str) -> int:
    """How many of these are still taken for what they are."""
    chance = random.Random(1)  # noqa: S311 -- nothing is kept secret by it
    return sum(taken_for(spoken(text, spelled, chance)) == expected for text in texts)


def report() -> None:
    """One line for each area."""
    chance = random.Random(1)  # noqa: S311
    plain, ordinary = sentences("own_life", "explicit", chance), sentences("none", "ordinary", chance)
    for name, spelled in areas().items():
        right, left = heard(spelled, plain, "own_life"), heard(spelled, ordinary, "none")
        sys.stdout.write(
            f"{name:12} {right} of {len(plain)} heard, {right / len(plain):.0%}; {left} of {len(ordinary)} left alone\n"
        )


if __name__ == "__main__":
    report()
