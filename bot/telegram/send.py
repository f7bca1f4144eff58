"""Delivering what waits: in order in each chat, as fast as Telegram allows, again until it is there.

A message whose answer was lost on the way is sent a second time: a screen that stands there twice is better than none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from telegram import Bot
from telegram.constants import BulkRequestLimit, MessageLimit
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.actions.actors import Actor
from bot.actions.chat_binding import page_address
from bot.actions.chat_papers import (
    DEVICES,
    FILES,
    WHO_SEES,
    devices_in_chat,
    paper_in_chat,
    road_picture,
    road_words,
    who_sees_in_chat,
)
from bot.actions.delivery import cleared, delivered, due, next_delivery, refused, wait
from bot.actions.house import House
from bot.actions.on_the_way import Delivery
from bot.dialogs.context import Language
from bot.dialogs.disclosure import SCENE, lines_for_error
from bot.dialogs.event import Press, encode
from bot.dialogs.screen import Line, Say, Screen
from bot.telegram.commits import Commits
from bot.telegram.notes import Notes
from bot.telegram.pacing import Pace
from bot.telegram.parameters import Key, Keyboard, Message
from bot.telegram.quiet import where
from bot.telegram.render import ASKS_FOR_THE_PAGE, message, reachable_from_outside
from bot.telegram.written import Piece, shortened, together

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0  # for what other processes, the desk and time itself have made due
LONGEST_WAIT_S = 15
LONGEST_PATIENCE = timedelta(minutes=15)  # whatever Telegram asks for: the clock may step back meanwhile
REMEMBERED = 1_000  # rows that were delivered
GONE = ("chat not found", "user is deactivated", "peer_id_invalid")
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "no text in the message", "message_id_invalid")
AT_ONCE = int(BulkRequestLimit.MAX_LIMIT)
MESSAGES = {WHO_SEES: who_sees_in_chat, DEVICES: devices_in_chat}  # what is asked for like a paper and is none
TRIES = 3  # of something that fails before it is sent; the rest of the person's must not wait for it for ever


class _NotMade(Exception):
    """It was not sent: making it failed in another way than for want of a text. The database may be away."""


def _is_gone(error: BadRequest) -> bool:
    """Whether Telegram says that there is no such chat, or nobody in it."""
    return any(reason in error.message.lower() for reason in GONE)


class Sender:
    """Delivers to chats. One for each bot: the pace is the bot's.

    Args:
        house: the installation.
        commits: stores what was delivered.
        bot: speaks with Telegram.
        pace: of everything the bot says.
        clock: the time, with zone.
    """

    def __init__(self, house: House, commits: Commits, bot: Bot, pace: Pace, clock: Callable[[], datetime]) -> None:
        self._house = house
        self._bot = bot
        self._clock = clock
        self._pace = pace
        self._commits = commits
        self._notes = Notes(commits)
        self._tasks: dict[str, asyncio.Task[datetime | None]] = {}
        self.delivers = False  # whether this process is the one that does
        self._gone: dict[str, None] = {}  # rows delivered a moment ago
        self._more: set[str] = set()  # something may have come for them since their task last looked
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something may have become due."""
        self._news.set()

    def send(self, delivery: Delivery) -> None:
        """Deliver what has just been stored, without looking for it; nothing else waits for this person. It may have
        been found meanwhile, and even be delivered."""
        if not self.delivers or delivery.user in self._tasks:
            self.wake()
        elif delivery.rows[0] not in self._gone:
            self._start(delivery.user, delivery)

    async def round(self) -> None:
        """Begin to deliver to everybody to whom something is due, and wait for news, a second at most. Nobody waits for
        anybody else's message."""
        self._news.clear()
        for user in await asyncio.to_thread(due, self._house, self._clock()):
            self._start(user)
        # Not `wait_for`: until Python 3.12 it forgets that it was cancelled when the news come at the same moment.
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._news.wait()

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way, no longer than that."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        for task in self._tasks.values():
            task.cancel()

    def _start(self, user: str, delivery: Delivery | None = None) -> None:
        if user in self._tasks:
            self._more.add(user)
            return
        task = self._tasks[user] = asyncio.create_task(self.deliver(user, delivery))

        def done(ended: asyncio.Task[datetime | None]) -> None:
            self._tasks.pop(user, None)
            if ended.cancelled():
                return
            if user in self._more:
                self._more.discard(user)
                self.wake()
            if (error := ended.exception()) is not None:
                log.error("a delivery to Telegram failed: %s", where(error))
            elif (again := ended.result()) is not None:
                seconds = (again - self._clock()).total_seconds()
                asyncio.get_running_loop().call_later(max(0.0, seconds), self.wake)

        task.add_done_callback(done)

    async def deliver_due(self) -> None:
        """Deliver everything that may go at this moment, to everybody."""
        users = await asyncio.to_thread(due, self._house, self._clock())
        await asyncio.gather(*(self.deliver(user) for user in users))

    async def deliver(self, user: str, delivery: Delivery | None = None) -> datetime | None:
        """Deliver to this person what may go now: this first, if it is given.

        Returns:
            When the next may go; None when nothing waits.
        """
        while await self._notes.settled(user):
            now = self._clock()
            if delivery is None:
                delivery = await self._commits.do(partial(next_delivery, user=user, now=now))
            if delivery is None:
                return None
            edits = bool(delivery.sending.edit) and delivery.sending.edit == delivery.message
            free = now if edits else self._pace.next_at(delivery.chat, now)
            if free > now:
                return free
            until, more = await self._tried(delivery)
            if until is not None or not more:
                return until
            delivery = None
        return None

    async def _tried(self, delivery: Delivery) -> tuple[datetime | None, bool]:
        """Deliver one thing. When to try again, if it did not come through; and whether more waits."""
        user, refusal = delivery.user, partial(refused, user=delivery.user, number=delivery.chat, now=self._clock())
        try:
            return None, await self._fitting(delivery)
        except RetryAfter as patience:
            asked = patience.retry_after
            rest = asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
            return await self._waits(user, min(rest, LONGEST_PATIENCE), failed=False), True
        except (Forbidden, ChatMigrated, BadRequest):
            return None, await self._notes.write(user, refusal)
        except (TelegramError, _NotMade):  # the network, or a fault of theirs; or of ours
            rest = timedelta(seconds=min(2**delivery.attempts, LONGEST_WAIT_S))
            return await self._waits(user, rest, failed=True), True

    async def _fitting(self, delivery: Delivery) -> bool:
        """Deliver this, or what is said in its place. Whether more waits."""
        try:
            return await self._carry(delivery)
        except BadRequest as error:
            if _is_gone(error):
                raise
            log.error("Telegram refused a message of ours (%s): %s", delivery.sending.how, where(error))
        except KeyError as error:  # a text is not there: what we cannot draw now, we cannot draw later either
            log.error("a message could not be drawn (%s): %s", delivery.sending.how, where(error))
        except _NotMade as error:
            log.error("a message could not be made (%s): %s", delivery.sending.how, where(error.__cause__ or error))
            if delivery.attempts < TRIES:
                raise
        return await self._instead(delivery)

    async def _waits(self, user: str, rest: timedelta, *, failed: bool) -> datetime:
        until = self._clock() + rest
        await self._notes.write(user, partial(wait, user=user, until=until, failed=failed))
        return until

    async def _instead(self, delivery: Delivery) -> bool:
        """A message that Telegram refuses, or that cannot be drawn, would be so for ever: say that something is wrong,
        and show the menu. A reply to a disclosure is said all the same. Gives whether more waits."""
        screen = delivery.sending.screen
        lines = lines_for_error(self._house.content.services)
        if screen is not None and screen.id.startswith(SCENE):
            lines = screen.body if screen.ask is None else (*screen.body, screen.ask)
        try:
            sent = await self._post(delivery.chat, self._words(delivery, lines, menu=True))
        except BadRequest as error:
            if _is_gone(error):
                raise
            sent = 0
        except KeyError:
            sent = 0
        return await self._delivered(delivery, sent, as_meant=False)

    async def _carry(self, delivery: Delivery) -> bool:
        """Deliver this and write it down. Whether more waits."""
        sending = delivery.sending
        if sending.how == "clear":
            return await self._clear(delivery)
        try:
            sent = await self._made(delivery)
        except (TelegramError, KeyError):
            raise
        except Exception as error:
            raise _NotMade from error
        return await self._delivered(delivery, sent)

    async def _made(self, delivery: Delivery) -> int:
        """Draw it and send it. Gives the number of the message."""
        sending = delivery.sending
        if sending.how == "screen":
            return await self._screen(delivery)
        if sending.how == "picture":
            return await self._picture(delivery)
        if sending.how == "paper":
            return await self._paper(delivery)
        if sending.how == "bell":
            return await self._post(delivery.chat, await self._bell(delivery))
        return await self._post(delivery.chat, self._words(delivery, sending.lines))

    async def _delivered(self, delivery: Delivery, sent: int, *, as_meant: bool = True) -> bool:
        user, rows, sending = delivery.user, delivery.rows, delivery.sending if as_meant else None
        self._gone |= dict.fromkeys(rows)
        while len(self._gone) > REMEMBERED:
            del self._gone[next(iter(self._gone))]
        failed = delivery.attempts > 0
        note = partial(delivered, user=user, rows=rows, sending=sending, message=sent, now=self._clock(), failed=failed)
        return await self._notes.write(user, note)

    async def _screen(self, delivery: Delivery) -> int:
        sending = delivery.sending
        if sending.screen is None:
            return 0
        return await self._shown(delivery, sending.screen)

    async def _shown(self, delivery: Delivery, screen: Screen) -> int:
        """In the place of the message whose button was pressed, where it shows the current screen; else below."""
        sending, house = delivery.sending, self._house
        address = await self._page(delivery) if screen.id in ASKS_FOR_THE_PAGE else ""
        drawn = message(screen, house.language.say, sending.language, page_address=address, page=sending.page)
        if sending.edit and sending.edit == delivery.message and await self._edited(delivery, drawn):
            return sending.edit
        return await self._post(delivery.chat, drawn)

    async def _edited(self, delivery: Delivery, drawn: Message) -> bool:
        """Put the screen in the place of the one whose button was pressed. False: it must be sent anew."""
        try:
            await self._bot.edit_message_text(
                drawn.text,
                chat_id=delivery.chat,
                message_id=delivery.sending.edit,
                api_kwargs=drawn.told(),
            )
        except BadRequest as error:
            said = error.message.lower()
            if "message is not modified" in said:
                return True
            if any(reason in said for reason in NOT_EDITABLE):
                return False
            raise
        return True

    async def _post(self, chat: int, drawn: Message) -> int:
        self._pace.sent(chat, self._clock())
        sent = await self._bot.send_message(
            chat,
            drawn.text,
            protect_content=True,
            api_kwargs=drawn.told(),
        )
        return sent.message_id

    async def _picture(self, delivery: Delivery) -> int:
        road, language = delivery.sending.road, delivery.sending.language
        if road is None:
            return 0
        picture = await asyncio.to_thread(road_picture, self._house, road, language)
        title = self._house.language.say(Say(id="documents.road.title"), language)
        caption = f"{title}\n{road_words(self._house, road, language)}"
        self._pace.sent(delivery.chat, self._clock())
        sent = await self._bot.send_photo(
            delivery.chat,
            picture,
            caption=shortened(caption, int(MessageLimit.CAPTION_LENGTH)),
            filename="veien.png",
            protect_content=True,
        )
        return sent.message_id

    async def _paper(self, delivery: Delivery) -> int:
        """A paper the person asked for: theirs to keep, print and pass on, so a file is not protected."""
        name, actor = delivery.sending.paper, Actor("user", delivery.user)
        if name in MESSAGES:
            screen = await asyncio.to_thread(MESSAGES[name], self._house, actor, delivery.number, self._clock())
            return await self._shown(delivery, screen)
        made = await asyncio.to_thread(paper_in_chat, self._house, actor, name, self._clock())
        if isinstance(made, Say):
            return await self._post(delivery.chat, self._words(delivery, (made,)))
        self._pace.sent(delivery.chat, self._clock())
        sent = await self._bot.send_document(delivery.chat, made, filename=FILES[name], protect_content=False)
        return sent.message_id

    async def _clear(self, delivery: Delivery) -> bool:
        """Remove what can be removed, and say what could not be. Gives whether more waits."""
        left = False
        reachable = delivery.reachable
        for at in range(0, len(reachable), AT_ONCE):
            left = not await self._removed(delivery.chat, reachable[at : at + AT_ONCE]) or left
        ours_stay = self._house.settings.telegram_mode == "doorbell"  # its words are noted nowhere
        said = "some" if left else "doorbell" if ours_stay else "older" if delivery.more else "all"
        await self._post(delivery.chat, self._words(delivery, (Say(id=f"telegram.cleared.{said}"),)))
        user, rows = delivery.user, delivery.rows
        note = partial(cleared, user=user, rows=rows, messages=reachable, now=self._clock())
        return await self._notes.write(user, note)

    async def _removed(self, chat: int, messages: tuple[int, ...]) -> bool:
        """Whether they are all gone. One that cannot be removed must not keep the others there."""
        try:
            return await self._bot.delete_messages(chat, messages)
        except BadRequest:
            all_gone = True
            for one in messages:
                try:
                    await self._bot.delete_message(chat, one)
                except BadRequest as error:
                    all_gone = all_gone and "not found" in error.message.lower()
            return all_gone

    async def _page(self, delivery: Delivery) -> str:
        return await asyncio.to_thread(page_address, self._house, Actor("user", delivery.user), self._clock())

    async def _bell(self, delivery: Delivery) -> Message:
        mode = self._house.settings.telegram_mode
        lines = delivery.sending.lines or (Say(id=f"telegram.bell.{mode}"),)
        drawn = self._words(delivery, lines, menu=mode == "chat")
        if mode == "chat":
            return drawn
        return with_page(self._house, delivery.sending.language, drawn, await self._page(delivery))

    def _words(self, delivery: Delivery, lines: tuple[Line, ...], *, menu: bool = False) -> Message:
        language = delivery.sending.language
        say = self._house.language.say
        buttons = tuple(
            Key(say(Say(id=f"walk.{verb}"), language), callback_data=encode(Press(delivery.number, verb)))
            for verb in ("menu", "help_now")
        )
        return words(self._house, language, lines, (buttons,) if menu else ())


def words(house: House, language: Language, lines: tuple[Line, ...], keyboard: Keyboard = ()) -> Message:
    """Some lines as a message; numbers to ring one a line."""
    said = [house.language.say(line, language).replace("\N{NO-BREAK SPACE}", " ") for line in lines]
    text, entities = together(tuple(Piece(one, close=one[:1].isdigit()) for one in said))
    return Message(text, tuple(entities), keyboard)


def with_page(house: House, language: Language, drawn: Message, address: str) -> Message:
    """The message with a way to the pages: a button, or their address where Telegram takes none with it."""
    if not reachable_from_outside(address):
        return Message(f"{drawn.text}\n\n{address}".strip(), drawn.entities, drawn.keyboard)
    label = house.language.say(Say(id="telegram.open_page"), language)
    return Message(drawn.text, drawn.entities, ((Key(label, url=address),),))
