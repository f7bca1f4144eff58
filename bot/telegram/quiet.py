"""What is logged of Telegram: kinds of errors and where they came from. Never a token, never a word of anybody's."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

DEEPEST = 4

# httpx tells each address, and the address holds the bot's token; the library tells texts when it cannot read them.
LEVELS = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.CRITICAL + 1,
    "telegram.Bot": logging.CRITICAL + 1,
}


def hush() -> None:
    """Keep tokens and texts out of the log. Done before the first request."""
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)


def where(error: BaseException) -> str:
    """What kind of error it was and where, without its message, which may hold anything."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    return f"{type(error).__name__} at {' < '.join(places)}"
