"""GET /v1/board and /v1/rings: gaps, ladders that ring now, and how often people were rung; watchers and officers."""

from __future__ import annotations

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from bot.http.query import number
from domain.terms import AMSTERDAM
from handlers.board import board
from handlers.rings import monthly_rings
from handlers.sessions import Viewer


@with_session
async def get_board(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Show the gaps ahead, the alarms that stand and every ladder that rings now, without content (X-03, RO-02)."""
    door = request.app[DOOR]
    limit, now = door.settings.limits.page, door.clock.now()
    return view_answer(await door.store.read(lambda uow: board(uow, viewer, limit, door.policy, now)))


@with_session
async def get_rings(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Count the rings of one month per functie, no persons, drills left out (X-08)."""
    door = request.app[DOOR]
    today = door.clock.now().astimezone(AMSTERDAM)
    year = number(request, "year", default=today.year, least=2020, most=2999)
    month = number(request, "month", default=today.month, least=1, most=12)
    return view_answer(await door.store.read(lambda uow: monthly_rings(uow, viewer, year, month)))
