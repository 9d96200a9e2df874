"""The logs as C2SP tiles: checkpoints and hashes for anyone, leaves for those who supervise (P-03)."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

from bot.http.door import DOOR, GAUGES
from bot.http.guard import with_session
from bot.http.limits import address_of
from domain.audit.errors import FormatInvalid
from domain.audit.tiles import ENTRIES, WIDTH, Tile, encode_bundle, parse_path
from domain.audit.tree import HASH_BYTES
from domain.errors import NotFound
from handlers.people import may_read_entries
from handlers.sessions import Viewer

_LOG: Final = re.compile(r"[A-Za-z0-9_.@-]{1,64}")


async def get_checkpoint(request: web.Request) -> web.StreamResponse:
    """Give the newest signed checkpoint of a log, as a C2SP signed note."""
    door, log = request.app[DOOR], _log_of(request)
    _count(request)
    head = await door.store.read(lambda uow: uow.logs.head(log))
    if head is None:
        raise _unknown()
    return web.Response(body=head.checkpoint, content_type="text/plain", charset="utf-8")


async def get_witnessed(request: web.Request) -> web.StreamResponse:
    """Give the newest checkpoint of a log that enough witnesses cosigned, with their cosignatures."""
    door, log = request.app[DOOR], _log_of(request)
    _count(request)
    note = await door.store.read(lambda uow: uow.logs.newest_witnessed(log))
    if note is None:
        raise _unknown()
    return web.Response(body=note, content_type="text/plain", charset="utf-8")


async def get_tile(request: web.Request) -> web.StreamResponse:
    """Give a hash tile; of a narrower width than is stored, its first hashes."""
    door, log, tile = request.app[DOOR], _log_of(request), _tile_of(request)
    _count(request)
    if tile.level == ENTRIES:
        raise _unknown()
    data = await door.store.read(lambda uow: uow.logs.tile(log, tile.level, tile.index))
    if len(data) < tile.width * HASH_BYTES:
        raise _unknown()
    return web.Response(body=data[: tile.width * HASH_BYTES], content_type="application/octet-stream")


@with_session
async def get_entries(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give a bundle of leaves: to the watchers and officers of the log's own organisation, and to its supervisor."""
    door, log, tile = request.app[DOOR], _log_of(request), _tile_of(request)
    start = tile.index * WIDTH
    supervised = door.policy.supervised
    if tile.level != ENTRIES or not await door.store.read(lambda uow: may_read_entries(uow, viewer, log, supervised)):
        raise _unknown()
    leaves = await door.store.read(lambda uow: uow.logs.entries(log, start, start + tile.width))
    if len(leaves) < tile.width:
        raise _unknown()
    return web.Response(body=encode_bundle(leaves), content_type="application/octet-stream")


def _log_of(request: web.Request) -> str:
    name = request.match_info["log"]
    if not _LOG.fullmatch(name):
        raise _unknown()
    return name


def _tile_of(request: web.Request) -> Tile:
    level = request.match_info.get("level", "entries")
    try:
        return parse_path(f"tile/{level}/{request.match_info['path']}")
    except FormatInvalid:
        raise _unknown() from None


def _unknown() -> NotFound:
    return NotFound("log.unknown", "There is no such log, or it has not grown that far.", field="path")


def _count(request: web.Request) -> None:
    request.app[GAUGES].addresses.take(address_of(request, request.app[DOOR].settings.forwarded_hops))
