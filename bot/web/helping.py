"""«Hjelp nå»: for everyone, logged in or not, with or without a database. And how pages are shown: language, size."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.entering import actor_of
from bot.actions.reaching import own_ladder
from bot.content import LANGUAGES
from bot.dialogs.help_now import help_lines
from bot.dialogs.screen import Line, Say
from bot.dialogs.sheet import Person
from bot.web.errors import where
from bot.web.pages import LARGE, page, set_language
from bot.web.security import YEAR_SECONDS, drop_cookie, set_cookie
from bot.web.visits import house_of, visitor

log = logging.getLogger(__name__)
# The lines of the help page that say for what the numbers below them are.
HEADINGS = frozenset(
    f"help_now.{name}"
    for name in ("plan", "danger", "urgent", "talk", "violence", "children", "write", "deaf", "relatives")
)


@dataclass
class Part:
    """A heading with its lines; the first part has none."""

    heading: Say | None
    lines: list[Line]


async def help_page(request: Request) -> Response:
    """GET /hjelp. Whatever fails on the way to the person's own plan, the numbers are shown."""
    ladder = await _ladder(request)
    parts = in_parts(help_lines(house_of(request).content.services, ladder))
    return page(request, "help.html", parts=parts)


def in_parts(lines: tuple[Line, ...]) -> list[Part]:
    """The lines under their headings."""
    parts = [Part(None, [])]
    for line in lines:
        if isinstance(line, Say) and line.id in HEADINGS:
            parts.append(Part(line, []))
        else:
            parts[-1].lines.append(line)
    return parts


async def _ladder(request: Request) -> tuple[Person, ...]:
    try:
        session = await visitor(request)
        if session is None:
            return ()
        return await run_in_threadpool(own_ladder, house_of(request), actor_of(session))
    except Exception as error:  # no failure may stand between a person and the numbers
        log.error("the help page came without the own plan: %s", where(error))
        return ()


async def display(request: Request) -> Response:
    """GET /visning?storrelse=stor|vanlig&sprak=nb|nn&til=/…: how the pages are shown in this browser. Changes nothing
    else, so a link is enough."""
    wanted = request.query_params
    response = RedirectResponse(local(wanted.get("til", "/")), 303)
    if wanted.get("storrelse") == "stor":
        set_cookie(request, response, "size", LARGE, YEAR_SECONDS)
    elif wanted.get("storrelse") == "vanlig":
        drop_cookie(request, response, "size")
    for language in LANGUAGES:
        if wanted.get("sprak") == language:
            set_language(request, language)
            set_cookie(request, response, "language", language, YEAR_SECONDS)
    return response


def local(address: str) -> str:
    """The address if it is a path on these pages, else the front page: nobody is sent elsewhere by a link to us."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside and "\\" not in address else "/"
