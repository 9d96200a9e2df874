"""Who reads: every request with a session proves its device's key over itself and a nonce used once."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web

from bot.http.door import DOOR, GAUGES
from bot.http.envelope import decode_base64, public_key
from bot.http.headers import NEXT_NONCE, NONCE_HEADER, PROOF_HEADER
from bot.http.limits import address_of
from bot.http.problems import Unauthorised
from domain.acts.envelope import verify_es256
from domain.errors import Malformed, SignatureInvalid
from domain.ids import Sha256Hex
from domain.ports import Device
from handlers.sessions import Viewer, hashed, next_nonce, read_bytes, viewer_of

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Guarded = Callable[[web.Request, Viewer], Awaitable[web.StreamResponse]]


def with_session(handler: Guarded) -> Handler:
    """Let only the living session of a device in, with a proof for this very request.

    Each answer, also a problem, carries the next `Piket-Nonce`. A proof that is not good is answered 401 with a new
    nonce, so that a client that lost an answer goes on without a new session.
    """

    @wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        return await handler(request, await _viewer(request))

    return guarded


async def _viewer(request: web.Request) -> Viewer:
    door, gauges = request.app[DOOR], request.app[GAUGES]
    held, now = session_of(request), door.clock.now()
    found = await door.store.read(lambda uow: viewer_of(uow, held, now))
    if found is None:
        gauges.addresses.take(address_of(request, door.settings.forwarded_hops))
        raise Unauthorised("session.ended", "The session has ended; open a new one with the device key.")
    device, holdings = found
    nonce = request.headers.get(NONCE_HEADER, "")
    proof = _proof(request, device, nonce)
    if proof is None:  # a thief of the token spends tokens of its own address, not the device's
        gauges.addresses.take(address_of(request, door.settings.forwarded_hops))
    else:
        gauges.devices.take(device.id)
    used = nonce if proof else None
    good, fresh = await door.store.write(lambda uow: next_nonce(uow, held, used, door.clock.now()))
    request[NEXT_NONCE] = fresh
    if proof is None or not good:
        raise Unauthorised("session.proof", "The proof is not the device's over this request; sign with the new nonce.")
    return Viewer(device.person, device.id, device.organisation, holdings, proof)


def session_of(request: web.Request) -> Sha256Hex:
    """Return the hash of the session's token with a request. Raises Unauthorised when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorised("session.missing", "This path needs a session; open one with the device key.")
    return hashed(token)


def _proof(request: web.Request, device: Device, nonce: str) -> Sha256Hex | None:
    """Return the hash of the request's proof when it is the device's; None when it is not."""
    try:
        signature = decode_base64(request.headers.get(PROOF_HEADER, ""), "proof")
        verify_es256(public_key(device.signing_key), read_bytes(request.method, request.raw_path, nonce), signature)
    except (Malformed, SignatureInvalid):
        return None
    return Sha256Hex(hashlib.sha256(signature).hexdigest())
