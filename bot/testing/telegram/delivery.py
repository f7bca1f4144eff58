"""Bringing updates to a webhook, as the Bot API does: several lines at once, each in order, again until it is taken."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from bot.testing.telegram.memory import Memory
from bot.testing.telegram.updates import Waiting

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
PATIENCE_S = 10
LONGEST_DELAY_S = 60

Post = Callable[[str, bytes, Mapping[str, str]], Awaitable[int]]


async def over_http(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """POST it; the status that came back.

    Raises:
        OSError: nobody answers.
        http.client.HTTPException: what answers does not speak HTTP, or hangs up.
    """
    return await asyncio.to_thread(_post, url, body, headers)


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE_S)
    try:
        connection.request("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@asynccontextmanager
async def delivering(telegram: Memory, post: Post = over_http) -> AsyncIterator[None]:
    """Within the block, what waits is brought to the webhook whenever one is set."""
    running = asyncio.create_task(_Delivery(telegram, post).run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


class _Delivery:
    def __init__(self, telegram: Memory, post: Post) -> None:
        self._telegram = telegram
        self._post = post
        self._lines: set[str] = set()
        self._under_way = 0

    async def run(self) -> None:
        """Go on until cancelled or the fake is closed."""
        async with asyncio.TaskGroup() as group:
            while not self._telegram.closed:
                news = self._telegram.bell.listen()
                for update in self._waiting():
                    if update.line not in self._lines:
                        self._lines.add(update.line)
                        group.create_task(self._empty(update.line))
                await news

    def _waiting(self) -> tuple[Waiting, ...]:
        telegram = self._telegram
        return telegram.updates.pending(telegram.clock.now()) if telegram.webhook.url and not telegram.closed else ()

    async def _empty(self, line: str) -> None:
        """Bring what stands in one line, the first first."""
        delay_s, failed = 1.0, 0
        while first := next((one for one in self._waiting() if one.line == line), None):
            if self._under_way >= self._telegram.webhook.at_once:
                await self._telegram.bell.listen()
                continue
            if await self._bring(first):
                delay_s, failed = 1.0, 0
                continue
            delay_s = min(LONGEST_DELAY_S, delay_s * 2) if failed else delay_s
            failed += 1
            await self._pause(delay_s)
        self._lines.discard(line)

    async def _bring(self, update: Waiting) -> bool:
        """Bring one; whether it was taken."""
        telegram, webhook = self._telegram, self._telegram.webhook
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: webhook.secret} if webhook.secret else {})
        self._under_way += 1
        try:
            status = await self._post(webhook.url, json.dumps(update.wire(), ensure_ascii=False).encode(), headers)
            error = "" if 200 <= status < 300 else f"Wrong response from the webhook: {status}"
        except (OSError, http.client.HTTPException) as failure:
            error = f"Connection failed: {failure}"
        finally:
            self._under_way -= 1
            telegram.bell.ring()
        if error:
            webhook.error, webhook.error_at = error, telegram.clock.now()
        elif telegram.updates.heard():
            telegram.updates.drop(update.id)
        return not error

    async def _pause(self, seconds: float) -> None:
        telegram = self._telegram
        webhook, until = telegram.webhook, telegram.clock.now() + seconds
        while telegram.webhook is webhook and not telegram.closed and telegram.clock.now() < until:
            await telegram.clock.wait(telegram.bell.listen(), until)
