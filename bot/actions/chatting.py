"""What comes from a chat: one update, one transaction. Its answer waits in `outgoing` when the transaction is done.

Find whose chat it is -> lock the person -> dealt with before? -> what does it say? -> the conversation -> what is to be
sent -> commit. Only then is Telegram told that the update was taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.actions.actors import VISITOR, Actor, permit
from bot.actions.chat_binding import NotBound, bind, leads_to, page_address_in
from bot.actions.chat_papers import DEVICES, FILES, LOG_OUT, WHO_SEES
from bot.actions.converse import Shown, place_of, take
from bot.actions.devices import forget_all_but
from bot.actions.house import House, fresh, new_id
from bot.actions.on_the_way import Delivery, must_wait
from bot.dialogs.consent import FIRST, missing
from bot.dialogs.context import Language
from bot.dialogs.event import Amended, Event, Noted, Opened, Press, Typed, decode
from bot.dialogs.greetings import COMMANDS
from bot.dialogs.safety import recognise
from bot.dialogs.screen import Say
from bot.dialogs.sheet import Change
from bot.dialogs.talk import Talk
from bot.storage import chat_messages, chats, log, notices, outbox, outgoing, people, talks
from bot.storage.chat_messages import About
from bot.storage.context import StoredContext
from bot.storage.outgoing import Sending
from bot.storage.store import Transaction

Kind = Literal["text", "press", "edit", "start", "other", "blocked", "back"]
Outcome = Literal["answered", "stranger", "not_bound", "doorbell", "gone", "again", "closed", "silent"]

SPLIT_UNITS = 4_000  # UTF-16 units: a message as long as this was cut by the app, if another follows at once
SPLIT_WITHIN = timedelta(seconds=3)
MESSAGE_UNITS = 4_096  # Bot API: where the apps cut
PAGE, PAPER = "page", "paper"  # presses of the channel's own, which are no event of the conversation
MESSAGES = frozenset({WHO_SEES, DEVICES})  # of what is a page elsewhere, that which is no file
PAPERS = frozenset({*FILES, *MESSAGES})
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that happened in a private chat.

    Attributes:
        update: Telegram's number of it.
        chat: Telegram's number of the chat, as text.
        kind: `text` and `edit` carry a text, `press` what the button holds, `start` a token or nothing. `other` is what
            cannot be an answer: `what` says which (a text of `telegram.other`), `text` what was written with it.
            `blocked` and `back`: the person has stopped the bot, or started it again.
        at: when it was sent, by Telegram's clock, in whole seconds.
        message: its number; of a press, that of the message with the button.
        reply_to: the message it answers (0: none).
    """

    update: int
    chat: str
    kind: Kind
    at: datetime
    text: str = ""
    what: str = ""
    message: int = 0
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it. `shown` is there when nothing is stored of the person any more (`gone`): it is sent at once.
    `language`: the person's, where they are known; `page`: where they get to the pages. `delivery`: what there is to
    deliver now, where that is one thing and nothing else waits; else whoever delivers looks for it."""

    outcome: Outcome
    user: str = ""
    shown: Shown | None = None
    language: Language | None = None
    page: str = ""
    delivery: Delivery | None = None


def receive(house: House, heard: Heard, now: datetime) -> Received:
    """Take one thing that happened in a chat, whoever brings it (a poll or a webhook).

    Args:
        house: the installation.
        heard: what happened.
        now: with time zone.
    """
    permit(VISITOR, "find_chat")
    try:
        with house.writing() as tx:
            chat = chats.found(tx, heard.chat)
            if chat is None and (heard.kind != "start" or not heard.text):
                return Received("stranger" if heard.kind not in {"blocked", "back"} else "silent")
            user = chat.user_id if chat else bind(tx, heard.text, heard.chat, now)
            return _Turn(house, tx, user, chat, heard, now).taken()
    except NotBound:
        return Received("not_bound")


@dataclass(frozen=True, slots=True)
class _Turn:
    """One update of a person whose chat it is. `chat` as it was found; None when it was bound by this very update."""

    house: House
    tx: Transaction
    user: str
    chat: chats.Chat | None
    heard: Heard
    now: datetime

    def taken(self) -> Received:
        tx, heard = self.tx, self.heard
        person = people.user(tx, self.user) if tx.lock_user(self.user) else None
        if person is None:
            return Received("stranger")
        doorbell = self.house.settings.telegram_mode == "doorbell" and heard.kind not in {"blocked", "back"}
        again = talks.seen(tx, self.user, f"telegram/{heard.update}", self.now)
        if again and not doorbell:
            return Received("again", self.user)
        if heard.kind == "blocked":
            closed(self.house, tx, person, self.now)
            return Received("closed", self.user)
        if self.chat is not None and self.chat.closed_at is not None:
            chats.reopen(tx, self.user)
        if heard.kind == "back":
            return Received("silent", self.user)
        if doorbell:
            return self._at_the_door(person, again=again)
        stored = talks.state(tx, self.user)
        if self._of_the_channel(stored or Talk(language=person.language)):
            return Received("answered", self.user)
        return self._answered(person, stored)

    def _at_the_door(self, person: people.UserRow, *, again: bool) -> Received:
        """A doorbell holds no conversation. What was typed all the same can be removed from the chat: for that the
        number of a message is noted, and no word of it. What it says is not stored either: that the update was dealt
        with (`again`) does not tell that it was answered."""
        heard = self.heard
        if heard.kind in {"text", "edit", "other", "start"} and heard.message:
            chat_messages.forget_old(self.tx, self.user, self.now)
            chat_messages.note(self.tx, self.user, heard.message, heard.at, About(), own=True)
        if heard.kind == "text" and COMMANDS.get(_command(heard.text)) == "remove":
            if again:
                return Received("again", self.user)
            self._send(Sending(how="clear", language=person.language))
            log.write(self.tx, self.now, "user", self.user, "cleared_chat", self.user)
            return Received("answered", self.user)
        page = page_address_in(self.tx, self.house.settings.base_url, Actor("user", self.user), self.now)
        return Received("doorbell", self.user, language=person.language, page=page)

    def _of_the_channel(self, talk: Talk) -> bool:
        """Another page of a long screen, or a paper: the conversation stays where it is."""
        press = decode(self.heard.text) if self.heard.kind == "press" else None
        if press is None or press.verb not in {PAGE, PAPER}:
            return False
        paper, _, page = press.argument.partition("-")  # a long one in parts: `who_sees-2`
        if press.verb == PAPER and paper == LOG_OUT:
            forget_all_but(self.tx, Actor("user", self.user), self.now)
            paper = DEVICES
        if press.verb == PAPER and paper in PAPERS and self._may_have_papers():
            part = int(page) if page.isdecimal() else 1
            edit = self.heard.message if paper in MESSAGES else 0
            self._send(Sending(how="paper", language=talk.language, paper=paper, page=part, edit=edit))
            return True
        screen = talks.load(self.tx, self.user)[1]
        if screen is None or press.screen != screen.number or not press.argument.isdecimal():
            return False
        self._send(
            Sending(
                how="screen",
                language=talk.language,
                screen=screen,
                edit=self.heard.message,
                page=int(press.argument),
                place=place_of(talk),
            )
        )
        return True

    def _may_have_papers(self) -> bool:
        """Whether the yes to answering here still stands: the button may hang on an old message."""
        return missing(self._context(), self.now, *FIRST) is None

    def _context(self, person: people.UserRow | None = None) -> StoredContext:
        house = self.house
        base_url = house.settings.base_url
        return StoredContext(self.tx, self.user, "telegram", house.content, fresh(), base_url, user=person)

    def _answered(self, person: people.UserRow, stored: Talk | None) -> Received:
        permit(Actor("user", self.user), "converse")
        event = self._event(stored or Talk(language=person.language))
        shown = take(self.house, self._context(person), person, stored, event, self.now)
        if shown.gone:
            return Received("gone", self.user, shown)
        if self.heard.kind in {"text", "edit", "other", "start"} and self.heard.message:
            about = _about(event, shown.changes).model_copy(update={"units": units(self.heard.text)})
            chat_messages.note(self.tx, self.user, self.heard.message, self.heard.at, about, own=True)
        pressed = self.heard.message if self.heard.kind == "press" else 0
        deliveries = [self._send(sending, shown.screen.number) for sending in sendings(shown, shown.place, pressed)]
        return Received("answered", self.user, delivery=deliveries[0] if len(deliveries) == 1 else None)

    def _send(self, sending: Sending, number: int = 0) -> Delivery | None:
        """Put it on its way. It can be delivered at once where nothing waits before it."""
        row, chat = new_id(), self.chat
        first = outgoing.add(self.tx, row, self.user, sending, self.now) == 1
        if not first or chat is None or must_wait(chat, self.now):
            return None
        return Delivery(self.user, int(chat.chat), (row,), sending, chat.message, chat.attempts, number)

    def _event(self, talk: Talk) -> Event:
        heard = self.heard
        if heard.kind == "press":
            return decode(heard.text) or Noted(Say(id="walk.notice.old"))
        if heard.kind == "start":
            foreign = heard.text and leads_to(self.tx, heard.text) not in {None, self.user}
            return Noted(Say(id="telegram.start.bound")) if foreign else Opened()
        if heard.kind == "edit":
            found = chat_messages.find(self.tx, self.user, heard.message)
            about = found.about if found else About()
            return Amended(about.place, about.key, about.text, heard.text)
        if heard.kind == "other":
            if self._discloses(heard.text):
                return Amended("", "", "", heard.text)  # belongs to no answer, and is read all the same
            return Noted(Say(id=f"telegram.other.{heard.what}"))
        return self._typed(talk)

    def _discloses(self, text: str) -> bool:
        return recognise(text, self.house.content.phrases) is not None

    def _typed(self, talk: Talk) -> Event:
        text = self.heard.text
        if word := _command(text):
            return Typed(word) if word in COMMANDS else Noted(Say(id="telegram.unknown_command"))
        last = chat_messages.last_own(self.tx, self.user)
        if last is not None and last.about.key and _goes_on(last, self.heard):
            whole = joined(last.about, text)
            return Amended(last.about.place, last.about.key, last.about.text, whole, goes_on=True)
        replied = chat_messages.find(self.tx, self.user, self.heard.reply_to) if self.heard.reply_to else None
        if replied is not None and not replied.own and replied.about.key:
            if replied.about.place != place_of(talk):
                if self._discloses(text):
                    return Amended("", "", "", text)
                return Noted(Say(id="telegram.reply_elsewhere"))
            return Typed(text, replied.about.key, replied.about.revision)
        return Typed(text)


def sendings(shown: Shown, place: str, pressed: int) -> tuple[Sending, ...]:
    """What tells of a screen: the road as a picture, then the screen. `pressed`: the message whose button was."""
    screen = shown.screen
    one = Sending(how="screen", language=shown.language, screen=screen, edit=pressed, place=place)
    if screen.drawing is None:
        return (one,)
    picture = Sending(how="picture", language=shown.language, road=screen.drawing)
    return picture, one.model_copy(update={"edit": 0})


def closed(house: House, tx: Transaction, person: people.UserRow, now: datetime) -> None:
    """Nothing can be delivered to this person: they go on on the pages, and the coordinator is told just that."""
    if chats.close(tx, person.id, now):
        notices.add(tx, new_id(), person.coordinator_id, person.id, "telegram_closed", now)
    outbox.not_rung(tx, person.id)
    outgoing.drop_all(tx, person.id)


def _command(text: str) -> str:
    """The command that the text is, in small letters and without what follows it; empty when it is none."""
    found = _COMMAND.fullmatch(text)
    return f"/{found[1].lower()}" if found is not None else ""


def units(text: str) -> int:
    """The length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def joined(first: About, second: str) -> str:
    """Two parts of one text. An app that cut at a space or a line took it away; one that cut in a word did not."""
    return first.text + second if first.units == MESSAGE_UNITS else f"{first.text} {second}"


def _goes_on(last: chat_messages.Message, heard: Heard) -> bool:
    """Whether this text is the rest of the last one."""
    return last.about.units >= SPLIT_UNITS and timedelta(0) <= heard.at - last.at <= SPLIT_WITHIN


def _about(event: Event, changes: tuple[tuple[str, Change], ...]) -> About:
    """What a message of the person's became: the answer that holds its words now, if any does."""
    if isinstance(event, Press | Opened | Noted):
        return About()
    text = event.text.strip()
    for worksheet, change in changes:
        if change.answer.text == text or any(item.text == text for item in change.answer.items):
            return About(place=worksheet, key=change.key, text=text)
    if isinstance(event, Amended) and event.goes_on:
        # It did not fit any more: what still comes belongs to the same answer, and must not become the next one.
        return About(place=event.worksheet, key=event.key, text=text)
    return About()
