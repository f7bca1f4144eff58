"""What was typed is there again: after the browser's Back, after another button, in two windows, sent twice."""

from __future__ import annotations

import pytest

from bot.storage import people, sheets
from tests.browser.town import Town
from tests.browser.window import Window

pytestmark = pytest.mark.browser

LONG = "Æøå, «sitat» & <b>. " * 250  # 5,000 characters
WITH_SCRIPT = pytest.mark.parametrize("script", [True], ids=["with-script"])
WITHOUT_SCRIPT = pytest.mark.parametrize("script", [False], ids=["without-script"])


@pytest.fixture
def asked(phone: Window) -> Window:
    """A phone at the first question of worksheet 3."""
    phone.taps("open", "short_term_goals")
    return phone


def history(town: Town) -> list[str]:
    """Every text that was stored at the first question, oldest first."""
    with town.house.reading() as tx:
        (person,) = people.users_of(tx, town.coordinator)
        changes = sheets.history(tx, person.id, "short_term_goals")
        return [change.answer.text for change in changes if change.key == "activities.usual"]


def test_back_brings_five_thousand_characters_back(asked: Window) -> None:
    asked.page.fill("#text", LONG)
    asked.page.click("header .help")
    asked.page.wait_for_url("**/hjelp")
    asked.page.go_back()
    assert asked.typed == LONG


def test_text_that_was_not_saved_survives_the_menu(asked: Window) -> None:
    asked.page.fill("#text", LONG)
    asked.taps("menu")
    asked.shows("menu")
    asked.taps("open", "short_term_goals")
    assert asked.typed.strip() == LONG.strip()


@WITH_SCRIPT
def test_sent_twice_is_once(town: Town, asked: Window) -> None:
    asked.page.fill("#text", "Går tur.")
    asked.page.dblclick("[data-submit]", no_wait_after=True)
    asked.page.wait_for_selector("[data-screen='short_term_goals.activities.wish']")
    assert history(town) == ["Går tur."]


@WITHOUT_SCRIPT
def test_the_same_form_sent_again_is_once(town: Town, asked: Window) -> None:
    """Without the script that hinders a second press: Back, and the same button with the same text."""
    asked.types("Går tur.")
    asked.page.go_back()
    assert asked.typed == "Går tur."
    asked.presses("[data-submit]")
    assert history(town) == ["Går tur."]


def test_two_windows_lose_nothing(town: Town, asked: Window) -> None:
    second = asked.context.new_page()
    second.goto(asked.page.url)
    second.fill("#text", "Skrevet i det andre vinduet.")
    asked.types("Skrevet i det første vinduet.")
    second.click("[data-submit]")
    second.wait_for_load_state()
    fields = second.locator("main textarea").all()
    held = second.locator("main").inner_text() + "".join(field.input_value() for field in fields)
    assert "Skrevet i det andre vinduet." in held
    assert "Skrevet i det første vinduet." in history(town)
    assert "Skrevet i det første vinduet." in held


def test_a_script_in_an_answer_is_only_words(asked: Window) -> None:
    words = "<script>document.title = 'inne'</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
    asked.types(words)
    assert words in asked.text
