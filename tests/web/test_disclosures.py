"""On the page, too, everything that is typed is read, also when it cannot be taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.actions.house import House
from bot.web import chat
from tests.web.conftest import Browser, Clock, Invited, at_first_question

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]

DYING = "Jeg vil ikke leve lenger"


@pytest.fixture
async def browser(browse: Browse, invite: Invite) -> Browser:
    opened = browse()
    await at_first_question(opened, invite())
    return opened


async def test_whoever_is_logged_out_gets_the_reply_with_the_text(browser: Browser, clock: Clock) -> None:
    clock.passes(hours=13)
    page = await browser.types(DYING)
    assert page.status == 403
    assert "data-disclosed" in page.response.text
    assert 'href="tel:113"' in page.response.text
    assert DYING in page.text


async def test_an_ordinary_text_gets_none(browser: Browser, clock: Clock) -> None:
    clock.passes(hours=13)
    assert "data-disclosed" not in (await browser.types("Går tur")).response.text


async def test_in_a_form_that_is_too_large_what_could_be_read_is_answered(browser: Browser) -> None:
    page = await browser.types(f"{DYING}. " + "b" * 300_000)
    assert page.status == 413
    assert "data-disclosed" in page.response.text


async def test_on_a_page_that_is_not_ours_any_more_it_is_answered(browser: Browser) -> None:
    page = await browser.sends("/svar", press="", text=DYING, token="of another time")
    assert page.status == 409
    assert "data-disclosed" in page.response.text
    assert DYING in page.response.text


async def test_a_text_longer_than_an_answer_may_be_is_read(browser: Browser) -> None:
    page = await browser.types("a " * 11_000 + DYING)
    assert page.screen.startswith("disclosure.")


@pytest.mark.parametrize("answer", ["no", "do_not_know"])
async def test_what_stands_in_the_replys_own_field_is_read_whatever_is_pressed(browser: Browser, answer: str) -> None:
    await browser.types(DYING)
    page = await browser.presses("data-option", answer, text="Jeg har tatt alle pillene")
    assert page.screen.startswith("disclosure.acted.")
    assert page.typed == "Jeg har tatt alle pillene", "and it is not thrown away"
    assert (await browser.presses("data-option", "no")).screen == "disclosure.rung.no", "read once, not each time"


@pytest.mark.parametrize("what", ["danger", "help", "plain"])
async def test_nobody_waits_long_for_a_database_that_is_held(
    browser: Browser, house: House, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    urgent = what != "plain"
    monkeypatch.setattr(chat, "LITTLE_PATIENCE_S" if urgent else "PATIENCE_S", 0.2)
    begun, text = asyncio.all_tasks(), {"danger": DYING, "help": "Hjelp nå!", "plain": "Går tur"}[what]
    with house.writing():
        page = await browser.types(text)
        assert f'data-broken="{"disclosed" if what == "danger" else "plain"}"' in page.response.text
        assert 'href="tel:113"' in page.response.text
        assert text in page.text
    await asyncio.gather(*(asyncio.all_tasks() - begun))
    screen = (await browser.opens("/")).screen
    meant = {"danger": "disclosure.own_life.first", "help": "help_now", "plain": "short_term_goals.activities.wish"}
    assert screen == meant[what], "it is taken all the same"
