"""Reads base64 and decimals of which exactly one spelling is valid."""

import re
from base64 import b64decode, b64encode

from domain.audit.errors import FormatInvalid
from domain.audit.tree import HASH_BYTES, MAX_SIZE

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def to_base64(data: bytes) -> str:
    """Standard base64 (RFC 4648 §4) with padding."""
    return b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """The bytes of a standard base64 text; raises FormatInvalid unless it is exactly what `to_base64` writes."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = b""
    if to_base64(data) != text:
        raise FormatInvalid("A base64 field is not in its canonical form; refuse the document.")
    return data


def hash_from_base64(text: str) -> bytes:
    """A SHA-256 hash written in base64; raises FormatInvalid for any other length."""
    data = from_base64(text)
    if len(data) != HASH_BYTES:
        raise FormatInvalid("A hash does not have 32 bytes; refuse the document.")
    return data


def from_decimal(text: str) -> int:
    """A number of 0 to 2⁶³−1 in ASCII decimals without leading zeroes; raises FormatInvalid otherwise."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise FormatInvalid("A number is not a plain decimal without leading zeroes; refuse the document.")
    return int(text)
