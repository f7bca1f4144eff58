"""The desk where a notice lies unseen: chosen, reminded of and read, on a phone and in dark colours as well."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.context import Consent
from bot.storage import consents, notices, people
from tests.browser import coordinator
from tests.browser.conftest import Opens
from tests.browser.town import Town
from tests.browser.window import DESK, PHONE
from tests.houses import a_coordinator, a_user

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "colours"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
def test_a_colleagues_notice(town: Town, opens: Opens, size: tuple[int, int], colours: str) -> None:
    absent, long_ago = a_coordinator(town.house, "absent", "Turid"), town.clock() - timedelta(days=2)
    user = a_user(town.house, coordinator=absent)
    with town.house.writing() as tx:
        words = "Jeg orker ikke å leve lenger, og det har jeg tenkt på i flere uker nå."
        consents.add(tx, "plan", user, Consent(kind="plan", answer="yes", at=long_ago))
        notices.add(tx, "n1", absent, user, "disclosure", long_ago, safety="own_life", words=words, colleague=24)
    window = opens(size=size, colours=colours)
    coordinator.logs_in(window, town)
    assert words not in window.text
    window.goes("/desk/meg")
    window.page.select_option("#stand_in", absent)
    window.presses("main form button.primary")
    with town.house.writing() as tx:
        people.set_stand_in(tx, absent, town.coordinator)
    window.goes("/desk/meg")
    window.presses("[data-overdue] a")
    assert words in window.text
    assert window.page.locator("[data-notice='instead'] a").count() == 0
