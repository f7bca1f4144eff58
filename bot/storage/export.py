"""Everything held about one person, opened, as one document: what they get when they ask for it (GDPR art. 15, 20).

Not in it, because they say nothing about the person: the hashes of tokens, codes and session ids, which only open
doors, and the numbers of the events of the last seven days.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from bot.dialogs.context import Channel, Comment, Consent, CopyInfo, Edition, Language, News
from bot.dialogs.screen import Screen
from bot.dialogs.sheet import Change, Sheet
from bot.dialogs.talk import Talk
from bot.storage import (
    chat_messages,
    chats,
    comments,
    consents,
    copies,
    editions,
    links,
    log,
    notices,
    outbox,
    outgoing,
    people,
    sessions,
    sheets,
    talks,
)
from bot.storage.chat_messages import About
from bot.storage.outgoing import Sending
from bot.storage.store import Transaction

Model = TypeVar("Model", bound="Exported")


class Exported(BaseModel):
    """Base of what only an export holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ExportedCoordinator(Exported):
    """Who leads the planning."""

    name: str
    phone: str
    hours: str


class ExportedSheet(Exported):
    """A sheet as it is now, with every answer ever given on it, oldest first."""

    sheet: Sheet
    history: tuple[Change, ...]


class ExportedLink(Exported):
    """A link the person was given to come in by."""

    made_by: str
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    bound_at: datetime | None
    revoked_at: datetime | None


class ExportedSession(Exported):
    """A place the person is or was logged in."""

    device: str
    remembered: bool
    together: bool
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class ExportedNotice(Exported):
    """What the coordinator was told about the person. `words`: the person's own, passed on by agreement. `stood_in_by`:
    the name of the colleague who read it in the coordinator's stead."""

    kind: str
    worksheet: str
    safety: str
    words: str
    at: datetime
    seen_at: datetime | None
    stood_in_by: str | None
    stood_in_at: datetime | None


class ExportedAccess(Exported):
    """One line of the access log: who did what and saw what."""

    at: datetime
    actor_role: str
    actor: str
    action: str
    target: str


class ExportedMessage(Exported):
    """A message of the last days. `own`: the person wrote it."""

    at: datetime
    own: bool
    about: About


class ExportedChat(Exported):
    """The person's chat on Telegram, what is still known of its messages, and what is on its way to it."""

    chat: str
    bound_at: datetime
    closed_at: datetime | None
    messages: tuple[ExportedMessage, ...]
    on_its_way: tuple[Sending, ...]


class Export(Exported):
    """Everything held about one person. Times are UTC; `format` rises when a field changes its meaning."""

    format: Literal[1] = 1
    made_at: datetime
    id: str
    name: str
    language: Language
    created_at: datetime
    practice: bool
    coordinator: ExportedCoordinator
    opened_worksheets: tuple[str, ...]
    sheets: tuple[ExportedSheet, ...]
    editions: tuple[Edition, ...]
    comments: tuple[Comment, ...]
    consents: tuple[Consent, ...]
    copies: tuple[CopyInfo, ...]
    notices: tuple[ExportedNotice, ...]
    news: tuple[News, ...]
    talk: Talk | None
    screen: Screen | None
    channel: Channel | None
    links: tuple[ExportedLink, ...]
    sessions: tuple[ExportedSession, ...]
    chat: ExportedChat | None
    access_log: tuple[ExportedAccess, ...]


def export(tx: Transaction, user: str, now: datetime) -> Export:
    """Collect everything about a person.

    Raises:
        KeyError: no such person.
    """
    person = people.user(tx, user)
    coordinator = people.coordinator(tx, person.coordinator_id) if person else None
    if person is None or coordinator is None:
        raise KeyError(user)
    talk, screen, channel = talks.load(tx, user)
    plan = editions.current_crisis_plan(tx, user) is not None
    return Export(
        made_at=now,
        id=person.id,
        name=person.name,
        language=person.language,
        created_at=person.created_at,
        practice=person.practice,
        coordinator=ExportedCoordinator(name=coordinator.name, phone=coordinator.phone, hours=coordinator.hours),
        opened_worksheets=sheets.opened(tx, user),
        sheets=_sheets(tx, user),
        editions=tuple(editions.all_of(tx, user)),
        comments=comments.all_of(tx, user),
        consents=tuple(consents.all_of(tx, user)),
        copies=tuple(copy.info(plan=plan) for copy in copies.all_of(tx, user)),
        notices=_notices(tx, user),
        news=outbox.all_of(tx, user),
        talk=talk,
        screen=screen,
        channel=channel,
        links=tuple(_of(ExportedLink, link) for link in links.links_of(tx, user)),
        sessions=tuple(_of(ExportedSession, session) for session in sessions.sessions_of(tx, user)),
        chat=_chat(tx, user),
        access_log=_access(tx, user),
    )


def _of(model: type[Model], row: object) -> Model:
    """The fields of a stored row that an export shows."""
    return model.model_validate({name: getattr(row, name) for name in model.model_fields})


def _sheets(tx: Transaction, user: str) -> tuple[ExportedSheet, ...]:
    loaded = ((worksheet, sheets.load(tx, user, worksheet)) for worksheet in sheets.begun(tx, user))
    return tuple(
        ExportedSheet(sheet=sheet, history=tuple(sheets.history(tx, user, worksheet)))
        for worksheet, sheet in loaded
        if sheet is not None
    )


def _chat(tx: Transaction, user: str) -> ExportedChat | None:
    chat = chats.of(tx, user)
    if chat is None:
        return None
    return ExportedChat(
        chat=chat.chat,
        bound_at=chat.bound_at,
        closed_at=chat.closed_at,
        messages=tuple(_of(ExportedMessage, message) for message in chat_messages.all_of(tx, user)),
        on_its_way=tuple(one.sending for one in outgoing.waiting(tx, user)),
    )


def _notices(tx: Transaction, user: str) -> tuple[ExportedNotice, ...]:
    names = {coordinator.id: coordinator.name for coordinator in people.everyone(tx)}
    told = (_of(ExportedNotice, notice) for notice in notices.all_of(tx, user))
    return tuple(one.model_copy(update={"stood_in_by": names.get(one.stood_in_by or "")}) for one in told)


def _access(tx: Transaction, user: str) -> tuple[ExportedAccess, ...]:
    """The access log with names: a coordinator's own, for a copy whom it is for."""
    names = {coordinator.id: coordinator.name for coordinator in people.everyone(tx)}
    names |= {copy.id: copy.name for copy in copies.all_of(tx, user)}
    return tuple(
        ExportedAccess(
            at=entry.at,
            actor_role=entry.actor_role,
            actor=names.get(entry.actor_id, entry.actor_id),
            action=entry.action,
            target=entry.target,
        )
        for entry in log.all_of(tx, user)
    )
