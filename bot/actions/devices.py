"""Where the person is logged in, and logging out there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.actors import Actor, permit
from bot.actions.entering import actor_of
from bot.actions.house import House
from bot.storage import log, sessions
from bot.storage.sessions import Session
from bot.storage.store import Transaction


@dataclass(frozen=True, slots=True)
class Device:
    """A place where the person is logged in. `handle` names it in a form. `here`: the one that asks."""

    handle: str
    name: str
    since: datetime
    seen: datetime
    remembered: bool
    here: bool


def list_devices(house: House, session: Session, now: datetime) -> tuple[Device, ...]:
    """Where the person is logged in now, this device first."""
    listed = _listed(house, actor_of(session), now, here=session.id_hash)
    return tuple(sorted(listed, key=lambda device: not device.here))


def devices_of(house: House, actor: Actor, now: datetime) -> tuple[Device, ...]:
    """Where the person is logged in now, for one who asks from elsewhere: from a chat."""
    return tuple(_listed(house, actor, now))


def _listed(house: House, actor: Actor, now: datetime, *, here: str = "") -> list[Device]:
    permit(actor, "list_devices")
    with house.reading() as tx:
        standing = _standing_sessions(tx, actor.id, now)
    return [
        Device(
            handle=_handle(one),
            name=one.device,
            since=one.created_at,
            seen=one.last_seen_at,
            remembered=one.remembered,
            here=one.id_hash == here,
        )
        for one in standing
    ]


def forget_device(house: House, session: Session, handle: str, now: datetime) -> bool:
    """Log out on one device, which may be this one. False when the person has none with this handle."""
    actor = actor_of(session)
    permit(actor, "forget_devices")
    with house.writing() as tx:
        for one in _standing_sessions(tx, actor.id, now):
            if _handle(one) == handle and sessions.end(tx, one.id_hash, now):
                log.write(tx, now, "user", actor.id, "forget_device", actor.id)
                return True
    return False


def forget_other_devices(house: House, session: Session, now: datetime) -> int:
    """Log out everywhere but here. Gives how many were logged out."""
    with house.writing() as tx:
        return forget_all_but(tx, actor_of(session), now, here=session.id_hash)


def forget_all_but(tx: Transaction, actor: Actor, now: datetime, *, here: str = "") -> int:
    """Log out on every device, or on all but this one. Gives how many were logged out."""
    permit(actor, "forget_devices")
    ended = sessions.end_all(tx, actor.id, now, but=here)
    log.write(tx, now, "user", actor.id, "forget_other_devices", actor.id)
    return ended


def _standing_sessions(tx: Transaction, user: str, now: datetime) -> list[Session]:
    return [one for one in sessions.sessions_of(tx, user) if one.ended_at is None and one.expires_at > now]


def _handle(session: Session) -> str:
    return session.id_hash[:16]
