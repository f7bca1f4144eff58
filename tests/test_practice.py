"""The practice municipality: the same after every start, never mixed with real persons, safe to be cut short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import practice
from bot.actions.house import House
from bot.settings import Settings
from bot.storage import links, people, sheets
from bot.storage.erasing import erase_user
from bot.storage.hashing import token_hash
from tests.houses import START, a_coordinator, a_house


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def house(tmp_path: Path, data: Path) -> Iterator[House]:
    """An open practice house."""
    practice.mark(data)
    house = a_house(tmp_path, practice=True)
    yield house
    house.close()


def test_two_made_up_users_with_the_five_worksheets(house: House, data: Path) -> None:
    municipality = practice.settle(house, practice.mark(data), START)
    with house.reading() as tx:
        found = people.users_of(tx, municipality.coordinator)
        assert {user.language for user in found} == {"nb", "nn"}
        assert all(user.practice for user in found)
        for user in found:
            numbers = {house.content.worksheet(id_).number for id_ in sheets.opened(tx, user.id)}
            assert numbers == {3, 4, 5, 13, 14}


def test_settling_again_changes_nothing(house: House, data: Path) -> None:
    first = practice.settle(house, practice.mark(data), START)
    with house.writing() as tx:
        sheets.close_worksheet(tx, first.users[0].id, "sub_goals", START)
        link = links.link_by_hash(tx, token_hash(first.users[0].token))
        assert link is not None
        links.bind(tx, link.id, "scrypt$x$y", START)
    later = START + timedelta(days=400)
    assert practice.settle(house, practice.mark(data), later).users[0] == first.users[0]
    with house.reading() as tx:
        assert "sub_goals" not in sheets.opened(tx, first.users[0].id), "what somebody closed stays closed"
        assert len(people.users_of(tx, first.coordinator)) == 2


def test_a_link_that_nobody_used_in_time_is_replaced(house: House, data: Path) -> None:
    first = practice.settle(house, practice.mark(data), START)
    later = START + timedelta(days=15)
    second = practice.settle(house, practice.mark(data), later)
    assert [user.id for user in second.users] == [user.id for user in first.users]
    assert second == practice.mark(data)
    with house.reading() as tx:
        for before, after in zip(first.users, second.users, strict=True):
            assert before.token != after.token
            link = links.link_by_hash(tx, token_hash(after.token))
            assert link is not None
            assert (link.user_id, link.life(later)) == (after.id, "new")


def test_whoever_deleted_everything_is_replaced_by_somebody_new(house: House, data: Path) -> None:
    first = practice.settle(house, practice.mark(data), START)
    with house.writing() as tx:
        erase_user(tx, first.users[0].id, START)
    second = practice.settle(house, practice.mark(data), START)
    assert second.users[0].id != first.users[0].id
    assert second.users[1] == first.users[1]
    with house.reading() as tx:
        assert people.user(tx, first.users[0].id) is None


def test_a_start_that_was_cut_short_is_finished_by_the_next(house: House, data: Path) -> None:
    marked = practice.mark(data)
    house.store.vault.keyring.make(marked.users[0].id)  # the key was made, its person was not committed
    settled = practice.settle(house, practice.mark(data), START)
    with house.reading() as tx:
        assert {user.id for user in people.users_of(tx, settled.coordinator)} == {user.id for user in settled.users}


def test_the_addresses_are_in_one_private_file_and_not_in_the_database(house: House, data: Path) -> None:
    municipality = practice.settle(house, practice.mark(data), START)
    assert (data / practice.MARK_FILE).stat().st_mode & 0o777 == 0o600
    written = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file() and path.suffix != ".json")
    for user in municipality.users:
        assert user.token.encode() not in written


def test_a_damaged_mark_is_told(data: Path) -> None:
    practice.mark(data)
    (data / practice.MARK_FILE).write_text("{")
    with pytest.raises(practice.MarkDamaged, match=r"practice\.json"):
        practice.mark(data)


def test_real_data_never_become_practice(tmp_path: Path, data: Path) -> None:
    house = a_house(tmp_path)
    a_coordinator(house)
    house.close()
    practice.check(Settings(data=data))
    with pytest.raises(practice.PracticeMixed, match="real persons"):
        practice.check(Settings(data=data, practice=True))


def test_practice_data_never_become_real(data: Path) -> None:
    practice.mark(data)
    practice.check(Settings(data=data, practice=True))
    with pytest.raises(practice.PracticeMixed, match="--practice"):
        practice.check(Settings(data=data))


@pytest.mark.parametrize("url", ["sqlite:///elsewhere/planprat.db", "postgresql+psycopg://planprat.test/planprat"])
def test_practice_uses_no_database_but_its_own(data: Path, url: str) -> None:
    with pytest.raises(practice.PracticeMixed, match="PLANPRAT_DATABASE_URL"):
        practice.check(Settings(data=data, practice=True, database_url=url))
