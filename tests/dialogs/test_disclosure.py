"""The conversation after a disclosure: every branch to its end, and nobody left untold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogs import disclosure
from bot.dialogs.context import Consent, Language
from bot.dialogs.definition import ConsentKind
from bot.dialogs.disclosure import in_words, opening
from bot.dialogs.effects import Disclosed
from bot.dialogs.event import Press, Typed
from bot.dialogs.safety import Finding
from bot.dialogs.talk import Move, Talk
from tests.dialogs.disclosing import (
    ALL,
    FINDINGS,
    KNOWN,
    LANGUAGES,
    everything,
    opened,
    say,
    shown,
    tapped,
)
from tests.dialogs.known import ASKED, NOW, Known, agreed, here


@pytest.mark.parametrize(("known", "finding", "again"), ALL)
def test_go_on_leads_back_from_everywhere(known: Known, finding: Finding, again: bool) -> None:
    for now in everything(known, finding, again=again):
        move = tapped(known, now.move.talk, f"{now.move.talk.number}.choose.go_on")
        assert move is not None
        assert move.talk.here == ASKED
        assert move.talk.stack == ()


@pytest.mark.parametrize(
    ("earlier", "spot"),
    [
        (datetime(2026, 11, 14, 22, 30, tzinfo=UTC), "own_life.again"),  # 23.30 in Oslo
        (datetime(2026, 11, 13, 23, 30, tzinfo=UTC), "own_life.again"),  # 00.30 in Oslo the same day
        (datetime(2026, 11, 13, 22, 30, tzinfo=UTC), "own_life.first"),
    ],
)
def test_the_same_day_is_that_of_oslo(earlier: datetime, spot: str) -> None:
    now = datetime(2026, 11, 14, 22, 45, tzinfo=UTC)
    move = opening(here(Known(), Talk(here=ASKED, disclosed_at=earlier), now), FINDINGS["own_life"])
    assert move.talk.here.spot == spot
    assert move.talk.disclosed_at == now


@pytest.mark.parametrize(
    ("said", "spots"),
    [
        (("own_life",) * 4, ("own_life.first", "own_life.again", "own_life.more", "own_life.again")),
        (("own_life", "third_party"), ("own_life.first", "third_party.first")),  # nothing is said «again» here
        (("own_life", "acted", "acted"), ("own_life.first", "acted.first", "acted.again")),
        (("item_25_often", "item_28_often"), ("own_life_item.first", "harm_others_item.again")),  # one sort of question
        (("item_25_often", "own_life"), ("own_life_item.first", "own_life.again")),
        (("own_life", "harm_others", "children"), ("own_life.first", "harm_others.first", "harm_others.again")),
    ],
)
def test_said_again_is_of_the_same_thing(said: tuple[str, ...], spots: tuple[str, ...]) -> None:
    talk, met = Talk(here=ASKED), []
    for kind in said:
        talk = opening(here(Known(), talk.model_copy(update={"here": ASKED, "stack": ()})), FINDINGS[kind]).talk
        met.append(talk.here.spot)
    assert tuple(met) == spots
    tomorrow = opening(here(Known(), talk, NOW + timedelta(days=1)), FINDINGS[said[0]]).talk
    assert tomorrow.here.spot == spots[0]
    assert len(tomorrow.disclosed) == 1, "yesterday's are forgotten"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("own_life", True),
        ("acted", True),
        ("harm_others", True),
        ("item_25_often", True),
        ("item_28_often", True),
        ("item_25_before", False),  # of another time: the answer to the question decides
        ("third_party", False),  # the agreement is about the person's own words about themselves
        ("acted_other", False),
    ],
)
@pytest.mark.parametrize("code", LANGUAGES)
def test_under_the_agreement_the_coordinator_is_told_at_once(kind: str, told: bool, code: Language) -> None:
    finding = FINDINGS[kind]
    move = opened(KNOWN["agreed"], finding)
    assert move.effects == (Disclosed(finding.kind, tell=told, words=finding.words if told else ""),)
    text = " ".join(shown(KNOWN["agreed"], move).text(code))
    assert ("Som avtalt" in text and "Anne" in text) == told


@pytest.mark.parametrize("kind", FINDINGS)
def test_without_the_agreement_nothing_is_told_before_a_yes(kind: str) -> None:
    for now in everything(Known(), FINDINGS[kind]):
        told = any(isinstance(effect, Disclosed) and effect.tell for effect in now.move.effects)
        assert told == (now.move.talk.here.spot == "told"), now.path
        if told:
            assert now.move.effects == (Disclosed(FINDINGS[kind].kind, tell=True, words=FINDINGS[kind].words),)


@pytest.mark.parametrize("known", [Known(), KNOWN["agreed"]], ids=["no agreement", "agreement"])
@pytest.mark.parametrize("kind", FINDINGS)
def test_told_at_most_once_in_one_conversation(known: Known, kind: str) -> None:
    def walk(move: Move, told: int, depth: int) -> None:
        told += sum(isinstance(effect, Disclosed) and effect.tell for effect in move.effects)
        assert told <= 1
        if depth and move.talk.here.scene == disclosure.SCENE:
            for button in disclosure.show(here(known, move.talk)).options:
                after = tapped(known, move.talk, button.wire)
                if after is not None:
                    walk(after, told, depth - 1)

    walk(opened(known, FINDINGS[kind]), 0, 6)


def test_an_agreement_that_has_ended_tells_nobody() -> None:
    ended: dict[ConsentKind, Consent] = {"notice": agreed()["notice"].model_copy(update={"withdrawn_at": NOW})}
    assert opened(Known(consents=ended), FINDINGS["own_life"]).effects == (Disclosed("own_life", tell=False),)


@pytest.mark.parametrize("answer", ["no", "do_not_know"])
def test_an_item_of_another_time_is_told_as_agreed_when_the_answer_is_about_now(answer: str) -> None:
    known = KNOWN["agreed"]
    move = tapped(known, opened(known, FINDINGS["item_25_before"]).talk, f"7.choose.{answer}")
    assert move is not None
    assert move.effects == (Disclosed("own_life", tell=True),)
    assert any("Som avtalt" in line for line in shown(known, move).text("nb"))


def test_safe_without_the_agreement_is_asked_whether_to_tell() -> None:
    known = Known()
    safe = tapped(known, opened(known, FINDINGS["own_life"]).talk, "7.choose.yes")
    assert safe is not None
    assert shown(known, safe).text("nb")[-1] == "Vil du at jeg sier fra til Anne?"
    no = tapped(known, safe.talk, "7.choose.no")
    assert no is not None
    assert (no.talk.here.spot, no.effects) == ("not_told", ())


def test_safe_under_the_agreement_is_not_asked_again() -> None:
    known = KNOWN["agreed"]
    safe = tapped(known, opened(known, FINDINGS["own_life"]).talk, "7.choose.yes")
    assert safe is not None
    text = shown(known, safe).text("nb")
    assert text[-1] == "Vil du gå videre, eller ta en pause?"
    assert not any("Som avtalt" in line for line in text)


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("Ja", "own_life.safe"),
        ("ja det er jeg", "own_life.safe"),
        ("Jeg er trygg", "own_life.safe"),
        ("NEI!", "own_life.danger"),
        ("Nei, jeg er ikke trygg", "own_life.danger"),
        ("eg er ikkje trygg", "own_life.danger"),
        ("Nei, jeg er trygg", "own_life.unsure"),
        ("ja, men jeg vet ikke", "own_life.unsure"),
        ("hva mener du", "own_life.unsure"),
        ("🙂", "own_life.unsure"),
        ("Jeg vil ikke leve", "own_life.danger"),
        ("Ja jeg vil dø", "own_life.danger"),
        ("jeg har tatt alle pillene", "acted.first"),
        ("Jeg kommer til å drepe ham", "harm_others.first"),
    ],
)
def test_free_text_under_the_question_is_answered_by_what_it_says(text: str, spot: str) -> None:
    known = Known()
    move = disclosure.typed(here(known, opened(known, FINDINGS["own_life"]).talk), Typed(text))
    assert move is not None
    assert move.talk.here.spot == spot
    assert len(move.talk.stack) == 1


def test_unclear_words_under_have_you_rung_count_as_no() -> None:
    known = Known()
    move = disclosure.typed(here(known, opened(known, FINDINGS["acted"]).talk), Typed("hm"))
    assert move is not None
    assert move.talk.here.spot == "rung.no"


def test_unclear_words_under_shall_i_tell_are_never_a_yes() -> None:
    known = Known()
    safe = tapped(known, opened(known, FINDINGS["own_life"]).talk, "7.choose.yes")
    assert safe is not None
    unclear = disclosure.typed(here(known, safe.talk), Typed("tja"))
    yes = disclosure.typed(here(known, safe.talk), Typed("ja"))
    assert unclear is not None
    assert yes is not None
    assert (unclear.talk, unclear.effects) == (safe.talk, ())
    assert say(unclear.notices) == ["Jeg forsto ikke helt. Trykk på et av svarene."]
    assert yes.effects == (Disclosed("own_life", tell=True, words="Jeg vil dø"),)


def test_at_the_end_nothing_is_asked_in_words_but_a_new_disclosure_is_heard() -> None:
    known = Known()
    talk = opened(known, FINDINGS["own_life"]).talk
    for wire in ("7.choose.yes", "7.choose.no"):
        move = tapped(known, talk, wire)
        assert move is not None
        talk = move.talk
    assert disclosure.show(here(known, talk)).field is None
    assert disclosure.typed(here(known, talk), Typed("takk")) is None
    again = disclosure.typed(here(known, talk), Typed("jeg vil dø likevel"))
    assert again is not None
    assert again.talk.here.spot == "own_life.again"


def test_a_button_that_was_never_there_is_none() -> None:
    talk = opened(Known(), FINDINGS["acted"]).talk
    assert disclosure.press(here(Known(), talk), Press(7, "choose", "do_not_know")) is None
    assert disclosure.press(here(Known(), talk), Press(7, "skip")) is None


def test_a_reply_that_no_longer_exists_leads_to_the_question_whether_one_is_safe() -> None:
    talk = opened(Known(), FINDINGS["own_life"]).talk.at(disclosure.SCENE, "gone.long_ago")
    assert shown(Known(), Move(talk)).text("nb")[-1] == "Er du trygg der du er nå?"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Ja", "yes"), ("jaaa", "yes"), ("👍", "yes"), ("nei.", "no"), ("Ikke trygg", "no"), ("jeg er utrygg", "no"),
     ("alle er trygge", "yes"), ("", None), ("ja nei", None), ("vet ikke", None), ("kanskje", None),
     ("ja " + "det går " * 10, None)],
)  # fmt: skip
def test_yes_and_no_in_words(text: str, answer: str | None) -> None:
    assert in_words(text) == answer


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_who_gets_nobody_on_the_telephone_is_told_something_else_each_time(code: Language) -> None:
    move, met = opened(Known(), FINDINGS["acted"]), []
    for _ in range(4):
        met.append(shown(Known(), move).text(code)[0])
        moved = tapped(Known(), move.talk, f"{move.talk.number}.choose.no")
        assert moved is not None
        move = moved
    assert len(set(met)) == 4
