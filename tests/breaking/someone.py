"""Somebody with a phone who answers what the chat asks, remembers what they answered, and taps again if nothing comes.

They know what they see and nothing else. What they wrote down is what the store must hold in the end.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.testing.telegram.chats import Posted
from bot.testing.telegram.person import Person
from tests.breaking.fake import Watched
from tests.breaking.questions import Question, Seen, seen

TAPS_AGAIN_AFTER_S = 5.0  # few look at a screen that does not answer much longer
ITEMS = 3  # entries of a list
# Items that the safety reply answers: how it goes on from there is told in `tests/scenarios`.
NOT_OFTEN = frozenset({"item.25", "item.28"})
ONWARDS = ("choose.go_on", "choose.yes", "choose.here", "done")


@dataclass
class Diary:
    """What somebody answered: for each question every answer in the order given; empty is «Hopp over»."""

    given: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    items: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    asked_again: int = 0
    tapped_again: int = 0

    @property
    def answers(self) -> int:
        """How many answers there were."""
        return sum(map(len, self.given.values()))

    def wrote(self, question: Question, text: str) -> None:
        """A text; at a list one more entry."""
        name = question.worksheet, question.key
        if question.kind == "list":
            self.items[name].append(text)
        self.given[name].append(as_one(self.items[name]) if question.kind == "list" else text)

    def reworded(self, question: Question, before: str, after: str) -> None:
        """The message that gave this answer was edited."""
        name = question.worksheet, question.key
        if question.kind == "list":
            self.items[name] = [after if one == before else one for one in self.items[name]]
        self.given[name].append(as_one(self.items[name]) if question.kind == "list" else after)

    def tapped(self, question: Question, option: str) -> None:
        """An option, or nothing for «Hopp over»."""
        self.given[question.worksheet, question.key].append(option)


def as_one(texts: list[str]) -> str:
    """The entries of a list as one text."""
    return " | ".join(texts)


@dataclass
class Wrote:
    """The last message that became an answer."""

    message: Posted
    question: Question
    text: str


class Someone:
    """One person.

    Args:
        fake: where their phone is.
        name: a first name.
        token: of their personal link.
        chance: decides what they do.
        enough: whether they may put the phone down once they have a screen.
        patience_s: how long they wait for a screen before they are left without one.
    """

    def __init__(
        self, fake: Watched, name: str, token: str, chance: random.Random, enough: Callable[[], bool], patience_s: float
    ) -> None:
        self.name = name
        self.phone = Person(fake, name)
        self.diary = Diary()
        self._fake = fake
        self._token = token
        self._chance = chance
        self._enough = enough
        self._patience_s = patience_s
        self._written = 0
        self._done: set[str] = set()
        self._wrote: Wrote | None = None

    @property
    def screen(self) -> Seen | None:
        """The last screen in the chat."""
        return next((found for one in reversed(self.phone.told) if (found := seen(one)) is not None), None)

    @property
    def screens(self) -> list[Seen]:
        """Every screen in the chat, oldest first."""
        return [found for one in self.phone.told if (found := seen(one)) is not None]

    async def talks(self) -> None:
        """Come by the link and answer until it is enough.

        Raises:
            AssertionError: no screen came, or one that nobody would know what to do with.
        """
        self.phone.starts(self._token)
        shown = await self._after(lambda now: True, number=0)
        while not self._enough():
            shown = await self._acts(shown)

    async def _acts(self, shown: Seen) -> Seen:
        if shown.question is not None:
            if self._wrote is not None and self._chance.random() < 0.1:
                return await self._rewords(shown, self._wrote)
            return await self._answers(shown, shown.question)
        return await self._taps(shown, self._onwards(shown))

    def _onwards(self, shown: Seen) -> str:
        """What somebody taps who wants to go on."""
        if shown.scene == "summary":
            self._done.add(shown.arguments("share")[0])
            changeable = shown.arguments("jump")
            return f"jump.{self._chance.choice(changeable)}" if self._all_done(shown) else "menu"
        if shown.scene == "menu":
            ways = shown.arguments("open")
            return f"open.{self._chance.choice([one for one in ways if one not in self._done] or list(ways))}"
        for verb in ONWARDS:
            if shown.has(verb):
                return verb
        raise AssertionError(f"{self.name} does not know what to do with: {shown.message.text!r}, {shown.wires}")

    def _all_done(self, shown: Seen) -> bool:
        """Whether to change an answer here instead of looking for another worksheet."""
        return self._chance.random() < (0.8 if len(self._done) > 2 else 0.1)

    async def _answers(self, shown: Seen, question: Question) -> Seen:
        if question.kind == "frequency":
            options = question.options[:1] if question.key in NOT_OFTEN else question.options
            return await self._chooses(shown, question, self._chance.choice(options))
        if question.kind in {"text", "list"}:
            if question.kind == "list" and shown.has("done") and self._chance.random() < 1 / ITEMS:
                return await self._taps(shown, "done")
            if question.kind == "text" and self._chance.random() < 0.15 and not self._answered(question):
                return await self._chooses(shown, question, "")
            return await self._writes(shown, question)
        if not self._answered(question):
            return await self._chooses(shown, question, "")
        return await self._taps(shown, "skip")  # what was skipped once stands as it is

    def _answered(self, question: Question) -> bool:
        return bool(self.diary.given.get((question.worksheet, question.key)))

    async def _writes(self, shown: Seen, question: Question) -> Seen:
        text = self._new_text()
        self._wrote = Wrote(self.phone.types(text), question, text)
        self.diary.wrote(question, text)

        def went_on(now: Seen) -> bool:
            if now.question != question:
                return True
            if question.kind == "list" and text in now.message.text:
                return True
            self.diary.asked_again += 1
            return False

        return await self._after(went_on, number=shown.number)

    async def _rewords(self, shown: Seen, wrote: Wrote) -> Seen:
        """Edit the last answer's message, once."""
        self._wrote = None
        text = self._new_text()
        self.phone.edits(wrote.message, text)
        self.diary.reworded(wrote.question, wrote.text, text)
        return await self._after(lambda now: True, number=shown.number)

    async def _chooses(self, shown: Seen, question: Question, option: str) -> Seen:
        if self._wrote is not None and self._wrote.question == question:
            self._wrote = None
        now = await self._taps(shown, f"choose.{option}" if option else "skip", question)
        self.diary.tapped(question, option)
        return now

    async def _taps(self, shown: Seen, verb: str, question: Question | None = None) -> Seen:
        """Tap, sometimes twice, and again on what is shown when nothing happens: a press may be lost."""
        number = shown.number
        self._tap(shown, verb, 2 if self._chance.random() < 0.15 else 1)
        try:
            async with asyncio.timeout(self._patience_s):
                while True:
                    now = await self._soon(shown, number)
                    if now is not None and now.number > number and (question is None or now.question != question):
                        return now
                    if now is not None and now.has(verb):
                        shown, number = now, now.number
                        self.diary.tapped_again += 1
                        self._tap(now, verb, 1)
        except TimeoutError:
            raise self._left() from None

    async def _soon(self, tapped: Seen, number: int) -> Seen | None:
        """What is shown once there is something new, the same screen below too, or nobody would wait any longer."""
        try:
            async with asyncio.timeout(TAPS_AGAIN_AFTER_S):
                while True:
                    now = self.screen
                    if now is not None and (now.number > number or now.message.id > tapped.message.id):
                        return now
                    await self._fake.next_of(self._fake.answered)
        except TimeoutError:
            return self.screen

    def _left(self) -> AssertionError:
        last = self.screen
        return AssertionError(f"{self.name} was left without a screen after {last.message.text if last else None!r}")

    def _tap(self, shown: Seen, verb: str, times: int) -> None:
        wire = shown.wire(verb)
        assert wire is not None, f"no «{verb}» on {shown.wires}"
        self.phone.taps(wire, on=shown.message, times=times)

    def _new_text(self) -> str:
        """Words that nobody else writes, and this person only once."""
        self._written += 1
        return f"{self.name} skriver {self._written}. gang"

    async def _after(self, true: Callable[[Seen], bool], *, number: int) -> Seen:
        """The next screen with a higher number for which that holds.

        Raises:
            AssertionError: none in the time anybody would wait.
        """
        looked_at: tuple[int, int] | None = None
        try:
            async with asyncio.timeout(self._patience_s):
                while True:
                    shown = self.screen
                    if shown is not None and shown.number > number and (shown.message.id, shown.number) != looked_at:
                        looked_at = shown.message.id, shown.number
                        if true(shown):
                            return shown
                    await self._fake.next_of(self._fake.answered)
        except TimeoutError:
            raise self._left() from None
