"""Whatever a person types, there is a paper, and what can be read stands on it."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import typst
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.dialogs.screen import Road, Stone
from bot.dialogs.sheet import Item, Person
from bot.documents import OwnPlan, Paper, crisis_plan_pdf, own_plan_pdf, road_svg
from bot.documents.glyphs import FAMILIES, FONT_FOLDER, coverage
from bot.documents.press import press
from bot.documents.written import BOX, clean, fit, plain
from bot.plan.crisis_plan import CrisisPlan, Rung
from tests.documents.opened import Opened

AWKWARD = (
    "#panic() *fet* $x$ \\ `kode` @ref <merke> // ikke #[borte]",
    "<script>alert(1)</script> & ]]> '\"",
    "👨‍👩‍👧 ❤️‍🔥 👍🏽 🇳🇴 1️⃣",
    "中文 日本語 한국어",
    "שלום سلام ሰላም नमस्ते வணக்கம் สวัสดี",
    "\u202etxet nruter\u202c \u2066x\u2069 \ud800 \x00\x07\x1b\ufffe\ufeff",
    "a\u0301\u0915\u094d\u200d z̀̈͂̌ \u0301 \u200d \u20dd",
    "\ue000\uf8ff\U000f0000 \U0010ffff",
    "x" * 5000,
    "linje en\r\nlinje to\u2028linje tre\ttab",
    "{{ whose }} {% raise %}",
)
any_text = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(AWKWARD)


def plan_of(text: str) -> CrisisPlan:
    return CrisisPlan(
        signs=(Item(id="i1", text=text), Item(id="i2", ref=text)),
        triggers=text,
        step1=Rung(signs=(Item(id="i3", text=text),), actions=(Item(id="i4", text=text),)),
        step2=Rung(contacts=(Person(id="i5", name=text, phone=text, relation=text),)),
        step3=Rung(clinic=text),
        how_to_meet_me=text,
        look_again=text,
    )


def sheet_headed(text: str) -> dict[str, object]:
    """The words of the smallest paper there is."""
    return {
        **dict.fromkeys(("name", "date", "skip", "tick", "item", "sentence"), ""),
        "language": "nb",
        "size": 12,
        "title": "Plan",
        "page": "Side",
        "of": "av",
        "number": "Ark",
        "heading": text,
        "sections": [],
    }


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_text)
@example(AWKWARD[6])
@example(AWKWARD[8])
def test_any_text_gives_a_crisis_plan(paper: Paper, text: str) -> None:
    strange = replace(paper, whose=text, coordinator=text, coordinator_phone=text, look_again="", signs_text=str)
    assert len(Opened(crisis_plan_pdf(plan_of(text), strange)).reader.pages) >= 1


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_text)
def test_any_text_gives_a_road_and_an_own_plan(paper: Paper, text: str) -> None:
    road = Road(today=text, milestones=(Stone(text=text, nearest=True), Stone(text=text)), goal=text)
    own = OwnPlan(sections=((text, ((text, text),)),), roads=(road,))
    assert Opened(own_plan_pdf(own, replace(paper, agreed_on=None))).tree.all("Figure")[0].alt
    assert ET.fromstring(road_svg(road, paper.say)).get("role") == "img"  # noqa: S314 - our own


@settings(max_examples=40, derandomize=True, deadline=None)
@given(any_text)
def test_the_first_way_of_fitting_is_careful_enough(text: str) -> None:
    assert len(Opened(press("blank_sheet", sheet_headed(text), fits=(fit,))).reader.pages) >= 1


@pytest.mark.parametrize("text", AWKWARD)
def test_what_is_markup_elsewhere_is_only_text_here(paper: Paper, text: str) -> None:
    shown = Opened(crisis_plan_pdf(CrisisPlan(does_not_help=text), paper)).text
    ascii_words = [word for word in text.split() if word.isascii() and word.isprintable() and len(word) < 30]
    assert [word for word in ascii_words if word not in shown] == []


def test_line_breaks_stay_and_invisible_characters_go() -> None:
    assert clean("a\r\nb\u2028c\td\u202e\x00\ud800\u200be") == "a\nb\nc de"
    assert fit("to\nlinjer") == "to\nlinjer"


def test_a_name_from_right_to_left_takes_nothing_of_our_sentence_along() -> None:
    """On paper, where the line is drawn from left to right: the name, and then the day."""
    heading = "«\u2068יעל\u2069», 12. mars"
    shown = Opened(press("blank_sheet", sheet_headed(heading))).text
    assert 0 <= shown.index("ל") < shown.index("12")
    assert clean("\u2069a\u2068b\u2068c\u2069d\u2068\u2067e\u2069") == "ab\u2068c\u2069de", "only whole pairs"
    assert plain("\u2068c\u2069") == "c"


def test_what_no_font_draws_is_shown_as_a_box_and_the_rest_is_kept() -> None:
    assert fit("hei 中 😀") == f"hei {BOX} 😀"
    assert fit("\uf8ff") == BOX
    assert fit("a\u0915\u0301") == f"aक{BOX}"
    assert fit("👨‍👩‍👧 ❤️") == "👨‍👩‍👧 ❤️"


def test_an_endless_word_gets_places_to_break_and_an_ordinary_one_does_not() -> None:
    assert "\u200b" in fit("x" * 5000)
    assert fit("x" * 5000).replace("\u200b", "") == "x" * 5000
    assert fit("oppfølgingskoordinatoren") == "oppfølgingskoordinatoren"


def test_when_the_typesetter_refuses_the_plainer_way_is_taken() -> None:
    words = sheet_headed("中 hei")
    assert f"{BOX} hei" in Opened(press("blank_sheet", words, fits=(str, plain))).text
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        press("blank_sheet", words, fits=(str,))


@pytest.mark.parametrize("letters", ["æøåÆØÅéüčžšŋđŧ «»–…", "АБВабв", "ابپچ", "אבג", "ሀለ", "कख", "கங", "กข", "😀❤"])
def test_the_shipped_fonts_draw_what_people_here_write(letters: str) -> None:
    assert any(set(map(ord, letters)) - {0x20} <= family for family in coverage())


def test_every_family_has_its_files_and_a_licence() -> None:
    assert [family for family, drawn in zip(FAMILIES, coverage(), strict=True) if not drawn] == []
    assert sorted(file.name for file in FONT_FOLDER.glob("LICENSE-*.txt")) == ["LICENSE-DejaVu.txt", "LICENSE-Noto.txt"]
    assert sum(file.stat().st_size for file in FONT_FOLDER.glob("*.ttf")) < 6_000_000
