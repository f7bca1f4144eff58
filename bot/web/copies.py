"""The pages of whoever got a copy: the link, the code, yes or no thanks, the plan, its paper.

Everything that is not there (an unknown link, a copy taken back, a plan that does not count, somebody else's login)
gets the one page for addresses that lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.actions.actors import VISITOR, Actor, NotThere
from bot.actions.copies import (
    LASTS,
    CopyRead,
    Outcome,
    answer_copy,
    copy_paper,
    find_copy,
    leave_copy,
    open_copy,
    read_copy,
    reader_of,
)
from bot.actions.papers import ShownCrisisPlan
from bot.dialogs.help_now import numbers_short
from bot.dialogs.screen import Day, Say
from bot.web.errors import not_found
from bot.web.forms import read_form
from bot.web.ladder import coordinator, ladder, numbers, numbers_of_relatives
from bot.web.pages import language_of, page
from bot.web.papers import LARGE_PRINT, pdf
from bot.web.security import (
    LINK_SECONDS,
    cookie,
    drop_cookie,
    remember_browser,
    renew_browser,
    set_cookie,
)
from bot.web.visits import base_url_of, house_of, now_of

HERE = "/kopi"
KEPT_BY_NOBODY = "no-store"  # a plan that is taken back must not be found again with the Back button
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
_REFUSED: dict[Outcome | None, int] = {"wrong": 403, "wait": 429}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held:
    """What the reader's browser holds: the token of the link, and after the right code the secret of the login."""

    token: str
    session: str

    @classmethod
    def by(cls, request: Request) -> Held:
        """Read it from the cookie `<token>` or `<token>.<session>`. One cookie, so that a second link replaces both."""
        token, _, session = cookie(request, "relative").partition(".")
        return cls(token, session)


async def link(request: Request) -> Response:
    """GET /k/{token}: put the token away and go on to an address without it. Looks nothing up and uses nothing up."""
    token = request.path_params["token"]
    if not _TOKEN.fullmatch(token):
        return not_found(request)
    response = RedirectResponse(HERE, 303)
    held = Held.by(request)
    if not (held.session and held.token == token):
        set_cookie(request, response, "relative", token, LINK_SECONDS)
    return response


async def show(request: Request) -> Response:
    """GET /kopi: the code, the question, or the plan, however far the reader has come."""
    held = Held.by(request)
    if not held.session:
        return await _door(request, held)
    try:
        read = await _do(request, read_copy, await _reader(request, held))
    except NotThere:
        return await _door(request, held)
    return _drawn(request, read)


async def code(request: Request) -> Response:
    """POST /kopi/kode: try the code."""
    form, held = await read_form(request), Held.by(request)
    if not form.ours:
        return RedirectResponse(HERE, 303)
    opening = await _do(
        request, open_copy, VISITOR, held.token, form.get("code"), address=request.client.host if request.client else ""
    )
    if opening.outcome != "open":
        return await _door(request, held, said=opening.outcome)
    renew_browser(request)
    response = RedirectResponse(HERE, 303)
    set_cookie(request, response, "relative", f"{held.token}.{opening.session}", int(LASTS.total_seconds()))
    remember_browser(request, response)
    return response


async def answer(request: Request) -> Response:
    """POST /kopi/svar: `answer` is `yes` or `no`."""
    form = await read_form(request)
    if form.ours and form.get("answer") in {"yes", "no"}:
        reader = await _reader(request, Held.by(request))
        await _do(request, answer_copy, reader, accepts=form.get("answer") == "yes")
    return RedirectResponse(HERE, 303)


async def paper(request: Request) -> Response:
    """GET /kopi.pdf, with `?stor=1` in large print."""
    held = Held.by(request)
    reader = await _reader(request, held)
    made = await _do(
        request,
        copy_paper,
        reader,
        language_of(request),
        token=held.token,
        base_url=base_url_of(request),
        large=LARGE_PRINT in request.query_params,
    )
    return pdf(made, "kriseplan.pdf")


async def leave(request: Request) -> Response:
    """POST /kopi/lukk: close the copy in this browser."""
    form, held = await read_form(request), Held.by(request)
    if not form.ours:
        return RedirectResponse(HERE, 303)
    reader = await _reader(request, held)
    await _do(request, leave_copy, reader, held.session)
    renew_browser(request)
    response = page(request, "copy/closed.html", **_short(request))
    drop_cookie(request, response, "relative")
    return response


async def _do(request: Request, action: Callable[..., T], *given: Any, **named: Any) -> T:
    """Do an action in a thread, at this request's time."""
    return await run_in_threadpool(action, house_of(request), *given, **named, now=now_of(request))


async def _reader(request: Request, held: Held) -> Actor:
    return await _do(request, reader_of, held.session)


async def _door(request: Request, held: Held, *, said: Outcome | None = None) -> Response:
    """The page that asks for the code. It tells nothing of the plan, not even whose it is.

    Raises:
        NotThere: the link leads nowhere.
    """
    chosen = await _do(request, find_copy, VISITOR, held.token)
    language = None if cookie(request, "language") else chosen
    status = _REFUSED.get(said, 200)
    return _unkept(page(request, "copy/door.html", status=status, language=language, said=said, **_short(request)))


def _drawn(request: Request, read: CopyRead) -> Response:
    if read.shown is None:
        return _unkept(
            page(request, "copy/declined.html" if read.answer else "copy/ask.html", read=read, **_short(request))
        )
    services = house_of(request).content.services
    drawn = page(
        request,
        "copy/plan.html",
        read=read,
        ladder=ladder(read.shown, own=False),
        numbers=numbers(services),
        coordinator=coordinator(read.whose),
        keep=_of_the_day(read.shown),
        own_numbers=numbers_of_relatives(services),
    )
    return _unkept(drawn)


def _of_the_day(shown: ShownCrisisPlan) -> Say | None:
    """That a paper is of one edition and grows old, unlike the page."""
    if shown.agreed_on is None:
        return None
    return Say(id="copy.plan.keep_text", days={"day": Day(iso=shown.agreed_on.isoformat())})


def _short(request: Request) -> dict[str, Any]:
    return {"numbers": numbers_short(house_of(request).content.services)}


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = KEPT_BY_NOBODY
    return response


ROUTES: tuple[BaseRoute, ...] = (
    Route("/k/{token}", link, methods=["GET"]),
    Route(HERE, show, methods=["GET"]),
    Route("/kopi/kode", code, methods=["POST"]),
    Route("/kopi/svar", answer, methods=["POST"]),
    Route("/kopi.pdf", paper, methods=["GET"]),
    Route("/kopi/lukk", leave, methods=["POST"]),
)
