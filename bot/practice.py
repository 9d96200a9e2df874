"""Practice time: lets a sandbox move this service's virtual clock over a Unix socket. Never present in production.

`piket run` opens it only in an installation whose settings say `practice`. One JSON object a line:
`{"op":"state"}` and `{"op":"advance","to":"<RFC 3339>"}`; each is answered with the clock, the next moment at which
the service wants to wake, and how much is under way right now. Time moves only when somebody here is told to move it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol


class MovableClock(Protocol):
    """The virtual clock: its moment, the next one anybody waits for, and a way to get there."""

    def now(self) -> datetime: ...

    @property
    def next_at(self) -> datetime | None: ...

    def advance(self, to: datetime) -> None:
        """Move to `to` (never back) and wake everybody who waited for a moment up to it, in order."""


class PracticePort:
    """Serves one clock on one socket.

    Args:
        busy: counts what is under way (queued units, bells in flight, unsequenced leaves, inbox entries).
    """

    def __init__(self, path: Path, clock: MovableClock, busy: Callable[[], int]) -> None:
        self._path = path
        self._clock = clock
        self._busy = busy

    async def run(self) -> None:
        """Serve until cancelled; the socket is readable by this user only."""
        self._path.unlink(missing_ok=True)
        server = await asyncio.start_unix_server(self._serve, self._path)
        self._path.chmod(0o600)
        async with server:
            await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(self._answer(line)).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    def _answer(self, line: bytes) -> dict[str, object]:
        try:
            asked = json.loads(line)
            match asked["op"]:
                case "state":
                    return self._state()
                case "advance":
                    to = datetime.fromisoformat(asked["to"])
                    if to.tzinfo is None:
                        raise ValueError("a moment needs its time zone")
                    self._clock.advance(to)
                    return self._state()
            raise ValueError("unknown op")
        except (ValueError, KeyError, TypeError):
            return {"error": 'Ask {"op":"state"} or {"op":"advance","to":"2026-01-01T00:00:00+00:00"}.'}

    def _state(self) -> dict[str, object]:
        next_at = self._clock.next_at
        return {
            "now": self._clock.now().isoformat(),
            "next_at": None if next_at is None else next_at.isoformat(),
            "busy": self._busy(),
        }
