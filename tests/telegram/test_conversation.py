"""The conversation in a chat: the same screens, edited in place after a tap, sent anew after a text, never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from telegram import Update

from bot.actions.actors import Actor
from bot.actions.converse import converse
from bot.dialogs.event import Opened, Typed, decode
from bot.dialogs.screen import Say
from bot.storage import sheets
from bot.telegram.commits import AT_ONCE
from bot.testing.telegram.person import Person
from tests.telegram.town import INVITATION, Town, said, texts

USUAL = "activities.usual"
SHEET = "short_term_goals"


async def test_an_invitation_binds_the_chat_and_the_first_screen_comes(town: Town) -> None:
    town.ola.starts(INVITATION)
    await town.settle()
    assert town.screen().id == "onboarding.welcome"
    assert said(town.ola, ["Planprat", "Anne"])
    assert town.ola.last.protected


async def test_a_tap_edits_the_message_and_a_text_gets_a_new_one(answering: Town) -> None:
    ola, shown = answering.ola, answering.ola.last
    await answering.types("Søv lenge. Går tur med bikkja om eg orkar")
    assert ola.last.id != shown.id
    assert answering.answer(SHEET, USUAL) == "Søv lenge. Går tur med bikkja om eg orkar"
    asked = ola.last
    await answering.taps("skip")
    assert ola.last.id == asked.id
    assert answering.screen().id == "short_term_goals.activities.obstacle" or ola.last.text != asked.text
    assert all(press.answer == "" for press in ola.presses), "every press is answered"


async def test_an_old_button_changes_nothing_and_shows_where_we_are(answering: Town) -> None:
    ola, old = answering.ola, answering.ola.last
    await answering.types("Sover")
    skip = next(button["text"] for button in old.buttons if button["callback_data"].endswith(".skip"))
    ola.taps(skip, on=old)
    await answering.settle()
    assert answering.answer(SHEET, USUAL) == "Sover"
    assert answering.screen().notices[0].id == "walk.notice.old"  # type: ignore[union-attr]
    assert ola.last.id > old.id, "the screen comes below, not in the old message"


async def test_a_double_tap_answers_one_question(answering: Town) -> None:
    number = answering.screen().number
    answering.ola.taps(f"{number}.skip", times=2)
    await answering.settle()
    with answering.house.reading() as tx:
        sheet = sheets.load(tx, "ola", SHEET)
    assert sheet is not None
    assert len(sheet.answers) == 1
    assert answering.screen().number == number + 1, "the second tap leaves the next question's buttons good"


async def test_a_press_that_is_too_old_to_be_answered_counts_all_the_same(answering: Town) -> None:
    answering.ola.taps(f"{answering.screen().number}.skip")
    answering.fake.pressed.clear()
    await answering.settle()
    assert answering.screen().id == f"{SHEET}.activities.wish"


async def test_after_quiet_weeks_numbers_begin_anew_and_nothing_is_passed_over(answering: Town) -> None:
    """Ids of updates start at random after a week without any (Bot API): higher or lower, here both."""
    ids, texts_ = [], ("Sover", "Tegne", "Penger", "Tegne mer")
    for text in texts_:
        answering.clock.passes(days=8)
        answering.ola.types("/meny")
        (waiting,) = answering.fake.updates.pending(answering.clock.now())
        ids.append(waiting.id)
        await answering.settle()
        await answering.taps(f"open.{SHEET}")
        await answering.types(text)
    keys = ("activities.usual", "activities.wish", "activities.obstacle", "activities.goal")
    assert tuple(answering.answer(SHEET, key) for key in keys) == texts_
    assert sorted(ids) != ids
    assert sorted(ids, reverse=True) != ids


async def test_the_same_update_again_changes_nothing(answering: Town) -> None:
    before = len(answering.ola.told)
    answering.fake.updates.repeat(3)
    await answering.types("Sover")
    assert answering.history(SHEET, USUAL) == ["Sover"]
    assert len(answering.ola.told) == before + 1


async def test_killed_after_the_commit_the_answer_still_comes(answering: Town) -> None:
    before = len(answering.ola.told)
    answering.ola.types("Sover")
    await answering.channel.poll.once()
    assert answering.answer(SHEET, USUAL) == "Sover"
    assert len(answering.ola.told) == before
    await answering.restart()
    await answering.settle()
    assert answering.history(SHEET, USUAL) == ["Sover"]
    assert len(answering.ola.told) == before + 1


async def test_after_a_start_who_was_active_sees_the_screen_again(answering: Town) -> None:
    before = len(answering.ola.told)
    answering.clock.passes(minutes=5)
    await answering.restart()
    await answering.shows_again()
    assert len(answering.ola.told) == before + 1
    answering.clock.passes(minutes=20)
    await answering.restart()
    await answering.shows_again()
    assert len(answering.ola.told) == before + 1, "who has been away for long is not disturbed"


async def test_sixteen_taps_are_one_message_and_nothing_is_flooded(answering: Town) -> None:
    ola = answering.ola
    await answering.types("Sover")
    shown, edits = ola.last, answering.fake.counted["editmessagetext"]
    number = answering.screen().number
    for _ in range(16):
        ola.taps(f"{number}.explain", on=shown)
    while answering.fake.updates.pending(answering.clock.now()):
        await answering.channel.poll.once()
    await answering.settle()
    assert answering.fake.counted["editmessagetext"] - edits == 1
    assert all(press.answer == "" for press in ola.presses)
    assert answering.fake.pace.refused == 0


async def test_both_channels_in_the_middle_of_a_worksheet(answering: Town) -> None:
    await answering.types("Sover")
    actor = Actor("user", "ola")
    on_page = converse(answering.house, actor, Opened(), channel="web", key="a", now=answering.now)
    assert on_page.screen.id == "consent.channel", "each channel is asked about by itself"
    here = decode(next(one.wire for one in on_page.screen.options if one.wire.endswith("here")))
    assert here is not None
    on_page = converse(answering.house, actor, here, channel="web", key="b", now=answering.now)
    assert on_page.screen.id == "short_term_goals.activities.wish"
    converse(answering.house, actor, Typed("Gå på kino"), channel="web", key="c", now=answering.now)
    told = len(answering.ola.told)
    answering.ola.types("Tør ikke gå alene")
    await answering.settle()
    assert answering.answer(SHEET, "activities.wish") == "Gå på kino"
    assert answering.answer(SHEET, "activities.obstacle") == "Tør ikke gå alene"
    assert len(answering.ola.told) == told + 1, "the channel of the event gets the screen, and it asks nothing twice"


async def test_deleting_everything_says_goodbye_and_leaves_a_stranger(answering: Town) -> None:
    await answering.types("/slett")
    await answering.taps("all")
    await answering.taps("yes")
    wire = next(one.wire for one in answering.screen().options if one.wire.endswith("yes"))
    answering.ola.taps(wire)
    await answering.settle()
    erased = Say(id="choices.erased", values={"coordinator": "Anne"})
    words = answering.house.language.say(erased, answering.code)
    assert words in answering.ola.last.text
    assert answering.ola.last.buttons == [], "there is nothing left to go back to"
    answering.ola.types("hei")
    await answering.settle()
    assert said(answering.ola, ["Planprat", "113"])


async def test_one_persons_many_taps_do_not_keep_another_waiting(answering: Town) -> None:
    """The person is locked first and the place taken after: sixteen taps hold one place among those being taken."""
    answering.adds("per", "Per", INVITATION.replace("ola", "per"))
    per = Person(answering.fake, "Per")
    number = answering.screen().number
    for _ in range(16):
        answering.ola.taps(f"{number}.explain")
    per.starts(INVITATION.replace("ola", "per"))
    updates = await answering.channel.bot.get_updates()
    done: list[int] = []

    async def taken(update: Update) -> None:
        await answering.channel.intake.take(update, patient=True)
        done.append(update.update_id)

    await asyncio.gather(*(taken(update) for update in updates))
    assert len(done) == 17
    assert done.index(updates[-1].update_id) < AT_ONCE
    assert [one for one in done if one != updates[-1].update_id] == [one.update_id for one in updates[:-1]]


async def test_one_persons_slowness_delays_nobody(make_town: Callable[..., Any]) -> None:
    town: Town = await make_town()
    token = INVITATION.replace("ola", "per")
    town.adds("per", "Per", token)
    per = Person(town.fake, "Per")
    town.ola.starts(INVITATION)
    per.starts(token)
    await town.settle()
    told, edits = len(texts(per)), town.fake.counted["editmessagetext"]
    town.fake.faults.flood("sendMessage", retry_after=20)  # met by Ola's message
    town.ola.types("/hjelp")
    while town.fake.updates.pending(town.clock.now()):
        await town.channel.poll.once()
    town.clock.passes(seconds=2)
    await town.channel.sender.deliver_due()
    per.types("/hjelp")
    while town.fake.updates.pending(town.clock.now()):
        await town.channel.poll.once()
    town.clock.passes(seconds=1)
    await town.channel.sender.deliver_due()
    assert len(texts(per)) == told + 1, "while Ola's still waits"
    assert town.fake.counted["editmessagetext"] == edits
    assert len(texts(town.ola)) == 1
    await town.settle()
    assert len(texts(town.ola)) == 2
