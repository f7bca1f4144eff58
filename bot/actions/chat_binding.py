"""Whose chat it is: bound once by a personal link nobody uses yet, or by a link the person made on the phone page. And
the way back: from the chat to the pages.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.actions.actors import VISITOR, Actor, NotThere, permit
from bot.actions.house import House, new_id, new_token
from bot.actions.invite import LINK_PATH
from bot.storage import chats, links, log, notices, people
from bot.storage.hashing import token_hash
from bot.storage.store import Transaction

LINK_LASTS = timedelta(hours=1)


class NotBound(Exception):
    """The token binds nothing here: unknown, used, too old, or somebody else's. Nobody is told which."""


def make_chat_link(house: House, actor: Actor, now: datetime) -> str:
    """A token that binds a chat to the person who is in already, once, within an hour.

    Raises:
        NotThere: no such person.
    """
    permit(actor, "make_chat_link")
    token = new_token()
    with house.writing() as tx:
        if not tx.lock_user(actor.id):
            raise NotThere(actor.id)
        chats.make_link(tx, new_id(), actor.id, token_hash(token), now, now + LINK_LASTS)
        log.write(tx, now, "user", actor.id, "make_chat_link", actor.id)
    return token


def page_address(house: House, actor: Actor, now: datetime) -> str:
    """Where the person gets to the pages from their chat. Who has never been there gets a personal link, good for an
    hour; who has chosen a code comes in by what they have.
    """
    with house.writing() as tx:
        return page_address_in(tx, house.settings.base_url, actor, now) if tx.lock_user(actor.id) else ""


def page_address_in(tx: Transaction, base_url: str, actor: Actor, now: datetime) -> str:
    """The same within a transaction in which the person is locked."""
    permit(actor, "make_page_link")
    standing = [one for one in links.links_of(tx, actor.id) if one.life(now) in {"new", "bound"}]
    if any(one.life(now) == "bound" for one in standing):
        return base_url
    for one in standing:
        if one.made_by == actor.id:
            links.revoke(tx, one.id, now)  # one at a time is enough
    token = new_token()
    links.make_link(tx, new_id(), actor.id, token_hash(token), actor.id, now, now + LINK_LASTS)
    log.write(tx, now, "user", actor.id, "make_page_link", actor.id)
    return f"{base_url}{LINK_PATH}{token}"


def bind(tx: Transaction, token: str, chat: str, now: datetime) -> str:
    """Bind this chat, in a transaction that is rolled back if it cannot be.

    A personal link binds while it is new and the person has no other chat; on the pages it still asks for a code to be
    chosen. A link from the phone page takes the place of an earlier chat: who made it was in.

    Returns:
        The person's id; they are locked.

    Raises:
        NotBound: see there.
    """
    permit(VISITOR, "bind_chat")
    hashed = token_hash(token)
    user = chats.use_link(tx, hashed, now) or _invited(tx, hashed, chat, now)
    if user is None or not tx.lock_user(user) or not chats.bind(tx, user, chat, now):
        raise NotBound
    log.write(tx, now, "user", user, "bind_chat", user)
    return user


def _invited(tx: Transaction, hashed: str, chat: str, now: datetime) -> str | None:
    """Whose personal link this is, if it binds. What is known of it is known once the person is locked."""
    link = links.link_by_hash(tx, hashed)
    if link is None or not tx.lock_user(link.user_id) or not links.claim_for_chat(tx, link.id, now):
        return None
    person, earlier = people.user(tx, link.user_id), chats.of(tx, link.user_id)
    if person is None or (earlier is not None and earlier.chat != chat):
        return None
    notices.add(tx, new_id(), person.coordinator_id, person.id, "link_bound", now)
    return person.id


def leads_to(tx: Transaction, token: str) -> str | None:
    """Whose link this is, personal or made on the page, whatever its life."""
    link = links.link_by_hash(tx, token_hash(token))
    return link.user_id if link else chats.link_owner(tx, token_hash(token))
