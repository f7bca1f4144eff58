"""Every rule over the content has a broken definition that it alone finds, and finds at the right place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import ContentProblems, load
from bot.content.problems import CATALOGUE, problem
from tests.content.cases import BROKEN, broken, case_of, sound_files, write


def test_sound_content_has_no_problems(tmp_path: Path) -> None:
    content = load(write(sound_files(), tmp_path))
    assert {id_ for id_, _ in content.worksheets} == {"day", "week"}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_content_is_named(path: Path, tmp_path: Path) -> None:
    case = case_of(path)
    with pytest.raises(ContentProblems) as caught:
        load(write(broken(case), tmp_path))
    found = sorted((one.code, one.file, one.id) for one in caught.value.problems)
    assert found == sorted((one["code"], one["file"], one["id"]) for one in case["expect"])


def test_every_code_has_a_case() -> None:
    tried = {expected["code"] for path in BROKEN for expected in case_of(path)["expect"]}
    assert tried == set(CATALOGUE)


def test_a_case_is_named_after_what_it_shows() -> None:
    for path in BROKEN:
        codes = {expected["code"] for expected in case_of(path)["expect"]}
        assert any(path.stem.startswith(code) for code in codes), path.stem


def test_a_problem_says_where_what_and_what_to_do() -> None:
    one = problem("duplicate_option", "worksheets/day.v1.yaml", "up", key="late")
    assert str(one) == (
        "worksheets/day.v1.yaml: up: two options have the key «late»; give one of them another key [duplicate_option]"
    )
    assert str(ContentProblems([one, one])).splitlines() == [str(one), str(one)]


def test_problems_come_in_the_order_of_files_and_ids() -> None:
    late = problem("empty_text", "nn/a.yaml", "a.b")
    early = problem("empty_text", "nb/z.yaml", "z.a")
    assert ContentProblems([late, early]).problems == [early, late]
