"""The JSON that the fake sends is the Bot API's: two libraries, written apart from each other, read every field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import telebot.types
from telegram import (
    BotCommand,
    ChatFullInfo,
    File,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    TelegramObject,
    Update,
    User,
    WebhookInfo,
)
from telegram.constants import BotCommandLimit, CallbackQueryLimit, MessageLimit, PollingLimit

from bot.testing.telegram import refusals, requests
from bot.testing.telegram.parameters import Given, Upload, given_json
from bot.testing.telegram.person import PICTURE, Person
from bot.testing.telegram.server import FakeTelegram
from tests.testing.telegram.conftest import raw

Json = dict[str, Any]
YES = {"inline_keyboard": [[{"text": "Ja", "callback_data": "1.yes"}, {"text": "Åpne", "url": "https://a.example/"}]]}
COPY = {"inline_keyboard": [[{"text": "Kopier", "copy_text": {"text": "204 052"}}]]}
THEIRS: Any = telebot.types  # without types of its own
# Their name for a field, where the Bot API's is a word of the language.
TELEBOT_NAMES = {"from": "from_user"}


async def upload(telegram: FakeTelegram, method: str, given: Json, **files: Upload) -> Json:
    """Call a method with a file."""
    answer = await telegram.call(telegram.token, method, Given(given_json(given), files))
    result: Json = json.loads(answer.body)["result"]
    return result


@pytest.fixture
async def told(telegram: FakeTelegram) -> dict[str, Json]:
    """One of each message the bot can send, by what it is."""
    mari = Person(telegram)
    own = mari.starts()

    async def send(method: str, **given: object) -> Json:
        result: Json = (await raw(telegram, method, chat_id=mari.id, **given))["result"]
        return result

    text = await send("sendMessage", text="<b>Hei</b>", parse_mode="HTML", reply_markup=YES, protect_content=True)
    return {
        "text": text,
        "copying": await send("sendMessage", text="Koden", reply_markup=COPY),
        "reply": await send("sendMessage", text="Hei", reply_parameters={"message_id": own.id}),
        "edited": await send("editMessageText", message_id=text["message_id"], text="Hallo"),
        "document": await upload(
            telegram,
            "sendDocument",
            {"chat_id": mari.id, "caption": "<i>Planen</i>", "parse_mode": "HTML"},
            document=Upload("plan.pdf", b"%PDF", "application/pdf"),
        ),
        "photo": await upload(
            telegram, "sendPhoto", {"chat_id": mari.id}, photo=Upload("road.png", PICTURE, "image/png")
        ),
    }


@pytest.fixture
async def heard(telegram: FakeTelegram) -> dict[str, Json]:
    """One of each update, by what it tells."""
    mari = Person(telegram)
    own = mari.starts("abc")
    await raw(telegram, "sendMessage", chat_id=mari.id, text="Ja?", reply_markup=YES)
    message = mari.last
    mari.types("nei", reply_to=message)
    mari.edits(own, "/start def")
    mari.taps("Ja")
    await raw(telegram, "deleteMessage", chat_id=mari.id, message_id=message.id)
    mari.taps("Ja", on=message, stale=True)
    names = ["start", "reply", "edit", "press", "press on what is gone"]
    for name in ("photo", "document", "voice", "sticker", "contact", "location"):
        getattr(mari, f"sends_{name}")()
        names.append(name)
    mari.forwards("Husk timen")
    mari.moves(mari.sends_location(live=900))
    mari.pins(own)
    group = mari.adds_to_group()
    mari.types("/hjelp", chat=group)
    mari.blocks()
    mari.comes_back(start=False)
    names += ["forwarded", "place", "moved", "pinned", "added", "group", "blocked", "back"]
    return dict(zip(names, (await raw(telegram, "getUpdates"))["result"], strict=True))


def parts(one: object) -> Iterator[TelegramObject]:
    """This object of python-telegram-bot and everything in it."""
    if isinstance(one, TelegramObject):
        yield one
        for name in {slot for kind in type(one).__mro__ for slot in getattr(kind, "__slots__", ())}:
            if not name.startswith("_"):
                yield from parts(getattr(one, name, None))
    elif isinstance(one, (tuple, list)):
        for part in one:
            yield from parts(part)


def read_by_ptb(kind: type[TelegramObject], body: Json) -> None:
    """python-telegram-bot knows every field, and finds every field that it wants."""
    read = kind.de_json(json.loads(json.dumps(body)), None)
    assert read is not None
    for part in parts(read):
        assert part.api_kwargs == {}, f"unknown to {type(part).__name__}"
    assert contains(json.loads(read.to_json()), body), "something was lost or read as something else"


def contains(whole: Any, part: Any) -> bool:
    """Whether everything in the one stands in the other; more may stand there."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(name in whole and contains(whole[name], part[name]) for name in part)
    if isinstance(part, list):
        return isinstance(whole, list) and len(whole) == len(part) and all(map(contains, whole, part))
    return type(whole) is type(part) and bool(whole == part)


def read_by_telebot(read: Any, body: Any, path: str) -> None:
    """pyTelegramBotAPI has every field too, with the same value."""
    if isinstance(body, list):
        assert len(read) == len(body), path
        for number, (one, part) in enumerate(zip(read, body, strict=True)):
            read_by_telebot(one, part, f"{path}.{number}")
    elif isinstance(body, dict):
        for name, value in body.items():
            found = getattr(read, TELEBOT_NAMES.get(str(name), str(name)), None)
            assert found is not None, f"{path}.{name} is not known"
            read_by_telebot(found, value, f"{path}.{name}")
    else:
        assert (type(read), read) == (type(body), body), path


@pytest.mark.parametrize("name", ["text", "reply", "edited", "document", "photo"])
async def test_what_the_bot_sends(told: dict[str, Json], name: str) -> None:
    read_by_ptb(Message, told[name])
    read_by_telebot(THEIRS.Message.de_json(told[name]), told[name], name)


async def test_every_update(heard: dict[str, Json]) -> None:
    for name, update in heard.items():
        read_by_ptb(Update, update)
        gone = name == "press on what is gone"
        body = update if not gone else update | {"callback_query": {**update["callback_query"], "message": {}}}
        read_by_telebot(THEIRS.Update.de_json(update), body, name)
    assert heard["press on what is gone"]["callback_query"]["message"].keys() == {"chat", "date", "message_id"}


async def test_what_is_answered_to_questions(telegram: FakeTelegram) -> None:
    mari = Person(telegram)
    mari.starts()
    commands = [{"command": "hjelp", "description": "Hjelp nå"}]
    await raw(telegram, "setMyCommands", commands=commands)
    await raw(telegram, "setWebhook", url="https://planprat.example/telegram", allowed_updates=["message"])
    document = mari.sends_document().body["document"]["file_id"]
    asked: dict[str, tuple[type[TelegramObject], Any, Json]] = {
        "getMe": (User, THEIRS.User, {}),
        "getChat": (ChatFullInfo, THEIRS.ChatFullInfo, {"chat_id": mari.id}),
        "getFile": (File, THEIRS.File, {"file_id": document}),
        "getWebhookInfo": (WebhookInfo, THEIRS.WebhookInfo, {}),
    }
    for method, (ours, theirs, given) in asked.items():
        body = (await raw(telegram, method, **given))["result"]
        read_by_ptb(ours, body)
        read_by_telebot(theirs.de_json(body), body, method)
    answered = (await raw(telegram, "getMyCommands"))["result"]
    assert answered == commands
    read_by_ptb(BotCommand, answered[0])


@pytest.mark.parametrize("wrong", [{"firstname": "Mari"}, {"language_code": 3}, {"is_bot": 0}], ids=str)
def test_a_wrong_shape_is_noticed(wrong: Json) -> None:
    """The readers above can fail."""
    user = {"id": 1, "is_bot": False, "first_name": "Mari"}
    read_by_ptb(User, user)
    read = THEIRS.User.de_json(user)
    read_by_telebot(read, user, "user")
    with pytest.raises(AssertionError):
        read_by_telebot(read, user | wrong, "user")


def test_a_field_that_is_not_there_is_noticed() -> None:
    with pytest.raises(AssertionError, match="unknown to User"):
        read_by_ptb(User, {"id": 1, "is_bot": False, "first_name": "Mari", "firstname": "Mari"})


async def test_the_library_sends_what_the_fake_reads(telegram: FakeTelegram) -> None:
    """Over HTTP every parameter is a text: nothing that the library sends is passed over by its name."""
    mari = Person(telegram)
    mari.starts()
    async with requests.bot(telegram) as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes")]])
        await bot.send_message(mari.id, "Hei", reply_markup=keyboard, protect_content=True, disable_notification=True)
    called = telegram.calls[-1]
    assert called.method == "sendMessage"
    assert called.given.keys() == {"chat_id", "text", "reply_markup", "protect_content", "disable_notification"}
    assert (mari.last.protected, mari.last.silent, mari.keyboard) == (True, True, ["Ja"])


def test_the_limits_are_those_the_design_was_made_for() -> None:
    """A new version of the library that moves one of these moves the fake with it; then the texts must be looked at."""
    assert [*map(int, (MessageLimit.MAX_TEXT_LENGTH, MessageLimit.CAPTION_LENGTH))] == [4096, 1024]
    assert int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH) == 200
    assert [*map(int, (BotCommandLimit.MAX_COMMAND, BotCommandLimit.MAX_DESCRIPTION))] == [32, 256]
    assert int(PollingLimit.MAX_LIMIT) == 100
    assert refusals.too_many(0.2).parameters == {"retry_after": 1}
