"""What the coordinator sees: own users, what each has shared, what waits for whom, which worksheets are open.

How far a sheet has come that is not shared is not read here at all: no function of this module loads a sheet.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.actions.noting import Seen, marked, noted
from bot.actions.own_user import SAID_NO, Standing, own_user, standing_of
from bot.actions.waiting import Waiting, waiting
from bot.actions.worksheets import worksheet_ids
from bot.dialogs.context import Comment, Edition, Language
from bot.plan.goals import Goal, goals
from bot.storage import chats, comments, editions, links, log, notices, people, sheets
from bot.storage.errors import OF_ONE_PERSON
from bot.storage.store import Transaction

logger = logging.getLogger(__name__)

Notice = notices.DeskNotice  # as the desk's pages take one

# A page that was drawn need not have been looked at: of a link that is clicked twice, or loaded anew since nothing
# came, only the second page is. What was new on the first is still new on that one.
DRAWN_AGAIN = timedelta(minutes=1)
# The life of the person's newest link, for the desk: `none` was never made, `opened` is new and looked at.
LinkState = Literal["none", "new", "opened", "expired", "bound", "chat", "revoked"]


@dataclass(frozen=True, slots=True)
class LinkInfo:
    """The person's newest link. `at` is when it came to this state; there is no token here, nor in the database."""

    id: str
    state: LinkState
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One worksheet, as the coordinator may know it: open or not, and its newest shared edition with whose turn it is.

    `edition` is None when nothing was shared, or the person has no plan now. Taken back ones are here by name only.
    """

    worksheet: str
    number: int
    open: bool
    edition: Edition | None
    waits: Waiting | None


@dataclass(frozen=True, slots=True)
class UserInfo:
    """One of the coordinator's own, in the list."""

    id: str
    name: str
    language: Language
    practice: bool
    standing: Standing
    link: LinkInfo
    sheets: tuple[SheetInfo, ...]

    @property
    def waits_for_me(self) -> tuple[SheetInfo, ...]:
        """What waits for the coordinator, longest first."""
        mine = [(one.waits.at, one) for one in self.sheets if one.waits and one.waits.turn == "coordinator"]
        return tuple(one for _, one in sorted(mine, key=lambda since: since[0]))


@dataclass(frozen=True, slots=True)
class Desk:
    """All own users, those that wait for the coordinator first, and what is new, disclosures first. `unreadable`: how
    many more there are whose key is lost or whose rows have come to harm. `overdue`: some of the disclosures have lain
    unseen for too long; `staff`: id -> name of every coordinator."""

    coordinator: people.CoordinatorRow
    users: tuple[UserInfo, ...]
    unreadable: int
    news: tuple[Notice, ...]
    overdue: bool
    staff: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UserPage:
    """One person's page. `goals` come from shared editions only; `crisis_plan` is the current one; `past` are notices
    that have been seen, newest first, without the person's words. `staff`: id -> name of every coordinator."""

    user: UserInfo
    goals: tuple[Goal, ...]
    crisis_plan: Edition | None
    past: tuple[Notice, ...]
    staff: Mapping[str, str]


def list_users(house: House, actor: Actor, now: datetime) -> Desk:
    """The coordinator's own users and what is new.

    Raises:
        NotThere: not a coordinator, or one who has left.
    """
    permit(actor, "list_users")

    def note(tx: Transaction) -> None:
        log.write(tx, now, actor.role, actor.id, "list_users", None)

    def look(tx: Transaction) -> Seen[Desk]:
        return Seen(_desk(house, tx, actor, now), None, f"{actor.role} {actor.id} list_users", note)

    return noted(house, look, now)


def _desk(house: House, tx: Transaction, actor: Actor, now: datetime) -> Desk:
    coordinator = people.coordinator(tx, actor.id)
    if coordinator is None or coordinator.left_at is not None:
        raise NotThere(actor.id)
    found = [_info_if_readable(house, tx, user, now) for user in people.ids_of(tx, actor.id)]
    users = [user for user in found if user is not None]
    planning = {user.id for user in users if user.standing == "yes"}
    own = {user.id for user in users}
    told = notices.unseen(tx, actor.id, now - DRAWN_AGAIN)
    news = sorted((one for one in told if one.seen_at is None or one.user_id in own), key=_disclosures_first)
    staff = _staff(tx)
    late = now - house.settings.notice_waits
    return Desk(
        coordinator,
        tuple(sorted(users, key=_first_what_waits)),
        found.count(None),
        tuple(one if one.user_id in planning else _bare(one) for one in news),
        any(one.kind == "disclosure" and one.seen_at is None and one.at <= late for one in news),
        staff,
    )


def see_user(house: House, actor: Actor, user: str, now: datetime) -> UserPage:
    """One person's page.

    Raises:
        NotThere: no such person, or not the coordinator's own.
    """
    permit(actor, "see_user")

    def note(tx: Transaction) -> None:
        log.write(tx, now, actor.role, actor.id, "see_user", user)

    def look(tx: Transaction) -> Seen[UserPage]:
        info = _user_info(house, tx, own_user(tx, actor, user), now)
        seen = [one for one in notices.all_of(tx, user) if one.seen_at is not None]
        past = [replace(one, words="") if info.standing == "yes" else _bare(one) for one in seen]
        plan = editions.current_crisis_plan(tx, user) if info.standing == "yes" else None
        shown = UserPage(info, _goals(house, info), plan, tuple(reversed(past)), _staff(tx))
        return Seen(shown, user, f"{actor.role} {actor.id} see_user {user}", note)

    return noted(house, look, now)


def see_notice(house: House, actor: Actor, shown: Iterable[str], now: datetime) -> int:
    """These notices have been shown. The time of the first showing is kept; others' notices are passed over.

    Returns:
        How many it was the first time for; 0 when it cannot be written down yet.
    """
    permit(actor, "see_notice")
    wanted = frozenset(shown)

    def mark(tx: Transaction) -> int:
        new = [one for one in notices.unseen(tx, actor.id) if one.id in wanted]
        for one in new:
            log.write(tx, now, actor.role, actor.id, "see_notice", one.user_id, one.kind)
        return notices.mark_seen(tx, actor.id, [one.id for one in new], now)

    return marked(house, mark, f"{actor.role} {actor.id} see_notice", now)


def _info_if_readable(house: House, tx: Transaction, user: str, now: datetime) -> UserInfo | None:
    """None for somebody whose key is lost or whose rows have come to harm: the others must be reached all the same."""
    try:
        row = people.user(tx, user)
        return _user_info(house, tx, row, now) if row is not None else None
    except OF_ONE_PERSON as error:
        logger.error("one person cannot be shown to their coordinator: %s", type(error).__name__)
        return None


def _user_info(house: House, tx: Transaction, user: people.UserRow, now: datetime) -> UserInfo:
    said = standing_of(tx, user.id, now)
    shared: Mapping[str, Edition] = editions.newest(tx, user.id) if said == "yes" else {}
    beside = comments.all_of(tx, user.id) if shared else ()
    opened = sheets.opened(tx, user.id)
    return UserInfo(
        id=user.id,
        name=user.name,
        language=user.language,
        practice=user.practice,
        standing=said,
        link=_link_info(links.links_of(tx, user.id), chats.of(tx, user.id), now),
        sheets=tuple(
            _sheet_info(house, id_, id_ in opened, shared.get(id_), beside)
            for id_ in worksheet_ids(house)
            if said not in SAID_NO
        ),
    )


def _sheet_info(
    house: House, worksheet: str, is_open: bool, edition: Edition | None, beside: tuple[Comment, ...]
) -> SheetInfo:
    waits = waiting(edition, beside) if edition is not None else None
    if edition is not None and edition.state == "taken_back":
        edition = edition.model_copy(update={"answers": {}})
    return SheetInfo(worksheet, house.content.worksheet(worksheet).number, is_open, edition, waits)


def _link_info(all_links: list[links.PersonalLink], chat: chats.Chat | None, now: datetime) -> LinkInfo:
    """The newest link, unless it is ended and an earlier one still stands."""
    if not all_links:
        return LinkInfo("", "none", None)
    standing_ones = [one for one in all_links if one.life(now) in {"new", "bound"}]
    link = (standing_ones or all_links)[-1]
    life = link.life(now)
    if chat is not None and life != "bound":
        return LinkInfo(link.id, "chat", chat.bound_at)
    if life == "new":
        opened = link.opened_at
        return LinkInfo(link.id, "opened" if opened else "new", opened or link.created_at)
    at = {"bound": link.bound_at, "revoked": link.revoked_at, "expired": link.expires_at}[life]
    return LinkInfo(link.id, life, at)


def _goals(house: House, info: UserInfo) -> tuple[Goal, ...]:
    shared = [one.edition for one in info.sheets if one.edition is not None]
    return tuple(
        goal
        for edition in shared
        for goal in goals(house.content.worksheet(edition.worksheet, edition.version), edition.answers)
    )


def _staff(tx: Transaction) -> Mapping[str, str]:
    return {one.id: one.name for one in people.everyone(tx)}


def _bare(notice: Notice) -> Notice:
    """Where there is no plan now: that something happened, and neither what was written nor in which worksheet."""
    return replace(notice, words="", worksheet="")


def _disclosures_first(notice: Notice) -> bool:
    return notice.kind != "disclosure"


def _first_what_waits(user: UserInfo) -> tuple[int, str, str]:
    mine = user.waits_for_me
    if mine and mine[0].waits is not None:
        return 0, mine[0].waits.at.isoformat(), user.id
    return 1, user.name.casefold(), user.id
