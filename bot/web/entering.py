"""Coming in by the personal link: first the language, then a code to choose, and from then on that code.

A GET never uses anything up: message programs and mail scanners open links. The token is taken out of the address at
once and waits in a cookie, so that it stands in no history and no screenshot.
"""

from __future__ import annotations

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.actors import NotThere
from bot.actions.entering import Arrival, Came, Opened, Refused, bind_link, come_back, mark_opened, open_link
from bot.actions.settling import in_language
from bot.dialogs.context import Language
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
from bot.web.visits import house_of, now_of, visitor

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


async def link(request: Request) -> Response:
    """GET /p/{token}: put the token away and go on to a page without it. Looks nothing up and uses nothing up."""
    token = request.path_params["token"]
    if not _TOKEN.fullmatch(token):
        return not_found(request)
    response = RedirectResponse("/inn", 303)
    set_cookie(request, response, "link", token, LINK_SECONDS)
    return response
