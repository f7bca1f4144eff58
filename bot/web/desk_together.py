"""Sitting together: the screen is lent to the user, who types their code and answers, until «Ferdig»."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.desk import see_user
from bot.actions.entering import Refused, log_out
from bot.actions.staff import Worker
from bot.actions.together import LASTS, sit_together
from bot.web.desk_guard import actor_of, desk_page, form_of, words_of
from bot.web.forms import read_form
from bot.web.security import cookie, drop_cookie, remember_browser, renew_browser, set_cookie
from bot.web.visits import house_of, now_of, visitor


async def ask(request: Request, worker: Worker) -> Response:
    """GET /desk/b/{user}/sammen: the user types the code here."""
    return await _draw(request, worker)


async def begin(request: Request, worker: Worker) -> Response:
    """POST /desk/b/{user}/sammen: the right code opens the user's own page in this browser."""
    form, user = form_of(request), request.path_params["user"]
    words = words_of(request, worker)
    if not form.ours:
        return await _draw(request, worker, problem=words.t("refused.stale"))
    address = request.client.host if request.client else ""
    try:
        begun = await run_in_threadpool(
            sit_together,
            house_of(request),
            actor_of(worker),
            user,
            form.get("code").replace(" ", ""),
            address,
            now_of(request),
        )
    except Refused as refused:
        return await _draw(request, worker, problem=words.t(f"together.{refused.why}"))
    renew_browser(request)
    response = RedirectResponse("/", 303)
    set_cookie(request, response, "user", begun.secret, int(LASTS.total_seconds()))
    remember_browser(request, response)
    return response


async def done(request: Request) -> Response:
    """POST /sammen/ferdig: the user's session here ends, and the screen is the coordinator's again."""
    form = await read_form(request)
    session = await visitor(request)
    if session is None or not session.together or form.foreign:
        return RedirectResponse("/desk", 303)
    await run_in_threadpool(log_out, house_of(request), cookie(request, "user"), now_of(request))
    renew_browser(request)
    response = RedirectResponse(f"/desk/b/{session.user_id}", 303)
    drop_cookie(request, response, "user")
    remember_browser(request, response)
    return response


async def _draw(request: Request, worker: Worker, *, problem: str = "") -> Response:
    house, actor = house_of(request), actor_of(worker)
    found = await run_in_threadpool(see_user, house, actor, request.path_params["user"], now_of(request))
    return await desk_page(
        request,
        worker,
        "desk/together.html",
        status=422 if problem else 200,
        user=found.user,
        has_code=found.user.link.state == "bound",
        problem=problem,
    )
