"""Which worksheets a person is offered: the coordinator opens those that fit now, and closes those that do not."""

from __future__ import annotations

from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House
from bot.actions.own_user import SAID_NO, own_user, standing_of, tell
from bot.storage import log, people, sheets
from bot.storage.store import Transaction


def worksheet_ids(house: House) -> tuple[str, ...]:
    """Every worksheet there is, in the order of the paper sheets."""
    numbers = {id_: house.content.worksheet(id_).number for id_, _ in house.content.worksheets}
    return tuple(sorted(numbers, key=lambda id_: numbers[id_]))


def open_worksheet(house: House, actor: Actor, user: str, worksheet: str, now: datetime) -> bool:
    """Offer this worksheet to the person.

    Returns:
        Whether it was closed before. Opening what is open changes nothing and tells nothing.

    Raises:
        NotThere: no such person or worksheet, or they have said no to the plan: then nobody asks more of them.
    """
    permit(actor, "open_worksheet")
    with house.writing() as tx:
        found = _changeable(house, tx, actor, user, worksheet, now)
        if worksheet in sheets.opened(tx, user):
            return False
        sheets.open_worksheet(tx, user, worksheet, actor.id, now)
        _tell(tx, found, "opened", now, worksheet)
        log.write(tx, now, actor.role, actor.id, "open_worksheet", user, worksheet)
        return True


def close_worksheet(house: House, actor: Actor, user: str, worksheet: str, now: datetime) -> bool:
    """Offer it no longer. What the person answered stays theirs.

    Returns:
        Whether it was open before.

    Raises:
        NotThere: as for `open_worksheet`.
    """
    permit(actor, "close_worksheet")
    with house.writing() as tx:
        found = _changeable(house, tx, actor, user, worksheet, now)
        if not sheets.close_worksheet(tx, user, worksheet, now):
            return False
        _tell(tx, found, "closed", now, worksheet)
        log.write(tx, now, actor.role, actor.id, "close_worksheet", user, worksheet)
        return True


def _tell(tx: Transaction, user: people.UserRow, kind: str, now: datetime, worksheet: str) -> None:
    """One who has not begun yet meets the open worksheets in the menu; a list of what was opened before would greet
    them with noise."""
    if standing_of(tx, user.id, now) == "yes":
        tell(tx, user, kind, now, worksheet=worksheet)


def _changeable(
    house: House, tx: Transaction, actor: Actor, user: str, worksheet: str, now: datetime
) -> people.UserRow:
    found = own_user(tx, actor, user)
    if worksheet not in worksheet_ids(house) or standing_of(tx, user, now) in SAID_NO:
        raise NotThere(worksheet)
    return found
