"""What a conversation may know about its person, read from the store when it is asked for and no sooner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import Protocol, Self

from bot.dialogs.context import Channel, Comment, Consent, Coordinator, CopyInfo, Edition, Fresh, News
from bot.dialogs.definition import ConsentKind, Worksheet
from bot.dialogs.rules import Phrases
from bot.dialogs.safety import Finding, recognise
from bot.dialogs.services import Services
from bot.dialogs.sheet import Answer, By, Person, Sheet
from bot.storage import comments, consents, copies, editions, outbox, people, sheets
from bot.storage.store import Transaction

COPY_PATH = "/k/"  # short, since it is also a QR code on paper
CONTACTS = ("step2.contacts", "step3.contacts")  # of worksheet 14, in the order of the ladder


class Content(Protocol):
    """What is needed of the content that is shipped."""

    @property
    def services(self) -> Services: ...
    @property
    def phrases(self) -> tuple[Phrases, ...]: ...
    def worksheet(self, worksheet: str, version: int | None = None, /) -> Worksheet: ...
    def words_in(self, text_id: str, /) -> tuple[str, ...]: ...


class StoredContext:
    """`bot.dialogs.context.Context` over a transaction. Everything is read at most once, and as it stood when the
    event began: build it before anything of the event is saved, and use it for this one event only."""

    def __init__(
        self,
        tx: Transaction,
        user_id: str,
        channel: Channel,
        content: Content,
        fresh: Fresh,
        base_url: str,
        by: By = "user",
        notice_waits_hours: int = 24,
        user: people.UserRow | None = None,
    ) -> None:
        self.tx = tx
        self._known = user
        self._user_id = user_id
        self._content = content
        self._base_url = base_url
        self._sheets: dict[str, Sheet | None] = {}
        self.channel: Channel = channel
        self.by: By = by
        self._notice_waits_hours = notice_waits_hours
        self.fresh = fresh

    def after(self, saved: Iterable[Sheet]) -> Self:
        """The same after the event has saved these sheets and changed nothing else."""
        later = copy(self)
        known = {"_sheets": self._sheets | {sheet.worksheet: sheet for sheet in saved}}
        later.__dict__.update(known)
        later.__dict__.pop("ladder", None)  # made of a sheet
        return later

    def anew(self, fresh: Fresh) -> StoredContext:
        """The same person, with everything read again."""
        return StoredContext(
            self.tx,
            self._user_id,
            self.channel,
            self._content,
            fresh,
            self._base_url,
            self.by,
            self._notice_waits_hours,
            self._known,
        )

    @cached_property
    def _user(self) -> people.UserRow:
        found = self._known or people.user(self.tx, self._user_id)
        if found is None:
            raise LookupError("the person of this event is not stored")
        return found

    @cached_property
    def coordinator(self) -> Coordinator:
        """The person's own coordinator, as they are now."""
        found = people.coordinator(self.tx, self._user.coordinator_id)
        if found is None:
            raise LookupError("a person's coordinator is always stored")
        stand_in = people.stand_in_of(self.tx, found)
        return Coordinator(
            name=found.name,
            phone=found.phone,
            hours=found.hours,
            stand_in=stand_in.name if stand_in else "",
            waits=self._notice_waits_hours,
        )

    @property
    def user_name(self) -> str:
        """What the person is called."""
        return self._user.name

    @property
    def services(self) -> Services:
        """Whom one can reach; loaded at start, never from the database."""
        return self._content.services

    @cached_property
    def opened(self) -> tuple[str, ...]:
        """Ids of the worksheets that are open, in the order of the paper sheets."""
        return tuple(sorted(sheets.opened(self.tx, self._user_id), key=lambda id_: self.worksheet(id_).number))

    @cached_property
    def consents(self) -> Mapping[ConsentKind, Consent]:
        """Kind -> the last word on it."""
        return consents.newest(self.tx, self._user_id)

    @cached_property
    def editions(self) -> Mapping[str, Edition]:
        """Worksheet id -> the newest edition, also one that is taken back."""
        return editions.newest(self.tx, self._user_id)

    @cached_property
    def current_crisis_plan(self) -> Edition | None:
        """The newest edition of worksheet 14 that is agreed and not taken back."""
        return editions.current_crisis_plan(self.tx, self._user_id)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Everything written beside this person's answers, oldest first."""
        return comments.all_of(self.tx, self._user_id)

    @cached_property
    def copies(self) -> tuple[CopyInfo, ...]:
        """All copies, oldest first, withdrawn ones too."""
        found = copies.all_of(self.tx, self._user_id)
        return tuple(copy.info(plan=self.current_crisis_plan is not None) for copy in found)

    @cached_property
    def news(self) -> tuple[News, ...]:
        """What has not been shown yet, oldest first."""
        return outbox.waiting(self.tx, self._user_id)

    @cached_property
    def ladder(self) -> tuple[Person, ...]:
        """Whom the person's own crisis plan says to contact: step 2, then step 3, those with a phone, each once.

        Their own sheet comes before what was agreed: it is the last they wrote, and only they see this.
        """
        sheet, plan = self.sheet(editions.CRISIS_PLAN), self.current_crisis_plan
        return _with_phone(sheet.answers if sheet else {}) or _with_phone(plan.answers if plan else {})

    def worksheet(self, worksheet: str, version: int | None = None) -> Worksheet:
        """The definition in this version, or the newest.

        Raises:
            KeyError: there is none.
        """
        return self._content.worksheet(worksheet, version)

    def sheet(self, worksheet: str) -> Sheet | None:
        """The person's sheet, None before the first question was shown."""
        if worksheet not in self._sheets:
            self._sheets[worksheet] = sheets.load(self.tx, self._user_id, worksheet)
        return self._sheets[worksheet]

    def copy_address(self, token: str) -> str:
        """The full address of a copy."""
        return f"{self._base_url}{COPY_PATH}{token}"

    def recognise(self, text: str) -> Finding | None:
        """What the text discloses, if anything."""
        return recognise(text, self._content.phrases)

    def words_in(self, text_id: str) -> tuple[str, ...]:
        """Which words of the field stand in this text of ours, in either language."""
        return self._content.words_in(text_id)


def _with_phone(answers: Mapping[str, Answer]) -> tuple[Person, ...]:
    people_of = (answers[key].people for key in CONTACTS if key in answers and answers[key].status == "answered")
    named = {(person.name, person.phone): person for group in people_of for person in group if person.phone}
    return tuple(named.values())
