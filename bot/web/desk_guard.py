"""The door to the desk: a coordinator who is logged in, on a screen that is not lent to somebody just now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.actions.actors import Actor, NotThere
from bot.actions.desk import list_users
from bot.actions.staff import Worker, who_works
from bot.actions.standing_in import read_for_colleague
from bot.dialogs.help_now import numbers_short
from bot.web.desk_words import Words, sidebar
from bot.web.forms import Form, read_form
from bot.web.pages import page, set_language
from bot.web.security import cookie
from bot.web.visits import house_of, now_of, visitor

Handler = Callable[[Request, Worker], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

NO_FORM = Form({}, ours=False, foreign=False, too_large=False)
# Hidden fields, buttons, and the code, which is not for the coordinator's eyes.
NOT_TYPED = frozenset({"token", "do", "key", "place", "link", "language", "code"})


def at_desk(handler: Handler) -> Endpoint:
    """Let only a coordinator through. Whoever is logged out meanwhile gets back what they typed.

    A screen on which somebody answers together with the coordinator shows nobody else's data before they are done.
    """

    async def guarded(request: Request) -> Response:
        form = (
            await read_form(request)
            if request.method == "POST"
            else Form({}, ours=False, foreign=False, too_large=False)
        )
        request.state.form = form
        if form.foreign:
            return page(request, "refused.html", status=403)
        worker = await run_in_threadpool(who_works, house_of(request), cookie(request, "coordinator"), now_of(request))
        if worker is None:
            return logged_out(request, form)
        set_language(request, worker.language)
        if form.too_large:
            return page(request, "too_large.html", status=413, text="\n\n".join(typed_in(form)), said=())
        session = await visitor(request)
        if session is not None and session.together:
            return page(request, "desk/still_together.html", status=409 if form.fields else 200, kept=typed_in(form))
        try:
            return await handler(request, worker)
        except NotThere:
            if not (kept := typed_in(form)):
                raise
            # Taken back while it was written beside, or never there: the same page, with what was typed.
            numbers = numbers_short(house_of(request).content.services)
            return page(request, "desk/not_there.html", status=404, numbers=numbers, kept=kept)

    return guarded


def logged_out(request: Request, form: Form) -> Response:
    """How to log in, with what was typed: it may have taken an hour."""
    return page(request, "desk/login.html", status=403 if form.fields else 200, kept=typed_in(form))


def typed_in(form: Form) -> list[str]:
    """Everything of this form that somebody wrote."""
    return [value for name, value in form.fields.items() if name not in NOT_TYPED and value.strip()]


def form_of(request: Request) -> Form:
    """The form that the door has read."""
    form: Form = request.state.form
    return form


def actor_of(worker: Worker) -> Actor:
    """The coordinator as one who does something."""
    return Actor("coordinator", worker.id)


def words_of(request: Request, worker: Worker) -> Words:
    """The desk's words in the coordinator's language, at the time of this request."""
    return Words(house_of(request).language, worker.language, now_of(request))


async def desk_page(
    request: Request, worker: Worker, template: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """Draw a page with the own users beside it, and above it that a disclosure lies unread. `notice` is a line above
    everything, empty for none."""
    house, actor, now = house_of(request), actor_of(worker), now_of(request)
    desk = await run_in_threadpool(list_users, house, actor, now)
    instead = await run_in_threadpool(read_for_colleague, house, actor, now)
    words = words_of(request, worker)
    given = {"notice": "", "overdue": desk.overdue, "instead": bool(instead), **values}
    return page(
        request, template, status=status, worker=worker, desk=desk, side=sidebar(desk, words), words=words, **given
    )
