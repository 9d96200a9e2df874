"""RFC 6962 hashing and a tree that grows while keeping only its right edge."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from domain.audit.errors import FormatInvalid

HASH_BYTES = 32
MAX_SIZE = (1 << 63) - 1
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf (RFC 6962 §2.1): SHA-256 of 0x00 and the exact bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node (RFC 6962 §2.1): SHA-256 of 0x01, left and right."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root above a power of two of neighbouring hashes; the caller guarantees the count."""
    level = hashes
    while len(level) > 1:
        level = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)]
    return level[0]


def fold_right_edge(edge: Sequence[bytes]) -> bytes:
    """The root above complete subtrees of falling size, left to right; the empty root for none."""
    if not edge:
        return EMPTY_ROOT
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


class RunningTree:
    """An append-only tree of which only the complete subtrees on the right edge are kept.

    Holds at most one hash per bit of its size: memory is O(log n). Not safe to share between threads.
    """

    __slots__ = ("_edge", "size")

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    def append(self, hashed: bytes, height: int = 0) -> None:
        """Add one leaf, given its `leaf_hash`; or 2^height leaves at once, given the root above them.

        Raises FormatInvalid when the size is not a multiple of that many leaves. 32 bytes are not checked here.
        """
        if self.size & ((1 << height) - 1):
            raise FormatInvalid("A subtree of this height cannot stand here; add its leaves one by one.")
        edge, carry = self._edge, self.size >> height
        while carry & 1:
            hashed = sha256(b"\x01" + edge.pop() + hashed).digest()
            carry >>= 1
        edge.append(hashed)
        self.size += 1 << height

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add leaves in order, given their `leaf_hash`es."""
        for hashed in hashes:
            self.append(hashed)

    def root(self) -> bytes:
        """The RFC 6962 root over all leaves so far."""
        return fold_right_edge(self._edge)

    def to_bytes(self) -> bytes:
        """The whole state, to be stored: the size (8 bytes, big-endian) and the edge, left to right."""
        return self.size.to_bytes(8, "big") + b"".join(self._edge)

    @classmethod
    def from_bytes(cls, data: bytes) -> "RunningTree":
        """The tree that `to_bytes` described; raises FormatInvalid when size and hashes do not belong together."""
        size = int.from_bytes(data[:8], "big")
        if len(data) != 8 + HASH_BYTES * size.bit_count() or size > MAX_SIZE:
            raise FormatInvalid("A stored tree has another length than its size asks; restore it from its leaves.")
        tree = cls()
        tree.size = size
        tree._edge = [data[at : at + HASH_BYTES] for at in range(8, len(data), HASH_BYTES)]
        return tree
