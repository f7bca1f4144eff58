"""Updates that are brought: which are asked for and let in, what is kept, what is said while nothing can be stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.storage import chats
from bot.telegram.webhook import HEADER, address_of, path_of, secret_of
from tests.telegram.town import BASE_URL, INVITATION, Town, texts

SHEET, USUAL = "short_term_goals", "activities.usual"
HOOK = f"{BASE_URL}/bot-api"
DYING = "Jeg vil ikke leve"
WANTED = {"message", "edited_message", "callback_query", "my_chat_member"}


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
    town.breaks()
    town.ola.types("hei")  # so that the chat is known to the fake
    assert await deliver(town, update(town, 8, "/hjelp")) == 503
    town.mends()
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
    typed = update(town, 900, f"{DYING}HALF").replace(b"HALF", b"\\u0007 \\ud83d")
    assert await deliver(town, typed) == 200
    assert town.screen().id.startswith("disclosure.")
    assert town.answer(SHEET, USUAL) == DYING


def test_where_updates_are_brought() -> None:
    assert address_of("https://planprat.example") == "https://planprat.example/bot-api"
    assert address_of("https://planprat.example:8443/hook/") == "https://planprat.example:8443/hook"
    assert path_of("https://planprat.example/hook/") == "/hook"
    assert path_of("https://planprat.example") == "/bot-api"


async def test_whoever_goes_on_writing_is_told_once_a_minute(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(webhook_url=HOOK)
    town.ola.starts(INVITATION)
    await town.settle()
    told = len(town.ola.told)
    town.breaks()
    for number in range(8, 12):
        assert await deliver(town, update(town, number, "hei")) == 503
        await town.channel.aside.flush()
        town.clock.passes(seconds=40)
    assert [town.words("replies.broken.lost") in one for one in texts(town.ola)[told:]] == [True, True]


async def test_help_is_answered_each_time_while_nothing_can_be_stored(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town(webhook_url=HOOK)
    town.ola.starts(INVITATION)
    await town.settle()
    told = len(town.ola.told)
    town.clock.passes(seconds=5)
    town.breaks()
    for number, asked in enumerate(("hei", "hjelp", "/hjelp"), start=8):
        assert await deliver(town, update(town, number, asked)) == 503
        await town.channel.aside.flush()
        town.clock.passes(seconds=5)
    assert ["113" in one for one in texts(town.ola)[told:]] == [True, True, True]


async def test_what_is_wanted_of_telegram_is_said_each_time(make_town: Callable[..., Any]) -> None:
    """Without it Telegram keeps what an earlier program of the same bot asked for."""
    town: Town = await make_town()
    town.ola.starts(INVITATION)
    await town.settle()
    asked = [one.given for one in town.fake.calls if one.method == "getUpdates"]
    assert len(asked) > 1
    assert all(set(json.loads(one["allowed_updates"])) == WANTED for one in asked)
