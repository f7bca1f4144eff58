"""The real program as a process of its own, as an operator starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

PROGRAM = Path(sys.executable).with_name("planprat")
PATIENCE_S = 60  # a start takes about a second; a machine with other things to do takes longer


@dataclass(frozen=True, slots=True)
class Ended:
    """What a program left behind."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on stderr of a program that failed as it should."""
        assert self.code == 2, self
        (line,) = self.err.splitlines()
        assert "Traceback" not in line
        return line


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a process: none of this machine's own settings, and those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANPRAT_")}
    return kept | {"PLANPRAT_DATA": str(data)} | {f"PLANPRAT_{name.upper()}": value for name, value in settings.items()}


def planprat(
    data: Path, *arguments: str, typed: str = "", out: TextIO | None = None, program: Path = PROGRAM, **settings: str
) -> Ended:
    """Run one command to its end. With `out` its answer goes there."""
    done = subprocess.run(
        [program, *arguments],
        input=typed,
        stdout=out or subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        env=environment(data, **settings),
        cwd=data.parent,
    )
    return Ended(done.returncode, done.stdout or "", done.stderr)


@dataclass
class Served:
    """A server that answers. `told` is what it announced."""

    process: subprocess.Popen[str]
    told: dict[str, Any]

    def stop(self, signal: int) -> Ended:
        """Send a signal and wait for the end."""
        self.process.send_signal(signal)
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return Ended(self.process.returncode, out, err)


@contextmanager
def served(data: Path, *arguments: str, program: Path = PROGRAM, **settings: str) -> Iterator[Served]:
    """Start the server on a free port and wait until it says that it listens. It is gone after the block."""
    process = subprocess.Popen(
        [program, "serve", "--port", "0", "--json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(data, **settings),
        cwd=data.parent,
    )
    watch = threading.Timer(PATIENCE_S, process.kill)
    watch.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise AssertionError(process.communicate()[1])
        yield Served(process, json.loads(line))
    finally:
        watch.cancel()
        process.kill()
        process.communicate()
