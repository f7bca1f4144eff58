"""A worksheet walked through in the terminal: the same walk, nothing stored, no way to get stuck."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bot.dialogs.context import Language
from bot.dialogs.places import questions
from bot.dialogs.sheet import SUMMARY, Sheet
from bot.rehearse import rehearse
from tests.houses import START, content
from tests.processes import planprat

IDS = sorted({id_ for id_, _ in content().worksheets})


def walked(worksheet: str, *typed: str, language: Language = "nb") -> tuple[Sheet, list[str]]:
    """The sheet afterwards, and each thing that was shown."""
    shown: list[str] = []
    sheet = rehearse(content(), worksheet, language, typed, shown.append, lambda: START)
    return sheet, shown


def test_a_button_is_pressed_by_its_number() -> None:
    sheet, shown = walked("warning_signs", "2")
    assert sheet.answers["item.1"].option == "before_crisis"
    assert "Bare før krise" in shown[1]
    assert "2/40" in shown[2]
    assert "Du svarte:" in shown[2]


def test_text_is_an_answer_and_so_is_a_number_that_no_button_has() -> None:
    sheet, _ = walked("short_term_goals", "Går tur med bikkja")
    assert sheet.answers["activities.usual"].text == "Går tur med bikkja"
    sheet, _ = walked("short_term_goals", "2027")
    assert sheet.answers["activities.usual"].text == "2027"


def test_a_number_too_high_and_text_where_none_is_asked_are_told() -> None:
    _, shown = walked("warning_signs", "99", "hei")
    assert "! Ingen knapp her har tallet 99." in shown[2]
    assert "! Trykk på en av knappene." in shown[3]


@pytest.mark.parametrize("word", ["slutt", "SLUTT", " slutt "])
def test_slutt_ends_it(word: str) -> None:
    _, shown = walked("warning_signs", word, "1", "1")
    assert len(shown) == 3
    assert shown[-1] == "Slutt. Ingenting ble lagret."


def test_the_end_of_the_input_ends_it() -> None:
    assert walked("warning_signs")[1][-1] == "Slutt. Ingenting ble lagret."
    assert walked("warning_signs", language="nn")[1][-1] == "Slutt. Ingenting blei lagra."


def test_an_explanation_is_shown_and_hidden_again() -> None:
    help_ = content().texts["nb"]["warning_signs.steps.item.1.help"]
    _, shown = walked("warning_signs", "5", "5")
    assert [help_ in screen for screen in shown[1:4]] == [False, True, False]


def test_the_words_of_the_field_are_explained_as_on_the_phone() -> None:
    _, shown = walked("warning_signs", "5")
    words = [line for line in shown[2].splitlines() if line.startswith(("Krise: ", "Varselsignal: "))]
    assert len(words) == 2


def test_what_other_sheets_offer_stands_for_itself() -> None:
    goal = content().texts["nb"]["long_term_goals.steps.goals.example"]
    assert goal in walked("sub_goals")[1][1]
    assert content().texts["nb"]["warning_signs.steps.item.1.ask"] in walked("crisis_plan")[1][1]


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("worksheet", IDS)
def test_whatever_is_typed_there_is_a_way_on(worksheet: str, language: Language) -> None:
    """Three hundred taps and texts, by a fixed hand: every screen can be drawn, in both languages."""
    hand = random.Random(f"{worksheet} {language}")  # noqa: S311 - a test that is the same each time
    sayings = ("1", "2", "3", "4", "5", "7", "9", "12", "mandag", "vet ikke", "22 33 44 55")
    typed = [hand.choice(sayings) for _ in range(300)]
    _, shown = walked(worksheet, *typed, language=language)
    assert len(shown) == 303


def test_skipping_everything_reaches_the_summary() -> None:
    definition, typed = content().worksheet("long_term_goals"), list[str]()
    sheet, shown = walked("long_term_goals")
    for _ in range(2 * len(questions(definition, {}))):  # some are asked a second way
        typed.append(_number_of("Hopp over", shown[-2]))
        sheet, shown = walked("long_term_goals", *typed)
        if _number_of("Hopp over", shown[-2]) == "":
            break
    assert sheet.at == SUMMARY
    assert all(answer.status == "skipped" for answer in sheet.answers.values())


def _number_of(label: str, shown: str) -> str:
    """The number of the button with this label; empty when there is none."""
    return "" if f"] {label}" not in shown else shown.partition(f"] {label}")[0].rpartition("[")[2]


def test_piped_into_the_program(tmp_path: Path) -> None:
    ended = planprat(tmp_path / "data", "rehearse", "13", "--json", typed="3\n1\n")
    answers = json.loads(ended.out)["answers"]
    assert [answers[key]["option"] for key in ("item.1", "item.2")] == ["often", "rarely"]
    assert "Varselsignaler" in ended.err, "the screens stand beside the object"
    assert ended.code == 0
    assert not (tmp_path / "data").exists()
