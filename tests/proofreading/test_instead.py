"""Words that are not to be written: hard ones, those of the other language, forms we did not choose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.dialogs.context import Language as Code
from bot.proofreading import lists
from bot.proofreading.instead import instead
from bot.proofreading.lists import Instead
from bot.proofreading.pieces import pieces, words_of
from tests.houses import content
from tests.houses import language as our_language
from tests.proofreading.written import places, text


@pytest.mark.parametrize(
    ("words", "language", "word", "write"),
    [
        ("Eg veit ikke.", "nn", "ikke", "«ikkje»"),
        ("Hva gjer du?", "nn", "hva", "«kva»"),
        ("Snakk med noen.", "nn", "noen", "«nokon»"),
        ("Ring hvis det hastar.", "nn", "hvis", "«viss»"),
        ("Vil du se planen?", "nn", "se", "«sjå»"),  # these four are in the dictionary of the wrong language
        ("Det var ein drøm.", "nn", "drøm", "«draum»"),
        ("Du brukar tid.", "nb", "brukar", "«bruker»"),
        ("Én gong til.", "nb", "gong", "«gang»"),
        ("Kva gjør du?", "nb", "kva", "«hva»"),
        ("Snakk med nokon.", "nb", "nokon", "«noen»"),
        ("Eg vet ikke.", "nb", "eg", "«jeg»"),
    ],
)
def test_a_word_of_the_other_language(words: str, language: Code, word: str, write: str) -> None:
    (found,) = instead("other_language", [text(words, language=language)], lists.giveaways())
    assert found.what.startswith(f"«{word}»")
    assert write in found.do


@pytest.mark.parametrize(
    ("words", "language", "word"),
    [
        ("Du kan tenke på det.", "nn", "tenke"),
        ("Me vil prøve.", "nn", "me"),
        ("Det vart seint.", "nn", "vart"),
        ("Ein gamal ven", "nn", "ven"),
        ("Slik blir framtida.", "nb", "framtida"),
        ("Ring legevakten.", "nb", "legevakten"),
    ],
)
def test_a_form_that_was_not_chosen(words: str, language: Code, word: str) -> None:
    found = list(instead("other_form", [text(words, language=language)], lists.forms()))
    assert any(one.what.startswith(f"«{word}»") for one in found)


@pytest.mark.parametrize(("words", "language"), [("Du må godkjenne planen.", "nb"), ("Planen er kryptert.", "nn")])
def test_a_hard_word(words: str, language: Code) -> None:
    found = list(instead("hard_word", [text(words, language=language)], lists.hard_words()))
    assert places(found) == [("hard_word", f"{language}/menu.yaml", "menu.text")]


def test_whole_words_in_any_place_and_size() -> None:
    unwanted = [Instead("nb", r"plan\w*", "«det vi vil»", frozenset({"menu.excepted"}))]
    texts = [
        text("PLANEN. Planer? «plan»"),
        text("Kriseplan, flyplan og eplan", "menu.other"),
        text("Plan", "menu.excepted"),
        text("Plan", language="nn"),
    ]
    found = list(instead("hard_word", texts, unwanted))
    assert places(found) == [("hard_word", "nb/menu.yaml", "menu.text")] * 3


def test_good_texts_have_no_remarks() -> None:
    texts = [
        text("Jeg vet ikke hva jeg vil. Kan jeg svare senere, sammen med noen?"),
        text("Eg veit ikkje kva eg vil. Kan eg svare seinare, saman med nokon?", language="nn"),
    ]
    for code, unwanted in (
        ("other_language", lists.giveaways()),
        ("other_form", lists.forms()),
        ("hard_word", lists.hard_words()),
    ):
        assert list(instead(code, texts, unwanted)) == []


def test_every_form_that_was_chosen_is_written_down() -> None:
    told = (Path(__file__).resolve().parents[2] / "docs" / "language.md").read_text("utf-8").casefold()
    for one in lists.forms():
        for word in re.findall(r"\w+", one.instead.casefold()):
            assert re.search(rf"\b{word}\b", told), f"{one.language} {one.pattern}: {one.instead}"


def test_where_a_word_is_right_all_the_same_it_stands() -> None:
    """No exception outlives its text."""
    texts = {(piece.language, piece.id): piece.words for piece in pieces(content(), our_language())}
    for one in (*lists.hard_words(), *lists.forms(), *lists.giveaways()):
        for id_ in one.but:
            words = {word.casefold() for word in words_of(texts[one.language, id_])}
            assert any(re.fullmatch(one.pattern, word) for word in words), (one, id_)


def test_enough_pairs_give_a_language_away() -> None:
    by_language = {code: [one for one in lists.giveaways() if one.language == code] for code in ("nb", "nn")}
    assert all(len(found) >= 60 for found in by_language.values())
    assert not {one.pattern for one in by_language["nb"]} & {one.pattern for one in by_language["nn"]}


def test_what_is_to_be_written_is_not_itself_unwanted() -> None:
    """«tenke» → «tenkje»: nobody is sent from one remark to the next."""
    for one in lists.giveaways():
        word = one.instead.strip("«»").partition(",")[0]
        others = (other for other in (*lists.giveaways(), *lists.forms()) if not other.but)
        unwanted = [other for other in others if other.language == one.language]
        assert not any(re.fullmatch(other.pattern, word) for other in unwanted), one
