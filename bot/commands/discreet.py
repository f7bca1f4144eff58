"""Lines of the log without secrets: no token of a bot or a link, and of an error its kind and place, never its message,
which may hold an address or a person's words.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "***"
# A bot's token (digits, colon, 35 characters), and what our own links end in (43 characters of base64).
_SECRETS = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Formats a line and takes out what nobody who reads the log may know. The last door: whoever writes a line should
    have put no secret into it."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """The line, whoever wrote it."""
        return _SECRETS.sub(HIDDEN, super().format(record))

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 - the library's name
        """Where it came from, and what kind of error it was."""
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def _told(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = [*_told(before), "which led to:"] if before is not None else []
    frames = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    return [*earlier, *frames, type(error).__name__]


def log_discreetly() -> None:
    """From now on the log goes to stderr, warnings and worse, without secrets."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
