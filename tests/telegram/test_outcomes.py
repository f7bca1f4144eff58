"""Everything else a person can send: each has a decided, polite outcome, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.dialogs.screen import Say
from bot.telegram.commands import NAMES
from bot.testing.telegram.person import Person
from tests.telegram.town import Town, said

SHEET, USUAL, WISH = "short_term_goals", "activities.usual", "activities.wish"
DYING = {"nb": "Jeg vil ikke leve lenger", "nn": "Eg vil ikkje leve lenger"}


def words(town: Town, id_: str, **values: str | int) -> str:
    """One of our texts, in the town's language."""
    return town.house.language.say(Say(id=id_, values=values), town.code)


@pytest.mark.parametrize(
    ("send", "what"),
    [
        (Person.sends_sticker, "sticker"),
        (Person.sends_photo, "photo"),
        (Person.sends_voice, "voice"),
        (Person.sends_contact, "contact"),
        (Person.sends_document, "file"),
        (Person.sends_location, "place"),
        (lambda ola: ola.forwards("Ta vare på deg selv"), "forward"),
    ],
)
async def test_what_is_no_text_is_answered_in_words(
    answering: Town, send: Callable[[Person], object], what: str
) -> None:
    number = answering.screen().number
    send(answering.ola)
    await answering.settle()
    assert answering.ola.last.text.startswith(words(answering, f"telegram.other.{what}"))
    assert words(answering, f"{SHEET}.steps.{USUAL}.ask") in answering.ola.last.text, "and the question stands below"
    assert answering.screen().number == number, "the buttons above still work"
    assert answering.answer(SHEET, USUAL) == ""


async def test_what_the_app_tells_by_itself_is_no_message_of_the_persons(answering: Town) -> None:
    """A place that is shared for an hour is an edit every few seconds: one sentence at its beginning, and no more."""
    place = answering.ola.sends_location(live=3_600)
    await answering.settle()
    told = len(answering.ola.told)
    for _ in range(3):
        answering.ola.moves(place)
    answering.ola.pins(answering.ola.last)
    await answering.settle()
    assert len(answering.ola.told) == told


async def test_a_caption_that_says_somebody_wants_to_die_is_read(answering: Town) -> None:
    answering.ola.sends_photo(caption=DYING[answering.code])
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.")
    assert said(answering.ola, ["113"])


@pytest.mark.parametrize(
    ("command", "screen"),
    [("/meny", "menu"), ("/hjelp", "help_now"), ("/pause", "paused.pause"), ("/stopp", "paused.stop"),
     ("/slett", "removing.ask"), ("/MENY@planprat_practice_bot", "menu")],
)  # fmt: skip
async def test_commands_work_in_the_middle_of_a_question(answering: Town, command: str, screen: str) -> None:
    await answering.types(command)
    assert answering.screen().id == screen
    assert answering.answer(SHEET, USUAL) == ""


async def test_the_command_for_language_is_the_other_one(answering: Town) -> None:
    await answering.types("/sprak")
    other = "nn" if answering.code == "nb" else "nb"
    assert answering.house.language.say(Say(id=f"{SHEET}.steps.{USUAL}.ask"), other) in answering.ola.last.text  # type: ignore[arg-type]


async def test_the_command_for_the_coordinator_says_how_to_reach_them(answering: Town) -> None:
    await answering.types("/koordinator")
    assert said(answering.ola, ["Anne", "22 33 44 55"])
    assert answering.screen().id == f"{SHEET}.{USUAL}"


async def test_an_unknown_command_is_no_answer(answering: Town) -> None:
    await answering.types("/hva")
    assert answering.ola.last.text.startswith(words(answering, "telegram.unknown_command"))
    assert answering.answer(SHEET, USUAL) == ""
    await answering.types("/ det er skrått")
    assert answering.answer(SHEET, USUAL) == "/ det er skrått"


async def test_commands_are_told_in_both_languages(town: Town) -> None:
    await town.channel.prepare()
    told = {language: commands for (_, language), commands in town.fake.commands.items()}
    assert set(told) == {"", "nb", "nn"}
    assert [one["command"] for one in told["nn"]] == list(NAMES)
    assert told["nb"] != told["nn"]


async def test_an_edited_message_changes_its_answer_and_the_history_keeps_both(answering: Town) -> None:
    typed = await answering.types("Søver")
    await answering.types("Tegne")
    answering.ola.edits(typed, "Sover lenge")
    await answering.settle()
    assert answering.answer(SHEET, USUAL) == "Sover lenge"
    assert answering.history(SHEET, USUAL) == ["Søver", "Sover lenge"]
    assert answering.answer(SHEET, WISH) == "Tegne"
    assert answering.screen().id == f"{SHEET}.activities.obstacle", "the place in the conversation stays"
    answering.ola.edits(typed, "Sover til elleve")
    await answering.settle()
    assert answering.answer(SHEET, USUAL) == "Sover til elleve"


async def test_an_edit_of_what_was_changed_since_changes_nothing(answering: Town) -> None:
    typed = await answering.types("Sover")
    await answering.taps("back")
    await answering.types("Går tur")
    answering.ola.edits(typed, "Sover lenge")
    await answering.settle()
    assert answering.answer(SHEET, USUAL) == "Går tur"
    assert answering.ola.last.text.startswith(words(answering, "edits.not_changed"))


async def test_an_edit_of_what_was_no_answer_gets_a_polite_word(answering: Town) -> None:
    await answering.types("/meny")
    typed = await answering.types("hei der")
    answering.ola.edits(typed, "hei du")
    await answering.settle()
    assert answering.ola.last.text.startswith(words(answering, "edits.not_changed"))


async def test_an_edit_that_says_somebody_wants_to_die_is_answered(answering: Town) -> None:
    typed = await answering.types("Sover")
    answering.ola.edits(typed, DYING[answering.code])
    await answering.settle()
    assert answering.screen().id.startswith("disclosure.")
    assert said(answering.ola, ["113"])
    assert answering.answer(SHEET, USUAL) == DYING[answering.code]


async def test_a_long_text_in_two_messages_is_one_answer(answering: Town) -> None:
    text = "å" * 5_000
    answering.ola.types(text)
    await answering.settle()
    assert answering.answer(SHEET, USUAL) == text
    assert answering.screen().id == f"{SHEET}.{WISH}"
    assert answering.answer(SHEET, WISH) == ""


async def test_a_long_text_in_three_messages_is_one_answer(answering: Town) -> None:
    text = "".join(f"{number} " for number in range(2_300))[:10_000].strip()
    answering.ola.types(text)
    await answering.settle()
    assert answering.answer(SHEET, USUAL) == text.replace("  ", " ")
    assert answering.answer(SHEET, WISH) == ""


async def test_what_a_long_text_has_no_room_for_does_not_become_the_next_answer(answering: Town) -> None:
    text = "".join(f"{number:06d} " for number in range(4_000))
    answering.ola.types(text)
    await answering.settle()
    kept = answering.answer(SHEET, USUAL)
    assert text.startswith(kept)
    assert len(kept) > 16_000
    assert answering.answer(SHEET, WISH) == ""
    assert answering.screen().id == f"{SHEET}.{WISH}"
    assert words(answering, "edits.too_long", limit=20_000) in answering.ola.last.text
    answering.clock.passes(seconds=4)
    await answering.types("Tegne")
    assert answering.answer(SHEET, WISH) == "Tegne"


async def test_parts_that_were_cut_early_are_one_answer_all_the_same(answering: Town) -> None:
    """An app cuts at a space: with long words each part is a good deal shorter than a message can be."""
    text = " ".join("x" * 89 for _ in range(180))
    answering.ola.types(text)
    await answering.settle()
    assert answering.answer(SHEET, USUAL) == text
    assert answering.answer(SHEET, WISH) == ""


async def test_a_text_that_comes_later_is_the_next_answer(answering: Town) -> None:
    await answering.types("å" * 4_096)
    answering.clock.passes(seconds=4)
    await answering.types("Tegne")
    assert answering.answer(SHEET, USUAL) == "å" * 4_096
    assert answering.answer(SHEET, WISH) == "Tegne"


async def test_two_short_texts_are_two_answers(answering: Town) -> None:
    answering.ola.types("Sover")
    answering.ola.types("Tegne")
    await answering.settle()
    assert (answering.answer(SHEET, USUAL), answering.answer(SHEET, WISH)) == ("Sover", "Tegne")


async def test_a_reply_goes_to_the_question_replied_to(answering: Town) -> None:
    asked = answering.ola.last
    await answering.taps("skip")
    await answering.types("Tegne")
    shown = answering.screen().id
    answering.ola.types("Sover", reply_to=asked)
    await answering.settle()
    # The message was edited when «Hopp over» was tapped: it asked for the wish last, and that has an answer now.
    assert answering.answer(SHEET, USUAL) == ""
    assert answering.answer(SHEET, WISH) == "Tegne"
    assert said(answering.ola, [words(answering, "walk.notice.changed_meanwhile")]) or answering.screen().id == shown


async def test_a_reply_to_an_older_question_without_an_answer_is_stored_there(answering: Town) -> None:
    first = answering.ola.last
    typed = await answering.types("Sover")
    assert typed.id > first.id
    second = answering.ola.last
    answering.ola.types("/meny")
    await answering.settle()
    answering.ola.types("Tegne", reply_to=second)
    await answering.settle()
    assert answering.ola.last.text.startswith(words(answering, "telegram.reply_elsewhere"))
    assert answering.answer(SHEET, WISH) == ""


async def test_markup_and_braces_stay_what_was_typed(answering: Town) -> None:
    await answering.types("<b>{{ coordinator }}</b> & *stjerne* _strek_")
    assert answering.answer(SHEET, USUAL) == "<b>{{ coordinator }}</b> & *stjerne* _strek_"
    assert "<b>{{ coordinator }}</b> & *stjerne* _strek_" in answering.ola.last.text
