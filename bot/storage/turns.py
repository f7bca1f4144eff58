"""Whose turn it is: within a process one thread at a time works for a person, and the others wait without a connection.

Without it sixteen quick taps of one person would take the sixteen connections there are, and fifteen of them would only
wait for the first.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary


class Turns:
    """One lock for each person whom somebody works for just now."""

    def __init__(self) -> None:
        self._choosing = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    @contextmanager
    def of(self, user: str) -> Iterator[None]:
        """Wait for this person's turn, and have it for the length of the block."""
        with self._choosing:
            lock = self._locks.setdefault(user, threading.Lock())
        with lock:
            yield
