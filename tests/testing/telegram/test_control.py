"""The fake as a server beside the real program: people are led through `/_fake/`, a webhook is reached over HTTP."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import NetworkError, RetryAfter

from bot.testing.telegram.clock import SetClock
from bot.testing.telegram.http import running
from bot.testing.telegram.server import FakeTelegram
from bot.testing.telegram.updates import KINDS
from tests.testing.telegram.conftest import PATIENCE_S, http_bot, until


class Control:
    """A test in another process would do the same."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def __call__(self, path: str, expected: int = 200, /, **asked: object) -> dict[str, Any]:
        """POST, and what came back."""
        answer = await self._client.post(f"/_fake/{path}", json=asked)
        assert answer.status_code == expected, answer.text
        return dict(answer.json())

    async def look(self, person: int) -> dict[str, Any]:
        """The chat as this person sees it."""
        return dict((await self._client.get(f"/_fake/people/{person}")).json())

    async def calls(self) -> dict[str, int]:
        """What the bot called."""
        return dict((await self._client.get("/_fake/calls")).json())

    async def mend(self) -> None:
        """Everything works again."""
        assert (await self._client.delete("/_fake/faults")).status_code == 200


@pytest.fixture
async def address(telegram: FakeTelegram) -> AsyncIterator[str]:
    """Where the fake is."""
    async with running(telegram) as address:
        yield address


@pytest.fixture
async def control(address: str) -> AsyncIterator[Control]:
    """What a test can tell it."""
    async with httpx.AsyncClient(base_url=address) as client:
        yield Control(client)


async def test_a_conversation_from_outside(telegram: FakeTelegram, address: str, control: Control) -> None:
    mari = (await control("people", name="Mari", language="nn"))["id"]
    await control(f"people/{mari}/starts", payload="abc")
    async with http_bot(telegram, address) as bot:
        yes = InlineKeyboardButton("Ja", callback_data="1.yes")
        away = InlineKeyboardButton("Åpne", url="https://planprat.example/")
        code = InlineKeyboardButton("Kopier", copy_text=CopyTextButton("204 052"))
        sent = await bot.send_message(mari, "Ja?", reply_markup=InlineKeyboardMarkup([[yes, away, code]]))
        (query_id,) = (await control(f"people/{mari}/taps", button="Ja", on=sent.message_id))["query_ids"]
        await bot.answer_callback_query(query_id, "Takk")
        assert await control(f"people/{mari}/opens", button="Åpne") == {"url": "https://planprat.example/"}
        assert await control(f"people/{mari}/copies", button="Kopier") == {"text": "204 052"}
        typed = (await control(f"people/{mari}/types", text="nei", on=sent.message_id))["message_id"]
        await control(f"people/{mari}/edits", on=typed, text="ja")
        for what in ("photo", "document", "voice", "sticker", "contact", "location"):
            await control(f"people/{mari}/sends", what=what)
        await control(f"people/{mari}/forwards", text="Husk timen")
        await control(f"people/{mari}/blocks")
        await control(f"people/{mari}/comes_back", start=False)
        kinds = [kind_of(update) for update in await bot.get_updates()]
    expected = ["message", "callback_query", "message", "edited_message", *["message"] * 7, *["my_chat_member"] * 2]
    assert kinds == expected
    seen = await control.look(mari)
    assert seen["answers"] == ["Takk"]
    assert [one["kind"] for one in seen["messages"]] == [
        *("text", "text", "text", "photo", "document", "voice", "sticker", "contact", "location", "text")
    ]
    assert seen["messages"][1] == {
        "id": sent.message_id,
        "by_bot": True,
        "kind": "text",
        "text": "Ja?",
        "buttons": [
            {"text": "Ja", "callback_data": "1.yes"},
            {"text": "Åpne", "url": "https://planprat.example/"},
            {"text": "Kopier", "copy_text": {"text": "204 052"}},
        ],
        "edited": False,
        "protected": False,
        "silent": False,
    }
    assert (seen["messages"][2]["text"], seen["messages"][2]["edited"]) == ("ja", True)
    assert (await control.calls())["sendmessage"] == 1


def kind_of(update: Update) -> str:
    """What an update tells of."""
    return next(kind for kind in KINDS if getattr(update, kind))


async def test_what_cannot_be_done_is_said(control: Control) -> None:
    mari = (await control("people"))["id"]
    assert "no message in the chat" in (await control(f"people/{mari}/taps", 409, button="Ja"))["error"]
    assert (await control(f"people/{mari}/types", 409, text=" "))["error"]
    assert (await control(f"people/{mari}/types", 400))["error"] == "KeyError('text')"
    assert (await control(f"people/{mari}/sings", 400))["error"] == "ValueError('sings')"
    await control("people/1/types", 404, text="hei")
    await control("faults", 400, kind="cut", colour="red")
    await control("faults", 400)


async def test_faults_from_outside(telegram: FakeTelegram, clock: SetClock, address: str, control: Control) -> None:
    async with http_bot(telegram, address) as bot:
        await control("faults", kind="error", status=503, times=None, methods=["getChat"])
        assert await bot.get_me()
        with pytest.raises(NetworkError):
            await bot.get_chat(1)
        await control.mend()
        await control("faults", kind="cut", lasts=600)
        with pytest.raises(NetworkError):
            await bot.get_me()
        clock.passes(minutes=10)
        assert await bot.get_me()
        mari = (await control("people"))["id"]
        await control(f"people/{mari}/types", text="hei")
        (got,) = await bot.get_updates()
        await control("repeat", times=1)
        assert await bot.get_updates(offset=got.update_id + 1) == (got,)


async def test_the_pace_is_set_from_outside(telegram: FakeTelegram, address: str, control: Control) -> None:
    mari = (await control("people"))["id"]
    await control(f"people/{mari}/starts")
    await control("pace", strict=True)
    async with http_bot(telegram, address) as bot:
        await bot.send_message(mari, "en")
        with pytest.raises(RetryAfter):
            await bot.send_message(mari, "to")
        await control("pace", strict=False)
        await bot.send_message(mari, "to")
    assert [one["text"] for one in (await control.look(mari))["messages"]] == ["/start", "en", "to"]


async def test_a_webhook_is_reached_over_http(telegram: FakeTelegram, address: str, control: Control) -> None:
    """The fake posts to itself: `/_fake/people` takes any JSON, and a new person for each update shows that it came."""
    async with http_bot(telegram, address) as bot:
        await bot.set_webhook(f"{address}/_fake/people", secret_token="one-secret")
        mari = (await control("people"))["id"]
        await control(f"people/{mari}/types", text="hei")
        await until(lambda: len(telegram.chats.all) == 2)
        await bot.set_webhook(f"{address}/nowhere")
        await control(f"people/{mari}/types", text="er du der?")
        await until(lambda: telegram.webhook.error)
        info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 404"
    assert info.pending_update_count == 1


def test_it_runs_as_a_program_until_it_is_told_to_stop() -> None:
    code = "from bot.testing.telegram.http import serve; serve(0)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        told = dict(line.strip().split("=", 1) for line in (program.stdout.readline(), program.stdout.readline()))
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", told["PLANPRAT_TELEGRAM_API_URL"])
        url = f"{told['PLANPRAT_TELEGRAM_API_URL']}/bot{told['PLANPRAT_TELEGRAM_TOKEN']}/getMe"
        assert json.loads(httpx.get(url, timeout=PATIENCE_S).content)["result"]["is_bot"] is True
        program.send_signal(signal.SIGTERM)
        assert program.wait(PATIENCE_S) == 0
