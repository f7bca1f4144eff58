"""What has just been done is said on the page that follows, and not in its address: a proxy may keep addresses, and one
that told of danger on a paper would tell of whom.

The browser carries it there in a cookie, which nobody can read without the browser's own random value. It stays for a
minute, so that a page that is loaded anew says the same.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.security import browser, cookie, set_cookie
from bot.web.visits import now_of

SECONDS = 60
DONE = "done"  # where there is nothing more to say than that


def done(request: Request, address: str, what: str = DONE) -> Response:
    """Lead to a page, which is to say what was done.

    Args:
        request: a form of ours, which has been carried out.
        address: of the page, without query; it may have a fragment, which browsers keep to themselves.
        what: one of the words that the page gives to `just_done`.
    """
    response = RedirectResponse(address, 303)
    until = f"{now_of(request).timestamp() + SECONDS:.0f}"
    mark = _mark(request, address.partition("#")[0], what, until)
    set_cookie(request, response, "done", f"{until}.{mark}", SECONDS)
    return response


def just_done(request: Request, among: Iterable[str] = (DONE,)) -> str:
    """Which of these was done on this page a minute ago at most; empty for none of them."""
    until, _, mark = cookie(request, "done").partition(".")
    path = request.url.path
    fits = (what for what in among if hmac.compare_digest(_mark(request, path, what, until).encode(), mark.encode()))
    what = next(fits, "")
    return what if what and now_of(request).timestamp() <= int(until) else ""


def _mark(request: Request, path: str, what: str, until: str) -> str:
    said = "\0".join(("just done", path, what, until)).encode()
    return hmac.new(browser(request).encode(), said, hashlib.sha256).hexdigest()
