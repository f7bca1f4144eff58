"""The reply to a disclosure on a phone, with its script and without: the same lines, and the numbers can be pressed."""

from __future__ import annotations

import re

import pytest

from tests.browser.window import Window
from tests.dialogs.disclosing import FINDINGS, opened, shown
from tests.dialogs.known import Known

pytestmark = pytest.mark.browser


def test_the_same_reply_with_and_without_a_script(phone: Window) -> None:
    phone.taps("open", "short_term_goals")
    phone.types("Jeg vil ikke leve lenger")
    phone.shows("disclosure.own_life.first")
    text = re.sub(r"[\s–]", "", phone.text)
    reply = shown(Known(), opened(Known(), FINDINGS["own_life"])).text("nb")
    assert [line for line in reply if re.sub(r"[\s–]", "", line) not in text] == []
    pressed = [link.get_attribute("href") for link in phone.page.query_selector_all("main a[href^='tel:']")]
    assert pressed == ["tel:113", "tel:116117", "tel:116123", "tel:22400040"]
