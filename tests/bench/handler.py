"""(b) The forty-item list on python-telegram-bot's ConversationHandler, kept by its own PicklePersistence: written to
the file after each update, or at the library's default interval of a minute. In plain text, without fsync; what came
since the last write is lost when the process is killed.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, PicklePersistence, TypeHandler
from telegram.warnings import PTBUserWarning

from bot.testing.telegram.person import Person
from tests.bench.crowd import Crowd, Run, Watched, first, taps
from tests.bench.echo import ITEMS, Context, application, keyboard, question, running, starts


async def _started(update: Update, context: Context) -> int:
    message = update.effective_message
    assert message is not None
    assert context.user_data is not None
    context.user_data["answers"] = {}
    await message.reply_text(question(1), reply_markup=keyboard(1))
    return 1


async def _tapped(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query is not None
    assert context.user_data is not None
    await query.answer()
    number, _, answer = (query.data or "").partition(".")
    context.user_data["answers"][int(number)] = answer
    item = int(number) + 1
    await query.edit_message_text(question(item), reply_markup=keyboard(item))
    return item if item <= ITEMS else ConversationHandler.END


async def _flushed(_update: Update, context: Context) -> None:
    await context.application.update_persistence()


async def measured(people: int, *, flush: bool) -> Run:
    """So many people, forty taps each."""
    fake = Watched()
    crowd = Crowd(fake, [Person(fake, f"P{number}") for number in range(people)])
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBUserWarning)  # that a message without a text ends nothing here
        persistence = PicklePersistence(Path(folder) / "talks.pickle")
        async with application(fake, persistence) as made:
            made.add_handler(
                ConversationHandler(
                    entry_points=[CommandHandler("start", _started)],
                    states={
                        item: [CallbackQueryHandler(_tapped, pattern=rf"^{item}\.")] for item in range(1, ITEMS + 1)
                    },
                    fallbacks=[],
                    name="list",
                    persistent=True,
                )
            )
            if flush:
                made.add_handler(TypeHandler(Update, _flushed), group=1)
            async with running(made):
                await crowd.acts(starts())
                return await crowd.acts(taps(first))
