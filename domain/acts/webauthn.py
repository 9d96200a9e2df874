"""Proof by passkey: a WebAuthn assertion whose challenge is the hash of what is signed; verified without the server."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pydantic import Field, StringConstraints, model_validator

from domain.acts.envelope import Proof, verify_es256
from domain.acts.payload import Params, strict_json
from domain.errors import Malformed, SignatureInvalid

MAX_AUTHENTICATOR_DATA: Final = 1024
MAX_CLIENT_DATA: Final = 4096
MAX_SIGNATURE: Final = 72
"""Bytes of the longest DER signature by a P-256 key."""
_FIXED: Final = 37
"""rpIdHash (32), flags (1), signature counter (4)."""
_USER_PRESENT, _USER_VERIFIED, _ELIGIBLE, _BACKED_UP, _ATTESTED, _EXTENDED = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80
_HOST: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,8}"
_PUBLIC: Final = "Where people's devices find the app: anybody who uses it can see this."
_DEFAULT_PORTS: Final = {"https": ":443", "http": ":80"}

HostText = Annotated[str, StringConstraints(pattern=f"^{_HOST}$", max_length=253)]
OriginText = Annotated[str, StringConstraints(pattern=f"^https?://{_HOST}(?::[1-9][0-9]{{0,4}})?$", max_length=280)]


class App(Params):
    """Where the app runs, as the founders sign it: passkeys count only when they were used exactly there."""

    rp_id: HostText = Field(description=_PUBLIC)
    origins: Annotated[list[OriginText], Field(min_length=1, max_length=64)] = Field(description=_PUBLIC)

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        """No browser lets a page of another host use these passkeys, or names an origin in another way."""
        for origin in self.origins:
            parts = urlsplit(origin)
            host, loopback = parts.hostname or "", re.search(r"(^|\.)localhost$", parts.hostname or "")
            if host != self.rp_id and not host.endswith(f".{self.rp_id}"):
                raise ValueError("an origin of the app lies outside the relying party")
            if origin.endswith(_DEFAULT_PORTS[parts.scheme]) or not (parts.scheme == "https" or loopback):
                raise ValueError("an origin is https, as a browser spells it; http only on localhost")
        if len(set(self.origins)) != len(self.origins):
            raise ValueError("an origin of the app is named twice")
        return self


def verify_proof(
    proof: Proof,
    signed: bytes,
    key: ec.EllipticCurvePublicKey,
    passkey: ec.EllipticCurvePublicKey | None,
    app: App | None,
) -> None:
    """Return only if `proof` over `signed` was made with this device's key, or with its passkey in the app.

    Raises:
        SignatureInvalid: otherwise; `field` names what of an assertion is wrong, where that can be said.
    """
    if proof.kind == "es256":
        verify_es256(key, signed, proof.signature)
        return
    if passkey is None or app is None:
        raise _no("The directory has no passkey of this device, or does not say where the app is", "kind")
    verify_assertion(passkey, hashlib.sha256(signed).digest(), proof, app)


def verify_assertion(key: ec.EllipticCurvePublicKey, challenge: bytes, proof: Proof, app: App) -> None:
    """Return only if this is an assertion over `challenge`, made in the app by a user who was present and verified.

    WebAuthn Level 3 §7.2, ES256 only. The signature counter and the backup flags are evidence in the stored bytes:
    nothing is decided by them. Unknown members of clientDataJSON are left alone, as the standard asks.

    Raises:
        SignatureInvalid: otherwise, naming the field.
    """
    _check_authenticator_data(proof.authenticator_data, app)
    _check_client_data(proof.client_data, challenge, app)
    message = proof.authenticator_data + hashlib.sha256(proof.client_data).digest()
    try:
        # Read and written again: DER that is not the only spelling of its numbers is refused.
        short = proof.signature[:MAX_SIGNATURE]
        if encode_dss_signature(*decode_dss_signature(short)) != proof.signature:
            raise ValueError
        key.verify(proof.signature, message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        raise SignatureInvalid(
            "proof.invalid", "The passkey did not sign these bytes; sign again.", field="sig"
        ) from None


def _check_authenticator_data(data: bytes, app: App) -> None:
    if not _FIXED <= len(data) <= MAX_AUTHENTICATOR_DATA:
        raise _no("authenticatorData has an impossible length", "authenticatorData")
    flags = data[32]
    if data[:32] != hashlib.sha256(app.rp_id.encode("ascii")).digest():
        raise _no("The passkey belongs to another relying party", "authenticatorData.rpIdHash")
    if not flags & _USER_PRESENT or not flags & _USER_VERIFIED:
        raise _no("The user was not present and verified", "authenticatorData.flags")
    if flags & _ATTESTED or flags & (_ELIGIBLE | _BACKED_UP) == _BACKED_UP:
        raise _no("The flags contradict each other", "authenticatorData.flags")
    if bool(flags & _EXTENDED) != (len(data) > _FIXED):
        raise _no("Extensions follow that were not announced, or the other way round", "authenticatorData")


def _check_client_data(data: bytes, challenge: bytes, app: App) -> None:
    found = _client_data(data)
    if found.get("type") != "webauthn.get":
        raise _no("This is no assertion", "clientDataJSON.type")
    if found.get("challenge") != base64.urlsafe_b64encode(challenge).rstrip(b"=").decode("ascii"):
        raise _no("The passkey was asked to sign something else", "clientDataJSON.challenge")
    if found.get("origin") not in app.origins:
        raise _no("The passkey was used on another page than the app's", "clientDataJSON.origin")
    # The standard lets a client leave crossOrigin out where it is false.
    if found.get("crossOrigin", False) is not False or "topOrigin" in found:
        raise _no("The app stood within another page", "clientDataJSON.crossOrigin")


def _client_data(data: bytes) -> dict[str, Any]:
    try:
        found = strict_json(data) if len(data) <= MAX_CLIENT_DATA else None
    except Malformed:
        found = None
    if not isinstance(found, dict):
        raise _no("clientDataJSON is not strict JSON of a client", "clientDataJSON")
    return found


def _no(sentence: str, field: str) -> SignatureInvalid:
    return SignatureInvalid("proof.passkey", f"{sentence}; sign again in the app.", field=field)
