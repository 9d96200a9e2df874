"""A browser that subscribed to Web Push: it has the keys, and opens what comes as RFC 8291 and RFC 8188 say.

Written from those texts alone, with HMAC by hand, so that it is no mirror of what seals the bells.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.ids import Randomness

_HEADER: Final = struct.Struct("!16sIB")
_TAG_BYTES: Final = 16


class Unreadable(ValueError):
    """What came is no message for this browser."""


@dataclass(frozen=True, slots=True)
class Browser:
    """The keys of one subscription; `auth` is its secret."""

    key: EllipticCurvePrivateKey = field(repr=False)
    auth: bytes = field(repr=False)

    @classmethod
    def new(cls, random: Randomness) -> Browser:
        return cls(generate_private_key(SECP256R1()), random(16))

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def public(self) -> tuple[str, str]:
        """What the page hands over: `p256dh` and `auth` as base64url."""
        return _text(self.point), _text(self.auth)

    def open(self, body: bytes) -> tuple[bytes, int]:
        """Return the text of a message, and how many bytes of padding stood behind it.

        Raises:
            Unreadable: when it is not sealed for this browser, or not in one record.
        """
        if len(body) < _HEADER.size:
            raise Unreadable("There is no header.")
        salt, record_size, length = _HEADER.unpack_from(body)
        sender, sealed = body[_HEADER.size : _HEADER.size + length], body[_HEADER.size + length :]
        if len(sealed) > record_size or record_size < 18:
            raise Unreadable("It is not one record.")
        try:
            shared = self.key.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sender))
        except ValueError:
            raise Unreadable("The sender's key is no point.") from None
        keying = _expand(_extract(self.auth, shared), b"WebPush: info\x00" + self.point + sender, 32)
        first = _extract(salt, keying)
        key = _expand(first, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _expand(first, b"Content-Encoding: nonce\x00", 12)
        try:
            padded = AESGCM(key).decrypt(nonce, sealed, b"")
        except InvalidTag:
            raise Unreadable("It is sealed for another browser.") from None
        text = padded.rstrip(b"\x00")
        if not text.endswith(b"\x02"):
            raise Unreadable("It is not the last record.")
        return text[:-1], len(padded) - len(text)


def _extract(salt: bytes, secret: bytes) -> bytes:
    return hmac.new(salt, secret, hashlib.sha256).digest()


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 §2.3 for at most one block."""
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()[:length]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
