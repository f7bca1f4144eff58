"""A person is added with a name, and invited by a link that holds nothing about them; anew when it went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions.actors import OPERATOR, NotThere
from bot.actions.desk import see_user
from bot.actions.invite import LINK_PATH, add_user, invite, revoke_link, undo_binding
from bot.dialogs.turn import Rejected
from bot.storage import links, people, sessions
from bot.storage.hashing import token_hash
from tests.actions.desks import ANNE, BERIT, LATER, START, Two, a_house, bound, two


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    house = a_house(tmp_path)
    yield two(house)
    house.close()


def lives(desk: Two, user: str = "ola") -> list[str]:
    """The lives of the person's links, oldest first."""
    with desk.house.reading() as tx:
        return [one.life(LATER) for one in links.links_of(tx, user)]


def session_of(desk: Two, name: str = "phone") -> str:
    """A session of Ola's that began by his link. Gives its hash."""
    with desk.house.writing() as tx:
        sessions.start(tx, token_hash(name), "user", START, START + timedelta(days=180), user="ola")
    return token_hash(name)


def test_a_person_is_added_with_a_name_and_nothing_more(desk: Two) -> None:
    added = add_user(desk.house, ANNE, "  Kim ", "nn", START)
    with desk.house.reading() as tx:
        found = people.user(tx, added.user_id)
    assert found is not None
    assert (found.name, found.language, found.coordinator_id) == ("Kim", "nn", "anne")
    assert desk.logged(added.user_id) == [("anne", "add_user", "")]


def test_an_operator_says_whose_they_are(desk: Two) -> None:
    added = add_user(desk.house, OPERATOR, "Kim", "nb", START, coordinator="berit")
    assert see_user(desk.house, BERIT, added.user_id, START).user.name == "Kim"
    with pytest.raises(NotThere):
        add_user(desk.house, OPERATOR, "Kim", "nb", START, coordinator="nobody")


def test_a_coordinator_adds_to_none_but_themselves(desk: Two) -> None:
    added = add_user(desk.house, ANNE, "Kim", "nb", START, coordinator="berit")
    assert see_user(desk.house, ANNE, added.user_id, START).user.name == "Kim"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_is_needed_and_short(desk: Two, name: str) -> None:
    with pytest.raises(Rejected):
        add_user(desk.house, ANNE, name, "nb", START)


def test_the_link_lasts_fourteen_days_and_holds_nothing_about_the_person(desk: Two) -> None:
    made = invite(desk.house, ANNE, "ola", START)
    head, token = made.address.rsplit("/", 1)
    assert head + "/" == f"http://planprat.test{LINK_PATH}"
    assert len(token) == 43
    assert "ola" not in made.address.removeprefix("http://planprat.test").lower().replace(token.lower(), "")
    assert made.expires_at == START + timedelta(days=14)
    with desk.house.reading() as tx:
        link = links.link_by_hash(tx, token_hash(token))
    assert link is not None
    assert (link.user_id, link.made_by) == ("ola", "anne")


def test_a_new_invitation_ends_the_one_before(desk: Two) -> None:
    first = invite(desk.house, ANNE, "ola", START)
    second = invite(desk.house, ANNE, "ola", START + timedelta(seconds=1))
    assert first.address != second.address
    assert lives(desk) == ["revoked", "new"]


def test_who_has_a_code_is_not_invited_by_mistake(desk: Two) -> None:
    bound(desk.house)
    with pytest.raises(Rejected):
        invite(desk.house, ANNE, "ola", START)
    assert lives(desk) == ["bound"]


def test_undoing_a_binding_ends_every_link_and_session_and_makes_one_link(desk: Two) -> None:
    bound(desk.house)
    hashed = session_of(desk)
    made = undo_binding(desk.house, ANNE, "ola", LATER)
    assert sorted(lives(desk)) == ["new", "revoked"]
    with desk.house.reading() as tx:
        assert sessions.by_hash(tx, hashed, LATER) is None
    assert made.address.rpartition("/")[2]
    assert desk.logged() == [("anne", "undo_binding", made.link_id)]


def test_undoing_leaves_other_people_in(desk: Two) -> None:
    with desk.house.writing() as tx:
        sessions.start(tx, token_hash("siv"), "user", START, START + timedelta(days=1), user="siv")
    undo_binding(desk.house, ANNE, "ola", LATER)
    with desk.house.reading() as tx:
        assert sessions.by_hash(tx, token_hash("siv"), LATER) is not None


def test_revoking_ends_the_link_and_whoever_came_by_it(desk: Two) -> None:
    link, hashed = bound(desk.house), session_of(desk)
    assert revoke_link(desk.house, ANNE, "ola", link, LATER) is True
    assert revoke_link(desk.house, ANNE, "ola", link, LATER) is False
    assert lives(desk) == ["revoked"]
    with desk.house.reading() as tx:
        assert sessions.by_hash(tx, hashed, LATER) is None
    assert desk.logged() == [("anne", "revoke_link", link)]


def test_the_link_of_another_is_not_there(desk: Two) -> None:
    link = bound(desk.house, "siv")
    with pytest.raises(NotThere):
        revoke_link(desk.house, ANNE, "ola", link, LATER)
    with pytest.raises(NotThere):
        revoke_link(desk.house, ANNE, "siv", link, LATER)
    assert lives(desk, "siv") == ["bound"]
