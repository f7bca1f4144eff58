"""An installation with people in it, and the real program on its data as a process of its own."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.actions.actors import OPERATOR
from bot.actions.export import export
from bot.actions.house import House
from bot.dialogs.consent import FIRST
from bot.dialogs.context import Consent
from bot.dialogs.screen import Screen
from bot.dialogs.talk import Place, Talk
from bot.settings import Settings
from bot.storage import consents, links, people, sheets, talks
from bot.storage.export import Export
from bot.storage.hashing import token_hash
from bot.storage.opening import open_store
from bot.storage.store import Transaction
from bot.storage.tables import outgoing
from bot.testing.telegram.memory import TOKEN
from tests.houses import content, language, new_data
from tests.processes import PROGRAM, environment

WORKSHEETS = ("short_term_goals", "long_term_goals", "warning_signs")
STARTS_WITHIN_S = 60.0
BASE_URL = "https://planprat.example"
STOPS_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Invited:
    """A made-up person who has a link that nobody has used."""

    user: str
    name: str
    token: str


def _at_the_menu(tx: Transaction, user: str, now: datetime) -> None:
    """Somebody who has said yes to the plan and to Telegram, and then went away."""
    for kind in FIRST:
        details = {"channel": "telegram"} if kind == "channel" else {}
        consents.add(tx, f"{user}-{kind}", user, Consent(kind=kind, answer="yes", at=now, details=details))
    talk = Talk(language="nb", here=Place(scene="menu"))
    talks.save(tx, user, talk, Screen(id="menu", number=0), "telegram", now)


@dataclass
class Installation:
    """Data with a coordinator and invited people. `database_url` is empty for SQLite in the folder.
    `known`: they have been here before, and are at the menu."""

    folder: Path
    many: int
    database_url: str = ""
    known: bool = False
    worksheets: tuple[str, ...] = WORKSHEETS
    invited: tuple[Invited, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.invited = tuple(
            Invited(f"user{n}", f"Person{n}", f"invitation-of-{n:02}-{'7Hq2mZ' * 5}") for n in range(self.many)
        )
        now = datetime.now(UTC)
        with self.opened() as house, house.writing() as tx:
            people.add_coordinator(tx, "anne", "Anne", "22 33 44 55", "hverdager 9-15", "nb", now)
            for one in self.invited:
                people.add_user(tx, one.user, "anne", one.name, "nb", now)
                until = now + house.settings.invitation_lasts
                links.make_link(tx, f"link-{one.user}", one.user, token_hash(one.token), "anne", now, until)
                if self.known:
                    _at_the_menu(tx, one.user, now)
                for worksheet in self.worksheets:
                    sheets.open_worksheet(tx, one.user, worksheet, "anne", now)

    @property
    def settings(self) -> Settings:
        """The settings."""
        return new_data(self.folder / "data", self.database_url)

    @contextmanager
    def opened(self) -> Iterator[House]:
        """The house, for a look from outside."""
        store = open_store(self.settings, datetime.now(UTC))
        house = House(store, content(), language(), self.settings)
        try:
            yield house
        finally:
            house.close()

    def exports(self) -> dict[str, Export]:
        """What `planprat export` gives for each of them, by id."""
        now = datetime.now(UTC)
        with self.opened() as house:
            return {one.user: export(house, OPERATOR, one.user, now) for one in self.invited}


def on_its_way(house: House) -> int:
    """How much waits to be delivered."""
    with house.reading() as tx:
        return int(tx.connection.execute(select(func.count()).select_from(outgoing)).scalar_one())


@dataclass
class Program:
    """`planprat serve`, begun. `told` is what it announced; empty until it listens."""

    process: asyncio.subprocess.Process
    log: Path
    told: dict[str, Any] = field(default_factory=dict)

    async def listens(self) -> None:
        """Wait until it says so."""
        assert self.process.stdout is not None
        async with asyncio.timeout(STARTS_WITHIN_S):
            line = await self.process.stdout.readline()
        assert line, self.log.read_text(encoding="utf-8")
        self.told = json.loads(line)

    async def killed(self) -> None:
        """End it as a power cut would: at once, with no chance to do anything."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def stopped(self) -> float:
        """Tell it to stop. It must end well.

        Returns:
            How many seconds it took; five are promised.
        """
        loop = asyncio.get_running_loop()
        begun = loop.time()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STARTS_WITHIN_S):
            code = await self.process.wait()
        assert code == 0, self.log.read_text(encoding="utf-8")
        return loop.time() - begun


async def begun(installation: Installation, api: str, **settings: str) -> Program:
    """Start the program, without waiting until it listens. What it logs is added to the installation's log."""
    log = installation.folder / "log.txt"
    told = {"telegram_token": TOKEN, "telegram_api_url": api, "base_url": BASE_URL} | settings
    if installation.database_url:
        told["database_url"] = installation.database_url
    with log.open("ab") as sink:
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            "serve",
            "--port",
            told.pop("port", "0"),
            "--json",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=sink,
            env=environment(installation.settings.data, **told),
            cwd=installation.folder,
        )
    return Program(process, log)


@asynccontextmanager
async def running_program(installation: Installation, api: str, **settings: str) -> AsyncIterator[Program]:
    """The program, listening; gone after the block, however it is left."""
    program = await begun(installation, api, **settings)
    try:
        await program.listens()
        yield program
    finally:
        await program.killed()
