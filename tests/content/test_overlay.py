"""A municipality's own folder over what is shipped: it adds and replaces, and never leaves one number alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import ContentProblems, find_content, load
from bot.dialogs.context import Language as Code
from bot.dialogs.disclosure import lines_for_error
from bot.dialogs.help_now import help_lines
from bot.dialogs.safety import Finding
from bot.language import Language
from tests.content.cases import FIXTURES, sound_files, write
from tests.houses import content
from tests.processes import planprat

OWN = FIXTURES / "own"
TOO_FEW = FIXTURES / "own_too_few"


def over_shipped(own: Path, folder: Path, files: dict[str, str]) -> ContentProblems:
    with pytest.raises(ContentProblems) as caught:
        load(own, write(files, folder))
    return caught.value


def test_services_and_their_texts_suffice() -> None:
    found = load(find_content(), OWN)
    assert found.worksheets == content().worksheets
    assert found.services.get("legevakt").number == "00 00 00 02"
    assert [one.id for one in found.services.services] == [
        *(one.id for one in content().services.services),
        "daytime",
    ], "the shipped order, then what is new"
    changed = {
        id_ for id_, text in found.texts["nb"].items() if content().texts["nb"].get(id_) != text
    }  # every other text is that of the release
    assert changed == {f"services.daytime.{part}" for part in ("name", "line", "hours")} | {"services.legevakt.line"}


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_the_replies_show_the_own_numbers(code: Code) -> None:
    found = load(find_content(), OWN)
    language = Language(found)
    finding = Finding(kind="own_life", rule="own.intent", words="Jeg vil dø")
    for lines in (lines_for_error(found.services, finding), help_lines(found.services)):
        said = [language.say(line, code).replace("\N{NO-BREAK SPACE}", " ") for line in lines]
        starts = [line.split(" – ")[0] for line in said]
        assert "00 00 00 02" in starts
        assert "116 117" not in "".join(said)
        assert "00 00 00 01" in starts
    reply = [language.say(line, code) for line in lines_for_error(found.services, finding)]
    open_always = {"nb": "Alle har åpent hele døgnet", "nn": "Alle har ope heile døgnet"}[code]
    assert not any(open_always in line for line in reply), "the new line is open by day only"


def test_one_number_alone_is_refused_with_file_id_what_and_what_to_do() -> None:
    with pytest.raises(ContentProblems) as caught:
        load(find_content(), TOO_FEW)
    (one,) = caught.value.problems
    assert (one.code, one.file, one.id) == ("few_always_open", str(TOO_FEW / "services.yaml"), "legevakt, kirkens_sos")
    assert "1 are, at least 2 must be" in one.what
    assert "always: true" in one.do


def test_the_start_is_refused(tmp_path: Path) -> None:
    ended = planprat(tmp_path / "data", "serve", "--port", "0", content=str(TOO_FEW))
    problem, sentence = ended.err.splitlines()
    assert ended.code == 2
    assert problem.startswith(f"{TOO_FEW / 'services.yaml'}: legevakt, kirkens_sos: too few numbers")
    assert sentence.startswith("The content has 1 problem (")
    assert not (tmp_path / "data").exists()


def test_a_service_without_its_line_is_refused(tmp_path: Path) -> None:
    shipped = write(sound_files(), tmp_path / "shipped")
    own = {"services.yaml": (OWN / "services.yaml").read_text("utf-8").replace("services.daytime.hours", "common.no")}
    found = over_shipped(shipped, tmp_path / "own", own).problems
    assert {(one.code, one.id) for one in found} == {("missing_text", "services.daytime.line")}
    assert {one.file for one in found} == {str(tmp_path / "own" / code / "services.yaml") for code in ("nb", "nn")}


@pytest.mark.parametrize(
    ("services", "code"),
    [
        ("services: [{id: legevakt}]", "bad_value"),
        ("services: [nobody]", "bad_value"),
        ("services: 5", "bad_value"),
        ("[]", "bad_value"),
        ("service: []", "unknown_field"),
        ("services: [", "unreadable"),
    ],
)
def test_what_is_no_list_of_services_is_named(services: str, code: str, tmp_path: Path) -> None:
    shipped = write(sound_files(), tmp_path / "shipped")
    found = over_shipped(shipped, tmp_path / "own", {"services.yaml": services}).problems
    assert {(one.code, one.file) for one in found} == {(code, str(tmp_path / "own" / "services.yaml"))}


def test_the_same_id_twice_in_the_own_file_is_not_passed_over(tmp_path: Path) -> None:
    shipped = write(sound_files(), tmp_path / "shipped")
    entry = "{id: legevakt, number: '1', tel: '1', use: [urgent], always: true, source: x, checked: 2026-11-01}"
    own = {"services.yaml": f"services: [{entry}, {entry}]"}
    (one,) = over_shipped(shipped, tmp_path / "own", own).problems
    assert "given twice: legevakt" in one.what


def test_a_flag_can_be_raised_alone(tmp_path: Path) -> None:
    own = write({"services.yaml": "raised: [police_line_down]"}, tmp_path)
    assert load(find_content(), own).services.raised == ("police_line_down",)


def test_a_plural_is_replaced_as_one_text_and_a_worksheet_as_a_whole(tmp_path: Path) -> None:
    shipped = write(sound_files(), tmp_path / "shipped")
    files = sound_files()
    own = {f"{code}/common.yaml": "answers: {one: Ett, other: '{{ n }} av dem'}" for code in ("nb", "nn")} | {
        "worksheets/week.v1.yaml": files["worksheets/week.v1.yaml"].replace("number: 4", "number: 9")
    }
    found = load(shipped, write(own, tmp_path / "own"))
    assert found.plurals["nb"]["common.answers"] == {"one": "Ett", "other": "{{ n }} av dem"}
    assert found.texts["nb"]["common.no"] == "Nei"
    assert (load(shipped).worksheet("week").number, found.worksheet("week").number) == (4, 9)


def test_one_file_of_phrases_is_replaced_as_a_whole_and_the_others_stand(tmp_path: Path) -> None:
    own = write(
        {"nb/safety/wordings/hints_near.yaml": "language: nb\nrules: [{id: x, class: own_life, say: [snakkesalig]}]"},
        tmp_path,
    )
    ids = {rule.id for file in load(find_content(), own).phrases for rule in file.rules}
    shipped = {rule.id for file in content().phrases for rule in file.rules}
    assert (ids - shipped, "own.in_order" in ids, "own.die" in ids) == ({"x"}, False, True)


def test_a_misspelt_file_is_not_passed_over(tmp_path: Path) -> None:
    shipped = write(sound_files(), tmp_path / "shipped")
    (one,) = over_shipped(shipped, tmp_path / "own", {"service.yaml": "services: []"}).problems
    assert (one.code, one.file) == ("unknown_file", str(tmp_path / "own" / "service.yaml"))
