"""What is recognised as a disclosure, phrase by phrase, and how: to the letter, explained, in linear time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogs import safety
from bot.dialogs.letters import collapse, fold
from bot.dialogs.patterns import Pattern, Tried
from bot.dialogs.phrases import FIRST_CODE, LAST_CODE, compile_phrases
from bot.dialogs.rules import Phrases
from bot.dialogs.safety import Finding, from_item, recognise
from tests.houses import content
from tests.yaml_files import loaded

PHRASES = loaded(Path(__file__).parents[1] / "safety" / "earlier.yaml")
DISCLOSURES = [phrase for phrase in PHRASES if phrase["class"] != "none"]
ORDINARY = (
    "Jeg står opp klokka åtte og lager kaffe. Så går jeg en tur med hunden, og handler litt mat hvis jeg har penger. "
    "Det er ikke alltid jeg orker å møte noen, men jeg vil gjerne prøve igjen. "
)
LONGEST = 20_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SOUP = ("jeg", "eg", "vil", "ikke", "dø", "å", "ta", "livet", "mitt", "har", "tatt", "alle", "pillene", ",", ".", "han")


def found(text: str) -> Finding | None:
    return recognise(text, content().phrases)


@pytest.mark.parametrize("kind", sorted({phrase["class"] for phrase in PHRASES}))
def test_each_phrase_is_taken_for_what_it_is(kind: str) -> None:
    missed = []
    for phrase in (one for one in PHRASES if one["class"] == kind):
        finding = found(phrase["text"])
        expected = (kind, phrase.get("acted", False), phrase.get("children", False))
        got = ("none", False, False) if finding is None else (finding.kind, finding.acted, finding.children)
        if got != expected:
            missed.append((phrase["language"], phrase["text"], got))
    assert not missed, missed


def test_the_phrases_are_many_of_each_sort_and_none_stands_twice() -> None:
    texts = [phrase["text"] for phrase in PHRASES]
    assert len(texts) == len(set(texts)) >= 400
    assert {phrase["language"] for phrase in PHRASES} == {"nb", "nn", "dialect", "en", "mixed"}
    assert 0.4 < len(DISCLOSURES) / len(PHRASES) < 0.6


@pytest.mark.parametrize("phrase", DISCLOSURES[::5], ids=lambda one: one["text"][:50])
def test_case_spacing_and_long_letters_make_no_difference(phrase: dict[str, Any]) -> None:
    finding = found(phrase["text"])
    loud = found("  ".join(phrase["text"].upper().replace("Å", "A\u030a").replace("Ø", "ØØØ").split(" ")))
    assert finding is not None
    assert loud is not None
    assert (loud.kind, loud.rule, loud.acted) == (finding.kind, finding.rule, finding.acted)


@pytest.mark.parametrize("phrase", DISCLOSURES[::5], ids=lambda one: one["text"][:50])
def test_buried_in_a_long_ordinary_answer_it_counts(phrase: dict[str, Any]) -> None:
    alone, buried = found(phrase["text"]), found(f"{ORDINARY * 10}{phrase['text'].strip('.')}. {ORDINARY * 10}")
    assert alone is not None
    assert buried is not None
    assert (buried.kind, buried.acted) == (alone.kind, alone.acted)


def test_it_is_explained_with_the_rule_and_the_own_sentence_to_the_letter() -> None:
    finding = found("Går tur med bikkja.  Men eg  ORKAR ikkje\nleve   lenger!! Så lagar eg mat.")
    assert finding is not None
    assert finding.rule == "own.not_live"
    assert finding.words == "Men eg  ORKAR ikkje\nleve   lenger!!"


def test_a_sentence_without_an_end_is_cut_around_what_was_said() -> None:
    finding = found("så " * 3000 + "jeg vil dø " + "og " * 3000)
    assert finding is not None
    assert "jeg vil dø" in finding.words
    assert len(finding.words.split()) < 100


@pytest.mark.parametrize(
    ("text", "kind", "acted"),
    [
        ("Jeg vil dø, og jeg har tatt alle pillene", "own_life", True),
        ("Jeg vil dø. Jeg kommer til å drepe ham.", "harm_others", False),
        ("Broren min vil ta livet sitt. Jeg orker ikke leve.", "own_life", False),
        ("Jeg dør av latter. Nei, jeg vil dø.", "own_life", False),
        ("Jeg vil ikke dø. Men i dag vil jeg dø.", "own_life", False),
        ("For ti år siden prøvde jeg å ta livet mitt. Nå vil jeg dø igjen.", "own_life", False),
    ],
)
def test_the_most_urgent_of_several_things_counts(text: str, kind: str, acted: bool) -> None:
    finding = found(text)
    assert finding is not None
    assert (finding.kind, finding.acted) == (kind, acted)


@pytest.mark.parametrize("item", ["item.25", "item.28"])
@pytest.mark.parametrize(("answer", "counts"), [("rarely", False), ("before_crisis", True), ("often", True)])
def test_items_25_and_28_give_a_finding(item: str, answer: str, counts: bool) -> None:
    step = content().worksheet("warning_signs").step(item)
    assert step is not None
    kind = "own_life" if item == "item.25" else "harm_others"
    assert from_item(step, answer) == (Finding(kind=kind, rule=item, answer=answer) if counts else None)


def test_another_item_gives_none() -> None:
    step = content().worksheet("warning_signs").step("item.24")
    assert step is not None
    assert from_item(step, "often") is None


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("file", ["warning_signs", "short_term_goals", "long_term_goals", "sub_goals", "crisis_plan"])
def test_our_own_examples_are_ordinary_answers(language: str, file: str) -> None:
    texts = content().texts["nb" if language == "nb" else "nn"]
    examples = {id_: text for id_, text in texts.items() if id_.startswith(f"{file}.") and id_.endswith("example")}
    assert {id_: found(text) for id_, text in examples.items() if found(text)} == {}


@pytest.mark.parametrize("item", [number for number in range(1, 41) if number not in (25, 28)])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_other_items_written_as_an_own_sign_are_no_disclosure(item: int, language: str) -> None:
    texts = content().texts["nb" if language == "nb" else "nn"]
    assert found(texts[f"warning_signs.steps.item.{item}.ask"]) is None


@given(st.text(max_size=300))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_any_text_at_all_is_read(text: str) -> None:
    finding = found(text)
    assert finding is None or finding.words


@given(st.lists(st.sampled_from(SOUP), max_size=40))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_the_words_given_are_always_a_piece_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    finding = found(text)
    assert finding is None or finding.words in text


@pytest.mark.parametrize(
    "piece",
    [ORDINARY, "jeg ", "i ", "a", "jeg vil ikke dø ", "jeg har ikke tenkt å ta livet mitt ", "tanker om å ta livet av ",
     "for ti år siden prøvde jeg å ta livet mitt ", "\u0301", "İ", "ǅ."],
    ids=lambda piece: repr(piece[:20]),
)  # fmt: skip
def test_a_disclosure_at_the_end_of_the_longest_answer_is_heard(piece: str) -> None:
    """Pieces that make a careless pattern try everything. How long it takes is shown by `make bench`."""
    ending = ". Jeg vil ta livet mitt."
    heard = found((piece * LONGEST)[: LONGEST - len(ending)] + ending)
    assert heard is not None
    assert heard.kind == "own_life"


def test_fold_keeps_the_length() -> None:
    assert fold("ÅØÆ éÖÄ İ") == "aoæ eoæ İ"
    assert collapse("døøør ikkke 1000") == "dør ike 1000"


@pytest.mark.parametrize(
    "rule",
    [
        {"id": "x", "class": "own_life", "say": ["<nobody> vil"]},
        {"id": "x", "class": "own_life", "say": ["{nothing} vil"]},
        {"id": "x", "class": "own_life", "say": ["jeg vil"], "unless": ["never"]},
        {"id": "x", "class": "own_life", "say": ["jeg vil"], "anywhere": ["never"]},
    ],
)
def test_a_rule_that_names_what_is_not_there_is_refused(rule: dict[str, Any]) -> None:
    phrases = Phrases.model_validate({"language": "nb", "rules": [rule]})
    with pytest.raises(ValueError, match="no such"):
        compile_phrases([phrases])


def test_more_words_than_there_are_codes_for_are_refused() -> None:
    words = [f"{a}{b}{c}{d}" for a in "bdfg" for b in LETTERS for c in LETTERS for d in LETTERS]
    assert len(words) > LAST_CODE - FIRST_CODE
    phrases = Phrases.model_validate(
        {"language": "nb", "groups": {"many": words}, "rules": [{"id": "x", "class": "own_life", "say": ["<many>"]}]}
    )
    with pytest.raises(ValueError, match="more words than"):
        compile_phrases([phrases])


def test_a_part_among_other_words_is_refused() -> None:
    phrases = Phrases.model_validate(
        {
            "language": "nb",
            "parts": {"end": ["ende"]},
            "rules": [{"id": "x", "class": "own_life", "say": ["vil|{end}"]}],
        }
    )
    with pytest.raises(ValueError, match="cannot be one of several"):
        compile_phrases([phrases])


def small(**rule: object) -> tuple[Phrases, ...]:
    """One rule, with words to read it by."""
    groups = {"i": ["jeg"], "other": ["mamma"], "says": ["sier"], "me": ["meg"]}
    contexts = {"worried": ["redd"], "asking": ["hvorfor"]}
    rules = [{"id": "x", "class": "own_life", **rule}]
    return (Phrases.model_validate({"language": "nb", "groups": groups, "contexts": contexts, "rules": rules}),)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("selvmord-", "selvmordsfantasier"),
        ("skade", "vil skad"),
        ("skade", "vil skada"),
        ("kvele", "kvæl"),
        ("borte igjen|$", "jeg er borte"),
        ("borte igjen|$", "jeg er borte, sa jeg"),
        ("borte igjen|$", "borte igjen da"),
    ],
)
def test_a_word_is_known_by_its_beginning_and_as_it_is_spoken(phrase: str, text: str) -> None:
    assert recognise(text, small(say=[phrase])) is not None


@pytest.mark.parametrize(("phrase", "text"), [("borte igjen|$", "borte fra jobben"), ("selvmord-", "selv")])
def test_and_as_nothing_else(phrase: str, text: str) -> None:
    assert recognise(text, small(say=[phrase])) is None


def test_a_hint_is_heard_when_no_plain_word_is() -> None:
    hint = small(say=["borte"], faint=True)[0]
    plain = small(say=["døden"])[0].rules[0].model_copy(update={"id": "plain"})
    both = (hint.model_copy(update={"rules": (*hint.rules, plain)}),)
    assert [(found := recognise(text, both)) and found.rule for text in ("borte", "borte i døden")] == ["x", "plain"]


def test_what_must_stand_anywhere_may_stand_in_another_sentence() -> None:
    phrases = small(say=["borte"], anywhere=["asking"])
    assert [bool(recognise(text, phrases)) for text in ("Er borte.", "Hvorfor? Er borte.")] == [False, True]


def test_hints_of_another_are_a_worry_where_somebody_worries() -> None:
    phrases = small(say=["borte"], whose=True, others_only=["worried"])
    texts = ("mamma borte", "mamma borte, er redd", "borte")
    kinds = [(found := recognise(text, phrases)) and found.kind for text in texts]
    assert kinds == [None, "third_party", "own_life"]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Jeg skader meg.", True),
        ("Jeg skader meg ikke lenger.", False),
        ("Jeg skader meg ikke, og vil ikke.", False),
        ("Selvskading: nei.", False),
        ("Jeg har ikke en plan om å ta livet mitt.", False),
        ("Jeg har ikke turt å ta livet mitt.", True),
        ("Alt handler om å ikke ta livet mitt.", True),
        ("Jeg har lovet å ikke ta livet mitt.", False),
    ],
)
def test_what_is_not_done_is_denied_and_what_is_struggled_with_is_not(text: str, heard: bool) -> None:
    assert (found(text) is not None) == heard


def test_only_phrases_whose_words_stand_in_a_text_are_tried_in_their_order() -> None:
    def pattern(*needs: str) -> Pattern:
        return Pattern("", tuple(map(frozenset, needs)))

    tried = Tried([pattern("ab"), pattern(), pattern("c", "ab"), pattern("d")])
    assert tried.possible(frozenset("ac")) == [0, 1, 2]
    assert tried.possible(frozenset("d")) == [1, 3]
    assert tried.possible(frozenset("c")) == [1]


def test_no_group_part_or_context_is_left_over() -> None:
    files = content().phrases
    said = [phrase for file in files for rule in file.rules for phrase in rule.say]
    said += [
        phrase for file in files for table in (file.parts, file.contexts) for one in table.values() for phrase in one
    ]
    said += [phrase for file in files for phrase in file.idioms]
    code = "".join(path.read_text("utf-8") for path in Path(safety.__file__).parent.glob("*.py"))
    named = {name for phrase in said for name in re.findall(r"[<{](\w+)[>}]", phrase)} | set(
        re.findall(r'"(\w+)"', code)
    )
    named |= {name for file in files for one in (file.joined, file.beside, file.inflected, file.tails) for name in one}
    around = [words for file in files for one in file.homographs for words in (one.after, one.not_after, one.before)]
    named |= {name.strip("<>") for words in around for name in words}
    named |= {
        name
        for file in files
        for rule in file.rules
        for name in (*rule.unless, *rule.only, *rule.anywhere, *rule.also, *rule.others_only)
    }
    tables = (table for file in files for table in (file.groups, file.parts, file.contexts))
    assert {name for table in tables for name in table} - named == set()
