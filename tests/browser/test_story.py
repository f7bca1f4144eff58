"""The whole story in Chromium, as user, coordinator and relative, in both languages, with script and without.

Every page on the way is looked at (`looking.py`): axe, 44 px, 320 px, text twice the size, one heading, neutral title.
"""

from __future__ import annotations

import pytest

from tests.browser import coordinator, relative, user
from tests.browser.conftest import Opens
from tests.browser.town import Town
from tests.browser.window import DESK
from tests.browser.words import BOKMAAL, NYNORSK, Words

pytestmark = pytest.mark.browser

MONTHS_LATER = 100  # days


@pytest.mark.parametrize(
    ("words", "script"), [(BOKMAAL, True), (NYNORSK, False)], ids=["nb-with-script", "nn-without-script"]
)
def test_the_whole_story(town: Town, opens: Opens, words: Words, script: bool) -> None:
    desk = opens("nb", size=DESK, script=script)
    coordinator.logs_in(desk, town)
    address = coordinator.invites(desk, words)

    phone = opens(words.language, script=script)
    user.comes_in(phone, address, remember=True)
    user.says_yes(phone)
    user.short_term_goals(phone, words)
    user.long_term_goals(phone, words)
    user.sub_goals(phone, words)
    user.warning_signs(phone, words)
    user.crisis_plan(phone, words)
    user.shares_the_crisis_plan(phone)
    user.shares_the_goals(phone)

    coordinator.comments_and_asks(desk, words)
    user.answers_the_question(phone, words)
    coordinator.sees_the_answer(desk, words)
    coordinator.agrees(desk, words)
    user.agrees(phone)
    link, code = user.gives_a_copy(phone, words)
    user.reads_own_pages(phone)

    town.clock.passes(days=MONTHS_LATER)
    mother = opens(words.language, script=script)
    relative.opens_the_copy(mother, link, code)
    relative.reads_the_plan(mother, words)
    relative.takes_the_paper(mother, words)

    tablet = opens(words.language, script=script)
    user.comes_back(tablet, address)
    user.takes_the_copy_back(tablet)
    relative.finds_nothing(mother, link)
