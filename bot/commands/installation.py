"""The installation that a command works on: its settings, its content, and the house opened for as long as needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot import practice
from bot.actions.house import House, open_house
from bot.commands.failures import Failure
from bot.content import LANGUAGES, Content, find_content, is_own_content, load
from bot.dialogs.context import Language
from bot.settings import Settings
from bot.storage.engine import database_file
from bot.storage.migrate import is_empty


def language_of(value: str) -> Language:
    """One of the two written standards.

    Raises:
        Failure: there is no such one.
    """
    for language in LANGUAGES:
        if value == language:
            return language
    raise Failure("no_such_language", f"There is no language {value}", "--language", f"say {' or '.join(LANGUAGES)}")


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


def check_own_content(settings: Settings) -> None:
    """A folder of one's own that is set is there. To fall back silently on what is shipped would hide the mistake.

    Raises:
        Failure: it is not, or there is nothing in it that is read.
    """
    if settings.content is not None and not is_own_content(settings.content):
        do = "name a folder with services.yaml, nb/ and nn/ or worksheets/ in it, or leave PLANPRAT_CONTENT out"
        raise Failure("content_missing", "There is no content", settings.content, do)


def content(settings: Settings) -> Content:
    """The content, read and checked.

    Raises:
        Failure: there is none.
        ContentProblems: it cannot be used.
    """
    check_own_content(settings)
    return load(find_content(), settings.content)


def existing() -> Settings:
    """The settings of an installation that has data already. Whether it is one for practice, its data say.

    A mistaken folder would otherwise silently become a new installation, and be backed up as if it were the old one.

    Raises:
        Failure: there are none.
    """
    settings = Settings()
    file = database_file(settings.database_url)
    if file is not None and not file.exists():
        do = "name their folder in PLANPRAT_DATA, or begin with `planprat coordinator add`"
        raise Failure("no_data", "There are no data here", file, do)
    if file is None and is_empty(settings.database_url):
        do = "name another, or begin with `planprat coordinator add`"
        raise Failure("no_data", "There are no data in this database", "PLANPRAT_DATABASE_URL", do)
    return settings.model_copy(update={"practice": settings.practice or practice.is_marked(settings.data)})


@contextmanager
def the_house() -> Iterator[House]:
    """The house of the installation that the settings name.

    Raises:
        Unusable, Failure, ContentProblems: it cannot be opened, or has no data yet.
    """
    with opened(existing()) as house:
        yield house


@contextmanager
def opened(settings: Settings) -> Iterator[House]:
    """The house with exactly these settings.

    Raises:
        PracticeMixed: practice and real persons would meet.
        Unusable, Failure, ContentProblems: it cannot be opened.
    """
    check_own_content(settings)
    practice.check(settings)
    if settings.practice:
        practice.mark(settings.data)
    house = open_house(settings, now())
    try:
        yield house
    finally:
        house.close()
