"""What a conversation may know about its person: a read-only view, filled by storage, or by a test.

Everything is as it stood when the event began. Nothing here can be written; a scene says what shall happen with an
effect (`effects.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from bot.dialogs.definition import ConsentKind, Worksheet
from bot.dialogs.safety import Finding
from bot.dialogs.services import Services
from bot.dialogs.sheet import Answer, By, Kept, Person, Sheet

Language = Literal["nb", "nn"]
Channel = Literal["web", "telegram"]
Answered = Literal["yes", "no", "think"]


class Coordinator(Kept):
    """The named person in the service. `hours` is shown as the coordinator wrote it. `stand_in` is the name of the
    colleague who may read a disclosure that the coordinator has not seen within `waits` hours; empty: nobody."""

    name: str
    phone: str = ""
    hours: str = ""
    stand_in: str = ""
    waits: int = 24


class Consent(Kept):
    """The last word on one kind of consent. `details`: for `sharing` the people (`with`, `without`), in own words; for
    `notice` after how many hours a `colleague` may read it, if that was said when it was asked."""

    kind: ConsentKind
    answer: Answered
    at: datetime
    until: datetime | None = None
    withdrawn_at: datetime | None = None
    details: dict[str, str] = {}

    def holds(self, now: datetime) -> bool:
        """Whether it is a yes that still stands."""
        return self.answer == "yes" and self.withdrawn_at is None and (self.until is None or now < self.until)

    @property
    def colleague(self) -> int:
        """After how many hours a colleague may read a disclosure, by this yes; 0: never, it was to less."""
        hours = self.details.get("colleague", "")
        return int(hours) if hours.isdecimal() else 0


ReviewState = Literal["shared", "asked_back", "agreed", "taken_back"]


class Edition(Kept):
    """An immutable snapshot of a sheet, made when it was shared. `answers` hold no private ones.

    `state` is of the review; for a worksheet that needs both, `agreed` means both have said yes.
    """

    id: str
    worksheet: str
    version: int
    number: int
    shared_at: datetime
    state: ReviewState
    user_agreed_at: datetime | None = None
    coordinator_agreed_at: datetime | None = None
    answers: Mapping[str, Answer] = {}


class Comment(Kept):
    """Something written beside an answer (or, without a `key`, beside the whole edition).

    `question` waits for an answer from the user; `not_yet` goes with «not yet»; `paper` is what the coordinator read
    from a paper sheet where the user had an answer already. `answer` is the user's answer to a question.
    """

    id: str
    worksheet: str
    edition: str
    key: str
    author: Literal["user", "coordinator"]
    kind: Literal["comment", "question", "not_yet", "paper"]
    text: str
    at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    seen_at: datetime | None = None


class CopyInfo(Kept):
    """A copy of the crisis plan for one person the user chose. `parts` are the step ids that go in.

    `waiting`: no current crisis plan yet. `ready`: a link can be given. `given`: link and code have been shown.
    """

    id: str
    name: str
    parts: tuple[str, ...]
    state: Literal["waiting", "ready", "given", "opened", "accepted", "declined", "withdrawn"]
    made_at: datetime
    opened_at: datetime | None = None


class News(Kept):
    """Something that happened since the person was here last (`news.<kind>` in the texts), shown once."""

    id: str
    kind: str
    values: dict[str, str] = {}
    at: datetime


class Fresh(Kept):
    """Randomness for this event, drawn beforehand so that the conversation stays a function of its arguments."""

    id: str
    token: str
    code: str


class Context(Protocol):
    """All that a scene may ask. Attributes are read when asked for, so a step loads what it uses and no more."""

    @property
    def channel(self) -> Channel: ...
    @property
    def by(self) -> By:
        """Whose hands are on the keys: the user's own, or both sitting together at the coordinator's screen."""
        ...

    @property
    def coordinator(self) -> Coordinator: ...
    @property
    def user_name(self) -> str: ...
    @property
    def services(self) -> Services: ...
    @property
    def fresh(self) -> Fresh: ...
    @property
    def opened(self) -> tuple[str, ...]:
        """Ids of the worksheets the coordinator has opened, in the order of the paper sheets."""
        ...

    @property
    def consents(self) -> Mapping[ConsentKind, Consent]: ...
    @property
    def editions(self) -> Mapping[str, Edition]:
        """Worksheet id -> the newest edition, also one that is taken back."""
        ...

    @property
    def current_crisis_plan(self) -> Edition | None:
        """The newest edition of worksheet 14 that both have said yes to and that is not taken back."""
        ...

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Everything written beside this person's answers, oldest first."""
        ...

    @property
    def copies(self) -> tuple[CopyInfo, ...]: ...
    @property
    def news(self) -> tuple[News, ...]: ...
    @property
    def ladder(self) -> tuple[Person, ...]:
        """Whom the person's own crisis plan says to contact: step 2, then step 3, those with a phone."""
        ...

    def worksheet(self, worksheet: str, version: int | None = None) -> Worksheet:
        """The definition in this version, or the newest."""
        ...

    def sheet(self, worksheet: str) -> Sheet | None:
        """The person's sheet, None before the first question was shown."""
        ...

    def copy_address(self, token: str) -> str:
        """The full address of a copy."""
        ...

    def recognise(self, text: str) -> Finding | None:
        """What the text discloses, if anything."""
        ...

    def words_in(self, text_id: str) -> tuple[str, ...]:
        """Which words of the field stand in this text of ours, in either language."""
        ...
