"""Enrolments: a device offers its keys with an invitation, an officer's device reads and signs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from bot.http.answers import view_answer
from bot.http.body import read_json
from bot.http.door import DOOR, GAUGES
from bot.http.envelope import decode_base64
from bot.http.guard import with_session
from bot.http.limits import address_of
from domain.acts.directory import PointText
from domain.acts.payload import Name, Params, parse_model
from domain.acts.recipients import HybridText, X25519Text
from domain.enrolment import Enrolment
from domain.ids import DeviceId
from handlers.enrolment import NewKeys, enrol, waiting
from handlers.sessions import Viewer
from handlers.views import base64_text

Base64Of32 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/_-]{43}=?$")]


class EnrolmentBody(Params):
    """What the invited device sends: what redeems the invitation, its public keys, and the MAC the officer checks."""

    redeem: Base64Of32
    device: Name
    signing_key: PointText
    x25519: X25519Text
    hybrid: HybridText
    mac: Base64Of32
    passkey: PointText | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentView:
    """One offer as the officer's device reads it; it verifies `mac` itself, and then signs `directory.add_device`."""

    token: str
    person: str
    organisation: str
    device: str
    signing_key: str
    x25519: str
    hybrid: str
    mac: str
    passkey: str | None
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class EnrolmentList:
    """The offers that wait for this officer, oldest first."""

    enrolments: tuple[EnrolmentView, ...]


async def post_enrolments(request: web.Request) -> web.StreamResponse:
    """Take a device's public keys on an invitation, once; the same offer again gives the same answer."""
    door = request.app[DOOR]
    limits = door.settings.limits
    request.app[GAUGES].addresses.take(address_of(request, door.settings.forwarded_hops))
    body = parse_model(EnrolmentBody, await read_json(request, limits.blob, limits.body_time))
    redeem, now = decode_base64(body.redeem, "redeem"), door.clock.now()
    point, mac = decode_base64(body.signing_key, "signing_key"), decode_base64(body.mac, "mac")
    passkey = None if body.passkey is None else decode_base64(body.passkey, "passkey")
    keys = NewKeys(DeviceId(body.device), point, body.x25519, body.hybrid, mac, passkey)
    life = door.policy.durations["invitation"]
    done = await door.store.write(lambda uow: enrol(uow, redeem, keys, now, life))
    return view_answer(done, status=201)


@with_session
async def get_enrolments(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """List the offers of the people whom this officer manages."""
    door = request.app[DOOR]
    now, limit = door.clock.now(), door.settings.limits.page
    offers = await door.store.read(lambda uow: waiting(uow, viewer, now, limit))
    return view_answer(EnrolmentList(tuple(_view(offer) for offer in offers)))


def _view(offer: Enrolment) -> EnrolmentView:
    return EnrolmentView(
        token=offer.token,
        person=offer.person,
        organisation=offer.organisation,
        device=offer.device,
        signing_key=base64_text(offer.signing_key),
        x25519=offer.x25519,
        hybrid=offer.hybrid,
        mac=base64_text(offer.mac),
        passkey=None if offer.passkey is None else base64_text(offer.passkey),
        at=offer.at,
        expires_at=offer.expires_at,
    )
