"""A named colleague who reads a disclosure that its coordinator has not seen in time: that notice, and nothing else.

Nobody is rung and nothing is sent: the desk is looked at, and there is no e-mail. So a notice is not lost with one
person's holiday, and whoever runs the service can see that something lies unread (`overdue`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.actors import OPERATOR, Actor, NotThere, permit
from bot.actions.house import House, new_id
from bot.actions.noting import marked
from bot.actions.own_user import standing_of
from bot.dialogs.context import News
from bot.storage import consents, log, notices, outbox, people
from bot.storage.notices import Overdue
from bot.storage.store import Transaction


@dataclass(frozen=True, slots=True)
class ForColleague:
    """A notice that its coordinator has not seen in time. `user` and `coordinator` are names."""

    notice: notices.DeskNotice
    user: str
    coordinator: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could stand in."""

    id: str
    name: str


def read_for_colleague(house: House, actor: Actor, now: datetime) -> tuple[ForColleague, ...]:
    """What this coordinator may read as a stand-in, oldest first. It stays until its coordinator has seen it."""
    permit(actor, "read_for_colleague")
    with house.reading() as tx:
        _works_here(tx, actor.id)
        return tuple(_opened(tx, one, now) for one in _for_colleague(house, tx, actor, now))


def saw_for_colleague(house: House, actor: Actor, shown: Iterable[str], now: datetime) -> int:
    """These have been shown to the stand-in. The time of the first showing is kept, and the person can read who it was.

    Returns:
        How many it was the first time for; others' notices, and those whose time has not come, are passed over.
    """
    permit(actor, "saw_for_colleague")
    wanted = frozenset(shown)

    def mark(tx: Transaction) -> int:
        found = _for_colleague(house, tx, actor, now)
        new = [one for one in found if one.id in wanted and one.stood_in_at is None]
        for one in new:
            log.write(tx, now, actor.role, actor.id, "saw_for_colleague", one.user_id, one.kind)
        return notices.mark_stood_in(tx, actor.id, [one.id for one in new], now)

    return marked(house, mark, f"{actor.role} {actor.id} saw_for_colleague", now)


def name_stand_in(house: House, actor: Actor, coordinator: str, stand_in: str, now: datetime) -> None:
    """Say who stands in for this coordinator; an empty id: nobody. Persons whose agreement allows for it are told.

    Raises:
        NotThere: not the coordinator's own to say; or one of the two does not work here, or they are the same.
    """
    permit(actor, "name_stand_in")
    if actor.role == "coordinator" and actor.id != coordinator:
        raise NotThere(coordinator)
    with house.writing() as tx:
        before = _works_here(tx, coordinator)
        if stand_in == coordinator:
            raise NotThere(stand_in)
        colleague = _works_here(tx, stand_in) if stand_in else None
        if before.stand_in_id == (stand_in or None):
            return
        # In one order for all, as everywhere where several persons are locked.
        own = people.ids_of(tx, coordinator)
        for user in own:
            tx.lock_user(user)
        people.set_stand_in(tx, coordinator, stand_in or None)
        log.write(tx, now, actor.role, actor.id, "name_stand_in", None, coordinator)
        for user in own if colleague is not None else ():
            given = consents.newest(tx, user).get("notice")
            if given is not None and given.holds(now) and given.colleague:
                values = {"coordinator": before.name, "stand_in": colleague.name if colleague else ""}
                outbox.add(tx, user, News(id=new_id(), kind="stand_in", values=values, at=now))


def colleagues(house: House, actor: Actor) -> tuple[Colleague, ...]:
    """Who could stand in for this coordinator, by name.

    Raises:
        NotThere: not a coordinator who works here.
    """
    permit(actor, "list_colleagues")
    with house.reading() as tx:
        _works_here(tx, actor.id)
        return tuple(Colleague(one.id, one.name) for one in people.coordinators(tx) if one.id != actor.id)


def overdue(house: House, now: datetime) -> tuple[Overdue, ...]:
    """Disclosures that their coordinator has not seen in time, oldest first; whose and what stays sealed."""
    permit(OPERATOR, "list_overdue")
    with house.reading() as tx:
        return tuple(notices.overdue(tx, now - house.settings.notice_waits))


def _for_colleague(house: House, tx: Transaction, actor: Actor, now: datetime) -> list[notices.DeskNotice]:
    """What this stand-in may read: not what the person has taken the agreement back for meanwhile."""
    found = notices.for_stand_in(tx, actor.id, now - house.settings.notice_waits, now)
    return [one for one in found if not _taken_back(tx, one)]


def _taken_back(tx: Transaction, notice: notices.DeskNotice) -> bool:
    """Whether the agreement was taken back after this. A new one is no yes to what was written before."""
    ended = (one.withdrawn_at for one in consents.all_of(tx, notice.user_id) if one.kind == "notice")
    return any(at is not None and notice.at <= at for at in ended)


def _works_here(tx: Transaction, coordinator: str) -> people.CoordinatorRow:
    found = people.coordinator(tx, coordinator)
    if found is None or found.left_at is not None:
        raise NotThere(coordinator)
    return found


def _opened(tx: Transaction, notice: notices.DeskNotice, now: datetime) -> ForColleague:
    """With the names; without the words when the plan has ended."""
    user, coordinator = people.user(tx, notice.user_id), people.coordinator(tx, notice.coordinator_id)
    kept = notice if standing_of(tx, notice.user_id, now) == "yes" else replace(notice, words="")
    return ForColleague(kept, user.name if user else "", coordinator.name if coordinator else "")
