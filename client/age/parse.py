"""Reading a recipient or identity whose kind is only known from its text."""

from client.age.errors import MalformedKey
from client.age.hybrid import HybridIdentity, HybridRecipient
from client.age.x25519 import X25519Identity, X25519Recipient


def parse_recipient(text: str) -> X25519Recipient | HybridRecipient:
    """The recipient written as `age1pq1…` or `age1…`; anything else raises `MalformedKey`."""
    if text.startswith("age1pq1"):
        return HybridRecipient.from_string(text)
    if text.startswith("age1"):
        return X25519Recipient.from_string(text)
    raise MalformedKey("This is not a recipient Piket knows; it must start with age1pq1 or age1.")


def parse_identity(text: str) -> X25519Identity | HybridIdentity:
    """The identity written as `AGE-SECRET-KEY-PQ-1…` or `AGE-SECRET-KEY-1…`; else `MalformedKey`."""
    if text.startswith("AGE-SECRET-KEY-PQ-1"):
        return HybridIdentity.from_string(text)
    if text.startswith("AGE-SECRET-KEY-1"):
        return X25519Identity.from_string(text)
    raise MalformedKey("This is not an identity Piket knows; it must start with AGE-SECRET-KEY.")
