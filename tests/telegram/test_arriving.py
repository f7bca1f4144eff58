"""Who may come in by which link, and what everybody else is told: a polite word, numbers to ring, nothing stored."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.actions.actors import Actor
from bot.actions.chat_binding import make_chat_link
from bot.actions.chatting import Heard, receive
from bot.actions.desk import see_user
from bot.actions.invite import invite, revoke_link, undo_binding
from bot.dialogs.screen import Say
from bot.dialogs.turn import Rejected
from bot.storage import chats, links, notices
from bot.storage.hashing import token_hash
from bot.storage.tables import chats as chat_table
from bot.storage.tables import metadata
from bot.testing.telegram.person import Person
from tests.telegram.town import INVITATION, Town, said


def rows(town: Town) -> int:
    """How many rows there are in all tables together."""
    with town.house.reading() as tx:
        counts = [select(func.count()).select_from(table) for table in metadata.sorted_tables if table.name != "leases"]
        return sum(int(tx.connection.execute(one).scalar_one()) for one in counts)


def words(town: Town, id_: str) -> str:
    """One of our texts, in the town's language."""
    return town.house.language.say(Say(id=id_), town.code)


@pytest.mark.parametrize("text", ["hei", "/start", "/meny", "/start not-a-token", f"/start {'x' * 64}"])
async def test_a_stranger_gets_a_word_and_numbers_and_leaves_no_trace(town: Town, text: str) -> None:
    before = rows(town)
    town.ola.types(text)
    await town.settle()
    unknown = text.startswith("/start ")
    assert said(town.ola, [words(town, "telegram.not_bound" if unknown else "telegram.stranger"), "113", "116 117"])
    assert rows(town) == before


async def test_a_stranger_who_writes_of_dying_gets_the_safety_reply(town: Town) -> None:
    town.ola.types("Jeg vil ta livet mitt" if town.code == "nb" else "Eg vil ta livet mitt")
    await town.settle()
    assert said(town.ola, ["113", "116 123", words(town, "telegram.stranger")])


async def test_a_stranger_who_writes_and_writes_is_told_once_a_second_at_most(town: Town) -> None:
    for _ in range(30):
        town.ola.types("hallo?")
    while town.fake.updates.pending(town.clock.now()):
        await town.channel.poll.once()
    assert town.channel.aside.waits == 1
    await town.settle()
    assert len(town.ola.told) == 1
    assert town.fake.pace.refused == 0


async def test_an_invitation_is_used_once(town: Town) -> None:
    town.ola.starts(INVITATION)
    await town.settle()
    per = Person(town.fake, "Per", language=town.code)
    per.starts(INVITATION)
    await town.settle()
    assert said(per, [words(town, "telegram.not_bound"), "113"])
    with town.house.reading() as tx:
        assert chats.whose(tx, str(per.id)) is None
        assert chats.whose(tx, str(town.ola.id)) == "ola"


async def test_an_expired_or_revoked_link_and_one_with_a_code_bind_nothing(town: Town) -> None:
    for user in ("kim", "lin"):
        town.adds(user, user, f"token-of-{user}-{'x' * 30}")
    with town.house.writing() as tx:
        links.revoke(tx, "link-kim", town.now)
        links.bind(tx, "link-lin", "scrypt$c2FsdA==$aGFzaA==", town.now)
    for user in ("kim", "lin"):
        visitor = Person(town.fake, user, language=town.code)
        visitor.starts(f"token-of-{user}-{'x' * 30}")
        await town.settle()
        assert said(visitor, [words(town, "telegram.not_bound")])
    town.clock.passes(days=15)
    town.ola.starts(INVITATION)
    await town.settle()
    assert said(town.ola, [words(town, "telegram.not_bound")])


async def test_two_chats_at_the_same_moment_and_one_of_them_is_bound(town: Town) -> None:
    people_ = [Person(town.fake, name, language=town.code) for name in ("Ola", "Per", "Kim", "Lin")]
    heards = [Heard(number, str(one.id), "start", town.now, INVITATION) for number, one in enumerate(people_)]
    together = threading.Barrier(len(heards))

    def start(heard: Heard) -> str:
        together.wait(timeout=10)
        return receive(town.house, heard, town.now).outcome

    with ThreadPoolExecutor(len(heards)) as pool:
        outcomes = sorted(pool.map(start, heards))
    assert outcomes == ["answered", "not_bound", "not_bound", "not_bound"]
    with town.house.reading() as tx:
        bound = [one for one in people_ if chats.whose(tx, str(one.id)) == "ola"]
    assert len(bound) == 1


@pytest.mark.parametrize("way", [undo_binding, revoke_link])
async def test_the_wrong_person_is_out_at_once_and_the_right_one_comes_in(
    answering: Town, way: Callable[..., Any]
) -> None:
    """Somebody else opened the invitation. The coordinator is told that it is in use, and can end that."""
    house, anne = answering.house, Actor("coordinator", "anne")
    with house.reading() as tx:
        assert [one.kind for one in notices.all_of(tx, "ola")].count("link_bound") == 1
    shown = see_user(house, anne, "ola", answering.now).user.link
    assert shown.state == "chat"
    with pytest.raises(Rejected):
        invite(house, anne, "ola", answering.now)
    if way is undo_binding:
        made = undo_binding(house, anne, "ola", answering.now)
    else:
        assert revoke_link(house, anne, "ola", shown.id, answering.now)
        made = invite(house, anne, "ola", answering.now)
    answering.ola.types("Hva har hun skrevet?")
    await answering.settle()
    assert said(answering.ola, [words(answering, "telegram.stranger")])
    again = Person(answering.fake, "Feil", language=answering.code)
    again.starts(INVITATION)
    await answering.settle()
    assert said(again, [words(answering, "telegram.not_bound")])
    right = Person(answering.fake, "Ola", language=answering.code)
    right.starts(made.address.rpartition("/")[2])
    await answering.settle()
    assert said(right, [words(answering, "short_term_goals.title")])


async def test_somebody_elses_link_in_a_bound_chat_changes_nothing(answering: Town) -> None:
    answering.adds("per", "Per", "token-of-per-0123456789-0123456789")
    made = make_chat_link(answering.house, Actor("user", "per"), answering.now)
    for token in ("token-of-per-0123456789-0123456789", made):
        answering.ola.starts(token)
        await answering.settle()
        assert answering.ola.last.text.startswith(words(answering, "telegram.start.bound"))
    with answering.house.reading() as tx:
        assert chats.whose(tx, str(answering.ola.id)) == "ola"
        link = links.link_by_hash(tx, token_hash("token-of-per-0123456789-0123456789"))
    assert link is not None
    assert link.opened_at is None


async def test_a_link_from_the_page_moves_to_another_account(answering: Town) -> None:
    token = make_chat_link(answering.house, Actor("user", "ola"), answering.now)
    other = Person(answering.fake, "Ola", language=answering.code)
    other.starts(token)
    await answering.settle()
    assert said(other, [words(answering, "short_term_goals.title")])
    answering.ola.types("hei")
    await answering.settle()
    assert said(answering.ola, [words(answering, "telegram.stranger")])
    third = Person(answering.fake, "Per", language=answering.code)
    third.starts(token)
    await answering.settle()
    assert said(third, [words(answering, "telegram.not_bound")])


async def test_a_link_from_the_page_lasts_an_hour(town: Town) -> None:
    token = make_chat_link(town.house, Actor("user", "ola"), town.now - timedelta(hours=1))
    town.ola.starts(token)
    await town.settle()
    assert said(town.ola, [words(town, "telegram.not_bound")])


async def test_in_a_group_nothing_of_anybody_is_said(answering: Town) -> None:
    before = rows(answering)
    group = answering.ola.adds_to_group()
    answering.ola.types("/meny", chat=group)
    await answering.settle()
    assert {one.text for one in group.shown if one.by_bot} == {words(answering, "telegram.group")}
    answering.ola.types("/hjelp@planprat_practice_bot", chat=group)
    await answering.settle()
    last = group.shown[-1].text
    assert "\n113" in last
    assert last.endswith(words(answering, "telegram.group"))
    assert rows(answering) == before


async def test_blocked_is_told_to_the_desk_and_what_was_on_its_way_is_dropped(answering: Town) -> None:
    answering.ola.types("Sover")
    await answering.channel.poll.once()
    answering.ola.blocks()
    await answering.settle()
    with answering.house.reading() as tx:
        assert [one.kind for one in notices.all_of(tx, "ola")].count("telegram_closed") == 1
        chat = chats.of(tx, "ola")
    assert chat is not None
    assert chat.closed_at is not None
    before = len(answering.ola.told)
    answering.ola.comes_back()
    await answering.settle()
    assert len(answering.ola.told) == before + 1, "the screen is there again"
    assert answering.answer("short_term_goals", "activities.usual") == "Sover"


async def test_refused_while_delivering_closes_the_chat_too(answering: Town) -> None:
    answering.fake.updates.allow(["message", "callback_query"])
    answering.ola.types("Sover")
    answering.ola.chat.standing = "kicked"
    await answering.settle()
    with answering.house.reading() as tx:
        closed = tx.connection.execute(select(chat_table.c.closed_at)).scalar_one()
    assert closed is not None
