"""Delivering: Telegram's patience, its faults and refusals, order, and what is never passed over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

import pytest
from sqlalchemy import insert, update

from bot.actions.actors import Actor
from bot.actions.delivery import refused, show_again
from bot.actions.worksheets import open_worksheet
from bot.dialogs.screen import Say
from bot.dialogs.sheet import Sheet
from bot.storage import chats, outgoing, sheets
from bot.storage.tables import outgoing as outgoing_rows
from bot.storage.tables import sheets as sheet_rows
from bot.storage.tables import talks as talk_rows
from bot.testing.telegram.faults import Fault
from bot.testing.telegram.person import Person
from tests.telegram.town import Town, said

SHEET, USUAL = "short_term_goals", "activities.usual"


async def test_too_many_requests_waits_as_long_as_asked(answering: Town) -> None:
    answering.fake.faults.flood("sendMessage", retry_after=7)
    started, told = answering.clock.now(), len(answering.ola.told)
    await answering.types("Sover")
    assert len(answering.ola.told) == told + 1
    assert answering.clock.now() - started >= 7


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_fault_of_theirs_is_tried_again(answering: Town, status: int) -> None:
    answering.fake.faults.fail("sendMessage", status=status, times=4)
    told = len(answering.ola.told)
    await answering.types("Sover")
    assert len(answering.ola.told) == told + 1
    assert answering.history(SHEET, USUAL) == ["Sover"]


async def test_an_answer_lost_on_the_way_may_double_a_screen_never_an_answer(answering: Town) -> None:
    answering.fake.faults.cut("sendMessage", handled=True)
    told = len(answering.ola.told)
    await answering.types("Sover")
    assert len(answering.ola.told) == told + 2
    assert answering.history(SHEET, USUAL) == ["Sover"]


async def test_down_for_ten_minutes_and_nothing_is_lost(answering: Town) -> None:
    told = len(answering.ola.told)
    answering.ola.types("Sover")
    await answering.channel.poll.once()
    answering.fake.faults.down(until=answering.clock.now() + 600)
    await answering.channel.sender.deliver_due()
    assert len(answering.ola.told) == told
    answering.clock.passes(minutes=11)
    await answering.settle()
    assert len(answering.ola.told) == told + 1
    with answering.house.reading() as tx:
        chat = chats.of(tx, "ola")
    assert chat is not None
    assert (chat.attempts, chat.not_before) == (0, None)


async def test_not_modified_is_success(answering: Town) -> None:
    shown = answering.ola.last
    number = answering.screen().number
    answering.ola.taps(f"{number}.explain", times=2)  # opened and closed again: the same as before
    await answering.settle()
    assert answering.ola.last.id == shown.id
    assert answering.waiting() == 0


async def test_an_edit_whose_answer_was_lost_is_not_made_a_new_message(answering: Town) -> None:
    answering.fake.faults.cut("editMessageText", handled=True)
    told, edits = len(answering.ola.told), answering.fake.counted["editmessagetext"]
    await answering.taps("explain")
    assert answering.fake.counted["editmessagetext"] - edits == 2, "the second time it was not modified"
    assert len(answering.ola.told) == told


async def test_goodbye_is_said_once_although_the_answer_was_lost(answering: Town) -> None:
    await answering.types("/slett")
    await answering.taps("all")
    await answering.taps("yes")
    answering.fake.faults.cut("editMessageText", handled=True)
    told = len(answering.ola.told)
    answering.ola.taps(next(one.wire for one in answering.screen().options if one.wire.endswith("yes")))
    await answering.settle()
    assert len(answering.ola.told) == told
    assert answering.ola.last.buttons == []


async def test_a_message_that_is_gone_is_sent_anew(answering: Town) -> None:
    shown = answering.ola.last
    shown.deleted = True
    answering.ola.taps(f"{answering.screen().number}.skip", on=shown, stale=True)
    await answering.settle()
    assert answering.ola.last.id > shown.id
    assert answering.screen().id == f"{SHEET}.activities.wish"


async def test_the_safety_reply_is_never_overtaken(answering: Town) -> None:
    told = len(answering.ola.told)
    answering.ola.types("Jeg vil ikke leve" if answering.code == "nb" else "Eg vil ikkje leve")
    while answering.fake.updates.pending(answering.clock.now()):
        await answering.channel.poll.once()
    answering.ola.types("/meny")
    await answering.settle()
    assert len(answering.ola.told) == told + 2
    assert said(answering.ola, ["113", "116 123"])


async def test_what_was_told_goes_along_with_the_screen_that_overtakes(answering: Town) -> None:
    told = len(answering.ola.told)
    answering.ola.sends_sticker()
    answering.ola.types("/meny")
    while answering.fake.updates.pending(answering.clock.now()):
        await answering.channel.poll.once()
    await answering.settle()
    assert len(answering.ola.told) == told + 1
    words = answering.house.language.say(Say(id="telegram.other.sticker"), answering.code)
    assert words in answering.ola.last.text


async def test_news_ring_once_and_lead_to_the_menu(answering: Town) -> None:
    for worksheet in ("long_term_goals", "sub_goals"):
        open_worksheet(answering.house, Actor("coordinator", "anne"), "ola", worksheet, answering.now)
    shown = answering.screen()
    await answering.settle()
    words = answering.house.language.say(Say(id="telegram.bell.chat"), answering.code)
    assert [one.text for one in answering.ola.told].count(words) == 1
    assert answering.screen() == shown, "a question is not interrupted"
    answering.ola.taps(f"{shown.number}.menu")
    await answering.settle()
    assert answering.screen().id == "menu"


async def test_a_message_telegram_will_not_have_does_not_stop_the_rest(answering: Town) -> None:
    with answering.house.writing() as tx:
        empty = outgoing.Sending(how="words", language=answering.code, lines=())
        outgoing.add(tx, "broken", "ola", empty, answering.now)
    await answering.settle()
    assert said(answering.ola, ["113"])
    await answering.types("Sover")
    assert answering.answer(SHEET, USUAL) == "Sover"


@dataclass(slots=True)
class Second(Fault):
    """Meets not the first request that it could, but the next."""

    passed: bool = False

    def meets(self, method: str, now: float) -> bool:
        """Whether this request is met."""
        if not self.passed:
            self.passed = method in self.methods
            return False
        return Fault.meets(self, method, now)


@pytest.mark.parametrize("fault", ["flood", "cut"])
async def test_what_is_said_in_its_place_is_tried_again_as_well(
    answering: Town, fault: Literal["flood", "cut"]
) -> None:
    with answering.house.writing() as tx:
        empty = outgoing.Sending(how="words", language=answering.code, lines=())
        outgoing.add(tx, "broken", "ola", empty, answering.now)
    answering.fake.faults.plan(Second(fault, 1, methods=frozenset({"sendmessage"}), seconds=3))
    told = len(answering.ola.told)
    await answering.settle()
    assert len(answering.ola.told) == told + 1
    assert said(answering.ola, ["113"])


async def test_a_paper_that_cannot_be_made_does_not_stop_the_rest(answering: Town) -> None:
    """A row of another worksheet has come to harm: no paper of the whole plan can be made until it is put right."""
    await answering.taps("menu")
    with answering.house.writing() as tx:
        sheets.save(tx, "ola", Sheet(worksheet="long_term_goals", version=1), (), "telegram", answering.now)
        tx.connection.execute(update(sheet_rows).values(state=b"\x01 not what was written"))
    answering.ola.taps(f"{answering.screen().number}.paper.own_plan")
    await answering.settle()
    assert said(answering.ola, ["113"]), "it is said that something is wrong"
    await answering.types("/hjelp")
    assert said(answering.ola, ["113", "116 117"])


async def test_a_refusal_of_the_chat_before_does_not_close_the_one_of_now(answering: Town) -> None:
    """Something is on its way while the person moves to another account, and the old one has gone."""
    old = next_chat(answering)
    with answering.house.writing() as tx:
        chats.unbind(tx, "ola")
        assert chats.bind(tx, "ola", "4711", answering.now)
        waits = outgoing.Sending(how="bell", language=answering.code)
        outgoing.add(tx, "waits", "ola", waits, answering.now)
    assert refused(answering.house, "ola", old, answering.now), "something waits for the chat of now"
    with answering.house.reading() as tx:
        chat = chats.of(tx, "ola")
        assert chat is not None
        assert chat.closed_at is None
        assert outgoing.any_waits(tx, "ola")


def next_chat(town: Town) -> int:
    """The number of Ola's chat, as it is delivered to."""
    with town.house.reading() as tx:
        chat = chats.of(tx, "ola")
    assert chat is not None
    return int(chat.chat)


@pytest.mark.parametrize("harm", ["not of this version", "changed"])
async def test_a_row_that_cannot_be_read_gives_way_to_the_current_screen(
    answering: Town, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    with answering.house.writing() as tx:
        payload = b"\x01 not what was written"
        if harm == "not of this version":
            payload = tx.seal("ola", outgoing_rows.c.payload, "old", '{"how": "song", "language": "nb"}')
        row = {"id": "old", "user_id": "ola", "number": 1, "payload": payload, "created_at": answering.now}
        tx.connection.execute(insert(outgoing_rows).values(row))
    told = len(answering.ola.told)
    await answering.settle()
    assert len(answering.ola.told) == told + 1
    await answering.types("Sover")
    assert len(answering.ola.told) == told + 2
    assert caplog.text.count("cannot be read") == 1


async def test_one_person_without_a_key_is_looked_for_now_and_then(
    answering: Town, caplog: pytest.LogCaptureFixture
) -> None:
    with answering.house.writing() as tx:
        outgoing.add(tx, "waits", "ola", outgoing.Sending(how="bell", language="nb"), answering.now)
    answering.house.store.vault.keyring.destroy("ola")
    for _ in range(20):
        await answering.channel.sender.deliver_due()
        answering.clock.passes(minutes=1)
    assert caplog.text.count("cannot be read") == 2


async def test_one_person_who_cannot_be_read_keeps_nobody_else_from_being_shown_their_screen(
    answering: Town, caplog: pytest.LogCaptureFixture
) -> None:
    answering.adds("kari", "Kari", "invitation-of-kari-7Hq2mZ-0123456789abcdefg")
    kari = Person(answering.fake, "Kari", language=answering.code)
    kari.starts("invitation-of-kari-7Hq2mZ-0123456789abcdefg")
    await answering.settle()
    with answering.house.writing() as tx:
        broken = update(talk_rows).where(talk_rows.c.user_id == "kari")
        tx.connection.execute(broken.values(state=b"\x01 not what was written"))
    told = len(answering.ola.told)
    assert show_again(answering.house, answering.now) == ["ola"]
    await answering.settle()
    assert len(answering.ola.told) == told + 1
    assert "cannot be shown" in caplog.text


async def test_nothing_reaches_the_log(answering: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    answering.fake.faults.fail("sendMessage", times=2)
    await answering.types("Hemmelighet nummer én")
    assert "Hemmelighet" not in caplog.text
    assert answering.channel.bot.token not in caplog.text


async def test_a_wait_written_down_before_the_clock_stepped_back_is_not_waited_for(answering: Town) -> None:
    answering.fake.faults.flood("sendMessage", retry_after=30)
    answering.ola.types("Sover")
    while answering.fake.updates.pending(answering.clock.now()):
        await answering.channel.poll.once()
    answering.clock.passes(seconds=2)
    await answering.channel.sender.deliver_due()
    answering.clock.passes(days=-1)
    started = answering.clock.now()
    await answering.settle()
    assert answering.clock.now() - started < 5
    assert answering.waiting() == 0


async def test_told_to_stop_it_stops_also_when_news_come_at_that_moment(answering: Town) -> None:
    sender = answering.channel.sender

    async def delivers() -> None:
        while True:
            await sender.round()

    under_way = asyncio.create_task(delivers())
    await asyncio.wait([under_way], timeout=0.1)  # now it waits for news
    sender.wake()
    await asyncio.sleep(0)
    under_way.cancel()
    await asyncio.wait([under_way], timeout=30)
    assert under_way.cancelled()
