"""The age v1 file format: X25519, post-quantum hybrid and passphrase recipients, streaming payload, armor.

Standard files: what this writes any age v1 implementation that knows the recipient kind can read, and the reverse. An
X-Wing identity given as its 32-byte seed yields the same `age1pq1…` recipient string as npm `age-encryption` makes of
it; the tests hold this against the npm package itself.
"""

from client.age.armor import dearmor
from client.age.errors import (
    AgeError,
    BadMac,
    BadPayload,
    MalformedArmor,
    MalformedHeader,
    MalformedKey,
    NoMatchingIdentity,
    RecipientsRefused,
)
from client.age.file import decrypt, decrypt_stream, encrypt, encrypt_stream
from client.age.hybrid import HybridIdentity, HybridRecipient
from client.age.keys import Identity, Random, Recipient
from client.age.parse import parse_identity, parse_recipient
from client.age.scrypt import ScryptIdentity, ScryptRecipient
from client.age.x25519 import X25519Identity, X25519Recipient

__all__ = [
    "AgeError",
    "BadMac",
    "BadPayload",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "MalformedArmor",
    "MalformedHeader",
    "MalformedKey",
    "NoMatchingIdentity",
    "Random",
    "Recipient",
    "RecipientsRefused",
    "ScryptIdentity",
    "ScryptRecipient",
    "X25519Identity",
    "X25519Recipient",
    "dearmor",
    "decrypt",
    "decrypt_stream",
    "encrypt",
    "encrypt_stream",
    "parse_identity",
    "parse_recipient",
]
