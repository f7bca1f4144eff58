"""What can be remarked about a text, where, and what to do about it. Nothing else is worded anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

# code: (what is wrong, what to do). The words in braces are filled in by the check that found it.
CATALOGUE: dict[str, tuple[str, str]] = {
    "hard_text": ("LIKS is {liks:.0f}", "at most {most}: shorter sentences, and words of fewer than 7 letters"),
    "hard_worksheet": (
        "LIKS of the whole worksheet is {liks:.0f}",
        "at most {most}: shorter sentences, and words of fewer than 7 letters",
    ),
    "long_sentence": ("a sentence of {length} words: «{start} …»", "at most {most}: make two of it"),
    "hard_word": ("«{word}» is a word of the office", "instead: {instead}"),
    "out_of_tone": ("«{found}» does not belong here", "{instead}"),
    "two_questions": ("asks more than one thing", "ask one, and say the rest without a question mark"),
    "misspelt": ("«{word}» is not in the dictionary of {dictionary}", "correct it, or add it to {list} if it is right"),
    "no_dictionary": ("spelling was not checked, the dictionaries are missing", "type: {command}"),
    "other_language": ("«{word}» belongs to the other language", "write {instead}"),
    "other_form": ("«{word}» is not the form we chose", "instead: {instead}"),
    "a_infinitive": ("«{word}» has the infinitive in -a", "write it in -e"),
    "two_wordings": ("«{words}» is «{here}» here and «{there}» in {other}", "say the same thing in the same words"),
    "no_such_name": ("says to press «{name}», and nothing is called that", "name it as it is written where it stands"),
    "near_label": ("the button «{here}» is «{there}» in {other}", "give the same button the same words"),
    "long_message": ("{length} characters when filled, of {most}", "shorten it: it must fit in one message"),
    "long_button": ("{length} characters on a button when filled, of {most}", "shorten it, or leave the name out"),
    "unused": ("nothing refers to this text", "remove it from both languages, or use it"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. `code` never changes; `file` and `id` say where; `weight` orders within a code, the worst highest."""

    code: str
    file: str
    id: str
    what: str
    do: str
    weight: float = 0.0

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.what}; {self.do} [{self.code}]"


def remark(code: str, file: str, id: str, weight: float = 0.0, **values: object) -> Remark:  # noqa: A002
    """A remark with its words from the catalogue.

    Raises:
        KeyError: no such code, or a value that its words need is not given.
    """
    what, do = CATALOGUE[code]
    return Remark(code, file, id, what.format(**values), do.format(**values), weight)


def worst_first(remarks: Iterable[Remark]) -> list[Remark]:
    """By code in the order of the catalogue, the worst of each first."""
    order = {code: place for place, code in enumerate(CATALOGUE)}
    return sorted(set(remarks), key=lambda one: (order[one.code], -one.weight, one.file, one.id, one.what))


def table(remarks: Iterable[Remark]) -> list[str]:
    """The remarks as lines of a table: code, file, id, what is wrong and what to do."""
    rows = [("WHAT", "FILE", "ID", ""), *((one.code, one.file, one.id, f"{one.what}; {one.do}") for one in remarks)]
    what, file, id_ = (max(len(row[column]) for row in rows) for column in range(3))
    return [f"{row[0]:{what}}  {row[1]:{file}}  {row[2]:{id_}}  {row[3]}".rstrip() for row in rows]


def as_dict(one: Remark) -> dict[str, object]:
    """A remark for programs."""
    return asdict(one)
