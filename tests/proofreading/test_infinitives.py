"""Nynorsk infinitives in -e."""

from __future__ import annotations

import pytest

from bot.proofreading.infinitives import a_infinitives
from tests.proofreading.written import places, text


@pytest.mark.parametrize("words", ["Prøv å skriva litt.", "Du kan vera med.", "Eg vil ikkje reisa.", "Å klara det"])
def test_an_infinitive_in_a(words: str) -> None:
    assert places(list(a_infinitives([text(words, language="nn")]))) == [("a_infinitive", "nn/menu.yaml", "menu.text")]


@pytest.mark.parametrize("words", ["Du kan ta pause.", "Prøv å ha det fint.", "Lista kan hjelpe Ola.", "Svara står."])
def test_what_only_looks_like_one(words: str) -> None:
    assert list(a_infinitives([text(words, language="nn")])) == []


def test_bokmaal_is_left_alone() -> None:
    assert list(a_infinitives([text("Du kan skriva.")])) == []
