"""The methods by which a bot gets its updates: polling, or a webhook."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from telegram.constants import PollingLimit, WebhookLimit

from bot.testing.telegram.memory import Memory, Webhook
from bot.testing.telegram.parameters import Given
from bot.testing.telegram.refusals import bad, second_poller, webhook_active, webhook_set_meanwhile

LONGEST_POLL_S = 50
_SECRET = re.compile(
    rf"[A-Za-z0-9_-]{{{WebhookLimit.MIN_SECRET_TOKEN_LENGTH:d},{WebhookLimit.MAX_SECRET_TOKEN_LENGTH:d}}}"
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


async def get_updates(memory: Memory, given: Given) -> list[dict[str, Any]]:
    """`getUpdates`. With nothing there it waits up to `timeout` seconds; of two that wait the earlier gets 409."""
    if memory.webhook.url:
        raise webhook_active()
    offset = given.number("offset")
    limit = min(max(given.number("limit", 100), PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
    timeout = min(max(given.number("timeout"), 0), LONGEST_POLL_S)
    memory.updates.allow(given.names("allowed_updates"))
    found = memory.updates.take(offset, limit, memory.clock.now())
    if found or not timeout or memory.closed:
        return found
    _end_poll(memory, "conflict")
    waiting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    memory.poll = waiting
    try:
        await memory.clock.wait(waiting, memory.clock.now() + timeout)
    finally:
        if memory.poll is waiting:
            memory.poll = None
    match waiting.result() if waiting.done() else "late":
        case "conflict":
            raise second_poller()
        case "webhook":
            raise webhook_set_meanwhile()
        case _:
            return memory.updates.take(offset, limit, memory.clock.now())


def _end_poll(memory: Memory, why: str) -> None:
    if memory.poll is not None and not memory.poll.done():
        memory.poll.set_result(why)


def set_webhook(memory: Memory, given: Given) -> bool:
    """`setWebhook`. Plain http only to this machine, as a Bot API server of one's own allows."""
    url, secret = given.text("url"), given.text("secret_token")
    if not url:
        return delete_webhook(memory, given)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    at_once = given.number("max_connections", 40)
    at_once = min(max(at_once, WebhookLimit.MIN_CONNECTIONS_LIMIT), WebhookLimit.MAX_CONNECTIONS_LIMIT)
    memory.updates.allow(given.names("allowed_updates"))
    if given.flag("drop_pending_updates"):
        memory.updates.clear()
    memory.webhook = Webhook(url, secret, at_once)
    _end_poll(memory, "webhook")
    memory.bell.ring()
    return True


def delete_webhook(memory: Memory, given: Given) -> bool:
    """`deleteWebhook`."""
    if given.flag("drop_pending_updates"):
        memory.updates.clear()
    memory.webhook = Webhook()
    memory.bell.ring()
    return True


def get_webhook_info(memory: Memory, _given: Given) -> dict[str, Any]:
    """`getWebhookInfo`."""
    webhook = memory.webhook
    told: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(memory.updates.pending(memory.clock.now())),
    }
    if webhook.url:
        told |= {"max_connections": webhook.at_once, "allowed_updates": sorted(memory.updates.allowed)}
    if webhook.error:
        told |= {"last_error_date": int(webhook.error_at), "last_error_message": webhook.error}
    return told
