"""What is heard of plain sentences when they are typed badly: `python -m tests.safety.spoilt`.

Each plain sentence of the test set about the own life that the rules hear is spoilt by chance, once in each way: a
slip of the finger in one of its words, on the keys of a Norwegian phone; two of its words joined; or, of the shorter
ones, all spaces left out. Counted is how often it is still taken for the own life, and how many ordinary answers that
are spoilt in the same way are left alone. The chance is the same each time, so that two states of the rules can be
compared.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable

from tests.safety.measured import found, phrases

LONGEST = 120  # letters of a sentence that is spoilt
SHORT = 40  # of one that is written without spaces
SHORTEST = 3  # letters of a word in which a finger slips
WORD = re.compile(r"[^\W\d_]+")
KEYS = "qwertyuiopå asdfghjkløæ zxcvbnm"
KEYS_BESIDE = (
    "wa qes wrd etf ryg tuh yij uok ipl oåø pø",
    "qsz awdx sefc drgv fthb gyjn hukm jilm køo læp øå",
    "axs zsdc xdfv cfgb vghn bhjm njk",
)
BESIDE = dict(zip(KEYS.replace(" ", ""), " ".join(KEYS_BESIDE).split(), strict=True))

Spoil = Callable[[str, random.Random], str]


def beside(letter: str, chance: random.Random) -> str:
    return chance.choice(BESIDE.get(letter.lower(), letter))


def one_missing(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def two_swapped(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def key_beside(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + beside(word[place], chance) + word[place + 1 :]


def key_as_well(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + beside(word[place], chance) + word[place:]


def in_one_word(spoil: Spoil) -> Spoil:
    """Spoil one word of a sentence."""

    def spoilt(sentence: str, chance: random.Random) -> str:
        words = [word for word in WORD.finditer(sentence) if len(word[0]) >= SHORTEST]
        if not words:
            return sentence
        word = chance.choice(words)
        return sentence[: word.start()] + spoil(word[0], chance) + sentence[word.end() :]

    return spoilt


def two_joined(sentence: str, chance: random.Random) -> str:
    spaces = [place for place, letter in enumerate(sentence) if letter == " "]
    place = chance.choice(spaces) if spaces else len(sentence)
    return sentence[:place] + sentence[place + 1 :]


def without_spaces(sentence: str, chance: random.Random) -> str:
    return sentence.replace(" ", "")


WAYS: dict[str, tuple[Spoil, int]] = {  # with the length of the sentences
    "one letter missing": (in_one_word(one_missing), LONGEST),
    "two letters swapped": (in_one_word(two_swapped), LONGEST),
    "the key beside": (in_one_word(key_beside), LONGEST),
    "the key beside as well": (in_one_word(key_as_well), LONGEST),
    "two words joined": (two_joined, LONGEST),
    "no spaces at all": (without_spaces, SHORT),
}


def taken_for(text: str) -> str:
    finding = found(text)
    return finding.kind if finding else "none"


def texts(expected: str, kind: str) -> list[str]:
    """Lines of the set that are taken for what they are."""
    return [
        phrase.text
        for part in ("seen", "learnt")
        for phrase in phrases(part)
        if (phrase.expected, phrase.kind) == (expected, kind)
        and len(phrase.text) < LONGEST
        and taken_for(phrase.text) == expected
    ]


def still(spoil: Spoil, lines: list[str], expected: str) -> int:
    """How many of these lines are taken for what they are when they are spoilt."""
    chance = random.Random(1)  # noqa: S311 -- nothing is kept secret by it
    return sum(taken_for(spoil(line, chance)) == expected for line in lines)


def report() -> None:
    """One line for each way."""
    plain, ordinary = texts("own_life", "explicit"), texts("none", "ordinary")
    for name, (spoil, longest) in WAYS.items():
        lines = [line for line in plain if len(line) < longest and " " in line]
        heard, left = still(spoil, lines, "own_life"), still(spoil, ordinary, "none")
        sys.stdout.write(
            f"{name:24} {heard} of {len(lines)} heard, {heard / len(lines):.1%}; {left} of {len(ordinary)} left alone\n"
        )


if __name__ == "__main__":
    report()
