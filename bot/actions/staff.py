"""Coordinators: added by those who run the service, let in by a link that works once, reached as they say."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.actors import VISITOR, Actor, NotThere, permit
from bot.actions.house import House, new_id, new_token
from bot.dialogs.context import Language
from bot.dialogs.screen import Say
from bot.dialogs.turn import Rejected
from bot.storage import links, log, people, sessions
from bot.storage.hashing import token_hash

LOGIN_PATH = "/desk/inn/"
LOGIN_LASTS = timedelta(hours=1)  # from the command line to the browser
CLICKED_TWICE = timedelta(minutes=1)
SHIFT = timedelta(hours=10)  # one working day, then the next link
Worker = people.CoordinatorRow  # a coordinator, as the desk's pages take one

CONTACT_LIMIT = 200  # characters of a phone number or of opening hours


@dataclass(frozen=True, slots=True)
class LoginLink:
    """A link that logs a coordinator in, once. The token is nowhere else."""

    address: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session that has begun. `secret` becomes the browser's cookie; only its hash is stored."""

    coordinator_id: str
    secret: str
    language: Language
    expires_at: datetime


def add_coordinator(
    house: House, actor: Actor, name: str, phone: str, hours: str, language: Language, now: datetime
) -> str:
    """Add a coordinator and give their id. `phone` and `hours` are shown to the users, as written; both may be empty.

    Raises:
        Rejected: there is no name, or something is too long.
    """
    permit(actor, "add_coordinator")
    name = _fitting(name)
    if not name:
        raise Rejected(Say(id="desk.refused.no_name"))
    coordinator = new_id()
    with house.writing() as tx:
        people.add_coordinator(tx, coordinator, name, _fitting(phone), _fitting(hours), language, now)
        log.write(tx, now, actor.role, actor.id, "add_coordinator", None, coordinator)
    return coordinator


def login_link(house: House, actor: Actor, coordinator: str, now: datetime, base_url: str = "") -> LoginLink:
    """Make a link that logs this coordinator in, once, within an hour.

    Raises:
        NotThere: no such coordinator, or one who has left.
    """
    permit(actor, "login_link")
    token, expires_at = new_token(), now + LOGIN_LASTS
    with house.writing() as tx:
        found = people.coordinator(tx, coordinator)
        if found is None or found.left_at is not None:
            raise NotThere(coordinator)
        links.make_login(tx, new_id(), coordinator, token_hash(token), now, expires_at)
        log.write(tx, now, actor.role, actor.id, "login_link", None, coordinator)
    return LoginLink(f"{base_url or house.settings.base_url}{LOGIN_PATH}{token}", expires_at)


def log_in(house: House, token: str, now: datetime, browser: str = "") -> LoggedIn:
    """Use a login link up and begin a session of ten hours.

    Args:
        house: the installation.
        token: of the link.
        now: with time zone.
        browser: a secret that this browser alone has. The second of two clicks finds the session that the first began.

    Raises:
        NotThere: unknown, used or expired link; or the coordinator has left. Nobody is told which.
    """
    permit(VISITOR, "log_in")
    expires_at = now + SHIFT
    secret = hmac.new(token.encode(), browser.encode(), hashlib.sha256).hexdigest() if browser else new_token()
    with house.writing() as tx:
        coordinator = links.use_login(tx, token_hash(token), now)
        begun = sessions.by_hash(tx, token_hash(secret), now) if coordinator is None else None
        if begun is not None and now - begun.created_at <= CLICKED_TWICE:
            coordinator, expires_at = begun.coordinator_id, begun.expires_at
        found = people.coordinator(tx, coordinator) if coordinator is not None else None
        if found is None or found.left_at is not None:
            raise NotThere("login link")
        if begun is None:
            sessions.start(tx, token_hash(secret), "coordinator", now, expires_at, coordinator=found.id)
            log.write(tx, now, "coordinator", found.id, "log_in", None)
    return LoggedIn(found.id, secret, found.language, expires_at)


def who_works(house: House, secret: str, now: datetime) -> people.CoordinatorRow | None:
    """The coordinator behind a session's secret; None when nobody is logged in with it, or they have left."""
    if not secret:
        return None
    with house.reading() as tx:
        session = sessions.by_hash(tx, token_hash(secret), now)
        if session is None or session.role != "coordinator" or session.coordinator_id is None:
            return None
        found = people.coordinator(tx, session.coordinator_id)
    return found if found is not None and found.left_at is None else None


def log_out(house: House, actor: Actor, secret: str, now: datetime) -> None:
    """End this session. Ending it twice is the same as once."""
    permit(actor, "log_out")
    with house.writing() as tx:
        if sessions.end(tx, token_hash(secret), now):
            log.write(tx, now, actor.role, actor.id, "log_out", None)


def change_own_contact(house: House, actor: Actor, phone: str, hours: str, language: Language, now: datetime) -> None:
    """How and when the users reach this coordinator, as they read it in their menu; and the desk's own language.

    Raises:
        NotThere: no such coordinator.
        Rejected: something is too long.
    """
    permit(actor, "change_own_contact")
    phone, hours = _fitting(phone), _fitting(hours)
    with house.writing() as tx:
        if not people.set_contact(tx, actor.id, phone, hours, language):
            raise NotThere(actor.id)
        log.write(tx, now, actor.role, actor.id, "change_own_contact", None)


def _fitting(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > CONTACT_LIMIT:
        raise Rejected(Say(id="desk.refused.too_long", values={"limit": CONTACT_LIMIT}))
    return text
