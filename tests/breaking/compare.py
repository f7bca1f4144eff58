"""What people wrote beside what is stored: nothing may be missing, nothing may stand there twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.dialogs.sheet import Answer
from bot.storage.export import Export
from tests.breaking.questions import Seen
from tests.breaking.someone import Diary, as_one

Name = tuple[str, str]
CHAT: Name = ("chat", "")


@dataclass
class Figures:
    """Sums over everybody.

    `answers` were given and compared. `lost` are not in the history, `doubled` are in it more than once or at another
    question too, `foreign` are there though nobody gave them, or in another order; `stale` are questions whose answer
    shown is not the last one given. `without_screen` are people who wait in vain, or whose chat does not show the
    screen that is stored; `unordered` those to whom screens came in another order than they were made. `apologies`: how
    often somebody was told that something may not be stored, which is no fault of what is stored.
    """

    people: int = 0
    answers: int = 0
    lost: int = 0
    doubled: int = 0
    foreign: int = 0
    stale: int = 0
    without_screen: int = 0
    unordered: int = 0
    asked_again: int = 0
    tapped_again: int = 0
    apologies: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether everything is as it was written."""
        return not (self.lost or self.doubled or self.foreign or self.stale or self.without_screen or self.unordered)

    def add(self, name: str, diary: Diary, export: Export, screens: list[Seen], apologies: int) -> None:
        """Compare one person."""
        self.apologies += apologies
        self.people += 1
        self.answers += diary.answers
        self.asked_again += diary.asked_again
        self.tapped_again += diary.tapped_again
        stored = _history(export)
        anywhere = {text for given in diary.given.values() for text in given}
        for question in sorted(diary.given.keys() | stored.keys()):
            self._question(name, question, diary.given.get(question, []), stored.get(question, []), anywhere)
        shown = {
            (one.sheet.worksheet, key): _text(answer)
            for one in export.sheets
            for key, answer in one.sheet.answers.items()
        }
        for question, given in diary.given.items():
            if shown.get(question) != given[-1]:
                self._say(
                    "stale", name, question, f"{given[-1]!r} was given last, {shown.get(question)!r} stands there"
                )
        number = export.talk.number if export.talk else 0
        shown_numbers = [one.number for one in screens]
        if shown_numbers[-1:] != [number]:
            self._say("without_screen", name, CHAT, f"shows {shown_numbers[-1:]}, stored is {number}")
        if shown_numbers != sorted(shown_numbers):
            self._say("unordered", name, CHAT, f"{shown_numbers}")

    def waits(self, name: str) -> None:
        """This person got no screen after what they did last."""
        self._say("without_screen", name, CHAT, "waits in vain")

    def _question(self, name: str, question: Name, given: list[str], stored: list[str], anywhere: set[str]) -> None:
        wanted, there = Counter(given), Counter(stored)
        lost = (wanted - there).total()
        more = there - wanted
        doubled = sum(count for text, count in more.items() if text in anywhere)
        foreign = more.total() - doubled
        if not lost and not more and given != stored:
            foreign += 1
        for kind, count in (("lost", lost), ("doubled", doubled), ("foreign", foreign)):
            if count:
                self._say(kind, name, question, f"given {given}, stored {stored}", count)

    def _say(self, kind: str, name: str, question: Name, what: str, count: int = 1) -> None:
        setattr(self, kind, getattr(self, kind) + count)
        self.details.append(f"{kind}: {name}, {'.'.join(question)}: {what}")


def _history(export: Export) -> dict[Name, list[str]]:
    history: dict[Name, list[str]] = {}
    for one in export.sheets:
        for change in one.history:
            history.setdefault((one.sheet.worksheet, change.key), []).append(_text(change.answer))
    return history


def _text(answer: Answer) -> str:
    """An answer as the diary writes it."""
    return answer.text or answer.option or as_one([item.text for item in answer.items])
