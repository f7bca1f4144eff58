"""What those who run the service see of persons, and what is handed out about one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions.actors import OPERATOR, VISITOR, Actor, NotThere
from bot.actions.export import export, list_everyone
from bot.actions.house import House
from bot.storage import log, people
from tests.houses import START, a_coordinator, a_house, a_user


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Anne with Ola, and Berit, who has left, with Kari."""
    house = a_house(tmp_path)
    a_coordinator(house)
    a_user(house)
    a_coordinator(house, "berit", "Berit")
    a_user(house, "kari", "berit", "nn")
    with house.writing() as tx:
        people.leave(tx, "berit", START)
    yield house
    house.close()


def test_users_of_somebody_who_has_left_are_not_forgotten(house: House) -> None:
    everyone = list_everyone(house, OPERATOR, START)
    assert [one.id for one in everyone.coordinators] == ["anne"]
    assert [one.id for one in everyone.users] == ["kari", "ola"]


def test_names_are_opened_only_when_they_are_asked_for(house: House) -> None:
    assert {one.name for one in list_everyone(house, OPERATOR, START).users} == {None}
    assert None not in {one.name for one in list_everyone(house, OPERATOR, START, names=True).users}


def test_whoever_has_lost_their_key_is_listed_too(house: House) -> None:
    house.store.vault.keyring.destroy("ola")
    assert [one.id for one in list_everyone(house, OPERATOR, START).users] == ["kari", "ola"]
    kari, ola = list_everyone(house, OPERATOR, START, names=True).users
    assert kari.name
    assert not kari.unreadable
    assert (ola.name, ola.unreadable) == (None, True)


def test_that_it_was_handed_out_stands_in_it(house: House) -> None:
    held = export(house, OPERATOR, "ola", START)
    assert [(entry.actor_role, entry.action) for entry in held.access_log] == [("operator", "export")]
    with house.reading() as tx:
        assert [entry.action for entry in log.all_of(tx, "kari")] == []


@pytest.mark.parametrize("actor", [VISITOR, Actor("user", "ola"), Actor("coordinator", "anne")])
def test_nobody_else_gets_it(house: House, actor: Actor) -> None:
    with pytest.raises(NotThere):
        export(house, actor, "ola", START)
    with pytest.raises(NotThere):
        list_everyone(house, actor, START)


def test_of_nobody_there_is_nothing(house: House) -> None:
    with pytest.raises(NotThere):
        export(house, OPERATOR, "nobody", START)
    with house.reading() as tx:
        assert log.all_of(tx, "nobody") == []
