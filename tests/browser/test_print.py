"""The own plan on paper: what is folded on the screen is printed, with the script and without."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.window import Window

pytestmark = pytest.mark.browser

ANSWERS = ("Sover lenge", "Fiske mer")
OPEN = "[...document.querySelectorAll('details.fold')].map((fold) => fold.open)"


@pytest.fixture
def plan(phone: Window) -> Window:
    """Two sheets begun, each in a fold of its own."""
    for worksheet, answer in zip(("short_term_goals", "long_term_goals"), ANSWERS, strict=True):
        phone.taps("open", worksheet)
        phone.types(answer)
        phone.taps("menu")
    phone.goes("/min-plan")
    return phone


def test_what_is_folded_is_printed(plan: Window) -> None:
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(plan.page.pdf())).pages)
    assert not plan.page.locator("details.fold[open]").count()
    for answer in ANSWERS:
        assert answer in printed


@pytest.mark.parametrize("script", [True], ids=["with-script"])
def test_where_no_style_can_open_a_fold_the_script_does_while_it_is_printed(plan: Window) -> None:
    for event, unfolded in (("beforeprint", True), ("afterprint", False)):
        plan.page.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert plan.page.evaluate(OPEN) == [unfolded, unfolded]
