"""GET /v1/board: gaps, alarms and open ladders, for watchers and officers."""

from __future__ import annotations

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from handlers.board import board
from handlers.sessions import Viewer


@with_session
async def get_board(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Show gaps ahead, alarms that stand and every open ladder, late ones first, without content (X-03, RO-02)."""
    door = request.app[DOOR]
    limit, now = door.settings.limits.page, door.clock.now()
    return view_answer(await door.store.read(lambda uow: board(uow, viewer, limit, door.policy, now)))
