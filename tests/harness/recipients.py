"""Recipients of age for whoever a test names: each name has its own, the same in every run."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from client.age import HybridIdentity, X25519Identity


@cache
def x25519_of(name: str) -> str:
    """A classic recipient that is this name's alone."""
    return X25519Identity(sha256(name.encode()).digest()).recipient().to_string()


@cache
def hybrid_of(name: str) -> str:
    """A post-quantum recipient that is this name's alone."""
    return HybridIdentity(sha256(name.encode()).digest()).recipient().to_string()
