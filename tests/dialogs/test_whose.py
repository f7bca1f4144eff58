"""Whose life a sentence is about: the same words of the writer, of another, of nobody."""

from __future__ import annotations

import pytest

from bot.dialogs.safety import recognise
from tests.houses import content

OWN = [
    "Jeg savner mamma og vil dø.",
    "Broren min vet at jeg vil dø.",
    "Etter at kona gikk bort har jeg ett ønske, og det er å få dø.",
    "La meg få dø.",
    "Dagene handler om å ikke ta livet av seg.",
    "Mamma jeg vil dø.",
    "Leter etter måter å ta livet sitt på.",
    "Det finnes ingen hjelp for en som ikke vil leve.",
    "Har skrevet avskjedsbrev til ungene.",
    "Tok alle sovepillene til mamma for en time siden.",
    "Eg vil ikkje leve, men det veit ikkje kona.",
    "I want to kill myself, she does not know.",
]
OTHERS = [
    "Kjæresten min har skåret seg og blør.",
    "Ei eg kjenner har sjølvmordstankar.",
    "Hun jeg bor med vil ikke leve.",
    "Hun jeg deler rom med vil henge seg.",
    "En i klassen har prøvd å ta livet sitt.",
    "Tenker på selvmord, sier han.",
    "Vil ikke leve lenger, sier mannen min.",
    "Jeg tror broren min vil dø.",
    "Selvmordstankene til søsteren min er tilbake.",
    "En på jobben har fortalt at han vil ta livet sitt.",
    "Mamma sier: jeg vil dø.",
    "My friend wants to kill himself.",
    "He told me he wants to die.",
]
NOBODYS = [
    "Noen ganger tror jeg noen vil drepe meg.",
    "Mamma dreper meg hvis jeg kommer for sent.",
    "Jeg har jobbet med mange som skulle dø.",
    "Naboen vil drepe kona si, står det i avisa.",
    "Det er ikke sånn at jeg vil dø.",
    "Psykologen spurte om jeg tenkte på selvmord.",
]


def kind(text: str) -> str | None:
    finding = recognise(text, content().phrases)
    return finding.kind if finding else None


@pytest.mark.parametrize("text", OWN)
def test_it_is_the_writers_own(text: str) -> None:
    assert kind(text) == "own_life"


@pytest.mark.parametrize("text", OTHERS)
def test_it_is_anothers(text: str) -> None:
    assert kind(text) == "third_party"


@pytest.mark.parametrize("text", NOBODYS)
def test_it_is_nobodys(text: str) -> None:
    assert kind(text) is None


def test_what_is_said_of_another_does_not_hide_what_is_said_of_oneself() -> None:
    assert kind("Broren min vil ta livet sitt. Jeg orker ikke leve.") == "own_life"
