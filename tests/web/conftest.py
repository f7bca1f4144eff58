"""A real house in a folder of its own, and browsers that keep cookies as browsers do."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.actions.house import House, new_id, new_token
from bot.storage import links, people, sheets
from bot.storage.hashing import token_hash
from bot.web.app import make_app
from tests.houses import a_house

START = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)
ORIGIN = "http://planprat.test"
CODE = "493027"


@dataclass
class Clock:
    """A clock that moves only when told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def passes(self, **how: int) -> None:
        """Let some time pass: `hours=13`."""
        self.now += timedelta(**how)


class _Fields(HTMLParser):
    """The fields and buttons of a page as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.buttons: list[dict[str, str]] = []
        self.text: str | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given["name"]] = given.get("value", "")
        elif tag == "input" and given.get("id") == "text":
            self.text = given.get("value", "")
        elif tag == "textarea" and given.get("name") == "text":
            self.text, self._inside = "", True
        elif tag == "button":
            self.buttons.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text = (self.text or "") + data


@dataclass
class Seen:
    """A page that a browser shows."""

    response: httpx.Response
    fields: _Fields = field(init=False)

    def __post_init__(self) -> None:
        self.fields = _Fields()
        self.fields.feed(self.response.text)

    @property
    def status(self) -> int:
        """Of the answer."""
        return self.response.status_code

    @property
    def path(self) -> str:
        """The address without its question part."""
        return self.response.url.path

    @property
    def text(self) -> str:
        """All words, without the marks of HTML; spaces that do not break as plain ones."""
        body = re.sub(r"<(script|style|template)\b.*?</\1>", "", self.response.text, flags=re.DOTALL)
        words = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")
        return re.sub(r"\s+", " ", words)

    @property
    def screen(self) -> str:
        """The screen's id; empty when the page is no screen."""
        found = re.search(r'data-screen="([^"]*)"', self.response.text)
        return found[1] if found else ""

    @property
    def number(self) -> int:
        """The screen's number."""
        found = re.search(r'data-number="(\d+)"', self.response.text)
        assert found is not None
        return int(found[1])

    @property
    def typed(self) -> str:
        """What stands in the text field (the line break after `<textarea>` is not part of it)."""
        assert self.fields.text is not None
        return self.fields.text.removeprefix("\n")

    @property
    def notices(self) -> list[str]:
        """The marks of the notices."""
        return re.findall(r'data-notice="([^"]*)"', self.response.text)

    def button(self, mark: str, value: str) -> dict[str, str]:
        """The button with this mark, `("data-option", "often")`."""
        found = [one for one in self.fields.buttons if one.get(mark) == value]
        assert found, f"no button with {mark}={value} on {self.screen or self.path}"
        return found[0]


@dataclass
class Browser:
    """One browser: follows redirects, keeps cookies, sends what a form holds."""

    client: httpx.AsyncClient
    page: Seen | None = None

    @property
    def seen(self) -> Seen:
        """The page that is shown."""
        assert self.page is not None
        return self.page

    async def opens(self, address: str) -> Seen:
        """Go to an address."""
        self.page = Seen(await self.client.get(address))
        return self.page

    async def sends(
        self, address: str, *, page: Seen | None = None, headers: dict[str, str] | None = None, **fields: str
    ) -> Seen:
        """Send a form from the page shown, or from one that was shown earlier: its hidden fields and these."""
        data = {**(page or self.seen).fields.hidden, **fields}
        self.page = Seen(await self.client.post(address, data=data, headers={"origin": ORIGIN, **(headers or {})}))
        return self.page

    async def presses(self, mark: str, value: str, *, text: str | None = None, page: Seen | None = None) -> Seen:
        """Press a button of the conversation; what stands in the field goes along."""
        shown = page or self.seen
        standing = shown.typed if shown.fields.text is not None else None
        sent = standing if text is None else text
        going: dict[str, Any] = {} if sent is None else {"text": sent}
        wire = shown.button(mark, value)["value"]
        return await self.sends("/svar", page=shown, press=wire, **going)

    async def types(self, text: str, *, page: Seen | None = None) -> Seen:
        """Type into the field and press its own button."""
        return await self.sends("/svar", page=page, press="", text=text)


@dataclass(frozen=True)
class Invited:
    """A person with a personal link that nobody has opened."""

    id: str
    token: str


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    opened = a_house(tmp_path, base_url="", database_url=database_url)
    yield opened
    opened.close()


@pytest.fixture
def app(house: House, clock: Clock) -> Starlette:
    return make_app(house, clock=clock)


@pytest.fixture
def coordinator(house: House, clock: Clock) -> str:
    with house.writing() as tx:
        people.add_coordinator(tx, "berit", "Berit", "40 00 00 01", "hverdager 9-14", "nb", clock())
    return "berit"


@pytest.fixture
def invite(house: House, clock: Clock, coordinator: str) -> Callable[..., Invited]:
    """Invites a person: `invite()`, `invite(worksheets=("warning_signs",), language="nn")`."""

    def inviting(worksheets: tuple[str, ...] = ("short_term_goals",), language: str = "nb") -> Invited:
        invited = Invited(new_id(), new_token())
        with house.writing() as tx:
            people.add_user(tx, invited.id, coordinator, "Kari", "nn" if language == "nn" else "nb", clock())
            ends = clock() + timedelta(days=14)
            links.make_link(tx, new_id(), invited.id, token_hash(invited.token), coordinator, clock(), ends)
            for worksheet in worksheets:
                sheets.open_worksheet(tx, invited.id, worksheet, coordinator, clock())
        return invited

    return inviting


@pytest.fixture
async def browse(app: Starlette) -> AsyncIterator[Callable[..., Browser]]:
    """Makes browsers: each has its own cookies."""
    clients: list[httpx.AsyncClient] = []

    def opening(origin: str = ORIGIN, address: str = "192.0.2.1", follow: bool = True) -> Browser:
        transport = httpx.ASGITransport(app=app, client=(address, 50000))
        client = httpx.AsyncClient(transport=transport, base_url=origin, follow_redirects=follow)
        clients.append(client)
        return Browser(client)

    yield opening
    for client in clients:
        await client.aclose()


async def comes_in(
    browser: Browser, invited: Invited, *, code: str = CODE, language: str = "nb", remember: bool = False
) -> Seen:
    """Open a new link, choose language and code."""
    await browser.opens(f"/p/{invited.token}")
    await browser.sends("/inn", sprak=language)
    remembering: dict[str, Any] = {"remember": "yes"} if remember else {}
    return await browser.sends("/inn/kode", code=code, again=code, **remembering)


async def at_first_question(browser: Browser, invited: Invited) -> Seen:
    """Come in, say yes to what is asked, and open the first worksheet."""
    await comes_in(browser, invited)
    await browser.presses("data-option", "go_on")
    await browser.presses("data-option", "yes")
    while browser.seen.screen.startswith("consent"):
        option = next(one["data-option"] for one in browser.seen.fields.buttons if "data-option" in one)
        await browser.presses("data-option", option)
    if browser.seen.screen == "menu":
        await browser.presses("data-row-action", "open")
    return browser.seen
