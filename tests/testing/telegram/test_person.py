"""The person with the phone: what the bot hears of what they do, and what they cannot do."""

from __future__ import annotations

import pytest
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatMemberStatus, MessageLimit
from telegram.error import BadRequest

from bot.testing.telegram.person import Impossible, NoSuchButton, Person
from tests.testing.telegram.conftest import Town


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    """A button for each label, with that label in small letters as its data."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one.lower())] for one in labels])


async def heard(town: Town) -> list[Update]:
    """What the bot gets, confirmed."""
    got = await town.bot.get_updates()
    if got:
        await town.bot.get_updates(offset=got[-1].update_id + 1, limit=1)
    return list(got)


@pytest.fixture
async def mari(town: Town) -> Person:
    """Somebody who has opened the bot, and been asked something."""
    person = Person(town.telegram, language="nn")
    person.starts("abc-DEF_1")
    return person


async def test_a_start_carries_what_its_link_carries(town: Town, mari: Person) -> None:
    (update,) = await heard(town)
    message = update.message
    assert message is not None
    assert message.text == "/start abc-DEF_1"
    assert message.parse_entities(["bot_command"]).popitem()[1] == "/start"
    assert message.from_user is not None
    assert (message.from_user.first_name, message.from_user.language_code) == ("Mari", "nn")
    assert message.chat_id == message.from_user.id == mari.id > 2**32


async def test_a_text_too_long_for_one_message_comes_in_several(town: Town, mari: Person) -> None:
    text = "å" * (MessageLimit.MAX_TEXT_LENGTH - 1) + "🐾" + "ø" * 10
    mari.types(text)
    pieces = [one.message.text or "" for one in (await heard(town))[1:] if one.message]
    assert [len(piece) for piece in pieces] == [MessageLimit.MAX_TEXT_LENGTH - 1, 11]
    assert "".join(pieces) == text


async def test_a_tap_sends_the_data_and_the_message_it_stood_on(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, "Går det bra?", reply_markup=keyboard("Ja", "Nei"))
    (query_id,) = mari.taps("Nei")
    query = (await heard(town))[-1].callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (query_id, "nei", mari.id)
    assert query.message == sent
    assert await town.bot.answer_callback_query(query.id, "Takk", show_alert=True)
    assert [(one.answer, one.alert) for one in mari.presses] == [("Takk", True)]
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await town.bot.answer_callback_query(query.id)


async def test_a_press_can_be_answered_while_it_is_young(town: Town, mari: Person) -> None:
    await town.bot.send_message(mari.id, "Går det bra?", reply_markup=keyboard("Ja"))
    (query_id,) = mari.taps("ja")
    town.clock.passes(seconds=150)
    with pytest.raises(BadRequest, match="Query is too old"):
        await town.bot.answer_callback_query(query_id)
    assert [one.answer for one in mari.presses] == [None]


async def test_a_double_tap_is_two_presses(town: Town, mari: Person) -> None:
    await town.bot.send_message(mari.id, "Går det bra?", reply_markup=keyboard("Ja"))
    ids = mari.taps("Ja", times=2)
    assert [one.callback_query.id for one in (await heard(town))[1:] if one.callback_query] == ids
    assert len(set(ids)) == 2


async def test_only_a_button_that_is_there_can_be_tapped(town: Town, mari: Person) -> None:
    with pytest.raises(NoSuchButton, match="no message in the chat has a keyboard"):
        mari.taps("Ja")
    sent = await town.bot.send_message(mari.id, "Går det bra?", reply_markup=keyboard("Ja"))
    await town.bot.edit_message_text("Hva nå?", mari.id, sent.message_id, reply_markup=keyboard("Videre"))
    with pytest.raises(NoSuchButton, match=r"no «Ja» on message \d+; there are \['Videre'\]"):
        mari.taps("Ja")
    await town.bot.edit_message_reply_markup(mari.id, sent.message_id)
    with pytest.raises(NoSuchButton):
        mari.taps("Videre", on=mari.last)
    assert mari.presses == []


async def test_a_stale_tap_reaches_what_once_was_there(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, "Går det bra?", reply_markup=keyboard("Ja"))
    message = mari.last
    await town.bot.edit_message_text("Hva nå?", mari.id, sent.message_id)
    mari.taps("Ja", stale=True)
    query = (await heard(town))[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.is_accessible) == ("ja", True)
    await town.bot.delete_message(mari.id, sent.message_id)
    with pytest.raises(NoSuchButton):
        mari.taps("Ja", on=message)
    mari.taps("Ja", on=message, stale=True)
    query = (await heard(town))[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.message.message_id, query.message.is_accessible) == (sent.message_id, False)
    with pytest.raises(NoSuchButton):
        mari.taps("Kanskje", on=message, stale=True)


async def test_a_stale_tap_finds_the_last_message_that_had_the_button(town: Town, mari: Person) -> None:
    first, second = [
        await town.bot.send_message(mari.id, text, reply_markup=keyboard("Ja", "Nei")) for text in ("en", "to")
    ]
    await town.bot.edit_message_reply_markup(mari.id, second.message_id, reply_markup=keyboard("Ja"))
    await town.bot.send_message(mari.id, "tre", reply_markup=keyboard("Videre"))
    for label in ("Nei", "Ja"):
        mari.taps(label, stale=True)
    mari.taps("Nei", on=mari.told[0])
    pressed = [one.callback_query.message for one in await heard(town) if one.callback_query]
    assert [one.message_id for one in pressed if one] == [second.message_id] * 2 + [first.message_id]
    with pytest.raises(NoSuchButton, match="no message ever had «Kanskje»"):
        mari.taps("Kanskje", stale=True)


async def test_a_link_is_opened_not_pressed(town: Town, mari: Person) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Åpne", url="https://planprat.example/inn")]])
    await town.bot.send_message(mari.id, "Et spørsmål venter", reply_markup=link)
    assert mari.opens("Åpne") == "https://planprat.example/inn"
    with pytest.raises(Impossible, match="is a link"):
        mari.taps("Åpne")
    copying = InlineKeyboardButton("Kopier", copy_text=CopyTextButton("https://planprat.example/k/1"))
    await town.bot.send_message(mari.id, "Lenken", reply_markup=InlineKeyboardMarkup([[copying]]))
    assert mari.copies("Kopier") == "https://planprat.example/k/1"
    with pytest.raises(Impossible, match="copies nothing"):
        mari.copies("Åpne", on=mari.told[-2])


async def test_only_a_place_that_is_shared_on_moves(town: Town, mari: Person) -> None:
    with pytest.raises(Impossible, match="not shared live"):
        mari.moves(mari.sends_location())
    place = mari.sends_location(live=60)
    mari.moves(place)
    message = (await heard(town))[-1].edited_message
    assert message is not None
    assert message.location is not None
    assert (message.message_id, message.location.latitude) == (place.id, 59.92)


async def test_an_edit_tells_the_new_text(town: Town, mari: Person) -> None:
    own = mari.types("katt")
    town.clock.passes(minutes=2)
    mari.edits(own, "hund")
    message = (await heard(town))[-1].edited_message
    assert message is not None
    assert (message.message_id, message.text) == (own.id, "hund")
    assert message.edit_date is not None
    assert (message.edit_date - message.date).total_seconds() == 120
    await town.bot.send_message(mari.id, "Hei")
    with pytest.raises(Impossible):
        mari.edits(mari.last, "noe annet")
    await town.bot.delete_message(mari.id, own.id)
    with pytest.raises(Impossible):
        mari.edits(own, "rotte")


async def test_everything_that_is_not_text_comes_as_what_it_is(town: Town, mari: Person) -> None:
    mari.sends_photo("meg og hunden")
    mari.sends_document()
    mari.sends_voice()
    mari.sends_sticker()
    mari.sends_contact()
    mari.sends_location()
    mari.forwards("Husk timen i morgen", of="Kari")
    photo, document, voice, sticker, contact, location, forwarded = (
        one.message for one in (await heard(town))[1:] if one.message
    )
    assert photo.photo
    assert photo.caption == "meg og hunden"
    assert document.document
    assert voice.voice
    assert sticker.sticker
    assert contact.contact
    assert location.location
    assert forwarded.text == "Husk timen i morgen"
    assert forwarded.forward_origin is not None
    assert bytes(await (await town.bot.get_file(document.document)).download_as_bytearray()) == b"plan"


async def test_blocking_and_coming_back_is_told(town: Town, mari: Person) -> None:
    mari.blocks()
    with pytest.raises(Impossible, match="Mari has blocked the bot"):
        mari.types("hei")
    with pytest.raises(Impossible):
        mari.blocks()
    mari.comes_back()
    _, blocked, back, start = await heard(town)
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == ChatMemberStatus.BANNED
    assert back.my_chat_member is not None
    assert back.my_chat_member.old_chat_member.status == ChatMemberStatus.BANNED
    assert back.my_chat_member.new_chat_member.status == ChatMemberStatus.MEMBER
    assert start.message is not None
    assert start.message.text == "/start"
    with pytest.raises(Impossible):
        mari.comes_back()


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(town: Town, mari: Person) -> None:
    group = mari.adds_to_group("Familien")
    mari.types("Har du husket mamma?", chat=group)
    mari.types("/hjelp", chat=group)
    await town.bot.send_message(group.id, "Skriv til meg alene")
    mari.types("Greit", chat=group, reply_to=group.shown[-1])
    _, added, command, reply = await heard(town)
    assert added.my_chat_member is not None
    assert added.my_chat_member.chat.title == "Familien"
    assert command.message is not None
    assert (command.message.chat.type, command.message.text) == ("group", "/hjelp")
    assert reply.message is not None
    assert reply.message.text == "Greit"
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await town.bot.delete_message(group.id, command.message.message_id)


def test_an_app_sends_no_empty_message(town: Town) -> None:
    with pytest.raises(Impossible):
        Person(town.telegram).types("  ")
