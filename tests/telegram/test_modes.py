"""The doorbell, the webhook, and days when something is broken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot.actions.actors import Actor, NotThere
from bot.actions.chatting import Heard, receive
from bot.actions.delivery import LEASE_LASTS, hold, let_go
from bot.actions.entering import open_link
from bot.actions.worksheets import open_worksheet
from bot.dialogs.screen import Say
from bot.storage import chat_messages, chats, links, log
from bot.telegram.aside import MOST
from bot.telegram.parameters import Message
from bot.telegram.poll import LEASE_REST_S, LONGEST_REST_S, Poll
from bot.telegram.webhook import HEADER, address_of, path_of, secret_of
from tests.postgres import on_both
from tests.telegram.town import BASE_URL, INVITATION, Town, said, texts
from tests.testing.telegram.conftest import until

SHEET, USUAL = "short_term_goals", "activities.usual"
HOOK = f"{BASE_URL}/bot-api"
DYING = {"nb": "Jeg vil ikke leve", "nn": "Eg vil ikkje leve"}
WANTED = {"message", "edited_message", "callback_query", "my_chat_member"}


def words(town: Town, id_: str) -> str:
    """One of our texts, in the town's language."""
    return town.house.language.say(Say(id=id_), town.code)


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
    first = town.ola.opens(words(town, "telegram.open_page"))
    await town.types("/meny")
    second = town.ola.opens(words(town, "telegram.open_page"))
    assert not leads_to_the_pages(town, first), "one at a time is enough"
    assert leads_to_the_pages(town, second)
    town.clock.passes(minutes=61)
    assert not leads_to_the_pages(town, second)
    await town.types("/meny")
    with town.house.writing() as tx:
        own = next(one for one in links.links_of(tx, "ola") if one.life(town.now) == "new" and one.made_by == "ola")
        links.bind(tx, own.id, "scrypt$c2FsdA==$aGFzaA==", town.now)
    await town.types("/meny")
    assert town.ola.opens(words(town, "telegram.open_page")) == BASE_URL, "there is a code now"


async def test_the_doorbell_says_only_that_something_waits(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell")
    town.consented()
    town.ola.starts(INVITATION)
    await town.settle()
    open_worksheet(town.house, Actor("coordinator", "anne"), "ola", "sub_goals", town.now)
    await town.settle()
    bell = town.ola.last
    assert bell.text == words(town, "telegram.bell.doorbell")
    link = town.ola.opens(words(town, "telegram.open_page"), on=bell)
    assert leads_to_the_pages(town, link)
    town.ola.types("Et svar")
    await town.settle()
    assert town.ola.last.text.startswith(words(town, "telegram.doorbell"))
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
    bell = next(one for one in town.ola.told if one.text == words(town, "telegram.bell.doorbell"))
    with town.house.reading() as tx:
        assert all(one.about.text == "" for one in chat_messages.all_of(tx, "ola")), "no word of it is kept"
    asked = town.ola.types("/slett")
    await town.settle()
    assert all(one.deleted for one in (invited, typed, bell, asked))
    assert town.ola.last.text == words(town, "telegram.cleared.doorbell")
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
    assert said(town.ola, [words(town, "telegram.doorbell"), "http://planprat:8000"])


async def test_the_doorbell_still_reads_that_somebody_wants_to_die(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(mode="doorbell")
    town.ola.starts(INVITATION)
    town.ola.types("Jeg vil ikke leve")
    await town.settle()
    assert said(town.ola, ["113", "116 123"])


async def deliver(town: Town, body: bytes, secret: str | None = None) -> int:
    """What Telegram gets back for this request."""
    app = Starlette(routes=list(town.channel.routes))
    headers = {HEADER: secret_of(town.channel.bot.token) if secret is None else secret}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as client:
        return (await client.post("/bot-api", content=body, headers=headers)).status_code


def update(town: Town, number: int, text_: str) -> bytes:
    """A message of Ola's as the Bot API brings it."""
    message = {"message_id": number, "date": int(town.clock.now()), "chat": town.ola.chat.body, "from": town.ola.user}
    return json.dumps({"update_id": number, "message": message | {"text": text_}}).encode()


async def test_the_webhook_takes_what_carries_the_secret_once(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(webhook_url=HOOK)
    await town.channel.prepare()
    assert town.fake.webhook.url == HOOK
    assert town.fake.updates.allowed == WANTED
    assert town.fake.webhook.secret == secret_of(town.channel.bot.token)
    start = update(town, 7, f"/start {INVITATION}")
    for secret in ("", "wrong", "å"):
        assert await deliver(town, start, secret.encode("ascii", "ignore").decode() + "x") == 404
    assert await deliver(town, start) == 200
    with town.house.reading() as tx:
        assert chats.whose(tx, str(town.ola.id)) == "ola"
    assert await deliver(town, update(town, 8, "/hjelp")) == 200
    number = town.screen().number
    assert await deliver(town, update(town, 8, "/hjelp")) == 200
    assert town.screen().number == number, "the same update again"
    for body in (b"", b"{", b"[]", b"{}", b'{"update_id": 1}', b'{"update_id": 1, "message": 5}'):
        assert await deliver(town, body) == 200
    assert await deliver(town, b"x" * 1_100_000) == 413


async def test_the_webhook_says_no_until_it_is_stored(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(webhook_url=HOOK)
    await deliver(town, update(town, 7, f"/start {INVITATION}"))
    broken(town)
    town.ola.types("hei")  # so that the chat is known to the fake
    assert await deliver(town, update(town, 8, "/hjelp")) == 503
    mended(town)
    assert await deliver(town, update(town, 8, "/hjelp")) == 200
    assert town.screen().id == "help_now"


async def test_what_cannot_be_stored_or_printed_is_left_out_and_the_rest_is_kept(make_town: Callable[..., Any]) -> None:
    """Half of a character, and a control character: it would be brought again and again, and never be stored."""
    town: Town = await make_town(webhook_url=HOOK)
    town.opens(SHEET)
    town.ola.starts(INVITATION)
    await town.settle()
    for name in ("go_on", "yes", "here"):
        await town.taps(name)
    typed = update(town, 900, f"{DYING['nb']}HALF").replace(b"HALF", b"\\u0007 \\ud83d")
    assert await deliver(town, typed) == 200
    assert town.screen().id.startswith("disclosure.")
    assert town.answer(SHEET, USUAL) == DYING["nb"]


def test_where_updates_are_brought() -> None:
    assert address_of("https://planprat.example") == "https://planprat.example/bot-api"
    assert address_of("https://planprat.example:8443/hook/") == "https://planprat.example:8443/hook"
    assert path_of("https://planprat.example/hook/") == "/hook"
    assert path_of("https://planprat.example") == "/bot-api"


def broken(town: Town) -> None:
    """From now on nothing can be stored of any conversation."""
    with town.house.writing() as tx:
        tx.connection.execute(text("ALTER TABLE seen_events RENAME TO seen_events_away"))


def mended(town: Town) -> None:
    """It can again."""
    with town.house.writing() as tx:
        tx.connection.execute(text("ALTER TABLE seen_events_away RENAME TO seen_events"))


@pytest.mark.parametrize("tries", [2, 3])  # after the third other things can be stored again, as when a server is back
async def test_an_update_that_cannot_be_stored_is_apologised_for_once_and_never_lost(
    answering: Town, tries: int
) -> None:
    broken(answering)
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)
        if len(rested) == tries:
            mended(answering)

    answering.channel.intake._rest = rest  # noqa: SLF001 - waiting is the one thing a test cannot do
    answering.ola.types("Jeg vil ikke leve" if answering.code == "nb" else "Eg vil ikkje leve")
    await answering.settle()
    sorry = [one for one in texts(answering.ola) if words(answering, "replies.broken.come_back") in one]
    assert len(sorry) == 1
    assert "113" in sorry[0]
    assert rested == [1.0, 2.0, 4.0][:tries]
    assert answering.screen().id.startswith("disclosure.")
    assert answering.history(SHEET, USUAL) != []


async def test_whoever_goes_on_writing_is_told_once_a_minute(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(webhook_url=HOOK)
    town.ola.starts(INVITATION)
    await town.settle()
    told = len(town.ola.told)
    broken(town)
    for number in range(8, 12):
        assert await deliver(town, update(town, number, "hei")) == 503
        await town.channel.aside.flush()
        town.clock.passes(seconds=40)
    assert [words(town, "replies.broken.lost") in one for one in texts(town.ola)[told:]] == [True, True]


async def test_help_is_answered_each_time_while_nothing_can_be_stored(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(webhook_url=HOOK)
    town.ola.starts(INVITATION)
    await town.settle()
    told = len(town.ola.told)
    town.clock.passes(seconds=5)
    broken(town)
    for number, asked in enumerate(("hei", "hjelp", "/hjelp"), start=8):
        assert await deliver(town, update(town, number, asked)) == 503
        await town.channel.aside.flush()
        town.clock.passes(seconds=5)
    assert ["113" in one for one in texts(town.ola)[told:]] == [True, True, True]


async def test_a_storm_of_strangers_leaves_no_safety_reply_out(town: Town) -> None:
    for chat in range(1, MOST + 1):
        town.channel.aside.say(chat, Message("Ring 113"))
    town.ola.types(DYING[town.code])
    await town.channel.poll.once()
    await town.channel.aside.flush()
    assert said(town.ola, ["113", "116 123"])


async def test_a_safety_reply_is_tried_for_longer_than_other_words(town: Town) -> None:
    town.fake.faults.fail("sendMessage", times=10)
    town.ola.types(DYING[town.code])
    await town.channel.poll.once()
    for _ in range(11):
        await town.channel.aside.flush()
        town.clock.passes(seconds=61)
    assert said(town.ola, ["113", "116 123"])


async def test_an_update_that_fails_by_itself_does_not_hold_up_the_others(answering: Town) -> None:
    broken(answering)

    async def rest(_seconds: float) -> None:
        return

    answering.channel.intake._rest = rest  # noqa: SLF001 - as above
    answering.ola.types("Sover")
    await answering.settle()
    mended(answering)
    await answering.types("Tegner")
    assert answering.answer(SHEET, USUAL) == "Tegner"


async def test_what_is_wanted_of_telegram_is_said_each_time(make_town: Callable[..., Any]) -> None:
    """Without it Telegram keeps what an earlier program of the same bot asked for."""
    town: Town = await make_town()
    town.ola.starts(INVITATION)
    await town.settle()
    asked = [one.given for one in town.fake.calls if one.method == "getUpdates"]
    assert len(asked) > 1
    assert all(set(json.loads(one["allowed_updates"])) == WANTED for one in asked)


async def test_another_program_that_fetches_is_told_of_and_waited_for(
    make_town: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    town: Town = await make_town()
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)
        town.ola.starts(INVITATION)

    def bound() -> str | None:
        with town.house.reading() as tx:
            return chats.whose(tx, str(town.ola.id))

    poll = Poll(town.channel.bot, town.channel.intake, town.channel.lease, rest)
    running = asyncio.create_task(poll.run())
    await until(lambda: town.fake.poll is not None)
    other = asyncio.create_task(town.channel.bot.get_updates(timeout=timedelta(seconds=50)))
    await until(bound)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await poll.finish(1)
    assert len(await other) == 1, "it has not confirmed it"
    assert rested == [LEASE_REST_S]
    assert caplog.text.count("another program asks Telegram for this bot's updates") == 1


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_was_known_is_asked_with_again(
    make_town: Callable[..., Any], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A proxy that starts anew says 404, and whoever writes meanwhile must not be met by silence from then on."""
    town: Town = await make_town()
    town.fake.faults.fail("getUpdates", status=status, times=2)
    town.ola.starts(INVITATION)
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)

    def bound() -> bool:
        with town.house.reading() as tx:
            return chats.whose(tx, str(town.ola.id)) == "ola"

    poll = Poll(town.channel.bot, town.channel.intake, town.channel.lease, rest)
    running = asyncio.create_task(poll.run())
    await until(lambda: running.done() or bound())
    assert not running.done()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await poll.finish(1)
    assert rested == [LONGEST_REST_S, LONGEST_REST_S]
    assert caplog.text.count("does not know the token") == 1


async def test_only_one_process_fetches_and_delivers(town: Town) -> None:
    assert hold(town.house, "first", town.now)
    assert not hold(town.house, "second", town.now)
    nearly = LEASE_LASTS.total_seconds() - 1
    town.clock.passes(seconds=nearly)
    assert hold(town.house, "first", town.now)
    town.clock.passes(seconds=nearly)
    assert not hold(town.house, "second", town.now)
    town.clock.passes(seconds=2)
    assert hold(town.house, "second", town.now), "the first does not answer"
    let_go(town.house, "first")
    assert not hold(town.house, "first", town.now)
    let_go(town.house, "second")
    assert hold(town.house, "first", town.now)


@on_both
async def test_whoever_comes_after_a_process_that_died_need_not_wait(town: Town) -> None:
    assert hold(town.house, "first", town.now)
    await town.restart()
    assert hold(town.house, "second", town.now), "its place became free when it ended"


@on_both
async def test_a_lease_taken_before_the_clock_stepped_back_does_not_count(town: Town) -> None:
    assert hold(town.house, "first", town.now)
    town.clock.passes(hours=-1)
    assert hold(town.house, "second", town.now)
    assert not hold(town.house, "first", town.now)
    town.clock.passes(seconds=-30)
    assert not hold(town.house, "first", town.now), "two machines' clocks may differ by so much"


@pytest.mark.parametrize("steps", [-3_600, 3_600])
async def test_a_clock_that_steps_loses_nothing(answering: Town, steps: int) -> None:
    await answering.types("Sover")
    answering.clock.passes(seconds=steps)
    await answering.types("Tegne")
    assert answering.answer(SHEET, "activities.wish") == "Tegne"
    assert answering.waiting() == 0
