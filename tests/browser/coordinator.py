"""The coordinator's part of the story, at the desk."""

from __future__ import annotations

from tests.browser.town import Town
from tests.browser.window import Window
from tests.browser.words import Words

SHEETS = ("short_term_goals", "long_term_goals", "sub_goals", "warning_signs", "crisis_plan")


def logs_in(desk: Window, town: Town) -> None:
    """Use a login link. The page it leads to has one button, so that a mail scanner uses nothing up."""
    desk.goes(town.login())
    desk.presses("main button.primary")
    assert desk.page.url == f"{town.address}/desk"


def invites(desk: Window, words: Words) -> str:
    """Add the user, open the five worksheets, and make the personal link; its address is read off the page."""
    desk.goes("/desk")
    desk.presses("a[href='/desk/ny']")
    desk.page.fill("#name", words.user)
    desk.page.check(f"[name=language][value={words.language}]")
    desk.presses("main form button.primary")
    for sheet in SHEETS:
        desk.presses(f"[data-worksheet={sheet}] button[value=open]")
    desk.presses("[data-next]")
    desk.presses("button[value=invite]")
    address = desk.page.locator("[data-invitation]").inner_text().strip()
    assert address.startswith(f"{desk.address}/p/")
    return address


def reads(desk: Window, words: Words, sheet: str) -> None:
    """Go from the list to the user, and to the newest edition of this worksheet."""
    desk.goes("/desk")
    desk.page.get_by_role("link", name=words.user).last.click()
    desk.look()
    desk.presses(f"[data-worksheet={sheet}] .row-actions a[href*='/desk/utgave/']")


def comments_and_asks(desk: Window, words: Words) -> None:
    """Write beside two answers of worksheet 3. What the user kept private is on no page here."""
    reads(desk, words, "short_term_goals")
    assert words.usual in desk.text
    assert words.private not in desk.page.content()
    _writes(desk, "activities.usual", words.comment, "comment")
    _writes(desk, "activities.usual", words.question, "ask")
    if words.language == desk.language:
        desk.keeps("desk", 900)
    for page in ("/desk", desk.page.url):
        desk.goes(page)
        assert words.private not in desk.page.content()


def _writes(desk: Window, key: str, text: str, how: str) -> None:
    beside = f'[data-key="{key}"]'
    desk.page.locator(f"{beside} summary").click()
    desk.look()
    desk.page.fill(f"{beside} textarea", text)
    desk.presses(f"{beside} button[value={how}]")
    assert text in desk.text


def agrees(desk: Window, words: Words) -> None:
    """Say yes to the crisis plan."""
    reads(desk, words, "crisis_plan")
    desk.presses("button[value=agree]")


def sees_the_answer(desk: Window, words: Words) -> None:
    """The user's answer stands beside the question."""
    reads(desk, words, "short_term_goals")
    assert words.answer in desk.text
    assert words.private not in desk.page.content()
