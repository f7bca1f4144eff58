"""The commands with a PostgreSQL server as the database: what an operator does there from the first day on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import LOCKED_ROLE, PASSWORD, Server
from tests.processes import planprat
from tests.test_cli import Terminal, data, terminal

__all__ = ["data", "terminal"]  # fixtures


@pytest.fixture
def server(postgres: Server, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server with an empty database that the settings name, its programs on the path."""
    monkeypatch.setenv("PATH", f"{postgres.bin}:{os.environ['PATH']}")
    with postgres.database("template0") as name:
        monkeypatch.setenv("PLANPRAT_DATABASE_URL", postgres.url(name))
        yield postgres


@pytest.mark.usefixtures("server")
def test_from_the_first_day_to_a_restore(terminal: Terminal, data: Path, tmp_path: Path) -> None:
    assert terminal.fails("users")[0] == "no_data"
    anne = terminal.told("coordinator", "add", "--name", "Anne")["coordinator"]
    ola = terminal.told("invite", "--new", "Ola", "--coordinator", anne)["user"]
    made = terminal.told("backup", str(tmp_path / "backups"))
    assert Path(made["database"]).name == "planprat.dump"
    folder = str(Path(made["database"]).parent)
    siv = terminal.told("invite", "--new", "Siv", "--coordinator", anne)["user"]
    assert terminal.fails("restore", folder)[0] == "backup_unusable"
    assert terminal.told("restore", folder, "--replace")["erased_again"] == []
    assert {one["id"] for one in terminal.told("users")["users"]} == {ola}
    assert [path.stem for path in (data / "keys" / "users").iterdir()] == [ola]
    (Path(made["keys"]) / "erased.jsonl").write_text(f'{{"user": "{ola}", "at": "2027-03-14T09:26:00+00:00"}}\n')
    assert terminal.told("apply-ledger", "--keys", made["keys"]) == {"erased_again": [ola]}
    assert terminal.told("apply-ledger") == {"erased_again": []}
    assert terminal.told("users")["users"] == []
    assert terminal.told("migrate") == {"migrated": True}
    assert siv != ola


def test_a_server_that_does_not_let_us_in_is_one_sentence(
    server: Server, terminal: Terminal, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANPRAT_DATABASE_URL", server.url("postgres", LOCKED_ROLE, "geheim-4711"))
    code, sentence = terminal.fails("users")
    assert code == "database_refused"
    assert sentence == (
        f"The database server does not take the password ({server.folder}/postgres): "
        "correct it in PLANPRAT_DATABASE_URL."
    )
    ended = planprat(data, "serve", "--port", "0", database_url="postgresql://planprat:geheim-4711@127.0.0.1:9/plan")
    assert ended.sentence == (
        "The database server does not answer (127.0.0.1:9/plan): check that it runs and may be reached."
    )
    assert PASSWORD not in ended.err
    assert "geheim" not in ended.err
