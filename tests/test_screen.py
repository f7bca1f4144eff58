"""`planprat content screen`: what each line discloses, one JSON object a line, whatever the lines are."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.processes import PATIENCE_S, PROGRAM, environment, planprat


def screened(data: Path, typed: bytes, language: str = "nb") -> list[dict[str, Any]]:
    """What the command says of these lines."""
    done = subprocess.run(
        [PROGRAM, "content", "screen", "--language", language],
        input=typed,
        capture_output=True,
        check=True,
        timeout=PATIENCE_S,
        env=environment(data),
    )
    return [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_each_line_gets_its_object(tmp_path: Path, language: str) -> None:
    told = screened(tmp_path, "Går tur. Eg orkar ikkje leve lenger!\nSøv lenge\n".encode(), language)
    assert told == [
        {
            "text": "Går tur. Eg orkar ikkje leve lenger!",
            "class": "own_life",
            "rule": "own.not_live",
            "words": "Eg orkar ikkje leve",
        },
        {"text": "Søv lenge", "class": "none", "rule": None, "words": None},
    ]


def test_no_line_stops_it(tmp_path: Path) -> None:
    """Empty, of Windows, not UTF-8, with control characters, very long, and without an end."""
    long = "a" * 300_000 + " jeg vil dø"
    lines = [b"", b"jeg vil d\xc3\xb8\r", b"\xff\xfe vil ikke leve", b"\x00\x1b[31m\xe2\x80\xa8", long.encode(), b"kms"]
    told = screened(tmp_path, b"\n".join(lines))
    assert [one["class"] for one in told] == ["none", "own_life", "own_life", "none", "own_life", "own_life"]
    assert told[1]["text"] == "jeg vil dø"
    assert told[4]["text"] == long
    assert told[4]["words"] == "jeg vil dø"
    assert screened(tmp_path, b"") == []


def test_each_object_comes_before_the_next_line_is_there(tmp_path: Path) -> None:
    with subprocess.Popen(
        [PROGRAM, "content", "screen"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(tmp_path),
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text in ("hei", "jeg vil dø"):
            running.stdin.write(f"{text}\n".encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["text"] == text
        running.stdin.close()
        assert running.wait(PATIENCE_S) == 0


def test_another_language_is_refused(tmp_path: Path) -> None:
    assert planprat(tmp_path / "data", "content", "screen", "--language", "en").sentence.startswith(
        "There is no language"
    )
