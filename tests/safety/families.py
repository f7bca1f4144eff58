"""Sentences built from the families in `families*.yaml`: (a|b) is one of these, [a|b] one of these or nothing.

A pattern of few sentences gives all of them; of a larger one every n-th is taken, n having no factor in common with the
number of choices at any place, so that every choice is used. Nothing is drawn at random.
"""

from __future__ import annotations

import re
from itertools import product
from math import gcd, prod
from pathlib import Path
from typing import Any

from tests.yaml_files import loaded

MOST = 48  # sentences built from one pattern

_PIECE = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]|([^(\[]+)")


def families() -> list[dict[str, Any]]:
    """All families, file by file."""
    files = sorted(Path(__file__).parent.glob("families*.yaml"))
    return [family for file in files for family in loaded(file)]


def built(pattern: str) -> list[str]:
    """The sentences of one pattern, in a fixed order, each once."""
    choices = [_choices(match) for match in _PIECE.finditer(pattern)]
    total = prod(map(len, choices))
    stride = max(1, total // MOST)
    while any(gcd(stride, len(each)) > 1 for each in choices):
        stride += 1
    sentences = [" ".join("".join(words).split(" ")) for words in product(*choices)][::stride]
    return list(dict.fromkeys(re.sub(" +", " ", each).strip(" ") for each in sentences))


def of_family(family: dict[str, Any]) -> list[str]:
    """All sentences of a family, each once."""
    return list(dict.fromkeys(sentence for pattern in family["say"] for sentence in built(pattern)))


def _choices(match: re.Match[str]) -> list[str]:
    one_of, maybe, plain = match.groups()
    if plain is not None:
        return [plain]
    return (one_of if one_of is not None else maybe).split("|") + ([""] if maybe is not None else [])
