"""The copy: link and code, yes or no thanks, the plan as it is at each moment, and its end."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from bot.actions.actors import VISITOR, Actor, NotThere, Role
from bot.actions.copies import (
    LASTS,
    answer_copy,
    copy_paper,
    find_copy,
    leave_copy,
    open_copy,
    read_copy,
    reader_of,
)
from bot.actions.house import House
from bot.actions.tries import LONG_WINDOW, TRIES_AT_LINK, TRIES_FROM_ADDRESS, WINDOW
from bot.dialogs import effects
from bot.storage import copies, editions, log, outbox
from tests.documents.opened import Opened
from tests.houses import START
from tests.plan.lives import CRISIS, PARTS, Given, Life, answered, mark, with_a_plan

HOME = "192.0.2.7"


@pytest.fixture
def ola(house: House) -> Life:
    """Ola has said yes to the plan and has a crisis plan that counts."""
    return with_a_plan(house)


def comes_in(life: Life, given: Given) -> Actor:
    """The reader types the right code."""
    opening = open_copy(life.house, VISITOR, given.token, given.code, address=HOME, now=life.now)
    assert opening.outcome == "open"
    return reader_of(life.house, opening.session, life.now)


def reads(life: Life, given: Given) -> Actor:
    """The reader types the right code and says yes."""
    reader = comes_in(life, given)
    answer_copy(life.house, reader, accepts=True, now=life.now)
    return reader


def news(life: Life) -> list[tuple[str, dict[str, str]]]:
    """What waits for the person about copies."""
    with life.house.reading() as tx:
        return [(one.kind, one.values) for one in outbox.waiting(tx, life.user) if one.kind.startswith("copy")]


def logged(life: Life, role: str = "relative") -> list[str]:
    """What the access log holds of this role, oldest first."""
    with life.house.reading() as tx:
        return [entry.action for entry in log.all_of(tx, life.user) if entry.actor_role == role]


def test_looking_at_the_link_changes_nothing(ola: Life) -> None:
    given = ola.gives_copy(language="nn")
    assert find_copy(ola.house, VISITOR, given.token, ola.now) == "nn"
    assert logged(ola) == []
    assert news(ola) == []


def test_link_and_code_let_the_reader_in_to_the_question_and_not_yet_to_the_plan(ola: Life) -> None:
    reader = comes_in(ola, ola.gives_copy("Eva"))
    read = read_copy(ola.house, reader, ola.now)
    assert (read.whose.name, read.name, read.answer, read.shown) == ("Ola", "Eva", "", None)
    with pytest.raises(NotThere):
        copy_paper(ola.house, reader, "nb", now=ola.now)


def test_spaces_in_the_code_are_passed_over(ola: Life) -> None:
    given = ola.gives_copy()
    typed = f" {given.code[:3]} {given.code[3:]} "
    assert open_copy(ola.house, VISITOR, given.token, typed, address=HOME, now=ola.now).outcome == "open"


def test_a_wrong_code_lets_nobody_in(ola: Life) -> None:
    given = ola.gives_copy()
    for code in ("", "12345", f"{(int(given.code) + 1) % 1_000_000:06}", f"{given.code}0"):
        opening = open_copy(ola.house, VISITOR, given.token, code, address=HOME, now=ola.now)
        assert (opening.outcome, opening.session) == ("wrong", "")


def test_after_some_wrong_codes_the_right_one_has_to_wait_too(ola: Life) -> None:
    given = ola.gives_copy()
    for _ in range(TRIES_AT_LINK):
        assert open_copy(ola.house, VISITOR, given.token, "x", address=HOME, now=ola.now).outcome == "wrong"
    for address in (HOME, "198.51.100.1"):
        assert open_copy(ola.house, VISITOR, given.token, given.code, address=address, now=ola.now).outcome == "wait"
    ola.now += WINDOW
    assert open_copy(ola.house, VISITOR, given.token, given.code, address=HOME, now=ola.now).outcome == "open"


def test_somebody_patient_is_stopped_by_the_day(ola: Life) -> None:
    given = ola.gives_copy()
    outcomes = []
    for number in range(40):
        opening = open_copy(ola.house, VISITOR, given.token, "x", address=f"198.51.100.{number}", now=ola.now)
        outcomes.append(opening.outcome)
        ola.now += WINDOW / TRIES_AT_LINK
    assert "wait" in outcomes[-5:]
    ola.now += LONG_WINDOW
    assert open_copy(ola.house, VISITOR, given.token, given.code, address=HOME, now=ola.now).outcome == "open"


def test_tries_at_many_links_from_one_address_are_counted_together(ola: Life) -> None:
    given = [ola.gives_copy() for _ in range(TRIES_FROM_ADDRESS // TRIES_AT_LINK + 1)]
    for number in range(TRIES_FROM_ADDRESS):
        open_copy(ola.house, VISITOR, given[number // TRIES_AT_LINK].token, "x", address=HOME, now=ola.now)
    fresh = given[-1]
    assert open_copy(ola.house, VISITOR, fresh.token, fresh.code, address=HOME, now=ola.now).outcome == "wait"
    assert open_copy(ola.house, VISITOR, fresh.token, fresh.code, address="198.51.100.1", now=ola.now).outcome == "open"


def test_a_yes_opens_the_plan_and_is_told_once(ola: Life) -> None:
    given = ola.gives_copy("Eva")
    reader = reads(ola, given)
    answer_copy(ola.house, reader, accepts=True, now=ola.now)
    read = read_copy(ola.house, reader, ola.now)
    assert read.answer == "accepted"
    assert read.shown is not None
    assert (read.shown.edition, read.shown.agreed_on) == (1, START.date())
    assert read.shown.plan.triggers == CRISIS["triggers"].text
    assert news(ola) == [("copy_opened", {"name": "Eva"})]
    with ola.house.reading() as tx:
        stored = copies.by_id(tx, given.id)
    assert stored is not None
    assert stored.opened_at == ola.now
    assert logged(ola) == ["opened_copy", "accepted_copy", "accepted_copy", "read_copy"]


def test_a_no_is_told_and_can_become_a_yes(ola: Life) -> None:
    reader = comes_in(ola, ola.gives_copy("Eva"))
    answer_copy(ola.house, reader, accepts=False, now=ola.now)
    read = read_copy(ola.house, reader, ola.now)
    assert (read.answer, read.shown) == ("declined", None)
    assert news(ola) == [("copy_declined", {"name": "Eva"})]
    answer_copy(ola.house, reader, accepts=True, now=ola.now)
    assert read_copy(ola.house, reader, ola.now).shown is not None


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_left_out_is_nowhere(ola: Life, part: str) -> None:
    given = ola.gives_copy(parts=tuple(one for one in PARTS if one != part))
    reader = reads(ola, given)
    read = read_copy(ola.house, reader, ola.now)
    assert read.shown is not None
    held = read.shown.plan.model_dump_json()
    assert mark(part) not in held
    assert all(mark(one) in held for one in PARTS if one != part)
    assert mark(part) not in Opened(copy_paper(ola.house, reader, "nb", now=ola.now)).text


def test_a_part_that_a_later_plan_fills_goes_in_only_if_it_was_chosen(ola: Life) -> None:
    reader = reads(ola, ola.gives_copy(parts=("triggers",)))
    ola.plans({**CRISIS, "triggers": answered("ny triggers"), "arrange": answered("ny arrange")})
    read = read_copy(ola.house, reader, ola.now)
    assert read.shown is not None
    assert (read.shown.edition, read.shown.plan.triggers, read.shown.plan.arrange) == (2, "ny triggers", "")


def test_a_private_answer_is_in_no_copy(ola: Life) -> None:
    ola.plans({**CRISIS, "triggers": answered("hemmelig ting", private=True)})
    reader = reads(ola, ola.gives_copy())
    read = read_copy(ola.house, reader, ola.now)
    assert read.shown is not None
    assert "hemmelig" not in read.shown.plan.model_dump_json()
    assert "hemmelig" not in Opened(copy_paper(ola.house, reader, "nb", now=ola.now)).text


def test_what_is_shared_and_not_agreed_is_in_no_copy(ola: Life) -> None:
    reader = reads(ola, ola.gives_copy())
    ola.writes("crisis_plan", {**CRISIS, "triggers": answered("uavtalt")})
    ola.shares("crisis_plan", agreed=False)
    read = read_copy(ola.house, reader, ola.now)
    assert read.shown is not None
    assert (read.shown.edition, read.shown.plan.triggers) == (1, CRISIS["triggers"].text)


def test_in_the_second_it_is_withdrawn_it_is_not_there(ola: Life) -> None:
    given = ola.gives_copy()
    opening = open_copy(ola.house, VISITOR, given.token, given.code, address=HOME, now=ola.now)
    reader = reader_of(ola.house, opening.session, ola.now)
    answer_copy(ola.house, reader, accepts=True, now=ola.now)
    ola.takes_back(given)
    for attempt in (
        lambda: find_copy(ola.house, VISITOR, given.token, ola.now),
        lambda: open_copy(ola.house, VISITOR, given.token, given.code, address=HOME, now=ola.now),
        lambda: reader_of(ola.house, opening.session, ola.now),
        lambda: read_copy(ola.house, reader, ola.now),
        lambda: answer_copy(ola.house, reader, accepts=True, now=ola.now),
        lambda: copy_paper(ola.house, reader, "nb", now=ola.now),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_it_is_not_there_while_no_plan_counts_and_there_again_with_the_next(ola: Life) -> None:
    reader = reads(ola, ola.gives_copy())
    with ola.house.reading() as tx:
        current = editions.current_crisis_plan(tx, ola.user)
    assert current is not None
    ola.does(effects.TookBack(current.id))
    with pytest.raises(NotThere):
        read_copy(ola.house, reader, ola.now)
    ola.plans()
    assert read_copy(ola.house, reader, ola.now).shown is not None


def test_it_ends_with_the_consent_to_the_plan(ola: Life) -> None:
    reader = reads(ola, ola.gives_copy())
    ola.does(effects.Withdrew("plan"))
    with pytest.raises(NotThere):
        read_copy(ola.house, reader, ola.now)


def test_it_is_not_there_when_the_period_of_the_consent_is_over(ola: Life) -> None:
    given = ola.gives_copy()
    ola.passes(days=366)
    with pytest.raises(NotThere):
        find_copy(ola.house, VISITOR, given.token, ola.now)
    ola.says_yes(days=365)
    assert find_copy(ola.house, VISITOR, given.token, ola.now) == "nb"


def test_a_new_link_ends_the_old_one_and_what_it_opened(ola: Life) -> None:
    given = ola.gives_copy()
    opening = open_copy(ola.house, VISITOR, given.token, given.code, address=HOME, now=ola.now)
    anew = ola.gives_anew(given)
    with pytest.raises(NotThere):
        find_copy(ola.house, VISITOR, given.token, ola.now)
    with pytest.raises(NotThere):
        reader_of(ola.house, opening.session, ola.now)
    assert find_copy(ola.house, VISITOR, anew.token, ola.now) == "nb"


def test_a_reading_lasts_twelve_hours_or_until_it_is_closed(ola: Life) -> None:
    given = ola.gives_copy()
    first = open_copy(ola.house, VISITOR, given.token, given.code, address=HOME, now=ola.now).session
    second = open_copy(ola.house, VISITOR, given.token, given.code, address=HOME, now=ola.now).session
    leave_copy(ola.house, reader_of(ola.house, first, ola.now), first, ola.now)
    with pytest.raises(NotThere):
        reader_of(ola.house, first, ola.now)
    ola.now += LASTS - timedelta(seconds=1)
    assert reader_of(ola.house, second, ola.now).id == given.id
    ola.passes(seconds=1)
    with pytest.raises(NotThere):
        reader_of(ola.house, second, ola.now)


def test_nobody_closes_the_reading_of_another_copy(ola: Life) -> None:
    mine, other = ola.gives_copy("Eva"), ola.gives_copy("Per")
    reader = comes_in(ola, mine)
    session = open_copy(ola.house, VISITOR, other.token, other.code, address=HOME, now=ola.now).session
    leave_copy(ola.house, reader, session, ola.now)
    assert reader_of(ola.house, session, ola.now).id == other.id


def test_the_paper_speaks_to_the_reader_and_carries_the_address_only_for_the_right_link(ola: Life) -> None:
    given, other = ola.gives_copy("Eva"), ola.gives_copy("Per")
    reader = reads(ola, given)

    def addresses(token: str) -> str:
        pdf = copy_paper(ola.house, reader, "nb", token=token, base_url="https://planprat.example", now=ola.now)
        return " ".join(Opened(pdf).links)

    assert f"https://planprat.example/k/{given.token}" in addresses(given.token)
    assert "/k/" not in addresses(other.token)
    assert "/k/" not in addresses("")
    text = Opened(copy_paper(ola.house, reader, "nn", now=ola.now)).text
    assert "Utgåve 1" in text
    assert "Slik vil Ola bli møtt" in text
    assert logged(ola)[-1] == "printed_copy"


def test_an_erased_person_leaves_no_copy(ola: Life) -> None:
    given = ola.gives_copy()
    reader = reads(ola, given)
    ola.does(effects.Erased())
    with pytest.raises(NotThere):
        find_copy(ola.house, VISITOR, given.token, ola.now)
    with pytest.raises(NotThere):
        read_copy(ola.house, reader, ola.now)


@pytest.mark.parametrize("role", [role for role in get_args(Role) if role != "relative"])
def test_no_other_role_reads_a_copy(ola: Life, role: Role) -> None:
    given = ola.gives_copy()
    reads(ola, given)
    stranger = Actor(role, given.id)
    for attempt in (
        lambda: read_copy(ola.house, stranger, ola.now),
        lambda: answer_copy(ola.house, stranger, accepts=True, now=ola.now),
        lambda: copy_paper(ola.house, stranger, "nb", now=ola.now),
    ):
        with pytest.raises(NotThere):
            attempt()
