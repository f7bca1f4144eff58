"""«Hjelp nå»: for everyone, logged in or not, with or without a database. And how pages are shown: language, size."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.entering import actor_of, who
from bot.actions.house import House
from bot.actions.reaching import own_ladder
from bot.content import LANGUAGES
from bot.dialogs.help_now import help_lines
from bot.dialogs.screen import Line, Say
from bot.dialogs.sheet import Person
from bot.web.errors import where
from bot.web.pages import LARGE, page, set_language
from bot.web.security import YEAR_SECONDS, cookie, drop_cookie, set_cookie
from bot.web.visits import house_of, now_of

log = logging.getLogger(__name__)
PATIENCE_S = 2.0  # with a database that may be locked or away
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
    """Those of the own plan, if they are there in time. Not in the threads of the other pages, which may all be waiting
    for the database; and a thread that waits cannot be called off, so it is left to itself."""
    house, secret, now = house_of(request), cookie(request, "user"), now_of(request)
    asked = asyncio.create_task(asyncio.to_thread(_of_own_plan, house, secret, now))
    asked.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait({asked}, timeout=PATIENCE_S)
    if not asked.done():
        log.error("the help page came without the own plan: the database takes too long")
        return ()
    try:
        request.state.together, ladder = asked.result()
    except Exception as error:  # no failure may stand between a person and the numbers
        log.error("the help page came without the own plan: %s", where(error))
        return ()
    return ladder


def _of_own_plan(house: House, secret: str, now: datetime) -> tuple[bool, tuple[Person, ...]]:
    """Whether the screen is a lent one, and whom the own plan names."""
    session = who(house, secret, now)
    return (False, ()) if session is None else (session.together, own_ladder(house, actor_of(session)))


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
