"""Inviting a person: added with a name and nothing more, given a personal link, which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House, new_id, new_token
from bot.actions.own_user import own_user
from bot.dialogs.context import Language
from bot.dialogs.screen import Say
from bot.dialogs.turn import Rejected
from bot.storage import chats, links, log, people, sessions
from bot.storage.hashing import token_hash
from bot.storage.store import Transaction

LINK_PATH = "/p/"
NAME_LIMIT = 100  # characters
CLICKED_TWICE = timedelta(seconds=5)  # too short for adding another person of the same name


@dataclass(frozen=True, slots=True)
class Added:
    """A person who was added. Nobody can come in as them before they are invited."""

    user_id: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A personal link. `address` holds the token, which is shown this once: the database has only its hash. Nothing
    about the person is in it."""

    user_id: str
    link_id: str
    name: str
    language: Language
    address: str
    expires_at: datetime


def add_user(
    house: House, actor: Actor, name: str, language: Language, now: datetime, *, coordinator: str = ""
) -> Added:
    """Add a person.

    Args:
        house: the installation; one for practice makes persons for practice.
        actor: their coordinator, or an operator.
        name: what the person is called. A first name is enough.
        language: the written standard they read to begin with; they choose for themselves later.
        now: with time zone.
        coordinator: whose they are, when an operator adds them.

    Raises:
        NotThere: the coordinator does not exist, or has left.
        Rejected: there is no name, or it is too long.
    """
    permit(actor, "add_user")
    name = " ".join(name.split())
    if not name:
        raise Rejected(Say(id="desk.refused.no_name"))
    if len(name) > NAME_LIMIT:
        raise Rejected(Say(id="desk.refused.too_long", values={"limit": NAME_LIMIT}))
    user = new_id()
    with house.writing() as tx:
        whose = people.coordinator(tx, actor.id if actor.role == "coordinator" else coordinator)
        if whose is None or whose.left_at is not None:
            raise NotThere(coordinator)
        if actor.role == "coordinator":
            for one in people.added_since(tx, whose.id, now - CLICKED_TWICE):
                if (one.name, one.language) == (name, language):
                    return Added(one.id)
        people.add_user(tx, user, whose.id, name, language, now, practice=house.settings.practice)
        log.write(tx, now, actor.role, actor.id, "add_user", user)
    return Added(user)


def invite(house: House, actor: Actor, user: str, now: datetime, base_url: str = "") -> Invitation:
    """Make a personal link for somebody who is not in yet. Earlier links that nobody has bound end.

    Raises:
        NotThere: no such person, or not the coordinator's own.
        Rejected: the person has bound a link or a chat already; `undo_binding` is the way to a new one.
    """
    permit(actor, "invite")
    with house.writing() as tx:
        found = own_user(tx, actor, user)
        if any(one.life(now) == "bound" for one in links.links_of(tx, user)) or chats.of(tx, user) is not None:
            raise Rejected(Say(id="desk.refused.bound", values={"user": found.name}))
        links.revoke_all(tx, user, now)
        made = _new_link(house, tx, actor, found, now, base_url)
        log.write(tx, now, actor.role, actor.id, "invite", user, made.link_id)
    return made


def revoke_link(house: House, actor: Actor, user: str, link: str, now: datetime) -> bool:
    """End a link: it was lost, or given to the wrong person. Whoever came in by it is out at once, in a chat too.

    Returns:
        Whether it stood until now.

    Raises:
        NotThere: no such person or link, or not the coordinator's own.
    """
    permit(actor, "revoke_link")
    with house.writing() as tx:
        own_user(tx, actor, user)
        if link not in {one.id for one in links.links_of(tx, user)}:
            raise NotThere(link)
        if not links.revoke(tx, link, now):
            return False
        _all_out(tx, user, now)
        log.write(tx, now, actor.role, actor.id, "revoke_link", user, link)
        return True


def undo_binding(house: House, actor: Actor, user: str, now: datetime, base_url: str = "") -> Invitation:
    """The wrong person took the link into use, or the code is forgotten: end every link, session and chat, make a new
    link.

    What was answered stays; whoever comes in by the new link chooses a code of their own.

    Raises:
        NotThere: no such person, or not the coordinator's own.
    """
    permit(actor, "undo_binding")
    with house.writing() as tx:
        found = own_user(tx, actor, user)
        _all_out(tx, user, now)
        made = _new_link(house, tx, actor, found, now, base_url)
        log.write(tx, now, actor.role, actor.id, "undo_binding", user, made.link_id)
    return made


def _all_out(tx: Transaction, user: str, now: datetime) -> None:
    links.revoke_all(tx, user, now)  # those that were made from the chat too
    sessions.end_all(tx, user, now)
    chats.unbind(tx, user)


def _new_link(
    house: House, tx: Transaction, actor: Actor, user: people.UserRow, now: datetime, base_url: str
) -> Invitation:
    token, link, expires_at = new_token(), new_id(), now + house.settings.invitation_lasts
    made_by = actor.id or user.coordinator_id
    links.make_link(tx, link, user.id, token_hash(token), made_by, now, expires_at)
    address = f"{base_url or house.settings.base_url}{LINK_PATH}{token}"
    return Invitation(user.id, link, user.name, user.language, address, expires_at)
