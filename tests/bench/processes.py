"""Several processes on one PostgreSQL: the same forty items, answered as on the pages, each person in one process at a
time. The server has its own durability (`fsync`), and shares the machine with them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.actions.actors import Actor
from bot.actions.converse import converse
from bot.actions.house import House, open_house
from bot.dialogs.event import Event, Opened, decode
from bot.settings import Settings
from tests.bench.planprat import ON_THE_WAY, a_town, answer, clock
from tests.postgres import running

THREADS = 8  # of each process, as its pages have
ROOT = Path(__file__).parents[2]


def settings(folder: Path, url: str) -> Settings:
    """An installation whose database is that server's."""
    return Settings(data=folder / "data", database_url=url, base_url="https://planprat.example")


@contextmanager
def a_server(people: int, folder: Path) -> Iterator[str]:
    """A server with so many people in a new database; its address."""
    with running(fsync="on", full_page_writes="on") as server, server.database("template0") as name:
        url = server.url(name)
        with a_town(folder, people, settings(folder, url)):
            pass
        yield url


def _answers(house: House, number: int) -> int:
    """One person goes through the list. Gives how many events that were."""
    actor, events = Actor("user", f"user-{number:06}"), 0
    event: Event = Opened()
    while True:
        screen = converse(house, actor, event, channel="web", key=f"bench-{events}", now=clock()).screen
        events += 1
        wires = [one.wire for one in screen.buttons()]
        wire = answer(wires) or next((one for one in wires if one.endswith(ON_THE_WAY)), None)
        press = decode(wire) if wire else None
        if press is None:
            return events
        event = press


def work(folder: Path, url: str, share: int, of: int, people: int) -> None:
    """One of the processes. Says that it is ready, waits for a line, and says how many events it took and when."""
    house = open_house(settings(folder, url), clock())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began = time.time()
    with ThreadPoolExecutor(THREADS) as pool:
        events = sum(pool.map(lambda number: _answers(house, number), range(share, people, of)))
    sys.stdout.write(json.dumps({"events": events, "began": began, "ended": time.time()}) + "\n")
    house.close()


def measured(processes: int, people: int) -> float:
    """Events per second of so many processes together."""
    with tempfile.TemporaryDirectory() as name, a_server(people, Path(name)) as url, ExitStack() as held:
        command = [sys.executable, "-m", "tests.bench", "--one", "work", "--folder", name, "--url", url]
        workers = [
            held.enter_context(
                subprocess.Popen(
                    [*command, "--share", str(share), "--of", str(processes)],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for share in range(processes)
        ]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        told = [json.loads(worker.communicate()[0]) for worker in _told(workers)]
    seconds = max(one["ended"] for one in told) - min(one["began"] for one in told)
    return float(sum(one["events"] for one in told)) / float(seconds)


def _told(workers: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    """Let all of them begin before any is waited for."""
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return workers
