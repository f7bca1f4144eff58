"""Somebody who lives in memory: what a conversation wants done is done to a `Known`, so that many can be walked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.dialogs import effects
from bot.dialogs.context import Comment, Consent, CopyInfo, Edition
from bot.dialogs.conversation import answer, show
from bot.dialogs.definition import ConsentKind
from bot.dialogs.event import Event, Typed, decode
from bot.dialogs.screen import Screen
from bot.dialogs.sheet import Answer, Sheet
from bot.dialogs.talk import Move, Talk
from tests.dialogs.known import NOW, Known, agreed
from tests.houses import content

MOST = 6_000  # screens; far more than there are places


def edition(worksheet: str) -> Edition:
    """A shared edition with one answer in it."""
    answers = {"triggers": Answer(status="answered", text="Brev")} if worksheet == "crisis_plan" else {}
    return Edition(
        id=f"e-{worksheet}", worksheet=worksheet, version=1, number=1, shared_at=NOW, state="shared", answers=answers
    )


@dataclass(frozen=True)
class Living(Known):
    """A person whose sheets and consents are kept, here and not in a store."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)

    def sheet(self, worksheet: str) -> Sheet | None:
        return self.sheets.get(worksheet)

    def after(self, move: Move) -> Living:
        """The same person when this has been carried out."""
        living = self
        for effect in move.effects:
            if isinstance(effect, effects.SaveSheet):
                living = replace(living, sheets={**living.sheets, effect.sheet.worksheet: effect.sheet})
            elif isinstance(effect, effects.Consented):
                given = Consent(kind=effect.kind, answer=effect.answer, at=NOW, until=effect.until)
                living = replace(living, consents={**living.consents, effect.kind: given})
            elif isinstance(effect, effects.Withdrew):
                taken = living.consents[effect.kind].model_copy(update={"withdrawn_at": NOW})
                living = replace(living, consents={**living.consents, effect.kind: taken})
            elif isinstance(effect, effects.Shared):
                living = replace(living, editions={**living.editions, effect.worksheet: edition(effect.worksheet)})
        return living


def worksheets() -> tuple[str, ...]:
    """The ids of all worksheets, as on paper."""
    return tuple(sorted({id_ for id_, _ in content().worksheets}, key=lambda id_: content().worksheet(id_).number))


def beginners() -> tuple[Living, ...]:
    """Somebody who has just come; and somebody with much: shared and agreed editions, a question, copies."""
    kinds: tuple[ConsentKind, ...] = ("plan", "channel", "sharing")
    given = {kind: Consent(kind=kind, answer="yes", at=NOW) for kind in kinds}
    shared = {worksheet: edition(worksheet) for worksheet in worksheets()}
    agreed_plan = shared["crisis_plan"].model_copy(
        update={"state": "agreed", "user_agreed_at": NOW, "coordinator_agreed_at": NOW}
    )
    with_agreed = {**shared, "crisis_plan": agreed_plan}
    question = Comment(
        id="c1", worksheet="crisis_plan", edition="e-crisis_plan", key="triggers", author="coordinator",
        kind="question", text="Hva mener du?", at=NOW,
    )  # fmt: skip
    made = (
        CopyInfo(id="k1", name="Kari", parts=(), state="ready", made_at=NOW),
        CopyInfo(id="k2", name="Ola", parts=(), state="accepted", made_at=NOW),
    )
    rich = Living(opened=worksheets(), consents=given, editions=shared, comments=(question,))
    return (
        Living(opened=worksheets()),
        Living(opened=worksheets(), consents={**given, **agreed()}),
        rich,
        replace(rich, editions=with_agreed, current_crisis_plan=agreed_plan, comments=(), copies=made),
    )


def every_place(living: Living) -> Iterator[tuple[Living, Talk, Screen]]:
    """Every kind of place that taps, and a word in each field, lead to: scene, spot, and at a question its step."""
    waiting: list[tuple[Living, Talk]] = [(living, Talk())]
    known: set[tuple[str, ...]] = set()
    for _ in range(MOST):
        if not waiting:
            return
        person, talk = waiting.pop()
        screen = show(person, talk, NOW)
        kind = (talk.here.scene, screen.id, talk.looking, str(bool(talk.stack)))
        if kind in known:
            continue
        known.add(kind)
        yield person, talk, screen
        events: list[Event] = [press for one in screen.buttons() if (press := decode(one.wire)) is not None]
        if screen.field is not None:
            events.append(Typed("99 88 77 66", screen.field.key, screen.field.revision))
        if talk.here.scene == "menu":
            events.append(Typed("/slett"))
        for event in events:
            move = answer(person, talk, event, NOW + timedelta(seconds=1))
            if not any(isinstance(effect, effects.Erased) for effect in move.effects):
                waiting.append((person.after(move), move.talk))
    raise AssertionError("there is no end to it")
