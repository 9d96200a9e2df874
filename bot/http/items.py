"""GET /v1/items and what belongs to one item: its answer and its blobs, released with a leaf before the bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR, Door
from bot.http.guard import with_session
from bot.http.query import number
from domain.errors import Malformed, NotFound
from domain.ids import ItemId, Sha256Hex
from handlers.changes import Stand, stand_of
from handlers.closed import list_closed
from handlers.queries import blob_of_item, item_detail, list_items
from handlers.reading import DoorUnit
from handlers.releases import Releases, outstanding, record_releases
from handlers.sessions import Viewer
from handlers.views import ItemList, ItemView

_ITEM: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@with_session
async def get_items(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """List the items this person takes part in, newest first; the ETag is an event id of `/v1/events`.

    Its ETag changes with whatever a stream would tell; with `If-None-Match` an unchanged list is answered 304.
    """
    door = request.app[DOOR]
    limit = number(request, "limit", default=door.settings.limits.page, most=door.settings.limits.page, least=1)
    now = door.clock.now()

    def look(uow: DoorUnit) -> tuple[ItemList, Stand]:
        listed = list_items(uow, viewer, limit, now)
        return listed, stand_of(uow, viewer, listed, limit, now)

    listed, stand = await door.store.read(look)
    tag = f'"{stand.cursor}"'
    answer = web.Response(status=304) if request.headers.get("If-None-Match") == tag else view_answer(listed)
    answer.headers["ETag"] = tag
    return answer


@with_session
async def get_closed(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """List the closed items this person takes part in, the last closed first; `before` names the last of a page."""
    door = request.app[DOOR]
    limit = number(request, "limit", default=door.settings.limits.page, most=door.settings.limits.page, least=1)
    text, now = request.query.get("before"), door.clock.now()
    if text is not None and not _ITEM.fullmatch(text):
        raise Malformed("query.malformed", "Name the last item of the page before by its id.", field="before")
    before = None if text is None else ItemId(text)

    def look(uow: DoorUnit) -> ItemList:
        return list_closed(uow, viewer, limit, before, now)

    return view_answer(await door.store.read(look))


@with_session
async def get_item(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give everything this person may know of one item; its release is on record before the bytes leave (EV-01)."""
    door = request.app[DOOR]
    item, small, now = item_of(request), door.settings.limits.blob, door.clock.now()

    def look(uow: DoorUnit) -> tuple[ItemView, Releases]:
        view = item_detail(uow, viewer, item, small, door.policy, now)
        return view, outstanding(uow, viewer, item, view.releases())

    view, releases = await door.store.read(look)
    await release(door, viewer, item, releases)
    return view_answer(view)


@with_session
async def get_blob(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Stream one blob of an item; its release is on record before the first byte (EV-01)."""
    door = request.app[DOOR]
    item, blob, now = item_of(request), blob_name(request), door.clock.now()

    def look(uow: DoorUnit) -> tuple[int, Releases]:
        kind, size = blob_of_item(uow, viewer, item, blob, now)
        return size, outstanding(uow, viewer, item, {kind: [blob]})

    size, releases = await door.store.read(look)
    await release(door, viewer, item, releases)
    answer = web.StreamResponse(headers={"Content-Type": "application/octet-stream", "Content-Length": str(size)})
    await answer.prepare(request)
    sent = chunk = 0
    while sent < size:
        piece = await door.store.read(partial(_chunk, blob, chunk))
        if not piece:
            raise ConnectionResetError("a chunk of the blob is gone")
        await answer.write(piece)
        sent, chunk = sent + len(piece), chunk + 1
    await answer.write_eof()
    return answer


async def release(door: Door, viewer: Viewer, item: ItemId, releases: Releases) -> None:
    """Have the log say that these bytes go to this device; on return they may leave (EV-01)."""
    await release_all(door, viewer, [(item, releases)])


async def release_all(door: Door, viewer: Viewer, of_items: Sequence[tuple[ItemId, Releases]]) -> None:
    """The same for several items, in one transaction."""
    found = [(item, releases) for item, releases in of_items if releases]
    if not found:
        return
    now = door.clock.now()

    def unit(uow: DoorUnit) -> None:
        for item, releases in found:
            record_releases(uow, viewer, item, releases, now)

    await door.store.write(unit)


def _chunk(blob: Sha256Hex, number: int, uow: DoorUnit) -> bytes:
    return uow.blobs.chunk(blob, number)


def item_of(request: web.Request) -> ItemId:
    """Return the item the path names; what cannot be an item's id is an unknown item."""
    text = request.match_info["item"]
    if not _ITEM.fullmatch(text):
        raise NotFound("item.unknown", "There is no such item for this person.", field="item")
    return ItemId(text)


def blob_name(request: web.Request) -> Sha256Hex:
    """Return the blob the path names; what cannot be a hash is an unknown blob."""
    text = request.match_info["sha"]
    if not _SHA256.fullmatch(text):
        raise NotFound("blob.unknown", "There is no such blob; ask for one the item names.", field="sha")
    return Sha256Hex(text)
