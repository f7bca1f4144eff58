"""The fixtures: one sound content folder, and for each broken case what is changed in it and what is then said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FIXTURES = Path(__file__).parent / "fixtures"
SOUND = FIXTURES / "sound"
BROKEN = sorted((FIXTURES / "broken").glob("*.yaml"))


def sound_files() -> dict[str, str]:
    """The sound content: file name -> what stands in it."""
    paths = [path for path in SOUND.rglob("*") if path.is_file()]
    return {path.relative_to(SOUND).as_posix(): path.read_text("utf-8") for path in paths}


def write(files: dict[str, str], folder: Path) -> Path:
    """These files, written into an empty folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def broken(case: dict[str, Any]) -> dict[str, str]:
    """The sound content with one case's changes. Each `old` stands there exactly once, or the case is out of date."""
    files = sound_files()
    for name in case.get("remove", []):
        del files[name]
    for name, changes in case.get("replace", {}).items():
        for change in changes:
            assert files[name].count(change["old"]) == 1, (name, change["old"])
            files[name] = files[name].replace(change["old"], change["new"] * change.get("times", 1))
    return {**files, **case.get("write", {})}


def case_of(path: Path) -> dict[str, Any]:
    """One broken case as its file says it."""
    case = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(case, dict)
    return case
