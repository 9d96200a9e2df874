"""Opening a session: ask a challenge, sign it with the device key, read for a few minutes."""

from __future__ import annotations

from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from bot.http.answers import json_answer, view_answer
from bot.http.body import read_json
from bot.http.door import DOOR, GAUGES
from bot.http.envelope import decode_base64
from bot.http.limits import address_of
from domain.acts.payload import Name, Params, parse_model
from domain.ids import DeviceId
from handlers.sessions import challenge, check_session_proof, open_session

NonceText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class ChallengeBody(Params):
    """The device that wants a session."""

    device: Name


class SessionBody(Params):
    """The challenge with the device's signature: es256 over `piket-session-v1`, a line feed and the nonce."""

    device: Name
    nonce: NonceText
    sig: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/_-]{86}={0,2}$")]


async def post_challenges(request: web.Request) -> web.StreamResponse:
    """Give a challenge, good for a short while and one use; an unknown device gets one too, of no use."""
    door = request.app[DOOR]
    _count(request)
    limits = door.settings.limits
    body = parse_model(ChallengeBody, await read_json(request, limits.blob, limits.body_time))
    device, now = DeviceId(body.device), door.clock.now()
    life = door.policy.durations["challenge"]
    nonce = await door.store.write(lambda uow: challenge(uow, device, now, life))
    return json_answer({"nonce": nonce}, status=201)


async def post_sessions(request: web.Request) -> web.StreamResponse:
    """Open a session; the token is shown here once and kept nowhere else."""
    door = request.app[DOOR]
    _count(request)
    limits = door.settings.limits
    body = parse_model(SessionBody, await read_json(request, limits.blob, limits.body_time))
    device, signature, now = DeviceId(body.device), decode_base64(body.sig, "sig"), door.clock.now()
    await door.store.read(lambda uow: check_session_proof(uow.directory, device, body.nonce, signature))
    life, keep = door.policy.durations["session"], limits.sessions
    opened = await door.store.write(lambda uow: open_session(uow, device, body.nonce, now, life, keep))
    return view_answer(opened, status=201)


def _count(request: web.Request) -> None:
    hops = request.app[DOOR].settings.forwarded_hops
    request.app[GAUGES].addresses.take(address_of(request, hops))
