"""Looking at a page as those do who cannot: with axe, with a ruler at 320 px, and with text twice the size.

Every page that a test meets is measured. axe takes half a second, so it looks at each page that holds something it has
not seen yet in this language and these colours: an element, a class, a role or a state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

AXE_SCRIPT = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
TITLE = "Planprat"  # it shows in the list of open pages: no names, nothing of what the page is about
NARROWEST = 320  # CSS px, WCAG 1.4.10
# Where no script may run no timer does either, and axe waits by timers: here each is due at once.
AXE = """async (tags) => {
  const later = window.setTimeout;
  window.setTimeout = (due) => { Promise.resolve().then(due); return 0; };
  try {
    const found = await axe.run({
      runOnly: { type: "tag", values: tags },
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
      preload: false,
    });
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  } finally {
    window.setTimeout = later;
  }
}"""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass
class Looks:
    """What has been looked at so far.

    Attributes:
        met: what pages were made of, in each language and colour.
        pages: how many pages were measured.
        wrong: everything found, by page; a test ends with holding that it is empty.
    """

    met: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    pages: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def at(self, page: Page, language: str, colours: str = "light") -> None:
        """Look at a page that is shown in this language, and note everything that is wrong with it."""
        self.pages += 1
        measured = page.evaluate(MEASURE)
        wrong = [*_whole(measured, language), *_boxes(measured, "")]
        met, parts = self.met.setdefault((language, colours), set()), set(measured["make"].split("\n"))
        if not parts <= met:
            met |= parts
            wrong += [*_narrow(page), *_large(page), *axe(page)]
        if wrong:
            self.wrong[f"{page.url} ({language}, {colours})"] = wrong

    def end(self) -> None:
        """Hold that all pages were as they should be.

        Raises:
            AssertionError: with everything that was wrong.
        """
        assert self.pages, "nothing was looked at"
        assert not self.wrong, "\n".join(f"{page}:\n  " + "\n  ".join(found) for page, found in self.wrong.items())


def axe(page: Page) -> list[str]:
    """What axe finds wrong with the page."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE, list(TAGS))
    return found


def _whole(measured: dict[str, Any], language: str) -> list[str]:
    wanted = {"title": TITLE, "lang": language, "headings": 1, "mains": 1, "banners": 1, "ends": 1}
    return [f"{name} is {measured[name]!r}" for name, value in wanted.items() if measured[name] != value]


def _boxes(measured: dict[str, Any], where: str) -> list[str]:
    """Scrolling sideways, what is smaller than a finger, what lies over something else."""
    wrong = [f"scrolls sideways{where}: {measured['wide']}"] if measured["scrolls"] else []
    wrong += [f"smaller than 44 px{where}: {one}" for one in measured["small"]]
    return wrong + [f"one over another{where}: {one}" for one in measured["over"]]


def _narrow(page: Page) -> list[str]:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
    try:
        return _boxes(page.evaluate(MEASURE), f" at {NARROWEST} px")
    finally:
        page.set_viewport_size(ViewportSize(width=size["width"], height=size["height"]))


def _large(page: Page) -> list[str]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    try:
        return _boxes(page.evaluate(MEASURE), " with text twice the size")
    finally:
        page.evaluate("document.documentElement.style.fontSize = ''")
