"""All checks together: silent about what is shipped, and each heard when there is something to say."""

from __future__ import annotations

from pathlib import Path

from bot.proofreading import proofread
from bot.proofreading.pieces import pieces
from bot.proofreading.remarks import CATALOGUE, as_dict, remark, table, worst_first
from tests.houses import content, language
from tests.proofreading.written import content_with

WRONG_NB = """
asks: Vil du det? Eller ikke?
names: Trykk «Borte».
consent: Du må godkjenne eit svvar.
hard: >-
  Kommunen behandler personopplysninger om individuelle planer, og vurderer fortløpende hvilke tjenesteytere
  innbyggeren forhåpentligvis trenger framover, uavhengig av bostedsadressen, sivilstanden og inntekten
  som er registrert i folkeregisteret.
same: {one: Vent, other: Vent}
"""
WRONG_NN = """
asks: Vil du det?
names: Trykk «Vent».
consent: Du må godkjenna svaret ikke no.
hard: Tenke er fint!
same: {one: Vent, other: Bi}
"""


def test_the_shipped_texts_have_no_remarks() -> None:
    assert [str(one) for one in proofread(content())] == []


def test_every_check_takes_part(tmp_path: Path) -> None:
    found = {one.code for one in proofread(content_with(tmp_path, WRONG_NB, WRONG_NN)) if one.id.startswith("menu.")}
    assert found == CATALOGUE.keys() - {"hard_worksheet", "no_dictionary", "near_label", "long_message", "long_button"}


def test_every_text_is_looked_at_in_both_languages_and_all_its_forms() -> None:
    texts = pieces(content(), language())
    plurals = len(content().plurals["nb"]) + len(content().plurals["nn"])
    assert len(texts) == len(content().texts["nb"]) + len(content().texts["nn"]) + plurals
    assert not any("{{" in piece.words for piece in texts)


def test_the_worst_comes_first() -> None:
    mild = remark("hard_text", "nb/a.yaml", "a", 31.0, liks=31.0, most=30)
    bad = remark("hard_text", "nn/z.yaml", "z", 44.0, liks=44.0, most=30)
    other = remark("unused", "nb/a.yaml", "a")
    assert worst_first([other, mild, bad, mild]) == [bad, mild, other]


def test_a_table_says_what_where_and_what_to_do() -> None:
    one = remark("hard_word", "nb/menu.yaml", "menu.title", word="signere", instead="«si ja til»")
    assert table([one]) == [
        "WHAT       FILE          ID",
        "hard_word  nb/menu.yaml  menu.title  «signere» is a word of the office; instead: «si ja til»",
    ]
    assert as_dict(one)["code"] == "hard_word"
