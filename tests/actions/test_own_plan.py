"""The person's own plan and papers: theirs at any time, whatever else has ended."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.actions.actors import Actor, NotThere, Role
from bot.actions.house import House
from bot.actions.own_plan import doctor_paper, own_crisis_paper, own_plan_paper, read_own_crisis_plan, read_own_plan
from bot.actions.papers import open_always, worded
from bot.dialogs import effects
from bot.dialogs.context import Language
from bot.dialogs.sheet import Item
from bot.plan.crisis_plan import CrisisPlan, Rung
from bot.storage import log
from tests.documents.opened import Opened
from tests.houses import START, a_coordinator, a_user, content
from tests.plan.lives import CRISIS, Life, answered, mark


@pytest.fixture
def ola(house: House) -> Life:
    """Ola has said yes to the plan and written nothing."""
    a_coordinator(house)
    life = Life(house, a_user(house), START)
    life.says_yes()
    return life


def test_before_anything_is_written_there_is_no_crisis_plan_and_no_paper_of_it(ola: Life) -> None:
    read = read_own_crisis_plan(ola.house, ola.actor, ola.now)
    assert (read.current, read.draft, read.changed, read.chosen(draft=True)) == (None, None, False, None)
    with pytest.raises(NotThere):
        own_crisis_paper(ola.house, ola.actor, now=ola.now)


def test_a_draft_is_the_sheet_as_readers_would_see_it(ola: Life) -> None:
    ola.writes("crisis_plan", {**CRISIS, "triggers": answered("bare mitt", private=True)})
    draft = read_own_crisis_plan(ola.house, ola.actor, ola.now).chosen(draft=False)
    assert draft is not None
    assert (draft.edition, draft.agreed_on, draft.held_back) == (None, None, True)
    assert (draft.plan.triggers, draft.plan.arrange) == ("", CRISIS["arrange"].text)


def test_what_counts_is_shown_until_the_draft_is_asked_for(ola: Life) -> None:
    ola.plans()
    read = read_own_crisis_plan(ola.house, ola.actor, ola.now)
    assert not read.changed
    ola.writes("crisis_plan", {**CRISIS, "triggers": answered("nytt", revision=2)})
    read = read_own_crisis_plan(ola.house, ola.actor, ola.now)
    assert read.changed
    current, draft = read.chosen(draft=False), read.chosen(draft=True)
    assert current is not None
    assert draft is not None
    assert (current.edition, current.plan.triggers) == (1, CRISIS["triggers"].text)
    assert (draft.edition, draft.plan.triggers) == (None, "nytt")


def test_an_edition_that_is_shared_and_not_agreed_does_not_count(ola: Life) -> None:
    ola.writes("crisis_plan", CRISIS)
    ola.shares("crisis_plan", agreed=False)
    assert read_own_crisis_plan(ola.house, ola.actor, ola.now).current is None


def test_what_is_shared_and_waits_for_a_yes_says_which_edition_it_is_until_it_is_changed(ola: Life) -> None:
    ola.writes("crisis_plan", CRISIS)
    ola.shares("crisis_plan", agreed=False)
    draft = read_own_crisis_plan(ola.house, ola.actor, ola.now).draft
    assert draft is not None
    assert (draft.edition, draft.agreed_on) == (1, None)
    assert "Utgave 1, ikke avtalt" in Opened(own_crisis_paper(ola.house, ola.actor, now=ola.now)).text
    ola.writes("crisis_plan", {**CRISIS, "triggers": answered("nytt", revision=2)})
    changed = read_own_crisis_plan(ola.house, ola.actor, ola.now).draft
    assert changed is not None
    assert changed.edition is None


def test_after_the_consent_is_taken_back_the_own_plan_is_still_there(ola: Life) -> None:
    ola.plans()
    ola.does(effects.Withdrew("plan"))
    read = read_own_crisis_plan(ola.house, ola.actor, ola.now)
    assert read.current is None
    assert read.draft is not None
    assert mark("triggers") in Opened(own_crisis_paper(ola.house, ola.actor, now=ola.now)).text
    assert not read_own_plan(ola.house, ola.actor, ola.now).plan.empty
    with pytest.raises(NotThere):
        doctor_paper(ola.house, ola.actor, now=ola.now)


def test_a_doctor_gets_no_draft_and_the_log_only_what_was_made(ola: Life) -> None:
    ola.writes("crisis_plan", CRISIS)
    with pytest.raises(NotThere):
        doctor_paper(ola.house, ola.actor, now=ola.now)
    ola.shares("crisis_plan")
    paper = Opened(doctor_paper(ola.house, ola.actor, now=ola.now))
    assert "Utgave 1, 14. november 2026" in paper.text
    assert "Slik vil Ola bli møtt" in paper.text
    with ola.house.reading() as tx:
        printed = [one for one in log.all_of(tx, ola.user) if one.action == "printed_for_doctor"]
    assert [(one.actor_role, one.target) for one in printed] == [("user", "crisis_plan")]


@pytest.mark.parametrize(("language", "title"), [("nb", "Målene mine"), ("nn", "Måla mine")])
def test_the_paper_of_the_whole_plan_is_in_the_persons_language(house: House, language: Language, title: str) -> None:
    a_coordinator(house)
    life = Life(house, a_user(house, code=language), START)
    life.writes("short_term_goals", {"activities.goal": answered("Ut før tolv")})
    paper = Opened(own_plan_paper(house, life.actor, now=life.now))
    assert paper.language == language
    assert f"{title}" in paper.text
    assert "Ut før tolv" in paper.text


def test_an_empty_plan_is_a_paper_too(ola: Life) -> None:
    assert Opened(own_plan_paper(ola.house, ola.actor, now=ola.now)).pages


def test_the_numbers_on_paper_are_open_round_the_clock_and_can_be_rung() -> None:
    shown = open_always(content().services)
    assert {"113", "116117", "116123"} <= {one.tel for one in shown}
    assert all(one.always and one.kind == "phone" and one.tel for one in shown)
    assert "relatives_line" not in {one.id for one in shown}


def test_a_sign_of_a_step_follows_what_was_worded_anew_among_the_signs() -> None:
    reworded = Item(id="i1", ref="warning_signs:item.10", text="Ligger våken")
    untouched = Item(id="i2", ref="warning_signs:item.25")
    plan = CrisisPlan(
        signs=(reworded, untouched),
        step1=Rung(
            signs=(
                Item(id="i3", ref="warning_signs:item.10"),
                Item(id="i4", ref="warning_signs:item.25"),
                Item(id="i5", ref="i9", text="Står for seg selv"),
                Item(id="i6", ref="warning_signs:item.4"),
            )
        ),
    )
    shown = [(item.text, item.ref) for item in worded(plan).step1.signs]
    assert shown == [
        ("Ligger våken", "warning_signs:item.10"),
        ("", "warning_signs:item.25"),
        ("Står for seg selv", "i9"),
        ("", "warning_signs:item.4"),
    ]


@pytest.mark.parametrize("role", [role for role in get_args(Role) if role != "user"])
def test_nobody_else_reads_or_prints_it(ola: Life, role: Role) -> None:
    ola.plans()
    stranger = Actor(role, ola.user)
    for attempt in (
        lambda: read_own_plan(ola.house, stranger, ola.now),
        lambda: read_own_crisis_plan(ola.house, stranger, ola.now),
        lambda: own_crisis_paper(ola.house, stranger, now=ola.now),
        lambda: own_plan_paper(ola.house, stranger, now=ola.now),
        lambda: doctor_paper(ola.house, stranger, now=ola.now),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_an_unknown_person_has_none(ola: Life) -> None:
    nobody = Actor("user", "nobody")
    for attempt in (
        lambda: read_own_plan(ola.house, nobody, ola.now),
        lambda: read_own_crisis_plan(ola.house, nobody, ola.now),
        lambda: doctor_paper(ola.house, nobody, now=ola.now),
    ):
        with pytest.raises(NotThere):
            attempt()
