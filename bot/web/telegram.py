"""«Bruk Telegram»: somebody who is logged in makes a link that binds their chat, once and within an hour."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.actions.chat_binding import make_chat_link
from bot.actions.entering import actor_of
from bot.web.errors import not_found
from bot.web.forms import read_form
from bot.web.pages import page
from bot.web.visits import house_of, now_of, visitor


def bot_name(request: Request) -> str:
    """What the bot is called on Telegram; empty where there is none, or it has not been reached yet."""
    name = getattr(request.app.state, "telegram_name", None)
    return str(name()) if name is not None else ""


async def offer(request: Request) -> Response:
    """GET /telegram: what it means, and a button."""
    if not bot_name(request):
        return not_found(request)
    if await visitor(request) is None:
        return page(request, "landing.html")
    return page(request, "telegram.html", address="")


async def make(request: Request) -> Response:
    """POST /telegram: the link. It is shown this once; the database has only its hash."""
    name = bot_name(request)
    form = await read_form(request)
    session = await visitor(request)
    if not name or session is None or session.together or not form.ours:
        return RedirectResponse("/telegram", 303)
    token = await run_in_threadpool(make_chat_link, house_of(request), actor_of(session), now_of(request))
    response = page(request, "telegram.html", address=f"https://t.me/{name}?start={token}")
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES: tuple[BaseRoute, ...] = (
    Route("/telegram", offer, methods=["GET"]),
    Route("/telegram", make, methods=["POST"]),
)
