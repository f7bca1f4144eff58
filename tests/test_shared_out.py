"""What belongs together stays in one process, as xdist shares the tests out."""

from __future__ import annotations

import pytest

from tests.shared_out import together

PAIRS = {
    "tests/plan/test_goals.py::test_one[a::b@c]": "tests/plan/test_goals.py",
    "tests/plan/test_goals.py::TestMany::runTest": "tests/plan/test_goals.py",
    "tests/browser/test_print.py::test_one": "tests/browser/",
    "tests/browser/test_story.py::test_the_whole_story[nb]": "tests/browser/test_story.py::test_the_whole_story[nb]",
}
ran: list[str] = []  # in this process


@pytest.mark.parametrize("nodeid", PAIRS)
def test_a_module_stays_together_and_each_story_is_alone(nodeid: str, request: pytest.FixtureRequest) -> None:
    ran.append(request.node.name)
    assert together(nodeid) == PAIRS[nodeid]


def test_what_stands_above_ran_in_this_process(request: pytest.FixtureRequest) -> None:
    chosen = [item.name for item in request.session.items if item.path == request.path]
    assert ran == chosen[:-1]
