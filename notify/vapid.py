"""Says to push services who sends: RFC 8292, a token signed with the installation's one P-256 key."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Vapid:
    """Makes the `Authorization` of a message; a token serves its push service for half of its life, then comes anew.

    Args:
        scalar: the private key, 32 bytes.
        contact: how a push service reaches the operator: a `mailto:` or `https:` address.
        life: how long a token lasts; at most a day (RFC 8292 §2).
    """

    def __init__(self, scalar: bytes, contact: str, life: timedelta, now: Callable[[], datetime]) -> None:
        self._key = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
        self._contact, self._life, self._now = contact, life, now
        self._tokens: dict[str, tuple[datetime, str]] = {}

    @property
    def public(self) -> str:
        """The public key as browsers take it when they subscribe: the uncompressed point as base64url."""
        return base64url(self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def authorization(self, endpoint: str) -> str:
        """Return the header's value for a message to this endpoint; its token is for that service alone."""
        parts = urlsplit(endpoint)
        audience, now = f"{parts.scheme}://{parts.netloc}", self._now()
        made, token = self._tokens.get(audience, (None, ""))
        if made is None or not made <= now < made + self._life / 2:
            token = self._token(audience, now + self._life)
            self._tokens[audience] = (now, token)
        return f"vapid t={token}, k={self.public}"

    def _token(self, audience: str, expires: datetime) -> str:
        header = {"typ": "JWT", "alg": "ES256"}
        claims = {"aud": audience, "exp": int(expires.timestamp()), "sub": self._contact}
        signed = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
        r, s = decode_dss_signature(self._key.sign(signed.encode("ascii"), ec.ECDSA(SHA256())))
        return f"{signed}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def base64url(data: bytes) -> str:
    """Return the data as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
