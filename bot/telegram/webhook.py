"""Updates brought by Telegram: one page of the application. 200 only when the update is stored; else it comes again."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Protocol
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update

from bot.telegram.intake import Intake, NotTaken

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/bot-api"
MOST_BYTES = 1_000_000  # an update has some kilobytes
AGAIN = {"Retry-After": "1"}


class Taking(Protocol):
    """What is there once the bot is started."""

    @property
    def bot(self) -> Bot: ...
    @property
    def intake(self) -> Intake: ...


def path_of(url: str) -> str:
    """Where in the application updates are brought, as the public address says."""
    path = urlsplit(url).path.rstrip("/")
    return path or PATH


def address_of(url: str) -> str:
    """Where Telegram is told to bring them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{path_of(url)}"


def secret_of(token: str) -> str:
    """What updates carry when the operator has chosen nothing: made of the token, which it does not tell."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


def route(url: str, secret: str, taking: Taking) -> Route:
    """The page that Telegram calls.

    Args:
        url: the public address, whose path counts.
        secret: what each request must carry.
        taking: the bot and its intake.
    """

    async def hook(request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=404)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return Response(status_code=413)
        update = read(bytes(body), taking.bot)
        if update is None:
            return Response(status_code=200)  # it will not become readable by being brought again
        try:
            await taking.intake.take(update, patient=False)
        except NotTaken:
            return Response(status_code=503, headers=AGAIN)
        return Response(status_code=200)

    return Route(path_of(url), hook, methods=["POST"])


def read(body: bytes, bot: Bot) -> Update | None:
    """The update in a request; None when there is none that we know of."""
    try:
        told = json.loads(body)
        return Update.de_json(told, bot) if isinstance(told, dict) and "update_id" in told else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
