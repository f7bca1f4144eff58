"""«Bruk Telegram»: a link that binds a chat, for somebody who is logged in, where there is a bot."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from bot.actions.chat_binding import NotBound, bind
from bot.actions.house import House
from bot.web.app import make_app
from bot.web.telegram import ROUTES
from tests.web.conftest import Browser, Clock, Invited, comes_in

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]


@pytest.fixture
def bot() -> list[str]:
    """What the bot is called, once it has been reached."""
    return ["planprat_practice_bot"]


@pytest.fixture
def app(house: House, clock: Clock, bot: list[str]) -> Starlette:
    made = make_app(house, clock=clock, routes=ROUTES)
    made.state.telegram_name = lambda: bot[0]
    return made


async def test_a_link_binds_one_chat_to_this_person(browse: Browse, invite: Invite, house: House, clock: Clock) -> None:
    invited, browser = invite(), browse()
    await comes_in(browser, invited)
    assert 'href="/telegram"' in (await browser.opens("/enheter")).response.text
    await browser.opens("/telegram")
    page = await browser.sends("/telegram")
    found = re.search(r"https://t\.me/planprat_practice_bot\?start=([A-Za-z0-9_-]{43})", page.response.text)
    assert found is not None
    assert page.response.headers["cache-control"] == "no-store"
    with house.writing() as tx:
        assert bind(tx, found[1], "42", clock()) == invited.id
    with pytest.raises(NotBound), house.writing() as tx:
        bind(tx, found[1], "43", clock())


async def test_nobody_gets_a_link_without_being_in(browse: Browse, invite: Invite) -> None:
    browser = browse()
    assert "t.me" not in (await browser.opens("/telegram")).response.text
    page = await browser.sends("/telegram")
    assert "t.me" not in page.response.text
    invited = invite()
    await comes_in(browser, invited)
    await browser.opens("/telegram")
    foreign = await browser.sends("/telegram", headers={"origin": "https://evil.example"})
    assert "t.me" not in foreign.response.text


async def test_where_there_is_no_bot_there_is_no_page(browse: Browse, invite: Invite, bot: list[str]) -> None:
    bot[0] = ""
    browser = browse()
    await comes_in(browser, invite())
    assert (await browser.opens("/telegram")).status == 404
    assert 'href="/telegram"' not in (await browser.opens("/enheter")).response.text
