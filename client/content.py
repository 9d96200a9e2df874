"""Content of items: signed, then sealed; opened only when item, act, key and signer are what they must be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints, ValidationError

from client import envelopes
from client.age import AgeError, HybridIdentity
from client.directory import Directory
from client.keyring import Keyring
from client.sealing import SealingError, open_sealed, seal
from domain.acts.envelope import SignedAct, verify_es256
from domain.acts.payload import (
    INTEGER,
    MAX_SAFE_INTEGER,
    ActText,
    ItemText,
    Name,
    Params,
    RecipientText,
    ScopeText,
    SignedMoment,
    parse_model,
    strict_json,
)
from domain.catalogue import SPECS
from domain.contents import ACTS_OF, READER, AnyContent
from domain.errors import Malformed, SignatureInvalid
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, DeviceId, ItemId, PersonId

INNER_TYPE: Final = "application/vnd.piket.inhoud.v1+json"
"""Content is signed under a type of its own, so that it can never pass for an act, nor an act for content."""


class ContentRefused(Exception):
    """Sealed content is not what its item and act say, or not from whom it must be; show nothing of it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{sentence}; do not rely on it and call the sender.")
        self.code = code


class Inner(Params):
    """What the sender signs before it is sealed; nobody but readers ever sees it."""

    v: Annotated[Literal[1], INTEGER]
    item: ItemText
    act: ActText
    name: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z0-9_]{1,40}$")]
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
    device: Name
    functie: Functie
    scope: ScopeText
    at: SignedMoment
    recipient: RecipientText
    """The key the content was sealed to: the reader's answer goes to this one and to no other."""
    directory: Annotated[int, Field(ge=1, le=MAX_SAFE_INTEGER)]
    """How many facts of the directory the sender had replayed."""
    excluded: Annotated[list[Name], Field(max_length=64 * 17)]
    """Who is excluded from the item as the sender verified it (P-02): readers of a linked item see no act that says."""
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where content belongs: its item, the key it is sealed to, who is excluded; its act, and the functie acted in."""

    item: ItemId
    recipient: str
    act: ActId
    name: str
    holding: Holding
    excluded: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Opened:
    """Content that opened and verified: what it says, who signed it and as what.

    `at` is the sender's own clock: evidence only. `since_removed` tells that the device was revoked, or the functie
    ended, after the moment the sender names: shown beside the content, because the moment cannot be proven by it.
    """

    content: AnyContent
    act: ActId
    name: str
    person: PersonId
    device: DeviceId
    holding: Holding
    at: datetime
    since_removed: bool
    recipient: str
    """The item's key that the sender signed for."""
    excluded: frozenset[PersonId]
    """Who is excluded from the item, as the sender signed it (P-02)."""


def sign_content(content: AnyContent, place: Place, keyring: Keyring, directory: Directory, now: datetime) -> bytes:
    """Return the signed envelope that is to be sealed; it names where it belongs.

    Raises:
        ContentRefused: when this act cannot carry content of this kind.
    """
    if place.name not in ACTS_OF[content.kind]:
        raise ContentRefused("content.kind", "This act does not carry content of this kind")
    inner = Inner(
        v=1,
        item=place.item,
        act=place.act,
        name=place.name,
        kind=content.kind,
        device=keyring.device,
        functie=place.holding.functie,
        scope=place.holding.scope,
        at=now,
        recipient=place.recipient,
        directory=directory.facts,
        excluded=sorted(place.excluded),
        content=content.model_dump(mode="json"),
    )
    raw = json.dumps(inner.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return envelopes.to_bytes(envelopes.sign(INNER_TYPE, raw, [keyring]))


def seal_content(content: AnyContent, place: Place, keyring: Keyring, directory: Directory, now: datetime) -> bytes:
    """Return `content` signed by this device, then sealed to `place.recipient`."""
    return seal(sign_content(content, place, keyring, directory, now), place.recipient)


def open_content(blob: bytes, identity: HybridIdentity, directory: Directory, *, item: ItemId, act: ActId) -> Opened:
    """Return what is sealed in `blob`, verified against the directory.

    Raises:
        ContentRefused: when it does not open, belongs to another item, act or key, or is not signed by a device of
            somebody who may write this; nothing of it is shown.
    """
    try:
        signed = open_sealed(blob, identity)
    except (AgeError, SealingError) as wrong:
        raise ContentRefused("content.sealed", "The content does not open with the item's key") from wrong
    return verify_content(signed, identity.recipient().to_string(), directory, item=item, act=act)


def verify_content(signed: bytes, recipient: str, directory: Directory, *, item: ItemId, act: ActId) -> Opened:
    """Return the content in an opened envelope; raises ContentRefused as `open_content` does."""
    try:
        envelope = envelopes.from_bytes(signed)
        device = _signer(envelope, directory)
        inner = parse_model(Inner, strict_json(envelope.payload))
        content = READER.validate_json(json.dumps(inner.content, ensure_ascii=False))
    except (Malformed, SignatureInvalid, ValidationError) as wrong:
        raise ContentRefused("content.signature", "The content is not signed as it must be, or malformed") from wrong
    if (inner.item, inner.act, inner.recipient) != (item, act, recipient) or inner.device != device:
        raise ContentRefused("content.place", "The content was written for another item, act or key")
    if inner.kind != content.kind or inner.name not in ACTS_OF[content.kind]:
        raise ContentRefused("content.kind", "The content is not of the kind its act carries")
    holding = Holding(inner.functie, Scope(inner.scope))
    removed = _authority(directory, device, holding, inner)
    person = directory.devices[device].person
    out = frozenset(PersonId(name) for name in inner.excluded)
    return Opened(content, ActId(inner.act), inner.name, person, device, holding, inner.at, removed, recipient, out)


def _signer(envelope: SignedAct, directory: Directory) -> DeviceId:
    if envelope.payload_type != INNER_TYPE or [one.kind for one in envelope.proofs] != ["es256"]:
        raise SignatureInvalid("content.proof", "Content carries exactly one proof, under its own type.")
    proof = envelope.proofs[0]
    device = directory.devices.get(proof.device)
    if device is None:
        raise SignatureInvalid("content.device", "The directory does not know the device that signed.")
    verify_es256(device.key, envelope.signed_bytes, proof.signature)
    return device.id


def _authority(directory: Directory, device: DeviceId, holding: Holding, inner: Inner) -> bool:
    """Return whether signer or functie were removed since; raises ContentRefused when they never had the authority."""
    known = directory.devices[device]
    spec = SPECS.get(inner.name)
    ended = directory.ended.get((known.person, holding))
    held = directory.holds(known.person, holding) or ended is not None
    if spec is None or holding.functie not in spec.may or not held:
        raise ContentRefused("content.functie", "The signer does not hold a functie that may write this")
    removals = [position for position in (known.revoked, ended) if position is not None]
    if known.since >= inner.directory or any(position < inner.directory for position in removals):
        raise ContentRefused("content.removed", "The signer's device or functie had been taken away before")
    return bool(removals)
