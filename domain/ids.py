"""Names for the identifiers that travel through Piket, and how a new one is made.

All are opaque text. Whoever makes one passes the randomness in, so that tests can replay a night byte for byte.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from typing import NewType
from uuid import UUID

ActId = NewType("ActId", str)
"""UUIDv7 in its canonical text form, made by the signing device; the idempotency key of an act."""
ItemId = NewType("ItemId", str)
"""22 characters of base64url (128 random bits), made by the device that opens the item."""
Dossier = NewType("Dossier", str)
"""Random handle of a threatened person, chosen by clients; the server never knows who it is."""
PersonId = NewType("PersonId", str)
DeviceId = NewType("DeviceId", str)
OrganisationId = NewType("OrganisationId", str)
"""A key of the directory such as `om`, `nctv`, `politie`, `kmar`; each has a log of its own."""
Sha256Hex = NewType("Sha256Hex", str)
"""64 lower-case hexadecimal digits."""

Randomness = Callable[[int], bytes]
"""A source of random bytes; in production `secrets.token_bytes`."""


def random_id(random: Randomness) -> str:
    """Return 128 random bits as 22 characters of unpadded base64url."""
    return base64.urlsafe_b64encode(random(16)).rstrip(b"=").decode("ascii")


def uuid7(now: datetime, random: Randomness) -> ActId:
    """Return a new UUIDv7 (RFC 9562): 48 bits of `now` in Unix milliseconds, the rest random."""
    millis = int(now.timestamp() * 1000)
    tail = int.from_bytes(random(10), "big")
    value = (
        (millis & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & ((1 << 62) - 1)
    )
    return ActId(str(UUID(int=value)))
