"""Chromium for the tests: the system's own, or the one Playwright brings. None at all is a failure, never a skip.

Text is set in the fonts that are shipped for the papers, so that a line breaks at the same word on every machine.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import bot.documents

# The same Chromium without windows first: it takes half the processor's time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SETTING = "PLANPRAT_CHROMIUM"  # the path of another Chromium
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # in a container nobody may make one; only pages of our own are opened
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Noto Sans</string></edit></match>
</fontconfig>
"""


class NoChromium(AssertionError):
    """There is no Chromium on this machine. Says what to type."""

    def __init__(self) -> None:
        program = Path(sys.executable).with_name("playwright")
        super().__init__(f"the browser tests need Chromium; type: {program} install --with-deps chromium")


def find_chromium(brought: str) -> str:
    """The path of a Chromium: the one that is set, the system's, or the one Playwright has `brought`.

    Raises:
        NoChromium: there is none.
    """
    found = (os.environ.get(SETTING, ""), *map(shutil.which, NAMES), brought)
    for path in found:
        if path and Path(path).exists():
            return path
    raise NoChromium


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """A Chromium that is closed after the block. `folder` takes its settings for fonts."""
    fonts = folder / "fonts.conf"
    here = Path(bot.documents.__file__).with_name("fonts")
    fonts.write_text(FONTS.format(fonts=here, cache=folder / "fonts"), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright.chromium.executable_path),
            args=list(ARGUMENTS),
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
        yield browser
        browser.close()
