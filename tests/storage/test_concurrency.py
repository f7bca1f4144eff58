"""Many at once: nothing is counted twice or lost, and of many who claim the same thing exactly one gets it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.storage import leases, links, people, throttle
from bot.storage.hashing import token_hash
from bot.storage.store import Store
from bot.storage.tables import throttles
from tests.postgres import on_both

pytestmark = on_both
THREADS = 8


def at_once(do: Callable[[int], object], threads: int = THREADS) -> list[object]:
    """Run in so many threads, all begun before any goes on; the results, or the first error."""
    ready = Barrier(threads)

    def one(number: int) -> object:
        ready.wait()
        return do(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def test_read_then_write_loses_no_update(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        tx.connection.execute(insert(throttles).values(key="sum", count=0, since=now))

    def add_200(_: int) -> None:
        for _ in range(200):
            with peopled.transaction() as tx:
                tx.lock_user("ola")  # as every action begins; on SQLite the transaction itself is enough
                count = tx.connection.execute(select(throttles.c.count)).scalar_one()
                tx.connection.execute(update(throttles).values(count=count + 1))

    at_once(add_200)
    with peopled.reading() as tx:
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


def test_each_of_many_tries_is_counted(store: Store, now: datetime) -> None:
    later = now + timedelta(hours=1)

    def try_it(at: datetime) -> int:
        with store.transaction() as tx:
            return throttle.hit(tx, "link/1", at, timedelta(minutes=15))

    for at in (now, later):  # with no row yet, and with one whose window is over
        assert sorted(at_once(lambda _, at=at: try_it(at)), key=str) == list(range(1, THREADS + 1))  # type: ignore[misc]


def test_one_of_many_takes_a_lease(store: Store, now: datetime) -> None:
    lasts = timedelta(seconds=15)

    def take(number: int, at: datetime) -> bool:
        with store.transaction() as tx:
            return leases.take(tx, "telegram", f"process {number}", at, lasts)

    for at in (now, now + lasts):  # nobody's yet, and just run out
        assert sum(map(bool, at_once(lambda number, at=at: take(number, at)))) == 1  # type: ignore[misc]


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
    with peopled.reading() as tx, pytest.raises(DBAPIError, match=r"read-?only"):
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
    with peopled.reading() as tx:  # nothing is locked; whether they are there is answered
        assert tx.lock_user("ola")
        assert not tx.lock_user("nobody")
