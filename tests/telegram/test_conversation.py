"""The conversation in a chat: bound once, answered, edited in place, sent anew, and never lost."""

from __future__ import annotations

from tests.telegram.town import INVITATION, Town, said, texts


async def test_an_invitation_binds_the_chat_and_the_first_screen_comes(town: Town) -> None:
    town.ola.starts(INVITATION)
    await town.settle()
    assert town.screen().id == "onboarding.welcome"
    assert said(town.ola, ["Planprat", "Anne"])
    assert town.ola.last.protected


async def test_a_tap_edits_the_message_and_a_text_gets_a_new_one(answering: Town) -> None:
    ola = answering.ola
    assert answering.screen().id == "short_term_goals.activities.usual"
    shown = ola.last
    ola.types("Søv lenge. Går tur med bikkja om eg orkar")
    await answering.settle()
    assert ola.last.id != shown.id
    assert answering.answer("short_term_goals", "activities.usual") == "Søv lenge. Går tur med bikkja om eg orkar"
    asked = ola.last
    number = answering.screen().number
    ola.taps(f"{number}.skip")
    await answering.settle()
    assert ola.last.id == asked.id
    assert len(texts(ola)) == len({one.id for one in ola.told})
    assert [press.answer for press in ola.presses] == [""] * len(ola.presses)
