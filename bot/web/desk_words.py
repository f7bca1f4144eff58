"""What the desk says of each person, sheet and notice: our sentences, filled. Knows neither requests nor storage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.desk import Desk, LinkInfo, SheetInfo, UserInfo
from bot.actions.waiting import Waiting
from bot.dialogs.context import Language as Code
from bot.dialogs.dates import OSLO
from bot.dialogs.screen import Day, Line, Say
from bot.language import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The desk's language at one moment."""

    language: Language
    code: Code
    now: datetime

    def say(self, line: Line) -> str:
        """Any line, in the desk's language."""
        return self.language.say(line, self.code)

    def t(self, id_: str, **values: str | int) -> str:
        """One of the desk's texts: `desk.<id_>`."""
        return self.say(Say(id=f"desk.{id_}", values=values))

    def title(self, worksheet: str) -> str:
        """The title of a worksheet."""
        return self.say(Say(id=f"{worksheet}.title"))

    def title_of(self, worksheet: str) -> str:
        """The same of an id that was stored; empty when there is none, or no such worksheet any more."""
        try:
            return self.title(worksheet)
        except KeyError:
            return ""

    def when(self, at: datetime) -> str:
        """A day as one says it: «i dag», «i går», «14. mars 2027». Days are those of Oslo."""
        ago = (self.now.astimezone(OSLO).date() - at.astimezone(OSLO).date()).days
        if ago in {0, 1}:
            return self.t("when.yesterday" if ago else "when.today")
        return self.language.day(Day(iso=at.isoformat()), self.code)

    def moment(self, at: datetime) -> str:
        """Day and hour, where the hour matters."""
        return self.language.day(Day(iso=at.isoformat(), clock=True), self.code)

    def waits(self, waiting: Waiting, user: str, worksheet: str) -> str:
        """Whose turn it is, in a line of the list."""
        names = {"user": user, "worksheet": self.title(worksheet), "day": self.when(waiting.at)}
        return self.t(f"waits.{waiting.why}", **names)

    def link(self, link: LinkInfo) -> str:
        """How far the link has come, and since when."""
        text = self.t(f"link.{link.state}")
        return text if link.at is None else self.t("link.since", text=text, day=self.when(link.at))

    def sheet(self, sheet: SheetInfo, user: str) -> str:
        """The state of one sheet. Of one that is not shared: open or not, and nothing more."""
        if sheet.waits is None:
            return self.t("state.open" if sheet.open else "state.closed")
        if sheet.waits.why == "shared":  # the title stands beside it
            return self.t("state.shared", day=self.when(sheet.waits.at))
        return self.waits(sheet.waits, user, sheet.worksheet)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the list, with what waits."""

    id: str
    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Sidebar:
    """The list: those that wait for the coordinator, then the others. `news`: how many notices are unseen.
    `unreadable`: how many persons cannot be listed."""

    mine: tuple[PersonLine, ...]
    others: tuple[PersonLine, ...]
    news: int
    unreadable: int


def sidebar(desk: Desk, words: Words) -> Sidebar:
    """The list beside every page."""
    lines = [(bool(user.waits_for_me), PersonLine(user.id, user.name, line_of(user, words))) for user in desk.users]
    return Sidebar(
        mine=tuple(line for waits, line in lines if waits),
        others=tuple(line for waits, line in lines if not waits),
        news=sum(one.seen_at is None for one in desk.news),
        unreadable=desk.unreadable,
    )


def line_of(user: UserInfo, words: Words) -> str:
    """The one line under a name: what waits for the coordinator, else for the person, else how they stand."""
    if user.standing == "none":
        return words.link(user.link)
    if user.standing == "yes":
        first = [*user.waits_for_me, *(one for one in user.sheets if one.waits and one.waits.turn == "user")]
        if first and first[0].waits is not None:
            return words.waits(first[0].waits, user.name, first[0].worksheet)
    return words.t(f"standing.{user.standing}")
