"""Every table. What a person wrote, and their name, is `sealed`: bytes that open only with that person's own key.

Ids are made by the caller, so that a sealed value is bound to its row from the start. Times are UTC. Staff are public
employees and stand in plain text, as do the facts that queries need: whose row, which worksheet, when.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

# Names that do not depend on the database, so that a migration can name what it changes.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time. Takes only values with a time zone, stores UTC, gives back UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone: nobody can say later which hour it meant.

        Raises:
            ValueError: the value is naive (SQLAlchemy wraps it in a StatementError).
        """
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without a time zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone; what stands there is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[str]:
    return Column("id", String, primary_key=True)


def _user(**how: Any) -> Column[str]:
    return Column("user_id", ForeignKey("users.id"), **{"nullable": False, "index": True} | how)


def _at(name: str, *, needed: bool = False) -> Column[datetime]:
    return Column(name, UtcDateTime, nullable=not needed)


def _sealed(name: str, *, needed: bool = True) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=not needed)


def _word(name: str, *, needed: bool = True) -> Column[str]:
    return Column(name, String, nullable=not needed)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


# `stand_in_id`: the colleague who may read a disclosure that this coordinator has not seen in time.
coordinators = Table(
    "coordinators",
    metadata,
    _id(),
    _word("name"),
    _word("phone"),
    _word("hours"),
    _word("language"),
    _at("created_at", needed=True),
    _at("left_at"),
    Column("stand_in_id", ForeignKey("coordinators.id"), nullable=True),
)

users = Table(
    "users",
    metadata,
    _id(),
    Column("coordinator_id", ForeignKey("coordinators.id"), nullable=False, index=True),
    _sealed("name"),
    _word("language"),
    _at("created_at", needed=True),
    _flag("practice"),
)

# Three lives: new (until `expires_at`) -> bound (`bound_at`, asks for the code) -> revoked.
personal_links = Table(
    "personal_links",
    metadata,
    _id(),
    _user(),
    Column("token_hash", String, nullable=False, unique=True),
    _at("created_at", needed=True),
    _at("expires_at", needed=True),
    _at("opened_at"),
    _at("bound_at"),
    _at("revoked_at"),
    _word("code_hash", needed=False),
    _word("made_by"),
)

login_links = Table(
    "login_links",
    metadata,
    _id(),
    Column("coordinator_id", ForeignKey("coordinators.id"), nullable=False, index=True),
    Column("token_hash", String, nullable=False, unique=True),
    _at("created_at", needed=True),
    _at("expires_at", needed=True),
    _at("used_at"),
)

talks = Table(
    "talks",
    metadata,
    _user(primary_key=True, index=False),
    _sealed("state"),
    _sealed("screen"),
    Column("number", Integer, nullable=False),
    _at("updated_at", needed=True),
    _word("channel"),
)

seen_events = Table(
    "seen_events",
    metadata,
    _user(primary_key=True, index=False),
    Column("key", String, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
)

opened_worksheets = Table(
    "opened_worksheets",
    metadata,
    _user(primary_key=True, index=False),
    Column("worksheet", String, primary_key=True),
    _at("opened_at", needed=True),
    _at("closed_at"),
    _word("opened_by"),
)

sheets = Table(
    "sheets",
    metadata,
    _id(),
    _user(index=False),
    _word("worksheet"),
    Column("version", Integer, nullable=False),
    _sealed("state"),
    _at("updated_at", needed=True),
    UniqueConstraint("user_id", "worksheet"),
)

# Append-only; erasure alone removes rows. `number` counts from 1 within the sheet and is the order.
answer_history = Table(
    "answer_history",
    metadata,
    _id(),
    Column("sheet_id", ForeignKey("sheets.id"), nullable=False),
    _user(),
    Column("number", Integer, nullable=False),
    _sealed("payload"),
    _at("at", needed=True),
    _word("by"),
    _word("channel"),
    UniqueConstraint("sheet_id", "number"),
)

editions = Table(
    "editions",
    metadata,
    _id(),
    _user(index=False),
    _word("worksheet"),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    _sealed("content"),
    _at("shared_at", needed=True),
    _at("user_agreed_at"),
    _at("coordinator_agreed_at"),
    _at("asked_back_at"),
    _at("taken_back_at"),
    _at("agreed_at"),
    UniqueConstraint("user_id", "worksheet", "number"),
)

comments = Table(
    "comments",
    metadata,
    _id(),
    _user(),
    Column("edition_id", ForeignKey("editions.id"), nullable=True, index=True),
    _word("worksheet"),
    _word("key"),
    _word("author"),
    _word("kind"),
    _sealed("body"),
    _at("at", needed=True),
    _sealed("answer", needed=False),
    _at("answered_at"),
    _at("seen_at"),
)

# A row for each answer given, numbered within its kind; the newest of a kind counts. Only `withdrawn_at` is ever filled
# in afterwards.
consents = Table(
    "consents",
    metadata,
    _id(),
    _user(index=False),
    _word("kind"),
    Column("number", Integer, nullable=False),
    _word("answer"),
    _sealed("details"),
    _at("at", needed=True),
    _at("until"),
    _at("withdrawn_at"),
    UniqueConstraint("user_id", "kind", "number"),
)

copies = Table(
    "copies",
    metadata,
    _id(),
    _user(),
    _sealed("name"),
    _sealed("parts"),
    Column("token_hash", String, nullable=True, unique=True),
    _word("code_hash", needed=False),
    _word("language"),
    _at("made_at", needed=True),
    _at("given_at"),
    _at("opened_at"),
    _at("accepted_at"),
    _at("declined_at"),
    _at("withdrawn_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id_hash", String, primary_key=True),
    _word("role"),
    _user(nullable=True),
    Column("coordinator_id", ForeignKey("coordinators.id"), nullable=True, index=True),
    Column("copy_id", ForeignKey("copies.id"), nullable=True, index=True),
    _flag("remembered"),
    _flag("together"),
    _word("device"),
    _at("created_at", needed=True),
    _at("last_seen_at", needed=True),
    _at("expires_at", needed=True),
    _at("ended_at"),
)

# What the desk shows as new. `seen_at`: by the coordinator it is for; `stood_in_at`: by their stand-in, `stood_in_by`.
notices = Table(
    "notices",
    metadata,
    _id(),
    Column("coordinator_id", ForeignKey("coordinators.id"), nullable=False, index=True),
    _user(),
    _word("kind"),
    _sealed("disclosed", needed=False),
    _at("at", needed=True),
    _at("seen_at"),
    Column("stood_in_by", ForeignKey("coordinators.id"), nullable=True),
    _at("stood_in_at"),
    _word("worksheet", needed=False),
)

# What we begin ourselves for the person. The web pulls it (delivered when shown); a push channel is fed from it.
outbox = Table(
    "outbox",
    metadata,
    _id(),
    _user(),
    _word("kind"),
    _sealed("values"),
    _at("created_at", needed=True),
    _at("delivered_at"),
    _word("channel", needed=False),
)

# The person's own chat on Telegram, at most one. `blind` finds it again without telling which it is. `message` shows
# the current screen. `not_before` and `attempts`: when the next delivery may be tried, and how often it failed.
chats = Table(
    "chats",
    metadata,
    _user(primary_key=True, index=False),
    _sealed("chat"),
    Column("blind", String, nullable=False, unique=True),
    _at("bound_at", needed=True),
    _at("closed_at"),
    Column("message", BigInteger, nullable=False),
    _at("not_before"),
    Column("attempts", Integer, nullable=False),
)

# Tokens that bind a chat to somebody who is in already; made on the phone page, used once.
chat_links = Table(
    "chat_links",
    metadata,
    _id(),
    _user(),
    Column("token_hash", String, nullable=False, unique=True),
    _at("created_at", needed=True),
    _at("expires_at", needed=True),
    _at("used_at"),
)

# Messages of the last days, on both sides: what an edit or a reply is about, and what can still be removed.
chat_messages = Table(
    "chat_messages",
    metadata,
    _id(),
    _user(),
    Column("message", BigInteger, nullable=False),
    _at("at", needed=True),
    _flag("own"),
    _sealed("about"),
)

# What is on its way to the person's chat, in order. A row goes when it is delivered.
outgoing = Table(
    "outgoing",
    metadata,
    _id(),
    _user(index=False),
    Column("number", Integer, nullable=False),
    _sealed("payload"),
    _at("created_at", needed=True),
    UniqueConstraint("user_id", "number"),
)

# Who may do what only one process may do at a time (ask Telegram for updates). No process, no row that holds for long.
leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    _word("owner"),
    _at("until", needed=True),
)

# Who did what and saw what. Never a word of what was written.
access_log = Table(
    "access_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    _word("actor_role"),
    _word("actor_id"),
    _word("action"),
    _user(nullable=True),
    _word("target"),
    sqlite_autoincrement=True,
)

throttles = Table(
    "throttles",
    metadata,
    Column("key", String, primary_key=True),
    Column("count", Integer, nullable=False),
    _at("since", needed=True),
)
