"""Where the content is found, and what our YAML reads otherwise than plain YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot
from bot.content import ContentProblems, find_content, load
from bot.content.files import parse
from tests.content.cases import sound_files, write


def test_an_installed_package_has_its_own(tmp_path: Path) -> None:
    package = tmp_path / "bot"
    write(sound_files(), package / "_content")
    write(sound_files(), tmp_path / "content")
    assert find_content(package) == package / "_content"


def test_a_checkout_has_it_beside_the_package() -> None:
    checkout = Path(bot.__file__).resolve().parents[1]
    assert find_content() == checkout / "content"


def test_nothing_found_names_the_places(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"_content or .*content"):
        find_content(tmp_path / "bot")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("off", "off"),
        ("true", True),
        ("02800", "02800"),
        ("113", 113),
        ("0", 0),
        ("-1", -1),
        ("15:30", "15:30"),
        ("0x1f", "0x1f"),
        ("[early, no]", ["early", "no"]),
        ("{is: yes}", {"is": "yes"}),
    ],
)
def test_words_stay_words(text: str, value: object) -> None:
    read = parse(text.encode())
    assert read == value
    assert type(read) is type(value)


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    folder = write(sound_files(), tmp_path)
    (folder / "nb" / "menu.yaml").write_bytes("title: Å".encode("latin-1"))
    with pytest.raises(ContentProblems) as caught:
        load(folder)
    assert [(one.code, one.file) for one in caught.value.problems] == [("unreadable", "nb/menu.yaml")]


def test_a_key_twice_names_its_line(tmp_path: Path) -> None:
    folder = write(sound_files() | {"nb/menu.yaml": "a:\n  b: c\n  d: e\n  b: f\n"}, tmp_path)
    with pytest.raises(ContentProblems, match=r"«b» stands twice in the same place \(line 4\)"):
        load(folder)


def test_hidden_files_and_other_folders_are_left_alone(tmp_path: Path) -> None:
    more = {"nb/.common.yaml.swp": "x", "papers/letter.txt": "x"}
    assert load(write(sound_files() | more, tmp_path)).texts == load(write(sound_files(), tmp_path / "a")).texts
