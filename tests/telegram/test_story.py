"""The whole story in a chat, from the invitation to the last goodbye, in both languages: everything that can be done on
the page can be done here, and the coordinator at the desk does not notice the difference.
"""

from __future__ import annotations

import re

import pytest

from bot.actions import review
from bot.actions.actors import VISITOR, Actor, NotThere
from bot.actions.copies import answer_copy, open_copy, read_copy, reader_of
from bot.dialogs.screen import Say
from bot.storage import editions, notices, people
from tests.telegram.town import BASE_URL, INVITATION, Town

ANNE = Actor("coordinator", "anne")
UNFINISHED = re.compile(r"\{|\}|\xa0|None|  |[a-z]_[a-z]")
# Words that are of the other written standard.
FOREIGN = {
    "nb": re.compile(r"\b(eg|ikkje|kva|korleis|frå|noko|nokon|vere|òg|dykk|(?<!\.)no)\b", re.IGNORECASE),
    "nn": re.compile(r"\b(jeg|ikke|hva|hvordan|fra|noe|noen|være|også|dere|nå)\b", re.IGNORECASE),
}
SHEETS = ("warning_signs", "short_term_goals", "long_term_goals", "sub_goals", "crisis_plan")


class Story:
    """Ola's way through it. Each step is looked at: what stands in the chat is what is stored, and it reads well."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def taps(self, *names: str) -> None:
        """Tap these, one after another."""
        for name in names:
            await self.town.taps(name)
            self.look()

    async def types(self, *texts: str) -> None:
        """Write these, one after another."""
        for text in texts:
            await self.town.types(text)
            self.look()

    async def many(self, times: int, name: str) -> None:
        """Tap the same so many times."""
        await self.taps(*[name] * times)

    def shows(self, screen: str) -> None:
        """This is the screen."""
        assert self.town.screen().id == screen, self.town.ola.last.text

    def look(self) -> None:
        """Hold the last message against what every message must be: kept to this chat, written in the person's
        language with nothing left unfilled, and with help one tap away.
        """
        last = next(one for one in reversed(self.town.ola.told) if one.text)
        assert last.protected
        for text in (re.sub(r"https://\S+", "", last.text), *(one["text"] for one in last.buttons)):
            assert not UNFINISHED.search(text), text
            assert not FOREIGN[self.town.code].search(text), text
        helps = {self.town.house.language.say(Say(id=f"walk.{one}"), self.town.code) for one in ("help_now", "menu")}
        assert helps & {one["text"] for one in last.buttons}, last.text

    async def hears_the_bell(self) -> None:
        """Something new was told of, in one message that says no more; go and look."""
        await self.town.settle()
        self.look()
        say = self.town.house.language.say
        assert self.town.ola.last.text == say(Say(id="telegram.bell.chat"), self.town.code)
        self.town.ola.taps(say(Say(id="walk.menu"), self.town.code))
        await self.town.settle()
        self.look()
        self.shows("menu")

    async def gets(self, name: str, file: str) -> None:
        """Ask for a paper; it comes as a file that may be kept and passed on, and the screen stays."""
        before = self.town.screen()
        self.town.ola.taps(f"{before.number}.paper.{name}")
        await self.town.settle()
        last = self.town.ola.last
        assert last.body["document"]["file_name"] == file
        assert not last.protected
        assert self.town.screen() == before

    async def sees_who_sees(self) -> None:
        """Who can see what stands in the place of the menu, in parts, and the menu is one tap away."""
        before = self.town.screen()
        self.town.ola.taps(f"{before.number}.paper.who_sees")
        await self.town.settle()
        self.look()
        assert self.town.screen() == before
        more = self.town.house.language.say(Say(id="telegram.pages.next"), self.town.code)
        while more in self.town.ola.keyboard:
            self.town.ola.taps(more)
            await self.town.settle()
            self.look()
        self.town.ola.taps(self.town.house.language.say(Say(id="walk.menu"), self.town.code))
        await self.town.settle()
        self.look()

    def newest(self, worksheet: str) -> str:
        """The id of what was sent last."""
        with self.town.house.reading() as tx:
            return editions.newest(tx, "ola")[worksheet].id

    def desk(self) -> list[str]:
        """What the coordinator was told."""
        with self.town.house.reading() as tx:
            return [one.kind for one in notices.all_of(tx, "ola")]


async def test_the_whole_story(town: Town) -> None:
    story, ola = Story(town), town.ola
    town.opens(*SHEETS)
    ola.starts(INVITATION)
    await town.settle()
    story.look()
    await story.taps("go_on", "yes", "here")
    story.shows("menu")

    await story.taps("open.short_term_goals")
    await story.types("Fiske med far")
    await story.many(16, "skip")
    await story.taps("share.short_term_goals", "yes", "yes")
    await story.types("Anne og legen, om planen", "Broren min")
    await story.taps("year", "go_on", "yes")
    story.shows("share.sent")
    await story.taps("menu")
    assert story.desk().count("shared") == 1

    sent = story.newest("short_term_goals")
    review.ask_back(town.house, ANNE, sent, "activities.usual", "Når da?", town.now)
    review.write_comment(town.house, ANNE, sent, "activities.usual", "Fint.", town.now)
    await story.hears_the_bell()
    await story.taps("question.short_term_goals")
    await story.types("På søndager")
    assert "answered" in story.desk()
    await story.taps("menu", "review.short_term_goals", "menu")
    review.agree(town.house, ANNE, story.newest("short_term_goals"), town.now)
    await story.hears_the_bell()

    await story.taps("open.long_term_goals")
    await story.types("Egen leilighet", "Jobb i butikk")
    await story.taps("done")
    await story.many(4, "skip")
    story.shows("long_term_goals.summary")
    await story.taps("menu", "open.sub_goals", "pick.long_term_goals:i1", "done")
    await story.types("Bor hos mor", "Snakke med kommunen", "Spare til depositum")
    await story.taps("done", "use")
    await story.many(4, "skip")
    story.shows("sub_goals.drawing.i1")
    (road,) = [one for one in ola.told if "photo" in one.body]
    assert "Spare til depositum" in road.text
    assert road.protected
    await story.taps("done", "menu")

    await story.taps("open.warning_signs")
    await story.many(10, "before_crisis")
    story.shows("warning_signs.rest.first")
    await story.taps("done")
    await story.many(10, "rarely")
    await story.taps("done")
    await story.many(4, "often")
    await story.taps("before_crisis")
    story.shows("disclosure.own_life_item.first")
    await story.taps("yes")
    await story.taps("go_on")
    story.shows("warning_signs.item.26")
    await story.many(2, "rarely")
    await story.many(3, "skip")
    await story.taps("done")
    await story.many(10, "skip")
    await story.types("Slutter å ta telefonen")
    story.shows("warning_signs.picked")
    await story.taps("pick.warning_signs:item.1", "pick.warning_signs:item.25", "done")
    await story.taps("menu", "open.crisis_plan")
    await story.types("Slutter å svare")
    await story.taps("done", "skip", "pick.i3", "done")
    await story.types("Legge meg før elleve")
    await story.taps("done", "skip")
    story.shows("crisis_plan.step2.contacts")
    await story.types("Kari", "99 88 77 66", "søster")
    await story.taps("done", "skip", "skip", "use")
    await story.many(4, "skip")
    await story.types("2027")
    await story.taps("yes")
    story.shows("crisis_plan.summary")
    await story.taps("share.crisis_plan", "go_on", "yes")
    story.shows("share.agree")
    await story.taps("yes", "menu")
    review.agree(town.house, ANNE, story.newest("crisis_plan"), town.now)
    await story.hears_the_bell()

    await story.taps("copies", "new")
    await story.types("Mor")
    await story.taps("go_on")
    story.shows("copies.told")
    await story.taps("yes", "give")
    story.shows("copies.give")
    address, code = handed_over(town)
    reader = opened(town, address, code)
    answer_copy(town.house, reader, accepts=True, now=town.now)
    assert read_copy(town.house, reader, town.now).shown is not None
    await story.taps("menu", "copies")

    await story.gets("doctor", "kriseplan.pdf")
    await story.taps("withdraw", "yes", "menu")
    with pytest.raises(NotThere):
        read_copy(town.house, reader, town.now)
    await story.gets("own_plan", "min-plan.pdf")
    await story.gets("crisis_plan", "kriseplan.pdf")
    await story.sees_who_sees()

    await story.taps("choices", "withdraw.plan", "yes")
    assert "withdrew_plan" in story.desk()
    await story.types("/hjelp")
    await story.taps("back")
    await story.types("/slett")
    await story.taps("chat")
    assert len(ola.sees) == 2, "that it is removed, and the screen; the papers too are gone"
    await story.types("/slett")
    await story.taps("all", "yes")
    ola.taps(next(one.wire for one in town.screen().options if one.wire.endswith("yes")))
    await town.settle()
    say = town.house.language.say
    assert ola.last.text.endswith(say(Say(id="choices.erased", values={"coordinator": "Anne"}), town.code))
    with town.house.reading() as tx:
        assert people.user(tx, "ola") is None
    ola.types("hei")
    await town.settle()
    assert ola.last.text.startswith(say(Say(id="telegram.stranger"), town.code))


def handed_over(town: Town) -> tuple[str, str]:
    """The address that is copied from the chat, and the code that stands beside it."""
    last = town.ola.last
    address = town.ola.copies(town.house.language.say(Say(id="telegram.copy_address"), town.code))
    assert last.protected, "the message is not for others"
    assert address in last.text
    (code,) = re.findall(r"\b\d{3} \d{3}\b", last.text)
    return address, code


def opened(town: Town, address: str, code: str) -> Actor:
    """Somebody who has got both."""
    path, _, token = address.removeprefix(BASE_URL).rpartition("/")
    assert path == "/k"
    opening = open_copy(town.house, VISITOR, token, code, address="192.0.2.1", now=town.now)
    assert opening.outcome == "open"
    return reader_of(town.house, opening.session, town.now)
