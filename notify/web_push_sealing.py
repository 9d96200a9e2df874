"""Seals a push message for one browser: RFC 8291 over the content coding `aes128gcm` of RFC 8188, one record."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CODING: Final = "aes128gcm"
RECORD_SIZE: Final = 4096
SALT_BYTES: Final = 16
_KEY_BYTES, _NONCE_BYTES = 16, 12
_LAST_RECORD: Final = b"\x02"
"""What stands between the text and its padding in the last record (RFC 8188 §2)."""


def seal(
    text: bytes, *, point: bytes, secret: bytes, salt: bytes, own: ec.EllipticCurvePrivateKey, size: int = 0
) -> bytes:
    """Return the body of the message: `text` padded to `size`, for the browser with this point and secret.

    `salt` and `own` are new for each message.

    Raises:
        ValueError: when the point is not on the curve, or the text does not fit one record.
    """
    own_point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    about = b"WebPush: info\0" + point + own_point
    keying = HKDF(SHA256(), 32, salt=secret, info=about).derive(shared)
    key = HKDF(SHA256(), _KEY_BYTES, salt=salt, info=b"Content-Encoding: aes128gcm\0").derive(keying)
    nonce = HKDF(SHA256(), _NONCE_BYTES, salt=salt, info=b"Content-Encoding: nonce\0").derive(keying)
    record = (text + _LAST_RECORD).ljust(size + 1, b"\0")
    if len(record) + 16 > RECORD_SIZE:
        raise ValueError("A push message is one record; say less.")
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(own_point)]) + own_point
    return header + AESGCM(key).encrypt(nonce, record, None)
