"""Reading a form: at most 256 kB, clean at the door. What was typed is remembered in case something fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from bot.dialogs.door import at_the_door
from bot.web.security import comes_from_elsewhere, token_fits

LIMIT = 256 * 1024  # the longest answer (20,000 units) is 180 kB when every letter is written as %E2%82%AC
KEPT_AT_MOST = 4 * LIMIT  # of a form that is too large, so much is kept to offer the text back
READ_AT_MOST = 64 * LIMIT  # and so much is waited for: a browser shows no page before it has sent everything
MOST_FIELDS = 200
TYPED = "text"  # the field that holds a person's own words


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent.

    Attributes:
        fields: name -> value, the last of each name; line ends are `\\n`.
        ours: it carries the token of a page drawn for this browser, and comes from no other site.
        foreign: the browser says that another site sent it. Nothing of it may be done or shown.
        too_large: it was larger than the limit; `fields` is what could be read of it.
    """

    fields: Mapping[str, str]
    ours: bool
    foreign: bool
    too_large: bool

    def get(self, name: str) -> str:
        """The value of a field; empty when there is none."""
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """The value of a field that holds a count, 0 for anything else."""
        value = self.get(name)
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


async def read_form(request: Request) -> Form:
    """Read the form of this request. Read it before anything else is done, so that no error can lose what was typed.

    Raises:
        ClientDisconnect: the person went away in the middle of sending.
    """
    body, too_large = await _body(request)
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"
        )
    except ValueError:  # more fields than any form of ours has
        pairs = []
    fields = {name: at_the_door(value) for name, value in pairs}
    foreign = comes_from_elsewhere(request)
    if not foreign:
        request.state.typed = fields.get(TYPED, "")
    return Form(fields, token_fits(request, fields.get("token", "")) and not foreign, foreign, too_large)


async def _body(request: Request) -> tuple[bytes, bool]:
    read = bytearray()
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if len(read) < KEPT_AT_MOST:
            read += chunk
        if length > READ_AT_MOST:
            break
    return bytes(read[:KEPT_AT_MOST]), length > LIMIT


__all__ = ["LIMIT", "ClientDisconnect", "Form", "at_the_door", "read_form"]
