"""The update queue of one bot: ids, offsets, lifetimes, allowed kinds and the order within a lane."""

import json
import math
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.botapi.clock import Clock

DEFAULT_EXCLUDED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MAX_EVENTS = 100_000
MAX_EVENT_BYTES = 512 * 1024
MAX_REPLY_BYTES = 4 * 1024 * 1024
HISTORY = 1000


@dataclass(slots=True)
class Queued:
    """One update as it goes over the wire; `lane` is what keeps its order in webhook delivery."""

    update_id: int
    kind: str
    body: dict[str, object]
    expires_at: float
    lane: str
    size: int
    fetched: bool = False

    def as_json(self) -> dict[str, object]:
        return {"update_id": self.update_id, **self.body}


class UpdateQueue:
    """What Telegram holds for the bot until it is confirmed or expires; nothing survives the process."""

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        self._clock = clock
        self._next_id = rng.randrange(100_000_000, 900_000_000)
        self._items: dict[int, Queued] = {}
        self._repeats: deque[Queued] = deque()
        self._earliest = math.inf
        self._history: deque[Queued] = deque(maxlen=HISTORY)
        self._listeners: list[Callable[[], None]] = []
        self.allowed: frozenset[str] | None = None
        """None is Telegram's default: everything but `DEFAULT_EXCLUDED`."""
        self.dropped = 0
        self.expired = 0

    def on_change(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember the kinds wanted from now on; none at all restores the default."""
        self.allowed = frozenset(kinds) or None

    def push(
        self, kind: str, body: dict[str, object], *, lifetime: float, lane: str, forced: bool = False
    ) -> int | None:
        """Queue an update for `lifetime` seconds; None when it is discarded for good, as Telegram does.

        `forced` lets a kind pass that was not asked for.
        """
        wanted = kind not in DEFAULT_EXCLUDED if self.allowed is None else kind in self.allowed
        wanted = wanted or forced
        size = len(json.dumps(body))
        self._expire()
        if not wanted or lifetime <= 0 or size > MAX_EVENT_BYTES or len(self._items) >= MAX_EVENTS:
            self.dropped += 1
            return None
        item = Queued(self._next_id, kind, body, self._clock.now() + lifetime, lane, size)
        self._next_id += 1
        self._items[item.update_id] = item
        self._earliest = min(self._earliest, item.expires_at)
        self._history.append(item)
        self._changed()
        return item.update_id

    def jump(self, to: int) -> None:
        """F21: go on counting from `to`, also downwards; only while nothing is queued, as the real one."""
        if self.pending():
            raise ValueError("the id can only jump while the queue is empty; confirm or drop what is in it first")
        self._next_id = to

    def repeat(self, update_id: int, *, under: int | None = None) -> None:
        """F20, F21: hand out an update again whatever the offset says, under its own or another id."""
        found = next((item for item in reversed(self._history) if item.update_id == update_id), None)
        if found is None:
            raise LookupError("no such update in the recent history; use the id that `push` returned")
        again = Queued(under or update_id, found.kind, found.body, found.expires_at, found.lane, found.size)
        self._repeats.append(again)
        self._changed()

    def read(self, offset: int, limit: int) -> list[Queued]:
        """What `getUpdates` answers: an offset confirms everything below it at once, 0 confirms nothing."""
        self._expire()
        head = next(iter(self._items), self._next_id)
        if offset < 0:
            self._confirm_below(max(head, self._next_id + offset))
        elif offset > 0 and head - 100_000 <= offset <= self._next_id + 10:
            self._confirm_below(offset)
        found = [self._repeats.popleft() for _ in range(min(limit, len(self._repeats)))]
        size = sum(item.size for item in found)
        for item in self._items.values():
            size += item.size
            if len(found) >= limit or (found and size > MAX_REPLY_BYTES):
                break
            item.fetched = True
            found.append(item)
        return found

    def pending(self) -> list[Queued]:
        """Everything not yet confirmed, oldest first."""
        self._expire()
        return [*self._repeats, *self._items.values()]

    def counts(self) -> tuple[int, int]:
        """How many pending updates nobody was handed yet, and how many were handed out and not confirmed."""
        pending = self.pending()
        unfetched = sum(not item.fetched for item in pending)
        return unfetched, len(pending) - unfetched

    def confirm(self, item: Queued) -> None:
        """Forget one update; what a 2xx from a webhook does."""
        if item in self._repeats:
            self._repeats.remove(item)
        else:
            self._items.pop(item.update_id, None)

    def drop_all(self) -> None:
        self._items.clear()
        self._repeats.clear()

    def _confirm_below(self, update_id: int) -> None:
        for known in [known for known in self._items if known < update_id]:
            del self._items[known]

    def _expire(self) -> None:
        now = self._clock.now()
        while self._repeats and self._repeats[0].expires_at <= now:
            self._repeats.popleft()
        if now < self._earliest:
            return
        for gone in [item.update_id for item in self._items.values() if item.expires_at <= now]:
            del self._items[gone]
            self.expired += 1
        self._earliest = min((item.expires_at for item in self._items.values()), default=math.inf)

    def _changed(self) -> None:
        for listener in self._listeners:
            listener()
