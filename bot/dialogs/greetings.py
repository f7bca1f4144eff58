"""Words that are no answer: a bare greeting after a long time, and the command words that always work."""

from __future__ import annotations

import re

GREETINGS = frozenset(
    {
        "hei", "hei hei", "heisann", "hallo", "halla", "heia", "hey", "hi", "hello", "morn", "god morgen",
        "god dag", "god kveld", "god natt", "goddag", "gomorgen", "start", "/start",
    }
)  # fmt: skip
COMMANDS = {
    "meny": "menu",
    "/meny": "menu",
    "hjelp": "help_now",
    "/hjelp": "help_now",
    "hjelp nå": "help_now",
    "hjelp no": "help_now",
    "stopp": "stop",
    "/stopp": "stop",
    "pause": "pause",
    "/pause": "pause",
    "/sprak": "language",
    "/koordinator": "coordinator",
    "/slett": "remove",
}


def bare(text: str) -> str:
    """The text in lower case without the signs around it."""
    return re.sub(r"\s+", " ", text.strip().lower()).strip(" .,!?:;)(")
