"""When something fails: numbers, what was typed, and a log that tells nothing of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NoReturn

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from bot.actions.actors import Actor
from bot.actions.house import House
from bot.actions.worksheets import open_worksheet
from bot.storage.errors import DatabaseDamaged
from bot.storage.store import Store
from bot.web.app import last_resort, make_app
from bot.web.errors import Net
from bot.web.forms import read_form
from tests.web.conftest import Browser, Clock, Invited, Seen, at_first_question

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]
SECRET = "Hemmeleg tekst om broren min"


class DeadStore(Store):
    """A store whose database is gone. Its messages hold what a careless driver's might."""

    def transaction(self) -> NoReturn:
        """Fail as a damaged file does."""
        cause = OperationalError(f"INSERT {SECRET}", None, Exception(SECRET))
        raise DatabaseDamaged(f"cannot write {SECRET}", "here", "restore") from cause

    def reading(self) -> NoReturn:
        """Fail as a damaged file does."""
        raise DatabaseDamaged(f"cannot read {SECRET}", "here", "restore")


def dies(house: House) -> None:
    """From now on the database is down."""
    object.__setattr__(house, "store", DeadStore(house.store.engine, house.store.vault))


@pytest.fixture
def invited(invite: Invite) -> Invited:
    return invite()


@pytest.fixture
async def browser(browse: Browse, invited: Invited) -> Browser:
    opened = browse()
    await at_first_question(opened, invited)
    return opened


async def test_what_was_typed_stands_on_the_page_with_the_numbers(browser: Browser, house: House) -> None:
    dies(house)
    page = await browser.types(SECRET)
    assert page.status == 500
    assert 'data-broken="plain"' in page.response.text
    assert "Noe gikk galt" in page.text
    assert f"\n{SECRET}</textarea>" in page.response.text
    assert 'href="tel:113"' in page.response.text
    assert 'href="tel:116117"' in page.response.text


async def test_a_disclosure_gets_its_reply_although_nothing_can_be_stored(browser: Browser, house: House) -> None:
    dies(house)
    page = await browser.types("Eg vil ikkje leve lenger")
    assert 'data-broken="disclosed"' in page.response.text
    assert "Takk for at du forteller det" in page.text
    assert "Eg vil ikkje leve lenger" in page.text


async def test_the_reply_follows_the_last_language(browser: Browser, house: House) -> None:
    await browser.presses("data-nav", "menu")
    await browser.presses("data-nav", "language")
    dies(house)
    page = await browser.sends("/svar", press="", text="Eg vil ikkje leve lenger")
    assert "Takk for at du fortel det" in page.text


async def test_the_log_holds_neither_text_nor_token(
    browser: Browser, house: House, invite: Invite, caplog: pytest.LogCaptureFixture
) -> None:
    dies(house)
    with caplog.at_level(logging.DEBUG):
        await browser.types(SECRET)
        await browser.opens("/p/" + "t" * 43)
        await browser.opens("/inn")
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "DatabaseDamaged" in ours
    assert "entering.py" in ours
    assert all(record.exc_info is None for record in caplog.records if record.name.startswith("bot"))
    assert SECRET not in ours
    assert "t" * 43 not in ours


@pytest.mark.parametrize("address", ["/", "/inn", "/enheter", "/nytt?n=1"])
async def test_every_page_that_needs_the_database_fails_with_numbers(
    browser: Browser, house: House, address: str
) -> None:
    browser.client.cookies.set("planprat-link", "t" * 43)
    dies(house)
    page = await browser.opens(address)
    assert page.status == 500
    assert 'href="tel:113"' in page.response.text
    assert page.response.headers["content-security-policy"].startswith("default-src 'self'")


async def test_the_own_plan_can_be_read_while_nothing_can_be_written(
    browser: Browser, house: House, invited: Invited, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """As on a disk that is full: not even that the person was here can be noted, nor that they were told the news."""
    await browser.presses("data-nav", "menu")
    open_worksheet(house, Actor("coordinator", "berit"), invited.id, "long_term_goals", clock())
    with house.writing() as tx:
        for table in ("sessions", "talks"):
            full = (
                f"CREATE TRIGGER {table}_full BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )
            tx.connection.exec_driver_sql(full)
    clock.passes(hours=2)
    assert (await browser.opens("/")).screen == "menu"
    for address in ("/min-plan", "/kriseplan"):
        assert (await browser.opens(address)).status == 200
    assert "could not be noted" in caplog.text


async def test_help_needs_no_database(browser: Browser, house: House) -> None:
    dies(house)
    page = await browser.opens("/hjelp")
    assert page.status == 200
    assert 'href="tel:116123"' in page.response.text


async def test_an_unknown_address_needs_no_database(browser: Browser, house: House) -> None:
    dies(house)
    assert (await browser.opens("/finnes-ikke")).status == 404


async def test_a_text_too_long_is_given_back_although_the_database_is_down(browser: Browser, house: House) -> None:
    dies(house)
    page = await browser.types("d" * 300_000)
    assert "d" * 300_000 in page.text


async def test_health_says_whether_the_database_answers(browse: Browse, house: House) -> None:
    browser = browse()
    found = await browser.client.get("/healthz")
    assert (found.status_code, found.json()["database"]) == (200, True)
    assert found.json()["worksheets"] >= 5
    dies(house)
    found = await browser.client.get("/healthz")
    assert (found.status_code, found.json()["database"]) == (503, False)


async def test_when_no_page_can_be_drawn_one_from_the_start_is_sent(
    browse: Browse, app: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    app.state.templates = None
    page = await browse().opens("/")
    assert page.status == 500
    assert "Det er ikke din feil" in page.text
    assert 'href="tel:113"' in page.response.text


async def test_an_answer_that_has_begun_is_left_as_it_is(house: House, clock: Clock) -> None:
    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError(SECRET)

    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    app = make_app(house, clock=clock)
    scope = {"type": "http", "method": "GET", "path": "/halv", "headers": [], "query_string": b"", "app": app}
    await Net(half, last_resort(house))(scope, receive, send)
    assert [message["status"] for message in sent] == [200]


async def test_pages_of_others_are_caught_too(house: House, clock: Clock) -> None:
    async def fails(request: Request) -> Response:
        await read_form(request)
        raise RuntimeError(SECRET)

    app = make_app(house, clock=clock, routes=[Route("/feiler", fails, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://planprat.test") as client:
        page = Seen(await client.post("/feiler", data={"text": "Ein lang kommentar"}))
    assert page.status == 500
    assert "Ein lang kommentar" in page.text
    assert SECRET not in page.text
