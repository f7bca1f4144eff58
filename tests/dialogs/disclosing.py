"""Conversations after a disclosure, walked by tests: every screen that taps can reach, restarted between any two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.dialogs import disclosure
from bot.dialogs.context import Language
from bot.dialogs.disclosure import opening
from bot.dialogs.event import decode
from bot.dialogs.replies import branch
from bot.dialogs.safety import Finding
from bot.dialogs.screen import Line, Screen
from bot.dialogs.services import Services
from bot.dialogs.talk import Move, Talk
from tests.dialogs.known import ASKED, NOW, PLAN, Known, agreed, here
from tests.houses import content, language

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
FINDINGS = {
    "own_life": Finding(kind="own_life", rule="own.intent", words="Jeg vil dø"),
    "acted": Finding(kind="own_life", rule="acted.pills", words="Har tatt alle pillene", acted=True),
    "harm_others": Finding(kind="harm_others", rule="harm.intent", words="Jeg kommer til å drepe ham"),
    "children": Finding(kind="harm_others", rule="harm.intent", words="Redd jeg skal skade barna", children=True),
    "third_party": Finding(kind="third_party", rule="third.wants", words="Broren min vil dø"),
    "acted_other": Finding(kind="third_party", rule="acted.other_pills", words="Han har tatt alle pillene", acted=True),
    "item_25_before": Finding(kind="own_life", rule="item.25", answer="before_crisis"),
    "item_25_often": Finding(kind="own_life", rule="item.25", answer="often"),
    "item_28_before": Finding(kind="harm_others", rule="item.28", answer="before_crisis"),
    "item_28_often": Finding(kind="harm_others", rule="item.28", answer="often"),
}
NUMBER_LINE = re.compile(r"^\d[\d ]* – ")
DOWN = Services.model_validate({**content().services.model_dump(), "raised": ["police_line_down"]})
KNOWN = {
    "alone": Known(),
    "agreed": Known(consents=agreed()),
    "plan": Known(ladder=PLAN),
    "all": Known(consents=agreed(), ladder=PLAN, services=DOWN),
}


def say(lines: tuple[Line, ...], code: Language = "nb") -> list[str]:
    return [language().say(line, code).replace("\u00a0", " ") for line in lines]


@dataclass(frozen=True)
class Shown:
    """One screen of a conversation, with how it was reached."""

    path: tuple[str, ...]
    move: Move
    screen: Screen

    def text(self, code: Language) -> list[str]:
        assert self.screen.ask is not None
        return say((*self.screen.body, self.screen.ask), code)


def opened(known: Known, finding: Finding, *, again: int = 0) -> Move:
    """The reply to this, said so many times before the same day."""
    earlier = (branch(finding.kind, acted=finding.acted, item=bool(finding.answer)),) * again
    talk = Talk(number=7, here=ASKED, disclosed_at=NOW - timedelta(hours=1) if again else None, disclosed=earlier)
    return restarted(opening(here(known, talk), finding))


def restarted(move: Move) -> Move:
    """The same after the program was stopped and started: what is stored is all there is."""
    return Move(Talk.model_validate_json(move.talk.model_dump_json()), move.effects, move.notices)


def shown(known: Known, move: Move, *path: str) -> Shown:
    return Shown(path, move, disclosure.show(here(known, move.talk)))


def tapped(known: Known, talk: Talk, wire: str) -> Move | None:
    press = decode(wire)
    assert press is not None
    move = disclosure.press(here(known, talk), press)
    return restarted(move) if move else None


def everything(known: Known, finding: Finding, *, again: bool = False) -> Iterator[Shown]:
    """Every screen that taps can reach, each once."""
    waiting = [shown(known, opened(known, finding, again=again), "again" if again else "first")]
    seen: set[str] = set()
    while waiting:
        now = waiting.pop()
        if now.move.talk.here.model_dump_json() in seen:
            continue
        seen.add(now.move.talk.here.model_dump_json())
        yield now
        for button in now.screen.options:
            move = tapped(known, now.move.talk, button.wire)
            if move is not None and move.talk.here.scene == disclosure.SCENE:
                waiting.append(shown(known, move, *now.path, button.wire))


ALL = [
    pytest.param(known, finding, again, id=f"{name}-{kind}-{'again' if again else 'first'}")
    for name, known in KNOWN.items()
    for kind, finding in FINDINGS.items()
    for again in (False, True)
]
