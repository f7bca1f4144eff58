"""One event in the person's own conversation: one transaction, whatever the channel.

Lock the person -> dealt with before? -> load -> answer -> carry out -> draw -> store -> commit. Killed anywhere:
nothing is lost, and the same event can come again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.carry_out import Doing, carry_out
from bot.actions.house import House, fresh, new_id
from bot.dialogs.context import Channel, Language
from bot.dialogs.conversation import answer, show
from bot.dialogs.effects import Erased, SaveSheet
from bot.dialogs.event import Event, Opened, Typed
from bot.dialogs.follow_up import KIND
from bot.dialogs.screen import Screen
from bot.dialogs.sheet import Change
from bot.dialogs.talk import Talk
from bot.storage import chat_messages, outbox, people, talks
from bot.storage.context import StoredContext
from bot.storage.store import Transaction

log = logging.getLogger(__name__)

SESSION = timedelta(hours=1)  # whoever was away longer comes back


@dataclass(frozen=True, slots=True)
class Shown:
    """What the channel shows. `gone`: the person deleted everything; the screen is the last there is, and is not
    stored. `news`: something waits in the outbox. `place`: the worksheet or scene that it is of; `changes`: what the
    event answered, each with its worksheet."""

    screen: Screen
    language: Language
    gone: bool = False
    news: bool = False
    place: str = ""
    changes: tuple[tuple[str, Change], ...] = ()


def converse(
    house: House,
    actor: Actor,
    event: Event,
    *,
    channel: Channel,
    key: str,
    now: datetime,
    draft: Typed | None = None,
    base_url: str = "",
) -> Shown:
    """Take one event of the person's and say what is shown.

    Args:
        house: the installation.
        actor: the user; `together` when they sit at the coordinator's screen.
        event: what they did.
        channel: where; the screen goes back there.
        key: names the event within the person's, so that the same one coming again changes nothing.
        now: with time zone.
        draft: text that stood in the field, unsaved, when a button was pressed. Kept for that question.
        base_url: where the pages are reached, for addresses that are shown.

    Raises:
        NotThere: no such person.
    """
    permit(actor, "converse")
    with house.writing() as tx:
        if not tx.lock_user(actor.id):
            raise NotThere(actor.id)
        if talks.seen(tx, actor.id, key, now):
            return _last_turn(house, tx, actor, channel, now, base_url)
        return _taken(house, tx, actor, event, channel=channel, now=now, draft=draft, base_url=base_url)


def last_turn(house: House, actor: Actor, *, channel: Channel, now: datetime, base_url: str = "") -> Shown:
    """The screen the person was shown last, on whichever channel; the very first if there is none yet.

    Raises:
        NotThere: no such person.
    """
    with _reading_own(house, actor) as tx:
        talk, screen, _ = talks.load(tx, actor.id)
        if talk is not None and screen is not None:
            news = outbox.waiting(tx, actor.id)
            waits = any(one.kind == KIND for one in news)
            if talk.here.scene == "menu":
                waits = bool(news) or _outdated(house, tx, actor, channel, talk, screen, now)
            if not waits:
                return Shown(screen, talk.language, news=bool(news))
    # The first screen has still to be made; the menu tells of what others did meanwhile; and somebody who fell silent
    # yesterday is met by a line.
    try:
        return converse(house, actor, Opened(), channel=channel, key=new_id(), now=now, base_url=base_url)
    except NotThere:
        raise
    except Exception as error:  # nothing can be written: what was shown last can still be shown
        if talk is None or screen is None:
            raise
        log.error("a screen could not be drawn anew: %s", type(error).__name__)
        return Shown(screen, talk.language, news=True)


def anything_new(house: House, actor: Actor, number: int) -> bool:
    """Whether another screen than this one is shown by now, or something is to be told. Changes nothing: it is asked by
    a page at which nobody need be looking, and what is told is told once.

    Raises:
        NotThere: no such person.
    """
    with _reading_own(house, actor) as tx:
        return talks.place(tx, actor.id)[0] != number or bool(outbox.waiting(tx, actor.id))


@contextmanager
def _reading_own(house: House, actor: Actor) -> Iterator[Transaction]:
    """A view of one moment, for a person who looks at their own conversation.

    Raises:
        NotThere: no such person.
    """
    permit(actor, "see_last_turn")
    with house.reading() as tx:
        if people.user(tx, actor.id) is None:
            raise NotThere(actor.id)
        yield tx


def _outdated(
    house: House, tx: Transaction, actor: Actor, channel: Channel, talk: Talk, stored: Screen, now: datetime
) -> bool:
    """Whether the menu would be drawn otherwise now than when it was stored, apart from what it told of then."""
    drawn = show(_context(house, tx, actor, channel), talk, now)
    return drawn != stored.model_copy(update={"notices": drawn.notices})


def _taken(
    house: House,
    tx: Transaction,
    actor: Actor,
    event: Event,
    *,
    channel: Channel,
    now: datetime,
    draft: Typed | None = None,
    base_url: str = "",
) -> Shown:
    """The same within a transaction in which the person is locked and the event is known to be new."""
    user = people.user(tx, actor.id)
    if user is None:
        raise NotThere(actor.id)
    if draft is not None:
        shown = talks.load(tx, actor.id)[1]
        if shown is not None and shown.field is not None and draft.text == shown.field.value:
            draft = None  # what stood in the field from the start is no draft
    context = _context(house, tx, actor, channel, base_url, user)
    return take(house, context, user, talks.state(tx, actor.id), event, now, draft)


def take(
    house: House,
    context: StoredContext,
    user: people.UserRow,
    stored: Talk | None,
    event: Event,
    now: datetime,
    draft: Typed | None = None,
) -> Shown:
    """Take an event that is known to be new, in a transaction in which the person is locked.

    Args:
        house: the installation.
        context: of this transaction and person, from which nothing was read before they were locked.
        user: the person.
        stored: their state after the last event; None before the first.
        event: what they did.
        now: with time zone.
        draft: text that stood in the field, unsaved, when a button was pressed.
    """
    tx, channel = context.tx, context.channel
    talk = stored or Talk(language=user.language)
    if talk.last_at is None or now - talk.last_at >= SESSION:
        talks.forget_old(tx, user.id, now)
        chat_messages.forget_old(tx, user.id, now)
    move = answer(context, talk, event, now, draft)
    doing = Doing(house, tx, user, channel, move.talk.language, now)
    if any(isinstance(effect, Erased) for effect in move.effects):
        last = show(context, move.talk, now, move.notices)  # while there still is somebody to say goodbye to
        carry_out(doing, move.effects)
        return Shown(last, move.talk.language, gone=True)
    carry_out(doing, move.effects)
    if move.talk.language != user.language:
        people.set_language(tx, user.id, move.talk.language)
    saved = tuple(effect for effect in move.effects if isinstance(effect, SaveSheet))
    # The screen tells of things as they now are: whatever may have changed is read anew.
    sheets = tuple(effect.sheet for effect in saved)
    after = context.after(sheets) if len(saved) == len(move.effects) else context.anew(fresh())
    screen = show(after, move.talk, now, move.notices)
    talks.save(tx, user.id, move.talk, screen, channel, now)
    changes = tuple((effect.sheet.worksheet, change) for effect in saved for change in effect.changes)
    return Shown(screen, move.talk.language, place=place_of(move.talk), changes=changes)


def place_of(talk: Talk) -> str:
    """The worksheet that the conversation is at, else its scene."""
    return talk.here.worksheet if talk.here.scene == "answering" else talk.here.scene


def _context(
    house: House,
    tx: Transaction,
    actor: Actor,
    channel: Channel,
    base_url: str = "",
    user: people.UserRow | None = None,
) -> StoredContext:
    return StoredContext(
        tx,
        actor.id,
        channel,
        house.content,
        fresh(),
        base_url or house.settings.base_url,
        by="together" if actor.together else "user",
        notice_waits_hours=house.settings.notice_reminder_hours,
        user=user,
    )


def _last_turn(house: House, tx: Transaction, actor: Actor, channel: Channel, now: datetime, base_url: str) -> Shown:
    talk, screen, _ = talks.load(tx, actor.id)
    if talk is None or screen is None:
        return _taken(house, tx, actor, Opened(), channel=channel, now=now, base_url=base_url)
    return Shown(screen, talk.language)
