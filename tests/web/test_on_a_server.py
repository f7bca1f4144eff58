"""The pages with PostgreSQL behind them: what a person meets when the server goes away, and when it is back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from bot.actions.house import House
from bot.storage import sheets
from bot.web import desk
from bot.web.app import make_app
from tests.postgres import Server
from tests.web.conftest import ORIGIN, Browser, Clock, Invited, at_first_question
from tests.web.desks import at_work

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
TEXT = "Eg går tur med bikkja når eg orkar"


@on_postgresql
async def test_the_server_goes_away_and_nothing_that_was_typed_is_lost(
    browse: Browse, invite: Invite, house: House, postgres: Server
) -> None:
    browser, invited = browse(), invite()
    await at_first_question(browser, invited)
    question = browser.seen
    await asyncio.to_thread(postgres.stop)
    try:
        page = await browser.types(TEXT)
        assert page.status == 500
        assert TEXT in page.response.text
        assert "113" in page.text
        assert (await browser.opens("/healthz")).status == 503
    finally:
        await asyncio.to_thread(postgres.start)
    assert (await browser.opens("/healthz")).status == 200
    await browser.types(TEXT, page=question)
    assert browser.seen.screen == "short_term_goals.activities.wish"
    with house.reading() as tx:
        (change,) = sheets.history(tx, invited.id, "short_term_goals")
    assert change.answer.text == TEXT


@on_postgresql
async def test_an_address_that_no_database_can_look_for(house: House, clock: Clock, coordinator: str) -> None:
    app = make_app(house, clock=clock, routes=desk.ROUTES)
    transport = httpx.ASGITransport(app=app, client=("192.0.2.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, follow_redirects=True) as client:
        browser = await at_work(Browser(client), house, clock, coordinator)
        for path in ("/desk/b/%00", "/desk/utgave/a%00b", "/p/%00"):
            assert (await browser.opens(path)).status == 404, path
