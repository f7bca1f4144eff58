"""The pages that matter most in dark colours, on a wide screen, and with the larger type that is chosen on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import coordinator, user
from tests.browser.conftest import Opens
from tests.browser.town import Town
from tests.browser.window import DESK, PHONE
from tests.browser.words import BOKMAAL

pytestmark = pytest.mark.browser

TABLET = (768, 1024)
LONG_WORD = "Menneskerettighetsorganisasjonssekretariatsmedarbeider" * 3


@pytest.mark.parametrize(
    ("size", "language", "colours"),
    [(PHONE, "nn", "dark"), (TABLET, "nb", "dark"), (DESK, "nn", "light")],
    ids=["phone-dark", "tablet-dark", "desk-light"],
)
def test_pages_before_anybody_is_known(opens: Opens, size: tuple[int, int], language: str, colours: str) -> None:
    window = opens(language, size=size, colours=colours)
    for address in ("/", "/hjelp", "/desk", "/k/no-such-address-no-such-address", "/inn", "/nowhere"):
        window.goes(address)


def test_dark_and_large(town: Town, opens: Opens) -> None:
    desk = opens(size=DESK, colours="dark")
    coordinator.logs_in(desk, town)
    phone = opens(colours="dark")
    user.comes_in(phone, town.invited())
    phone.presses(".foot a[href*='storrelse=stor']")
    assert "large" in (phone.page.locator("html").get_attribute("class") or "")
    phone.taps("open", "short_term_goals")
    phone.taps("example")
    phone.types(BOKMAAL.usual)
    phone.taps("menu")
    phone.taps("open", "warning_signs")
    phone.taps("yes")
    for _ in range(2):
        phone.taps("before_crisis")
    phone.taps("menu")
    user.reads_own_pages(phone)
    phone.presses(".help")


def test_a_word_longer_than_the_page_breaks(town: Town, opens: Opens) -> None:
    phone = opens()
    user.comes_in(phone, town.invited())
    phone.taps("open", "long_term_goals")
    phone.types(LONG_WORD)
    phone.taps("done")
    for _ in range(4):
        phone.taps("skip")
    phone.taps("long_term_goals")
    phone.taps("no")
    phone.taps("no")
    phone.taps("go_on")
    phone.taps("yes")
    for address in ("/min-plan", "/hvem-ser"):
        phone.goes(address)
    desk = opens(size=PHONE)
    coordinator.logs_in(desk, town)
    coordinator.reads(desk, replace(BOKMAAL, user="Ola"), "long_term_goals")
    assert LONG_WORD in desk.text
