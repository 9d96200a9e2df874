"""Wakes other instances on the same PostgreSQL: tells them of an earlier moment at which something is due, and hears.

Only a hint travels, after the commit and without content: a moment. Whatever is missed is found by the sweep.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from domain.ports import Clock
from storage.engines import GONE, parse_url

_CHANNEL: Final = "piket"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MOMENT: Final = re.compile(r"[0-9]{1,17}")
"""Any role of the database may notify: what is no moment of a calendar is not for us, and never ends the service."""


class Wakes:
    """Two connections of its own, one to hear and one to tell; `run` keeps both, for ever.

    Args:
        heard: called on the event loop with the moment another instance told of.
        missed: called after each (re)connection of the hearing one: look at everything, anything may have been told.
        rest: waits so many seconds of real time before a lost connection is made again.
    """

    def __init__(
        self,
        conninfo: str,
        *,
        clock: Clock,
        heard: Callable[[datetime], None],
        missed: Callable[[], None],
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pause_seconds: float = 1.0,
    ) -> None:
        self._conninfo, self._clock, self._heard, self._missed = conninfo, clock, heard, missed
        self._rest, self._pause = rest, pause_seconds
        self._due: datetime | None = None
        self._told: datetime | None = None
        self._teller: int | None = None
        self._news = asyncio.Event()
        self.connected = False
        """Whether the hearing connection stands (a metric)."""

    def tell(self, due: datetime) -> None:
        """Let the others look at `due` at the latest; call it on the event loop, after the commit that wrote it.

        Nothing is sent when they were told to look earlier and still have to: they read on from there by themselves.
        """
        if self._told is not None and self._clock.now() < self._told <= due:
            return
        if self._due is None or due < self._due:
            self._due = due
            self._news.set()

    async def run(self) -> None:
        """Hear and tell until cancelled; a connection that is lost is made again."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._for_ever(self._hear))
            group.create_task(self._for_ever(self._send))

    async def _for_ever(self, work: Callable[[AsyncConnection[Any]], Awaitable[None]]) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await work(connection)
            except (psycopg.Error, OSError):
                await self._rest(self._pause)

    async def _hear(self, connection: AsyncConnection[Any]) -> None:
        await connection.execute(f"LISTEN {_CHANNEL}")
        self.connected = True
        self._missed()
        try:
            async for note in connection.notifies():
                if note.pid != self._teller and _MOMENT.fullmatch(note.payload):
                    self._heard(_EPOCH + int(note.payload) * _MICROSECOND)
        finally:
            self.connected = False

    async def _send(self, connection: AsyncConnection[Any]) -> None:
        await connection.execute("SET synchronous_commit = off")  # a hint need not survive, nor wait for the disk
        self._teller, self._told = connection.info.backend_pid, None
        while True:
            await self._news.wait()
            self._news.clear()
            due, self._due = self._due, None
            if due is not None:
                await connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, str((due - _EPOCH) // _MICROSECOND)))
                self._told = due


def conninfo_of(url: str) -> str | None:
    """Return what the driver connects with, or None when this database has one instance only (SQLite)."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "postgresql":
        return None
    return make_conninfo(parsed.set(drivername="postgresql").render_as_string(hide_password=False), **GONE)
