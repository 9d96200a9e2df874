"""GET /v1/calendar: the terms of the policy and its working days, to say which day a term comes to."""

from __future__ import annotations

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from domain.acts.payload import Name, Params, parse_model
from handlers.calendar import calendar
from handlers.sessions import Viewer


class CalendarQuery(Params):
    """Of which version of the policy; left out: of the present one."""

    policy: Name | None = None


@with_session
async def get_calendar(request: web.Request, _viewer: Viewer) -> web.StreamResponse:
    """Give the terms of a version of the policy, with the working days by which they go (X-06, EV-04)."""
    door = request.app[DOOR]
    asked = parse_model(CalendarQuery, dict(request.query))
    return view_answer(calendar(door.policy, asked.policy, door.clock.now()))
