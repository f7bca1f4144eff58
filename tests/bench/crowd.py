"""Many people at one bot, within the process: each acts again as soon as the bot has answered. The same crowd for every
bot that is compared, so that what the crowd and the fake cost is in every figure alike.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.testing.telegram.parameters import Given
from bot.testing.telegram.person import Person
from bot.testing.telegram.server import Answer, FakeTelegram

SHOWING = frozenset({"sendmessage", "editmessagetext"})
PATIENCE_S = 300.0

# What somebody does when the bot has answered; False: they have come to the end.
Act = Callable[[Person], bool]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run measured: how many events, in how many seconds, with how many of the processor's, and how long each
    person waited for the answer, in milliseconds. `memory_mb`: the most that the process held."""

    events: int
    seconds: float
    processor_s: float
    waits_ms: tuple[float, ...]
    memory_mb: float

    @property
    def per_second(self) -> float:
        """Events per second."""
        return self.events / self.seconds

    def told(self) -> dict[str, float]:
        """The same in figures, to be passed on."""
        cuts = statistics.quantiles(self.waits_ms, n=100)
        return {
            "events": self.events,
            "per_second": self.per_second,
            "processor_ms": 1_000 * self.processor_s / self.events,
            "median_ms": statistics.median(self.waits_ms),
            "p99_ms": cuts[98],
            "memory_mb": self.memory_mb,
        }


class Watched(FakeTelegram):
    """The fake Bot API, and a word to the crowd each time something was shown to somebody."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.shown: Callable[[int], None] = _nobody

    async def call(self, token: str, method: str, given: Given, *, patience: float | None = None) -> Answer:
        """As the fake does."""
        answer = await super().call(token, method, given, patience=patience)
        if method.lower() in SHOWING and answer.status == 200:
            self.shown(int(given.text("chat_id")))
        return answer


def _nobody(_chat: int) -> None:
    """Nobody looks."""


@dataclass
class Crowd:
    """So many people. `pause_s`: how long each looks at an answer, spread evenly so that they do not act in step."""

    fake: Watched
    people: Sequence[Person]
    pause_s: float = 0.0
    _began: dict[int, float] = field(default_factory=dict)
    _waits: list[float] = field(default_factory=list)

    async def acts(self, act: Act) -> Run:
        """Let everybody act until they have come to the end.

        Raises:
            TimeoutError: somebody was left without an answer.
        """
        self._began, self._waits = {}, []
        loop = asyncio.get_running_loop()
        waiting = {person.id: person for person in self.people}
        done = asyncio.Event()

        def begin(person: Person) -> None:
            self._began[person.id] = time.perf_counter()
            if not act(person):
                del self._began[person.id], waiting[person.id]
                if not waiting:
                    done.set()

        def shown(chat: int) -> None:
            began = self._began.pop(chat, None)
            if began is None or chat not in waiting:
                return
            self._waits.append((time.perf_counter() - began) * 1_000)
            if self.pause_s:
                loop.call_later(self.pause_s, begin, waiting[chat])
            else:
                loop.call_soon(begin, waiting[chat])

        self.fake.shown = shown
        start, spent = time.perf_counter(), time.process_time()
        for number, person in enumerate(self.people):
            loop.call_later(self.pause_s * number / len(self.people), begin, person)
        await asyncio.wait_for(done.wait(), PATIENCE_S)
        seconds, spent = time.perf_counter() - start, time.process_time() - spent
        self.fake.shown = _nobody
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
        return Run(len(self._waits), seconds, spent, tuple(self._waits), memory)


def types(times: int) -> Act:
    """Type something short, so many times."""
    typed: dict[int, int] = {}

    def act(person: Person) -> bool:
        typed[person.id] = typed.get(person.id, 0) + 1
        if typed[person.id] > times:
            return False
        person.types(f"Hei {typed[person.id]}")
        return True

    return act


def taps(choose: Callable[[Sequence[str]], str | None], most: int | None = None) -> Act:
    """Tap the button that `choose` picks among those on the last message, until it picks none, or so many times."""
    tapped: dict[int, int] = {}

    def act(person: Person) -> bool:
        tapped[person.id] = tapped.get(person.id, 0) + 1
        if most is not None and tapped[person.id] > most:
            return False
        wires = [str(button.get("callback_data", "")) for button in person.last.buttons]
        chosen = choose(wires)
        if chosen is None:
            return False
        person.taps(chosen, on=person.last)
        return True

    return act


def first(wires: Sequence[str]) -> str | None:
    """The first button there is."""
    return wires[0] if wires else None
