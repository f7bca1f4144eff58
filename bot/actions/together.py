"""Sitting together: the user types their own code on the coordinator's screen and answers there for two hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.entering import Refused, well_formed
from bot.actions.house import House, new_token
from bot.actions.own_user import own_user, tell
from bot.actions.tries import count_try, forget_tries
from bot.dialogs.context import Language
from bot.dialogs.screen import Say
from bot.storage import links, log, people, sessions
from bot.storage.hashing import code_fits, token_hash
from bot.storage.store import Transaction

LASTS = timedelta(hours=2)  # a long meeting


@dataclass(frozen=True, slots=True)
class Together:
    """A session of the user's on the coordinator's screen. `secret` becomes its cookie; only the hash is stored."""

    user_id: str
    secret: str
    language: Language
    expires_at: datetime


def sit_together(house: House, actor: Actor, user: str, code: str, address: str, now: datetime) -> Together:
    """Let the user in at the coordinator's screen, by the code that only they know.

    Tries are counted with those at the link itself and from `address`, before the code is looked at. What is answered
    in this session is marked `together` in the history.

    Raises:
        NotThere: no such person, not the coordinator's own, or one who has no code yet.
        Refused: `wrong_code`; `too_often`, `too_often_today`: no code was looked at.
    """
    permit(actor, "sit_together")
    with house.writing() as tx:
        own_user(tx, actor, user)
        link = _bound(tx, user, now)
        often = count_try(tx, "link", link.id, address, now)
    if often is not None:
        raise Refused(often)
    if not well_formed(code) or not code_fits(house.store.vault.pepper, code, link.code_hash or ""):
        raise Refused("wrong_code")
    secret, expires_at = new_token(), now + LASTS
    with house.writing() as tx:
        found = own_user(tx, actor, user)
        if _bound(tx, user, now).id != link.id:
            raise NotThere(user)
        forget_tries(tx, "link", link.id)
        name = _coordinator_name(tx, found)
        device = house.language.say(Say(id="desk.together.device", values={"coordinator": name}), found.language)
        sessions.start(tx, token_hash(secret), "user", now, expires_at, user=user, together=True, device=device)
        tell(tx, found, "together", now)
        log.write(tx, now, actor.role, actor.id, "sit_together", user)
    return Together(user, secret, found.language, expires_at)


def _bound(tx: Transaction, user: str, now: datetime) -> links.PersonalLink:
    bound = [one for one in links.links_of(tx, user) if one.life(now) == "bound" and one.code_hash]
    if not bound:
        raise NotThere(user)
    return bound[-1]


def _coordinator_name(tx: Transaction, user: people.UserRow) -> str:
    found = people.coordinator(tx, user.coordinator_id)
    return found.name if found is not None else ""
