"""Another coordinator: reaches everything at once, the former one nothing, and the person is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions.actors import OPERATOR, NotThere
from bot.actions.desk import list_users, see_user
from bot.actions.entering import who
from bot.actions.handover import hand_over, leave
from bot.actions.review import read_edition, write_comment
from bot.actions.staff import log_in, login_link, who_works
from bot.actions.together import sit_together
from bot.dialogs import effects
from bot.storage import sessions
from bot.storage.hashing import token_hash
from tests.actions.desks import ANNE, BERIT, CODE, LATER, START, Two, a_house, bound, two
from tests.plan.lives import answered


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    house = a_house(tmp_path)
    yield two(house)
    house.close()


def test_from_that_moment_only_the_new_one_reaches_them(desk: Two) -> None:
    desk.ola.writes("long_term_goals", {"progress": answered("Litt hver dag")})
    edition = desk.ola.shares("long_term_goals", agreed=False)
    done = hand_over(desk.house, OPERATOR, "ola", "berit", START)
    assert (done.before, done.after) == ("anne", "berit")
    for attempt in (
        lambda: see_user(desk.house, ANNE, "ola", LATER),
        lambda: read_edition(desk.house, ANNE, edition, LATER),
        lambda: write_comment(desk.house, ANNE, edition, "", "hei", LATER),
    ):
        with pytest.raises(NotThere):
            attempt()
    assert read_edition(desk.house, BERIT, edition, LATER).edition.id == edition
    assert list_users(desk.house, ANNE, LATER).users == ()


def test_a_screen_that_was_lent_is_the_former_ones_no_more(desk: Two) -> None:
    """They sat together an hour ago and nobody pressed «Ferdig»: that browser still shows everything the person has."""
    bound(desk.house)
    lent = sit_together(desk.house, ANNE, "ola", CODE, "127.0.0.1", START)
    with desk.house.writing() as tx:
        sessions.start(tx, token_hash("own phone"), "user", START, LATER, user="ola")
    hand_over(desk.house, OPERATOR, "ola", "berit", START)
    assert who(desk.house, lent.secret, START) is None
    assert who(desk.house, "own phone", START) is not None


def test_the_person_is_told_the_new_name(desk: Two) -> None:
    hand_over(desk.house, OPERATOR, "ola", "berit", START)
    assert [(one.kind, one.values) for one in desk.news()] == [("handed_over", {"coordinator": "Berit"})]
    assert desk.logged() == [("", "hand_over", "berit")]


def test_what_nobody_has_seen_goes_along(desk: Two) -> None:
    desk.ola.does(effects.Disclosed("own_life", tell=True, words="x"))
    hand_over(desk.house, OPERATOR, "ola", "berit", START)
    assert "disclosure" in {one.kind for one in list_users(desk.house, BERIT, LATER).news if one.user_id == "ola"}
    assert list_users(desk.house, ANNE, LATER).news == ()


def test_to_the_one_they_have_is_nothing(desk: Two) -> None:
    hand_over(desk.house, OPERATOR, "ola", "anne", START)
    assert desk.news() == []
    assert desk.logged() == []


@pytest.mark.parametrize(("user", "to"), [("nobody", "berit"), ("ola", "nobody")])
def test_only_to_somebody_who_works_here(desk: Two, user: str, to: str) -> None:
    with pytest.raises(NotThere):
        hand_over(desk.house, OPERATOR, user, to, START)
    assert see_user(desk.house, ANNE, "ola", LATER).user.name == "Ola"


def test_one_who_leaves_hands_everybody_over_and_is_out(desk: Two) -> None:
    token = login_link(desk.house, OPERATOR, "anne", START).address.rpartition("/")[2]
    secret = log_in(desk.house, token, START).secret
    done = leave(desk.house, OPERATOR, "anne", "berit", START)
    assert [(one.user_id, one.after) for one in done] == [("ola", "berit")]
    assert who_works(desk.house, secret, START) is None
    assert {user.id for user in list_users(desk.house, BERIT, LATER).users} == {"ola", "siv"}
    with pytest.raises(NotThere):
        hand_over(desk.house, OPERATOR, "ola", "anne", LATER)


def test_nobody_hands_over_to_themselves_when_they_leave(desk: Two) -> None:
    with pytest.raises(NotThere):
        leave(desk.house, OPERATOR, "anne", "anne", START)
    assert list_users(desk.house, ANNE, LATER).coordinator.left_at is None
