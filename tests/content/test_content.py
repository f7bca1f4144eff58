"""What the rest of the house gets: definitions by version, flat texts, plurals, services, phrases."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.content import LANGUAGES, Content, find_content, limits, load
from tests.content.cases import SOUND, sound_files, write


@pytest.fixture(scope="module")
def content() -> Content:
    return load(SOUND)


def test_texts_are_flat(content: Content) -> None:
    assert content.texts["nb"]["day.steps.up.why.ask"] == "Hva gjør at du sover lenge?"
    assert content.texts["nn"]["day.steps.up.options.late"] == "Seint"
    assert content.texts["nn"]["common.no"] == "Nei"


def test_space_around_a_text_is_not_part_of_it(tmp_path: Path) -> None:
    files = sound_files()
    for language in LANGUAGES:
        files[f"{language}/menu.yaml"] = "long: |\n  Linje 1.\n  Linje 2.\n"
    assert load(write(files, tmp_path)).texts["nb"]["menu.long"] == "Linje 1.\nLinje 2."


def test_a_plural_is_one_text(content: Content) -> None:
    assert content.texts["nb"]["common.answers"] == "{{ n }} svar"
    assert content.plurals["nn"] == {"common.answers": {"one": "Eitt svar", "other": "{{ n }} svar"}}


def test_the_newest_version_is_given_unless_one_is_named(tmp_path: Path) -> None:
    files = sound_files()
    first = files["worksheets/week.v1.yaml"]
    for version in (2, 10):
        files[f"worksheets/week.v{version}.yaml"] = first.replace("version: 1", f"version: {version}")
    content = load(write(files, tmp_path))
    assert content.worksheet("week").version == 10
    assert content.worksheet("week", 2).version == 2
    assert set(content.worksheets) == {("day", 1), ("week", 1), ("week", 2), ("week", 10)}


@pytest.mark.parametrize(("id_", "version"), [("year", None), ("week", 2)])
def test_an_unknown_worksheet_is_named(content: Content, id_: str, version: int | None) -> None:
    with pytest.raises(KeyError, match=id_):
        content.worksheet(id_, version)


def test_a_text_needed_by_an_old_version_stays(tmp_path: Path) -> None:
    files = sound_files()
    shorter = files["worksheets/week.v1.yaml"].replace("version: 1", "version: 2")
    files["worksheets/week.v2.yaml"] = shorter.replace(
        "      - {id: bad.why, kind: text, when: {step: mood, is: bad}}\n", ""
    )
    content = load(write(files, tmp_path))
    assert content.worksheet("week").step("bad.why") is None
    assert content.texts["nb"]["week.steps.bad.why.ask"] == "Hva var dårlig?"


def test_services_and_phrases_come_along(content: Content) -> None:
    assert content.services.get("legevakt").number == "116 117"
    assert [(spoken.language, spoken.idioms) for spoken in content.phrases] == [
        ("nb", ("dør av latter",)),
        ("nn", ("dør av latter",)),
    ]


def test_content_cannot_be_changed(content: Content) -> None:
    with pytest.raises(TypeError):
        content.texts["nb"]["common.no"] = "Ja"  # type: ignore[index]


def test_todays_content_is_in_order() -> None:
    content = load(find_content())
    assert {id_ for id_, _ in content.worksheets} >= {
        "short_term_goals",
        "long_term_goals",
        "sub_goals",
        "warning_signs",
        "crisis_plan",
    }
    assert len(content.texts["nb"]) == len(content.texts["nn"])


def test_the_limits_are_those_of_the_bot_api() -> None:
    assert limits.MESSAGE_UNITS == MessageLimit.MAX_TEXT_LENGTH
    assert limits.WIRE_BYTES == InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
