"""The released worksheets, read once. Every version that was ever released is here and is walked to its end."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.dialogs.definition import Worksheet

FOLDER = Path(__file__).parents[2] / "content" / "worksheets"


@cache
def every_worksheet() -> tuple[Worksheet, ...]:
    """All definitions in all versions."""
    return tuple(
        Worksheet.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.v*.yaml"))
    )


def worksheet(name: str) -> Worksheet:
    """The newest version of one."""
    return max((one for one in every_worksheet() if one.id == name), key=lambda one: one.version)


def defined(text: str) -> Worksheet:
    """A small worksheet for one test, written as YAML."""
    return Worksheet.model_validate(yaml.safe_load(text))
