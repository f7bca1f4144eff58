"""Signs that have no place in any text, and one question at a time."""

from __future__ import annotations

import pytest

from bot.proofreading.tone import out_of_tone, two_questions
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


@pytest.mark.parametrize(
    ("id_", "words", "found"),
    [
        ("menu.text", "Vil du det? Når da?", True),
        ("day.steps.usual.help", "Hva gjør du først?", True),
        ("day.steps.usual.ask", "Hva gjør du først?", False),
        ("menu.text", "Har du glemt koden? Skriv til oss.", False),
    ],
)
def test_one_question_at_a_time(id_: str, words: str, found: bool) -> None:
    assert (
        places(list(two_questions([text(words, id_)])))
        == [("two_questions", f"nb/{id_.partition('.')[0]}.yaml", id_)] * found
    )
