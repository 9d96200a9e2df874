"""Sessions: a device proves its key, reads for a while, and proves every read with a nonce used once."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.acts.envelope import load_p256, verify_es256
from domain.audit.leaves import LeafType
from domain.errors import NotAllowed, SignatureInvalid
from domain.functies import Holding
from domain.ids import DeviceId, OrganisationId, PersonId, Randomness, Sha256Hex
from domain.ports import Device, Directory
from handlers.reading import DoorUnit


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session as its device hears of it, once; nobody can read token or nonce back from the store."""

    token: str
    expires_at: datetime
    nonce: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: the person and device of a living session, and the proof that came with this very read."""

    person: PersonId
    device: DeviceId
    organisation: OrganisationId
    holdings: tuple[Holding, ...]
    proof: Sha256Hex
    """SHA-256 of the proof's bytes; stands in the leaf of each release (EV-01)."""


def session_bytes(nonce: str) -> bytes:
    """Return what a device signs to open a session."""
    return b"piket-session-v1\n" + nonce.encode("utf-8")


def start_bytes(nonce: str, since: int) -> bytes:
    """Return what a device signs to open a session and start with it: what it asks for as well."""
    return f"piket-start-v1\n{since}\n{nonce}".encode()


def read_bytes(method: str, target: str, nonce: str) -> bytes:
    """Return what a device signs to read; `target` is path and query exactly as sent."""
    return f"piket-read-v1\n{method}\n{target}\n{nonce}".encode("utf-8", "surrogateescape")


def challenge(uow: DoorUnit, device: DeviceId, now: datetime, life: timedelta) -> str:
    """Hand out a challenge; also to an unknown device, so that nobody learns which ones exist."""
    nonce = _secret(uow.random)
    if living_device(uow.directory, device) is not None:
        uow.sessions.put_challenge(hashed(nonce), device, now + life)
    return nonce


def check_session_proof(directory: Directory, device: DeviceId, signed: bytes, signature: bytes) -> None:
    """Check the signature over a challenge (`session_bytes`, `start_bytes`); slow, so outside the writer.

    Only a device itself learns that it was taken out of use, or stopped: its person must be told.

    Raises:
        SignatureInvalid: for an unknown device, or a signature that is not its own.
        NotAllowed: for a revoked or frozen device that signed.
    """
    found = directory.device(device)
    if found is None:
        raise _refused()
    verify_es256(load_p256(found.signing_key), signed, signature)
    if found.revoked_at is not None:
        raise NotAllowed("device.revoked", "This device was taken out of use; ask for an invitation for another.")
    if found.frozen_at is not None:
        raise NotAllowed("device.frozen", "A watcher stopped this device; call the officers.")


def open_session(uow: DoorUnit, device: DeviceId, nonce: str, now: datetime, life: timedelta, keep: int) -> Opened:
    """Open a session for a device whose signature `check_session_proof` found good; this spends the challenge.

    The device's oldest sessions end, so that at most `keep` live.

    Raises:
        SignatureInvalid: when the device or challenge is not good (any more); which of them is not told.
    """
    found = living_device(uow.directory, device)
    if found is None or not uow.sessions.use_challenge(hashed(nonce), device, now):
        raise _refused()
    token, first = _secret(uow.random), _secret(uow.random)
    uow.sessions.open(hashed(token), device, now, now + life, keep=keep)
    uow.sessions.put_nonce(hashed(token), hashed(first))
    log = uow.audit.log_of(found.organisation)
    uow.audit.append(log, LeafType.SESSION, at=now, actor=found.person, fields={"device": device})
    return Opened(token, now + life, first)


def living_device(directory: Directory, device: DeviceId) -> Device | None:
    """Return the device unless it is unknown, revoked or frozen."""
    found = directory.device(device)
    return None if found is None or found.revoked_at is not None or found.frozen_at is not None else found


def viewer_of(uow: DoorUnit, token: Sha256Hex, now: datetime) -> tuple[Device, tuple[Holding, ...]] | None:
    """Return the device of a living session and what its person holds; a revocation or freeze ends it at once."""
    device = _device_of(uow, token, now)
    return None if device is None else (device, tuple(uow.directory.holdings_of(device.person, now)))


def next_nonce(uow: DoorUnit, token: Sha256Hex, used: str | None, now: datetime) -> tuple[bool, str]:
    """Use up the nonce `used`, hand out the next one; tells whether `used` was good and the session still lives."""
    good = used is not None and _device_of(uow, token, now) is not None and uow.sessions.use_nonce(token, hashed(used))
    fresh = _secret(uow.random)
    uow.sessions.put_nonce(token, hashed(fresh))
    return good, fresh


def hashed(secret: str) -> Sha256Hex:
    """Return the form in which a token or nonce is kept: a stolen database opens nothing."""
    return Sha256Hex(hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest())


def _device_of(uow: DoorUnit, token: Sha256Hex, now: datetime) -> Device | None:
    device = uow.sessions.find(token, now)
    return None if device is None else living_device(uow.directory, device)


def _refused() -> SignatureInvalid:
    return SignatureInvalid("session.refused", "No session: ask a new challenge and sign it with the device key.")


def _secret(random: Randomness) -> str:
    return base64.urlsafe_b64encode(random(32)).rstrip(b"=").decode("ascii")
