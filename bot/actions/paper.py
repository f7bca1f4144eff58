"""Typing in from paper: what a person wrote by hand, put where they have no answer yet, beside it where they have.

The coordinator cannot tell which happened. Whether a field is refused depends on the worksheet and on what was typed,
never on what the person has answered; and nothing that comes back says where it went.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House, new_id
from bot.actions.own_user import planning_user, tell
from bot.actions.paper_sheet import Typing, Written, problems_of, tells_of_danger
from bot.actions.twice import twice
from bot.dialogs.context import Comment
from bot.dialogs.definition import Worksheet
from bot.dialogs.screen import Line, Say
from bot.dialogs.walk import begin
from bot.storage import comments, log, sheets
from bot.storage.store import Transaction


class NotTaken(Exception):
    """Some fields cannot be taken as they stand; nothing was stored. `why`: step id -> the reason."""

    def __init__(self, why: Mapping[str, Say]) -> None:
        super().__init__(", ".join(why))
        self.why = why


def type_from_paper(
    house: House, actor: Actor, user: str, worksheet: str, written: Mapping[str, Written], now: datetime
) -> bool:
    """Store what the person wrote on paper. The person is told, and sees it in their sheet or beside their answer.

    Args:
        house: the installation.
        actor: their coordinator.
        user: the person.
        worksheet: one that is open for them.
        written: step id -> what stands there. The questions about a goal belong to the one goal that is written.
        now: with time zone.

    Returns:
        Whether something on the paper tells of danger to a life. The person has no screen to be answered on, so the
        coordinator, who has just read it, is reminded.

    Raises:
        NotThere: no such person or worksheet, not the coordinator's own, not open, or no plan now.
        NotTaken: fields that must be written otherwise; all are told of at once.
    """
    permit(actor, "type_from_paper")
    newest = _newest(house, worksheet)
    filled = {step_id: one for step_id, one in written.items() if not one.empty and newest.step(step_id)}
    danger = tells_of_danger(newest, filled, house.content.phrases)
    with house.writing() as tx:
        person = planning_user(tx, actor, user, now)
        if worksheet not in sheets.opened(tx, user):
            raise NotThere(worksheet)
        if problems := problems_of(newest, filled, now):
            raise NotTaken(problems)
        if twice(tx, user, now, actor.id, "paper", worksheet, repr(sorted(filled.items()))):
            return danger
        sheet = sheets.load(tx, user, worksheet)
        pinned = house.content.worksheet(worksheet, sheet.version if sheet else None)

        def say(line: Line) -> str:
            return house.language.say(line, person.language)

        typing = Typing(pinned, sheet or begin(pinned), now, say)
        for step_id, one in filled.items():
            typing.take(step_id, one)
        if typing.changes:
            sheets.save(tx, user, typing.sheet, typing.changes, "web", now)
        for key, text in typing.beside:
            _write_beside(tx, user, worksheet, key, text, now)
        tell(tx, person, "paper", now, worksheet=worksheet)
        log.write(tx, now, actor.role, actor.id, "type_from_paper", user, worksheet)
    return danger


def _newest(house: House, worksheet: str) -> Worksheet:
    try:
        return house.content.worksheet(worksheet)
    except KeyError:
        raise NotThere(worksheet) from None


def _write_beside(tx: Transaction, user: str, worksheet: str, key: str, text: str, now: datetime) -> None:
    said = Comment(
        id=new_id(), worksheet=worksheet, edition="", key=key, author="coordinator", kind="paper", text=text, at=now
    )
    comments.add(tx, user, said)
