"""In a chat, too, everything that is written is read: replies, long texts in parts, whatever becomes of them."""

from __future__ import annotations

from tests.telegram.town import Town, said

DYING = {"nb": "Jeg vil ikke leve lenger", "nn": "Eg vil ikkje leve lenger"}
PILLS = {"nb": "Jeg har tatt alle pillene", "nn": "Eg har teke alle pillane"}
SHEET, USUAL = "short_term_goals", "activities.usual"


async def test_a_reply_to_a_question_of_another_place_is_read(answering: Town) -> None:
    question = answering.ola.last
    answering.ola.types("/meny")
    await answering.settle()
    answering.ola.types(DYING[answering.code], reply_to=question)
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.own_life.")
    assert said(answering.ola, ["113"])
    assert answering.answer(SHEET, USUAL) == ""


async def test_a_long_text_is_read_in_both_its_parts(answering: Town) -> None:
    await answering.types("å" * 4_096)
    answering.ola.types(f"{DYING[answering.code]}. Ha det.")
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.own_life.")
    assert answering.answer(SHEET, USUAL).endswith("Ha det.")


async def test_what_runs_over_the_cut_is_read_as_one_text(answering: Town) -> None:
    text = DYING[answering.code]
    begun, rest = text[:10], text[10:]
    await answering.types("å" * (4_095 - len(begun)) + " " + begun)
    answering.ola.types(rest)
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.own_life.")


async def test_a_forwarded_text_is_not_the_persons_own_but_is_read(answering: Town) -> None:
    answering.ola.forwards(DYING[answering.code])
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.")


async def test_an_edit_while_the_reply_asks_is_read_too(answering: Town) -> None:
    """Whoever is asked whether they are safe may answer with an edit or under a picture, and say that it is done."""
    typed = await answering.types(DYING[answering.code])
    assert answering.screen().id.startswith("disclosure.own_life.")
    answering.ola.edits(typed, PILLS[answering.code])
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.acted.")
    answering.ola.edits(typed, PILLS[answering.code] + ".")
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.acted."), "the same once more changes nothing"


async def test_a_caption_while_the_reply_asks_is_read_too(answering: Town) -> None:
    await answering.types(DYING[answering.code])
    answering.ola.sends_photo(caption=PILLS[answering.code])
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.acted.")
