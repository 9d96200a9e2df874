"""RFC 6962 inclusion and consistency proofs: made from stored subtree hashes, verified or refused."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from domain.audit.errors import ProofInvalid
from domain.audit.tree import EMPTY_ROOT, HASH_BYTES, fold_right_edge

HashAt = Callable[[int, int], bytes]
"""`hash_at(level, index)`: the hash over the complete 2^level leaves that start at index · 2^level."""


def root_at(size: int, hash_at: HashAt) -> bytes:
    """The root of the first `size` leaves."""
    return _range_hash(0, size, hash_at)


def inclusion_proof(index: int, size: int, hash_at: HashAt) -> list[bytes]:
    """The path that proves leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1), leaf side first."""
    if not 0 <= index < size:
        raise ProofInvalid(f"Index {index} is not in a tree of {size} leaves; ask for a smaller index.")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, hash_at))
            end = middle
        else:
            path.append(_range_hash(start, middle, hash_at))
            start = middle
    path.reverse()
    return path


def consistency_proof(old_size: int, new_size: int, hash_at: HashAt) -> list[bytes]:
    """The proof that the first `old_size` leaves stayed the same (RFC 6962 §2.1.2).

    Empty when both sizes are equal or the old one is 0.
    """
    if not 0 <= old_size <= new_size:
        raise ProofInvalid(f"A tree of {new_size} leaves does not extend one of {old_size}; swap the sizes.")
    if old_size in (0, new_size):
        return []
    path: list[bytes] = []
    start, end = 0, new_size
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(_range_hash(middle, end, hash_at))
            end = middle
        else:
            path.append(_range_hash(start, middle, hash_at))
            start = middle
    if start > 0:
        path.append(_range_hash(start, end, hash_at))
    path.reverse()
    return path


def verify_inclusion(hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return only if `proof` leads from the leaf hash at `index` to the root of `size` leaves.

    Raises ProofInvalid otherwise. Size and root must come from one verified checkpoint: a root alone does
    not say how many leaves are below it.
    """
    if not 0 <= index < size:
        raise ProofInvalid("The index is outside the tree; do not trust this proof.")
    place, last, node = index, size - 1, hashed
    for step in proof:
        if last == 0 or len(step) != HASH_BYTES:
            raise ProofInvalid("The inclusion proof has the wrong shape; do not trust it.")
        if place & 1 or place == last:
            node = sha256(b"\x01" + step + node).digest()
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            node = sha256(b"\x01" + node + step).digest()
        place >>= 1
        last >>= 1
    if last != 0 or node != root:
        raise ProofInvalid("The inclusion proof does not lead to the root; do not trust it.")


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Return only if the tree of `new_size` leaves starts with exactly the `old_size` leaves of the old one.

    Raises ProofInvalid otherwise. Both pairs of size and root must come from verified checkpoints.
    """
    if not 0 <= old_size <= new_size:
        raise ProofInvalid("The newer tree is smaller than the older one; the log was cut off.")
    if old_size in (0, new_size):
        expected = EMPTY_ROOT if old_size == 0 else new_root
        if proof or old_root != expected:
            raise ProofInvalid("The trees should be equal or the first one empty, and are not; do not trust it.")
        return
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place >>= 1
        last >>= 1
    # A complete old tree is itself the first node; otherwise the proof starts with that node.
    steps = [old_root, *proof] if place == 0 else list(proof)
    if not steps or any(len(step) != HASH_BYTES for step in steps):
        raise ProofInvalid("The consistency proof has the wrong shape; do not trust it.")
    old_node = new_node = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofInvalid("The consistency proof is too long; do not trust it.")
        if place & 1 or place == last:
            old_node = sha256(b"\x01" + step + old_node).digest()
            new_node = sha256(b"\x01" + step + new_node).digest()
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            new_node = sha256(b"\x01" + new_node + step).digest()
        place >>= 1
        last >>= 1
    if last != 0 or old_node != old_root or new_node != new_root:
        raise ProofInvalid("The consistency proof does not join the two roots; do not trust it.")


def _split(width: int) -> int:
    """The largest power of two smaller than `width` (2 or more)."""
    return 1 << ((width - 1).bit_length() - 1)


def _range_hash(start: int, end: int, hash_at: HashAt) -> bytes:
    """The root above the leaves [start, end), where start is a node boundary of the RFC 6962 tree."""
    edge: list[bytes] = []
    while start < end:
        level = (end - start).bit_length() - 1
        edge.append(hash_at(level, start >> level))
        start += 1 << level
    return fold_right_edge(edge)
