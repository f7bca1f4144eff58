"""Settings: what stands without any, and what the environment changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from bot.storage.claim import Claim
from bot.storage.errors import DatabaseInUse, Unusable
from bot.storage.opening import open_store


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PLANPRAT_{name.upper()}", raising=False)


def test_without_any() -> None:
    settings = Settings()
    assert (settings.data, settings.keys) == (Path("data"), Path("data/keys"))
    assert settings.database_url == "sqlite:///data/planprat.db"
    assert (settings.port, settings.host, settings.practice) == (8000, "127.0.0.1", False)
    assert settings.invitation_lasts == timedelta(days=14)


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"DATA": "/srv/planprat", "PORT": "80", "BASE_URL": "https://planprat.example/", "PRACTICE": "true"}
    for name, value in given.items():
        monkeypatch.setenv(f"PLANPRAT_{name}", value)
    settings = Settings()
    assert settings.database_url == "sqlite:////srv/planprat/planprat.db"
    assert (settings.port, settings.base_url, settings.practice) == (80, "https://planprat.example", True)


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANPRAT_MASTER_KEY", "c2VjcmV0")
    monkeypatch.setenv("PLANPRAT_DATABASE_URL", "postgresql+psycopg://planprat:c2VjcmV0@db.example/planprat")
    assert "c2VjcmV0" not in repr(Settings())


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("INVITATION_DAYS", "0")])
def test_what_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PLANPRAT_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_an_empty_master_key_is_not_taken_for_none(
    settings: Settings, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANPRAT_MASTER_KEY", "")
    with pytest.raises(Unusable, match="PLANPRAT_MASTER_KEY"):
        open_store(Settings(data=settings.data), now)
    assert not (settings.keys / "master.key").exists()


def test_a_folder_that_is_there_already_keeps_its_rights(settings: Settings, now: datetime) -> None:
    settings.data.mkdir(mode=0o755)
    settings.data.chmod(0o755)
    open_store(settings, now).close()
    assert settings.data.stat().st_mode & 0o777 == 0o755
    assert settings.keys.stat().st_mode & 0o777 == 0o700
    for path in settings.data.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_first_start_makes_what_the_second_finds(settings: Settings, now: datetime) -> None:
    first = open_store(settings, now)
    first.close()
    made = {path.name: path.read_bytes() for path in settings.keys.glob("*.key")}
    assert sorted(made) == ["master.key", "pepper.key"]
    second = open_store(settings, now)
    second.close()
    assert {path.name: path.read_bytes() for path in settings.keys.glob("*.key")} == made
    assert second.vault.pepper == first.vault.pepper


def test_two_may_have_the_data_open_and_one_alone(settings: Settings, now: datetime) -> None:
    one, two = open_store(settings, now), open_store(settings, now)
    one.close()
    with pytest.raises(DatabaseInUse):
        Claim.alone(settings.data)
    two.close()
    alone = Claim.alone(settings.data)
    with pytest.raises(DatabaseInUse) as caught:
        open_store(settings, now)
    assert str(caught.value) == f"The data are in use ({settings.data}): stop Planprat first, then try again."
    alone.release()
    alone.release()
    open_store(settings, now).close()
