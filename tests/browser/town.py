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
from bot.actions.house import House, new_id, new_token
from bot.actions.invite import LINK_PATH
from bot.actions.staff import login_link
from bot.dialogs.context import Consent
from bot.dialogs.screen import Screen
from bot.dialogs.talk import Place, Talk
from bot.serve import listen
from bot.storage import consents, links, sheets, talks
from bot.storage.hashing import token_hash
from bot.web import copies, desk, papers
from bot.web.app import make_app
from tests.houses import START, a_coordinator, a_house, a_user

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

    def invited(self) -> str:
        """Add somebody who has said yes to planning, straight into the store: the address of their personal link."""
        user, token, now = a_user(self.house, coordinator=self.coordinator), new_token(), self.clock()
        with self.house.writing() as tx:
            consents.add(tx, new_id(), user, Consent(kind="plan", answer="yes", at=now))
            consents.add(tx, new_id(), user, Consent(kind="channel", answer="yes", at=now))
            begun = Talk(language="nb", here=Place(scene="menu"))
            talks.save(tx, user, begun, Screen(id="menu", number=0), "web", now)
            for worksheet in ("short_term_goals", "long_term_goals", "warning_signs"):
                sheets.open_worksheet(tx, user, worksheet, self.coordinator, now)
            until = now + self.house.settings.invitation_lasts
            links.make_link(tx, new_id(), user, token_hash(token), self.coordinator, now, until)
        return f"{self.address}{LINK_PATH}{token}"

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
