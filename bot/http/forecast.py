"""GET /v1/forecast: who would be rung for an item, when, where nobody could be, on which grounds, before it is made."""

from __future__ import annotations

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from domain.acts.payload import ActName, Params, ScopeText, parse_model
from domain.functies import Scope
from handlers.forecast import forecast
from handlers.sessions import Viewer


class ForecastQuery(Params):
    """Which item: how it opens, and of which area."""

    act: ActName
    scope: ScopeText


@with_session
async def get_forecast(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give the ladder that an item would start now, with the rungs that would find nobody (X-03), and its grounds."""
    door = request.app[DOOR]
    asked = parse_model(ForecastQuery, dict(request.query))
    now, policy = door.clock.now(), door.policy
    return view_answer(
        await door.store.read(lambda uow: forecast(uow, viewer, asked.act, Scope(asked.scope), policy, now))
    )
