"""GET /v1/gathered and /v1/several: the items of one gesture, in short or several of them whole (BB-03)."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from bot.http.items import release_all
from domain.errors import Malformed
from domain.ids import Dossier, ItemId
from handlers.gathered import MOST, Gathered, SeveralView, gathered, several
from handlers.reading import DoorUnit
from handlers.releases import Releases
from handlers.sessions import Viewer

_NAME: Final = re.compile(r"[a-z_]{1,40}")
_HANDLE: Final = re.compile(r"[A-Za-z0-9_-]{22}")


@with_session
async def get_gathered(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Tell who keeps many items of one gesture how far they are: those of one flow in one dossier, in short."""
    door, now = request.app[DOOR], request.app[DOOR].clock.now()
    flow, dossier = request.query.get("flow", ""), request.query.get("dossier", "")
    if not _NAME.fullmatch(flow):
        raise Malformed("query.malformed", "Name the flow.", field="flow")
    if not _HANDLE.fullmatch(dossier):
        raise Malformed("query.malformed", "Name the dossier by its handle.", field="dossier")

    def look(uow: DoorUnit) -> Gathered:
        return gathered(uow, viewer, flow, Dossier(dossier), now)

    return view_answer(await door.store.read(look))


@with_session
async def get_several(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give several items whole; the release of each is on record before the bytes leave (EV-01)."""
    door, now = request.app[DOOR], request.app[DOOR].clock.now()
    names = request.query.get("items", "").split(".")
    if len(names) > MOST or not all(_HANDLE.fullmatch(name) for name in names):
        raise Malformed("query.malformed", f"Name 1 to {MOST} items, with a dot between them.", field="items")
    items, small = [ItemId(name) for name in names], door.settings.limits.blob

    def look(uow: DoorUnit) -> tuple[SeveralView, list[tuple[ItemId, Releases]]]:
        return several(uow, viewer, items, small, door.policy, now)

    view, releases = await door.store.read(look)
    await release_all(door, viewer, releases)
    return view_answer(view)
