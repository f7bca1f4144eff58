"""Settings that cannot work are found out before anything is opened, and none of them is guessed at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from tests.processes import planprat

NO_ADDRESS = "it is no address of the form https://name.example"
NO_ADDRESSES = (
    "api.telegram.org",
    "htp://planprat.example",
    "https://",
    "https://plan prat.example",
    "https://planprat.example:99999",
    "https://planprat.example:0",
    "https://planprat.example:port",
    "https://planprat.example/?token=1",
    "https://user:word@planprat.example",
    "https://[::1",
)


def made(**given: Any) -> Settings:
    """The settings as an environment would give them."""
    return Settings(**given)


@pytest.mark.parametrize("value", NO_ADDRESSES)
@pytest.mark.parametrize("name", ["base_url", "telegram_api_url", "webhook_url"])
def test_an_address_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(NO_ADDRESS)):
        made(**{name: value})


@pytest.mark.parametrize("value", ["http://planprat.example", "https://planprat.example:8000/hook"])
def test_telegram_itself_calls_only_some_addresses_a_bot_api_of_ones_own_any(value: str) -> None:
    with pytest.raises(ValidationError, match="on port 443, 80, 88 or 8443"):
        made(webhook_url=value)
    assert made(webhook_url=value, telegram_api_url="http://127.0.0.1:8081").webhook_url == value


def test_addresses_and_secrets_are_taken_as_they_are_meant() -> None:
    settings = made(
        base_url="https://planprat.example/",
        telegram_api_url="http://[::1]:8081/",
        webhook_url="https://planprat.example:8443/hook",
        telegram_token="110201543:abc\n",
        webhook_secret="one_Secret-1",
    )
    assert settings.base_url == "https://planprat.example"
    assert settings.telegram_api_url == "http://[::1]:8081"
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "110201543:abc"


@pytest.mark.parametrize("value", ["", "æ", "a b", "x" * 257])
def test_a_secret_that_telegram_would_not_send_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="1 to 256 of"):
        made(webhook_secret=value)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("telegram_api_url", "api.telegram.org", NO_ADDRESS),
        ("webhook_url", "http://planprat.example", "Telegram calls https only, on port 443, 80, 88 or 8443"),
    ],
)
def test_a_wrong_setting_is_one_sentence_at_the_start_and_touches_nothing(
    tmp_path: Path, name: str, value: str, why: str
) -> None:
    setting: Any = {name: value}
    ended = planprat(tmp_path / "data", "serve", "--port", "0", **setting)
    where = f"PLANPRAT_{name.upper()}"
    assert ended.sentence == f"A setting cannot be used, {why} ({where}): correct it, or leave it out."
    assert not (tmp_path / "data").exists()


def test_with_telegram_the_address_of_the_pages_must_be_known(tmp_path: Path) -> None:
    ended = planprat(tmp_path / "data", "serve", "--port", "0", telegram_token="110201543:abc")
    assert ended.sentence.startswith("With Telegram the address of the pages must be known (PLANPRAT_BASE_URL)")
