"""Signed bytes as they travel and rest: DSSE as JSON, made once and read back to exactly the same bytes."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from domain.acts.envelope import Proof, SignedAct, pre_authentication_encoding
from domain.acts.payload import strict_json
from domain.errors import Malformed
from domain.ids import DeviceId


def encode64(data: bytes) -> str:
    """Unpadded base64url."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode64(text: str) -> bytes:
    """Bytes of base64 in either alphabet, padded or not; raises Malformed for anything else."""
    plain = text.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("base64.malformed", "What should be base64 is not; refuse it.") from None


class Signer(Protocol):
    """Who can prove bytes: a device's keyring, or its passkey."""

    def proof(self, message: bytes) -> Proof: ...


def sign(payload_type: str, payload: bytes, signers: Sequence[Signer]) -> SignedAct:
    """Return the envelope with one proof of each signer, in this order."""
    message = pre_authentication_encoding(payload_type, payload)
    return SignedAct(payload_type, payload, tuple(signer.proof(message) for signer in signers))


def to_json(signed: SignedAct) -> dict[str, Any]:
    """Return the envelope as the plain JSON object of the wire."""
    return {
        "payloadType": signed.payload_type,
        "payload": encode64(signed.payload),
        "proofs": [
            {"kind": proof.kind, "device": proof.device, "sig": encode64(proof.signature), **_assertion(proof)}
            for proof in signed.proofs
        ],
    }


def _assertion(proof: Proof) -> dict[str, str]:
    if proof.kind == "es256":
        return {}
    return {"authenticatorData": encode64(proof.authenticator_data), "clientDataJSON": encode64(proof.client_data)}


def to_bytes(signed: SignedAct) -> bytes:
    """Return the envelope as bytes."""
    return json.dumps(to_json(signed), separators=(",", ":")).encode("ascii")


def from_json(document: object) -> SignedAct:
    """Return the envelope in a decoded JSON object; nothing in it is verified yet.

    Raises:
        Malformed: when it is not exactly an envelope.
    """
    try:
        if not isinstance(document, Mapping) or document.keys() != {"payloadType", "payload", "proofs"}:
            raise TypeError
        proofs = tuple(
            _proof({name: one for name, one in proof.items() if one is not None}) for proof in document["proofs"]
        )
        return SignedAct(_text(document["payloadType"]), decode64(_text(document["payload"])), proofs)
    except (AttributeError, KeyError, TypeError):
        raise Malformed("envelope.malformed", "This is not a signed envelope; refuse it.") from None


def _proof(found: Mapping[str, object]) -> Proof:
    """Read one proof; raises TypeError unless it has exactly the fields of its kind."""
    kind, device, sig = found["kind"], DeviceId(_text(found["device"])), decode64(_text(found["sig"]))
    if kind == "es256" and len(found) == 3:
        return Proof("es256", device, sig)
    if kind == "webauthn" and len(found) == 5:
        data, client = (decode64(_text(found[name])) for name in ("authenticatorData", "clientDataJSON"))
        return Proof("webauthn", device, sig, data, client)
    raise TypeError


def from_bytes(data: bytes) -> SignedAct:
    """Return the envelope in these bytes; raises Malformed as `from_json` does."""
    return from_json(strict_json(data))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
