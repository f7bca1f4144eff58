"""A browser window with one person before it. Finds what it presses by the marks of `docs/web.md`, never by words."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, FloatRect, Page, Request, Response

from tests.browser.looking import Looks

Colours = Literal["light", "dark"]

PHONE = (360, 740)
DESK = (1280, 900)
PATIENCE_MS = 15_000
SCREENSHOTS = bool(os.environ.get("PLANPRAT_SCREENSHOTS"))  # an ordinary run leaves the tree as it was
SCREENSHOTS_IN = Path(__file__).parents[2] / "docs" / "screenshots"
MARKS = ("data-option", "data-nav", "data-row-action", "data-link")
FIRST = "(selectors) => selectors.find((one) => document.querySelector(one)) || null"
WATCH = """addEventListener("securitypolicyviolation", (event) => {
  console.error("refused by policy: " + event.blockedURI);
});"""


@dataclass
class Window:
    """A window of a browser of its own (its cookies are nobody else's).

    Attributes:
        language: of the pages expected here; a person who changes it sets it.
        looks: looks at each page this window comes to; None in tests of something else.
        wrong: what no page may do: errors of scripts, requests to anybody else, answers that say 500.
    """

    page: Page
    address: str
    language: str
    looks: Looks | None
    colours: Colours = "light"
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium writes each answer of 400 and more there; some pages are meant to be such.
        if message.type in {"error", "warning"} and "the server responded with a status" not in message.text:
            self.wrong.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.wrong.append(f"asks elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status} from {response.url}")

    @property
    def context(self) -> BrowserContext:
        """The browser that this is a window of."""
        return self.page.context

    @property
    def screen(self) -> str:
        """The id of the screen shown; empty when the page is none."""
        found = self.page.locator("[data-screen]")
        return (found.get_attribute("data-screen") or "") if found.count() else ""

    @property
    def text(self) -> str:
        """Every word that is seen."""
        return self.page.locator("body").inner_text()

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.page.locator("#text").input_value()

    def look(self) -> None:
        """Look at the page shown, once it is there in full: a click ends when the next page begins."""
        self.page.wait_for_load_state()
        if self.looks is not None:
            self.looks.at(self.page, self.language, self.colours)
        assert not self.wrong, self.wrong

    def goes(self, address: str) -> None:
        """Go to a page of the town, or to a whole address."""
        self.page.goto(address if address.startswith("http") else self.address + address)
        self.look()

    def presses(self, selector: str) -> None:
        """Press the one button or link that this CSS selector finds, and look at what comes."""
        self.page.locator(selector).click()
        self.look()

    def taps(self, value: str, argument: str = "") -> None:
        """Tap what bears this mark: an answer before what stands below it, that before a button of a line.

        Args:
            value: of the mark.
            argument: tells those apart that bear the same.
        """
        more = f'[data-argument="{argument}"]' if argument else ""
        found = self.page.evaluate(FIRST, [f'[{mark}="{value}"]{more}' for mark in MARKS])
        assert found is not None, f"nothing on {self.screen or self.page.url} bears «{value}» {argument}"
        self.presses(found)

    def types(self, *answers: str) -> None:
        """Type each text into the field and send it."""
        for one in answers:
            self.page.fill("#text", one)
            self.presses("[data-submit]")

    def shows(self, screen: str) -> None:
        """Whether this screen is shown.

        Raises:
            AssertionError: with the one that is.
        """
        assert self.screen == screen, f"{self.screen or self.page.url} is shown, not {screen}"

    def keeps(self, name: str, height: int) -> None:
        """Keep a picture of the upper part of the page among the documents; only when `PLANPRAT_SCREENSHOTS` is set.

        Args:
            name: of the file, without its ending; in Nynorsk `.nn` follows it.
            height: how much of the page, in CSS px.
        """
        size = self.page.viewport_size
        if SCREENSHOTS and size is not None:
            SCREENSHOTS_IN.mkdir(parents=True, exist_ok=True)
            file = f"{name}.nn.png" if self.language == "nn" else f"{name}.png"
            part = FloatRect(x=0, y=0, width=size["width"], height=height)
            self.page.screenshot(path=SCREENSHOTS_IN / file, full_page=True, clip=part)

    def close(self) -> None:
        """Close the window, and its browser's cookies with it."""
        self.context.close()

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_window(
    browser: Browser,
    address: str,
    language: str,
    looks: Looks | None,
    *,
    size: tuple[int, int] = PHONE,
    script: bool = True,
    colours: Colours = "light",
) -> Window:
    """Open a browser without any cookies, as on another device."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=script,
        locale=f"{language}-NO",
        color_scheme=colours,
        device_scale_factor=2 if SCREENSHOTS else 1,
        accept_downloads=True,
    )
    page = context.new_page()
    if script:
        page.add_init_script(WATCH)
    return Window(page, address, language, looks, colours)
