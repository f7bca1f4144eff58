"""Coming in by the personal link, and coming back."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.conftest import CODE, Browser, Invited, comes_in


async def test_a_new_link_asks_for_the_language_and_a_code_and_lets_the_person_in(
    browse: Callable[..., Browser], invite: Callable[..., Invited]
) -> None:
    browser = browse()
    page = await comes_in(browser, invite())
    assert page.status == 200
    assert page.screen == "onboarding.welcome", page.text
