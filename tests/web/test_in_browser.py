"""The phone page in a real browser: small screens, a keyboard, no script, and a draft that survives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette

from bot.actions.house import House
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.web.conftest import CODE, Invited

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
THUMB = 44  # CSS pixels


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve an application on a free port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = find_chromium(playwright.chromium.executable_path)  # without one it fails, and names the command
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def address(app: Starlette) -> Iterator[str]:
    with served(app) as at:
        yield at


def comes_in(context: BrowserContext, address: str, invited: Invited) -> Page:
    """Come in and stand at the first question of the first worksheet."""
    page = context.new_page()
    page.goto(f"{address}/p/{invited.token}")
    taps(page, "[data-option=nb]")
    page.fill("#code", CODE)
    page.fill("#again", CODE)
    taps(page, "[data-option=go_on]")
    taps(page, "[data-option=go_on]")
    taps(page, "[data-option=yes]")
    while (page.get_attribute("[data-screen]", "data-screen") or "").startswith("consent"):
        taps(page, "[data-option] >> nth=0")
    if page.get_attribute("[data-screen]", "data-screen") == "menu":
        taps(page, "[data-row-action=open] >> nth=0")
    return page


def taps(page: Page, control: str) -> None:
    """Tap something that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.click(control)


def screen(page: Page) -> str:
    return page.get_attribute("[data-screen]", "data-screen") or ""


def check(page: Page) -> None:
    """Nothing sticks out, axe finds nothing, every control can be hit by a thumb."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= (page.viewport_size or {"width": 0})["width"], page.url
    found = Axe().run(page, options=RULES)
    assert found.response["passes"]
    assert not found.response["violations"], found.generate_report()
    small: list[Any] = page.evaluate(
        """(least) => [...document.querySelectorAll("button, main a:not(.tel), header a:not(.skip), input, textarea")]
            .filter((one) => !one.matches("[type=hidden], [type=checkbox], .enter, .skip") && one.offsetParent)
            .filter((one) => one.getBoundingClientRect().height < least)
            .map((one) => one.outerHTML)""",
        THUMB,
    )
    assert small == []


def test_everything_works_without_script(chromium: Browser, address: str, invite: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = comes_in(context, address, invite())
    page.fill("#text", "Halvferdig")
    taps(page, "[data-nav=explain]")
    assert page.input_value("#text") == "Halvferdig"
    taps(page, "[data-submit]")
    assert screen(page) == "short_term_goals.activities.wish"
    page.go_back()
    page.go_back()
    assert page.input_value("#text") == "Halvferdig"
    context.close()


def test_a_draft_survives_leaving_the_page_and_goes_with_the_log_out(
    chromium: Browser, address: str, invite: Any
) -> None:
    context = chromium.new_context()
    page = comes_in(context, address, invite())
    page.fill("#text", "Ikke sendt ennå")
    taps(page, "header .help")
    page.goto(address)
    assert page.input_value("#text") == "Ikke sendt ennå"
    taps(page, "[data-submit]")
    taps(page, "[data-row-action=back]")
    assert page.input_value("#text") == "Ikke sendt ennå"  # now the stored answer
    page.fill("#text", "En annen tanke")
    page.goto(f"{address}/enheter")
    taps(page, "[data-option=leave]")
    assert page.evaluate("sessionStorage.length") == 0
    context.close()


def test_a_draft_never_overwrites_what_came_later(chromium: Browser, address: str, invite: Any, house: House) -> None:
    context = chromium.new_context()
    page = comes_in(context, address, invite())
    page.fill("#text", "Kladd fra den ene fanen")
    other = context.new_page()
    other.goto(address)
    other.fill("#text", "Svar fra den andre fanen")
    taps(other, "[data-submit]")
    taps(other, "[data-row-action=back]")
    page.goto(f"{address}/hjelp")
    page.goto(address)
    assert page.input_value("#text") == "Kladd fra den ene fanen"
    taps(page, "[data-submit]")
    assert page.locator("[data-notice='walk.notice.changed_meanwhile']").count() == 1
    assert page.input_value("#text") == "Kladd fra den ene fanen"
    context.close()


def test_two_quick_taps_are_one(chromium: Browser, address: str, invite: Any) -> None:
    context = chromium.new_context()
    page = comes_in(context, address, invite(worksheets=("warning_signs",)))
    before = int(page.get_attribute("[data-number]", "data-number") or 0)
    with page.expect_navigation():
        page.locator("[data-option=often]").dblclick(no_wait_after=True)
    page.goto(address)
    assert int(page.get_attribute("[data-number]", "data-number") or 0) == before + 1
    context.close()


def test_enter_in_a_line_presses_the_fields_own_button(chromium: Browser, address: str, invite: Any) -> None:
    context = chromium.new_context()
    page = comes_in(context, address, invite())
    taps(page, "[data-nav=menu]")
    taps(page, "[data-nav=copies]")
    taps(page, "[data-option=new]")
    page.fill("#text", "Anne")
    with page.expect_navigation():
        page.press("#text", "Enter")
    assert screen(page) == "copies.parts"
    context.close()


def test_the_page_grows_with_the_text(chromium: Browser, address: str, invite: Any) -> None:
    context = chromium.new_context()
    page = comes_in(context, address, invite())
    before = (page.locator("#text").bounding_box() or {"height": 0})["height"]
    page.fill("#text", "Linje\n" * 30)
    assert (page.locator("#text").bounding_box() or {"height": 0})["height"] > before * 2
    context.close()
