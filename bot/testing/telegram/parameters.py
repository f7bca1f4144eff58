"""The parameters of one request: always texts, as they come over the wire, read as the Bot API reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.testing.telegram.refusals import bad

_FALSE = frozenset({"", "0", "false", "no"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along with a request (multipart/form-data)."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Given:
    """What was given. Whatever is not a text stands as its JSON, also after a request that was JSON as a whole."""

    values: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text, empty when absent."""
        return self.values.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; the default when absent or unreadable, as the server does."""
        try:
            return int(self.values.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Yes or no."""
        return self.text(name).strip().lower() not in _FALSE

    def json(self, name: str) -> Any:
        """Any JSON; None when absent.

        Raises:
            Refused: it is not JSON.
        """
        wire = self.text(name)
        if not wire:
            return None
        try:
            return json.loads(wire)
        except ValueError as error:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def names(self, name: str) -> list[str] | None:
        """A list of texts; None when absent or not a list."""
        value = self.json(name)
        return [str(one) for one in value] if isinstance(value, list) else None

    def upload(self, name: str) -> Upload | None:
        """The file given under this name, directly or as `attach://<part>`."""
        wire = self.text(name)
        return self.files.get(wire.removeprefix("attach://") if wire.startswith("attach://") else name)


def given_json(body: Any) -> dict[str, str]:
    """The parameters of a body that is a JSON object.

    Raises:
        Refused: it is anything else.
    """
    if not isinstance(body, dict):
        raise bad("can't parse JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in body.items()
        if value is not None
    }
