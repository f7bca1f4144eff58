"""What a conversation may know, written down by a test instead of read from a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.dialogs.context import (
    Channel,
    Comment,
    Consent,
    Coordinator,
    CopyInfo,
    Edition,
    Fresh,
    News,
)
from bot.dialogs.definition import ConsentKind, Worksheet
from bot.dialogs.safety import Finding, recognise
from bot.dialogs.services import Services
from bot.dialogs.sheet import By, Person, Sheet
from bot.dialogs.talk import Here, Place, Talk
from tests.houses import content

NOW = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)
ASKED = Place(scene="answering", spot="question", worksheet="short_term_goals")
PLAN = (
    Person(id="i1", name="Kari", phone="900 00 001"),
    Person(id="i2", name="Ola", phone="900 00 002"),
    Person(id="i3", name="Per"),
)


@dataclass(frozen=True)
class Known:
    """A person with a coordinator; the rest as the test says."""

    channel: Channel = "web"
    by: By = "user"
    coordinator: Coordinator = field(default_factory=lambda: Coordinator(name="Anne"))
    user_name: str = "Ola"
    services: Services = field(default_factory=lambda: content().services)
    fresh: Fresh = field(default_factory=lambda: Fresh(id="x1", token="t1", code="123456"))
    opened: tuple[str, ...] = ()
    consents: Mapping[ConsentKind, Consent] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)
    current_crisis_plan: Edition | None = None
    comments: tuple[Comment, ...] = ()
    copies: tuple[CopyInfo, ...] = ()
    news: tuple[News, ...] = ()
    ladder: tuple[Person, ...] = ()

    def worksheet(self, worksheet: str, version: int | None = None) -> Worksheet:
        return content().worksheet(worksheet, version)

    def sheet(self, worksheet: str) -> Sheet | None:
        return None

    def copy_address(self, token: str) -> str:
        return f"http://planprat.test/k/{token}"

    def recognise(self, text: str) -> Finding | None:
        return recognise(text, content().phrases)

    def words_in(self, text_id: str) -> tuple[str, ...]:
        return content().words_in(text_id)


def agreed() -> dict[ConsentKind, Consent]:
    """The agreement (D) that the coordinator is told."""
    return {"notice": Consent(kind="notice", answer="yes", at=NOW)}


def here(known: Known | None = None, talk: Talk | None = None, now: datetime = NOW) -> Here:
    """Somebody at a question of a worksheet, or where the test says."""
    return Here(talk or Talk(number=7, here=ASKED), known or Known(), now)
