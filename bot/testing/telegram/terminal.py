"""A person at a terminal, for whoever wants to try the bot without Telegram: what is typed becomes messages and taps,
and what the bot writes is printed with a number for each button.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs, urlsplit

from bot.testing.telegram.chats import Posted
from bot.testing.telegram.memory import Memory
from bot.testing.telegram.person import Impossible, Person

HOW = """\
# In another terminal, with the two lines above as settings: make run
# Then paste here the address it prints for Telegram (https://t.me/...).
# Type a message, or the number of a button. An end of file or Ctrl-C ends it."""
LINK = "https://t.me/"


class Talking:
    """One person's side of a conversation, line by line.

    Args:
        telegram: where.
        show: prints.
        language: of their app, nb or nn.
    """

    def __init__(self, telegram: Memory, show: Callable[[str], None], *, language: str = "nb") -> None:
        self.person = Person(telegram, "Mari", language=language)
        self._show = show
        self._printed: dict[int, str] = {}

    def types(self, line: str) -> None:
        """What was typed: the bot's address, the number of a button of the last keyboard, or a message."""
        line = line.strip()
        if not line:
            return
        try:
            if line.startswith(LINK):
                self.person.starts("".join(parse_qs(urlsplit(line).query).get("start", ())))
            elif line.isdecimal() and (button := self._button(int(line))) is not None:
                self._taps(button)
            else:
                self.person.types(line)
        except Impossible as impossible:
            self._show(f"({impossible})")

    def news(self) -> None:
        """Print what the bot has written or changed since the last time."""
        for message in self.person.told:
            text = drawn(message)
            if self._printed.get(message.id) != text:
                self._show(text)
                self._printed[message.id] = text

    def _with_keyboard(self) -> Posted | None:
        return next((one for one in reversed(self.person.told) if one.buttons), None)

    def _button(self, number: int) -> dict[str, str] | None:
        message = self._with_keyboard()
        there = message.buttons if message is not None else []
        return there[number - 1] if 1 <= number <= len(there) else None

    def _taps(self, button: dict[str, str]) -> None:
        if "callback_data" in button:
            self.person.taps(button["callback_data"], on=self._with_keyboard())
        else:
            self._show(f"({button.get('url') or button})")


def drawn(message: Posted) -> str:
    """A message as text: what it says, the name of a file, and its buttons with their numbers."""
    file = message.body.get("document", {}).get("file_name") or ("picture" if "photo" in message.body else "")
    lines = ["", *([f"<{file}>"] if file else []), *message.text.splitlines()]
    lines += [f"  [{number}] {button['text']}" for number, button in enumerate(message.buttons, start=1)]
    return "\n".join(lines)


async def talk(telegram: Memory, lines: AsyncIterator[str], show: Callable[[str], None], language: str) -> None:
    """Let somebody talk with the bot until there are no more lines."""
    talking = Talking(telegram, show, language=language)
    printing = asyncio.create_task(_print_news(telegram, talking))
    try:
        async for line in lines:
            talking.types(line)
    finally:
        printing.cancel()


async def _print_news(telegram: Memory, talking: Talking) -> None:
    while not telegram.closed:
        heard = telegram.bell.listen()
        talking.news()
        await heard


async def typed_lines() -> AsyncIterator[str]:
    """What is typed at the terminal. A thread waits for it, which nobody waits for at the end."""
    loop, typed = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(typed.put_nowait, line)
        loop.call_soon_threadsafe(typed.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    while line := await typed.get():
        yield line
