"""A house for a test: a real store in a folder of its own, the real content read once for the whole run."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import Engine

from bot.actions.house import House
from bot.content import Content, find_content, load
from bot.dialogs.context import Language as LanguageCode
from bot.language import Language
from bot.settings import DATABASE_FILE, Settings
from bot.storage import people
from bot.storage.engine import make_engine
from bot.storage.opening import open_store

START = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)


@cache
def content() -> Content:
    """The content that is shipped."""
    return load(find_content())


@cache
def language() -> Language:
    """Its words."""
    return Language(content())


@cache
def _empty() -> Path:
    """A data folder as the first start leaves it. Made once: the tables take longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="planprat-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_store(Settings(data=folder / "data"), START).close()
    return folder / "data"


@cache
def _settings() -> Settings:
    return Settings()


def settings_for(data: Path, database_url: str = "") -> Settings:
    """The settings of an installation in this folder. The environment is read once, not for every house."""
    return _settings().model_copy(
        update={"data": data, "database_url": database_url or f"sqlite:///{data / DATABASE_FILE}"}
    )


def new_data(data: Path, database_url: str = "") -> Settings:
    """The settings of a new installation in this folder, with a database where none is named; an old one is left."""
    if not data.exists():
        elsewhere = shutil.ignore_patterns("planprat.db*") if database_url else None
        shutil.copytree(_empty(), data, ignore=elsewhere)
    return settings_for(data, database_url)


def a_house(
    folder: Path, *, practice: bool = False, base_url: str = "http://planprat.test", database_url: str = ""
) -> House:
    """Open the house in this folder; the same folder again is the same house after a restart."""
    settings = new_data(folder / "data", database_url).model_copy(update={"practice": practice, "base_url": base_url})
    return House(open_store(settings, START), content(), language(), settings, nullcontext())


def a_coordinator(house: House, id_: str = "anne", name: str = "Anne") -> str:
    """A coordinator with a phone and hours."""
    with house.writing() as tx:
        people.add_coordinator(tx, id_, name, "22 33 44 55", "hverdager 9-15", "nb", START)
    return id_


def a_user(house: House, id_: str = "ola", coordinator: str = "anne", code: LanguageCode = "nb") -> str:
    """A person with that coordinator."""
    with house.writing() as tx:
        people.add_user(tx, id_, coordinator, "Ola", code, START, practice=True)
    return id_


def kept_content(folder: Path, own: Path | None = None) -> Content:
    """In the place of `load` where one command after the other opens a house: what is shipped is read once."""
    return content() if own is None and folder == find_content() else load(folder, own)


@lru_cache(maxsize=2)
def kept_engine(url: str) -> Engine:
    """In the place of `make_engine` where a house is closed and opened again before every line: the same engine.
    Once its connections are closed, it holds nothing but how statements are written, which takes longest."""
    return make_engine(url)
