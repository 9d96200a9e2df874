"""Signed, sealed requests made beforehand, in the exact bytes a phone sends, each from a device of its own."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from client import envelopes
from client.age import HybridIdentity
from client.api import Api
from client.content import Place, seal_content
from client.genesis import World
from client.itemkeys import wrap_item
from client.keyring import Keyring
from client.signing import Draft, ReadyAct, blob_name, build_payload
from client.transport import NotReached, Reply, Transport
from domain.acts.envelope import REAL_TYPE
from domain.flows.spoedaanwijzing.acts import Submit
from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from domain.flows.spoedaanwijzing.parties import sealed_for
from domain.ids import ActId, DeviceId, ItemId, random_id, uuid7
from tests.bench.worlds import REQUESTER

NAME = "spoedaanwijzing.submit"
CONTENT = SpoedaanwijzingContent(
    kind="spoedaanwijzing",
    person="V. de Wit, verzonnen voor een meting",
    need="Bewaking van de woning en vervoer, vanaf nu. " * 6,
    callback="+31 70 000 00 01",
    threat="Verzonnen dreiging, zo lang als een gewone. " * 8,
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it goes over the wire."""

    item: ItemId
    ready: ReadyAct
    body: bytes
    kind: str


class _Paper(Transport):
    """Writes down what would be sent."""

    def __init__(self) -> None:
        super().__init__("http://nowhere.example")
        self.body, self.kind = b"", ""

    async def send(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        self.body, self.kind = body or b"", kind
        raise NotReached


async def prepare(world: World, count: int) -> list[Request]:
    """Return `count` requests; the world must have that many devices of HOvJ's."""
    held = set(world.directory.holders(REQUESTER))
    devices = [keyring for keyring in world.keyrings.values() if keyring.person in held]
    if len(devices) < count:
        raise ValueError("There are fewer devices than requests; found a larger world.")
    return [await _request(world, keyring) for keyring in islice(devices, count)]


def points(world: World) -> dict[DeviceId, str]:
    """Return the public signing key of each device."""
    return {device: keyring.public.signing_key for device, keyring in world.keyrings.items()}


async def _request(world: World, keyring: Keyring) -> Request:
    now = datetime.now(UTC)
    act, item = ActId(uuid7(now, secrets.token_bytes)), ItemId(random_id(secrets.token_bytes))
    identity = HybridIdentity.generate(secrets.token_bytes)
    recipient = identity.recipient().to_string()
    wraps = wrap_item(identity, world.directory, sealed_for(REQUESTER), frozenset())
    content = seal_content(CONTENT, Place(item, recipient, act, NAME, REQUESTER), keyring, world.directory, now)
    params = Submit(
        ground="directe_noodzaak",
        dossier=random_id(secrets.token_bytes),
        recipient=recipient,
        wraps=wraps.wraps,
        content=blob_name(content),
        excluded=[],
        callback_verified=False,
    )
    draft = Draft(act, NAME, params, REQUESTER, item=item, blobs={**wraps.blobs, blob_name(content): content})
    raw = build_payload(draft, device=keyring.device, at=now, log="om", seq=0, prev=None)
    ready = ReadyAct(envelopes.sign(REAL_TYPE, raw, [keyring]), draft.blobs)
    body, kind = await packed([ready])
    return Request(item, ready, body, kind)


async def packed(acts: Sequence[ReadyAct]) -> tuple[bytes, str]:
    """Return the body, and its type, in which these acts go in one request."""
    paper = _Paper()
    try:
        await Api(paper).send(acts)
    except NotReached:
        return paper.body, paper.kind
    raise AssertionError("paper does not answer")
