"""Uploading a large blob before the act that names it: chunk by chunk, safe to repeat, within the device's quota."""

from __future__ import annotations

from aiohttp import web

from bot.http.answers import json_answer
from bot.http.body import read_body
from bot.http.door import DOOR
from bot.http.guard import with_session
from bot.http.items import blob_name
from bot.http.problems import NotSupported
from domain.errors import Malformed
from handlers.sessions import Viewer

_MOST_CHUNKS = 4096


@with_session
async def put_chunk(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Store one chunk of at most 256 KiB; the same chunk again changes nothing. Chunks are numbered from 0."""
    door = request.app[DOOR]
    limits, blob, number = door.settings.limits, blob_name(request), _number(request)
    if request.content_type != "application/octet-stream":
        raise NotSupported("body.type", "A chunk comes as application/octet-stream; say so in Content-Type.")
    data = await read_body(request, limits.chunk, limits.body_time)
    if not data:
        raise Malformed("blob.chunk_size", "A chunk holds 1 byte to 256 KiB; cut the blob again.", field="body")
    now = door.clock.now()
    await door.store.write(lambda uow: uow.blobs.put_chunk(blob, number, data, viewer.device, now, quota=limits.quota))
    return json_answer({"blob": blob, "chunk": number}, status=201)


@with_session
async def complete(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Check that the chunks together are what the name says; an act may name the blob from then on."""
    door = request.app[DOOR]
    blob, now = blob_name(request), door.clock.now()
    if await door.store.read(lambda uow: uow.blobs.size(blob)) is None:
        size = await door.store.read(lambda uow: uow.blobs.verify(blob, viewer.device))
        await door.store.write(lambda uow: uow.blobs.complete(blob, viewer.device, size, now))
    return json_answer({"blob": blob}, status=201)


def _number(request: web.Request) -> int:
    text = request.match_info["n"]
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) >= _MOST_CHUNKS:
        raise Malformed("blob.chunk_number", "Chunks are numbered 0, 1, 2 and so on; correct the path.", field="n")
    return int(text)
