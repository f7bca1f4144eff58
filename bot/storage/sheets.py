"""Sheets being answered, the history of every answer, and which worksheets the coordinator has opened for a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from bot.dialogs.context import Channel
from bot.dialogs.sheet import Change, Sheet
from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import answer_history, opened_worksheets, sheets

_OF = Prepared(
    select(sheets.c.id, sheets.c.state).where(
        sheets.c.user_id == bindparam("user"), sheets.c.worksheet == bindparam("which")
    )
)
_CHANGED = Prepared(update(sheets).where(sheets.c.id == bindparam("sheet")))
_BEGUN = Prepared(insert(sheets))
_LAST = Prepared(
    select(func.coalesce(func.max(answer_history.c.number), 0).label("last")).where(
        answer_history.c.sheet_id == bindparam("sheet")
    )
)
_ADDED = Prepared(insert(answer_history))


def _sheet_id(user: str, worksheet: str) -> str:
    return f"{user}.{worksheet}"


def load(tx: Transaction, user: str, worksheet: str) -> Sheet | None:
    """The person's sheet; None before it was first saved."""
    row = _OF.first(tx.connection, {"user": user, "which": worksheet})
    return Sheet.model_validate_json(tx.open(user, sheets.c.state, row["id"], row["state"])) if row else None


def save(tx: Transaction, user: str, sheet: Sheet, changes: Iterable[Change], channel: Channel, now: datetime) -> None:
    """Put the sheet in the place of what was, and append the changes to its history. The person must be locked."""
    id_ = _sheet_id(user, sheet.worksheet)
    values = {
        "version": sheet.version,
        "state": tx.seal(user, sheets.c.state, id_, sheet.model_dump_json()),
        "updated_at": now,
    }
    if _CHANGED.changes(tx.connection, {"sheet": id_, **values}) == 0:
        _BEGUN.changes(tx.connection, {"id": id_, "user_id": user, "worksheet": sheet.worksheet, **values})
    new = tuple(changes)
    if not new:
        return
    last = _LAST.rows(tx.connection, {"sheet": id_})[0]["last"]
    for number, change in enumerate(new, start=last + 1):
        row = f"{id_}.{number}"
        added = {
            "id": row,
            "sheet_id": id_,
            "user_id": user,
            "number": number,
            "payload": tx.seal(user, answer_history.c.payload, row, change.model_dump_json()),
            "at": change.at,
            "by": change.answer.by,
            "channel": channel,
        }
        _ADDED.changes(tx.connection, added)


def history(tx: Transaction, user: str, worksheet: str) -> list[Change]:
    """Every answer ever given on this sheet, in the order they were given."""
    found = select(answer_history.c.id, answer_history.c.payload)
    ordered = found.where(answer_history.c.sheet_id == _sheet_id(user, worksheet)).order_by(answer_history.c.number)
    return [
        Change.model_validate_json(tx.open(user, answer_history.c.payload, row.id, row.payload))
        for row in tx.connection.execute(ordered)
    ]


def begun(tx: Transaction, user: str) -> dict[str, datetime]:
    """Worksheet id -> when the sheet was last saved, for every sheet there is. Opens nothing."""
    found = select(sheets.c.worksheet, sheets.c.updated_at).where(sheets.c.user_id == user)
    return {row.worksheet: row.updated_at for row in tx.connection.execute(found.order_by(sheets.c.worksheet))}


def open_worksheet(tx: Transaction, user: str, worksheet: str, by: str, now: datetime) -> None:
    """The coordinator `by` opens a worksheet for this person; again after it was closed, as well."""
    values = {"opened_at": now, "opened_by": by, "closed_at": None}
    same = opened_worksheets.c.user_id == user, opened_worksheets.c.worksheet == worksheet
    known = tx.connection.execute(select(opened_worksheets.c.closed_at).where(*same)).first()
    if known is None:
        tx.connection.execute(insert(opened_worksheets).values(user_id=user, worksheet=worksheet, **values))
    elif known.closed_at is not None:
        tx.connection.execute(update(opened_worksheets).where(*same).values(values))


def close_worksheet(tx: Transaction, user: str, worksheet: str, now: datetime) -> bool:
    """It is no longer offered; what was answered stays. False when it was not open."""
    standing = (
        opened_worksheets.c.user_id == user,
        opened_worksheets.c.worksheet == worksheet,
        opened_worksheets.c.closed_at.is_(None),
    )
    return tx.connection.execute(update(opened_worksheets).where(*standing).values(closed_at=now)).rowcount == 1


def opened(tx: Transaction, user: str) -> tuple[str, ...]:
    """Ids of the worksheets that are open for this person, by id."""
    standing = opened_worksheets.c.user_id == user, opened_worksheets.c.closed_at.is_(None)
    found = select(opened_worksheets.c.worksheet).where(*standing).order_by(opened_worksheets.c.worksheet)
    return tuple(tx.connection.execute(found).scalars())
