"""The rules held to their test set, to built sentences and to ordinary answers; and the figures that we publish."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import yaml_files
from tests.safety.families import built, families, of_family
from tests.safety.measured import (
    CLASSES,
    HERE,
    KINDS,
    MISSED,
    PARTS,
    TABLE,
    found,
    listing,
    missed,
    missed_of_learnt,
    phrases,
    table,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "safety.md"
FAMILIES = families()
ORDINARY = yaml_files.loaded(HERE / "ordinary.yaml")
FALSE_ALARMS = 0.02  # of ordinary answers, at most

# Marks that are wrong in `learnt`, as docs/safety.md says: (not found, found without being meant).
ACTED_WRONG = (45, 52)
CHILDREN_WRONG = (13, 29)  # not found: mostly mentioned in no word that we know; not meant: another's, or grown up

OTHER_KINDS = {"ordinary", "idiom", "negation", "past", "fiction", "other"}


def documented(heading: str) -> str:
    """The section of docs/safety.md with this heading."""
    return DOCUMENT.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("part", PARTS)
def test_each_line_says_what_it_is(part: str) -> None:
    for phrase in phrases(part):
        kinds = OTHER_KINDS if phrase.expected == "none" else {*KINDS}
        assert phrase.expected in (*CLASSES, "none"), phrase
        assert phrase.kind in kinds, phrase
        assert phrase.language in {"nb", "nn", "dialect", "en", "mixed"}, phrase
        assert not (phrase.expected == "none" and (phrase.acted or phrase.children)), phrase


def test_the_set_is_large_half_of_it_innocent_and_a_third_unseen() -> None:
    seen, unseen = phrases("seen"), phrases("unseen")
    texts = [phrase.text for phrase in (*seen, *unseen)]
    assert len(set(texts)) == len(texts) >= 400
    innocent = sum(phrase.expected == "none" for phrase in (*seen, *unseen))
    assert 0.45 < innocent / len(texts) < 0.55
    assert len(unseen) / len(texts) >= 1 / 3
    assert {phrase.language for phrase in seen} == {"nb", "nn", "dialect", "en", "mixed"}


def test_no_phrase_of_the_unseen_part_has_been_learnt_from() -> None:
    unseen = {phrase.text for phrase in phrases("unseen")}
    assert not unseen & {phrase.text for part in ("seen", "learnt") for phrase in phrases(part)}


def test_what_is_missed_is_listed_and_nothing_else() -> None:
    assert listing("seen", "unseen") in documented("What is missed")
    assert MISSED.read_text(encoding="utf-8") == missed_of_learnt()


def test_the_documented_figures_are_those_computed(record_property: Callable[[str, object], None]) -> None:
    computed = table()
    record_property(TABLE, computed)  # shown at the end of the run, by whichever process reports
    told = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in documented("How well").splitlines()
        if line.startswith("|") and "---" not in line
    ]
    assert told == computed


@pytest.mark.parametrize("part", ["seen", "learnt"])
def test_what_the_rules_were_written_with_is_marked_as_it_should_be(part: str) -> None:
    wrong = {phrase for phrase, _ in missed(part)}
    children, acted = [], []
    for phrase in phrases(part):
        finding = found(phrase.text)
        if phrase not in wrong and finding is not None:
            if finding.acted != phrase.acted:
                acted.append(phrase)
            if finding.children != phrase.children:
                children.append(phrase)
    assert not (children or acted) or part == "learnt"
    if part == "learnt":
        missing = sum(phrase.acted for phrase in acted)
        assert (missing, len(acted) - missing) == ACTED_WRONG, acted
        missing = sum(phrase.children for phrase in children)
        assert (missing, len(children) - missing) == CHILDREN_WRONG, children


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["id"])
def test_whatever_is_built_of_a_family_is_a_disclosure(family: dict[str, object]) -> None:
    expected = (family["class"], bool(family.get("acted")))
    wrong = []
    for text in of_family(family):
        finding = found(text)
        if (finding.kind if finding else "none", bool(finding and finding.acted)) != expected:
            wrong.append((text, finding and finding.rule))
    assert not wrong


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["id"])
def test_the_nearest_innocent_sentences_are_left_alone(family: dict[str, list[str]]) -> None:
    assert [(text, finding.rule) for text in family["near"] if (finding := found(text))] == []


def test_a_family_is_built_as_it_says() -> None:
    assert built("(jeg|eg) vil [bare] dø") == [
        "jeg vil bare dø", "jeg vil dø", "eg vil bare dø", "eg vil dø"
    ]  # fmt: skip
    many = built("(a|b|c|d) (e|f|g|h) (i|j|k|l) (m|n|o|p)")
    assert {letter for text in many for letter in text.split()} == set("abcdefghijklmnop")


def test_false_alarms_on_ordinary_answers_are_few() -> None:
    answers = [answer for answers in ORDINARY.values() for answer in answers]
    alarms = [(answer, finding.rule) for answer in answers if (finding := found(answer))]
    assert len(answers) == len(set(answers)) >= 500
    assert len(alarms) / len(answers) <= FALSE_ALARMS, alarms
