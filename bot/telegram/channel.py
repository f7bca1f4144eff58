"""The channel put together: a bot, what takes its updates, what delivers, and how it starts and stops.

The pages do not depend on it: a wrong token or an API that cannot be reached is said in the log, and they go on.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from starlette.routing import BaseRoute
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.actions.delivery import show_again
from bot.actions.house import House
from bot.telegram import commands, webhook
from bot.telegram.aside import Aside
from bot.telegram.codec import ALLOWED_UPDATES
from bot.telegram.commits import Commits
from bot.telegram.intake import Intake
from bot.telegram.lease import Lease
from bot.telegram.pacing import Pace
from bot.telegram.poll import Poll
from bot.telegram.quiet import hush, where
from bot.telegram.reading import Request
from bot.telegram.send import Sender

log = logging.getLogger(__name__)

FINISH_S = 1.5  # for what is under way when told to stop
LET_GO_S = 1.0
LONGEST_REST_S = 5.0  # somebody may be waiting, and one request costs nothing
CONNECTIONS = 16
CATCH_UP_S = 5.0  # for what people wrote while nobody listened
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


def make_bot(token: str, api_url: str) -> Bot:
    """A bot at this API. Fetching has a connection of its own, so that it never waits for what is sent."""
    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=Request(connection_pool_size=CONNECTIONS),
        get_updates_request=Request(connection_pool_size=2),
    )


class Channel:
    """Telegram for one installation.

    Args:
        house: open; whoever opened it closes it.
        bot: not yet initialised.
        clock: the time, with zone.
    """

    def __init__(self, house: House, bot: Bot, clock: Callable[[], datetime]) -> None:
        hush()
        self.house = house
        self.bot = bot
        self.lease = Lease(house, secrets.token_urlsafe(12), clock)
        pace = Pace()
        commits = Commits(house)
        self.sender = Sender(house, commits, bot, pace, clock)
        self.aside = Aside(bot, pace, clock)
        self.intake = Intake(house, commits, bot, self.sender, self.aside, clock)
        self.poll = Poll(bot, self.intake, self.lease)
        self._clock = clock
        self._name = ""

    def name(self) -> str:
        """What the bot is called on Telegram; empty until it has been reached."""
        return self._name

    @property
    def routes(self) -> tuple[BaseRoute, ...]:
        """Pages that Telegram itself calls; none when updates are fetched."""
        settings = self.house.settings
        return (webhook.route(settings.webhook_url, self._secret, self),) if settings.webhook_url else ()

    @property
    def _secret(self) -> str:
        chosen = self.house.settings.webhook_secret
        return chosen.get_secret_value() if chosen is not None else webhook.secret_of(self.bot.token)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take updates and deliver for as long as the block lasts; then finish what is under way and stop."""
        main = asyncio.create_task(self._run())
        try:
            yield
        finally:
            main.cancel()
            with suppress(asyncio.CancelledError):
                await main
            await asyncio.gather(self.poll.finish(FINISH_S), self.sender.finish(FINISH_S))
            await self._let_go()

    async def _let_go(self) -> None:
        try:
            async with asyncio.timeout(LET_GO_S):
                await self.lease.release()
                await self.bot.shutdown()
        except Exception as error:  # the lease runs out by itself
            log.warning("Telegram was not let go of: %s", where(error))

    async def _run(self) -> None:
        try:
            await self._until_ready()
            async with asyncio.TaskGroup() as group:
                group.create_task(self.aside.run())
                group.create_task(self._deliver())
                if not self.house.settings.webhook_url:
                    group.create_task(self.poll.run())
        except* InvalidToken:
            log.error(
                "Telegram does not know the token in PLANPRAT_TELEGRAM_TOKEN; ask @BotFather for it and start again. "
                "The pages go on without Telegram"
            )
        except* Exception as group:
            log.error("Telegram has stopped, the pages go on: %s", "; ".join(map(where, group.exceptions)))

    async def _until_ready(self) -> None:
        """Reach Telegram, tell it the commands and how updates come. Tried until it succeeds."""
        rest, said = 1.0, ""
        if not TOKEN.fullmatch(self.bot.token):
            raise InvalidToken  # it would not even make an address
        while True:
            try:
                await self.bot.initialize()
                self._name = self.bot.username
                await self.prepare()
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                said = self._say_why(error, said)
            await asyncio.sleep(rest)
            rest = min(rest * 2, LONGEST_REST_S)

    def _say_why(self, error: TelegramError, said: str) -> str:
        """Say it, unless it was what was said before: Telegram may be away for hours."""
        why = f"Telegram cannot be reached at {self.house.settings.telegram_api_url} ({type(error).__name__})"
        if isinstance(error, BadRequest) and self.house.settings.webhook_url:
            why = "Telegram will not call the address in PLANPRAT_WEBHOOK_URL"
        if why != said:
            log.warning("%s; trying again", why)
        return why

    async def prepare(self) -> None:
        """Tell Telegram what it must know.

        Raises:
            TelegramError: it was not told.
        """
        await commands.publish(self.bot, self.house)
        url = self.house.settings.webhook_url
        if url:
            await self.bot.set_webhook(
                webhook.address_of(url),
                secret_token=self._secret,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )
        else:
            await self.bot.delete_webhook(drop_pending_updates=False)

    async def _caught_up(self) -> None:
        """Wait until what Telegram holds has been taken. Where it brings updates, nothing tells what is to come."""
        if not self.house.settings.webhook_url:
            with suppress(TimeoutError):
                async with asyncio.timeout(CATCH_UP_S):
                    await self.poll.caught_up.wait()

    async def _deliver(self) -> None:
        """Deliver while this process is the one that does; on taking over, show the current screens again.

        First what people wrote meanwhile is taken: whoever has answered a question must not be asked it again.
        """
        again, failing = True, False
        while True:
            try:
                if await self.lease.holds():
                    if again:
                        await self._caught_up()
                        await asyncio.to_thread(show_again, self.house, self._clock())
                        again = False
                    self.sender.delivers = True
                    await self.sender.round()
                    failing = False
                    continue
                self.sender.delivers, again = False, True
            except Exception as error:
                if not failing:  # said once: the database may be away for hours
                    log.error("Telegram could not be delivered to: %s", where(error))
                failing = True
            await asyncio.sleep(1.0)
