"""Spelling, with the real dictionaries."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.content import LANGUAGES
from bot.dialogs.context import Language as Code
from bot.proofreading import proofread, spelling
from bot.proofreading.lists import LISTS, known_words
from bot.proofreading.spelling import COMMAND, Speller, misspelt, spellers
from tests.houses import content
from tests.proofreading.written import places, text


@pytest.fixture(scope="module")
def spell() -> Mapping[Code, Speller]:
    found = spellers()
    assert found is not None, COMMAND
    return found


@pytest.mark.parametrize(
    ("words", "language"),
    [("Du har en kordinator.", "nb"), ("Svarenne er lagret.", "nb"), ("Eg skriv eit svvar.", "nn")],
)
def test_a_misspelt_word(spell: Mapping[Code, Speller], words: str, language: Code) -> None:
    found = list(misspelt([text(words, language=language)], spell))
    assert places(found) == [("misspelt", f"{language}/menu.yaml", "menu.text")]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Jeg vet ikke, og Planprat vet det ikke. NOE blir lagret 14. mars 2027.", "nb"),
        ("Eg veit ikkje. Skann QR-koden, eller send ein SMS.", "nn"),
        ("", "nb"),
    ],
)
def test_right_words(spell: Mapping[Code, Speller], words: str, language: Code) -> None:
    assert list(misspelt([text(words, language=language)], spell)) == []


def test_our_own_list_holds_only_what_the_dictionaries_lack(spell: Mapping[Code, Speller]) -> None:
    for code in LANGUAGES:
        lines = (LISTS / f"spelling.{code}.txt").read_text("utf-8").splitlines()
        words = [word for line in lines if (word := line.partition("#")[0].strip())]
        assert len(words) == len(known_words(code)), "a word stands twice"
        assert [word for word in words if spell[code](word)] == []


def test_missing_dictionaries_are_told_and_the_rest_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "find_spec", lambda name: None)
    (found,) = proofread(content())
    assert found.code == "no_dictionary"
    assert COMMAND in found.do
