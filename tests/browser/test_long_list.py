"""A long list stays where it is while things in it are tapped: who leaves out the last part is not sent to the top."""

from __future__ import annotations

import pytest

from tests.browser.window import Window

pytestmark = pytest.mark.browser

TOP = "Math.round(scrollY)"
HELP_IN_SIGHT = """() => {
  const box = document.querySelector(".help").getBoundingClientRect();
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return there !== null && there.closest(".help") !== null;
}"""


def test_what_is_left_out_of_a_copy_stays_in_sight(phone: Window, script: bool) -> None:
    phone.taps("copies")
    phone.taps("new")
    phone.types("Anne")
    phone.shows("copies.parts")
    last = phone.page.locator("[data-row-action=hold]").last
    last.scroll_into_view_if_needed()
    top = phone.page.evaluate(TOP)
    assert top > 0
    assert phone.page.evaluate(HELP_IN_SIGHT), "however far down"
    below = phone.page.locator(".help-below")
    assert not below.is_visible(), "once is enough"
    upright = phone.page.viewport_size
    assert upright is not None
    phone.page.set_viewport_size({"width": upright["height"], "height": upright["width"]})
    assert below.is_visible(), "on its side there is no room for it above"
    phone.page.set_viewport_size(upright)
    last.scroll_into_view_if_needed()
    top = phone.page.evaluate(TOP)

    last.click()
    left_out = phone.page.locator("[data-row-action=include]")
    left_out.wait_for()
    box = left_out.bounding_box()
    assert box is not None
    assert 0 < box["y"] < phone.page.evaluate("innerHeight") - box["height"]
    if script:
        assert abs(phone.page.evaluate(TOP) - top) < 60  # the line says one thing more now

    phone.taps("go_on")
    phone.shows("copies.told")
    assert phone.page.evaluate(TOP) == 0, "another screen begins at its top"
