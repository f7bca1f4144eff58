"""Delivering to chats what waits for them: one thing at a time for each person, in order, and once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.actions.actors import OPERATOR, permit
from bot.actions.chatting import closed, sendings
from bot.actions.converse import Shown, place_of
from bot.actions.house import House, new_id
from bot.actions.on_the_way import Delivery, must_wait
from bot.dialogs.screen import Screen
from bot.storage import chat_messages, chats, leases, outgoing, people, talks
from bot.storage.chat_messages import About
from bot.storage.errors import OF_ONE_PERSON
from bot.storage.outgoing import LONGEST_WAIT, Sending, Waiting

log = logging.getLogger(__name__)

LEASE = "telegram"
LEASE_LASTS = timedelta(seconds=8)
AT_ONCE = 100  # persons looked at in one go
ACTIVE = timedelta(minutes=10)
NEVER_OVERTAKEN = ("disclosure", "help_now")  # scenes whose numbers must have stood in the chat


def hold(house: House, owner: str, now: datetime, name: str = LEASE) -> bool:
    """Take or keep the right to fetch updates and to deliver. Only one process has it; it runs out in eight seconds,
    and when its process ends it is free at once."""
    permit(OPERATOR, "deliver")
    with house.writing() as tx:
        orphaned = name == LEASE and house.store.takes_place(LEASE)
        if orphaned:
            tx.after_rollback.append(lambda: house.store.gives_back(LEASE))
        return leases.take(tx, name, owner, now, LEASE_LASTS, orphaned=orphaned)


def let_go(house: House, owner: str) -> None:
    """Give that right back."""
    permit(OPERATOR, "deliver")
    with house.writing() as tx:
        released = leases.release(tx, LEASE, owner)
    if released:
        house.store.gives_back(LEASE)


def due(house: House, now: datetime) -> list[str]:
    """Ids of persons to whom something can be delivered now."""
    permit(OPERATOR, "deliver")
    with house.reading() as tx:
        return outgoing.due(tx, now, AT_ONCE)


def next_delivery(house: House, user: str, now: datetime) -> Delivery | None:
    """The next thing for this person; None when there is nothing, or not yet, or it cannot be read (`_put_right`)."""
    permit(OPERATOR, "deliver")
    try:
        return _next(house, user, now)
    except OF_ONE_PERSON as error:
        log.error("what waits for one person cannot be read: %s", type(error).__name__)
    _put_right(house, user, now)
    return None


def _put_right(house: House, user: str, now: datetime) -> None:
    """Rows that have come to harm, or that an earlier version wrote otherwise, go, and the current screen is shown:
    they must not keep the person from every later answer. Where nothing of the person's can be read, it is tried again
    after a quarter of an hour: their key may be put back."""
    with house.writing() as tx:
        if tx.lock_user(user) and not outgoing.drop_unreadable(tx, user):
            chats.wait(tx, user, now + LONGEST_WAIT, failed=False)
            return
    _show_again(house, user, now)


def _next(house: House, user: str, now: datetime) -> Delivery | None:
    with house.reading() as tx:
        chat = chats.of(tx, user)
        waiting = outgoing.waiting(tx, user) if chat is not None and chat.closed_at is None else []
        if chat is None or not waiting or must_wait(chat, now):
            return None
        number, channel = talks.place(tx, user)
        doorbell = house.settings.telegram_mode == "doorbell"
        rows, sending = _first(waiting, rings=doorbell or channel == "telegram")
        known = chat_messages.all_of(tx, user) if sending is not None and sending.how == "clear" else []
    if sending is None:
        delivered(house, user, rows, None, 0, now)
        return None
    return Delivery(
        user,
        int(chat.chat),
        rows,
        sending,
        chat.message,
        chat.attempts,
        number,
        tuple(one.message for one in known if now - one.at < chat_messages.REACH),
        now - chat.bound_at >= chat_messages.REACH,
    )


def _first(waiting: list[Waiting], *, rings: bool) -> tuple[tuple[str, ...], Sending | None]:
    """The first that is not overtaken by a later one, and the rows that it settles.

    A screen is overtaken by the next: sixteen quick taps are one message. What it told of goes along. A bell is
    overtaken by any screen, and does not ring for somebody who was last on the pages.
    """
    rows: list[str] = []
    told: Screen | None = None
    typed = False
    for index, one in enumerate(waiting):
        sending, later = one.sending, [other.sending for other in waiting[index + 1 :]]
        rows.append(one.id)
        if sending.how == "bell" and (not rings or any(other.how in {"bell", "screen"} for other in later)):
            continue
        if sending.screen is not None and sending.how == "screen":
            sending = _with_told(sending, told, typed=typed)
            follows = any(other.how == "screen" for other in later)
            adjacent = bool(later) and later[0].how in {"screen", "bell"}
            if follows and adjacent and not one.sending.screen.id.startswith(NEVER_OVERTAKEN):  # type: ignore[union-attr]
                told, typed = sending.screen, typed or not sending.edit
                continue
        return tuple(rows), sending
    return tuple(rows), None


def _with_told(sending: Sending, told: Screen | None, *, typed: bool) -> Sending:
    if sending.screen is None or told is None:
        return sending
    notices = (*(one for one in told.notices if one not in sending.screen.notices), *sending.screen.notices)
    screen = sending.screen.model_copy(update={"notices": notices})
    return sending.model_copy(update={"screen": screen, "edit": 0 if typed else sending.edit})


def delivered(
    house: House,
    user: str,
    rows: tuple[str, ...],
    sending: Sending | None,
    message: int,
    now: datetime,
    *,
    failed: bool = True,
) -> bool:
    """It stands in the chat as this message (0: nothing stands there). `failed`: it may have failed before.

    Returns:
        Whether more waits for the person.
    """
    permit(OPERATOR, "deliver")
    with house.writing() as tx:
        if not tx.lock_user(user):
            return False
        outgoing.remove(tx, rows)
        if failed:
            chats.delivered(tx, user)
        more = outgoing.any_waits(tx, user)
        if sending is None or not message:
            return more
        screen = sending.screen
        field = screen.field if screen is not None else None
        about = About(
            number=screen.number if screen else 0,
            place=sending.place,
            key=field.key if field else "",
            revision=field.revision if field else 0,
        )
        chat_messages.note(tx, user, message, now, about, own=False)
        if sending.how == "screen" and sending.edit != message:
            chats.showing(tx, user, message)
        return more


def cleared(house: House, user: str, rows: tuple[str, ...], messages: tuple[int, ...], now: datetime) -> bool:
    """These messages are gone from the chat, so no screen stands there any more. Gives whether more waits."""
    permit(OPERATOR, "deliver")
    with house.writing() as tx:
        if not tx.lock_user(user):
            return False
        outgoing.remove(tx, rows)
        chats.delivered(tx, user)
        chats.showing(tx, user, 0)
        for message in messages:
            chat_messages.forget(tx, user, message)
        return outgoing.any_waits(tx, user)


def wait(house: House, user: str, until: datetime, *, failed: bool) -> bool:
    """Try nothing for this person before that time. What is to be sent still waits."""
    permit(OPERATOR, "deliver")
    with house.writing() as tx:
        chats.wait(tx, user, until, failed=failed)
    return True


def refused(house: House, user: str, number: int, now: datetime) -> bool:
    """Telegram says that the person has blocked the bot, or that there is no such chat any more. Nothing waits then.

    Args:
        house: the installation.
        user: the person.
        number: Telegram's, of the chat that was refused. Where they have another by now, that one stands.
        now: with time zone.

    Returns:
        Whether anything waits for the person.
    """
    permit(OPERATOR, "deliver")
    with house.writing() as tx:
        person = people.user(tx, user) if tx.lock_user(user) else None
        chat = chats.of(tx, user)
        if person is None or chat is None:
            return False
        if chat.chat != str(number):
            return outgoing.any_waits(tx, user)
        closed(house, tx, person, now)
    return False


def show_again(house: House, now: datetime) -> list[str]:
    """After a start: show those who were active in the last ten minutes their screen again. A press that came while
    nobody listened is gone after 150 seconds, and they would wait for an answer that never comes.

    Returns:
        Their ids.
    """
    permit(OPERATOR, "deliver")
    if house.settings.telegram_mode == "doorbell":
        return []
    with house.reading() as tx:
        active = chats.active_since(tx, now - ACTIVE)
    return [user for user in active if _show_again(house, user, now)]


def _show_again(house: House, user: str, now: datetime) -> bool:
    """False when something waits for them anyway, or what is stored of them cannot be read: nobody else's trouble."""
    try:
        with house.writing() as tx:
            if not tx.lock_user(user) or outgoing.any_waits(tx, user):
                return False
            talk, screen, _ = talks.load(tx, user)
            if talk is None or screen is None:
                return False
            for sending in sendings(Shown(screen, talk.language), place_of(talk), 0):
                outgoing.add(tx, new_id(), user, sending, now)
    except OF_ONE_PERSON as error:
        log.error("the screen of one person cannot be shown again: %s", type(error).__name__)
        return False
    return True
