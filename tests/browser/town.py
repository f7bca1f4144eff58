"""A town with one coordinator: a real store in a folder, the shipped content, and its pages on a port of 127.0.0.1."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import uvicorn

from bot.actions.actors import OPERATOR
from bot.actions.house import House
from bot.actions.staff import login_link
from bot.serve import listen
from bot.web import copies, desk, papers
from bot.web.app import make_app
from tests.houses import START, a_coordinator, a_house

COORDINATOR = "Anne"
PATIENCE_S = 30


@dataclass
class Clock:
    """A clock that moves only when told to, for every page of the town."""

    now: datetime = START

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def passes(self, **how: int) -> None:
        """Let some time pass: `days=90`."""
        self.now += timedelta(**how)


@dataclass(frozen=True, slots=True)
class Town:
    """The town while its pages are served. `address` is without a slash at the end."""

    house: House
    clock: Clock
    address: str
    coordinator: str

    def login(self) -> str:
        """A link that logs the coordinator in, once, as the command line makes it."""
        return login_link(self.house, OPERATOR, self.coordinator, self.clock(), self.address).address


@contextmanager
def a_town(folder: Path, *, practice: bool = False) -> Iterator[Town]:
    """Serve a new town from this folder until the block ends."""
    clock = Clock()
    with listen("127.0.0.1", 0) as listening:
        house = a_house(folder, practice=practice, base_url=listening.address)
        try:
            town = Town(house, clock, listening.address, a_coordinator(house, name=COORDINATOR))
            app = make_app(house, clock=clock, routes=(*papers.ROUTES, *copies.ROUTES, *desk.ROUTES))
            server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_config=None, lifespan="off"))
            served = threading.Thread(target=server.run, kwargs={"sockets": [listening.socket]})
            served.start()
            try:
                yield town
            finally:
                server.should_exit = True
                served.join(PATIENCE_S)
        finally:
            house.close()
