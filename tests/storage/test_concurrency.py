"""Many at once: nothing is counted twice or lost, and of many who claim the same thing exactly one gets it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import OperationalError

from bot.storage import links, people
from bot.storage.hashing import token_hash
from bot.storage.store import Store
from bot.storage.tables import throttles

THREADS = 8


def at_once(do: Callable[[int], object], threads: int = THREADS) -> list[object]:
    """Run in so many threads, all begun before any goes on; the results, or the first error."""
    ready = Barrier(threads)

    def one(number: int) -> object:
        ready.wait()
        return do(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def test_read_then_write_loses_no_update(store: Store, now: datetime) -> None:
    with store.transaction() as tx:
        tx.connection.execute(insert(throttles).values(key="sum", count=0, since=now))

    def add_200(_: int) -> None:
        for _ in range(200):
            with store.transaction() as tx:
                count = tx.connection.execute(select(throttles.c.count)).scalar_one()
                tx.connection.execute(update(throttles).values(count=count + 1))

    at_once(add_200)
    with store.reading() as tx:
        assert tx.connection.execute(select(throttles.c.count)).scalar_one() == THREADS * 200


def test_one_of_many_binds_a_link(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        links.make_link(tx, "link", "ola", token_hash("t"), "kari", now, now + timedelta(days=14))

    def claim(number: int) -> bool:
        with peopled.transaction() as tx:
            return links.bind(tx, "link", f"code of {number}", now)

    claimed = at_once(claim)
    assert sorted(claimed, key=bool) == [False] * (THREADS - 1) + [True]
    with peopled.reading() as tx:
        link = links.link_by_hash(tx, token_hash("t"))
    assert link is not None
    assert link.code_hash == f"code of {claimed.index(True)}"


def test_one_of_many_uses_a_login(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        links.make_login(tx, "login", "kari", token_hash("t"), now, now + timedelta(minutes=30))

    def claim(_: int) -> str | None:
        with peopled.transaction() as tx:
            return links.use_login(tx, token_hash("t"), now)

    assert [who for who in at_once(claim) if who is not None] == ["kari"]


def test_a_reader_sees_one_moment_while_others_write(peopled: Store) -> None:
    with peopled.reading() as tx:
        before = people.user(tx, "ola")
        with peopled.transaction() as writing:
            people.set_language(writing, "ola", "nn")
        assert people.user(tx, "ola") == before
    with peopled.reading() as tx:
        after = people.user(tx, "ola")
    assert after is not None
    assert after.language == "nn"


def test_a_reader_cannot_write(peopled: Store) -> None:
    with peopled.reading() as tx, pytest.raises(OperationalError, match="readonly"):
        people.set_language(tx, "ola", "nn")
    with peopled.transaction() as tx:  # the same connection writes again afterwards
        assert people.set_language(tx, "ola", "nn")


def test_what_raises_leaves_nothing_behind(peopled: Store, now: datetime) -> None:
    def stumble() -> None:
        with peopled.transaction() as tx:
            people.add_user(tx, "new", "kari", "Tor", "nb", now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with peopled.reading() as tx:
        assert people.user(tx, "new") is None
    assert "new" not in peopled.vault.keyring.users()


def test_locking_a_person_says_whether_there_is_one(peopled: Store) -> None:
    with peopled.transaction() as tx:
        assert tx.lock_user("ola")
        assert not tx.lock_user("nobody")
