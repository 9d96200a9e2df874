"""GET /v1/me, /v1/duty and /v1/directory: who this session is, whom to ring, and the signed facts behind both."""

from __future__ import annotations

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from bot.http.items import release
from bot.http.query import number
from domain.acts.payload import Params, ScopeText, parse_model
from domain.audit.leaves import LeafType
from domain.functies import Functie, Holding, Scope
from domain.ids import Sha256Hex
from handlers.people import MeView, duty, facts, me
from handlers.reading import DoorUnit
from handlers.releases import ROLE_KEYS, Releases, outstanding
from handlers.sessions import Viewer


class DutyQuery(Params):
    """Whose duty is asked."""

    functie: Functie
    scope: ScopeText


@with_session
async def get_me(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give person, functies and role keys of this session; their release is on record before they leave (EV-01)."""
    door = request.app[DOOR]
    now, version = door.clock.now(), door.policy.version

    def look(uow: DoorUnit) -> tuple[MeView, Releases]:
        view = me(uow, viewer, version, door.push_key, now)
        keys = [Sha256Hex(key.blob) for key in view.role_keys]
        return view, outstanding(uow, viewer, ROLE_KEYS, {LeafType.RELEASE_WRAP: keys})

    view, releases = await door.store.read(look)
    await release(door, viewer, ROLE_KEYS, releases)
    return view_answer(view)


@with_session
async def get_duty(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Say who is on duty for one functie, with the number to call, to those who may ring them (RO-03)."""
    door = request.app[DOOR]
    asked = parse_model(DutyQuery, dict(request.query))
    holding, now, eenheden = Holding(asked.functie, Scope(asked.scope)), door.clock.now(), door.policy.eenheid_of
    return view_answer(await door.store.read(lambda uow: duty(uow, viewer, holding, eenheden, now)))


@with_session
async def get_directory(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give a page of the directory's signed statements, for a client that replays them from genesis."""
    door = request.app[DOOR]
    most = door.settings.limits.page
    since = number(request, "since", default=0, least=0, most=2**53 - 1)
    limit = number(request, "limit", default=most, least=1, most=most)
    return view_answer(await door.store.read(lambda uow: facts(uow, since, limit)))
