"""Temporary files are made in memory where there is room, and nowhere else than they were where there is not."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.in_memory import use_memory


@pytest.fixture(autouse=True)
def _unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has said where temporary files go. What the run itself has found out comes back afterwards."""
    monkeypatch.setenv("TMPDIR", "")  # so that it is put back
    monkeypatch.delenv("TMPDIR")
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_where_there_is_room_they_are_made_there(tmp_path: Path) -> None:
    use_memory(tmp_path, room=1)
    assert Path(tempfile.mkdtemp()).parent == tmp_path
    assert os.environ["TMPDIR"] == str(tmp_path), "the programs that are started find it there"


def test_without_room_they_are_left_where_they_were(tmp_path: Path) -> None:
    before = tempfile.gettempdir()
    use_memory(tmp_path, room=1 << 60)
    use_memory(tmp_path / "nowhere", room=1)
    assert tempfile.gettempdir() == before
    assert "TMPDIR" not in os.environ


def test_where_it_is_said_they_are_made_as_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    (tmp_path / "memory").mkdir()
    use_memory(tmp_path / "memory", room=1)
    assert tempfile.gettempdir() == str(tmp_path)
