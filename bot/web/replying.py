"""The reply to somebody who writes that a life is in danger, on pages where nothing they wrote can be taken."""

from __future__ import annotations

from starlette.requests import Request

from bot.dialogs.disclosure import lines_for_error
from bot.dialogs.safety import recognise
from bot.dialogs.screen import Line
from bot.web.visits import house_of


def reply_to(request: Request, text: str) -> tuple[Line, ...]:
    """The lines of the reply; none when the text discloses nothing. Needs no database."""
    content = house_of(request).content
    finding = recognise(text, content.phrases) if text.strip() else None
    return lines_for_error(content.services, finding) if finding is not None else ()
