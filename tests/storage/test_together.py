"""Several transactions in one commit: each is all or nothing by itself, none is there before the end."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, update

from bot.storage import people
from bot.storage.errors import DiskFull
from bot.storage.store import Store, Transaction
from bot.storage.tables import coordinators, users
from bot.storage.together import together
from tests.postgres import on_both


def languages(store: Store) -> dict[str, str]:
    """What each person reads."""
    with store.reading() as tx:
        return {row.id: row.language for row in tx.connection.execute(select(users.c.id, users.c.language))}


def test_nothing_is_there_before_the_end(peopled: Store) -> None:
    with together(peopled) as shared:
        with shared.transaction() as tx:
            people.set_language(tx, "ola", "nn")
        with shared.transaction() as tx:  # sees what the one before did
            assert [row.language for row in people.users_of(tx, "kari")] == ["nn", "nn"]
        assert languages(peopled)["ola"] == "nb"
    assert languages(peopled)["ola"] == "nn"


@on_both
def test_what_raises_takes_nothing_else_with_it(peopled: Store, now: datetime) -> None:
    def stumble(shared: Store) -> None:
        with shared.transaction() as tx:
            people.add_user(tx, "new", "kari", "Tor", "nb", now)
            raise ZeroDivisionError

    with together(peopled) as shared:
        with shared.transaction() as tx:
            people.set_language(tx, "ola", "nn")
        with pytest.raises(ZeroDivisionError):
            stumble(shared)
        assert "new" not in peopled.vault.keyring.users()  # done at once: nothing comes of that one
        with shared.transaction() as tx:
            people.set_language(tx, "siv", "nb")
    assert languages(peopled) == {"ola": "nn", "siv": "nb"}


def test_what_is_done_around_a_commit_comes_in_its_place(peopled: Store) -> None:
    done: list[str] = []

    def tell(tx: Transaction, name: str) -> None:
        tx.before_commit.append(lambda: done.append(f"before {name}"))
        tx.after_commit.append(lambda: done.append(f"after {name}"))
        tx.after_rollback.append(lambda: done.append(f"undone {name}"))

    def stumble(shared: Store) -> None:
        with shared.transaction() as tx:
            tell(tx, "second")
            raise ZeroDivisionError

    with together(peopled) as shared:
        with shared.transaction() as tx:
            tell(tx, "first")
        with pytest.raises(ZeroDivisionError):
            stumble(shared)
        with shared.transaction() as tx:
            tell(tx, "third")
        assert done == ["before first", "undone second", "before third"]
    assert done[3:] == ["after first", "after third"]


def test_if_the_end_is_not_reached_nothing_came_of_any(peopled: Store, now: datetime) -> None:
    def stumble() -> None:
        with together(peopled) as shared:
            with shared.transaction() as tx:
                people.add_user(tx, "new", "kari", "Tor", "nb", now)
            assert "new" in peopled.vault.keyring.users()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert "new" not in peopled.vault.keyring.users()
    assert set(languages(peopled)) == {"ola", "siv"}


def fill(shared: Store) -> None:
    """Write more than there is room for."""
    with shared.transaction() as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        tx.connection.execute(update(coordinators).values(name="x" * 500_000))


def test_a_text_without_room_is_that_persons_trouble(peopled: Store) -> None:
    with together(peopled) as shared:
        with shared.transaction() as tx:
            people.set_language(tx, "ola", "nn")
        with pytest.raises(DiskFull):
            fill(shared)
        with shared.transaction() as tx:
            people.set_language(tx, "siv", "nb")
    assert languages(peopled) == {"ola": "nn", "siv": "nb"}


def give_up(shared: Store) -> None:
    """What SQLite does after some errors of the disk: the whole transaction is gone, with what came before."""
    with shared.transaction() as tx:
        driver = tx.connection.connection.driver_connection
        assert driver is not None
        driver.rollback()
        raise ZeroDivisionError


def test_a_transaction_that_sqlite_gave_up_is_not_taken_for_stored(peopled: Store) -> None:
    def all_of_it() -> None:
        with together(peopled) as shared:
            with shared.transaction() as tx:
                people.set_language(tx, "ola", "nn")
            with pytest.raises(ZeroDivisionError):
                give_up(shared)
            with pytest.raises(ZeroDivisionError), shared.transaction():
                raise AssertionError("nothing more is begun")

    with pytest.raises(ZeroDivisionError):
        all_of_it()
    assert languages(peopled) == {"ola": "nb", "siv": "nn"}


@on_both
def test_only_a_database_with_one_writer_needs_it(peopled: Store) -> None:
    with together(peopled) as shared:
        assert (shared is peopled) != peopled.one_writer
        with shared.transaction() as tx:
            people.set_language(tx, "ola", "nn")
    assert languages(peopled)["ola"] == "nn"
