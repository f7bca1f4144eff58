"""What is heard of plain sentences when they are typed badly: `python -m tests.safety.spoilt`.

Each sentence, which the rules hear as it stands, is spoilt by chance, twenty times in each way; counted is how often it
is still taken for the same class. The chance is the same each time, so that two states of the rules can be compared.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

from tests.safety.measured import found

SENTENCES = """
jeg har lyst til å ta livet av meg
jeg vil ikke leve lenger
jeg orker ikke å leve mer
jeg har planer om å ta livet mitt
jeg skal henge meg
jeg tenker på selvmord hver dag
jeg kommer til å drepe meg selv
jeg kutter meg hver kveld
jeg skal hoppe foran toget
jeg har tatt alle tablettene mine
jeg har bestemt meg for å dø
jeg vil ikke være her lenger
jeg skulle ønske jeg var død
jeg vil gjøre slutt på livet
alle har det bedre uten meg
jeg vil sove og aldri våkne igjen
eg orkar ikkje leve lenger
eg har lyst til å ta livet av meg
eg tenkjer på sjølvmord
eg skal hengje meg
eg har teke alle pillene
eg skadar meg sjølv
eg vil ikkje leve
jeg kommer til å drepe ham
jeg er redd jeg skal skade barna
jeg har lyst til å drepe kona mi
eg kjem til å skade mannen min
broren min vil ta livet sitt
venninna mi har sagt at hun vil dø
sønnen min har tatt alle pillene sine
dattera mi skader seg selv
jeg er redd kona mi tar livet av seg
""".strip().splitlines()

TIMES = 20
SHORTEST = 5  # letters of a word that is spoilt; in a shorter one a slip is mostly another word
LETTERS = "abdefgiklmnoprstuv"

Spoil = Callable[[str, random.Random], str]


def one_missing(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def two_swapped(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def one_wrong(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice(LETTERS) + word[place + 1 :]


def in_one_word(spoil: Spoil) -> Spoil:
    """Spoil one of the longer words of a sentence."""

    def spoilt(sentence: str, chance: random.Random) -> str:
        words = sentence.split()
        longer = [place for place, word in enumerate(words) if len(word) >= SHORTEST]
        if longer:
            place = chance.choice(longer)
            words[place] = spoil(words[place], chance)
        return " ".join(words)

    return spoilt


def two_joined(sentence: str, chance: random.Random) -> str:
    words = sentence.split()
    place = chance.randrange(1, len(words))
    return " ".join(words[:place]) + " ".join(words[place:])


def without_spaces(sentence: str, chance: random.Random) -> str:
    return sentence.replace(" ", "")


WAYS: dict[str, Spoil] = {
    "one letter missing": in_one_word(one_missing),
    "two letters swapped": in_one_word(two_swapped),
    "one letter wrong": in_one_word(one_wrong),
    "two words joined": two_joined,
    "no spaces at all": without_spaces,
}


def heard(way: Spoil) -> int:
    """How many of `len(SENTENCES) * TIMES` spoilt sentences are taken for what they were."""
    chance = random.Random(1)  # noqa: S311 -- nothing is kept secret by it
    count = 0
    for sentence in SENTENCES:
        plain = found(sentence)
        assert plain is not None, sentence
        for _ in range(TIMES):
            finding = found(way(sentence, chance))
            count += finding is not None and finding.kind == plain.kind
    return count


if __name__ == "__main__":
    for name, way in WAYS.items():
        count = heard(way)
        of = len(SENTENCES) * TIMES
        sys.stdout.write(f"{name:20} {count} of {of}, {count / of:.0%}\n")
