"""Role x action, held against the code: what is listed is done somewhere, what is not listed is done nowhere."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

import bot.actions
from bot.actions.actors import MATRIX, Actor, NotThere, Role, permit
from bot.actions.desk import list_users, see_notice, see_user
from bot.actions.handover import hand_over, leave
from bot.actions.house import House
from bot.actions.invite import add_user, invite, revoke_link, undo_binding
from bot.actions.paper import type_from_paper
from bot.actions.paper_sheet import Written
from bot.actions.review import agree, ask_back, edition_paper, not_yet, read_edition, write_comment
from bot.actions.staff import add_coordinator, change_own_contact, login_link
from bot.actions.standing_in import colleagues, name_stand_in, read_for_colleague, saw_for_colleague
from bot.actions.together import sit_together
from bot.actions.worksheets import close_worksheet, open_worksheet
from tests.actions.desks import LATER, START, Two, a_house, bound, two
from tests.plan.lives import CRISIS

ACTIONS = Path(bot.actions.__file__).parent
ROLES: tuple[Role, ...] = get_args(Role)

# What the desk does, each with the id it is about: a person's, or an edition's.
Act = Callable[[House, Actor, str], object]
ABOUT_A_PERSON: dict[str, Act] = {
    "see_user": lambda house, actor, id_: see_user(house, actor, id_, LATER),
    "invite": lambda house, actor, id_: invite(house, actor, id_, LATER),
    "undo_binding": lambda house, actor, id_: undo_binding(house, actor, id_, LATER),
    "revoke_link": lambda house, actor, id_: revoke_link(house, actor, id_, "link-ola", LATER),
    "open_worksheet": lambda house, actor, id_: open_worksheet(house, actor, id_, "sub_goals", LATER),
    "close_worksheet": lambda house, actor, id_: close_worksheet(house, actor, id_, "crisis_plan", LATER),
    "sit_together": lambda house, actor, id_: sit_together(house, actor, id_, "493027", "192.0.2.1", LATER),
    "type_from_paper": lambda house, actor, id_: type_from_paper(
        house, actor, id_, "crisis_plan", {"triggers": Written("Brev")}, LATER
    ),
}
ABOUT_AN_EDITION: dict[str, Act] = {
    "read_edition": lambda house, actor, id_: read_edition(house, actor, id_, LATER),
    "read_edition as a paper": lambda house, actor, id_: edition_paper(house, actor, id_, "nb", LATER),
    "write_comment": lambda house, actor, id_: write_comment(house, actor, id_, "triggers", "Hei", LATER),
    "ask_back": lambda house, actor, id_: ask_back(house, actor, id_, "triggers", "Hva?", LATER),
    "not_yet": lambda house, actor, id_: not_yet(house, actor, id_, "", LATER),
    "agree": lambda house, actor, id_: agree(house, actor, id_, LATER),
}
ABOUT_NOBODY: dict[str, Act] = {
    "list_users": lambda house, actor, id_: list_users(house, actor, LATER),
    "see_notice": lambda house, actor, id_: see_notice(house, actor, [], LATER),
    "read_for_colleague": lambda house, actor, id_: read_for_colleague(house, actor, LATER),
    "saw_for_colleague": lambda house, actor, id_: saw_for_colleague(house, actor, [], LATER),
    "name_stand_in": lambda house, actor, id_: name_stand_in(house, actor, "anne", "berit", LATER),
    "list_colleagues": lambda house, actor, id_: colleagues(house, actor),
    "add_user": lambda house, actor, id_: add_user(house, actor, "Kim", "nb", LATER, coordinator="anne"),
    "change_own_contact": lambda house, actor, id_: change_own_contact(house, actor, "1", "2", "nb", LATER),
    "add_coordinator": lambda house, actor, id_: add_coordinator(house, actor, "Kim", "", "", "nb", LATER),
    "login_link": lambda house, actor, id_: login_link(house, actor, "anne", LATER),
    "hand_over": lambda house, actor, id_: hand_over(house, actor, "ola", "berit", LATER),
    "hand_over of all": lambda house, actor, id_: leave(house, actor, "anne", "berit", LATER),
}


def called() -> dict[str, list[str]]:
    """Action -> the functions that ask `permit` for it."""
    found: dict[str, list[str]] = {}
    for file in sorted(ACTIONS.glob("*.py")):
        for function in ast.walk(ast.parse(file.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "permit":
                    name = call.args[1]
                    assert isinstance(name, ast.Constant), f"{file.name}: the action is named where it is permitted"
                    found.setdefault(str(name.value), []).append(f"{file.stem}.{function.name}")
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    house = a_house(tmp_path)
    made = two(house)
    made.opens("crisis_plan")
    bound(house)
    yield made
    house.close()


@pytest.fixture
def plan(desk: Two) -> str:
    """A crisis plan that Ola has shared."""
    desk.ola.writes("crisis_plan", CRISIS)
    return desk.ola.shares("crisis_plan", agreed=False)


def test_every_listed_action_is_asked_for_somewhere() -> None:
    assert set(MATRIX) - set(called()) == set()


def test_nothing_is_done_that_is_not_listed() -> None:
    assert set(called()) - set(MATRIX) == set()


@pytest.mark.parametrize("action", sorted(MATRIX))
@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_is_the_only_yes(role: Role, action: str) -> None:
    if role in MATRIX[action]:
        permit(Actor(role, "x"), action)
        return
    with pytest.raises(NotThere):
        permit(Actor(role, "x"), action)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_listed_nobody_does(role: Role) -> None:
    with pytest.raises(NotThere):
        permit(Actor(role, "x"), "edit_answer")


@pytest.mark.parametrize("name", sorted({**ABOUT_A_PERSON, **ABOUT_AN_EDITION, **ABOUT_NOBODY}))
def test_each_action_of_the_desk_asks_first(desk: Two, plan: str, name: str) -> None:
    """No other role gets through, whatever id it comes with."""
    act = {**ABOUT_A_PERSON, **ABOUT_AN_EDITION, **ABOUT_NOBODY}[name]
    target = plan if name in ABOUT_AN_EDITION else "ola"
    for role in ROLES:
        if role in MATRIX[name.partition(" ")[0]]:
            continue
        for id_ in ("anne", "ola", plan, ""):
            with pytest.raises(NotThere):
                act(desk.house, Actor(role, id_), target)


@pytest.mark.parametrize("name", sorted({**ABOUT_A_PERSON, **ABOUT_AN_EDITION}))
def test_foreign_and_unknown_are_the_same_and_change_nothing(desk: Two, plan: str, name: str) -> None:
    act = {**ABOUT_A_PERSON, **ABOUT_AN_EDITION}[name]
    foreign = plan if name in ABOUT_AN_EDITION else "ola"
    for id_ in (foreign, "no-such-id", ""):
        with pytest.raises(NotThere) as refused:
            act(desk.house, Actor("coordinator", "berit"), id_)
        assert type(refused.value) is NotThere
    assert desk.news() == []
    assert [entry for entry in desk.logged() if entry[0] == "berit"] == []


@pytest.mark.parametrize("name", sorted({**ABOUT_A_PERSON, **ABOUT_AN_EDITION}))
def test_ones_own_is_there_and_leaves_one_line(desk: Two, plan: str, name: str) -> None:
    act = {**ABOUT_A_PERSON, **ABOUT_AN_EDITION}[name]
    if name == "invite":
        undo_binding(desk.house, Actor("coordinator", "anne"), "ola", START)
    before = len(desk.logged())
    act(desk.house, Actor("coordinator", "anne"), plan if name in ABOUT_AN_EDITION else "ola")
    lines = desk.logged()[before:]
    assert [(who, action) for who, action, _ in lines] == [("anne", name.partition(" ")[0])]


def test_answers_are_stored_by_the_conversation_and_from_paper_only() -> None:
    """There is no other way in: whoever else calls `sheets.save` fails here."""
    savers = {
        file.name
        for file in ACTIONS.glob("*.py")
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "sheets"
    }
    assert savers == {"carry_out.py", "paper.py"}
