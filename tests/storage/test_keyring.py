"""Keys: made once, never anew in silence, told apart when damaged, gone when destroyed."""

from __future__ import annotations

import base64
import errno
import json
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.storage import durable, ledger, people
from bot.storage.errors import DiskFull, FolderUnusable, KeyDamaged, KeyForeign, KeyMissing
from bot.storage.keyring import CACHED, Keyring
from bot.storage.opening import open_store
from bot.storage.store import Store

ONE = SecretStr(base64.b64encode(b"1" * 32).decode())
OTHER = SecretStr(base64.b64encode(b"2" * 32).decode())


def test_keys_come_back_the_same(tmp_path: Path) -> None:
    first = Keyring.open(tmp_path, create=True)
    first.make("ola")
    again = Keyring.open(tmp_path, create=False)
    assert again.key("ola") == first.key("ola")
    assert again.pepper == first.pepper
    assert len(again.key("ola")) == 32


def test_each_person_has_another_key(tmp_path: Path) -> None:
    keyring = Keyring.open(tmp_path, create=True)
    keyring.make("ola")
    keyring.make("siv")
    assert keyring.key("ola") != keyring.key("siv")


def test_a_key_is_never_made_over(tmp_path: Path) -> None:
    keyring = Keyring.open(tmp_path, create=True)
    keyring.make("ola")
    before = keyring.key("ola")
    with pytest.raises(FileExistsError):
        keyring.make("ola")
    assert Keyring.open(tmp_path, create=False).key("ola") == before


def test_no_key_is_on_the_disk_as_it_is(tmp_path: Path) -> None:
    keyring = Keyring.open(tmp_path, master=ONE, pepper=OTHER, create=True)
    keyring.make("ola")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["ola.key"]
    key = keyring.key("ola")
    for form in (key, base64.b64encode(key), key.hex().encode()):
        assert form not in files[0].read_bytes()


@pytest.mark.parametrize("name", ["master.key", "pepper.key"])
def test_a_database_without_its_key(peopled: Store, settings: Settings, now: datetime, name: str) -> None:
    peopled.close()
    (settings.keys / name).unlink()
    with pytest.raises(KeyMissing, match="put it back from the backup of the keys"):
        open_store(settings, now)
    assert not (settings.keys / name).exists()


@pytest.mark.parametrize("name", ["master.key", "pepper.key", "users/ola.key"])
@pytest.mark.parametrize("damage", ["cut", "changed", "not text"])
def test_a_damaged_key(peopled: Store, settings: Settings, name: str, damage: str) -> None:
    peopled.close()
    path = settings.keys / name
    content = path.read_bytes()
    at = content.index(b"-1 ") + 8 if name.endswith("r.key") else content.index(b"wrapped") + 20
    changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    path.write_bytes({"cut": content[: at + 4], "changed": changed, "not text": b"\xff\x00" * 20}[damage])
    with pytest.raises(KeyDamaged) as caught:
        Keyring.open(settings.keys, create=True).key("ola")
    assert caught.value.where == str(path)


def test_the_keys_of_another_master_key(tmp_path: Path) -> None:
    Keyring.open(tmp_path, master=ONE, pepper=ONE, create=True).make("ola")
    with pytest.raises(KeyForeign, match="not the one that this person's key was made with"):
        Keyring.open(tmp_path, master=OTHER, pepper=ONE, create=False)


def test_one_damaged_key_does_not_stop_the_others(
    peopled: Store, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    peopled.close()
    (settings.keys / "users" / "ola.key").write_bytes(b"rubbish")
    store = open_store(settings, now)
    assert "ola.key" in caplog.text
    with store.reading() as tx:
        assert people.user(tx, "siv") is not None
        with pytest.raises(KeyDamaged):
            people.user(tx, "ola")
    store.close()


def test_a_missing_key_is_reported_and_all_of_them_missing_stops(
    peopled: Store, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    peopled.close()
    (settings.keys / "users" / "ola.key").unlink()
    open_store(settings, now).close()
    assert "the keys of 1 of 2 persons are missing" in caplog.text
    (settings.keys / "users" / "siv.key").unlink()
    with pytest.raises(KeyMissing, match="all persons"):
        open_store(settings, now)


def test_one_persons_key_in_anothers_place(tmp_path: Path) -> None:
    keyring = Keyring.open(tmp_path, create=True)
    keyring.make("ola")
    (tmp_path / "users" / "siv.key").write_bytes((tmp_path / "users" / "ola.key").read_bytes())
    with pytest.raises(KeyDamaged):
        keyring.key("siv")


@pytest.mark.parametrize("value", ["not base64 !", "", base64.b64encode(b"short").decode()])
def test_a_key_in_the_settings_that_is_none(tmp_path: Path, value: str) -> None:
    with pytest.raises(KeyDamaged, match="PLANPRAT_MASTER_KEY"):
        Keyring.open(tmp_path, master=SecretStr(value), create=True)


def test_a_destroyed_key_is_gone_from_memory_too(tmp_path: Path) -> None:
    keyring = Keyring.open(tmp_path, create=True)
    keyring.make("ola")
    assert keyring.key("ola")
    assert keyring.destroy("ola")
    with pytest.raises(KeyMissing):
        keyring.key("ola")
    assert not keyring.destroy("ola")


def test_more_persons_than_are_kept_in_memory(tmp_path: Path) -> None:
    keyring = Keyring.open(tmp_path, create=True)
    keyring.make("first")
    before = keyring.key("first")
    for number in range(CACHED):
        keyring.make(f"u{number}")
        keyring.key(f"u{number}")
    assert keyring.key("first") == before


@pytest.mark.parametrize("user", ["", "../master", "a/b", "a" * 65, "ø", "a.b"])
def test_an_id_that_cannot_be_the_name_of_a_file(tmp_path: Path, user: str) -> None:
    with pytest.raises(ValueError, match="a user's id"):
        Keyring.open(tmp_path, create=True).make(user)


def test_a_file_that_exists_is_not_written_over(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "key", b"first")
    with pytest.raises(FileExistsError):
        durable.write_new(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_writing_where_there_is_no_folder(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderUnusable):
        durable.write_new(tmp_path / "file" / "key", b"first")
    with pytest.raises(FolderUnusable):
        ledger.record(tmp_path / "file", "ola", now)


@pytest.mark.parametrize(("number", "meaning"), [(errno.ENOSPC, DiskFull), (errno.EACCES, FolderUnusable)])
def test_what_an_error_of_the_file_system_means(tmp_path: Path, number: int, meaning: type[Exception]) -> None:
    with pytest.raises(meaning) as caught, durable.explained(tmp_path):
        raise OSError(number, "as the system says it")
    assert str(tmp_path) in str(caught.value)


def test_the_ledger_remembers_everyone(tmp_path: Path, now: datetime) -> None:
    assert ledger.erased(tmp_path) == frozenset()
    ledger.record(tmp_path, "ola", now)
    ledger.record(tmp_path, "siv", now)
    assert ledger.erased(tmp_path) == {"ola", "siv"}


def test_a_line_of_the_ledger_that_was_cut_short(tmp_path: Path, now: datetime) -> None:
    ledger.record(tmp_path, "ola", now)
    with (tmp_path / ledger.LEDGER_FILE).open("ab") as file:
        file.write(b'{"user": "si')
    assert ledger.erased(tmp_path) == {"ola"}
    ledger.record(tmp_path, "tor", now)
    assert ledger.erased(tmp_path) == {"ola", "tor"}


@pytest.mark.parametrize("line", [b"rubbish\n", b'{"who": "ola"}\n', b"[]\n"])
def test_a_damaged_ledger(tmp_path: Path, line: bytes) -> None:
    (tmp_path / ledger.LEDGER_FILE).write_bytes(line)
    with pytest.raises(KeyDamaged, match="ledger"):
        ledger.erased(tmp_path)


def test_what_a_key_file_tells(peopled: Store, settings: Settings) -> None:
    with peopled.reading() as tx:
        assert people.user(tx, "ola") is not None
    content = json.loads((settings.keys / "users" / "ola.key").read_text())
    assert set(content) == {"version", "master", "wrapped"}
