"""The personal link on the desk: made, shown once with its code for a camera, taken back, made anew."""

from __future__ import annotations

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.desk import see_user
from bot.actions.invite import LINK_PATH, Invitation, invite, revoke_link, undo_binding
from bot.actions.staff import Worker
from bot.dialogs.turn import Rejected
from bot.web.desk_guard import actor_of, desk_page, form_of, words_of
from bot.web.desk_words import Words
from bot.web.telegram import bot_name
from bot.web.visits import base_url_of, house_of, now_of


async def link(request: Request, worker: Worker) -> Response:
    """GET /desk/b/{user}/lenke: how far it has come, and what can be done. The link itself is shown once only."""
    return await _draw(request, worker)


async def change(request: Request, worker: Worker) -> Response:
    """POST /desk/b/{user}/lenke: make, undo or revoke. A link that was made is on the page that comes back."""
    form, user = form_of(request), request.path_params["user"]
    words = words_of(request, worker)
    if not form.ours:
        return await _draw(request, worker, status=409, notice=words.t("refused.stale"))
    house, actor, now = house_of(request), actor_of(worker), now_of(request)
    if form.get("do") == "revoke":
        await run_in_threadpool(revoke_link, house, actor, user, form.get("link"), now)
        return RedirectResponse(f"/desk/b/{user}/lenke", 303)
    make = undo_binding if form.get("do") == "undo" else invite
    try:
        made = await run_in_threadpool(make, house, actor, user, now, base_url_of(request))
    except Rejected as rejected:
        return await _draw(request, worker, status=422, notice=words.say(rejected.why))
    theirs = Words(house.language, made.language, now)
    response = await desk_page(
        request,
        worker,
        "desk/invitation.html",
        made=made,
        qr=drawn(made),
        chat=in_chat(made, bot_name(request)),
        until=words.moment(made.expires_at),
        slip=slip(made, worker, theirs),
        slip_chat=theirs.t("invite.slip_chat"),
    )
    response.headers["Cache-Control"] = "no-store"  # the browser's Back shall not show it to the next at this screen
    return response


def slip(made: Invitation, worker: Worker, words: Words) -> tuple[str, ...]:
    """What goes along with the link on paper, in the person's language, its heading first. No name of theirs, and
    nothing of what it is for: slips are left on tables."""
    names = {"coordinator": worker.name, "coordinator_phone": worker.phone}
    return (
        words.t("invite.slip"),
        words.t("invite.slip_how"),
        words.t("invite.slip_until", day=words.when(made.expires_at)),
        words.t("invite.slip_phone" if worker.phone else "invite.slip_from", **names),
    )


def in_chat(made: Invitation, bot: str) -> str:
    """The same link for those who would rather answer on Telegram; empty where there is no bot."""
    return f"https://t.me/{bot}?start={made.address.rpartition(LINK_PATH)[2]}" if bot else ""


def drawn(made: Invitation) -> Markup:
    """The address for a camera, as SVG: black on white in the dark too, or no camera reads it."""
    # Attributes instead of a style: the page allows none of its own.
    return Markup(segno.make_qr(made.address, error="m").svg_inline(border=4, scale=5, light="#fff", svgclass="qr"))  # noqa: S704


async def _draw(request: Request, worker: Worker, *, status: int = 200, notice: str = "") -> Response:
    house, actor = house_of(request), actor_of(worker)
    found = await run_in_threadpool(see_user, house, actor, request.path_params["user"], now_of(request))
    link = words_of(request, worker).link(found.user.link)
    return await desk_page(request, worker, "desk/link.html", status=status, notice=notice, user=found.user, link=link)
