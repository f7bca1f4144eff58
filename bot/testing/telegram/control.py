"""What a test in another process, or a person at a terminal, tells the fake: `/_fake/`. Everything is JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.testing.telegram.chats import Posted
from bot.testing.telegram.faults import Fault
from bot.testing.telegram.memory import Memory
from bot.testing.telegram.person import Impossible, Person

_FAULT = frozenset({"kind", "times", "methods", "seconds", "status", "handled", "lasts"})
PATIENCE_S = 30  # of a request that waits for words
_KINDS = ("text", "photo", "document", "voice", "sticker", "contact", "location", "pinned_message")


def shown(message: Posted) -> dict[str, Any]:
    """A message as the person sees it."""
    return {
        "id": message.id,
        "by_bot": message.by_bot,
        "kind": next(kind for kind in _KINDS if kind in message.body),
        "text": message.text,
        "buttons": message.buttons,
        "edited": "edit_date" in message.body,
        "protected": message.protected,
        "silent": message.silent,
    }


class Control:
    """The people in this fake, and what they are told to do."""

    def __init__(self, telegram: Memory) -> None:
        self._telegram = telegram
        self._people: dict[int, Person] = {}

    async def add(self, request: Request) -> JSONResponse:
        """`POST people`: `{"name", "language"}` → `{"id"}`."""
        asked = await _asked(request)
        person = Person(self._telegram, asked.get("name", "Mari"), language=asked.get("language", "nb"))
        self._people[person.id] = person
        return JSONResponse({"id": person.id})

    async def look(self, request: Request) -> JSONResponse:
        """`GET people/{id}`: the chat as seen, and what taps were answered with (null: nothing yet). `?until=words`: as
        soon as the bot's last message holds these, or after half a minute."""
        person = self._people.get(request.path_params["person"])
        if person is None:
            return _no(404, "no such person")
        await self._reads(person, request.query_params.get("until", ""))
        messages = [shown(one) for one in person.sees]
        return JSONResponse({"messages": messages, "answers": [one.answer for one in person.presses]})

    async def _reads(self, person: Person, words: str) -> None:
        clock = self._telegram.clock
        until = clock.now() + PATIENCE_S
        while words and not self._telegram.closed and clock.now() < until:
            news = self._telegram.bell.listen()
            if person.told and words in person.last.text:
                return
            await clock.wait(news, until)

    async def act(self, request: Request) -> JSONResponse:
        """`POST people/{id}/{deed}`; the fields each deed takes stand in docs/fake_telegram.md."""
        person = self._people.get(request.path_params["person"])
        if person is None:
            return _no(404, "no such person")
        try:
            return JSONResponse(_do(person, request.path_params["deed"], await _asked(request)))
        except Impossible as impossible:
            return _no(409, str(impossible))
        except (KeyError, TypeError, ValueError) as wrong:
            return _no(400, repr(wrong))

    async def fault(self, request: Request) -> JSONResponse:
        """`POST faults`: the fields of `Fault`, with `lasts` seconds in place of `until`."""
        asked = await _asked(request)
        if "kind" not in asked or not asked.keys() <= _FAULT:
            return _no(400, f"kind, and of {sorted(_FAULT)}")
        lasts = asked.pop("lasts", None)
        asked["methods"] = frozenset(str(one).lower() for one in asked.get("methods", ()))
        until = None if lasts is None else self._telegram.clock.now() + float(lasts)
        self._telegram.faults.plan(Fault(**asked, until=until))
        return JSONResponse({})

    async def mend(self, _request: Request) -> JSONResponse:
        """`DELETE faults`: everything works again."""
        self._telegram.faults.clear()
        return JSONResponse({})

    async def repeat(self, request: Request) -> JSONResponse:
        """`POST repeat`: `{"times"}` confirmations are not heard."""
        self._telegram.updates.repeat(int((await _asked(request)).get("times", 1)))
        return JSONResponse({})

    async def pace(self, request: Request) -> JSONResponse:
        """`POST pace`: `{"strict"}`: whether one message a second and thirty in all is enforced."""
        self._telegram.pace.strict = bool((await _asked(request)).get("strict", True))
        return JSONResponse({})

    async def calls(self, _request: Request) -> JSONResponse:
        """`GET calls`: how often each method was called, refused or not."""
        return JSONResponse(dict(self._telegram.counted))


def routes(telegram: Memory) -> list[Route]:
    """The addresses below `/_fake/`."""
    control = Control(telegram)
    return [
        Route("/_fake/people", control.add, methods=["POST"]),
        Route("/_fake/people/{person:int}", control.look),
        Route("/_fake/people/{person:int}/{deed}", control.act, methods=["POST"]),
        Route("/_fake/faults", control.fault, methods=["POST"]),
        Route("/_fake/faults", control.mend, methods=["DELETE"]),
        Route("/_fake/repeat", control.repeat, methods=["POST"]),
        Route("/_fake/pace", control.pace, methods=["POST"]),
        Route("/_fake/calls", control.calls),
    ]


def _do(person: Person, deed: str, asked: dict[str, Any]) -> dict[str, Any]:
    on = person.chat.messages[int(asked["on"])] if "on" in asked else None
    match deed:
        case "types":
            return {"message_id": person.types(asked["text"], reply_to=on).id}
        case "starts":
            return {"message_id": person.starts(asked.get("payload", "")).id}
        case "edits" if on is not None:
            person.edits(on, asked["text"])
        case "taps":
            stale, times = bool(asked.get("stale", False)), int(asked.get("times", 1))
            return {"query_ids": person.taps(asked["button"], on=on, stale=stale, times=times)}
        case "opens":
            return {"url": person.opens(asked["button"], on=on)}
        case "copies":
            return {"text": person.copies(asked["button"], on=on)}
        case "forwards":
            return {"message_id": person.forwards(asked["text"]).id}
        case "sends":
            return {"message_id": _send(person, asked["what"]).id}
        case "blocks":
            person.blocks()
        case "comes_back":
            person.comes_back(start=bool(asked.get("start", True)))
        case _:
            raise ValueError(deed)
    return {}


def _send(person: Person, what: str) -> Posted:
    deeds: dict[str, Callable[[], Posted]] = {
        "photo": person.sends_photo,
        "document": person.sends_document,
        "voice": person.sends_voice,
        "sticker": person.sends_sticker,
        "contact": person.sends_contact,
        "location": person.sends_location,
    }
    return deeds[what]()


async def _asked(request: Request) -> dict[str, Any]:
    body = await request.body()
    asked = json.loads(body) if body else {}
    return asked if isinstance(asked, dict) else {}


def _no(status: int, why: str) -> JSONResponse:
    return JSONResponse({"error": why}, status)
