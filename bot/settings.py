"""What the operator decides, from the environment: `PLANPRAT_DATA`, `PLANPRAT_PORT` and so on. All may be absent."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASE_FILE = "planprat.db"
TELEGRAM = "https://api.telegram.org"
WEBHOOK_PORTS = frozenset({443, 80, 88, 8443})  # Bot API, setWebhook: no others are called
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook: secret_token


def _database_in(validated: dict[str, Any]) -> str:
    return f"sqlite:///{validated['data'] / DATABASE_FILE}"


class Settings(BaseSettings):
    """One installation.

    `data` is the one folder that everything is kept in; the keys are in `keys` beneath it. `database_url` is an
    SQLAlchemy address. `content` is a folder that is laid over the texts, worksheets and
    services that are shipped. `base_url` is the address people
    reach the pages at, empty: as each request says. `master_key` and `pepper` are 32 bytes each in base64; without
    them they are files among the keys. `practice` marks an installation where every person is made up.

    With a `telegram_token` the conversation is on Telegram too; in the mode `doorbell` only the word that something
    waits. `telegram_api_url` is another Bot API than Telegram's own. `webhook_url` is the address of this installation
    that Telegram is to send updates to (https); without one they are fetched. `webhook_secret` is what those updates
    carry, 1 to 256 of `A-Za-z0-9_-`; without one it is made of the token. `log_level` is how much is told while it
    serves.
    """

    model_config = SettingsConfigDict(env_prefix="PLANPRAT_", frozen=True)

    data: Path = Path("data")
    database_url: str = Field(default_factory=_database_in, repr=False)  # it may hold a password
    content: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    base_url: str = ""
    practice: bool = False
    master_key: SecretStr | None = None
    pepper: SecretStr | None = None
    invitation_days: int = Field(default=14, ge=1, le=90)
    plan_months: int = Field(default=12, ge=1, le=60)
    notice_reminder_hours: int = Field(default=24, ge=1, le=336)
    telegram_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM
    telegram_mode: Literal["chat", "doorbell"] = "chat"
    webhook_url: str = ""
    webhook_secret: SecretStr | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "warning"

    @field_validator("base_url", "telegram_api_url", "webhook_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("base_url", "telegram_api_url", "webhook_url")
    @classmethod
    def _is_address(cls, value: str, info: ValidationInfo) -> str:
        if (value or info.field_name == "telegram_api_url") and not _is_address(value):
            raise ValueError("it is no address of the form https://name.example")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _telegram_calls(cls, value: str, info: ValidationInfo) -> str:
        """A Bot API of one's own calls any address; Telegram's own does not."""
        parts = urlsplit(value)
        own = info.data.get("telegram_api_url", TELEGRAM) != TELEGRAM
        if value and not own and (parts.scheme != "https" or (parts.port or 443) not in WEBHOOK_PORTS):
            raise ValueError("Telegram calls https only, on port 443, 80, 88 or 8443")
        return value

    @field_validator("telegram_token", "webhook_secret", mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        """Without the line break that a file with a secret ends in."""
        return value.strip() if isinstance(value, str) else value

    @field_validator("webhook_secret")
    @classmethod
    def _may_be_sent(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("it is not 1 to 256 of A-Z, a-z, 0-9, _ and -")
        return value

    @property
    def keys(self) -> Path:
        """The folder of the keyring. Never inside the database, and backed up apart from it."""
        return self.data / "keys"

    @property
    def notice_waits(self) -> timedelta:
        """How long a disclosure may lie unseen before the desk reminds of it and a stand-in may read it."""
        return timedelta(hours=self.notice_reminder_hours)

    @property
    def invitation_lasts(self) -> timedelta:
        """How long a personal link may wait before it is opened for the first time."""
        return timedelta(days=self.invitation_days)


def _is_address(value: str) -> bool:
    """Whether it names a machine and perhaps a folder, and nothing more."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    spare = parts.query or parts.fragment or parts.username or re.search(r"[\s<>\\]", value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not spare and port != 0
