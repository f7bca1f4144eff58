"""What goes wrong when a test says so: too many requests, errors of the server, cut connections, slowness, silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["flood", "error", "cut", "slow"]


class Lost(Exception):
    """The answer never arrives. `slow`: the other side gave up waiting; else the connection was cut."""

    def __init__(self, *, slow: bool = False) -> None:
        super().__init__("gave up waiting" if slow else "connection cut")
        self.slow = slow


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: `flood` 429, `error` an answer with `status`, `cut` no answer, `slow` an answer after `seconds`.
        times: how many requests it meets, None for all of them until the moment `until` (None: for good).
        methods: only these, in small letters; empty for all.
        seconds: `retry_after` of a flood, delay of what is slow.
        handled: of a `cut`: the request was carried out, only the answer is lost.
    """

    kind: Kind
    times: int | None = None
    until: float | None = None
    methods: frozenset[str] = frozenset()
    seconds: float = 0
    status: int = 502
    handled: bool = False

    def meets(self, method: str, now: float) -> bool:
        """Whether this request is met, once more counted if so."""
        if self.over(now) or (self.methods and method not in self.methods):
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def over(self, now: float) -> bool:
        """Whether it is used up."""
        return self.times == 0 or (self.until is not None and now >= self.until)


class Faults:
    """What is to go wrong. Of several that meet a request the one planned first does."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Let this go wrong from now on."""
        self._planned.append(fault)

    def flood(self, *methods: str, retry_after: float = 1, times: int | None = 1) -> None:
        """429 with `retry_after` seconds."""
        self.plan(Fault("flood", times, seconds=retry_after, methods=_small(methods)))

    def fail(self, *methods: str, status: int = 502, times: int | None = 1) -> None:
        """A 5xx: 500 as the Bot API's JSON, others as the page of the machine in front of it."""
        self.plan(Fault("error", times, status=status, methods=_small(methods)))

    def cut(self, *methods: str, times: int | None = 1, handled: bool = False) -> None:
        """Close the connection without an answer, before or after the request was carried out."""
        self.plan(Fault("cut", times, handled=handled, methods=_small(methods)))

    def slow(self, *methods: str, seconds: float, times: int | None = 1) -> None:
        """Answer so much later; the request is carried out even if nobody waits for it any more."""
        self.plan(Fault("slow", times, seconds=seconds, methods=_small(methods)))

    def down(self, *, until: float) -> None:
        """Nobody there until that moment. People go on typing meanwhile."""
        self.plan(Fault("cut", until=until))

    def clear(self) -> None:
        """Everything works again."""
        self._planned = []

    def meet(self, method: str, now: float) -> Fault | None:
        """What happens to this request (method in small letters); None for nothing."""
        if not self._planned:
            return None
        self._planned = [one for one in self._planned if not one.over(now)]
        return next((one for one in self._planned if one.meets(method, now)), None)


def _small(methods: tuple[str, ...]) -> frozenset[str]:
    return frozenset(method.lower() for method in methods)
