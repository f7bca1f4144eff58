"""One Chromium for the folder, a town for each test, windows that are closed after it.

The Chromium ends with the last test here (scope «package»): while it lives no other event loop can run, and the tests
of other folders have loops of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import user
from tests.browser.chromium import chromium
from tests.browser.looking import Looks
from tests.browser.town import Town, a_town
from tests.browser.window import Window, open_window

Opens = Callable[..., Window]


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium."""
    with chromium(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A town with a coordinator and nobody else."""
    with a_town(tmp_path) as served:
        yield served


@pytest.fixture
def opens(browser: Browser, town: Town) -> Iterator[Opens]:
    """Opens windows to this town, all with the same looks. After the test, whatever was wrong with a page fails it."""
    looks = Looks()
    with ExitStack() as windows:

        def opening(language: str = "nb", **how: Any) -> Window:
            return windows.enter_context(open_window(browser, town.address, language, looks, **how))

        yield opening
    looks.end()


@pytest.fixture
def phone(browser: Browser, town: Town, script: bool) -> Iterator[Window]:
    """Somebody who has come in on a phone and stands at the menu. Its pages are not looked at: the story does that."""
    with open_window(browser, town.address, "nb", None, script=script) as window:
        user.comes_in(window, town.invited())
        yield window


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the phone runs scripts. A test for one of the two says which: `parametrize("script", [True])`."""
    return bool(request.param)
