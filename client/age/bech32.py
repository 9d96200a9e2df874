"""The text form of recipients and identities, refused in age's own words."""

from client.age.errors import MalformedKey
from domain import bech32

encode = bech32.encode
"""The lower-case text of bytes under a lower-case human-readable prefix."""


def decode(prefix: str, text: str) -> bytes:
    """The bytes in `text`, which must be all lower case and carry exactly `prefix`; else `MalformedKey`."""
    try:
        return bech32.decode(prefix, text)
    except ValueError as wrong:
        raise MalformedKey(str(wrong)) from None


def decode_upper(prefix: str, text: str) -> bytes:
    """As `decode`, for the text of an identity, which age writes in upper case only."""
    if not text.isascii() or text != text.upper():
        raise MalformedKey("An identity is written in capitals; copy it again as it was given.")
    return decode(prefix, text.lower())
