"""A passkey in software: what a phone's authenticator signs when its user agrees; for practice, tests and tools."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from domain.acts.envelope import Proof
from domain.acts.webauthn import App
from domain.ids import DeviceId

PRESENT_AND_VERIFIED: Final = 0x05
"""The flags UP and UV: somebody touched it, and it knew whom."""


@dataclass(frozen=True)
class Passkey:
    """The passkey of one device, used on a page of `app`; it always says that its user was there and verified."""

    device: DeviceId
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    app: App
    counter: int = 0
    """As a passkey that is kept in several places says: it does not count."""

    def proof(self, message: bytes) -> Proof:
        """Return the proof of `message` as a browser would give it for the challenge SHA-256(message)."""
        challenge = base64.urlsafe_b64encode(sha256(message).digest()).rstrip(b"=").decode("ascii")
        client = {"type": "webauthn.get", "challenge": challenge, "origin": self.app.origins[0], "crossOrigin": False}
        client_data = json.dumps(client, separators=(",", ":")).encode("utf-8")
        data = sha256(self.app.rp_id.encode("ascii")).digest() + bytes([PRESENT_AND_VERIFIED])
        data += self.counter.to_bytes(4, "big")
        signature = self.key.sign(data + sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return Proof("webauthn", self.device, signature, data, client_data)
