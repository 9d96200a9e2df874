"""Count what is under way, so that a player can see when nothing moves any more."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idle:
    """A look at what is under way. `quiet` is true when only time or people can make something happen.

    Updates wait as long as nobody reads: with a bot that is down, look at `still`.
    """

    in_flight: int
    """Calls being worked on, long polls and hung calls left out."""
    waiting_polls: int
    hanging: int
    """Calls that a fault or a conflict holds back; they end by time or by the client."""
    delivering: int
    """Webhook deliveries under way."""
    unfetched: int
    """Updates that nobody was handed yet; with a webhook, those due to be pushed now."""
    unconfirmed: int
    """Updates that a reader was handed and did not confirm yet."""
    activity: int
    """Grows with every change above; equal twice means nothing happened in between."""

    @property
    def quiet(self) -> bool:
        return self.still and not (self.unfetched or self.unconfirmed)

    @property
    def still(self) -> bool:
        """No call or delivery is being worked on, whatever lies in the queue."""
        return not (self.in_flight or self.delivering)


class Gauge:
    """The counters behind `Idle`."""

    def __init__(self) -> None:
        self.in_flight = 0
        self.waiting_polls = 0
        self.hanging = 0
        self.delivering = 0
        self.activity = 0
        self._change = asyncio.Event()

    def tick(self) -> None:
        """Something changed: wake whoever waits for that."""
        self.activity += 1
        self._change.set()
        self._change = asyncio.Event()

    async def changed(self) -> None:
        await self._change.wait()

    @contextmanager
    def call(self) -> Iterator[None]:
        self.in_flight += 1
        self.tick()
        try:
            yield
        finally:
            self.in_flight -= 1
            self.tick()

    @contextmanager
    def poll(self) -> Iterator[None]:
        """Inside a call: it now waits for updates."""
        self.in_flight -= 1
        self.waiting_polls += 1
        self.tick()
        try:
            yield
        finally:
            self.in_flight += 1
            self.waiting_polls -= 1
            self.tick()

    @contextmanager
    def hang(self) -> Iterator[None]:
        """Inside a call: it is held back on purpose."""
        self.in_flight -= 1
        self.hanging += 1
        self.tick()
        try:
            yield
        finally:
            self.in_flight += 1
            self.hanging -= 1
            self.tick()

    @contextmanager
    def delivery(self) -> Iterator[None]:
        self.delivering += 1
        self.tick()
        try:
            yield
        finally:
            self.delivering -= 1
            self.tick()
