"""Coordinators, persons, links, sessions, counts, and the log of who saw what."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.storage import links, log, notices, people, sessions, throttle
from bot.storage.hashing import token_hash
from bot.storage.store import Store
from tests.postgres import on_both

pytestmark = on_both

DAY = timedelta(days=1)
HASH = token_hash("token")


def test_names_are_sorted_as_people_sort_them(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        people.add_user(tx, "anne", "kari", "anne", "nb", now, practice=True)
        assert [user.name for user in people.users_of(tx, "kari")] == ["anne", "Ola", "Siv"]
        assert people.users_of(tx, "nobody") == []
        anne = people.user(tx, "anne")
    assert anne == people.UserRow("anne", "kari", "anne", "nb", now, practice=True)


def test_a_coordinator_who_has_left(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        people.add_coordinator(tx, "berit", "Berit", "", "", "nb", now)
        assert [found.id for found in people.coordinators(tx)] == ["berit", "kari"]
        assert people.leave(tx, "berit", now)
        assert not people.leave(tx, "berit", now)
        assert [found.id for found in people.coordinators(tx)] == ["kari"]
        assert people.coordinator(tx, "berit") == people.CoordinatorRow("berit", "Berit", "", "", "nb", now, now)
        assert people.coordinator(tx, "nobody") is None


def test_handing_over_takes_what_nobody_has_seen_along(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        people.add_coordinator(tx, "berit", "Berit", "", "", "nb", now)
        notices.add(tx, "seen", "kari", "ola", "shared", now)
        notices.add(tx, "new", "kari", "ola", "agreed", now)
        notices.add(tx, "other", "kari", "siv", "shared", now)
        notices.mark_seen(tx, "kari", ["seen"], now)
        assert people.hand_over(tx, "ola", "berit")
        assert not people.hand_over(tx, "nobody", "berit")
        assert [user.id for user in people.users_of(tx, "berit")] == ["ola"]
        assert [notice.id for notice in notices.unseen(tx, "berit")] == ["new"]
        assert [notice.id for notice in notices.unseen(tx, "kari")] == ["other"]


def test_a_person_cannot_be_handed_to_nobody(peopled: Store) -> None:
    with pytest.raises(IntegrityError), peopled.transaction() as tx:
        people.hand_over(tx, "ola", "nobody")


def test_language(peopled: Store) -> None:
    with peopled.transaction() as tx:
        assert people.set_language(tx, "ola", "nn")
        assert not people.set_language(tx, "nobody", "nn")
        ola = people.user(tx, "ola")
    assert ola is not None
    assert ola.language == "nn"


def test_the_lives_of_a_link(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        links.make_link(tx, "link", "ola", HASH, "kari", now, now + 14 * DAY)
        assert links.links_of(tx, "ola")[0].life(now) == "new"
        assert links.links_of(tx, "ola")[0].life(now + 14 * DAY) == "expired"
        assert links.mark_opened(tx, "link", now)
        assert not links.mark_opened(tx, "link", now + DAY)
        assert links.bind(tx, "link", "hash", now)
        assert not links.bind(tx, "link", "other", now)
        bound = links.link_by_hash(tx, HASH)
        assert bound is not None
        assert (bound.life(now + 900 * DAY), bound.opened_at, bound.code_hash) == ("bound", now, "hash")
        assert links.revoke(tx, "link", now + DAY)
        assert not links.revoke(tx, "link", now + 2 * DAY)
        revoked = links.link_by_hash(tx, HASH)
        assert revoked is not None
        assert (revoked.life(now), revoked.revoked_at) == ("revoked", now + DAY)
        assert links.link_by_hash(tx, token_hash("unknown")) is None


@pytest.mark.parametrize("after", [14 * DAY, 15 * DAY])
def test_an_expired_link_is_not_bound(peopled: Store, now: datetime, after: timedelta) -> None:
    with peopled.transaction() as tx:
        links.make_link(tx, "link", "ola", HASH, "kari", now, now + 14 * DAY)
        assert not links.bind(tx, "link", "hash", now + after)


def test_a_revoked_link_is_not_bound(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        links.make_link(tx, "link", "ola", HASH, "kari", now, now + 14 * DAY)
        links.make_link(tx, "second", "ola", token_hash("second"), "kari", now + DAY, now + 14 * DAY)
        links.make_link(tx, "of siv", "siv", token_hash("siv"), "kari", now, now + 14 * DAY)
        assert links.revoke_all(tx, "ola", now) == 2
        assert not links.bind(tx, "link", "hash", now)
        assert links.bind(tx, "of siv", "hash", now)
        assert [link.id for link in links.links_of(tx, "ola")] == ["link", "second"]


def test_a_login_works_once_and_not_for_long(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        links.make_login(tx, "one", "kari", token_hash("one"), now, now + timedelta(minutes=30))
        links.make_login(tx, "two", "kari", token_hash("two"), now, now + timedelta(minutes=30))
        assert links.use_login(tx, token_hash("one"), now) == "kari"
        assert links.use_login(tx, token_hash("one"), now) is None
        assert links.use_login(tx, token_hash("two"), now + timedelta(minutes=30)) is None
        assert links.use_login(tx, token_hash("none"), now) is None


def test_a_session_lasts_until_it_ends_or_expires(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        sessions.start(tx, "one", "user", now, now + DAY, user="ola", device="Chrome på Android")
        sessions.start(tx, "two", "user", now, now + DAY, user="ola")
        found = sessions.by_hash(tx, "one", now)
        assert found is not None
        assert (found.user_id, found.role, found.device, found.remembered) == (
            "ola",
            "user",
            "Chrome på Android",
            False,
        )
        assert sessions.by_hash(tx, "one", now + DAY) is None
        assert sessions.by_hash(tx, "none", now) is None
        assert sessions.end(tx, "one", now)
        assert not sessions.end(tx, "one", now)
        assert sessions.by_hash(tx, "one", now) is None
        assert sessions.by_hash(tx, "two", now) is not None


def test_last_seen_follows_once_an_hour_and_only_when_writing(peopled: Store, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with peopled.transaction() as tx:
        sessions.start(tx, "one", "coordinator", now, now + DAY, coordinator="kari")
        sessions.by_hash(tx, "one", later - timedelta(seconds=1))
        assert sessions.by_hash(tx, "one", now) == sessions.Session(
            "one", "coordinator", now, now, now + DAY, coordinator_id="kari"
        )
    with peopled.reading() as tx:
        sessions.by_hash(tx, "one", later)
    with peopled.transaction() as tx:
        before = sessions.by_hash(tx, "one", later)
        after = sessions.by_hash(tx, "one", later)
    assert before is not None
    assert after is not None
    assert (before.last_seen_at, after.last_seen_at) == (now, later)


def test_log_out_everywhere_but_here(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        for name in ("here", "phone", "library"):
            sessions.start(tx, name, "user", now, now + DAY, user="ola")
        sessions.start(tx, "siv", "user", now, now + DAY, user="siv")
        sessions.start(tx, "desk", "coordinator", now, now + DAY, coordinator="kari")
        assert sessions.end_all(tx, "ola", now, but="here") == 2
        assert sessions.end_all(tx, "ola", now) == 1
        assert sessions.end_all_of_coordinator(tx, "kari", now) == 1
        assert sessions.by_hash(tx, "siv", now) is not None
        assert [session.id_hash for session in sessions.sessions_of(tx, "ola")] == ["here", "library", "phone"]


def test_a_count_and_its_window(store: Store, now: datetime) -> None:
    hour = timedelta(hours=1)
    with store.transaction() as tx:
        assert throttle.counted(tx, "link/1", now, hour) == 0
        assert [throttle.hit(tx, "link/1", now + timedelta(minutes=n), hour) for n in (0, 30, 59)] == [1, 2, 3]
        assert throttle.counted(tx, "link/2", now, hour) == 0
        assert throttle.counted(tx, "link/1", now + hour, hour) == 0
        assert throttle.hit(tx, "link/1", now + hour, hour) == 1
        throttle.hit(tx, "link/2", now, hour)
        throttle.clear(tx, "link/1")
        assert throttle.counted(tx, "link/1", now + hour, hour) == 0
        assert throttle.prune(tx, now + hour, hour) == 1
        assert throttle.prune(tx, now + hour, hour) == 0


def test_the_log_keeps_its_order(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        log.write(tx, now, "coordinator", "kari", "read_edition", "ola", "edition-1")
        log.write(tx, now, "user", "ola", "shared", "ola", "warning_signs")
        log.write(tx, now, "coordinator", "kari", "read_edition", "siv", "edition-2")
        log.write(tx, now, "coordinator", "kari", "logged_in", None)
        assert log.all_of(tx, "ola") == [
            log.Entry(now, "coordinator", "kari", "read_edition", "ola", "edition-1"),
            log.Entry(now, "user", "ola", "shared", "ola", "warning_signs"),
        ]
