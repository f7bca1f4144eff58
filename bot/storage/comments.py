"""What is written beside the answers: comments, questions asked back, and what the person answered to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.dialogs.context import Comment
from bot.storage.prepared import Prepared
from bot.storage.store import Transaction
from bot.storage.tables import comments

_OF = Prepared(select(comments).where(comments.c.user_id == bindparam("user")).order_by(comments.c.at, comments.c.id))


def add(tx: Transaction, user: str, comment: Comment) -> None:
    """Store a comment under its own id. `edition` may be empty: then it stands beside the sheet."""
    tx.connection.execute(
        insert(comments).values(
            id=comment.id,
            user_id=user,
            edition_id=comment.edition or None,
            worksheet=comment.worksheet,
            key=comment.key,
            author=comment.author,
            kind=comment.kind,
            body=tx.seal(user, comments.c.body, comment.id, comment.text),
            at=comment.at,
            answer=tx.seal(user, comments.c.answer, comment.id, comment.answer) if comment.answer else None,
            answered_at=comment.answered_at,
            seen_at=comment.seen_at,
        )
    )


def _opened(tx: Transaction, row: Mapping[str, Any]) -> Comment:
    user, id_ = row["user_id"], row["id"]
    return Comment(
        id=id_,
        worksheet=row["worksheet"],
        edition=row["edition_id"] or "",
        key=row["key"],
        author=row["author"],
        kind=row["kind"],
        text=tx.open(user, comments.c.body, id_, row["body"]),
        at=row["at"],
        answer=tx.open(user, comments.c.answer, id_, row["answer"]) if row["answer"] is not None else "",
        answered_at=row["answered_at"],
        seen_at=row["seen_at"],
    )


def all_of(tx: Transaction, user: str) -> tuple[Comment, ...]:
    """Everything written beside this person's answers, oldest first."""
    return tuple(_opened(tx, row) for row in _OF.rows(tx.connection, {"user": user}))


def by_id(tx: Transaction, comment: str) -> tuple[str, Comment] | None:
    """The comment with this id, after the id of the person it belongs to; None when there is none."""
    row = tx.connection.execute(select(comments).where(comments.c.id == comment)).mappings().first()
    return (row["user_id"], _opened(tx, dict(row))) if row else None


def answer(tx: Transaction, user: str, comment: str, text: str, now: datetime) -> bool:
    """The person answers a question that was asked back; a later answer takes the place of an earlier one.

    Returns:
        False when this person was asked no such question.
    """
    asked = comments.c.id == comment, comments.c.user_id == user, comments.c.kind == "question"
    sealed = tx.seal(user, comments.c.answer, comment, text)
    return tx.connection.execute(update(comments).where(*asked).values(answer=sealed, answered_at=now)).rowcount == 1


def mark_seen(tx: Transaction, user: str, which: Iterable[str], now: datetime) -> int:
    """The person has been shown these. The first time counts. Gives how many it was the first time for."""
    unseen = comments.c.user_id == user, comments.c.id.in_(list(which)), comments.c.seen_at.is_(None)
    return tx.connection.execute(update(comments).where(*unseen).values(seen_at=now)).rowcount
