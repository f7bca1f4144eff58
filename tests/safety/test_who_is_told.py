"""What the person is told about who reads it, before they agree and when it happens: true each time it is shown."""

from __future__ import annotations

import pytest

from bot.dialogs import consent, disclosure
from bot.dialogs.context import Consent, Coordinator, Language
from bot.dialogs.effects import Consented, Disclosed
from bot.dialogs.event import Press
from bot.dialogs.screen import Say
from bot.dialogs.talk import Place, Talk
from tests.dialogs.disclosing import FINDINGS, LANGUAGES, opened, say, shown, tapped
from tests.dialogs.known import ASKED, NOW, Known, here

ANNE = Coordinator(name="Anne")
ANNE_AND_BERIT = Coordinator(name="Anne", stand_in="Berit", waits=24)
each_language = pytest.mark.parametrize("code", LANGUAGES)


def agreed(hours: str) -> Known:
    details = {"colleague": hours} if hours else {}
    return Known(
        coordinator=ANNE_AND_BERIT, consents={"notice": Consent(kind="notice", answer="yes", at=NOW, details=details)}
    )


def asked(coordinator: Coordinator, code: Language) -> str:
    """The agreement as it is asked for."""
    talk = Talk(number=7, here=Place(scene="consent", spot="notice"), stack=(ASKED,))
    screen = consent.show(here(Known(coordinator=coordinator), talk))
    assert screen.ask is not None
    return " ".join(say((*screen.body, screen.ask), code))


@each_language
def test_the_agreement_says_that_a_colleague_may_read_it_and_who(code: Language) -> None:
    hours = {"nb": "på 24 timer, kan en kollega lese det", "nn": "på 24 timar, kan ein kollega lese det"}[code]
    for coordinator in (ANNE, ANNE_AND_BERIT):
        assert hours in asked(coordinator, code)
    assert "Berit" in asked(ANNE_AND_BERIT, code)
    assert "Kollegaen" not in asked(ANNE, code)


@each_language
def test_the_agreement_says_that_secrecy_has_its_limits_for_children_too(code: Language) -> None:
    said = asked(ANNE, code)
    assert {"nb": "når barn har det utrygt", "nn": "når barn har det utrygt"}[code] in said
    assert {"nb": "måtte si fra til andre", "nn": "måtte seie frå til andre"}[code] in said


@each_language
def test_the_agreement_names_all_that_is_told_by_it_and_the_desk_says_no_more(code: Language) -> None:
    """Hurting oneself is of the same class as not wanting to live: whoever says yes has read of both, and whoever is
    told by class alone is not told that somebody wants to die who has written that they cut themselves."""
    named = {
        "nb": ("skade seg", "ikke vil leve", "skade andre"),
        "nn": ("skade seg", "ikkje vil leve", "skade andre"),
    }[code]
    assert [one for one in named if one not in asked(ANNE, code)] == []
    (desk,) = say((Say(id="desk.notice.disclosure.own_life", values={"user": "Ola"}),), code)
    assert {"nb": "skade seg eller ikke ville leve", "nn": "skade seg eller ikkje ville leve"}[code] in desk


@pytest.mark.parametrize(("answer", "details"), [("yes", {"colleague": "24"}), ("no", {}), ("think", {})])
def test_a_yes_keeps_what_was_said(answer: str, details: dict[str, str]) -> None:
    talk = Talk(number=7, here=Place(scene="consent", spot="notice"), stack=(ASKED,))
    move = consent.press(here(Known(coordinator=ANNE), talk), Press(7, "choose", answer))
    assert move is not None
    (given,) = move.effects
    assert isinstance(given, Consented)
    assert given.details == details


@each_language
@pytest.mark.parametrize(("hours", "colleague"), [("24", 24), ("48", 48), ("", 0)])
def test_told_under_the_agreement(code: Language, hours: str, colleague: int) -> None:
    move = opened(agreed(hours), FINDINGS["own_life"])
    assert move.effects == (Disclosed("own_life", tell=True, words="Jeg vil dø", colleague=colleague),)
    text = " ".join(shown(agreed(hours), move).text(code))
    assert ("Berit" in text) == bool(hours), "a yes to less is told as less"
    assert (f"på {hours} tim" in text) == bool(hours)


@each_language
@pytest.mark.parametrize(("coordinator", "colleague"), [(ANNE, 0), (ANNE_AND_BERIT, 24)])
def test_asked_each_time_the_question_says_who(code: Language, coordinator: Coordinator, colleague: int) -> None:
    known = Known(coordinator=coordinator)
    safe = tapped(known, opened(known, FINDINGS["own_life"]).talk, "7.choose.yes")
    assert safe is not None
    assert ("Berit" in " ".join(shown(known, safe).text(code))) == bool(colleague)
    told = tapped(known, safe.talk, "7.choose.yes")
    assert told is not None
    assert told.talk.here.scene == disclosure.SCENE
    assert told.effects == (Disclosed("own_life", tell=True, words="Jeg vil dø", colleague=colleague),)


@pytest.mark.parametrize("answer", ["no", "do_not_know"])
def test_an_item_of_another_time_keeps_the_agreement(answer: str) -> None:
    move = tapped(agreed("24"), opened(agreed("24"), FINDINGS["item_25_before"]).talk, f"7.choose.{answer}")
    assert move is not None
    assert move.effects == (Disclosed("own_life", tell=True, colleague=24),)
