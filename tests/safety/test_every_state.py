"""From every state of the conversation the same reply is reached, by whatever is typed there."""

from __future__ import annotations

from functools import cache

import pytest

from bot.dialogs import disclosure
from bot.dialogs.context import Language
from bot.dialogs.conversation import SCENES, answer, show
from bot.dialogs.event import Amended, Event, Noted, Press, Typed
from bot.dialogs.replies import REPLIES
from bot.dialogs.screen import Say, Screen
from bot.dialogs.talk import Place, Talk
from tests.dialogs.disclosing import FINDINGS, opened, say, shown
from tests.dialogs.known import NOW, Known, agreed
from tests.houses import content
from tests.safety.living import Living, beginners, every_place

DYING: dict[Language, str] = {"nb": "Jeg vil ikke leve lenger", "nn": "Eg vil ikkje leve lenger"}


@cache
def places() -> list[tuple[Living, Talk, Screen]]:
    """Every place, of everybody there is."""
    return [place for living in beginners() for place in every_place(living)]


def reply(living: Living, code: Language) -> list[str]:
    """The reply as it is at a question of a worksheet, with or without the agreement."""
    notice = living.consents.get("notice")
    known = Known(consents=agreed() if notice is not None and notice.holds(NOW) else {})
    return shown(known, opened(known, FINDINGS["own_life"])).text(code)


def read(screen: Screen, code: Language) -> list[str]:
    assert screen.ask is not None
    return say((*screen.body, screen.ask), code)


def test_every_scene_and_every_kind_of_question_is_among_the_places() -> None:
    assert {talk.here.scene for _, talk, _ in places()} == set(SCENES)
    asked = {screen.id for _, talk, screen in places() if talk.here.scene == "answering"}
    kinds = {
        step.kind
        for worksheet in content().worksheets.values()
        for step in worksheet.steps()
        if f"{worksheet.id}.{step.id}" in asked
    }
    assert kinds == {step.kind for worksheet in content().worksheets.values() for step in worksheet.steps()}
    assert len({screen.id for _, _, screen in places()}) > 60


@pytest.mark.parametrize("code", DYING)
def test_the_same_reply_from_every_place(code: Language) -> None:
    for living, talk, screen in places():
        if talk.here.scene == disclosure.SCENE:
            continue
        key = screen.field.key if screen.field else ""
        told: list[Event] = [
            Typed(DYING[code], key, screen.field.revision if screen.field else 0),
            Typed(DYING[code]),
            Amended("", "", "", DYING[code]),
        ]
        for event in told:
            move = answer(living, talk, event, NOW)
            after = show(living.after(move), move.talk, NOW, move.notices)
            assert after.id == "disclosure.own_life.first", (screen.id, event)
            assert read(after, code) == reply(living, code), (screen.id, event)
            assert not any(isinstance(line, Say) and line.id == "walk.notice.choose" for line in after.notices)


@pytest.mark.parametrize("code", DYING)
def test_words_left_unsaved_for_another_button_are_heard(code: Language) -> None:
    for living, talk, screen in places():
        if screen.field is None or talk.here.scene == disclosure.SCENE:
            continue
        for verb in ("menu", "help_now", "pause"):
            left = Typed(DYING[code], screen.field.key, screen.field.revision)
            move = answer(living, talk, Press(talk.number, verb), NOW, left)
            assert move.talk.here.scene == disclosure.SCENE, (screen.id, verb)


@pytest.mark.parametrize("code", DYING)
@pytest.mark.parametrize("spot", REPLIES)
def test_within_the_reply_it_is_never_passed_over(spot: str, code: Language) -> None:
    """Said once more while a question of the reply stands: help is nearer than before, and never a dead end."""
    memory = {"class": "own_life", "words": DYING[code]}
    talk = Talk(number=7, here=Place(scene=disclosure.SCENE, spot=spot, memory=memory))
    move = answer(Known(), talk, Typed(DYING[code]), NOW)
    after = show(Known(), move.talk, NOW, move.notices)
    assert move.talk.here.scene == disclosure.SCENE
    assert move.talk.here.spot != spot or "notice" in str(move.notices)
    assert len(after.options) >= 2


def test_a_press_that_comes_late_does_not_hide_it() -> None:
    living, talk, _ = next(place for place in places() if place[2].field is not None)
    move = answer(living, talk, Press(talk.number + 5, "choose", "x"), NOW, Typed(DYING["nb"], "any"))
    assert move.talk.here.scene == disclosure.SCENE
    assert answer(living, talk, Noted(Say(id="walk.notice.old")), NOW).talk.here.scene != disclosure.SCENE
