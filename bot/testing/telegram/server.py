"""The fake Bot API itself: one request in, one answer out, whatever carries them."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from typing import Any

from bot.testing.telegram.faults import Fault, Lost
from bot.testing.telegram.memory import Called, Memory
from bot.testing.telegram.methods import METHODS
from bot.testing.telegram.parameters import Given, Upload
from bot.testing.telegram.refusals import Refused, not_found, too_many, unauthorized

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PHRASES = {502: "502 Bad Gateway", 503: "503 Service Unavailable", 504: "504 Gateway Time-out"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: HTTP status and body. `json` is false for a page of the machine in front of the Bot API."""

    status: int
    body: bytes
    json: bool = True


class FakeTelegram(Memory):
    """A Bot API with one bot. See `Memory` for what it is made with."""

    async def call(self, token: str, method: str, given: Given, *, patience: float | None = None) -> Answer:
        """Carry out one request.

        Args:
            token: of the bot, as in the address.
            method: its name, in any case.
            given: the parameters.
            patience: seconds that the other side waits for an answer, None for as long as it takes.

        Raises:
            Lost: no answer arrives.
        """
        name = method.lower()
        self.counted[name] += 1
        self.calls.append(Called(method, dict(given.values)))
        fault = self.faults.meet(name, self.clock.now())
        if fault is None:
            return await self._answer(token, name, given)
        if fault.kind == "flood":
            return refusal(too_many(fault.seconds))
        if fault.kind == "error":
            return _broken(fault.status)
        return await self._meet(fault, token, name, given, patience)

    async def _meet(self, fault: Fault, token: str, name: str, given: Given, patience: float | None) -> Answer:
        """The faults by which the answer is late or lost."""
        if fault.kind == "cut":
            if fault.handled:
                await self._answer(token, name, given)
            raise Lost
        gives_up = patience is not None and fault.seconds > patience
        until = self.clock.now() + (patience if gives_up and patience is not None else fault.seconds)
        while not self.closed and self.clock.now() < until:
            await self.clock.wait(self.bell.listen(), until)
        answer = await self._answer(token, name, given)
        if gives_up:
            raise Lost(slow=True)
        return answer

    async def _answer(self, token: str, name: str, given: Given) -> Answer:
        try:
            if not _TOKEN.fullmatch(token):
                raise not_found()
            if token != self.token:
                raise unauthorized()
            if name not in METHODS:
                raise not_found()
            result = METHODS[name](self, given)
            return _json(200, {"ok": True, "result": await result if inspect.isawaitable(result) else result})
        except Refused as refused:
            return refusal(refused)

    def file(self, token: str, path: str) -> Upload | None:
        """The file at this path, for whoever has the token."""
        return self.files.at(path) if token == self.token else None


def refusal(refused: Refused) -> Answer:
    """The answer that says no."""
    return _json(refused.code, refused.answer())


def _json(status: int, body: dict[str, Any]) -> Answer:
    return Answer(status, _encode(body).encode("utf-8", "surrogatepass"))


def _broken(status: int) -> Answer:
    if status == 500:
        return _json(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"})
    return Answer(status, _PAGE.format(_PHRASES.get(status, str(status))).encode(), json=False)
