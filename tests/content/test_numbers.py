"""Every number the product shows stands in one file, and nobody forgets to ring it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.content.ages import ages, table
from bot.dialogs.services import OLD_DAYS, WARN_DAYS
from tests.content.cases import FIXTURES
from tests.houses import content

ROOT = Path(__file__).resolve().parents[2]
READ = {".py", ".yaml", ".html", ".js", ".css", ".typ", ".md", ".svg", ".mako"}
THE_ONE = ROOT / "content" / "services.yaml"
# Eight digits as Norwegians write them, and the European short numbers.
LOOKS_LIKE_ONE = re.compile(r"(?<![\d.])(?:\d\d \d\d \d\d \d\d|\d{3} \d\d \d{3}|116 ?\d{3})(?![\d.])")
# Numbers that are nobody's: none in Norway begins with 00, and 41 23 45 67 and 22 40 11 20 show a form in a comment.
NOBODYS = re.compile(r"00 00 00 \d\d|41 23 45 67|22 40 11 20")
CHECKED = max(service.checked for service in content().services.services)


def files() -> list[Path]:
    """What is shipped and what is written about it: code, pages, texts, papers, documentation."""
    folders = [ROOT / name for name in ("bot", "content", "docs")]
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in READ]
    return [path for path in [*found, *ROOT.glob("*.md")] if path != THE_ONE]


def numbers_in(text: str) -> set[str]:
    """What in this text is, or looks like, a telephone number."""
    shown = {service.number for service in content().services.services if service.kind != "write"}
    known = {written for number in shown for written in (number, number.replace(" ", ""))}
    found = {one for one in known if re.search(rf"(?<![\w.:]){re.escape(one)}(?![\w.])", text)}
    return found | {one for one in LOOKS_LIKE_ONE.findall(text) if not NOBODYS.fullmatch(one)}


def in_words(path: Path) -> str:
    """What of a file may be shown or read: of Python without comments and docstrings, which explain by example."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    return re.sub(r'^\s*"""(?:.|\n)*?"""|#[^"\n]*$', "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("folder", ["bot", "content", "docs", "."])
def test_no_number_stands_anywhere_else(folder: str) -> None:
    top = ROOT / folder
    here = [path for path in files() if (path.parent == top if folder == "." else path.is_relative_to(top))]
    assert here
    found = {path.relative_to(ROOT).as_posix(): numbers_in(in_words(path)) for path in here}
    assert {path: numbers for path, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring 113 nå", {"113"}),
        ('tel = "116117"', {"116117"}),
        ("Ring 116 117", {"116 117"}),
        ("22400040", {"22400040"}),
        ("ring 815 33 300", {"815 33 300"}),
        ("{{ phone.emergency }}", set()),
        ("00 00 00 00", set()),
        ("side 1130, 0.113 og 2.112", set()),
    ],
)
def test_a_number_would_be_found(text: str, found: set[str]) -> None:
    assert numbers_in(text) == found


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, "fresh"), (WARN_DAYS, "fresh"), (WARN_DAYS + 1, "stale"), (OLD_DAYS, "stale"), (OLD_DAYS + 1, "old")],
)
def test_a_number_ages(days: int, age: str) -> None:
    found = ages(content().services, CHECKED + timedelta(days=days))
    newest = [one for one in found if one.checked == CHECKED]
    assert {(one.days, one.age) for one in newest} == {(days, age)}


def test_the_longest_unchecked_stands_first_in_a_table() -> None:
    services = content().services
    first = services.services[3].model_copy(update={"checked": date(2025, 1, 2)})
    found = ages(services.model_copy(update={"services": (*services.services[:3], first)}), date(2025, 1, 12))
    assert found[0].id == first.id
    assert table(found[:1]) == (f"{first.id}  {first.number}  2025-01-02  10 days",)
    assert len({line.index("2025" if "2025" in line else "2026") for line in table(found)}) == 1, "one column"
    assert table(()) == ()


@pytest.mark.parametrize(
    ("days", "code", "said"),
    [
        (WARN_DAYS, 0, ""),
        (WARN_DAYS + 1, 0, "Not checked for 180 days, ring these numbers:"),
        (OLD_DAYS + 1, 2, "for 365 days (services.yaml): ring each, correct it, and set `checked` to the day."),
    ],
)
def test_the_check_warns_and_then_fails(capsys: pytest.CaptureFixture[str], days: int, code: int, said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["content", "check", "--on", (CHECKED + timedelta(days=days)).isoformat()])
    assert ended.value.code == code
    told = "".join(capsys.readouterr())
    assert said in told
    row = re.compile(rf"^legevakt +116 117 +{CHECKED} +{days} days$", re.MULTILINE)
    assert bool(row.search(told)) == bool(said)


def test_the_own_numbers_are_counted_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANPRAT_CONTENT", str(FIXTURES / "own"))
    with pytest.raises(SystemExit) as ended:
        main(["content", "check", "--on", "2027-11-15", "--json"])
    told = capsys.readouterr().out
    assert ended.value.code == 2
    assert "daytime" not in told, "it was rung later than the others"
    assert '"code": "numbers_old"' in told
