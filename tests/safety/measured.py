"""How well the rules do on the rules' test set, in figures: by class and kind, for the part they were written with, for
what others wrote and the rules were then written on with, and for the part that only reports. The same figures stand in
`docs/safety.md` and at the end of `make test`, and with them what is missed; what is missed of the second part stands
in `docs/safety_missed.md`.

`python -m tests.safety.measured` writes that document anew, and prints the table and the list for the other one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from bot.dialogs.safety import Finding, recognise
from tests import yaml_files
from tests.houses import content

HERE = Path(__file__).parent
MISSED = HERE.parents[1] / "docs" / "safety_missed.md"
MIXED = (  # everything that may be written, in the same shares; one author each
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty_first", "twenty_second", "twenty_third", "twenty_fourth", "twenty_fifth", "twenty_sixth"),
    *("twenty_seventh", "twenty_eighth", "twenty_ninth", "thirtieth", "thirty_first", "thirty_second", "thirty_third"),
    *("thirty_fourth", "thirty_fifth", "thirty_sixth", "thirty_seventh", "thirty_eighth", "thirty_ninth"),
    *("fortieth", "forty_first", "forty_second", "forty_third", "forty_fourth", "forty_fifth", "forty_sixth"),
    *("forty_seventh", "forty_eighth", "forty_ninth", "fiftieth"),
)
OF_ONE_CLASS = (
    *("own_life", "own_life_more", "hints", "hints_more", "hints_plain", "hints_ward", "plans", "answers"),
    *("others", "others_more", "innocent", "innocent_more", "innocent_hard", "means"),
    *("own_life_and_hints", "own_life_these_days"),
    *("sentences", "sentences_more", "sentences_answers", "sentences_short"),
)
FILES = {
    "seen": ("seen",),
    "learnt": tuple(f"learnt_{each}" for each in (*MIXED, *OF_ONE_CLASS)),
    "unseen": tuple(f"unseen_{each}" for each in ("first", "second", "third")),
}
PARTS = tuple(FILES)
TABLE = "disclosures recognised"  # under this name a test hands its table to the report of the run
CLASSES = ("own_life", "harm_others", "third_party")
KINDS = ("explicit", "planned", "indirect")


@dataclass(frozen=True)
class Phrase:
    """One line of the set. `kind` of a disclosure: explicit, planned or indirect; of the others: ordinary, idiom,
    negation, past, fiction, other."""

    text: str
    expected: str
    kind: str
    language: str
    acted: bool
    children: bool


@dataclass(frozen=True)
class Row:
    """One line of the table: how many were taken for what they are, of how many."""

    name: str
    right: int
    all: int

    def cells(self) -> tuple[str, str, str]:
        """The name, «right of all», and the share in per cent."""
        if not self.all:
            return self.name, "–", "–"
        return self.name, f"{self.right} of {self.all}", f"{100 * self.right / self.all:.1f} %"


def loaded(file: str) -> list[dict[str, Any]]:
    """The lines of one file."""
    return cast("list[dict[str, Any]]", yaml_files.loaded(HERE / f"{file}.yaml"))


@cache
def phrases(part: str) -> tuple[Phrase, ...]:
    """The phrases of one part, `seen`, `learnt` or `unseen`. Of the unseen, one that by chance stands to the letter in
    another part is not counted: the rules know it; and one that two wrote is counted once."""
    lines: list[dict[str, Any]] = []
    for file in FILES[part]:
        lines += loaded(file)
    if part == "unseen":
        known = {phrase.text for other in ("seen", "learnt") for phrase in phrases(other)}
        lines = [line for text, line in {line["text"]: line for line in lines}.items() if text not in known]
    return tuple(
        Phrase(
            text=line["text"],
            expected=line["class"],
            kind=line["kind"],
            language=line["language"],
            acted=bool(line.get("acted")),
            children=bool(line.get("children")),
        )
        for line in lines
    )


@cache
def found(text: str) -> Finding | None:
    """What the rules take a text for."""
    return recognise(text, content().phrases)


@cache
def missed(part: str) -> tuple[tuple[Phrase, Finding | None], ...]:
    """The phrases that are taken for another class, each with what was found."""
    both = ((phrase, found(phrase.text)) for phrase in phrases(part))
    return tuple((phrase, got) for phrase, got in both if (got.kind if got else "none") != phrase.expected)


def rows(part: str) -> Iterator[Row]:
    """The table of one part: recall for each class and kind, what was already done, and what was left alone."""
    wrong = {phrase for phrase, _ in missed(part)}

    def row(name: str, counted: list[Phrase]) -> Row:
        return Row(name, sum(phrase not in wrong for phrase in counted), len(counted))

    for kind in CLASSES:
        of_class = [phrase for phrase in phrases(part) if phrase.expected == kind]
        yield row(kind, of_class)
        for each in KINDS:
            yield row(f"{kind}, {each}", [phrase for phrase in of_class if phrase.kind == each])
    acted = [phrase for phrase in phrases(part) if phrase.acted]
    yield Row("already acted, marked so", sum(_marked(phrase) for phrase in acted), len(acted))
    ordinary = [phrase for phrase in phrases(part) if phrase.expected == "none"]
    yield row("no disclosure, left alone", ordinary)


def _marked(phrase: Phrase) -> bool:
    finding = found(phrase.text)
    return finding is not None and finding.acted


def table() -> list[tuple[str, ...]]:
    """The parts beside each other, a row each; the first row names the columns."""
    beside = list(zip(*map(rows, PARTS), strict=True))
    return [
        ("", *(cell for part in PARTS for cell in (part, ""))),
        *((each[0].name, *(cell for row in each for cell in row.cells()[1:])) for each in beside),
    ]


def listing(*parts: str) -> str:
    """Every line of these parts that is taken for another class."""
    return "\n\n".join(
        f"Of `{part}`:\n\n"
        + "\n".join(
            f"- «{phrase.text}» is {phrase.expected}, {phrase.kind}; taken for {got.kind if got else 'none'}"
            for phrase, got in missed(part)
        )
        for part in parts
    )


def missed_of_learnt() -> str:
    """The document that lists what is missed of what the rules were written on with."""
    return f"{HEADING}\n\n{listing('learnt')}\n"


HEADING = """# What the rules miss of what they learnt from

What the parts of the rules' test set are: [tests/safety](../tests/safety/README.md); the figures, and what is missed of
the other parts: [safety.md](safety.md#how-well). All of it is made up. Written by `python -m tests.safety.measured`; a
test holds it to what is computed."""


if __name__ == "__main__":
    MISSED.write_text(missed_of_learnt(), encoding="utf-8")
    for row in table():
        sys.stdout.write(f"| {' | '.join(row)} |\n")
    sys.stdout.write(f"\n{listing('seen', 'unseen')}\n")
