"""«Hva betyr dette?» on every screen on which a word of the field stands: all questions of all worksheets, all replies.

Every screen of the scenarios is held to the same (`tests/scenarios/runner.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from pydantic import ValidationError

from bot.content import LANGUAGES
from bot.dialogs.context import Channel, Language
from bot.dialogs.conversation import answer, show
from bot.dialogs.effects import SaveSheet
from bot.dialogs.event import Event, Press, Typed, decode
from bot.dialogs.screen import Say, Screen
from bot.dialogs.sheet import Sheet
from bot.dialogs.talk import Place, Talk
from bot.dialogs.words import FieldWord, finder, texts_of, words_on
from tests.dialogs.disclosing import ALL, everything
from tests.dialogs.explaining import check_explained, field_words, meanings, words_read
from tests.dialogs.known import NOW, Known, agreed
from tests.houses import content

WORKSHEETS = sorted({id_ for id_, _ in content().worksheets})


@dataclass(frozen=True)
class Answering(Known):
    """Somebody with sheets, kept between two events."""

    sheets: dict[str, Sheet] = field(default_factory=dict)

    def sheet(self, worksheet: str) -> Sheet | None:
        return self.sheets.get(worksheet)


def walked(worksheet: str, known: Answering) -> Iterator[Screen]:
    """Every screen of a worksheet whose every question is answered; each also with its explanation opened."""
    talk = Talk(number=1, here=Place(scene="answering", spot="question", worksheet=worksheet))
    for _ in range(200):
        yield (shown := show(known, talk, NOW))
        yield show(known, talk.model_copy(update={"looking": "explain"}), NOW)
        if shown.id.endswith(".summary"):
            return
        move = answer(known, talk, next_answer(shown), NOW)
        known.sheets.update({one.sheet.worksheet: one.sheet for one in move.effects if isinstance(one, SaveSheet)})
        talk = move.talk
    raise AssertionError(f"{worksheet} has no end")


def next_answer(shown: Screen) -> Event:
    """An answer to what is asked: the last option that calls for no reply, or something typed."""
    presses = {press.verb: press for button in shown.options if (press := decode(button.wire))}
    if "done" in presses:
        return presses["done"]
    if shown.field is not None:
        typed = "mars 2027" if shown.field.kind == "date" else "12 34 56 78"
        return Typed(typed, key=shown.field.key, revision=shown.field.revision)
    first = decode(shown.options[0].wire)
    assert first is not None
    calm = any(sign in shown.id for sign in ("item.25", "item.28")) or "pick" in presses
    return first if calm else presses.get("choose", first)


@pytest.fixture(scope="module")
def answering() -> Answering:
    """The same person for all worksheets: what one offers to another is there."""
    return Answering(consents={**agreed(), "plan": agreed()["notice"], "channel": agreed()["notice"]})


def test_every_question_of_every_worksheet_is_explained(answering: Answering) -> None:
    asked = set()
    for worksheet in ("short_term_goals", "long_term_goals", "sub_goals", "warning_signs", "crisis_plan"):
        for shown in walked(worksheet, answering):
            check_explained(shown)
            asked.add(shown.id)
    steps = {f"{one.id}.{step.id}" for one in content().worksheets.values() for step in one.steps()}
    assert {id_.partition(".")[0] for id_ in asked} == set(WORKSHEETS)
    assert steps <= asked, f"not walked: {sorted(steps - asked)}"


@pytest.mark.parametrize(("known", "finding", "again"), ALL)
def test_every_reply_is_explained(known: Known, finding: object, again: bool) -> None:
    for reply in everything(known, finding, again=again):  # type: ignore[arg-type]
        check_explained(show(known, reply.move.talk, NOW))


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_help_now_explains_last_what_is_to_be_done_first(channel: Channel) -> None:
    talk = Talk(number=3, here=Place(scene="help_now"))
    shown = show(Known(channel=channel), talk.model_copy(update={"looking": "explain"}), NOW)
    check_explained(shown)
    assert "emergency_clinic" in meanings(shown)
    assert [isinstance(line, Say) and line.id == "walk.word_line" for line in shown.body] == sorted(
        isinstance(line, Say) and line.id == "walk.word_line" for line in shown.body
    )


def test_a_screen_without_such_a_word_has_no_button_too_many(answering: Answering) -> None:
    plain = Screen(id="x", number=1, ask=Say(id="walk.your_answer"))
    assert words_on(plain, ("answering", ""), answering.words_in) == ()


def test_a_pressed_button_opens_and_closes_the_meanings(answering: Answering) -> None:
    talk = Talk(number=3, here=Place(scene="copies", spot="list"))
    opened = answer(answering, talk, Press(3, "explain"), NOW).talk
    shown = show(answering, opened, NOW)
    assert meanings(shown) >= words_read(shown, "nb") >= {"copy", "crisis_plan"}
    closed = answer(answering, opened, Press(3, "explain"), NOW).talk
    assert meanings(show(answering, closed, NOW)) == set()


def test_the_check_itself_would_notice(answering: Answering) -> None:
    shown = show(answering, Talk(number=3, here=Place(scene="menu")), NOW)
    check_explained(shown)
    silent = shown.model_copy(update={"nav": tuple(one for one in shown.nav if ".explain" not in one.wire)})
    with pytest.raises(AssertionError, match="offers no explanation"):
        check_explained(silent)


@pytest.mark.parametrize(
    ("text", "stands"),
    [("Planen din", True), ("PLAN", True), ("«Plan»", True), ("Kriseplan", False), ("planlegge", False), ("", False)],
)
def test_a_word_is_a_whole_word(text: str, stands: bool) -> None:
    find = finder({"plan": FieldWord(word="Plan", meaning="x", forms=("plan", "planen"))})
    assert find(text) == (("plan",) if stands else ())


def test_words_within_words_of_several_are_found_too() -> None:
    words = {"plan": FieldWord(word="x", meaning="x", forms=("plan",))}
    words["individual_plan"] = FieldWord(word="x", meaning="x", forms=("individuell plan",))
    assert finder(words)("En individuell plan") == ("individual_plan", "plan")
    assert finder({})("En plan") == ()


def test_a_word_has_a_form() -> None:
    with pytest.raises(ValidationError):
        FieldWord(word="Plan", meaning="x", forms=())


def test_both_languages_explain_the_same_words_and_each_stands_somewhere() -> None:
    assert field_words("nb").keys() == field_words("nn").keys()
    met = {word for words in content().field_words.values() for word in words}
    assert field_words("nb").keys() - met == {"consent", "individual_plan"}, "these are what the consents are about"


MAY_EXPLAIN = {"plan", "crisis_plan", "coordinator", "goal", "worksheet", "municipality"}  # met before all others


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_meaning_needs_no_explaining_in_its_turn(code: Language) -> None:
    find = finder({key: FieldWord(word=key, meaning="x", forms=tuple(of)) for key, of in field_words(code).items()})
    for id_, text in content().texts[code].items():
        _, key, part = (*id_.split("."), "", "")[:3]
        if id_.startswith("words.") and part in {"meaning", "relative"}:
            assert set(find(text)) - {key} <= MAY_EXPLAIN, text


def test_what_is_filled_in_counts_and_own_words_do_not() -> None:
    title = Say(id="menu.go_on_with", lines={"worksheet": Say(id="crisis_plan.title")}, values={"text": "legevakt"})
    shown = Screen(id="x", number=1, body=(title,))
    assert set(texts_of(shown)) == {"menu.go_on_with", "crisis_plan.title"}
    assert Known().words_in("crisis_plan.title") == ("crisis_plan",)
