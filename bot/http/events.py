"""GET /v1/events: server-sent events that say that something changed for this holder, never what (P-01, P-02)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.http.changes import Stream
from bot.http.door import DOOR, GAUGES, MARK
from bot.http.guard import session_of, with_session
from config.settings import Limits
from domain.errors import PiketError
from handlers.changes import Change, Stand, changes, nothing, stand
from handlers.reading import DoorUnit
from handlers.sessions import Viewer, viewer_of

LAST_EVENT: Final = "Last-Event-ID"
_ALIVE: Final = b":\n\n"


@with_session
async def get_events(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Tell that something changed, as server-sent events, until the session ends.

    `item` names an item with its version, `gone` one that this person may not read any more, `board` (for watchers)
    nothing, `end` why the stream stops: `session`, `newer` (another stream of this device), `service`. With
    `Last-Event-ID`, an event's id or the ETag of `/v1/items`, nothing is told that was known then; without it, or when
    something changed meanwhile, every item of the list is named once. Comments keep the connection alive.
    Where no stream can be had, ask `/v1/items` at intervals with `If-None-Match`.
    """
    door = request.app[DOOR]
    with door.changes.open(viewer.device, door.settings.limits) as stream:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        try:
            await answer.prepare(request)
            await _tell(request, answer, stream, viewer)
        except (TimeoutError, ConnectionError, PiketError):
            # It went away, it does not read, or nothing can be read: it comes back when that is over.
            if request.transport is not None:
                request.transport.abort()
    return answer


async def _tell(request: web.Request, answer: web.StreamResponse, stream: Stream, viewer: Viewer) -> None:
    in_flight, mark, limits = request.app[GAUGES].in_flight, request[MARK], request.app[DOOR].settings.limits
    seen, before = request.headers.get(LAST_EVENT, "").strip('"'), nothing()
    while stream.ended is None:
        in_flight.add(mark)
        stream.woken.clear()
        now = await _present(request, viewer)
        if now is None:
            stream.end("session")
            break
        told = [] if now.cursor == seen else list(changes(before, now))
        await send(answer, _events(told, now.cursor) if told else _ALIVE, limits)
        before, seen = now, now.cursor
        in_flight.discard(mark)  # who waits is not in flight: virtual time would stand still for it
        await _next_turn(stream, limits)
    await send(answer, _event("end", {"reason": stream.ended or "session"}), limits)


async def _present(request: web.Request, viewer: Viewer) -> Stand | None:
    """Return what the holder would see now; None when the session has ended, or its device was revoked or frozen."""
    door, held = request.app[DOOR], session_of(request)
    now, most = door.clock.now(), door.settings.limits.page

    def look(uow: DoorUnit, now: datetime = now) -> Stand | None:
        living = viewer_of(uow, held, now)
        if living is None:
            return None
        device, holdings = living
        return stand(uow, Viewer(device.person, device.id, device.organisation, holdings, viewer.proof), most, now)

    return await door.store.read(look)


async def _next_turn(stream: Stream, limits: Limits) -> None:
    """Wait until something may have changed, or a sign of life is due."""
    try:
        async with asyncio.timeout(limits.events_heartbeat.total_seconds()):
            await asyncio.sleep(limits.events_pace.total_seconds())
            await stream.woken.wait()
    except TimeoutError:
        return


async def send(answer: web.StreamResponse, data: bytes, limits: Limits) -> None:
    """Send to a reader. Raises TimeoutError when it leaves too much unread for too long."""
    async with asyncio.timeout(limits.events_time.total_seconds()):
        await answer.write(data)


def _events(told: Iterable[Change], cursor: str) -> bytes:
    """Return the events of one turn; the last alone names the cursor, since whoever lost it has not seen them all."""
    parts = [_of(one) for one in told]
    return b"".join(parts[:-1]) + f"id: {cursor}\n".encode("ascii") + parts[-1]


def _of(change: Change) -> bytes:
    if change.item is None:
        return _event("board", {})
    if change.version is None:
        return _event("gone", {"item": change.item})
    return _event("item", {"item": change.item, "version": change.version})


def _event(name: str, data: dict[str, object]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode("ascii")
