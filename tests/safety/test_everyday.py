"""Ordinary answers that stand beside the words of the rules are left alone, every one of them."""

from pathlib import Path

import yaml

from bot.dialogs.safety import recognise
from tests.houses import content

ANSWERS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("everyday.yaml").read_text(encoding="utf-8"),
)


def test_ordinary_answers_beside_the_words_of_the_rules_are_left_alone() -> None:
    phrases = content().phrases
    answers = [answer for each in ANSWERS.values() for answer in each]
    met = {answer: found.rule for answer in answers if (found := recognise(answer, phrases))}
    assert answers
    assert not met
