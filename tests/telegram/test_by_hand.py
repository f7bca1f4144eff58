"""Without Telegram, by hand: the fake as a program, the real program with the settings it prints, somebody at the
terminal, and requests as in `docs/fake_telegram.md`.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.processes import PATIENCE_S, PROGRAM, served

ROOT = Path(__file__).parents[2]


@contextmanager
def fake(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`planprat fake-telegram`, gone after the block."""
    command = [str(PROGRAM), "fake-telegram", "--port", "0", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        watch = threading.Timer(PATIENCE_S, process.kill)
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()
            process.kill()


def until(process: subprocess.Popen[str], words: str) -> str:
    """What is printed up to the line with these words."""
    assert process.stdout is not None
    read = ""
    while words not in (read.splitlines() or [""])[-1]:
        line = process.stdout.readline()
        assert line, f"it ended without «{words}»: {read}"
        read += line
    return read


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The two settings for the real program, by the names that `served` gives them."""
    assert process.stdout is not None
    lines = dict(process.stdout.readline().strip().split("=", 1) for _ in range(2))
    return {name.removeprefix("PLANPRAT_").lower(): value for name, value in lines.items()}


def test_somebody_at_the_terminal_talks_with_the_real_program(tmp_path: Path) -> None:
    with fake("--talk", "--language", "nn") as terminal:
        assert terminal.stdin is not None
        settings = told(terminal)

        def type_(line: str) -> None:
            assert terminal.stdin is not None
            terminal.stdin.write(f"{line}\n")
            terminal.stdin.flush()

        with served(tmp_path / "data", "--practice", "--host", "127.0.0.1", **settings) as program:
            type_(program.told["telegram"]["user_nn"])
            welcome = until(terminal, "] Hjelp no")
            assert "Eg er Planprat" in welcome
            number = re.findall(r"\[(\d)\] Gå vidare", welcome)[0]
            type_(number)
            assert "Vil du lage ein plan?" in until(terminal, "] Hjelp no")
            type_("99")
            until(terminal, "] Hjelp no")  # a number that is no button's is a message
            type_("/hjelp")
            assert "116 123" in until(terminal, "] Tilbake")
        terminal.stdin.close()
        assert terminal.wait(PATIENCE_S) == 0


def test_the_requests_of_the_documentation_work(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "fake_telegram.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```sh\nfake=http://127.0.0.1:8081/_fake\n(.*?)```", page, re.DOTALL)
    with fake() as process:
        settings = told(process)
        with served(tmp_path / "data", "--practice", "--host", "127.0.0.1", **settings) as program:
            values = {
                "fake": f"{settings['telegram_api_url']}/_fake",
                "TOKEN": program.told["telegram"]["user_nb"].partition("?start=")[2],
            }
            answers = [requested(line, values) for line in script.splitlines()]
            calls = httpx.get(f"{values['fake']}/calls").json()
    shown = [one["messages"][-1]["text"] for one in answers if "messages" in one]
    assert [words in text for words, text in zip(("Planprat", "Vil du lage en plan?"), shown, strict=True)] == [
        True
    ] * 2
    assert calls["sendmessage"] == 1
    assert calls["editmessagetext"] == 1


def requested(line: str, values: dict[str, str]) -> dict[str, Any]:
    """What comes back for a line with `curl`, and `id` taken out of it as the line says."""
    command = re.sub(r"^id=\$\((.*) \| tr -dc 0-9\)$", r"\1", line)
    program, *words = shlex.split(command)
    assert program == "curl"
    url, given = (re.sub(r"\$(\w+)", lambda name: values[name[1]], word) for word in words if not word.startswith("-"))
    if "-G" in words:
        name, _, value = given.partition("=")
        answer = httpx.get(url, params={name: value}, timeout=PATIENCE_S)
    else:
        answer = httpx.post(url, content=given.replace("TOKEN", values["TOKEN"]), timeout=PATIENCE_S)
    assert answer.status_code == 200, answer.text
    if command != line:
        values["id"] = "".join(filter(str.isdigit, answer.text))
    return dict(answer.json())
