"""The log holds no secret, whoever writes to it."""

from __future__ import annotations

import logging

from bot.actions.house import new_token
from bot.commands.discreet import Discreet
from bot.testing.telegram.memory import TOKEN


def line(message: str, *values: object, error: BaseException | None = None) -> str:
    """What stands in the log."""
    info = (type(error), error, error.__traceback__) if error is not None else None
    return Discreet().format(logging.LogRecord("anybody", logging.ERROR, __file__, 1, message, values, info))


def test_tokens_are_taken_out_also_of_what_is_filled_in() -> None:
    invitation = new_token()
    told = line("GET %s and /p/%s?x", f"https://api.telegram.org/bot{TOKEN}/getMe", invitation)
    assert TOKEN.partition(":")[2] not in told
    assert invitation not in told
    assert told.endswith("GET https://api.telegram.org/bot***/getMe and /p/***?x")


def test_of_an_error_there_is_kind_and_place_and_never_what_it_says() -> None:
    words = "Hemmelig"
    try:
        try:
            raise ValueError(words)
        except ValueError as first:
            raise RuntimeError(words) from first
    except RuntimeError as second:
        told = line("it failed", error=second)
    assert words not in told
    assert "test_discreet.py" in told
    assert [one for one in told.splitlines() if one in {"ValueError", "RuntimeError"}] == ["ValueError", "RuntimeError"]


def test_common_words_and_ids_stay() -> None:
    said = "Telegram cannot be reached at http://127.0.0.1:9 (NetworkError); trying again"
    assert line(said).endswith(said)
