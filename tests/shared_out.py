"""How the tests are shared out among processes: a module stays in one, and what takes longest begins first.

A module's fixtures are then made once, and no long test is left to the end, when the other processes are idle. The
stories in the browser wait most of their time, so each is one piece of work; the other tests there share a Chromium.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

STORY = "tests/browser/test_story.py"
BROWSER = "tests/browser/"
# By measured time. What is not here follows in the order of its path.
LONGEST = (
    STORY,
    "tests/test_scenarios.py",
    "tests/breaking/test_kills.py",
    BROWSER,
    "tests/breaking/test_database.py",
    "tests/test_serve.py",
    "tests/telegram/test_process.py",
    "tests/test_packaging.py",
    "tests/telegram/test_scenarios.py",
    "tests/test_cli.py",
    "tests/safety/test_phrases.py",
    "tests/breaking/test_faults.py",
    "tests/web/test_in_browser.py",
    "tests/test_several_processes.py",
)


class ByModule(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """What belongs together goes to one process. The marks of xdist itself (`xdist_group`) do nothing with pytest 9.2,
    silently: https://github.com/pytest-dev/pytest-xdist/issues/1386"""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def share_out(items: list[pytest.Item]) -> None:
    """Put the tests in the order in which they are handed out (`pytest --no-loadscope-reorder`)."""
    items.sort(key=lambda item: _rank(item.nodeid))  # stable: within a module they stay as they were


def together(nodeid: str) -> str:
    """The name of what this test belongs to."""
    if nodeid.startswith(STORY):
        return nodeid
    return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


def _rank(nodeid: str) -> int:
    return next((rank for rank, beginning in enumerate(LONGEST) if nodeid.startswith(beginning)), len(LONGEST))
