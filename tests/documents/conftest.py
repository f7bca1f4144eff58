"""An ordinary plan of a made-up person, and papers to put it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.content import find_content, load
from bot.dialogs.sheet import Item, Person
from bot.documents import Paper, ServiceLine
from bot.documents.paper import Sayer, Written
from bot.language import Language
from bot.plan.crisis_plan import CrisisPlan, Rung

SayIn = Callable[[Written], Sayer]
SIGNS = {"item.10": "Jeg sover dårlig.", "item.25": "Jeg tenker på å skade meg eller ta livet mitt."}
SERVICES = (
    ServiceLine(number="113", who="fare for livet", tel="tel:113"),
    ServiceLine(number="116 117", who="legevakta, når det ikke kan vente", tel="tel:116117"),
    ServiceLine(number="116 123", who="Mental Helse, noen å snakke med", tel="tel:116123"),
    ServiceLine(number="22 40 00 40", who="Kirkens SOS, noen å snakke med", tel="tel:22400040"),
)


@pytest.fixture(scope="session")
def say_in() -> SayIn:
    """Our own texts in one of the languages."""
    language = Language(load(find_content()))

    def chosen(code: Written) -> Sayer:
        return lambda line: language.say(line, code)

    return chosen


@pytest.fixture(scope="session")
def paper(say_in: SayIn) -> Paper:
    """The person's own paper of edition 3, in Bokmål."""
    return Paper(
        whose="Solveig",
        language="nb",
        say=say_in("nb"),
        edition=3,
        agreed_on=date(2027, 3, 14),
        look_again="2027-09",
        address="https://planprat.example/k/7Hq2mZ0xPq3vK1sT",
        services=SERVICES,
        coordinator="Kari",
        coordinator_phone="55 44 33 22",
        signs_text=lambda ref: SIGNS.get(ref, ""),
    )


@pytest.fixture(scope="session")
def nynorsk(paper: Paper, say_in: SayIn) -> Paper:
    """The same paper in Nynorsk."""
    return replace(paper, language="nn", say=say_in("nn"))


@pytest.fixture(scope="session")
def plan() -> CrisisPlan:
    """Four signs, three steps, four wishes: what fits on one side."""
    return CrisisPlan(
        signs=(
            Item(id="i1", ref="item.10"),
            Item(id="i2", text="Eg sluttar å svare på telefonen"),
            Item(id="i3", ref="item.25"),
            Item(id="i4", text="Rydder hele natta", ref="item.5"),
        ),
        triggers="Når det blir mye bråk i oppgangen, og når jeg venter på svar fra NAV.",
        step1=Rung(
            signs=(Item(id="i5", ref="i1"), Item(id="i6", ref="i4")),
            actions=(
                Item(id="i7", text="Legger meg før elleve"),
                Item(id="i8", text="Går tur med bikkja, selv om jeg ikke vil"),
                Item(id="i9", text="Sier det til Anne"),
            ),
        ),
        step2=Rung(
            signs=(Item(id="i10", ref="i2"),),
            contacts=(
                Person(id="i11", name="Anne", phone="412 34 567", relation="søster"),
                Person(id="i12", name="Kari", phone="(55) 44-33-22"),
            ),
        ),
        step3=Rung(
            signs=(Item(id="i13", ref="item.25"),),
            contacts=(Person(id="i14", name="Berg", phone="+47 55 66 77 88", relation="fastlegen"),),
            clinic="116 117",
        ),
        helped_before="Å sitte i bilen og høre musikk. At noen lager mat.",
        how_to_meet_me="Snakk rolig. Ikke spør så mye. Sitt gjerne ved siden av meg.",
        does_not_help="At folk sier det går over.",
        arrange="Bikkja til naboen. Si fra på jobben. Strømregninga.",
        look_again="2028",
    )
