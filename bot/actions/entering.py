"""Coming in by the personal link, coming back with the code, and who is behind a cookie.

A link is opened by anyone who has it, also by a program that looks at messages. So looking changes nothing; choosing a
code binds the link, once, and from then on it asks for that code.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.actions.actors import VISITOR, Actor, NotThere, permit
from bot.actions.house import CODE_DIGITS, House, new_id
from bot.actions.tries import count_try, forget_tries
from bot.actions.weak_codes import is_weak
from bot.dialogs.context import Language
from bot.storage import links, log, notices, people, sessions
from bot.storage.hashing import code_fits, code_hash, token_hash
from bot.storage.sessions import Session
from bot.storage.store import Transaction

logger = logging.getLogger(__name__)

SHORT = timedelta(hours=12)  # a phone that is not to be remembered, or not one's own
REMEMBERED = timedelta(days=180)  # without a visit
REMEMBERED_SECONDS = int(REMEMBERED.total_seconds())  # of the cookie, which each visit renews
REMEMBERED_AT_MOST = timedelta(days=730)  # with visits; then the code once more

Refusal = Literal["wrong_code", "too_often", "too_often_today", "in_use", "weak", "not_digits", "different"]


class Refused(Exception):
    """The person is not let in this time. `why` says what to tell them; nothing else has changed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A personal link that leads somewhere. `bound`: it asks for the code. Whom to call: the coordinator."""

    user_id: str
    bound: bool
    language: Language
    coordinator: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Came:
    """Who came in, and how many seconds the browser is to keep its cookie (None: until it is closed)."""

    user_id: str
    language: Language
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a browser that wants in. `secret` becomes its session cookie; only the hash is stored.
    `address` is blinded before it is counted."""

    token: str
    code: str
    remembered: bool
    secret: str
    device: str
    address: str


def open_link(house: House, token: str, now: datetime) -> OpenedLink:
    """Look at a personal link, without changing anything.

    Raises:
        NotThere: unknown, expired or revoked; nobody is told which.
    """
    permit(VISITOR, "open_link")
    with house.reading() as tx:
        return _opened(tx, _standing(tx, token, now), now)


def mark_opened(house: House, token: str, now: datetime) -> None:
    """Somebody pressed a button on the link's page, which no program does. Nobody but the coordinator is told."""
    permit(VISITOR, "open_link")
    with house.writing() as tx:
        link = _standing(tx, token, now)
        if links.mark_opened(tx, link.id, now):
            _tell_desk(tx, link.user_id, "link_opened", now)


def bind_link(house: House, arrival: Arrival, again: str, language: Language, now: datetime) -> Came:
    """Bind a new link to the code that the person has chosen, and let them in.

    Raises:
        NotThere: no such link.
        Refused: `not_digits`, `different` or `weak`: choose anew; `in_use`: somebody was first.
    """
    permit(VISITOR, "bind_link")
    if not well_formed(arrival.code):
        raise Refused("not_digits")
    if arrival.code != again:
        raise Refused("different")
    if is_weak(arrival.code):
        raise Refused("weak")
    with house.reading() as tx:
        _standing(tx, arrival.token, now)
    hashed = code_hash(house.store.vault.pepper, arrival.code)  # slow on purpose, so outside the transaction
    with house.writing() as tx:
        link = _locked(tx, arrival.token, now)
        if not links.bind(tx, link.id, hashed, now):
            raise Refused("in_use")
        people.set_language(tx, link.user_id, language)
        _tell_desk(tx, link.user_id, "link_bound", now)
        return _come_in(tx, link.user_id, arrival, language, now, "bind_link")


def come_back(house: House, arrival: Arrival, now: datetime) -> Came:
    """Let a person in with the link and its code.

    Every try is counted before the code is looked at, by link and by address, so that guessing at once from many
    browsers counts too.

    Raises:
        NotThere: no such link, or one that has no code yet.
        Refused: `wrong_code`; `too_often`, `too_often_today`: no code was looked at, also not the right one.
    """
    permit(VISITOR, "come_back")
    with house.writing() as tx:
        link = _standing(tx, arrival.token, now)
        if link.code_hash is None:
            raise NotThere("no code yet")
        stored, often = link.code_hash, count_try(tx, "link", link.id, arrival.address, now)
    if often is not None:
        raise Refused(often)
    if not well_formed(arrival.code) or not code_fits(house.store.vault.pepper, arrival.code, stored):
        raise Refused("wrong_code")
    with house.writing() as tx:
        link = _locked(tx, arrival.token, now)  # it may have been revoked while the code was looked at
        forget_tries(tx, "link", link.id)
        user = people.user(tx, link.user_id)
        if user is None:
            raise NotThere(link.user_id)
        return _come_in(tx, user.id, arrival, user.language, now, "come_back")


def who(house: House, secret: str, now: datetime) -> Session | None:
    """The user's session behind a cookie; None when it is unknown, ended, or too long unused."""
    if not secret:
        return None
    hashed = token_hash(secret)
    with house.reading() as tx:
        session = sessions.by_hash(tx, hashed, now)
    if session is None or session.role != "user" or session.user_id is None:
        return None
    if now - session.last_seen_at > REMEMBERED:
        return None
    if now - session.last_seen_at >= sessions.SEEN_EVERY:
        try:
            with house.writing() as tx:
                sessions.by_hash(tx, hashed, now)  # notes the visit
        except Exception as error:  # the disk is full: whoever only looks at their plan need not know
            logger.warning("a visit could not be noted: %s", type(error).__name__)
    return session


def log_out(house: House, secret: str, now: datetime) -> None:
    """End the session behind this cookie; nothing happens when there is none."""
    session = who(house, secret, now)
    if session is None or session.user_id is None:
        return
    actor = actor_of(session)
    permit(actor, "log_out")
    with house.writing() as tx:
        if sessions.end(tx, session.id_hash, now):
            log.write(tx, now, "user", actor.id, "log_out", actor.id)


def actor_of(session: Session) -> Actor:
    """The user behind a session.

    Raises:
        NotThere: it is nobody's who has a conversation.
    """
    if session.user_id is None:
        raise NotThere("no user")
    return Actor("user", session.user_id, together=session.together)


def well_formed(code: str) -> bool:
    """Whether it is six digits."""
    return len(code) == CODE_DIGITS and code.isascii() and code.isdecimal()


def _standing(tx: Transaction, token: str, now: datetime) -> links.PersonalLink:
    link = links.link_by_hash(tx, token_hash(token)) if token else None
    if link is None or link.life(now) in {"revoked", "expired"}:
        raise NotThere("link")
    return link


def _locked(tx: Transaction, token: str, now: datetime) -> links.PersonalLink:
    """The same with the person locked: nobody revokes the link, or erases the person, until they are in."""
    link = _standing(tx, token, now)
    if not tx.lock_user(link.user_id):
        raise NotThere(link.user_id)
    return _standing(tx, token, now)


def _opened(tx: Transaction, link: links.PersonalLink, now: datetime) -> OpenedLink:
    user = people.user(tx, link.user_id)
    coordinator = people.coordinator(tx, user.coordinator_id) if user else None
    if user is None or coordinator is None:
        raise NotThere(link.user_id)
    return OpenedLink(
        user.id,
        link.life(now) == "bound",
        user.language,
        coordinator.name,
        coordinator.phone,
        coordinator.hours,
    )


def _tell_desk(tx: Transaction, user: str, kind: str, now: datetime) -> None:
    """The coordinator hears of it, and asks if it was not the person who should have the link."""
    found = people.user(tx, user)
    if found is not None:
        notices.add(tx, new_id(), found.coordinator_id, user, kind, now)


def _come_in(tx: Transaction, user: str, arrival: Arrival, language: Language, now: datetime, action: str) -> Came:
    lasts = REMEMBERED_AT_MOST if arrival.remembered else SHORT
    sessions.start(
        tx,
        token_hash(arrival.secret),
        "user",
        now,
        now + lasts,
        user=user,
        remembered=arrival.remembered,
        device=arrival.device,
    )
    log.write(tx, now, "user", user, action, user)
    return Came(user, language, REMEMBERED_SECONDS if arrival.remembered else None)
