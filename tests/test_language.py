"""Our sentences in both languages: filled, written out, never mixed with code, and quick."""

from __future__ import annotations

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import LANGUAGES, load
from bot.dialogs.context import Language as Code
from bot.dialogs.screen import Day, Quote, Say
from bot.language import Language
from tests.content.cases import SOUND
from tests.houses import language

LANGUAGE = Language(load(SOUND))
NB: Code = "nb"
NN: Code = "nn"


def test_a_plain_text() -> None:
    assert LANGUAGE.say(Say(id="common.no"), NB) == "Nei"
    assert LANGUAGE.say(Say(id="day.steps.up.options.early"), NN) == "Tidleg"


@given(st.text())
def test_a_quote_comes_back_to_the_letter(text: str) -> None:
    assert LANGUAGE.say(Quote(text=text), NB) == text


@given(st.text(st.characters(max_codepoint=0x58F)))
def test_a_value_is_shown_as_it_is(text: str) -> None:
    said = LANGUAGE.say(Say(id="common.greeting", values={"user": text}), NN)
    assert said == f"Hei, {text}!"


FSI, PDI, RLO = "\u2068", "\u2069", "\u202e"


@pytest.mark.parametrize("name", ["أحمد", "יעל", "Ali علي", "دانا 2", "\U0001e900\U0001e901"])
def test_a_name_from_right_to_left_has_a_direction_of_its_own(name: str) -> None:
    assert LANGUAGE.say(Say(id="common.greeting", values={"user": name}), NB) == f"Hei, {FSI}{name}{PDI}!"
    assert LANGUAGE.say(Quote(text=name), NB) == name


@given(st.text())
def test_no_name_turns_the_sentence_it_stands_in(text: str) -> None:
    said = LANGUAGE.say(Say(id="common.greeting", values={"user": f"{RLO}{text}{PDI}"}), NB)
    assert said.startswith(f"Hei, {FSI}")
    assert said.endswith(f"{PDI}!")
    inside = (line.removeprefix(FSI).removesuffix(PDI) for line in said[5:-1].split("\n"))
    assert not set("".join(inside)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_value_is_never_a_template() -> None:
    said = LANGUAGE.say(Say(id="common.greeting", values={"user": "{{ phone.legevakt }}{% raw %} <b>"}), NB)
    assert said == "Hei, {{ phone.legevakt }}{% raw %} <b>!"


def test_a_line_within_a_line_is_in_the_same_language() -> None:
    where = Say(id="common.where", lines={"worksheet": Say(id="week.title")})
    assert LANGUAGE.say(where, NB) == "Du er i «En uke»."
    assert LANGUAGE.say(where, NN) == "Du er i «Ei veke»."


def test_a_day_within_a_line() -> None:
    meeting = Say(id="common.meeting", values={"coordinator": "Berit"}, days={"day": Day(iso="2027-03")})
    assert LANGUAGE.say(meeting, NB) == "Du møter Berit mars 2027."


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        (NB, 1, "Ett svar"),
        (NN, 1, "Eitt svar"),
        (NB, 0, "0 svar"),
        (NB, 2, "2 svar"),
        (NN, 21, "21 svar"),
    ],
)
def test_n_chooses_the_plural_form(language: Code, n: int, said: str) -> None:
    assert LANGUAGE.say(Say(id="common.answers", values={"n": n}), language) == said


WAITED = (
    "consent.notice.colleague",
    "papers.who_sees.stand_in",
    "replies.told.agreed_stand_in",
    "replies.tell.unknown_stand_in",
    "desk.contact.stand_in_hint",
)
NAMES: dict[str, str | int] = {"coordinator": "Anne", "stand_in": "Kari"}


@pytest.mark.parametrize("language_code", [NB, NN])
@pytest.mark.parametrize("text", WAITED)
def test_a_wait_of_one_hour_is_an_hour(text: str, language_code: Code) -> None:
    """PLANPRAT_NOTICE_REMINDER_HOURS=1: never «på 1 timer»."""
    one = language().say(Say(id=text, values={**NAMES, "n": 1}), language_code)
    assert {NB: "én time", NN: "éin time"}[language_code] in one
    several = language().say(Say(id=text, values={**NAMES, "n": 24}), language_code)
    assert {NB: "24 timer", NN: "24 timar"}[language_code] in several


@pytest.mark.parametrize("values", [{}, {"n": "to"}])
def test_a_plural_without_a_number_is_refused(values: dict[str, str | int]) -> None:
    with pytest.raises(KeyError, match=r"common\.answers in nn"):
        LANGUAGE.say(Say(id="common.answers", values=values), NN)


def test_a_number_to_ring_cannot_be_parted_or_replaced() -> None:
    said = LANGUAGE.say(Say(id="common.urgent", values={"phone": "12 34 56 78"}), NB)
    assert said == "Ring legevakta på 116\N{NO-BREAK SPACE}117."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_text_is_named(language: Code) -> None:
    with pytest.raises(KeyError, match=rf"common\.nothing in {language}"):
        LANGUAGE.say(Say(id="common.nothing"), language)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(KeyError, match=r"common\.greeting in nb: 'user' is undefined"):
        LANGUAGE.say(Say(id="common.greeting"), NB)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("day", "written"),
    [
        (Day(iso="2027-03-14"), "14. mars 2027"),
        (Day(iso="2027-03-01"), "1. mars 2027"),
        (Day(iso="2027-03"), "mars 2027"),
        (Day(iso="2027"), "2027"),
        (Day(iso="2027-03-14", clock=True), "14. mars 2027"),
        (Day(iso="2027-03-14T12:05:59+00:00", clock=True), "14. mars 2027 kl. 13.05"),
        (Day(iso="2027-07-14T12:05:00Z", clock=True), "14. juli 2027 kl. 14.05"),
        (Day(iso="2027-03-14T12:05:00+00:00"), "14. mars 2027"),
        (Day(iso="2027-12-31T23:30:00.123456+00:00", clock=True), "1. januar 2028 kl. 00.30"),
        (Day(iso="2027-12-31T23:30:00+00:00"), "1. januar 2028"),
    ],
)
def test_a_date_is_as_precise_as_it_was_given(day: Day, written: str, language: Code) -> None:
    assert LANGUAGE.day(day, language) == written


@pytest.mark.parametrize(
    "typed",
    [
        "unknown",
        "til våren",
        "",
        "2027-13",
        "2027-02-30",
        "0000-01-01",
        "2027-03-14T12:05",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_no_date_stays_as_typed(typed: str) -> None:
    assert LANGUAGE.day(Day(iso=typed, clock=True), NB) == typed


@given(st.text())
def test_no_date_breaks_a_screen(typed: str) -> None:
    assert isinstance(LANGUAGE.day(Day(iso=typed), NN), str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_thousands_are_set_apart(language: Code) -> None:
    assert LANGUAGE.number(20000, language) == "20\N{NO-BREAK SPACE}000"
    assert LANGUAGE.number(7, language) == "7"


def test_a_plain_text_is_said_within_twenty_microseconds() -> None:
    line = Say(id="common.no")
    times = 1000
    best = min(timeit.repeat(lambda: LANGUAGE.say(line, NB), number=times, repeat=5)) / times
    assert best < 20e-6
