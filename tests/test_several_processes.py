"""Four real programs on one PostgreSQL database at once, behind one address as behind a load balancer: everything a
person does may meet another of them. Nothing is lost or doubled, and one of them speaks with Telegram."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from itertools import cycle
from pathlib import Path

import httpx
from sqlalchemy import select

from bot.actions.delivery import LEASE
from bot.actions.house import House
from bot.actions.tries import TRIES_AT_LINK
from bot.storage import links, people, sheets
from bot.storage.hashing import code_hash, token_hash
from bot.storage.tables import leases
from bot.testing.telegram.http import running
from bot.testing.telegram.memory import TOKEN
from bot.testing.telegram.person import Person
from tests.houses import a_coordinator, a_house
from tests.processes import Served, served
from tests.telegram.test_process import Watched
from tests.web.conftest import Browser, Invited, Seen, at_first_question

PROCESSES = 4
HOST = "planprat.test"
ON_PAGES = ("jonas", "signe", "mari")
IN_CHATS = ("aslak", "turid")
WORKSHEET = "short_term_goals"
QUESTIONS = 3
TRIES = 8
# A process that takes over may ask while Telegram still holds the request of the one that was killed.
TWO_ASK = "another program asks Telegram for this bot's updates; stop that one"


@dataclass
class Roaming(Browser):
    """One browser; each page it asks for comes from the next process. Its cookies are sent to all of them."""

    everywhere: Sequence[httpx.AsyncClient] = ()

    def __post_init__(self) -> None:
        self._next = cycle(self.everywhere)

    async def opens(self, address: str) -> Seen:
        """As Browser."""
        self.client = next(self._next)
        return await super().opens(address)

    async def sends(
        self, address: str, *, page: Seen | None = None, headers: dict[str, str] | None = None, **fields: str
    ) -> Seen:
        """As Browser."""
        self.client = next(self._next)
        return await super().sends(address, page=page, headers={"origin": f"http://{HOST}"} | (headers or {}), **fields)

    async def sends_to_all(self, address: str, *forms: dict[str, str]) -> list[Seen]:
        """Send one form to each process at the same moment, or the same one to all."""
        page = self.seen.fields.hidden
        sent = forms if len(forms) > 1 else forms * len(self.everywhere)
        asked = (
            client.post(address, data={**page, **form}) for client, form in zip(self.everywhere, sent, strict=True)
        )
        return [Seen(answer) for answer in await asyncio.gather(*asked)]


@dataclass
class Town:
    """The processes, the house that they share as seen from here, and the stand-in for Telegram."""

    house: House
    data: Path
    url: str
    fake: Watched
    api: str
    stack: AsyncExitStack
    running: list[Served] = field(default_factory=list)

    async def starts(self, count: int) -> None:
        """Start so many processes at once."""
        begun = [
            served(
                self.data,
                database_url=self.url,
                telegram_token=TOKEN,
                telegram_api_url=self.api,
                base_url=f"http://{HOST}",
            )
            for _ in range(count)
        ]
        self.running += await asyncio.gather(*(asyncio.to_thread(one.__enter__) for one in begun))
        for one in begun:
            self.stack.push_async_callback(asyncio.to_thread, one.__exit__, None, None, None)

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Roaming]:
        """A browser that reaches the processes which run now."""
        jar = CookieJar()
        async with AsyncExitStack() as open_:
            clients = [
                await open_.enter_async_context(
                    httpx.AsyncClient(
                        base_url=one.told["listens"],
                        headers={"host": HOST},
                        cookies=jar,
                        follow_redirects=True,
                        timeout=30,
                    )
                )
                for one in self.running
            ]
            yield Roaming(clients[0], everywhere=clients)

    def holder(self) -> str | None:
        """Who speaks with Telegram."""
        with self.house.reading() as tx:
            return tx.connection.execute(select(leases.c.owner).where(leases.c.name == LEASE)).scalar_one_or_none()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something stands in the database."""
        async with asyncio.timeout(30):
            while not await asyncio.to_thread(true):  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.05)

    def texts(self, user: str) -> list[tuple[str, str]]:
        """Every answer that this person ever gave: question and text, in order."""
        with self.house.reading() as tx:
            return [(change.key, change.answer.text) for change in sheets.history(tx, user, WORKSHEET)]


@asynccontextmanager
async def town(folder: Path, url: str) -> AsyncIterator[Town]:
    """Five persons with an invitation and a worksheet; no process yet."""
    house = a_house(folder, database_url=url)
    a_coordinator(house)
    now = datetime.now(UTC)
    with house.writing() as tx:
        for user in (*ON_PAGES, *IN_CHATS, "guessed"):
            people.add_user(tx, user, "anne", user.title(), "nb", now)
            links.make_link(tx, f"link-{user}", user, token_hash(token(user)), "anne", now, now + timedelta(days=14))
            sheets.open_worksheet(tx, user, WORKSHEET, "anne", now)
        links.bind(tx, "link-guessed", code_hash(house.store.vault.pepper, "493027"), now)
    fake = Watched()
    async with running(fake) as api, AsyncExitStack() as stack:
        yield Town(house, folder / "data", url, fake, api, stack)
    house.close()


def token(user: str) -> str:
    return f"invitation-of-{user}-7Hq2mZ-0123456789abcdef"


async def answers_on_pages(town: Town, user: str) -> None:
    """Come in and answer, each form sent to all four processes at the same moment, as an impatient thumb does."""
    async with town.browser() as browser:
        await at_first_question(browser, Invited(user, token(user)))
        for number in range(QUESTIONS):
            pages = await browser.sends_to_all("/svar", {"press": "", "text": f"{user} svarer {number}"})
            assert {page.status for page in pages} == {200}
            await browser.opens("/")
            assert browser.seen.screen.startswith(WORKSHEET)
        await chooses_four_things_at_once(browser)
        await browser.opens("/")
        await browser.sends("/ut")
        for _ in town.running:
            assert (await browser.opens("/")).screen == "", "logged out at one is logged out at all"


async def chooses_four_things_at_once(browser: Roaming) -> None:
    """Four buttons of one screen, one at each process: one counts, and the others change nothing."""
    before = browser.seen.number
    pressed = {one["value"] for one in browser.seen.fields.buttons if one.get("name") == "press" and one["value"]}
    wires = sorted(pressed)[:PROCESSES]
    pages = await browser.sends_to_all("/svar", *({"press": wire, "text": ""} for wire in wires))
    assert {page.status for page in pages} == {200}
    assert (await browser.opens("/")).number > before


def buttons(person: Person) -> list[str]:
    """What the buttons under the bot's last message send."""
    return [button.get("callback_data", "") for button in person.last.buttons] if person.told else []


async def is_shown(town: Town, person: Person, ending: str, after: int = 0) -> str:
    """Wait until there is a button that sends this, of a screen with a higher number; what it sends."""

    def found() -> str:
        newer = (one for one in buttons(person) if int(one.partition(".")[0] or 0) > after)
        return next((one for one in newer if one.endswith(f".{ending}")), "")

    await town.fake.until(lambda: bool(found()))
    return found()


async def answers_in_chat(town: Town, user: str) -> Person:
    """The same on Telegram. Each answer waits for its question."""
    person = Person(town.fake, user.title())
    person.starts(token(user))
    for ending in ("go_on", "yes", "here"):
        person.taps(await is_shown(town, person, ending))
    for number in range(QUESTIONS):
        await says(town, person, f"{user} svarer {number}")
    return person


async def says(town: Town, person: Person, text: str) -> None:
    """Answer the question that is shown, and wait for the next."""
    number = int((await is_shown(town, person, "skip")).partition(".")[0])
    person.types(text)
    await is_shown(town, person, "skip", after=number)


async def guesses(town: Town) -> None:
    """Wrong codes at all processes at the same moment count together."""
    async with town.browser() as browser:
        await browser.opens(f"/p/{token('guessed')}")
        wrong = {"code": "111222"}
        answers = [page for _ in range(TRIES // PROCESSES) for page in await browser.sends_to_all("/inn/kode", wrong)]
    assert [page.notices for page in answers].count(["wrong_code"]) == TRIES_AT_LINK
    assert [page.notices for page in answers].count(["too_often"]) == TRIES - TRIES_AT_LINK


async def test_four_processes_are_one(tmp_path: Path, postgres_url: str) -> None:
    async with town(tmp_path, postgres_url) as shared:
        await shared.starts(1)
        await shared.until(lambda: shared.holder() is not None)
        first = shared.holder()
        await shared.starts(PROCESSES - 1)
        on_pages = [answers_on_pages(shared, user) for user in ON_PAGES]
        in_chats = [answers_in_chat(shared, user) for user in IN_CHATS]
        aslak, *_ = (await asyncio.gather(*in_chats, guesses(shared), *on_pages))[:1]
        for user in (*ON_PAGES, *IN_CHATS):
            asked = [key for key, _ in shared.texts(user)]
            said = [text for _, text in shared.texts(user) if text]
            assert said == [f"{user} svarer {number}" for number in range(QUESTIONS)]
            assert len(asked) == len(set(asked)), "no question is answered twice"
        assert shared.holder() == first

        killed = shared.running.pop(0)
        killed.process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(killed.process.wait)
        assert isinstance(aslak, Person)
        number = int((await is_shown(shared, aslak, "skip")).partition(".")[0])
        aslak.types("etter at den ene er borte")
        await is_shown(shared, aslak, "skip", after=number)
        assert shared.holder() not in {None, first}, "its place became free when it ended"
        assert [text for _, text in shared.texts("aslak")][QUESTIONS:] == ["etter at den ene er borte"]

        for ended in [await asyncio.to_thread(one.stop, signal.SIGTERM) for one in shared.running]:
            said = [line for line in ended.err.splitlines() if not line.endswith(TWO_ASK)]
            assert (ended.code, said) == (0, [])
        assert shared.holder() is None
