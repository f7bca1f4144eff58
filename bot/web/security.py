"""Cookies and forms: who may be recognised by what, and whether a form was filled in on a page of ours.

A form is ours when it carries the token that its page was drawn with, and when the browser does not say that it comes
from elsewhere. The token is made from a random cookie of the browser, so nothing about it is kept on the server and it
can be checked while the database is down. Each login gives the browser a new one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

Cookie = Literal["browser", "link", "user", "coordinator", "relative", "language", "size", "done"]

LINK_SECONDS = 60 * 60  # how long an opened personal link waits for its code
YEAR_SECONDS = 365 * 24 * 60 * 60
TOKEN_BYTES = 32

_SITES_OF_OURS = frozenset({"same-origin", "none"})  # Sec-Fetch-Site; `none`: typed or bookmarked by the person


def new_token() -> str:
    """32 random bytes as 43 letters, digits, `-` and `_`: for sessions, links and forms."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_secure(connection: HTTPConnection) -> bool:
    """Whether people reach these pages by https. Practice on a phone in the same room may be plain http."""
    base_url: str = connection.app.state.house.settings.base_url
    return base_url.startswith("https://") if base_url else connection.url.scheme == "https"


def cookie_name(connection: HTTPConnection, cookie: Cookie) -> str:
    """The name in the browser. Under https with `__Host-`: no other host and no subdomain can then set it."""
    return f"__Host-planprat-{cookie}" if is_secure(connection) else f"planprat-{cookie}"


def cookie(connection: HTTPConnection, cookie: Cookie) -> str:
    """What the browser sent under this name; empty when nothing."""
    return connection.cookies.get(cookie_name(connection, cookie), "")


def set_cookie(
    connection: HTTPConnection, response: Response, cookie: Cookie, value: str, seconds: int | None = None
) -> None:
    """Give the browser a cookie that scripts cannot read. Without `seconds` it is gone when the browser is closed.

    SameSite=Lax, since Strict would leave out the cookie when somebody opens the page from a message.
    """
    response.set_cookie(
        cookie_name(connection, cookie),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(connection),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(connection: HTTPConnection, response: Response, cookie: Cookie) -> None:
    """Take a cookie back."""
    response.delete_cookie(
        cookie_name(connection, cookie), path="/", secure=is_secure(connection), httponly=True, samesite="lax"
    )


def browser(request: Request) -> str:
    """The browser's own random value, made on the first page that asks; `remember_browser` sends it along."""
    known: str = getattr(request.state, "browser", "") or cookie(request, "browser")
    request.state.browser = known or new_token()
    return str(request.state.browser)


def remember_browser(request: Request, response: Response) -> None:
    """Send the browser its random value if a form on this page was made with one it does not have yet."""
    known: str = getattr(request.state, "browser", "")
    if known and known != cookie(request, "browser"):
        set_cookie(request, response, "browser", known)


def renew_browser(request: Request) -> None:
    """Make the tokens of all earlier pages stale: somebody logs in or out here."""
    request.state.browser = new_token()


def form_token(request: Request) -> str:
    """The hidden token of a form drawn for this browser."""
    return hmac.new(browser(request).encode(), b"planprat form", hashlib.sha256).hexdigest()


def token_fits(request: Request, token: str) -> bool:
    """Whether the form was drawn for this browser, and since its last login."""
    return bool(cookie(request, "browser")) and hmac.compare_digest(form_token(request).encode(), token.encode())


def comes_from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site sent this form.

    `Sec-Fetch-Site` is sent under https and on localhost. Elsewhere `Origin` is looked at; it is `null` on our own
    forms too, since our pages send no referrer (Fetch standard, «append a request Origin header»), so `null` says
    nothing and the token decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in _SITES_OF_OURS
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return False
    own = {request.headers.get("host", "")}
    if base_url := request.app.state.house.settings.base_url:
        own.add(urlsplit(base_url).netloc)
    return urlsplit(origin).netloc not in own
