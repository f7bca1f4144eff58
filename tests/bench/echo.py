"""(a) python-telegram-bot and nothing else: what is typed comes back; what is tapped is answered with the next message.
Nothing is stored.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BasePersistence,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.testing.telegram.memory import TOKEN
from bot.testing.telegram.person import Person
from bot.testing.telegram.requests import InProcess
from tests.bench.crowd import Crowd, Run, Watched, first, taps, types

Context = ContextTypes.DEFAULT_TYPE
ITEMS = 40
ANSWERS = ("Aldri", "Sjelden", "Av og til", "Ofte", "Hopp over")


@asynccontextmanager
async def application(
    fake: Watched, persistence: BasePersistence[Any, Any, Any] | None = None
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """The library's own application, fetching its updates as it always does."""
    builder = ApplicationBuilder().token(TOKEN).request(InProcess(fake)).get_updates_request(InProcess(fake))
    if persistence is not None:
        builder = builder.persistence(persistence)
    made = builder.build()
    yield made


@asynccontextmanager
async def running(made: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    """Fetch and handle while the block lasts."""
    async with made:
        await made.start()
        assert made.updater is not None
        await made.updater.start_polling(poll_interval=0)
        try:
            yield
        finally:
            await made.updater.stop()
            await made.stop()


def keyboard(item: int, of: int = ITEMS) -> InlineKeyboardMarkup | None:
    """Five answers below each other; none after the last item."""
    if item > of:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(name, callback_data=f"{item}.{name}")] for name in ANSWERS])


def question(item: int) -> str:
    """A text about as long as a sign's."""
    return f"Varselsignaler · {item} av {ITEMS}\n\nHvor ofte merket du dette før du ble syk? Jeg sov dårlig ({item})"


async def _echo(update: Update, _context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await message.reply_text(message.text or "")


async def started(update: Update, _context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await message.reply_text(question(1), reply_markup=keyboard(1))


async def _tapped(update: Update, _context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer()
    item = int((query.data or "").partition(".")[0]) + 1
    await query.edit_message_text(question(item), reply_markup=keyboard(item))


async def measured(people: int, *, tapping: bool) -> Run:
    """So many people, forty messages or forty taps each."""
    fake = Watched()
    crowd = Crowd(fake, [Person(fake, f"P{number}") for number in range(people)])
    async with application(fake) as made:
        made.add_handler(CommandHandler("start", started))
        made.add_handler(CallbackQueryHandler(_tapped))
        made.add_handler(MessageHandler(filters.TEXT, _echo))
        async with running(made):
            if not tapping:
                return await crowd.acts(types(ITEMS))
            await crowd.acts(starts())
            return await crowd.acts(taps(first))


def starts() -> Any:
    """Send /start, once."""
    started: set[int] = set()

    def act(person: Person) -> bool:
        if person.id in started:
            return False
        started.add(person.id)
        person.starts()
        return True

    return act
