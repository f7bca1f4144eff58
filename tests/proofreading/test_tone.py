"""Signs that have no place in any text."""

from __future__ import annotations

import pytest

from bot.proofreading.tone import out_of_tone
from tests.proofreading.written import places, text


@pytest.mark.parametrize(
    "words",
    [
        "Bra jobbet!",
        "Det er lagret; du kan gå.",
        "Vent litt …",
        "Vent ...",
        'Trykk "Meny".',
        "Lagret 🎉",
        "Ring 113 nå.",
        "Ring 116 117.",
        "Ring 22 33 44 55.",
    ],
)
def test_what_does_not_belong(words: str) -> None:
    found = list(out_of_tone([text(words)]))
    assert places(found)[:1] == [("out_of_tone", "nb/menu.yaml", "menu.text")]


@pytest.mark.parametrize(
    "words",
    [
        "Hei! Jeg er et program.",
        "Ring {{ phone.emergency }}.",
        "Trykk «Meny».",
        "14. mars 2027",
        "Du har fylt 18 år.",
        "9–15",
    ],
)
def test_what_does(words: str) -> None:
    assert list(out_of_tone([text(words)])) == []
