"""Consents, copies, notices and news: what is given, to whom, and how it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogs.context import Consent, News
from bot.storage import consents, copies, notices, outbox, sessions
from bot.storage.hashing import token_hash
from bot.storage.store import Store
from tests.postgres import on_both

pytestmark = on_both

DAY = timedelta(days=1)
LINK, OTHER = token_hash("link"), token_hash("other")


def test_the_last_word_counts(peopled: Store, now: datetime) -> None:
    think = Consent(kind="plan", answer="think", at=now)
    yes = Consent(kind="plan", answer="yes", at=now, until=now + 365 * DAY)
    sharing = Consent(kind="sharing", answer="yes", at=now, details={"with": "fastlegen", "without": "bror min"})
    with peopled.transaction() as tx:
        assert consents.newest(tx, "ola") == {}
        for number, consent in enumerate((think, sharing, yes)):
            consents.add(tx, f"c{number}", "ola", consent)
        consents.add(tx, "of siv", "siv", think)
        assert consents.newest(tx, "ola") == {"plan": yes, "sharing": sharing}
        assert consents.all_of(tx, "ola") == [think, yes, sharing]


def test_withdrawing_ends_the_last_yes_and_keeps_it(peopled: Store, now: datetime) -> None:
    yes = Consent(kind="plan", answer="yes", at=now)
    with peopled.transaction() as tx:
        assert not consents.withdraw(tx, "ola", "plan", now)
        consents.add(tx, "c1", "ola", yes)
        consents.add(tx, "c2", "siv", yes)
        assert consents.withdraw(tx, "ola", "plan", now + DAY)
        assert not consents.withdraw(tx, "ola", "plan", now + 2 * DAY)
        last = consents.newest(tx, "ola")["plan"]
        assert (last.withdrawn_at, last.holds(now + DAY)) == (now + DAY, False)
        assert consents.newest(tx, "siv")["plan"].holds(now + DAY)
        consents.add(tx, "c3", "ola", yes.model_copy(update={"at": now + 3 * DAY}))
        assert consents.newest(tx, "ola")["plan"].holds(now + 3 * DAY)
        assert len(consents.all_of(tx, "ola")) == 2


def test_a_no_after_a_yes_is_not_withdrawn(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        consents.add(tx, "c1", "ola", Consent(kind="notice", answer="yes", at=now))
        consents.add(tx, "c2", "ola", Consent(kind="notice", answer="no", at=now))
        assert not consents.withdraw(tx, "ola", "notice", now)
        assert consents.newest(tx, "ola")["notice"].answer == "no"


def test_how_far_a_copy_has_come(peopled: Store, now: datetime) -> None:
    def state(*, plan: bool = True) -> str:
        found = copies.by_id(tx, "copy")
        assert found is not None
        return found.info(plan=plan).state

    with peopled.transaction() as tx:
        copies.make(tx, "copy", "ola", "Mor", ("step1.actions", "step2.contacts"), "nn", now)
        assert (state(plan=False), state()) == ("waiting", "ready")
        assert copies.give(tx, "ola", "copy", LINK, "code", now)
        assert state() == "given"
        assert copies.mark_opened(tx, "copy", now)
        assert not copies.mark_opened(tx, "copy", now + DAY)
        assert state() == "opened"
        assert copies.decline(tx, "copy", now)
        assert state() == "declined"
        assert copies.accept(tx, "copy", now)
        assert not copies.accept(tx, "copy", now)
        assert state() == "accepted"
        copy = copies.by_hash(tx, LINK)
        assert copy is not None
        assert (copy.name, copy.parts, copy.code_hash) == ("Mor", ("step1.actions", "step2.contacts"), "code")
        assert copies.withdraw(tx, "ola", "copy", now)
        assert not copies.withdraw(tx, "ola", "copy", now)
        assert state() == "withdrawn"


def test_a_withdrawn_copy_answers_as_one_that_never_was(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        copies.make(tx, "copy", "ola", "Mor", (), "nn", now)
        copies.give(tx, "ola", "copy", LINK, "code", now)
        sessions.start(tx, "reader", "relative", now, now + DAY, copy="copy")
        assert copies.withdraw(tx, "ola", "copy", now)
        assert copies.by_hash(tx, LINK) is None
        assert sessions.by_hash(tx, "reader", now) is None
        assert not copies.give(tx, "ola", "copy", OTHER, "code", now)
        assert not copies.accept(tx, "copy", now)


def test_a_new_link_ends_the_one_before(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        copies.make(tx, "copy", "ola", "Mor", (), "nn", now)
        copies.give(tx, "ola", "copy", LINK, "code", now)
        copies.mark_opened(tx, "copy", now)
        sessions.start(tx, "reader", "relative", now, now + DAY, copy="copy")
        assert copies.give(tx, "ola", "copy", OTHER, "other code", now)
        assert copies.by_hash(tx, LINK) is None
        assert sessions.by_hash(tx, "reader", now) is None
        again = copies.by_hash(tx, OTHER)
        assert again is not None
        assert again.info(plan=True).state == "given"


def test_only_the_person_themselves_gives_and_withdraws(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        copies.make(tx, "copy", "ola", "Mor", (), "nn", now)
        assert not copies.give(tx, "siv", "copy", LINK, "code", now)
        assert not copies.withdraw(tx, "siv", "copy", now)
        copies.make(tx, "second", "ola", "Bror", (), "nb", now + DAY)
        assert [copy.id for copy in copies.all_of(tx, "ola")] == ["copy", "second"]
        assert copies.withdraw_all(tx, "ola", now) == 2
        assert copies.withdraw_all(tx, "ola", now) == 0
        assert copies.by_id(tx, "none") is None


def test_the_desk_is_told_once(peopled: Store, now: datetime) -> None:
    with peopled.transaction() as tx:
        notices.add(tx, "n1", "kari", "ola", "shared", now)
        notices.add(tx, "n2", "kari", "siv", "disclosure", now, safety="own_life", words="orkar ikkje meir")
        first, second = notices.unseen(tx, "kari")
        assert (first.kind, first.safety, first.words, first.user_id) == ("shared", "", "", "ola")
        assert (second.kind, second.safety, second.words) == ("disclosure", "own_life", "orkar ikkje meir")
        assert notices.unseen(tx, "nobody") == []
        assert notices.mark_seen(tx, "nobody", ["n1"], now) == 0
        assert notices.mark_seen(tx, "kari", ["n1"], now) == 1
        assert notices.mark_seen(tx, "kari", ["n1"], now + DAY) == 0
        assert notices.unseen(tx, "kari") == [second]
        assert [notice.seen_at for notice in notices.all_of(tx, "ola")] == [now]


def test_news_wait_until_they_are_shown(peopled: Store, now: datetime) -> None:
    later = News(id="b", kind="commented", values={"coordinator": "Kari"}, at=now + DAY)
    sooner = News(id="a", kind="current", at=now)
    with peopled.transaction() as tx:
        for news in (later, sooner):
            outbox.add(tx, "ola", news)
        assert outbox.waiting(tx, "ola") == (sooner, later)
        assert outbox.waiting(tx, "siv") == ()
        assert outbox.delivered(tx, "siv", ["a"], "web", now) == 0
        assert outbox.delivered(tx, "ola", ["a", "none"], "web", now) == 1
        assert outbox.delivered(tx, "ola", ["a"], "telegram", now) == 0
        assert outbox.waiting(tx, "ola") == (later,)
        assert outbox.all_of(tx, "ola") == (sooner, later)
