"""A backup is of one moment while others write; a restore brings everything back except those who are erased."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.settings import Settings
from bot.storage import ledger, people
from bot.storage.backup import Backup, apply_ledger, backup, restore
from bot.storage.engine import make_engine
from bot.storage.errors import BackupUnusable, DatabaseDamaged, DatabaseInUse, KeyDamaged, KeyMissing
from bot.storage.export import export
from bot.storage.opening import open_store
from bot.storage.store import Store
from bot.storage.tables import throttles
from tests.postgres import Server, on_both
from tests.storage.life import live

pytestmark = on_both


@pytest.fixture(autouse=True)
def programs(request: pytest.FixtureRequest, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs are found as an operator has them."""
    if database_url:
        server = request.getfixturevalue("postgres")
        monkeypatch.setenv("PATH", f"{server.bin}:{os.environ['PATH']}")


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Iterator[Settings]:
    """Another machine, with nothing on it."""
    if not database_url:
        yield Settings(data=tmp_path / "elsewhere")
        return
    server = request.getfixturevalue("postgres")
    with server.database("template0") as name:
        yield Settings(data=tmp_path / "elsewhere", database_url=server.url(name))


def name_of(settings: Settings) -> str:
    """What the database is called in a backup."""
    return "planprat.dump" if settings.database_url.startswith("postgresql") else "planprat.db"


def test_what_was_backed_up_comes_back(peopled: Store, elsewhere: Settings, tmp_path: Path, now: datetime) -> None:
    live(peopled, "liv", "Kvitveis", now)
    with peopled.reading() as tx:
        before = export(tx, "liv", now)
    made = backup(peopled, tmp_path / "backups", now)
    assert restore(elsewhere, made, now) == ()
    store = open_store(elsewhere, now)
    with store.reading() as tx:
        assert export(tx, "liv", now) == before
    store.close()


def test_keys_and_database_lie_apart_and_are_closed_to_others(
    peopled: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    made = backup(peopled, tmp_path / "backups", now)
    assert made.database == tmp_path / "backups" / "planprat-20270314T092600Z" / name_of(settings)
    assert made.keys == tmp_path / "backups" / "planprat-20270314T092600Z-keys"
    assert sorted(path.name for path in made.keys.rglob("*.key")) == ["master.key", "ola.key", "pepper.key", "siv.key"]
    assert list(made.database.parent.iterdir()) == [made.database]
    for path in (tmp_path / "backups").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_while_somebody_writes(store: Store, elsewhere: Settings, tmp_path: Path, now: datetime) -> None:
    """Two counts are always raised together; a backup that is not of one moment would show them apart."""
    with store.transaction() as tx:
        tx.connection.execute(insert(throttles), [{"key": key, "count": 0, "since": now} for key in ("one", "two")])
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            with store.transaction() as tx:
                for key in ("one", "two"):
                    raised = update(throttles).where(throttles.c.key == key).values(count=throttles.c.count + 1)
                    tx.connection.execute(raised)
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(10)
        made = [backup(store, tmp_path / "backups", now + timedelta(seconds=number)) for number in range(3)]
    finally:
        stop.set()
        writer.join()
    seen = []
    for one in made:
        restore(elsewhere, one, now, replace=True)
        engine = make_engine(elsewhere.database_url)
        with engine.begin() as connection:
            first, second = connection.execute(select(throttles.c.count)).scalars()
        engine.dispose()
        assert first == second
        seen.append(first)
    assert seen == sorted(seen)
    assert seen[0] > 0


def test_an_older_backup_does_not_bring_back_the_erased(
    peopled: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    live(peopled, "liv", "Kvitveis", now)
    made = backup(peopled, tmp_path / "backups", now)
    with peopled.transaction() as tx:
        people.erase_user(tx, "liv", now)
    peopled.close()
    assert restore(settings, made, now + timedelta(days=1), replace=True) == ("liv",)
    assert ledger.erased(settings.keys) == {"liv"}
    assert not (settings.keys / "users" / "liv.key").exists()
    for path in settings.data.rglob("*"):
        assert path.name == ledger.LEDGER_FILE or path.is_dir() or b"liv-comment" not in path.read_bytes(), path
    store = open_store(settings, now)
    with store.reading() as tx:
        assert [user.id for user in people.users_of(tx, "kari")] == ["ola", "siv"]
    store.close()


def test_the_ledger_of_the_backup_counts_too(
    peopled: Store, elsewhere: Settings, tmp_path: Path, now: datetime
) -> None:
    """Erased after the database was copied and before the keys were: the row is there, the key is not."""
    made = backup(peopled, tmp_path / "backups", now)
    (made.keys / "users" / "ola.key").unlink()
    ledger.record(made.keys, "ola", now)
    assert restore(elsewhere, made, now) == ("ola",)


def test_data_that_are_there_are_not_lost_by_mistake(
    peopled: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    made = backup(peopled, tmp_path / "backups", now)
    with peopled.transaction() as tx:
        people.set_language(tx, "ola", "nn")
    with pytest.raises(DatabaseInUse):
        restore(settings, made, now, replace=True)
    peopled.close()
    with pytest.raises(BackupUnusable, match="--replace"):
        restore(settings, made, now)
    store = open_store(settings, now)
    with store.reading() as tx:
        user = people.user(tx, "ola")
    store.close()
    assert user is not None
    assert user.language == "nn"


def broken(made: Backup, how: str) -> Backup:
    """The backup, not whole any more."""
    match how:
        case "no keys":
            return replace(made, keys=made.keys / "none")
        case "no database":
            return replace(made, database=made.keys / "none.db")
        case "empty database":
            made.database.write_bytes(b"")
        case "damaged database":
            made.database.write_bytes(made.database.read_bytes()[:5000] + b"\xff" * 90_000)
        case "no master key":
            (made.keys / "master.key").unlink()
        case "one key missing":
            (made.keys / "users" / "siv.key").unlink()
        case "another master key":
            (made.keys / "master.key").write_bytes((made.keys / "pepper.key").read_bytes())
    return made


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("no keys", BackupUnusable),
        ("no database", BackupUnusable),
        ("empty database", BackupUnusable),
        ("damaged database", (DatabaseDamaged, BackupUnusable)),
        ("no master key", KeyMissing),
        ("one key missing", KeyMissing),
        ("another master key", KeyDamaged),
    ],
)
def test_a_backup_that_is_not_whole_replaces_nothing(
    peopled: Store,
    settings: Settings,
    tmp_path: Path,
    now: datetime,
    how: str,
    error: type[Exception] | tuple[type[Exception], ...],
) -> None:
    made = broken(backup(peopled, tmp_path / "backups", now), how)
    peopled.close()
    with pytest.raises(error):
        restore(settings, made, now, replace=True)
    assert not list(settings.data.glob("restoring-*"))
    store = open_store(settings, now)
    with store.reading() as tx:
        assert len(people.users_of(tx, "kari")) == 2
    store.close()


def test_two_backups_of_one_second(peopled: Store, tmp_path: Path, now: datetime) -> None:
    made = backup(peopled, tmp_path / "backups", now)
    before = made.database.read_bytes()
    with pytest.raises(BackupUnusable, match="of this name"):
        backup(peopled, tmp_path / "backups", now)
    assert made.database.read_bytes() == before


def test_restoring_twice_is_the_same_as_once(peopled: Store, settings: Settings, tmp_path: Path, now: datetime) -> None:
    made = backup(peopled, tmp_path / "backups", now)
    peopled.close()
    restore(settings, made, now, replace=True)
    restore(settings, made, now, replace=True)
    store = open_store(settings, now)
    with store.reading() as tx:
        assert len(people.users_of(tx, "kari")) == 2
    store.close()


# Ends the moment the new keys are to get their place: those of before have left it. Nothing is tidied up.
CUT_SHORT = """
import os, sys
from datetime import datetime
from pathlib import Path
from bot.settings import Settings
from bot.storage.backup import Backup, restore

settings = Settings()
sys.addaudithook(lambda what, given: os._exit(9) if what == "os.rename" and given[1] == str(settings.keys) else None)
restore(settings, Backup(Path(sys.argv[1]), Path(sys.argv[2])), datetime.fromisoformat(sys.argv[3]), replace=True)
"""


def test_a_restore_that_was_cut_short_does_not_bring_back_the_erased(
    peopled: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    made = backup(peopled, tmp_path / "backups", now)
    with peopled.transaction() as tx:
        people.erase_user(tx, "ola", now)
    peopled.close()
    where = {"PLANPRAT_DATA": str(settings.data), "PLANPRAT_DATABASE_URL": settings.database_url}
    given = (str(made.database), str(made.keys), now.isoformat())
    cut = subprocess.run([sys.executable, "-c", CUT_SHORT, *given], check=False, env=os.environ | where)
    assert cut.returncode == 9
    assert not settings.keys.exists()
    assert restore(settings, made, now + timedelta(minutes=1), replace=True) == ("ola",)
    assert not list(settings.data.glob("restoring-*")), "no key of anybody's is left behind"


def test_of_another_kind_of_database(
    peopled: Store, settings: Settings, tmp_path: Path, now: datetime, postgres: Server
) -> None:
    made = backup(peopled, tmp_path / "backups", now)
    other = postgres.url("nowhere") if name_of(settings) == "planprat.db" else "sqlite:///planprat.db"
    with pytest.raises(BackupUnusable, match="another kind"):
        restore(Settings(data=tmp_path / "other", database_url=other), made, now)


def test_the_ledger_is_applied_after_other_means(
    peopled: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    """A server was put back to an earlier moment, and the keys of that time: the newest ledger lies elsewhere."""
    newest = tmp_path / "newest-keys"
    newest.mkdir()
    with pytest.raises(BackupUnusable, match="no ledger"):
        apply_ledger(peopled, newest, now)
    ledger.record(newest, "ola", now)
    assert apply_ledger(peopled, newest, now) == ("ola",)
    assert apply_ledger(peopled, newest, now) == ()
    with peopled.reading() as tx:
        assert [user.id for user in people.users_of(tx, "kari")] == ["siv"]
    assert ledger.erased(settings.keys) == {"ola"}
    assert not (settings.keys / "users" / "ola.key").exists()
