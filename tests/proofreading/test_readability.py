"""LIKS and the length of sentences."""

from __future__ import annotations

import pytest

from bot.proofreading.pieces import sentences, words_of
from bot.proofreading.readability import (
    MEASURED_FROM,
    MOST_IN_SENTENCE,
    hard_texts,
    hard_worksheets,
    hardest,
    liks,
    long_sentences,
)
from tests.proofreading.written import places, text

EASY = "Du kan ta en pause nå. Alt er lagret her. Kom tilbake når du vil. " * 2
HARD = "Kommunen behandler personopplysninger i henhold til gjeldende lovgivning om individuelle planer. " * 3


def test_liks_is_words_a_sentence_and_long_words_in_per_cent() -> None:
    # 10 words in 2 sentences; «spørsmålet», «fremdeles» and «hverdagen» have seven letters or more.
    assert liks("Her er spørsmålet ditt. Hva er fremdeles fint i hverdagen?") == 10 / 2 + 100 * 3 / 10


def test_texts_that_are_read_together_are_measured_together() -> None:
    assert liks("Ja.", "Nei, ikke nå.") == pytest.approx(2)
    assert liks() == 0


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Ring 113. Vent der.", 2),
        ("Her er det:\n– ett\n– to", 3),
        ("Skriv «Hei.» her", 2),
        ("Klokka 13.05 går det", 1),
        ("Pause", 1),
        ("…", 0),
    ],
)
def test_sentences(words: str, count: int) -> None:
    assert len(sentences(words)) == count


def test_words_with_hyphens_are_one() -> None:
    assert words_of("Nød-SMS, «113» og QR-koden") == ["Nød-SMS", "113", "og", "QR-koden"]


def test_only_what_is_long_and_hard_is_remarked() -> None:
    short = " ".join(HARD.split()[: MEASURED_FROM - 1])
    found = list(hard_texts([text(EASY), text(HARD, "menu.hard"), text(short, "menu.short")]))
    assert places(found) == [("hard_text", "nb/menu.yaml", "menu.hard")]
    assert found[0].weight == liks(HARD) > 30


def test_the_hardest_come_first() -> None:
    found = hardest([text(EASY), text(HARD, "menu.hard"), text("Kort", "menu.short")], 5)
    assert [piece.id for _, piece in found] == ["menu.hard", "menu.text"]


def test_a_worksheet_is_measured_as_a_whole() -> None:
    texts = [text(HARD, "day.title"), text(EASY, "week.title"), text(EASY, "day.title", "nn")]
    assert places(list(hard_worksheets(texts, {"day", "week"}))) == [("hard_worksheet", "nb/day.yaml", "day")]


def test_a_sentence_has_a_length_that_can_be_held_in_mind() -> None:
    most = " ".join(["ord"] * MOST_IN_SENTENCE)
    found = list(long_sentences([text(f"{most}. {most}."), text(f"{most} til.", "menu.long")]))
    assert places(found) == [("long_sentence", "nb/menu.yaml", "menu.long")]
