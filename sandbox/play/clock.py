"""Moves the practice clock of a running service over its Unix socket, one JSON line for each question."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class ClockLost(Exception):
    """The service's clock does not answer: the service has ended, or was never started for practice."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """Where the service's time stands, when it wants to wake next, and how much is under way at this moment."""

    now: datetime
    next_at: datetime | None
    busy: int


class PracticeClock:
    """One connection to one service; not to be shared between tasks."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, path: Path) -> PracticeClock:
        """Connect to the service that listens at `path`; raises ClockLost while there is none."""
        try:
            return cls(*await asyncio.open_unix_connection(path))
        except OSError:
            raise ClockLost("The service's practice clock is not there (yet).") from None

    async def state(self) -> ClockState:
        """Return how it stands; changes nothing."""
        return await self._ask({"op": "state"})

    async def advance(self, to: datetime) -> ClockState:
        """Move time to `to`, never back; on return everybody who waited for a moment up to it has been woken."""
        return await self._ask({"op": "advance", "to": to.isoformat()})

    def close(self) -> None:
        """Leave; the clock stays where it is."""
        self._writer.close()

    async def _ask(self, question: Mapping[str, str]) -> ClockState:
        try:
            self._writer.write(json.dumps(question).encode("ascii") + b"\n")
            await self._writer.drain()
            answer = json.loads(await self._reader.readline())
            next_at = answer["next_at"]
            return ClockState(
                datetime.fromisoformat(answer["now"]),
                None if next_at is None else datetime.fromisoformat(next_at),
                int(answer["busy"]),
            )
        except (OSError, ValueError, KeyError):
            raise ClockLost("The service's practice clock gave no answer; the service has ended.") from None
