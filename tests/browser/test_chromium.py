"""Without Chromium the browser tests fail and say what to type; they are never skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import SETTING, NoChromium, find_chromium


def test_none_at_all_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(SETTING, raising=False)
    with pytest.raises(NoChromium, match=r"type: \S+playwright install --with-deps chromium$"):
        find_chromium(str(tmp_path / "brought"))


def test_the_one_that_is_set_comes_first_then_the_systems_then_the_one_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, system, brought = tmp_path / "own", tmp_path / "chromium", tmp_path / "brought"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(SETTING, str(own))
    for path in (brought, system, own):
        path.touch(mode=0o755)
        assert find_chromium(str(brought)) == str(path)
