"""What every paper says about itself: whose it is, which edition, when to look again, whom to ring."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import segno

from bot.dialogs.dates import UNKNOWN
from bot.dialogs.screen import Day, Say

Written = Literal["nb", "nn"]
Reader = Literal["user", "relative", "doctor"]
Sayer = Callable[[Say], str]

SIZE, LARGE_SIZE = 12, 16
# 300 bytes at level M make a code of 69 x 69 dots (ISO/IEC 18004, version 13): 0.4 mm a dot as printed, which a phone
# still reads. Our addresses are far shorter.
LONGEST_ADDRESS = 300


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A number that is open round the clock: `116 117` for the eye, who answers, `tel:116117` for the phone."""

    number: str
    who: str
    tel: str


def unnamed(ref: str) -> str:
    """The text of a sign that nobody gave a text."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One copy of a paper, for one reader, in one language.

    `say` renders our own sentences in `language`. `edition` None: a draft of the person's own, not shared.
    `services` are open round the clock; `also` are further ones, with their hours in `who`.
    `look_again`: ISO of any precision, `unknown`, or as typed. `address`: where the newest copy is found, "" for no
    code.
    `signs_text`: the sentence of a sign of worksheet 13 by its ref (`item.25`).

    Raises:
        ValueError: the address is not plain ASCII, or too long for a code that a phone can read.
    """

    whose: str
    language: Written
    say: Sayer
    edition: int | None = None
    agreed_on: date | None = None
    look_again: str = ""
    address: str = ""
    reader: Reader = "user"
    services: tuple[ServiceLine, ...] = ()
    also: tuple[ServiceLine, ...] = ()
    coordinator: str = ""
    coordinator_phone: str = ""
    large: bool = False
    signs_text: Callable[[str], str] = unnamed
    practice: bool = False

    def __post_init__(self) -> None:
        if not self.address.isascii() or len(self.address) > LONGEST_ADDRESS:
            raise ValueError(f"an address on paper is ASCII, at most {LONGEST_ADDRESS} characters")


def label(paper: Paper, path: str, **values: str | int) -> str:
    """Our sentence `documents.<path>` in the language of the paper; the name is always at hand."""
    return paper.say(Say(id=f"documents.{path}", values={"whose": paper.whose, **values}))


def frame(paper: Paper) -> dict[str, object]:
    """The words that stand around every paper, as `typst/page.typ` takes them."""
    return {
        **sheet_of_paper(paper.say, paper.language, large=paper.large),
        "practice": label(paper, "practice") if paper.practice else "",
        "whose": paper.whose,
        "copy": label(paper, f"copy.{paper.reader}") if paper.reader != "user" else "",
        "standing": standing(paper, "standing"),
        "foot": standing(paper, "foot"),
        "coordinator": {
            "label": label(paper, "coordinator.label"),
            "name": paper.coordinator,
            "phone": phone(paper.coordinator_phone),
            "not_on_call": label(paper, "coordinator.not_on_call"),
        },
        "services": {
            "heading": label(paper, "services.heading"),
            "no_answer": label(paper, "services.no_answer"),
            "lines": [service(line) for line in paper.services],
            "also": [service(line) for line in paper.also],
        },
        "code": {"alt": label(paper, "code.alt"), "caption": label(paper, "code.caption")},
    }


def service(line: ServiceLine) -> dict[str, str]:
    """A line with a number, as the papers take it."""
    return {"number": line.number, "who": line.who, "tel": line.tel}


def sheet_of_paper(say: Sayer, language: Written, *, large: bool) -> dict[str, object]:
    """What even an empty form needs: language, size of type, the words of the page number, a neutral title.

    The title shows in windows and print queues: it says nothing of health and names nobody.
    """
    return {
        "language": language,
        "size": LARGE_SIZE if large else SIZE,
        "title": say(Say(id="documents.title")),
        "page": say(Say(id="documents.page.page")),
        "of": say(Say(id="documents.page.of")),
    }


def standing(paper: Paper, where: Literal["standing", "foot"]) -> str:
    """Which edition this is and from when, for the head of the paper or its foot."""
    if paper.edition is None:
        return label(paper, f"{where}.draft")
    if paper.agreed_on is None:
        return label(paper, f"{where}.not_agreed", edition=paper.edition)
    return paper.say(
        Say(
            id=f"documents.{where}.agreed",
            values={"edition": paper.edition},
            days={"day": Day(iso=paper.agreed_on.isoformat())},
        )
    )


def look_again(paper: Paper, typed: str) -> str:
    """When to look at the plan again: a date as precise as it was given, or the person's own words."""
    when = paper.look_again or typed
    if not when.strip():
        return label(paper, "look_again.empty")
    if when == UNKNOWN:
        return label(paper, "look_again.unknown")
    return paper.say(Say(id="documents.look_again.day", days={"day": Day(iso=when)}))


def phone(typed: str) -> dict[str, str]:
    """A number as typed and, if it can be rung, as a link: `{"shown": "41 23 45 67", "tel": "tel:41234567"}`."""
    digits = re.sub(r"[\s().\-/\u2010-\u2015]", "", typed)
    return {"shown": typed, "tel": f"tel:{digits}" if re.fullmatch(r"\+?[0-9]{3,15}", digits) else ""}


def code(paper: Paper) -> dict[str, str]:
    """The address of the newest copy, if there is one, and its code for a phone's camera as SVG. Both untouched: one
    character more and the address leads nowhere."""
    if not paper.address:
        return {}
    drawn = segno.make_qr(paper.address, error="m").svg_inline(border=2, scale=4, light="white")
    return {"address": paper.address, "code": drawn}
