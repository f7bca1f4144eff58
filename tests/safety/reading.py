"""Every reply to a disclosure as it is read: each screen that taps can reach, in both languages, and the error path."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.dialogs.context import Consent, Coordinator, Language
from bot.dialogs.definition import ConsentKind
from bot.dialogs.disclosure import lines_for_error
from bot.dialogs.effects import Disclosed
from bot.dialogs.services import Service
from tests.dialogs.disclosing import FINDINGS, KNOWN, NUMBER_LINE, Shown, everything, opened, say, shown
from tests.dialogs.known import Known, agreed
from tests.houses import content

COLLEAGUE = Coordinator(name="Anne", stand_in="Berit")
AGREED: dict[ConsentKind, Consent] = {"notice": agreed()["notice"].model_copy(update={"details": {"colleague": "24"}})}
WITH_COLLEAGUE = {
    "colleague": Known(coordinator=COLLEAGUE),
    "colleague, agreed": Known(coordinator=COLLEAGUE, consents=AGREED),
}
ERROR = "error"  # the spot of a reply when nothing can be stored: it asks nothing


@dataclass(frozen=True)
class Read:
    """One reply. `kind` is what was disclosed (`FINDINGS`), `spot` which reply, `known` what is known of the person.

    `before` is the reply before it, or for one said again the same day the first; `other` is the same in the other
    written standard. `verbs`: what the buttons say. `told`: the coordinator is told with this screen.
    """

    code: Language
    kind: str
    spot: str
    known: str
    body: tuple[str, ...]
    ask: str
    other: tuple[str, ...]
    verbs: frozenset[str] = frozenset()
    field: bool = False
    told: bool = False
    before: tuple[str, ...] = ()

    @property
    def first(self) -> bool:
        """Whether it is the first that is said, also the second and third time, also on the error path."""
        return self.spot == ERROR or self.spot.endswith((".first", ".again", ".more"))

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is read, the question last."""
        return (*self.body, self.ask) if self.ask else self.body

    @property
    def numbers(self) -> tuple[str, ...]:
        """The lines that begin with a number."""
        return tuple(line for line in self.body if NUMBER_LINE.match(line))

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said beside those lines, sentence by sentence."""
        return tuple(
            sentence for line in self.lines if line not in self.numbers for sentence in re.split(r"(?<=[.?:])\s+", line)
        )

    @property
    def text(self) -> str:
        """All of it in small letters."""
        return " ".join(self.lines).lower()

    @property
    def services(self) -> tuple[Service, ...]:
        """The services whose numbers stand first on a line."""
        starts = {line.split(" – ")[0] for line in self.numbers}
        return tuple(one for one in content().services.services if one.number in starts and one.kind == "phone")

    def saying(self, *more: str) -> Read:
        """The same with some more sentences."""
        return replace(self, body=(*self.body, *more))

    def without(self, pattern: str) -> Read:
        """The same without the lines in which this stands."""
        return replace(self, body=tuple(line for line in self.body if not re.search(pattern, line, re.IGNORECASE)))


@cache
def reads(code: Language) -> tuple[Read, ...]:
    """Every reply there is, whatever is known of the person, each wording once."""
    found = [*_on_the_error_path(code)]
    for name, known in {**KNOWN, **WITH_COLLEAGUE}.items():
        for kind, finding in FINDINGS.items():
            first = tuple(shown(known, opened(known, finding)).text(code))
            for again in (False, True):
                paths: dict[tuple[str, ...], tuple[str, ...]] = {("first",): first} if again else {}
                for now in everything(known, finding, again=again):
                    paths[now.path] = tuple(now.text(code))
                    before = paths.get(now.path[:-1] or ("first",), ()) if now.path != ("first",) else ()
                    found.append(_read(code, kind, name, now, before))
            # What follows on the third is what follows on the second.
            second = tuple(shown(known, opened(known, finding, again=1)).text(code))
            found.append(_read(code, kind, name, shown(known, opened(known, finding, again=2), "more"), second))
    return tuple(dict.fromkeys(found))


def _read(code: Language, kind: str, known: str, now: Shown, before: tuple[str, ...]) -> Read:
    *body, ask = now.text(code)
    buttons = (*now.screen.options, *now.screen.nav)
    return Read(
        code=code,
        kind=kind,
        spot=now.move.talk.here.spot,
        known=known,
        body=tuple(body),
        ask=ask,
        other=tuple(now.text("nn" if code == "nb" else "nb")),
        verbs=frozenset(button.wire.split(".", 1)[1] for button in buttons),
        field=now.screen.field is not None,
        told=any(isinstance(effect, Disclosed) and effect.tell for effect in now.move.effects),
        before=before,
    )


def _on_the_error_path(code: Language) -> list[Read]:
    other: Language = "nn" if code == "nb" else "nb"
    found = []
    for kind, finding in FINDINGS.items():
        lines = lines_for_error(content().services, finding)
        both = tuple(say(lines, code)), tuple(say(lines, other))
        found.append(Read(code, kind, ERROR, ERROR, both[0], "", both[1]))
    return found
