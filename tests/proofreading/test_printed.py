"""The page for a proof-reader: every text once, in the order it is met, with the way back to its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import LANGUAGES
from bot.dialogs.context import Language as Code
from bot.proofreading.printed import ORDER, chapters, document
from tests.houses import content
from tests.proofreading.written import content_with


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_stands_there_once(code: Code) -> None:
    printed = [(one.id, one.text) for chapter in chapters(content(), code) for one in chapter.texts]
    assert {id_ for id_, _ in printed} == set(content().texts[code])
    assert len(printed) == len(content().texts[code]) + len(content().plurals[code])
    assert all(id_ not in content().plurals[code] for id_, text in printed if "{{" in text)


def test_it_is_in_the_order_a_person_meets_it() -> None:
    ids = [one.id for chapter in chapters(content(), "nn") for one in chapter.texts]
    met = [
        "onboarding.welcome",
        "consent.plan.ask",
        "menu.title",
        "short_term_goals.title",
        "short_term_goals.steps.activities.usual.ask",
        "short_term_goals.steps.activities.usual.help",
        "short_term_goals.steps.activities.usual.example",
        "long_term_goals.title",
        "sub_goals.title",
        "warning_signs.frequency.often",
        "warning_signs.steps.item.1.ask",
        "warning_signs.rest.first",
        "warning_signs.steps.item.11.ask",
        "crisis_plan.title",
        "share.start",
        "replies.write",
        "desk.login.title",
    ]
    assert [ids.index(id_) for id_ in met] == sorted(ids.index(id_) for id_ in met)


def test_every_file_that_is_shipped_has_its_place() -> None:
    files = {id_.partition(".")[0] for id_ in content().texts["nb"]}
    assert files == ORDER.keys() | {id_ for id_, _ in content().worksheets}


def test_a_page_says_file_and_id_and_what_is_filled_in(tmp_path: Path) -> None:
    ours = content_with(tmp_path, 'x: "Til {{ coordinator }} <nå>"', 'x: "Til {{ coordinator }} <no>"')
    page = document(ours, "nn")
    assert "<p>Til ‹Anne› &lt;no&gt;<small>nn/menu.yaml · menu.x</small></p>" in page
    assert page.startswith("<!doctype html>")
    assert '<html lang="nn">' in page
    assert "<h3>" in page
    assert "<b>help:</b>" in page
