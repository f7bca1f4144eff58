"""What Telegram says, without what nobody reads. With each press it sends the message that the button is on, and to
each edit the whole message as it is now: our own words and all our buttons, of which the library makes an object each.
"""

from __future__ import annotations

from typing import Any

from telegram.request import BaseRequest, HTTPXRequest

Told = dict[str, Any]
_WHICH = ("chat", "message_id")
_OUT_OF_REACH = 0  # the date of a message of which Telegram tells only which it is (Bot API: InaccessibleMessage)


class ReadsLittle(BaseRequest):
    """A request whose answers are read as far as this program looks."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Told:
        """As the library, which asks for it here; then less of it."""
        told: Told = BaseRequest.parse_json_payload(payload)
        result = told.get("result")
        if isinstance(result, list):
            for one in result:
                _pressed(one)
        elif isinstance(result, dict) and "edit_date" in result:
            told["result"] = True  # what Telegram itself answers to an edit of a message that it does not show us
        return told


class Request(ReadsLittle, HTTPXRequest):
    """The same over HTTP."""


def _pressed(update: Any) -> None:
    """Of the message that a button is on only which it is and in what chat."""
    if isinstance(update, dict) and isinstance(press := update.get("callback_query"), dict):
        message = press.get("message")
        if isinstance(message, dict) and all(name in message for name in _WHICH):
            press["message"] = {name: message[name] for name in _WHICH} | {"date": _OUT_OF_REACH}
