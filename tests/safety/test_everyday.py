"""Ordinary answers that stand beside the words of the rules are left alone, every one of them."""

from pathlib import Path

from bot.dialogs.safety import recognise
from tests.houses import content
from tests.yaml_files import loaded

ANSWERS: dict[str, list[str]] = loaded(Path(__file__).with_name("everyday.yaml"))


def test_ordinary_answers_beside_the_words_of_the_rules_are_left_alone() -> None:
    phrases = content().phrases
    answers = [answer for each in ANSWERS.values() for answer in each]
    met = {answer: found.rule for answer in answers if (found := recognise(answer, phrases))}
    assert answers
    assert not met


def test_typical_answers_by_others_are_left_alone() -> None:
    """Fifteen hundred of them; one is answered without need, and stands here."""
    phrases = content().phrases
    files = sorted(Path(__file__).parent.glob("typical_*.yaml"))
    answers = [answer for file in files for answer in loaded(file)]
    met = {answer for answer in answers if recognise(answer, phrases)}
    assert len(answers) == 1500
    assert met == {"Planen er ferdig, men ingen bruker den"}
