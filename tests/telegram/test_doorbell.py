"""The doorbell, which only says that something waits, and the way from a chat to the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from bot.actions.actors import Actor, NotThere
from bot.actions.chatting import Heard, receive
from bot.actions.entering import open_link
from bot.actions.worksheets import open_worksheet
from bot.storage import chat_messages, links, log
from tests.telegram.town import BASE_URL, INVITATION, Town, said


def leads_to_the_pages(town: Town, link: str) -> bool:
    """Whether Ola gets in by this address, who has never been there."""
    token = link.removeprefix(f"{BASE_URL}/p/")
    try:
        return open_link(town.house, token, town.now).user_id == "ola"
    except NotThere:
        return False


async def test_who_would_rather_answer_on_the_page_gets_there_from_the_chat(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town()
    town.ola.starts(INVITATION)
    await town.settle()
    for name in ("go_on", "yes", "elsewhere"):
        await town.taps(name)
    first = town.ola.opens(town.words("telegram.open_page"))
    await town.types("/meny")
    second = town.ola.opens(town.words("telegram.open_page"))
    assert not leads_to_the_pages(town, first), "one at a time is enough"
    assert leads_to_the_pages(town, second)
    town.clock.passes(minutes=61)
    assert not leads_to_the_pages(town, second)
    await town.types("/meny")
    with town.house.writing() as tx:
        own = next(one for one in links.links_of(tx, "ola") if one.life(town.now) == "new" and one.made_by == "ola")
        links.bind(tx, own.id, "scrypt$c2FsdA==$aGFzaA==", town.now)
    await town.types("/meny")
    assert town.ola.opens(town.words("telegram.open_page")) == BASE_URL, "there is a code now"


async def test_the_doorbell_says_only_that_something_waits(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell")
    town.consented()
    town.ola.starts(INVITATION)
    await town.settle()
    open_worksheet(town.house, Actor("coordinator", "anne"), "ola", "sub_goals", town.now)
    await town.settle()
    bell = town.ola.last
    assert bell.text == town.words("telegram.bell.doorbell")
    link = town.ola.opens(town.words("telegram.open_page"), on=bell)
    assert leads_to_the_pages(town, link)
    town.ola.types("Et svar")
    await town.settle()
    assert town.ola.last.text.startswith(town.words("telegram.doorbell"))
    with town.house.reading() as tx:
        assert tx.connection.execute(text("SELECT count(*) FROM talks")).scalar_one() == 0


async def test_what_was_typed_to_a_doorbell_can_be_removed(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell")
    town.consented()
    invited = town.ola.starts(INVITATION)
    await town.settle()
    typed = town.ola.types("Jeg har det ikke bra")
    await town.settle()
    open_worksheet(town.house, Actor("coordinator", "anne"), "ola", "sub_goals", town.now)
    await town.settle()
    bell = next(one for one in town.ola.told if one.text == town.words("telegram.bell.doorbell"))
    with town.house.reading() as tx:
        assert all(one.about.text == "" for one in chat_messages.all_of(tx, "ola")), "no word of it is kept"
    asked = town.ola.types("/slett")
    await town.settle()
    assert all(one.deleted for one in (invited, typed, bell, asked))
    assert town.ola.last.text == town.words("telegram.cleared.doorbell")
    with town.house.reading() as tx:
        assert chat_messages.all_of(tx, "ola") == []
        assert [one.action for one in log.all_of(tx, "ola")][-1] == "cleared_chat"


async def test_a_doorbell_tells_of_no_command_that_it_does_not_know(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell")
    await town.channel.prepare()
    assert {tuple(one["command"] for one in told) for told in town.fake.commands.values()} == {("hjelp", "slett")}


async def test_what_comes_again_since_a_kill_left_it_without_an_answer_gets_one(make_town: Callable[..., Any]) -> None:
    """What a doorbell says is nowhere stored, so that it was said is not known either: twice is better than never."""
    town: Town = await make_town(mode="doorbell")
    town.ola.starts(INVITATION)
    await town.settle()
    heard = Heard(4711, str(town.ola.id), "text", town.now, "Jeg vil ikke leve")
    assert [receive(town.house, heard, town.now).outcome for _ in range(2)] == ["doorbell", "doorbell"]


async def test_the_doorbell_says_where_the_pages_are_also_where_no_button_can(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell", base_url="http://planprat:8000")
    town.ola.starts(INVITATION)
    town.ola.types("hei")
    await town.settle()
    assert said(town.ola, [town.words("telegram.doorbell"), "http://planprat:8000"])


async def test_the_doorbell_still_reads_that_somebody_wants_to_die(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell")
    town.ola.starts(INVITATION)
    town.ola.types("Jeg vil ikke leve")
    await town.settle()
    assert said(town.ola, ["113", "116 123"])
