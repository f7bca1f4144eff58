"""How a command answers: a few lines to read, or with `--json` one JSON object on stdout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]


def answer(as_json: bool, told: Mapping[str, Any], *lines: str) -> None:
    """Print what a command has done: `told` as JSON, or `lines`."""
    if as_json:
        print(json.dumps(told, ensure_ascii=False), flush=True)
        return
    for line in lines:
        print(line, flush=True)
