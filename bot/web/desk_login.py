"""Coming to the desk: a link from whoever runs the service, one button, a working day."""

from __future__ import annotations

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.actors import NotThere
from bot.actions.staff import SHIFT, Worker, log_in, log_out
from bot.web.desk_guard import actor_of, form_of
from bot.web.errors import not_found
from bot.web.forms import read_form
from bot.web.pages import page, set_language
from bot.web.security import LINK_SECONDS, cookie, drop_cookie, remember_browser, renew_browser, set_cookie
from bot.web.visits import house_of, now_of

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


async def link(request: Request) -> Response:
    """GET /desk/inn/{token}: put the token away and go on to a page without it. Uses nothing up."""
    token = request.path_params["token"]
    if not _TOKEN.fullmatch(token):
        return not_found(request)
    response = RedirectResponse("/desk/inn", 303)
    set_cookie(request, response, "link", token, LINK_SECONDS)
    return response


async def ask(request: Request) -> Response:
    """GET /desk/inn: one button. A mail scanner that follows links presses none."""
    if not cookie(request, "link"):
        return page(request, "desk/login.html", kept=())
    return page(request, "desk/enter.html", used=False)


async def enter(request: Request) -> Response:
    """POST /desk/inn: use the link up and begin a session."""
    form = await read_form(request)
    if form.foreign:
        return page(request, "refused.html", status=403)
    if not form.ours:
        return page(request, "desk/enter.html", status=409, used=False)
    try:
        token, own = cookie(request, "link"), cookie(request, "browser")
        came = await run_in_threadpool(log_in, house_of(request), token, now_of(request), own)
    except NotThere:
        response: Response = page(request, "desk/enter.html", status=404, used=True)
        drop_cookie(request, response, "link")
        return response
    renew_browser(request)
    set_language(request, came.language)
    response = RedirectResponse("/desk", 303)
    drop_cookie(request, response, "link")
    set_cookie(request, response, "coordinator", came.secret, int(SHIFT.total_seconds()))
    remember_browser(request, response)
    return response


async def leave(request: Request, worker: Worker) -> Response:
    """POST /desk/ut: log out."""
    if not form_of(request).ours:
        return RedirectResponse("/desk", 303)
    secret = cookie(request, "coordinator")
    await run_in_threadpool(log_out, house_of(request), actor_of(worker), secret, now_of(request))
    renew_browser(request)
    response = RedirectResponse("/desk/inn", 303)
    drop_cookie(request, response, "coordinator")
    remember_browser(request, response)
    return response
