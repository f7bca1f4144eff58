"""The relative's part of the story: link, code, yes, the plan and its paper; later a link that leads nowhere."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from tests.browser.window import Window
from tests.browser.words import Words


def opens_the_copy(phone: Window, address: str, code: str) -> None:
    """Open the link, type the code wrong once, choose the language, say yes."""
    phone.goes(address)
    phone.presses(f".languages a[lang={phone.language}]")
    for typed in ("000000", code):
        phone.page.fill("#code", typed)
        phone.presses("main form button.primary")
    phone.taps("yes")


def reads_the_plan(phone: Window, words: Words) -> None:
    """The steps with numbers to ring; not the part that was left out."""
    phone.keeps("crisis_plan", 1530)
    seen = phone.text
    assert words.user in seen
    for text in (*words.actions, words.friend[0], words.meet_me):
        assert text in seen
    assert phone.page.locator("a[href='tel:99887766']").is_visible()


def takes_the_paper(phone: Window, words: Words) -> None:
    """Download the plan on paper: a PDF with the same words."""
    with phone.page.expect_download() as downloading:
        phone.page.click("[data-link=paper]")
    made = Path(downloading.value.path()).read_bytes()
    assert made.startswith(b"%PDF")
    written = " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert words.friend[0] in written
    assert words.actions[0] in " ".join(written.split())
    assert downloading.value.suggested_filename == "kriseplan.pdf"


def finds_nothing(phone: Window, address: str) -> None:
    """After the copy was taken back its address is like one that never was."""
    phone.goes(address)
    withdrawn = phone.page.locator("main").inner_html()
    phone.goes("/k/abcdefghijklmnopqrstuvwxyz0123456789")
    assert phone.page.locator("main").inner_html() == withdrawn
