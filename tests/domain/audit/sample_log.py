"""Builds small signed logs, and plain recursive RFC 6962 definitions to hold the fast code against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.tiles import grow
from domain.audit.tree import RunningTree, leaf_hash

ORIGIN = "piket.example/log/om"
LOG_KEY = SignerKey(ORIGIN, SignatureType.ED25519, bytes(range(32)))
OTHER_KEY = SignerKey(ORIGIN, SignatureType.ED25519, bytes(range(1, 33)))
WITNESS = SignerKey("witness.example/w1", SignatureType.COSIGNATURE, bytes(range(2, 34)))


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = largest_power_below(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


@dataclass
class SampleLog:
    """A log as it is stored: leaf bytes, hash tiles, signed checkpoints; tests damage it."""

    leaves: list[bytes] = field(default_factory=list)
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)
    checkpoints: list[bytes] = field(default_factory=list)

    def read_tile(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index), b"")

    def hash_at(self, level: int, index: int) -> bytes:
        """The subtree hash by definition, from the leaves."""
        return mth(self.leaves[index << level : (index + 1) << level])

    def grow_to(self, size: int) -> None:
        """Append leaves, widen the tiles, sign a checkpoint."""
        before = len(self.leaves)
        self.leaves += [f"leaf {number}".encode() for number in range(before, size)]
        hashes = [leaf_hash(leaf) for leaf in self.leaves[before:]]
        self.tiles.update({(tile.level, tile.index): data for tile, data in grow(before, hashes, self.read_tile)})
        self.sign()

    def sign(self, key: SignerKey = LOG_KEY) -> None:
        self.checkpoints.append(sign_checkpoint(self.head(), key))

    def head(self) -> Checkpoint:
        tree = RunningTree()
        tree.extend(leaf_hash(leaf) for leaf in self.leaves)
        return Checkpoint(ORIGIN, tree.size, tree.root())


def sample_log(*sizes: int) -> SampleLog:
    """A log that was grown to each of these sizes, with a checkpoint at each."""
    log = SampleLog()
    for size in sizes:
        log.grow_to(size)
    return log
