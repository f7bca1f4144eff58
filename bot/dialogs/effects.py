"""What a conversation wants done beside showing the next screen. Carried out in the event's own transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogs.context import Answered
from bot.dialogs.definition import ConsentKind, SafetyClass
from bot.dialogs.sheet import Change, Sheet


@dataclass(frozen=True, slots=True)
class SaveSheet:
    """Store the sheet and append its changes to the history."""

    sheet: Sheet
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Consented:
    """The person answered a question of consent. A no to the plan, or a first yes, is told to the coordinator."""

    kind: ConsentKind
    answer: Answered
    until: datetime | None = None
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Withdrew:
    """The person took a consent back. Of the plan: access and copies end in the same transaction."""

    kind: ConsentKind


@dataclass(frozen=True, slots=True)
class Shared:
    """Make an edition of the sheet, without its private answers."""

    worksheet: str


@dataclass(frozen=True, slots=True)
class TookBack:
    """The coordinator no longer sees this edition; nobody does."""

    edition: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """The user says yes to this edition."""

    edition: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """The user says «not yet» to this edition, with a word if they want."""

    edition: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """The user's answer to a question that the coordinator asked back."""

    comment: str
    text: str


@dataclass(frozen=True, slots=True)
class SawComments:
    """The user has been shown these."""

    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SawNews:
    """These news have been shown and are not shown again."""

    news: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A copy for this person, with these parts (step ids of worksheet 14)."""

    id: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GaveCopy:
    """Link and code are shown now; an earlier link to the same copy ends. Only their hashes are stored."""

    copy: str
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class WithdrewCopy:
    """From this transaction on the address answers as any unknown one."""

    copy: str


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Something was written or chosen that the safety reply answers. `tell`: the agreement (D) says that the
    coordinator is told; `words` are given to them only then. `colleague`: after so many hours a colleague may read
    it, should the coordinator not have seen it, and the person knows; 0: never."""

    kind: SafetyClass
    tell: bool
    words: str = ""
    colleague: int = 0


@dataclass(frozen=True, slots=True)
class ClearedChat:
    """Remove the messages of this chat that can be removed, on both sides. What is answered stays."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Delete everything about this person and destroy the key. Nothing can follow it in the same event."""


Effect = (
    SaveSheet
    | Consented
    | Withdrew
    | Shared
    | TookBack
    | Agreed
    | NotYet
    | AnsweredQuestion
    | SawComments
    | SawNews
    | MadeCopy
    | GaveCopy
    | WithdrewCopy
    | Disclosed
    | ClearedChat
    | Erased
)
