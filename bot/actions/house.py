"""What every action needs: the store, the content, the words, the settings. Put together once, at start."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.actions.unwritten import Unwritten
from bot.content import Content, find_content, load
from bot.dialogs.context import Fresh
from bot.dialogs.safety import prepare
from bot.language import Language
from bot.settings import Settings
from bot.storage import people
from bot.storage.opening import open_store
from bot.storage.store import Store, Transaction
from bot.storage.together import together

CODE_DIGITS = 6


def new_id() -> str:
    """An id for a row: 120 random bits, so that it tells nothing and is never guessed.

    It never begins with a hyphen: whoever types it after a command would be told that there is no such option.
    """
    made = secrets.token_urlsafe(15)
    return new_id() if made.startswith("-") else made


def new_token() -> str:
    """A secret for an address: 256 random bits, 43 characters of `A-Za-z0-9_-` (fits Telegram's /start)."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits to pass on by another way than the link."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def fresh() -> Fresh:
    """Randomness for one event, drawn before it so that the conversation stays a function of its arguments."""
    return Fresh(id=new_id(), token=new_token(), code=new_code())


@dataclass(frozen=True)
class House:
    """One running installation. Safe to use from several threads."""

    store: Store
    content: Content
    language: Language
    settings: Settings
    _turnstile: AbstractContextManager[object] = field(default_factory=nullcontext)
    unwritten: Unwritten = field(default_factory=Unwritten)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that may change things. On SQLite one at a time, waiting here rather than in the database."""
        with self._turnstile, self.store.transaction() as tx:
            yield tx

    @contextmanager
    def together(self) -> Iterator[House]:
        """The same house, in which all that is written in the block is committed at its end (`storage.together`)."""
        with self._turnstile, together(self.store) as store:
            yield replace(self, store=store, _turnstile=nullcontext())

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A view of one moment."""
        with self.store.reading() as tx:
            yield tx

    def warm_up(self) -> None:
        """Do beforehand what the first person would wait for: the phrases are put together, a fifth of a second."""
        prepare(self.content.phrases)

    def database_answers(self) -> bool:
        """Whether anything can be read now. For those who run the service; whatever the fault is, the answer is no."""
        try:
            with self.store.reading() as tx:
                people.coordinators(tx)
        except Exception:
            return False
        return True

    def close(self) -> None:
        """Let go of everything."""
        self.store.close()


def open_house(settings: Settings, now: datetime) -> House:
    """Load the content, open the store.

    Raises:
        ContentProblems: the content cannot be used.
        Unusable: the data cannot.
    """
    content = load(find_content(), settings.content)
    store = open_store(settings, now)
    turnstile = threading.Lock() if store.one_writer else nullcontext()
    return House(store, content, Language(content), settings, turnstile)
