"""(c) The forty-item list on aiogram-dialog with its memory storage: a window for each item. Nothing outlives the
process.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Button, Column
from aiogram_dialog.widgets.text import Const

from bot.testing.telegram.memory import TOKEN
from bot.testing.telegram.parameters import Given
from bot.testing.telegram.person import Person
from tests.bench.crowd import Crowd, Run, Watched, first, taps
from tests.bench.echo import ANSWERS, ITEMS, question, starts


class Session(BaseSession):
    """What aiogram sends through, in place of its HTTP session."""

    def __init__(self, fake: Watched) -> None:
        super().__init__()
        self._fake = fake

    async def close(self) -> None:
        """Nothing to close."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - as aiogram names it
        """One call; parameters become texts, as on the wire."""
        given = {}
        for name, value in method.model_dump(warnings=False).items():
            wire = self.prepare_value(value, bot=bot, files={})
            if wire is not None:
                given[name] = wire if isinstance(wire, str) else json.dumps(wire)
        answer = await self._fake.call(bot.token, method.__api_method__, Given(given))
        return self.check_response(bot, method, answer.status, answer.body.decode()).result

    async def stream_content(self, *_args: Any, **_how: Any) -> AsyncGenerator[bytes, None]:
        """No files here."""
        nothing: tuple[bytes, ...] = ()
        for part in nothing:
            yield part


STATES = tuple(State() for _ in range(ITEMS + 1))
List = type("List", (StatesGroup,), {f"item_{item}": state for item, state in enumerate(STATES, start=1)})


async def _chosen(_query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data[manager.current_context().state.state] = button.widget_id
    await manager.next()


def _windows() -> list[Window]:
    asking = [
        Window(
            Const(question(item)),
            Column(*(Button(Const(name), id=f"a{number}", on_click=_chosen) for number, name in enumerate(ANSWERS))),
            state=state,
        )
        for item, state in enumerate(STATES[:-1], start=1)
    ]
    return [*asking, Window(Const(question(ITEMS + 1)), state=STATES[-1])]


async def _started(_message: Message, dialog_manager: DialogManager) -> None:
    await dialog_manager.start(STATES[0], mode=StartMode.RESET_STACK)


async def measured(people: int) -> Run:
    """So many people, forty taps each."""
    fake = Watched()
    crowd = Crowd(fake, [Person(fake, f"P{number}") for number in range(people)])
    bot = Bot(TOKEN, session=Session(fake))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(_started, CommandStart())
    dispatcher.include_router(Dialog(*_windows()))
    setup_dialogs(dispatcher)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    try:
        await crowd.acts(starts())
        return await crowd.acts(taps(first))
    finally:
        with suppress(RuntimeError):
            await dispatcher.stop_polling()
        await polling
