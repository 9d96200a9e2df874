"""The signed envelope of an act, DSSE style: exact bytes, with proofs over their pre-authentication encoding."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from domain.errors import SignatureInvalid
from domain.ids import DeviceId, Sha256Hex

REAL_TYPE: Final = "application/vnd.piket.act.v1+json"
DRILL_TYPE: Final = "application/vnd.piket.oefening.v1+json"
"""A drill act is signed under another type, so it can never be replayed as a real one (X-05)."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One signature over an envelope, by a key of `device`.

    `es256`: the device key over the pre-authentication encoding, 64 raw bytes r‖s (WebCrypto's form).
    `webauthn`: the device's passkey over `authenticator_data` and the hash of `client_data`, in DER, as
    `domain.acts.webauthn` verifies it; both stand there byte for byte as the browser gave them.
    """

    kind: Literal["es256", "webauthn"]
    device: DeviceId
    signature: bytes
    authenticator_data: bytes = b""
    client_data: bytes = b""


@dataclass(frozen=True, slots=True)
class SignedAct:
    """An act as it travelled: the payload's exact bytes, never re-encoded, and the proofs that came with it."""

    payload_type: str
    payload: bytes
    proofs: tuple[Proof, ...]

    @property
    def sha256(self) -> Sha256Hex:
        """Identify the act in the log: SHA-256 of what was signed (it holds random ids, so it cannot be guessed)."""
        return Sha256Hex(hashlib.sha256(self.signed_bytes).hexdigest())

    @property
    def signed_bytes(self) -> bytes:
        return pre_authentication_encoding(self.payload_type, self.payload)

    @property
    def drill(self) -> bool:
        return self.payload_type == DRILL_TYPE


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return DSSE v1's PAE: the bytes that every proof signs."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def verify_es256(public_key: ec.EllipticCurvePublicKey, signed: bytes, signature: bytes) -> None:
    """Return only if `signature` (64 bytes r‖s) over `signed` is the key's.

    Raises:
        SignatureInvalid: otherwise, for whatever reason.
    """
    if len(signature) != 64:
        raise SignatureInvalid("proof.malformed", "A proof must be 64 bytes; sign again with the device key.")
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    try:
        public_key.verify(der, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as wrong:
        raise SignatureInvalid("proof.invalid", "The proof does not belong to these bytes; sign again.") from wrong


def load_p256(point: bytes) -> ec.EllipticCurvePublicKey:
    """Read a P-256 public key from its 65-byte uncompressed point, as the directory records it.

    Raises:
        SignatureInvalid: when the bytes are not a point on the curve.
    """
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as wrong:
        raise SignatureInvalid(
            "key.malformed", "The recorded signing key is not a P-256 point; enrol again."
        ) from wrong
