"""Files in the chat: papers that were asked for, the road as a picture, and removing what stands there."""

from __future__ import annotations

from datetime import timedelta

from bot.actions.entering import Arrival, bind_link, who
from bot.dialogs.screen import Road, Say, Stone
from bot.storage import links, log, outgoing
from bot.storage.hashing import token_hash
from tests.telegram.town import Town, said, texts

SHEET, USUAL = "short_term_goals", "activities.usual"


def words(town: Town, id_: str) -> str:
    """One of our texts, in the town's language."""
    return town.house.language.say(Say(id=id_), town.code)


async def test_the_own_plan_comes_as_a_file_that_may_be_passed_on(answering: Town) -> None:
    await answering.types("Sover")
    await answering.types("/meny")
    answering.ola.taps(words(answering, "telegram.paper.own_plan"))
    await answering.settle()
    file = next(one for one in answering.ola.told if "document" in one.body)
    assert file.body["document"]["file_name"] == "min-plan.pdf"
    assert not file.protected
    assert all(one.protected for one in answering.ola.told if one is not file)


async def test_a_paper_of_nothing_is_a_sentence(answering: Town) -> None:
    await answering.types("/meny")
    answering.ola.taps(words(answering, "telegram.paper.crisis_plan"))
    await answering.settle()
    assert words(answering, "papers.not_yet.crisis_plan") in texts(answering.ola)


async def test_the_button_on_an_old_message_gives_no_paper_after_the_yes_was_taken_back(answering: Town) -> None:
    await answering.types("Sover")
    await answering.types("/meny")
    old = answering.ola.last
    await answering.taps("choices")
    await answering.taps("withdraw.channel")
    await answering.taps("yes")
    answering.ola.taps(words(answering, "telegram.paper.own_plan"), on=old, stale=True)
    await answering.settle()
    assert not [one for one in answering.ola.told if "document" in one.body]


async def test_the_road_is_a_picture_with_its_words(answering: Town) -> None:
    road = Road(today="Inne", milestones=(Stone(text="Ringe søster", nearest=True),), goal="Eget sted")
    with answering.house.writing() as tx:
        outgoing.add(
            tx, "road", "ola", outgoing.Sending(how="picture", language=answering.code, road=road), answering.now
        )
    await answering.settle()
    photo = next(one for one in answering.ola.told if "photo" in one.body)
    assert "Ringe søster" in photo.text
    assert "Eget sted" in photo.text
    assert photo.protected


async def test_where_one_is_logged_in_is_seen_and_ended_from_the_chat(answering: Town) -> None:
    town, ola = answering, answering.ola
    with town.house.writing() as tx:
        until = town.now + timedelta(days=14)
        links.make_link(tx, "link-phone", "ola", token_hash("phone"), "anne", town.now, until)
    arrival = Arrival(
        "phone", "493027", remembered=True, secret="s3cret", device="Chrome på Android", address="198.51.100.7"
    )
    bind_link(town.house, arrival, "493027", town.code, town.now)
    assert who(town.house, "s3cret", town.now) is not None
    await town.types("/meny")
    shown = town.screen()
    ola.taps(words(town, "menu.link.devices"))
    await town.settle()
    assert said(ola, ["Chrome på Android", words(town, "telegram.devices.text")])
    ola.taps(words(town, "telegram.devices.log_out"))
    await town.settle()
    assert ola.last.text.endswith(words(town, "telegram.devices.none"))
    assert who(town.house, "s3cret", town.now) is None
    assert town.screen() == shown, "the conversation stays where it was"
    with town.house.reading() as tx:
        assert "forget_other_devices" in [one.action for one in log.all_of(tx, "ola")]


async def test_removing_from_the_chat_touches_no_answer(answering: Town) -> None:
    typed = await answering.types("Sover")
    old = answering.ola.last
    await answering.types("/slett")
    await answering.taps("chat")
    assert typed.deleted
    assert old.deleted
    assert answering.answer(SHEET, USUAL) == "Sover"
    assert words(answering, "telegram.cleared.all") in texts(answering.ola)
    assert answering.ola.last.buttons, "the question stands there again"
    assert len(answering.ola.sees) == 2


async def test_what_is_out_of_reach_is_said(answering: Town) -> None:
    old = await answering.types("Sover")
    answering.clock.passes(hours=49)
    new = await answering.types("Tegne")
    await answering.types("/slett")
    await answering.taps("chat")
    assert new.deleted
    assert not old.deleted
    assert words(answering, "telegram.cleared.older") in texts(answering.ola)


async def test_what_telegram_will_not_remove_is_said(answering: Town) -> None:
    old = await answering.types("Sover")
    answering.clock.passes(hours=47, minutes=59)
    old.body["date"] -= 3_600
    await answering.types("/slett")
    await answering.taps("chat")
    assert not old.deleted
    assert words(answering, "telegram.cleared.some") in texts(answering.ola)
