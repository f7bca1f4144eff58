"""Each limit, with the Bot API's own words, at the last value allowed and at the first that is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from telegram.constants import (
    BotCommandLimit,
    CallbackQueryLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    MessageLimit,
)

from bot.testing.telegram.http import running
from bot.testing.telegram.person import Person
from bot.testing.telegram.server import FakeTelegram
from tests.testing.telegram.conftest import raw

NARROW, WIDE = "å", "🐾"  # one and two UTF-16 units
BUTTON = {"text": "Ja", "callback_data": "1.yes"}


def keyboard(*rows: int, **button: str) -> dict[str, Any]:
    """A keyboard with so many buttons in each row."""
    return {"inline_keyboard": [[BUTTON | button] * count for count in rows]}


def said(**given: object) -> tuple[str, dict[str, object]]:
    """A message with this in it."""
    return "sendMessage", {"chat_id": "mari", "text": "Hei"} | given


def commands(*names: str, description: str = "Meny", **more: object) -> tuple[str, dict[str, object]]:
    """These commands."""
    return "setMyCommands", {"commands": [{"command": name, "description": description} for name in names]} | more


ROW = int(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
FULL = [ROW] * (InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER // ROW)
LEFT = InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER % ROW

ALLOWED: dict[str, tuple[str, dict[str, object]]] = {
    "the longest text": said(text=NARROW * MessageLimit.MAX_TEXT_LENGTH),
    "the longest text of wide letters": said(text=WIDE * (MessageLimit.MAX_TEXT_LENGTH // 2)),
    "marks are not counted": said(text=f"<b>{NARROW * MessageLimit.MAX_TEXT_LENGTH}</b>", parse_mode="HTML"),
    "the longest data": said(reply_markup=keyboard(1, callback_data="x" * InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)),
    "a full keyboard": said(reply_markup=keyboard(*FULL, LEFT)),
    "a link": said(reply_markup={"inline_keyboard": [[{"text": "Åpne", "url": "https://planprat.example/inn"}]]}),
    "the longest command": commands("x" * BotCommandLimit.MAX_COMMAND),
    "commands in nynorsk": commands("hjelp", language_code="nn"),
}

REFUSED: dict[str, tuple[tuple[str, dict[str, object]], int, str]] = {
    "no text": (said(text=""), 400, "Bad Request: message text is empty"),
    "only white space": (said(text=" \n "), 400, "Bad Request: text must be non-empty"),
    "a text too long": (
        said(text=NARROW * (MessageLimit.MAX_TEXT_LENGTH + 1)),
        400,
        "Bad Request: message is too long",
    ),
    "a text of wide letters too long": (
        said(text=WIDE * (MessageLimit.MAX_TEXT_LENGTH // 2) + NARROW),
        400,
        "Bad Request: message is too long",
    ),
    "a text to copy that is too long": (
        said(reply_markup={"inline_keyboard": [[{"text": "Kopier", "copy_text": {"text": "x" * 257}}]]}),
        400,
        "Bad Request: can't parse inline keyboard button: COPY_TEXT_INVALID",
    ),
    "data too long in bytes": (
        said(reply_markup=keyboard(1, callback_data="å" * 33)),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    "no data": (
        said(reply_markup=keyboard(1, callback_data="")),
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a row too long": (said(reply_markup=keyboard(ROW + 1)), 400, "Bad Request: reply markup is too long"),
    "one button too many": (said(reply_markup=keyboard(*FULL, LEFT + 1)), 400, "Bad Request: reply markup is too long"),
    "a link to nowhere": (
        said(reply_markup={"inline_keyboard": [[{"text": "Åpne", "url": "http://localhost:8000/"}]]}),
        400,
        "Bad Request: inline keyboard button URL 'http://localhost:8000/' is invalid: Wrong HTTP URL",
    ),
    "a mark that is not known": (
        said(text="a <h1>b</h1>", parse_mode="HTML"),
        400,
        'Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 2',
    ),
    "a mark that is not closed": (
        said(text="<b>a", parse_mode="HTML"),
        400,
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    "a bare bracket": (
        said(text="1 < 2", parse_mode="HTML"),
        400,
        "Bad Request: can't parse entities: Unclosed start tag at byte offset 2",
    ),
    "nobody there": (said(chat_id=1), 400, "Bad Request: chat not found"),
    "a reply to nothing": (
        said(reply_parameters={"message_id": 99}),
        400,
        "Bad Request: message to be replied not found",
    ),
    "a command with a Norwegian letter": (commands("språk"), 400, "Bad Request: BOT_COMMAND_INVALID"),
    "a command too long": (commands("x" * (BotCommandLimit.MAX_COMMAND + 1)), 400, "Bad Request: BOT_COMMAND_INVALID"),
    "a command without words": (commands("meny", description=""), 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
    "a language of three letters": (
        commands("meny", language_code="nob"),
        400,
        "Bad Request: invalid language code specified",
    ),
    "an answer too long": (
        (
            "answerCallbackQuery",
            {"callback_query_id": "1", "text": NARROW * (CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH + 1)},
        ),
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    ),
    "a press that never was": (
        ("answerCallbackQuery", {"callback_query_id": "1"}),
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    "an edit of nothing": (
        ("editMessageText", {"chat_id": "mari", "message_id": 99, "text": "Hei"}),
        400,
        "Bad Request: message to edit not found",
    ),
    "an edit of what a person wrote": (
        ("editMessageText", {"chat_id": "mari", "message_id": 1, "text": "Hei"}),
        400,
        "Bad Request: message can't be edited",
    ),
    "deleting nothing": (
        ("deleteMessage", {"chat_id": "mari", "message_id": 99}),
        400,
        "Bad Request: message to delete not found",
    ),
    "deleting a hundred and one": (
        ("deleteMessages", {"chat_id": "mari", "message_ids": list(range(101))}),
        400,
        "Bad Request: too many message identifiers specified",
    ),
    "no document": (("sendDocument", {"chat_id": "mari"}), 400, "Bad Request: there is no document in the request"),
    "a photo nobody sent": (
        ("sendPhoto", {"chat_id": "mari", "photo": "photo-77"}),
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
    ),
    "a webhook without https": (
        ("setWebhook", {"url": "http://planprat.example/telegram"}),
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    "a secret with blanks": (
        ("setWebhook", {"url": "https://planprat.example/", "secret_token": "to ord"}),
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    "a method that is not there": (("sendPigeon", {}), 404, "Not Found"),
}


def addressed(mari: Person, given: dict[str, object]) -> dict[str, object]:
    """The same to a chat that is there."""
    return given | ({"chat_id": mari.id} if given.get("chat_id") == "mari" else {})


@pytest.mark.parametrize("case", ALLOWED)
async def test_what_is_just_within_a_limit_is_taken(telegram: FakeTelegram, case: str) -> None:
    mari = Person(telegram)
    mari.starts()
    method, given = ALLOWED[case]
    assert (await raw(telegram, method, **addressed(mari, given)))["ok"]


@pytest.mark.parametrize("case", REFUSED)
async def test_what_is_beyond_a_limit_is_refused_in_the_servers_words(telegram: FakeTelegram, case: str) -> None:
    mari = Person(telegram)
    mari.starts()
    (method, given), code, words = REFUSED[case]
    body = await raw(telegram, method, **addressed(mari, given))
    assert body == {"ok": False, "error_code": code, "description": words}
    assert not mari.told


def as_json(given: dict[str, object]) -> dict[str, Any]:
    """Sent as one JSON object."""
    return {"json": given}


def as_form(given: dict[str, object]) -> dict[str, Any]:
    """Sent as a form, with JSON in its fields."""
    return {"data": {name: one if isinstance(one, str) else json.dumps(one) for name, one in given.items()}}


def as_query(given: dict[str, object]) -> dict[str, Any]:
    """Sent in the address."""
    return {"params": as_form(given)["data"]}


@pytest.mark.parametrize("way", [as_json, as_form])
async def test_every_limit_holds_over_http_too(
    telegram: FakeTelegram, way: Callable[[dict[str, object]], dict[str, Any]]
) -> None:
    mari = Person(telegram)
    mari.starts()
    async with running(telegram) as address, httpx.AsyncClient(base_url=f"{address}/bot{telegram.token}/") as client:
        for method, given in ALLOWED.values():
            answer = await client.post(method, **way(addressed(mari, given)))
            assert (answer.status_code, answer.json()["ok"]) == (200, True), method
        for case, ((method, given), code, words) in REFUSED.items():
            answer = await client.post(method, **way(addressed(mari, given)))
            assert answer.status_code == code, case
            assert answer.json() == {"ok": False, "error_code": code, "description": words}, case


async def test_a_request_may_be_an_address_alone(telegram: FakeTelegram) -> None:
    mari = Person(telegram)
    mari.starts()
    async with running(telegram) as address, httpx.AsyncClient() as client:
        answer = await client.get(
            f"{address}/bot{telegram.token}/SENDMESSAGE", **as_query({"chat_id": mari.id, "text": "Hei"})
        )
    assert answer.json()["result"]["text"] == mari.last.text == "Hei"


@pytest.mark.parametrize(
    ("token", "code", "words"), [("110201543:another", 401, "Unauthorized"), ("nothing", 404, "Not Found")]
)
async def test_only_the_right_token_is_let_in(telegram: FakeTelegram, token: str, code: int, words: str) -> None:
    async with running(telegram) as address, httpx.AsyncClient() as client:
        answer = await client.post(f"{address}/bot{token}/getMe")
        elsewhere = await client.get(f"{address}/somewhere/else")
    assert answer.status_code == code
    assert answer.json() == {"ok": False, "error_code": code, "description": words}
    assert elsewhere.json()["description"] == "Not Found"


async def test_marks_become_entities_counted_in_units(telegram: FakeTelegram) -> None:
    mari = Person(telegram)
    mari.starts()
    text = ' 🐾 <b>sterk</b> &amp; <a href="https://planprat.example/?a=1&amp;b=2">her <i>og</i> der</a> '
    body = (await raw(telegram, "sendMessage", chat_id=mari.id, text=text, parse_mode="HTML"))["result"]
    assert body["text"] == "🐾 sterk & her og der"
    assert body["entities"] == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "offset": 11, "length": 10, "url": "https://planprat.example/?a=1&b=2"},
        {"type": "italic", "offset": 15, "length": 2},
    ]
