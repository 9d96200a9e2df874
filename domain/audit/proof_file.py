"""C2SP tlog-proof: one self-contained text that proves offline that a leaf stands in a log."""

from dataclasses import dataclass

from domain.audit.checkpoints import Checkpoint, parse_unverified
from domain.audit.errors import FormatInvalid
from domain.audit.notes import MAX_NOTE_BYTES
from domain.audit.proofs import verify_inclusion
from domain.audit.strict import from_base64, from_decimal, hash_from_base64, to_base64
from domain.audit.succession import LogKeys
from domain.audit.tree import HASH_BYTES, MAX_SIZE, leaf_hash

SUFFIX = ".tlog-proof"
MAX_STEPS = 63

_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class ProofFile:
    """Where a leaf stands, the path to the root, and the signed checkpoint exactly as the log gave it.

    `extra` (empty for none) is not authenticated: never draw a conclusion from it.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.index <= MAX_SIZE or len(self.path) > MAX_STEPS:
            raise FormatInvalid("A proof has an index of 0 or more and at most 63 steps; refuse it.")
        if any(len(step) != HASH_BYTES for step in self.path):
            raise FormatInvalid("A step of the proof does not have 32 bytes; refuse it.")
        parse_unverified(self.checkpoint)

    def encode(self) -> bytes:
        """The contents of the `.tlog-proof` file."""
        head = [_HEADER]
        if self.extra:
            head.append(f"extra {to_base64(self.extra)}")
        head.append(f"index {self.index}")
        head += [to_base64(step) for step in self.path]
        return "".join(f"{line}\n" for line in [*head, ""]).encode() + self.checkpoint


def parse_proof(data: bytes) -> ProofFile:
    """The proof in these bytes, not yet verified; raises FormatInvalid for anything not spelled as `encode` does."""
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank or len(data) > 2 * MAX_NOTE_BYTES or not head.isascii():
        raise FormatInvalid("This is not a log proof; it has no head before its checkpoint.")
    header, *lines = head.decode("ascii").split("\n")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = from_base64(lines.pop(0).removeprefix("extra "))
        if not extra:
            raise FormatInvalid("A proof has an empty extra line; leave the line out.")
    if header != _HEADER or not lines or not lines[0].startswith("index "):
        raise FormatInvalid("This is not a log proof of a known version; ask for one of version 1.")
    index = from_decimal(lines[0].removeprefix("index "))
    return ProofFile(index, tuple(hash_from_base64(line) for line in lines[1:]), checkpoint, extra)


def verify_proof(proof: ProofFile, leaf: bytes, keys: LogKeys) -> Checkpoint:
    """The verified checkpoint, only if it proves that these exact leaf bytes stand in this log at `proof.index`.

    Raises NoteUnverified or ProofInvalid. Needs nothing but its arguments: no network, no clock.
    """
    checkpoint = keys.open(proof.checkpoint)
    verify_inclusion(leaf_hash(leaf), proof.index, checkpoint.size, proof.path, checkpoint.root)
    return checkpoint
