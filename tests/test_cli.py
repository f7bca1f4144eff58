"""Every command: what it answers, to a reader and as one JSON object, and how it fails."""

from __future__ import annotations

import errno
import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from typer.models import CommandInfo, TyperInfo

from bot.actions.house import House
from bot.cli import app, main
from bot.commands.failures import Failure, understood
from bot.settings import DATABASE_FILE, Settings
from bot.storage import log, notices, people
from bot.storage.links import links_of
from tests.content.cases import sound_files, write
from tests.houses import START, a_coordinator, a_house, a_user, kept_content
from tests.processes import planprat

ROOT = Path(__file__).resolve().parents[1]


class Terminal:
    """Runs commands in this process and keeps what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, stdout, stderr."""
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        printed = self._capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, printed.out, printed.err

    def lines(self, *arguments: str) -> list[str]:
        """What a command that succeeds prints."""
        code, out, err = self.run(*arguments)
        assert (code, err) == (0, ""), err
        return out.splitlines()

    def told(self, *arguments: str) -> dict[str, Any]:
        """The one object that a command which succeeds prints with --json."""
        (line,) = self.lines(*arguments, "--json")
        told = json.loads(line)
        assert isinstance(told, dict)
        return told

    def fails(self, *arguments: str) -> tuple[str, str]:
        """Code and sentence of a command that fails: the sentence on stderr, and the same as one object on stdout."""
        code, out, err = self.run(*arguments, "--json")
        assert code == 2
        (sentence,) = err.splitlines()
        told = json.loads(out)["error"]
        assert f"{told['what']} ({told['where']}): {told['do']}." == sentence
        return told["code"], sentence


@pytest.fixture(autouse=True)
def _kept_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that a command does only this is not done anew; `planprat content` reads for itself."""
    monkeypatch.setattr("bot.actions.house.load", kept_content)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the settings name. It does not exist yet."""
    monkeypatch.setenv("PLANPRAT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLANPRAT_BASE_URL", "https://planprat.test/")
    return tmp_path / "data"


@pytest.fixture
def terminal(data: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal in front of that folder."""
    return Terminal(capsys)


@pytest.fixture
def anne(data: Path) -> str:
    """A coordinator who is there already; her id."""
    house = a_house(data.parent)
    id_ = a_coordinator(house)
    a_coordinator(house, "berit", "Berit")
    a_user(house)
    house.close()
    return id_


def stored(data: Path) -> House:
    """The house opened to look at what a command left behind."""
    return a_house(data.parent)


def test_a_coordinator_is_added_and_let_in(terminal: Terminal) -> None:
    added = terminal.told(
        "coordinator", "add", "--name", "Turid", "--phone", "1", "--hours", "9-15", "--language", "nn"
    )
    assert terminal.told("coordinator", "list") == {
        "coordinators": [{"id": added["coordinator"], "name": "Turid", "language": "nn"}]
    }
    link = terminal.told("login-link", added["coordinator"])
    assert link["address"].startswith("https://planprat.test/desk/inn/")
    assert terminal.lines("login-link", added["coordinator"])[0] != link["address"]


def test_somebody_new_is_invited(terminal: Terminal, anne: str, data: Path, tmp_path: Path) -> None:
    code = tmp_path / "code.svg"
    told = terminal.told("invite", "--new", "Kari", "--coordinator", anne, "--language", "nn", "--qr", str(code))
    assert told["address"].startswith("https://planprat.test/p/")
    assert told["qr"] == str(code)
    assert code.read_text().startswith("<?xml")
    assert code.stat().st_mode & 0o777 == 0o600, "the code is a way in"
    house = stored(data)
    with house.reading() as tx:
        user = people.user(tx, told["user"])
        assert user is not None
        assert (user.name, user.language, user.coordinator_id, user.practice) == ("Kari", "nn", anne, False)
    house.close()


def test_an_invitation_whose_code_cannot_be_written_is_not_made(
    terminal: Terminal, anne: str, data: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.svg"
    there.write_text("kept")
    assert terminal.fails("invite", "ola", "--qr", str(there))[0] == "file_exists"
    assert terminal.fails("invite", "nobody", "--qr", str(tmp_path / "new.svg"))[0] == "not_there"
    assert there.read_text() == "kept"
    assert not (tmp_path / "new.svg").exists()
    house = stored(data)
    with house.reading() as tx:
        assert links_of(tx, "ola") == []
    house.close()


def test_users_are_listed_without_names_unless_asked(terminal: Terminal, anne: str) -> None:
    assert terminal.told("users") == {
        "users": [{"id": "ola", "created_at": START.isoformat(timespec="seconds"), "coordinator": anne}]
    }
    assert terminal.lines("users") == ["ola  2026-11-14"]
    assert terminal.lines("users", "--names") == ["ola  2026-11-14  Ola"]


def test_handing_over(terminal: Terminal, anne: str) -> None:
    assert terminal.told("handover", "ola", "--to", "berit") == {"user": "ola", "before": anne, "after": "berit"}
    assert terminal.told("coordinator", "leave", "berit", "--to", anne)["users"] == ["ola"]
    assert terminal.fails("handover", "ola", "--to", "berit")[0] == "not_there"


@pytest.mark.usefixtures("anne")
def test_export_holds_what_its_schema_says(terminal: Terminal, data: Path) -> None:
    (line,) = terminal.lines("export", "--schema")
    schema = json.loads(line)
    held = terminal.told("export", "ola")
    assert held.keys() == set(schema["required"]) | {"format"}
    assert json.loads("\n".join(terminal.lines("export", "ola"))).keys() == held.keys()
    house = stored(data)
    with house.reading() as tx:
        assert [entry.action for entry in log.all_of(tx, "ola")] == ["export", "export"]
    house.close()


@pytest.mark.usefixtures("anne")
def test_a_backup_is_restored(terminal: Terminal, tmp_path: Path) -> None:
    made = terminal.told("backup", str(tmp_path / "backups"))
    folder = str(Path(made["database"]).parent)
    added = terminal.lines("coordinator", "add", "--name", "Later")[0]
    assert terminal.fails("restore", folder)[0] == "backup_unusable"
    assert added in "\n".join(terminal.lines("coordinator", "list"))
    moved = Path(made["keys"]).rename(tmp_path / "kept-elsewhere")
    assert terminal.fails("restore", folder, "--replace")[0] == "backup_unusable"
    told = terminal.told("restore", folder, "--keys", str(moved), "--replace")
    assert told["erased_again"] == []
    assert added not in "\n".join(terminal.lines("coordinator", "list"))


@pytest.mark.usefixtures("anne")
def test_nothing_is_restored_over_data_in_use(terminal: Terminal, data: Path, tmp_path: Path) -> None:
    folder = str(Path(terminal.told("backup", str(tmp_path / "backups"))["database"]).parent)
    house = stored(data)
    assert terminal.fails("restore", folder, "--replace")[0] == "database_in_use"
    house.close()
    assert terminal.lines("restore", folder, "--replace")[0] == "Restored."


@pytest.mark.usefixtures("anne")
def test_migrate_says_so_when_there_is_nothing_to_do(terminal: Terminal) -> None:
    assert terminal.told("migrate") == {"migrated": True}


@pytest.mark.parametrize(
    "command",
    [("users",), ("export", "ola"), ("login-link", "anne"), ("backup", "b"), ("migrate",), ("coordinator", "list")],
)
def test_a_mistaken_folder_does_not_become_an_installation(
    terminal: Terminal, data: Path, command: tuple[str, ...]
) -> None:
    assert terminal.fails(*command)[0] == "no_data"
    assert not data.exists()


def test_the_shipped_content_is_in_order(terminal: Terminal) -> None:
    told = terminal.told("content", "check")
    assert told["worksheets"] == 5
    assert told["texts"]["nb"] == told["texts"]["nn"] > 0
    assert max(told["liks"].values()) < 20
    lines = terminal.lines("content", "check", "--hardest", "3")
    assert "in order" in lines[0]
    sheets, texts = lines[1:11], lines[11:]
    assert all(line.endswith("(the whole worksheet)") for line in sheets), "five in two languages"
    assert not any("(the whole" in line for line in texts)
    assert len(texts) == 3
    for listed in (sheets, texts):
        figures = [float(line.split()[1]) for line in listed]
        assert figures == sorted(figures, reverse=True)


def test_what_is_badly_written_is_a_table_and_an_exit_code(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**sound_files(), "nb/menu.yaml": "title: Du må godkjenne", "nn/menu.yaml": "title: Ikke no"}, tmp_path)
    monkeypatch.setenv("PLANPRAT_CONTENT", str(tmp_path))
    code, out, _ = terminal.run("content", "check")
    assert code == 1
    assert re.search(r"^hard_word +nb/menu\.yaml +menu\.title +«godkjenne»", out, re.MULTILINE)
    code, out, _ = terminal.run("content", "check", "--json")
    assert code == 1
    remarks = json.loads(out)["remarks"]
    assert ("other_language", "nn/menu.yaml", "menu.title") in {
        (one["code"], one["file"], one["id"]) for one in remarks
    }


def test_the_texts_are_printed_for_a_proof_reader(terminal: Terminal) -> None:
    assert terminal.lines("content", "print", "--language", "nn")[0] == "<!doctype html>"
    told = terminal.told("content", "print", "--language", "nn")
    assert {"file": "nn/menu.yaml", "id": "menu.title", "text": "Meny", "part": "", "chapter": "The menu"} in told[
        "texts"
    ]


def test_content_that_is_not_there(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANPRAT_CONTENT", str(tmp_path))
    for command in (("content", "check"), ("serve", "--port", "0"), ("coordinator", "add", "--name", "Turid")):
        assert terminal.fails(*command)[0] == "content_missing"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("invite",), "usage"),
        (("invite", "ola", "--new", "Kari"), "usage"),
        (("invite", "--new", "Kari"), "usage"),
        (("invite", "--new", "Kari", "--coordinator", "nobody"), "not_there"),
        (("invite", "--new", "K" * 101, "--coordinator", "anne"), "refused"),
        (("invite", "ola", "--language", "sv"), "no_such_language"),
        (("coordinator", "add", "--name", " "), "refused"),
        (("coordinator", "add"), "usage"),
        (("coordinator", "leave", "anne", "--to", "anne"), "not_there"),
        (("login-link", "nobody"), "not_there"),
        (("export", "nobody"), "not_there"),
        (("export",), "usage"),
        (("rehearse", "99"), "no_such_worksheet"),
        (("rehearse", "13", "--language", "en"), "no_such_language"),
        (("restore", "no-such-folder"), "backup_unusable"),
        (("backup", "/dev/null/folder"), "folder_unusable"),
        (("serve", "--port", "70000"), "usage"),
        (("no-such-command",), "usage"),
        (("users", "--no-such-option"), "usage"),
    ],
)
@pytest.mark.usefixtures("anne")
def test_what_is_mistaken_is_told_in_one_sentence(terminal: Terminal, command: tuple[str, ...], code: str) -> None:
    told, _ = terminal.fails(*command)
    assert told == code or (code == "refused" and told in {"no_name", "too_long"})


@pytest.mark.usefixtures("anne")
def test_a_link_in_use_is_not_replaced(terminal: Terminal, data: Path) -> None:
    terminal.lines("invite", "ola")
    database = sqlite3.connect(data / DATABASE_FILE)
    with database:
        database.execute("UPDATE personal_links SET bound_at = created_at")
    database.close()
    assert terminal.fails("invite", "ola")[0] == "link_in_use"


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("INVITATION_DAYS", "0")])
def test_a_setting_that_cannot_be_used(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"PLANPRAT_{name}", value)
    code, sentence = terminal.fails("users")
    assert code == "setting_wrong"
    assert f"(PLANPRAT_{name})" in sentence
    assert value not in sentence.partition("(")[0], "a setting may be a secret"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data"), "disk_full"),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), "system"),
        (OperationalError("SELECT name", {"name": "Ola"}, Exception("refused")), "database_unreachable"),
        (ModuleNotFoundError("No module named 'psycopg'", name="psycopg"), "driver_missing"),
        (ZeroDivisionError("Ola"), "unforeseen"),
    ],
)
def test_what_else_can_fail_is_told_without_a_persons_words(error: Exception, code: str) -> None:
    failure = understood(error)
    assert failure.code == code
    assert "Ola" not in str(failure)


@pytest.mark.usefixtures("anne")
def test_the_disk_is_full(data: Path) -> None:
    """The answer itself finds no room."""
    with Path("/dev/full").open("w") as full:
        ended = planprat(data, "users", out=full)
    assert ended.sentence == "The disk is full (this machine): make room and try again; nothing was lost."


def test_without_json_a_failure_is_its_sentence_alone(terminal: Terminal) -> None:
    assert terminal.run("rehearse", "99", "--language", "en") == (
        2,
        "",
        "There is no language en (--language): say nb or nn.\n",
    )


def test_help_names_every_command(terminal: Terminal) -> None:
    told = "\n".join(terminal.lines())
    for command in ("serve", "invite", "login-link", "handover", "users", "export", "rehearse", "backup", "restore"):
        assert command in told
    assert told == "\n".join(terminal.lines("--help"))


def test_a_failure_of_ours_is_itself() -> None:
    failure = Failure("code", "What", "where", "do")
    assert understood(failure) is failure


def test_the_operators_page_names_every_command_and_every_setting() -> None:
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    commands = [command.name for command in app.registered_commands]
    groups = [f"{group.name} {one.name}" for group in app.registered_groups for one in _commands(group)]
    for name in (*commands, *groups):
        assert f"`{name}`" in page or f"`{name} " in page, name
    for setting in Settings.model_fields:
        assert f"`PLANPRAT_{setting.upper()}`" in page, setting


def _commands(group: TyperInfo) -> list[CommandInfo]:
    assert group.typer_instance is not None
    return group.typer_instance.registered_commands


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_every_page_that_is_linked_to_is_there(page: Path) -> None:
    linked = re.findall(r"\]\(([^)#:]+\.(?:md|yaml|py))\)", page.read_text("utf-8"))
    assert [name for name in linked if not (page.parent / name).exists()] == []


def test_a_stand_in_is_named_and_what_lies_unseen_is_told(terminal: Terminal, anne: str, data: Path) -> None:
    assert terminal.told("unseen") == {"unseen": [], "hours": 24}
    assert terminal.lines("unseen") == ["Nothing unseen for 24 hours."]
    assert terminal.told("coordinator", "stand-in", anne, "--by", "berit") == {"coordinator": anne, "stand_in": "berit"}
    house, at = stored(data), datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    with house.writing() as tx:
        notices.add(tx, "n1", anne, "ola", "disclosure", at, safety="own_life", words="hemmelige ord")
    house.close()
    code, out, err = terminal.run("unseen", "--json")
    assert (code, err) == (1, "")
    told = {"coordinator": anne, "stand_in": "berit", "since": at.isoformat(), "seen_by_stand_in": False}
    assert json.loads(out)["unseen"] == [told]
    code, out, _ = terminal.run("unseen")
    assert (code, out) == (1, f"anne  since {at:%Y-%m-%d %H:%M} UTC, stand-in: berit\n")
    assert "hemmelige" not in out
    assert "ola" not in out
    assert terminal.told("coordinator", "stand-in", anne, "--nobody")["stand_in"] is None
    assert terminal.fails("coordinator", "stand-in", anne, "--by", anne)[0] == "not_there"
    assert terminal.fails("coordinator", "stand-in", anne)[0] == "usage"
    assert terminal.fails("coordinator", "stand-in", anne, "--by", "berit", "--nobody")[0] == "usage"
