"""The day after a disclosure that was met with silence, in a chat: one line, with the numbers one tap away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.actions.actors import Actor
from bot.actions.converse import converse
from bot.actions.follow_up import follow_up
from bot.dialogs.event import Opened, Typed
from bot.dialogs.screen import Say
from bot.storage import chats
from bot.testing.telegram.person import Person
from tests.telegram.town import BASE_URL, INVITATION, Town, texts

DYING = "Jeg vil ikke leve lenger"
HOURS_TO_MORNING = 26


def line_of(town: Town) -> str:
    """The line, in the town's language."""
    return town.house.language.say(Say(id="news.here"), town.code)


def heard(town: Town, ola: Person) -> int:
    return sum(line_of(town) in text for text in texts(ola))


def next_day(town: Town) -> None:
    """Until some hour between ten and twenty the next day, in Oslo."""
    town.clock.passes(hours=24)
    while not follow_up(town.house, town.now):
        town.clock.passes(hours=1)


async def test_the_line_comes_once_and_leads_to_the_numbers(answering: Town) -> None:
    await answering.types(DYING)
    next_day(answering)
    await answering.restart()
    assert follow_up(answering.house, answering.now) == ()
    await answering.settle()
    assert heard(answering, answering.ola) == 1
    assert answering.ola.last.text == line_of(answering), "nothing of what was written"
    await answering.taps("help_now")
    assert answering.screen().id == "help_now"
    await answering.taps("back")
    assert answering.screen().id == "disclosure.own_life.first"
    assert heard(answering, answering.ola) == 1


async def test_whoever_went_on_on_the_pages_finds_it_there(answering: Town) -> None:
    actor = Actor("user", "ola")
    field = answering.screen().field
    assert field is not None
    typed = Typed(DYING, key=field.key, revision=field.revision)
    converse(answering.house, actor, typed, channel="web", key="page-1", now=answering.now)
    next_day(answering)
    await answering.settle()
    assert heard(answering, answering.ola) == 0
    shown = converse(answering.house, actor, Opened(), channel="web", key="page-2", now=answering.now)
    assert Say(id="news.here").id in [line.id for line in shown.screen.notices if isinstance(line, Say)]


async def test_who_has_blocked_the_bot_meanwhile_finds_it_on_the_pages(answering: Town) -> None:
    await answering.types(DYING)
    answering.ola.blocks()
    next_day(answering)
    await answering.channel.sender.deliver_due()
    assert heard(answering, answering.ola) == 0
    shown = converse(answering.house, Actor("user", "ola"), Opened(), channel="web", key="page", now=answering.now)
    assert Say(id="news.here").id in [line.id for line in shown.screen.notices if isinstance(line, Say)]


async def test_the_doorbell_says_the_line_itself(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell")
    town.consented()
    town.opens("short_term_goals")
    town.ola.starts(INVITATION)
    await town.settle()
    actor = Actor("user", "ola")
    converse(town.house, actor, Opened(), channel="web", key="page-1", now=town.now)
    converse(town.house, actor, Typed(DYING), channel="web", key="page-2", now=town.now)
    next_day(town)
    await town.settle()
    assert town.ola.last.text == line_of(town)
    assert town.ola.opens(town.house.language.say(Say(id="telegram.open_page"), town.code)).startswith(BASE_URL)
    shown = converse(town.house, actor, Opened(), channel="web", key="page-3", now=town.now)
    assert shown.screen.notices == ()


async def test_a_chat_that_is_closed_hears_nothing_and_the_pages_do(answering: Town) -> None:
    await answering.types(DYING)
    with answering.house.writing() as tx:
        tx.lock_user("ola")
        chats.close(tx, "ola", answering.now)
    next_day(answering)
    shown = converse(answering.house, Actor("user", "ola"), Opened(), channel="web", key="page-1", now=answering.now)
    assert len(shown.screen.notices) == 1
