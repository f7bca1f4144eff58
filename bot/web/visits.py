"""Who is visiting: the user's session behind the browser's cookie, and what every page about them needs."""

from __future__ import annotations

import hashlib
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.actions.entering import REMEMBERED_SECONDS, who
from bot.actions.house import House
from bot.storage.sessions import Session
from bot.web.security import cookie, set_cookie


def house_of(request: Request) -> House:
    """The house that this application serves."""
    house: House = request.app.state.house
    return house


def now_of(request: Request) -> datetime:
    """The time, by the application's clock."""
    now: datetime = request.app.state.clock()
    return now


def base_url_of(request: Request) -> str:
    """Where people reach these pages: as the operator says, else as this request does. Without a slash at the end."""
    return house_of(request).settings.base_url or str(request.base_url).rstrip("/")


async def visitor(request: Request) -> Session | None:
    """The user's session, or None. Waits for the database in a thread of its own."""
    session = await run_in_threadpool(who, house_of(request), cookie(request, "user"), now_of(request))
    request.state.together = session is not None and session.together  # the page says so above everything
    return session


def keep_remembered(request: Request, response: Response, session: Session) -> None:
    """A browser that is remembered is remembered for as long again, from this visit on."""
    if session.remembered:
        set_cookie(request, response, "user", cookie(request, "user"), REMEMBERED_SECONDS)


def owner_mark(session: Session) -> str:
    """Tells the small script whose unsent drafts these are, so that nobody else on the same browser is shown them."""
    return hashlib.sha256(f"drafts of {session.user_id}".encode()).hexdigest()[:16]
