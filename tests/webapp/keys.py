"""Python's keys of the practice world, in the form in which the app's tests take them in."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from client import envelopes
from client.age import X25519Identity, bech32
from client.keyring import Keyring
from domain.acts.envelope import SignedAct


def b64(data: bytes) -> str:
    """Plain base64."""
    return base64.b64encode(data).decode("ascii")


def key_of(keyring: Keyring) -> dict[str, str]:
    """The private keys of a device: PKCS #8 for WebCrypto, the hybrid identity in its text form."""
    return {
        "device": keyring.device,
        "person": keyring.person,
        "organisation": keyring.organisation,
        "signing": pkcs8(keyring.signing),
        "point": keyring.public.signing_key,
        "x25519": pkcs8(x25519_key(keyring.x25519)),
        "hybrid": keyring.hybrid.to_string(),
    }


def x25519_key(identity: X25519Identity) -> X25519PrivateKey:
    """The same key in the library's own form."""
    return X25519PrivateKey.from_private_bytes(bech32.decode_upper("age-secret-key-", identity.to_string()))


def pkcs8(key: ec.EllipticCurvePrivateKey | X25519PrivateKey) -> str:
    """The form in which WebCrypto takes a private key in."""
    return b64(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def facts(signed: list[SignedAct]) -> list[dict[str, Any]]:
    """Facts as they travel."""
    return [json.loads(envelopes.to_bytes(one)) for one in signed]
