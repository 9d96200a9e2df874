"""A Web Push subscription of one browser: where its push service takes messages, and the keys to seal them for it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from domain.acts.envelope import load_p256
from domain.errors import SignatureInvalid

_POINT_BYTES: Final = 65
_AUTH_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Subscription:
    """As a browser gives it (W3C Push API): the endpoint, its P-256 point and its secret, both as base64url.

    Its text is the target of an address: the same subscription is the same text.
    """

    endpoint: str
    p256dh: str
    auth: str

    @classmethod
    def read(cls, target: str) -> Subscription:
        """Read the target of an address. Raises ValueError when it is none."""
        endpoint, p256dh, auth = target.split(" ")
        return cls(endpoint, p256dh, auth)

    def __str__(self) -> str:
        return f"{self.endpoint} {self.p256dh} {self.auth}"

    def __repr__(self) -> str:
        return "Subscription(…)"

    def keys(self) -> tuple[bytes, bytes]:
        """Return the point and the secret. Raises ValueError when nothing can be sealed for them."""
        point, secret = _unpadded(self.p256dh), _unpadded(self.auth)
        if len(point) != _POINT_BYTES or len(secret) != _AUTH_BYTES:
            raise ValueError("The keys of a push subscription have another length; subscribe again.")
        try:
            load_p256(point)
        except SignatureInvalid:
            raise ValueError("The key of a push subscription is not a P-256 point; subscribe again.") from None
        return point, secret


def _unpadded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("The keys of a push subscription are base64url; subscribe again.") from None
