"""The keys of these tests: made from a fixed seed, so that a failure repeats."""

from typing import Final

from client.age import HybridIdentity, X25519Identity

Key = X25519Identity | HybridIdentity

SEED: Final = bytes(range(32))
CLASSIC: Final = X25519Identity(SEED)
HYBRID: Final = HybridIdentity(SEED)
KEYS: Final[tuple[Key, ...]] = (CLASSIC, HYBRID)
KINDS: Final[dict[str, type[X25519Identity] | type[HybridIdentity]]] = {
    "x25519": X25519Identity,
    "hybrid": HybridIdentity,
}
CHUNK: Final = 64 * 1024
