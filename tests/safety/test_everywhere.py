"""Whatever is asked, a disclosure is answered: at every step of every worksheet, stored or refused, and as a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogs.consent import FIRST
from bot.dialogs.context import Consent
from bot.dialogs.screen import Screen
from bot.dialogs.talk import Place, Talk
from bot.storage import consents, sheets, talks
from bot.testing.person import NoSuchButton, Person
from tests.houses import START, a_coordinator, a_house, a_user, content

DYING = "Jeg vil ikke leve lenger"
WORKSHEETS = tuple(sorted({worksheet.id for worksheet in content().worksheets.values()}))
STEPS_AT_MOST = 120
SIGNS_WALKED = 6  # of the forty, which are all of one kind


def somebody(folder: Path) -> Person:
    """A person in the menu, with every worksheet open and both first consents given."""
    house = a_house(folder)
    a_coordinator(house)
    a_user(house)
    with house.writing() as tx:
        for worksheet in WORKSHEETS:
            sheets.open_worksheet(tx, "ola", worksheet, "anne", START)
        for kind in (*FIRST, "notice", "sharing"):
            consents.add(tx, f"given-{kind}", "ola", Consent(kind=kind, answer="yes", at=START))
        talks.save(tx, "ola", Talk(here=Place(scene="menu")), Screen(id="menu", number=0), "web", START)
    person = Person(house, "ola", START)
    person.opens()
    return person


def onward(person: Person) -> None:
    """Past the question that is shown, in whatever way it offers."""
    for name in ("skip", "choose.not_yet", "next", "go_on", "done"):
        try:
            person.taps(name)
        except NoSuchButton:
            continue
        return
    person.taps(person.screen.options[0].wire.split(".", 1)[1])


@pytest.mark.parametrize("worksheet", WORKSHEETS)
def test_at_every_step_of_a_worksheet_what_is_typed_is_read(worksheet: str, tmp_path: Path) -> None:
    person, walked = somebody(tmp_path), dict[str, str]()
    definition = content().worksheet(worksheet)
    person.taps(f"open.{worksheet}")
    for _ in range(STEPS_AT_MOST):
        shown = person.screen.id
        step = definition.step(shown.removeprefix(f"{worksheet}."))
        if step is None or shown in walked:
            if not shown.startswith(worksheet):
                break
            onward(person)
            continue
        walked[shown] = step.kind
        if step.kind == "frequency" and len(walked) > SIGNS_WALKED:
            onward(person)
            continue
        person.types(DYING)
        assert person.screen.id.startswith("disclosure.own_life."), (shown, step.kind, person.screen.id)
        person.taps("go_on")
        if person.screen.id == shown:
            onward(person)
    person.house.close()
    reached = {step.id for step in definition.steps() if step.when is None and step.offer is None}
    assert reached <= {shown.removeprefix(f"{worksheet}.") for shown in walked}


def test_the_worksheets_have_a_step_of_every_kind_that_takes_words() -> None:
    kinds = {step.kind for worksheet in content().worksheets.values() for step in worksheet.steps()}
    assert {"text", "list", "person", "phone", "date", "pick"} <= kinds


@pytest.mark.parametrize("worksheet", WORKSHEETS)
def test_what_is_left_unsaved_in_a_field_is_read(worksheet: str, tmp_path: Path) -> None:
    person = somebody(tmp_path)
    person.taps(f"open.{worksheet}")
    for _ in range(STEPS_AT_MOST):
        if person.screen.field is not None:
            break
        onward(person)
    assert person.screen.field is not None
    person.taps("menu", unsaved=DYING)
    assert person.screen.id.startswith("disclosure.own_life.")
    person.house.close()
