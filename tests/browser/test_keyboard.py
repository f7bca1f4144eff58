"""Without a pointer: Tab, Enter and Space are enough, and one sees where one is."""

from __future__ import annotations

import pytest

from tests.browser.window import Window

pytestmark = pytest.mark.browser

MOST_TABS = 40
HERE = "document.activeElement"
RING = f"getComputedStyle({HERE}).outlineStyle !== 'none' && parseFloat(getComputedStyle({HERE}).outlineWidth) >= 2"


def tabs_to(window: Window, selector: str) -> int:
    """Press Tab until the focus is on what this finds; whatever has the focus on the way shows it.

    Returns:
        how many times Tab was pressed.
    """
    for pressed in range(1, MOST_TABS + 1):
        window.page.keyboard.press("Tab")
        assert window.page.evaluate(RING), f"the focus is not seen on {window.page.evaluate(HERE + '.outerHTML')}"
        if window.page.evaluate(f"{HERE}.matches({selector!r})"):
            return pressed
    raise AssertionError(f"{selector} is not reached")


def comes_to(window: Window, screen: str) -> None:
    """Wait until this screen is shown; the next Tab then begins at the head of its page."""
    window.page.wait_for_selector(f"[data-screen='{screen}']")
    window.page.wait_for_load_state()


def test_a_text_and_a_choice_by_keys_alone(phone: Window) -> None:
    keys = phone.page.keyboard
    assert tabs_to(phone, "a[href='#main']") == 1, "the way past the head of the page comes first"
    tabs_to(phone, "[data-row-action=open][data-argument=short_term_goals]")
    keys.press("Enter")
    comes_to(phone, "short_term_goals.activities.usual")
    tabs_to(phone, "#text")
    keys.type("Går tur.")
    tabs_to(phone, "[data-submit]")
    keys.press("Space")
    comes_to(phone, "short_term_goals.activities.wish")
    assert "Går tur." in phone.text

    tabs_to(phone, "[data-nav=menu]")
    keys.press("Enter")
    comes_to(phone, "menu")
    tabs_to(phone, "[data-row-action=open][data-argument=warning_signs]")
    keys.press("Space")
    comes_to(phone, "consent.notice")
    tabs_to(phone, "[data-option=no]")
    keys.press("Enter")
    comes_to(phone, "warning_signs.item.1")
    tabs_to(phone, "[data-option=rarely]")
    tabs_to(phone, "[data-option=often]")
    keys.press("Space")
    comes_to(phone, "warning_signs.item.2")
    assert phone.page.locator(".previous").is_visible()


def test_enter_in_a_field_of_one_line_sends_it(phone: Window) -> None:
    phone.taps("copies")
    phone.taps("new")
    tabs_to(phone, "#text")
    phone.page.keyboard.type("Mor")
    phone.page.keyboard.press("Enter")
    comes_to(phone, "copies.parts")
    assert "Mor" in phone.text
