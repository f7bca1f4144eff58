"""The fake within the process, whose answers are read as the program reads Telegram's."""

from __future__ import annotations

from bot.telegram.reading import ReadsLittle
from bot.testing.telegram.requests import InProcess


class Wire(ReadsLittle, InProcess):
    """What the channel under test sends through."""
