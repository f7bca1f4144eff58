"""A long list stays where it is while things in it are tapped: who leaves out the last part is not sent to the top."""

from __future__ import annotations

import pytest

from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("script", [True], ids=["with-script"])]

TOP = "Math.round(scrollY)"


def test_what_is_left_out_of_a_copy_stays_in_sight(phone: Window) -> None:
    phone.taps("copies")
    phone.taps("new")
    phone.types("Anne")
    phone.shows("copies.parts")
    last = phone.page.locator("[data-row-action=hold]").last
    last.scroll_into_view_if_needed()
    top = phone.page.evaluate(TOP)
    assert top > 0
    last.click()
    phone.page.wait_for_selector("[data-row-action=include]")
    assert abs(phone.page.evaluate(TOP) - top) < 60  # the line says one thing more now

    phone.taps("go_on")
    phone.shows("copies.told")
    assert phone.page.evaluate(TOP) == 0, "another screen begins at its top"
