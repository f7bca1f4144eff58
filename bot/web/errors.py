"""When something fails: the page says so, shows the numbers, and gives back what was typed. The log says where it
failed and never what was written.

Everything here works without the database: the texts and numbers are loaded at start, and the page for the worst case,
that even drawing the page fails, is drawn once at start.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.actions.actors import NotThere
from bot.dialogs.context import Language
from bot.dialogs.disclosure import lines_for_error
from bot.dialogs.help_now import numbers_short
from bot.web.pages import language_of, page
from bot.web.replying import reply_to
from bot.web.visits import house_of

log = logging.getLogger(__name__)
DEEPEST = 6  # calls named in the log, the innermost last


def not_found(request: Request) -> Response:
    """The one page for every address that leads nowhere, or not for this person. Always with the numbers."""
    return page(request, "not_found.html", status=404, numbers=numbers_short(house_of(request).content.services))


def broken(request: Request) -> Response:
    """Something failed. What was typed is answered if it discloses something, and stands on the page. So is what was
    typed before, where the page that fails is the one with its reply."""
    house = house_of(request)
    text = str(getattr(request.state, "typed", ""))
    reply = reply_to(request, text) or tuple(getattr(request.state, "reply", ()))
    return page(
        request,
        "broken.html",
        status=500,
        said=reply or lines_for_error(house.content.services),
        disclosed=bool(reply),
        text=text,
    )


async def on_not_there(request: Request, error: Exception) -> Response:
    """What one may not see does not exist."""
    return not_found(request)


async def on_http(request: Request, error: Exception) -> Response:
    """An unknown address, or a known one asked in a way it does not answer: the same page."""
    if isinstance(error, HTTPException) and error.status_code >= 500:
        return broken(request)
    return not_found(request)


HANDLERS = {NotThere: on_not_there, HTTPException: on_http}


def where(error: BaseException) -> str:
    """The kinds of an error and the places it came through, without its message: a message may hold what was written.

    For example `OperationalError < DatabaseDamaged at engine.py:61 explain < store.py:92 transaction`.
    """
    kinds = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(kinds) < DEEPEST:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    return f"{' < '.join(kinds)} at {' < '.join(places)}"


class Net:
    """ASGI middleware: catches what no handler caught."""

    def __init__(self, app: ASGIApp, last_resort: Mapping[Language, str]) -> None:
        self.app = app
        self.last_resort = last_resort

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        scope.setdefault("state", {})
        if "\0" in scope["path"]:  # no address of ours holds it, and a database server refuses to look for it
            await not_found(Request(scope, receive))(scope, receive, send)
            return
        try:
            await self.app(scope, receive, sending)
        except ClientDisconnect:
            log.info("a request ended before it was read")
        except Exception as error:  # whatever it was, the person gets a page with numbers
            log.error("%s failed: %s", scope["method"], where(error))
            if not begun:
                await self._answer(Request(scope, receive))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        try:
            return broken(request)
        except Exception as error:  # the page itself cannot be drawn
            log.error("the page for errors failed: %s", where(error))
            return HTMLResponse(self.last_resort[language_of(request)], 500)
