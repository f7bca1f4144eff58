"""Each of the 34 rules, over every first reply and every follow-up, in both languages and on the error path."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.dialogs.context import Language
from bot.dialogs.replies import REPLIES
from tests.safety.reading import ERROR, reads
from tests.safety.rubric import RULES
from tests.safety.rule import Heard, Rule

DOCS = Path(__file__).resolve().parents[2] / "docs" / "safety.md"
LANGUAGES: tuple[Language, ...] = ("nb", "nn")
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
each_language = pytest.mark.parametrize("code", LANGUAGES)


@each_language
@each_rule
def test_every_reply_keeps_the_rule(rule: Rule | Heard, code: Language) -> None:
    assert rule.about(code), "a rule about nothing"
    assert list(rule.broken(code)) == []


@each_language
@each_rule
def test_the_rule_finds_what_it_is_for(rule: Rule | Heard, code: Language) -> None:
    """A reply that is spoilt on purpose is found each time: no rule is always content."""
    assert list(rule.missed(code)) == []


@each_language
def test_every_reply_there_is_is_read(code: Language) -> None:
    assert {read.spot for read in reads(code)} == {*REPLIES, ERROR}


def test_the_rules_stand_in_the_documentation_word_for_word() -> None:
    written = re.findall(r"^\| (S\d\d) \| (.+?) \|$", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    assert written == [(rule.id, rule.asks) for rule in RULES]
    assert [rule.id for rule in RULES] == [f"S{number:02}" for number in range(1, 35)]
