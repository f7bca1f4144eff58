"""How many sentences are heard that were put together: `python -m tests.safety.grids`.

Each way of saying something in each frame (`grids.yaml`), and plain sentences beside ordinary answers of the test set
and beside innocent ones that come near, before them and after them. Printed is how many are taken for the own life, and
with `--all` those that are not. The chance is the same each time, so that two states of the rules can be compared.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

from tests.safety.measured import HERE, Phrase, found, phrases
from tests.yaml_files import loaded

PLAIN = (
    *("jeg vil dø", "jeg vil ikke leve lenger", "jeg har lyst til å ta livet mitt", "jeg tenker på selvmord"),
    *(
        "jeg skal henge meg",
        "jeg har tatt alle tablettene",
        "jeg kutter meg hver kveld",
        "jeg orker ikke å leve lenger",
    ),
    *("eg vil ikkje leve meir", "eg tenkjer på å ta livet av meg", "selvmord er alt jeg tenker på"),
)
ELLIPTICAL = ("vil bare dø", "har svelget alle pillene", "vil ikke leve lenger", "skal ta livet mitt i kveld")
BESIDE = 300  # answers of each kind, at most
LONGEST = 140  # letters of one

Sentences = Iterator[tuple[str, str]]  # what they are of, and the sentence


def of_frames() -> Sentences:
    """Each way in each frame."""
    for name, grid in loaded(HERE / "grids.yaml").items():
        for form, frames in grid["frames"].items():
            for frame in frames:
                for way in grid["ways"][form]:
                    sentence = frame.format(way)
                    yield name, sentence[0].upper() + sentence[1:]


def beside() -> Sentences:
    """Plain sentences before and after another matter."""
    chance = random.Random(1)  # noqa: S311 -- nothing is kept secret by it
    for kind in ("ordinary", "idiom", "past", "fiction", "other"):
        for other in sample(kind, chance):
            said, rest = chance.choice(PLAIN), other.rstrip(".!? ")
            yield f"after {kind}, «. »", f"{rest}. {said.capitalize()}"
            yield f"after {kind}, «, men »", f"{rest}, men {said}"
            yield f"before {kind}, «. »", f"{said.capitalize()}. {other}"
            if kind == "ordinary":
                yield "after ordinary, «, »", f"{rest}, {said}"
                yield "after ordinary, « og »", f"{rest} og {said}"
                yield "after ordinary, «, » without «jeg»", f"{rest}, {chance.choice(ELLIPTICAL)}"
                yield "before ordinary, «, »", f"{said.capitalize()}, {other[0].lower()}{other[1:]}"


def sample(kind: str, chance: random.Random) -> list[str]:
    """Innocent lines of the test set of this kind."""

    def fits(phrase: Phrase) -> bool:
        innocent = phrase.expected == "none" and phrase.kind == kind and phrase.language in {"nb", "nn", "dialect"}
        return innocent and len(phrase.text) < LONGEST and found(phrase.text) is None

    texts = [phrase.text for phrase in phrases("learnt") if fits(phrase)]
    return chance.sample(texts, min(BESIDE, len(texts)))


def report(*, everything: bool) -> None:
    """One line for each grid."""
    heard: dict[str, list[bool]] = {}
    for name, sentence in (*of_frames(), *beside()):
        finding = found(sentence)
        right = finding is not None and finding.kind == "own_life"
        heard.setdefault(name, []).append(right)
        if everything and not right:
            sys.stdout.write(f"  {name}: {sentence} ({finding.kind if finding else 'none'})\n")
    for name, each in heard.items():
        sys.stdout.write(f"{name:40} {sum(each)} of {len(each)} heard, {sum(each) / len(each):.1%}\n")


if __name__ == "__main__":
    report(everything="--all" in sys.argv)
