"""A made-up person with sheets, a crisis plan that both have said yes to, and copies: by the same doors as always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.actors import Actor
from bot.actions.carry_out import Doing, carry_out
from bot.actions.house import House, new_code, new_id, new_token
from bot.dialogs import effects
from bot.dialogs.context import Language
from bot.dialogs.sheet import Answer, Change, Item, Person, Sheet
from bot.storage import editions, people
from tests.houses import START, a_coordinator, a_user

CRISIS_PLAN = "crisis_plan"
PARTS = (
    "signs",
    "triggers",
    "step1.sign",
    "step1.actions",
    "step2.sign",
    "step2.contacts",
    "step3.sign",
    "step3.contacts",
    "step3.emergency_clinic",
    "helped_before",
    "how_to_meet_me",
    "does_not_help",
    "arrange",
)


def answered(text: str = "", **fields: object) -> Answer:
    """An answer with a text, or with `option`, `items`, `people`, `private`."""
    return Answer.model_validate({"status": "answered", "text": text, **fields})


def items(*texts: str, first: int = 1) -> tuple[Item, ...]:
    """Entries of a list."""
    return tuple(Item(id=f"i{number}", text=text) for number, text in enumerate(texts, first))


# Each part holds a word that stands in no other: see `mark`.
CRISIS: dict[str, Answer] = {
    "signs": answered(
        items=(Item(id="i1", ref="warning_signs:item.10"), Item(id="i2", text="merke-signs Rydder hele natta"))
    ),
    "triggers": answered("merke-triggers Brev fra NAV"),
    "step1.sign": answered(items=(Item(id="i3", ref="i2", text="merke-step1sign Rydder"),)),
    "step1.actions": answered(items=items("merke-step1actions Legger meg før elleve", first=10)),
    "step2.sign": answered(items=(Item(id="i4", text="merke-step2sign Svarer ikke"),)),
    "step2.contacts": answered(
        people=(Person(id="i5", name="Anne merke-step2contacts", phone="412 34 567", relation="søster"),)
    ),
    "step3.sign": answered(items=(Item(id="i6", text="merke-step3sign Ser skygger"),)),
    "step3.contacts": answered(
        people=(Person(id="i7", name="Berg merke-step3contacts", phone="spør Anne", relation="lege"),)
    ),
    "step3.emergency_clinic": answered("55 11 22 33"),
    "helped_before": answered("merke-helpedbefore Musikk i bilen"),
    "how_to_meet_me": answered("merke-howtomeetme Snakk rolig"),
    "does_not_help": answered("merke-doesnothelp At folk maser"),
    "arrange": answered("merke-arrange Mate katten"),
    "look_again": answered("2027-09"),
    "ready": answered(option="yes"),
}


def mark(part: str) -> str:
    """The word that stands in this part of `CRISIS` and nowhere else."""
    if part == "step3.emergency_clinic":
        return "55 11 22 33"
    return f"merke-{part.replace('.', '').replace('_', '')}"


@dataclass(frozen=True)
class Given:
    """A copy with the link and code that were shown."""

    id: str
    token: str
    code: str


@dataclass
class Life:
    """One person. `now` is when they do what they do; move it with `passes`."""

    house: House
    user: str
    now: datetime

    @property
    def actor(self) -> Actor:
        """The person."""
        return Actor("user", self.user)

    def passes(self, **how: int) -> None:
        """Let some time pass: `days=3`."""
        self.now += timedelta(**how)

    def does(self, *wanted: effects.Effect, language: Language = "nb") -> None:
        """What a conversation would have done."""
        with self.house.writing() as tx:
            found = people.user(tx, self.user)
            assert found is not None
            carry_out(Doing(self.house, tx, found, "web", language, self.now), wanted)

    def says_yes(self, days: int | None = None) -> None:
        """Consent to the plan, for so long."""
        until = self.now + timedelta(days=days) if days is not None else None
        self.does(effects.Consented("plan", "yes", until))

    def writes(self, worksheet: str, answers: Mapping[str, Answer]) -> None:
        """Answer a worksheet, all at once; what stood there goes."""
        definition = self.house.content.worksheet(worksheet)
        sheet = Sheet(worksheet=worksheet, version=definition.version, answers=dict(answers))
        changes = tuple(Change(key=key, answer=answer, at=self.now) for key, answer in answers.items())
        self.does(effects.SaveSheet(sheet, changes))

    def shares(self, worksheet: str, *, agreed: bool = True) -> str:
        """Send the sheet to the coordinator; with `agreed` both say yes. Gives the edition's id."""
        self.does(effects.Shared(worksheet))
        with self.house.reading() as tx:
            edition = editions.newest(tx, self.user)[worksheet].id
        if agreed:
            self.does(effects.Agreed(edition))
            with self.house.writing() as tx:
                editions.agree(tx, edition, "coordinator", self.now, needs_both=True)
        return edition

    def plans(self, answers: Mapping[str, Answer] | None = None) -> str:
        """Write a crisis plan that both say yes to. Gives the edition's id."""
        self.writes(CRISIS_PLAN, CRISIS if answers is None else answers)
        return self.shares(CRISIS_PLAN)

    def gives_copy(self, name: str = "Eva", parts: tuple[str, ...] = PARTS, language: Language = "nb") -> Given:
        """Make a copy for somebody, and get link and code for it."""
        given = Given(new_id(), new_token(), new_code())
        self.does(effects.MadeCopy(given.id, name, parts), language=language)
        self.does(effects.GaveCopy(given.id, given.token, given.code))
        return given

    def gives_anew(self, given: Given) -> Given:
        """A new link and code for the same copy."""
        anew = Given(given.id, new_token(), new_code())
        self.does(effects.GaveCopy(anew.id, anew.token, anew.code))
        return anew

    def takes_back(self, given: Given) -> None:
        """Withdraw a copy."""
        self.does(effects.WithdrewCopy(given.id))


def with_a_plan(house: House) -> Life:
    """A person with a coordinator who has said yes to the plan and has a crisis plan that counts."""
    a_coordinator(house)
    life = Life(house, a_user(house), START)
    life.says_yes(days=365)
    life.plans()
    return life
