"""What stands in a chat: sending, editing, deleting, files, and who may write at all."""

from __future__ import annotations

import random

import pytest
from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyParameters
from telegram.constants import MessageLimit
from telegram.error import BadRequest, Forbidden

from bot.testing.telegram.person import PICTURE, Person
from tests.testing.telegram.conftest import Town

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes")]])
NO = InlineKeyboardMarkup([[InlineKeyboardButton("Nei", callback_data="1.no")]])


@pytest.fixture
def mari(town: Town) -> Person:
    """Somebody who has opened the bot."""
    person = Person(town.telegram)
    person.starts()
    return person


async def test_a_message_is_remembered_with_its_keyboard(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, " Går det bra? ", reply_markup=YES, protect_content=True)
    assert sent.text == mari.last.text == "Går det bra?"
    assert sent.reply_markup == YES
    assert mari.keyboard == ["Ja"]
    assert sent.has_protected_content
    assert mari.last.protected
    assert sent.date.timestamp() == town.clock.now()


async def test_a_message_that_is_not_protected_says_so(town: Town, mari: Person) -> None:
    await town.bot.send_message(mari.id, "Hei", disable_notification=True)
    assert not mari.last.protected
    assert mari.last.silent


async def test_an_answer_stands_with_its_question(town: Town, mari: Person) -> None:
    asked = await town.bot.send_message(mari.id, "Hva heter hunden?")
    answer = mari.types("Pelle", reply_to=mari.last)
    sent = await town.bot.send_message(mari.id, "Fint navn", reply_parameters=ReplyParameters(answer.id))
    assert answer.reply_to == asked.message_id
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "Pelle"
    gone = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await town.bot.send_message(mari.id, "Hei", reply_parameters=gone)).reply_to_message is None


async def test_an_edit_replaces_text_and_keyboard(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, "En", reply_markup=YES, protect_content=True)
    town.clock.passes(seconds=5)
    await town.bot.edit_message_text("To", mari.id, sent.message_id, reply_markup=NO)
    assert (mari.last.text, mari.keyboard, mari.last.protected) == ("To", ["Nei"], True)
    assert mari.last.body["edit_date"] == mari.last.body["date"] + 5
    await town.bot.edit_message_text("To", mari.id, sent.message_id)
    assert mari.last.buttons == [], "an edit without a keyboard takes it away"
    await town.bot.edit_message_reply_markup(mari.id, sent.message_id, reply_markup=YES)
    assert (mari.last.text, mari.keyboard) == ("To", ["Ja"])


async def test_an_edit_that_changes_nothing_is_refused(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, "En", reply_markup=YES)
    same = "specified new message content and reply markup are exactly the same"
    with pytest.raises(BadRequest, match=same):
        await town.bot.edit_message_text("En ", mari.id, sent.message_id, reply_markup=YES)
    with pytest.raises(BadRequest, match=same):
        await town.bot.edit_message_reply_markup(mari.id, sent.message_id, reply_markup=YES)
    assert mari.last.earlier == []


@pytest.mark.parametrize("keyboard", [ReplyKeyboardMarkup([["Ja"]]), ForceReply()], ids=["keyboard", "reply"])
async def test_a_message_with_another_keyboard_is_never_edited(
    town: Town, mari: Person, keyboard: ReplyKeyboardMarkup | ForceReply
) -> None:
    sent = await town.bot.send_message(mari.id, "Hei", reply_markup=keyboard)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await town.bot.edit_message_text("Hallo", mari.id, sent.message_id)


async def test_a_file_has_no_text_to_edit(town: Town, mari: Person) -> None:
    sent = await town.bot.send_document(mari.id, b"plan", filename="plan.txt")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await town.bot.edit_message_text("Hallo", mari.id, sent.message_id)


async def test_what_is_deleted_is_gone_for_both(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, "Hei")
    own = mari.types("Min kode er 1234")
    assert await town.bot.delete_message(mari.id, own.id)
    assert await town.bot.delete_messages(mari.id, [sent.message_id, own.id, 999])
    assert [one.text for one in mari.sees] == ["/start"]
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await town.bot.edit_message_text("Hallo", mari.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await town.bot.delete_message(mari.id, own.id)


async def test_after_48_hours_nothing_can_be_deleted(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, "Hei")
    town.clock.passes(hours=47, minutes=59)
    young = await town.bot.send_message(mari.id, "Hei igjen")
    town.clock.passes(minutes=1)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted$"):
        await town.bot.delete_message(mari.id, sent.message_id)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted$"):
        await town.bot.delete_messages(mari.id, [young.message_id, sent.message_id])
    assert len(mari.told) == 2, "one that is too old saves the others"
    assert await town.bot.delete_message(mari.id, young.message_id)


async def test_who_has_blocked_the_bot_is_not_written_to(town: Town, mari: Person) -> None:
    sent = await town.bot.send_message(mari.id, "Hei")
    mari.blocks()
    for write in (
        town.bot.send_message(mari.id, "Hei"),
        town.bot.send_document(mari.id, b"plan"),
        town.bot.edit_message_text("Hallo", mari.id, sent.message_id),
    ):
        with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
            await write
    mari.comes_back()
    await town.bot.send_message(mari.id, "Velkommen tilbake")
    assert mari.last.text == "Velkommen tilbake"


async def test_who_never_wrote_is_not_found(town: Town) -> None:
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await town.bot.send_message(Person(town.telegram).id, "Hei")


async def test_a_document_arrives_to_the_byte(town: Town, mari: Person) -> None:
    noise = random.Random(3).randbytes(5_000)  # noqa: S311 - any bytes
    content = b"\r\n--\r\n\x00\n\r" + noise + b"\r\n"
    sent = await town.bot.send_document(mari.id, content, filename="Min plån.pdf", caption="Planen din")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("Min plån.pdf", len(content))
    assert (mari.last.text, mari.last.protected) == ("Planen din", False)
    fetched = await (await town.bot.get_file(sent.document.file_id)).download_as_bytearray()
    assert bytes(fetched) == content
    again = await town.bot.send_document(mari.id, sent.document.file_id)
    assert again.document == sent.document


async def test_a_photo_is_looked_into(town: Town, mari: Person) -> None:
    sent = await town.bot.send_photo(mari.id, PICTURE, caption="Veien")
    assert [(size.width, size.height) for size in sent.photo] == [(1, 1)]
    assert mari.last.text == "Veien"
    jpeg = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x0b\x08\x00\x30\x00\x40\x01\x01\x11\x00"
    assert [(size.width, size.height) for size in (await town.bot.send_photo(mari.id, jpeg)).photo] == [(64, 48)]
    thin = PICTURE[:16] + (400).to_bytes(4, "big") + (10).to_bytes(4, "big")
    for picture, words in ((b"%PDF-1.7", "Image_process_failed"), (thin, "Photo_invalid_dimensions")):
        with pytest.raises(BadRequest, match=words):
            await town.bot.send_photo(mari.id, picture)


async def test_a_caption_and_an_empty_file_have_their_limits(town: Town, mari: Person) -> None:
    longest = "å" * MessageLimit.CAPTION_LENGTH
    assert (await town.bot.send_photo(mari.id, PICTURE, caption=longest)).caption == longest
    with pytest.raises(BadRequest, match=r"^Message caption is too long$"):
        await town.bot.send_photo(mari.id, PICTURE, caption=longest + "å")
    with pytest.raises(BadRequest, match=r"^File must be non-empty$"):
        await town.bot.send_document(mari.id, b"", filename="tom.txt")


async def test_the_bot_knows_itself_its_commands_and_its_chats(town: Town, mari: Person) -> None:
    assert (await town.bot.get_me()).username == town.bot.username
    for language, words in (("nb", "Hjelp nå"), ("nn", "Hjelp no")):
        assert await town.bot.set_my_commands([("hjelp", words)], language_code=language)
    assert [one.description for one in await town.bot.get_my_commands(language_code="nn")] == ["Hjelp no"]
    assert await town.bot.get_my_commands() == ()
    assert await town.bot.delete_my_commands(language_code="nn")
    assert await town.bot.get_my_commands(language_code="nn") == ()
    assert (await town.bot.get_chat(mari.id)).first_name == "Mari"
    assert await town.bot.send_chat_action(mari.id, "typing")
