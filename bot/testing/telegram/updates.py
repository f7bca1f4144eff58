"""What waits for the bot: updates with their ids, how long each is kept, and what a poll confirms.

Follows `TQueue::get` and `Client::do_get_updates` of the Bot API server, odd corners included: an offset more than ten
beyond the end is not an error but is ignored, so a bot that keeps last week's offset gets the same updates for ever.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

KEPT_S = 24 * 3600
PRESS_KEPT_S = 150
QUIET_S = 7 * 24 * 3600
AHEAD = 10  # an offset further ahead than this is ignored
FIRST_IDS = (200_001, 1_000_000_000)
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One update. `line` is the queue it stands in on the way to a webhook: those of one line go one after another."""

    id: int
    kind: str
    body: dict[str, Any]
    line: str
    until: float

    def wire(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """The queue of one bot. Order is kept always."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - ids, not secrets
        self._waiting: list[Waiting] = []
        self._next = self._random.randrange(*FIRST_IDS)
        self._last_at: float | None = None
        self._unheard = 0
        self.allowed: frozenset[str] = frozenset(KINDS)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """From now on only these kinds are kept; none named means all, None leaves it as it was."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or frozenset(KINDS)

    def add(self, kind: str, body: dict[str, Any], *, line: str, now: float) -> Waiting | None:
        """Put an update in the queue; None when the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        if self._last_at is not None and now - self._last_at >= QUIET_S and not self.pending(now):
            self._next = self._random.randrange(*FIRST_IDS)
        self._last_at = now
        kept_s = PRESS_KEPT_S if kind == "callback_query" else KEPT_S
        update = Waiting(self._next, kind, body, line, now + kept_s)
        self._next += 1
        self._waiting.append(update)
        return update

    def pending(self, now: float) -> tuple[Waiting, ...]:
        """Those that wait, oldest first, without those that have been kept long enough."""
        self._keep(one for one in self._waiting if one.until > now)
        return tuple(self._waiting)

    def take(self, offset: int, limit: int, now: float) -> list[dict[str, Any]]:
        """What a poll gets. A positive offset confirms all before it, a negative one all but the last few."""
        waiting = self.pending(now)
        if offset < 0:
            offset = self._next + offset
        if self._unheard and offset > 0 and waiting and offset > waiting[0].id:
            self._unheard -= 1
        elif 0 < offset <= self._next + AHEAD:
            self._keep(one for one in waiting if one.id >= offset)
        return [one.wire() for one in self._waiting[:limit]]

    def drop(self, update_id: int) -> None:
        """Forget one: a webhook has taken it, or has failed to for too long."""
        self._keep(one for one in self._waiting if one.id != update_id)

    def clear(self) -> None:
        """Forget them all (`drop_pending_updates`)."""
        self._waiting = []

    def repeat(self, times: int = 1) -> None:
        """The next so many confirmations are not heard: what they would have confirmed comes a second time."""
        self._unheard += times

    def heard(self) -> bool:
        """Whether a delivery that succeeded counts; used up one by one after `repeat`."""
        if not self._unheard:
            return True
        self._unheard -= 1
        return False

    def _keep(self, kept: Iterable[Waiting]) -> None:
        self._waiting = list(kept)
