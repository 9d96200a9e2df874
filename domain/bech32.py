"""Bech32 (BIP 173) without its length limit: the text form of age recipients and identities."""

import base64
import binascii
from typing import Final

_LETTERS: Final = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BASE32: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# Bech32 cuts bytes into five bits as Base32 does; only the letters differ.
_TO_BECH32: Final = bytes.maketrans(_BASE32, _LETTERS)
_TO_BASE32: Final = bytes.maketrans(_LETTERS, _BASE32)
_TO_VALUE: Final = bytes.maketrans(_LETTERS, bytes(range(32)))

_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LETTERS: Final = 6


def _feedback(top: int) -> int:
    mask = 0
    for bit, generator in enumerate(_GENERATORS):
        if top >> bit & 1:
            mask ^= generator
    return mask


# A hybrid recipient has two thousand letters: one table look-up a letter keeps reading it well below a millisecond.
_FEEDBACK: Final = tuple(_feedback(top) for top in range(32))


def encode(prefix: str, data: bytes) -> str:
    """The lower-case text of `data` under the lower-case human-readable `prefix`."""
    body = base64.b32encode(data).rstrip(b"=").translate(_TO_BECH32)
    check = _checksum(prefix, body + _LETTERS[:1] * _CHECKSUM_LETTERS) ^ 1
    tail = bytes(_LETTERS[check >> 5 * at & 31] for at in reversed(range(_CHECKSUM_LETTERS)))
    return f"{prefix}1{(body + tail).decode('ascii')}"


def decode(prefix: str, text: str) -> bytes:
    """The bytes in `text`, which must be all lower case and carry exactly `prefix`; else ValueError."""
    found, _, rest = text.rpartition("1")
    letters = rest.encode("ascii", "replace")
    if found != prefix or len(letters) < _CHECKSUM_LETTERS:
        raise ValueError("This key is of another kind than expected; copy it again in full.")
    if letters.translate(None, _LETTERS) or _checksum(prefix, letters) != 1:
        raise ValueError("This key has a typing or copying error; copy it again in full.")
    body = letters[:-_CHECKSUM_LETTERS].translate(_TO_BASE32)
    try:
        data = base64.b32decode(body + b"=" * (-len(body) % 8))
    except binascii.Error:
        data = b""
    if base64.b32encode(data).rstrip(b"=") != body:
        raise ValueError("This key is not written in its one canonical form; copy it again in full.")
    return data


def _checksum(prefix: str, letters: bytes) -> int:
    state = 1
    for value in (*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *letters.translate(_TO_VALUE)):
        state = _FEEDBACK[state >> 25] ^ (state & 0x1FFFFFF) << 5 ^ value
    return state
