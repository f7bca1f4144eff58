"""Coming in by the personal link: first the language, then a code to choose, and from then on that code.

A GET never uses anything up: message programs and mail scanners open links. The token is taken out of the address at
once and waits in a cookie, so that it stands in no history and no screenshot.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.actors import Actor, NotThere
from bot.actions.converse import converse
from bot.actions.entering import (
    Arrival,
    Came,
    OpenedLink,
    Refused,
    bind_link,
    come_back,
    log_out,
    mark_opened,
    open_link,
)
from bot.actions.house import House
from bot.dialogs.context import Language
from bot.dialogs.event import Opened, Press
from bot.dialogs.help_now import numbers_short
from bot.storage.hashing import token_hash
from bot.web.devices import device_name
from bot.web.errors import not_found
from bot.web.forms import Form, read_form
from bot.web.pages import language_of, page, set_language
from bot.web.security import (
    LINK_SECONDS,
    YEAR_SECONDS,
    cookie,
    drop_cookie,
    new_token,
    remember_browser,
    renew_browser,
    set_cookie,
)
from bot.web.visits import base_url_of, house_of, now_of, visitor

_STATUS = {"too_often": 429, "too_often_today": 429, "stale": 409}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


async def link(request: Request) -> Response:
    """GET /p/{token}: put the token away and go on to a page without it. Looks nothing up and uses nothing up."""
    token = request.path_params["token"]
    if not _TOKEN.fullmatch(token):
        return not_found(request)
    response = RedirectResponse("/inn", 303)
    set_cookie(request, response, "link", token, LINK_SECONDS)
    return response


async def choose_language(request: Request) -> Response:
    """GET /inn: a new link asks for the language first; a bound one for its code; a visitor is let through."""
    opened = await _opened(request)
    if isinstance(opened, Response):
        return opened
    session = await visitor(request)
    if session is not None and session.user_id == opened.user_id:
        return RedirectResponse("/", 303)
    if opened.bound:
        return RedirectResponse("/inn/kode", 303)
    return page(request, "enter_language.html")


async def chose_language(request: Request) -> Response:
    """POST /inn: the first thing that only a person does."""
    form = await read_form(request)
    if not form.ours:
        return RedirectResponse("/inn", 303)
    opened = await _opened(request)
    if isinstance(opened, Response):
        return opened
    await run_in_threadpool(mark_opened, house_of(request), cookie(request, "link"), now_of(request))
    response = RedirectResponse("/inn/kode", 303)
    set_cookie(request, response, "language", _language(form), YEAR_SECONDS)
    return response


async def ask_code(request: Request) -> Response:
    """GET /inn/kode: choose a code, or give the one that was chosen."""
    opened = await _opened(request)
    return opened if isinstance(opened, Response) else _code_page(request, opened)


async def took_code(request: Request) -> Response:
    """POST /inn/kode: bind the link to the code that was chosen twice, or come back with it."""
    form = await read_form(request)
    opened = await _opened(request)
    if isinstance(opened, Response):
        return opened
    if not form.ours:
        return _code_page(request, opened, refused="stale")
    choosing = form.get("choosing") == "yes"
    arrival = Arrival(
        token=cookie(request, "link"),
        code=_digits(form.get("code")),
        remembered=form.get("remember") == "yes",
        secret=new_token(),
        device=device_name(request.headers.get("user-agent", "")),
        address=request.client.host if request.client else "",
    )
    try:
        came = await run_in_threadpool(_let_in, request, form, arrival, choosing)
    except Refused as refused:
        if refused.why == "in_use":
            return _in_use(request, opened)
        return _code_page(request, opened, refused=refused.why)
    return await _came_in(request, arrival, came)


def _let_in(request: Request, form: Form, arrival: Arrival, choosing: bool) -> Came:
    house, now = house_of(request), now_of(request)
    came = _chose_code(request, form, arrival) if choosing else come_back(house, arrival, now)
    _arrive(house, came, arrival.secret, base_url_of(request), now)
    return came


def _chose_code(request: Request, form: Form, arrival: Arrival) -> Came:
    house, now = house_of(request), now_of(request)
    try:
        return bind_link(house, arrival, _digits(form.get("again")), language_of(request), now)
    except Refused as refused:
        if refused.why == "in_use" and (same := _by_the_same(house, arrival, now)) is not None:
            return same
        raise


def _by_the_same(house: House, arrival: Arrival, now: datetime) -> Came | None:
    """A form that was sent twice finds its link bound by itself: whoever knows the code was the first."""
    try:
        return come_back(house, arrival, now)
    except Refused:
        return None


def _arrive(house: House, came: Came, secret: str, base_url: str, now: datetime) -> None:
    """Draw the screen anew, and go on in the language chosen now: a new link may have been opened in the other one."""
    actor, event = Actor("user", came.user_id), token_hash(secret)[:16]
    shown = converse(house, actor, Opened(), channel="web", key=f"in/{event}", now=now, base_url=base_url)
    if shown.language != came.language:
        press = Press(shown.screen.number, "language", came.language)
        converse(house, actor, press, channel="web", key=f"language/{event}", now=now, base_url=base_url)


async def _came_in(request: Request, arrival: Arrival, came: Came) -> Response:
    await run_in_threadpool(log_out, house_of(request), cookie(request, "user"), now_of(request))
    renew_browser(request)
    response = RedirectResponse("/", 303)
    set_cookie(request, response, "user", arrival.secret, came.seconds)
    set_cookie(request, response, "language", came.language, YEAR_SECONDS)
    drop_cookie(request, response, "link")
    remember_browser(request, response)
    return response


async def _opened(request: Request) -> OpenedLink | Response:
    """The link in the browser's cookie, or the page for there being none."""
    token = cookie(request, "link")
    if not token:
        return page(request, "no_link.html")
    try:
        return await run_in_threadpool(open_link, house_of(request), token, now_of(request))
    except NotThere:
        response = not_found(request)
        drop_cookie(request, response, "link")
        return response


def _code_page(request: Request, opened: OpenedLink, *, refused: str = "") -> Response:
    if not cookie(request, "language"):
        set_language(request, opened.language)
    return page(
        request,
        "enter_back.html" if opened.bound else "enter_choose.html",
        status=_STATUS.get(refused, 422) if refused else 200,
        refused=refused,
        numbers=numbers_short(house_of(request).content.services),
        **_whom(opened),
    )


def _in_use(request: Request, opened: OpenedLink) -> Response:
    numbers = numbers_short(house_of(request).content.services)
    return page(request, "in_use.html", status=409, numbers=numbers, **_whom(opened))


def _whom(opened: OpenedLink) -> dict[str, Any]:
    """Whom to call, and which text says it."""
    known = "hours" if opened.phone and opened.hours else "phone" if opened.phone else "name"
    return {
        "coordinator": opened.coordinator,
        "coordinator_phone": opened.phone,
        "hours": opened.hours,
        "call": f"pages.enter.call.{known}",
    }


def _language(form: Form) -> Language:
    return "nn" if form.get("sprak") == "nn" else "nb"


def _digits(typed: str) -> str:
    """The code without the spaces that people write between digits."""
    return re.sub(r"\s", "", typed)
