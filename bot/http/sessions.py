"""Opening a session: ask a challenge, sign it with the device key, read for a few minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from bot.http.answers import json_answer, view_answer
from bot.http.body import read_json
from bot.http.door import DOOR, GAUGES, Door
from bot.http.envelope import decode_base64
from bot.http.items import release
from bot.http.limits import address_of
from bot.http.problems import Unauthorised
from domain.acts.payload import MAX_SAFE_INTEGER, Name, Params, parse_model
from domain.ids import DeviceId, ItemId, Sha256Hex
from handlers.reading import DoorUnit
from handlers.releases import Releases
from handlers.sessions import (
    Opened,
    Viewer,
    challenge,
    check_session_proof,
    hashed,
    open_session,
    session_bytes,
    start_bytes,
    viewer_of,
)
from handlers.start import Asked, StartView, start

NonceText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class ChallengeBody(Params):
    """The device that wants a session."""

    device: Name


class StartBody(Params):
    """What to start with: facts of the directory from this position on."""

    since: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]


class SessionBody(Params):
    """The challenge with the device's signature, es256: over `piket-session-v1`, a line feed and the nonce.

    With `start`: over `piket-start-v1`, the position `since` and the nonce, a line feed between each.
    """

    device: Name
    nonce: NonceText
    sig: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/_-]{86}={0,2}$")]
    start: StartBody | None = None


@dataclass(frozen=True, slots=True)
class SessionAnswer:
    """A new session, shown once, and what was asked to start with."""

    token: str
    expires_at: datetime
    nonce: str
    start: StartView | None


async def post_challenges(request: web.Request) -> web.StreamResponse:
    """Give a challenge, good for a short while and one use; an unknown device gets one too, of no use."""
    door = request.app[DOOR]
    _count(request)
    limits = door.settings.limits
    body = parse_model(ChallengeBody, await read_json(request, limits.blob, limits.body_time, plain=True))
    device, now = DeviceId(body.device), door.clock.now()
    life = door.policy.durations["challenge"]
    nonce = await door.store.write(lambda uow: challenge(uow, device, now, life))
    return json_answer({"nonce": nonce}, status=201)


async def post_sessions(request: web.Request) -> web.StreamResponse:
    """Open a session; the token is shown here once and kept nowhere else. With `start`, everything to begin with too.

    A cold app shows what waits after two round trips: the challenge, and this. What goes along is released to the
    device as if it had read it, on record before the bytes leave (EV-01).
    """
    door = request.app[DOOR]
    _count(request)
    limits = door.settings.limits
    body = parse_model(SessionBody, await read_json(request, limits.blob, limits.body_time, plain=True))
    device, signature, now = DeviceId(body.device), decode_base64(body.sig, "sig"), door.clock.now()
    signed = session_bytes(body.nonce) if body.start is None else start_bytes(body.nonce, body.start.since)
    await door.store.read(lambda uow: check_session_proof(uow.directory, device, signed, signature))
    life, keep = door.policy.durations["session"], limits.sessions
    opened = await door.store.write(lambda uow: open_session(uow, device, body.nonce, now, life, keep))
    started = None if body.start is None else await _start(door, opened, signature, body.start.since)
    return view_answer(SessionAnswer(opened.token, opened.expires_at, opened.nonce, started), status=201)


async def _start(door: Door, opened: Opened, signature: bytes, since: int) -> StartView:
    now, limits = door.clock.now(), door.settings.limits
    asked = Asked(since, limits.page, limits.blob)
    proof = Sha256Hex(hashlib.sha256(signature).hexdigest())

    def look(uow: DoorUnit) -> tuple[Viewer, StartView, Mapping[ItemId, Releases]]:
        living = viewer_of(uow, hashed(opened.token), now)
        if living is None:
            raise Unauthorised("session.ended", "The session has ended; open a new one with the device key.")
        device, holdings = living
        viewer = Viewer(device.person, device.id, device.organisation, holdings, proof)
        return viewer, *start(uow, viewer, asked, door.policy, door.push_key, now)

    viewer, view, releases = await door.store.read(look)
    for item, one in releases.items():
        await release(door, viewer, item, one)
    return view


def _count(request: web.Request) -> None:
    hops = request.app[DOOR].settings.forwarded_hops
    request.app[GAUGES].addresses.take(address_of(request, hops))
