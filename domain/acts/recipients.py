"""The recipients that officers sign into the directory: each is a key to which age can seal, or the act is malformed.

Every device replays what was signed, for good: a recipient that is none would stop all of them at that fact.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Final

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pydantic import AfterValidator

from domain import bech32
from domain.acts.payload import RecipientText

_MLKEM_BYTES: Final = 1184
_X25519_BYTES: Final = 32
_PROBE: Final = X25519PrivateKey.from_private_bytes(bytes(_X25519_BYTES))
"""Any private key: whatever it is, a point of low order gives the same secret, and the library refuses that."""
_KNOWN: Final = 4096
"""Texts that are read once: a genesis is read again with every act on the directory."""


@lru_cache(_KNOWN)
def check_x25519(text: str) -> str:
    """Return `text` if it is an age X25519 recipient, `age1…`, to which can be sealed; raises ValueError."""
    _x25519(bech32.decode("age", text))
    return text


@lru_cache(_KNOWN)
def check_hybrid(text: str) -> str:
    """Return `text` if it is a post-quantum recipient, `age1pq1…`, to which can be sealed; raises ValueError."""
    raw = bech32.decode("age1pq", text)
    MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_BYTES])
    _x25519(raw[_MLKEM_BYTES:])
    return text


def _x25519(raw: bytes) -> None:
    _PROBE.exchange(X25519PublicKey.from_public_bytes(raw))


X25519Text = Annotated[RecipientText, AfterValidator(check_x25519)]
HybridText = Annotated[RecipientText, AfterValidator(check_hybrid)]
