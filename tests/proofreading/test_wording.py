"""The same thing in the same words."""

from __future__ import annotations

import pytest

from bot.proofreading.pieces import Piece
from bot.proofreading.wording import near_labels, no_such_names, two_wordings
from tests.proofreading.written import places, text


def pair(id_: str, nb: str, nn: str) -> tuple[Piece, Piece]:
    return text(nb, id_), text(nn, id_, "nn")


def test_one_text_worded_in_two_ways_in_the_other_language() -> None:
    texts = [*pair("a.x", "Ta pause", "Ta pause"), *pair("b.x", "Ta pause", "Kvil litt"), *pair("c.x", "Vent", "Vent")]
    assert places(list(two_wordings(texts))) == [("two_wordings", "nn/b.yaml", "b.x")]


def test_the_other_way_round() -> None:
    texts = [*pair("a.x", "Ta pause", "Kvil"), *pair("b.x", "Hvil", "Kvil")]
    assert places(list(two_wordings(texts))) == [("two_wordings", "nb/b.yaml", "b.x")]


def test_the_forms_of_a_plural_are_held_each_to_its_own() -> None:
    texts = [
        *(text(words, "a.n") for words in ("Ett svar", "3 svar")),
        *(text(words, "a.n", "nn") for words in ("Eitt svar", "3 svar")),
        *(text(words, "b.n") for words in ("Ett svar", "Flere svar")),
        *(text(words, "b.n", "nn") for words in ("Eit svar", "Fleire svar")),
    ]
    assert places(list(two_wordings(texts))) == [("two_wordings", "nn/b.yaml", "b.n")]


@pytest.mark.parametrize(
    ("one", "other"), [("Ta pause", "Ta pausen"), ("Lagre", "lagre"), ("Ja, send nå", "Ja send nå"), ("Meny", "Menyen")]
)
def test_buttons_with_nearly_the_same_words(one: str, other: str) -> None:
    texts = [text(one, "a.x"), text(other, "b.x"), text(other, "c.text")]
    found = list(near_labels(texts, lambda id_: id_.endswith(".x")))
    assert places(found) == [("near_label", "nb/b.yaml", "b.x")]


@pytest.mark.parametrize(
    ("one", "other"), [("Ta tilbake", "Ja, ta tilbake"), ("Ja, slett", "Ja, slutt"), ("Ja", "Nei"), ("Meny", "Meny")]
)
def test_other_buttons_and_the_same_button(one: str, other: str) -> None:
    assert list(near_labels([text(one, "a.x"), text(other, "b.x")], lambda _: True)) == []


@pytest.mark.parametrize("says", ["Trykk «Hjelp no».", "Du finner det under «Mine vala».", "trykk «Hjelp nå »"])
def test_what_a_text_says_to_press_is_there(says: str) -> None:
    named = [text("Hjelp nå", "a.x"), text("Mine valg", "b.x"), text("Hjelp no", "a.x", "nn")]
    assert places(list(no_such_names([*named, text(says)]))) == [("no_such_name", "nb/menu.yaml", "menu.text")]
    right = ("Trykk «Hjelp nå».", "under «Mine valg» i menyen", "Svaret «Kaffe» er lagret.", "under «{{ question }}»")
    assert list(no_such_names([*named, *map(text, right)])) == []
