"""The errors of the transparency log: malformed, not proven, or different from what was promised."""

from enum import StrEnum
from typing import ClassVar

from domain.errors import PiketError


class AuditError(PiketError):
    """Something about the log could not be read or does not verify; never carries content."""

    kind_code: ClassVar[str] = "audit"
    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(self.kind_code, sentence)


class FormatInvalid(AuditError):
    """Bytes are not in the one spelling their format allows; refuse them."""

    kind_code = "audit.format"


class ProofInvalid(AuditError):
    """A Merkle proof does not prove what was claimed; trust neither the proof nor its sender."""

    kind_code = "audit.proof"


class NoteUnverified(AuditError):
    """No valid signature of the named key stands on the note; do not use its text."""

    kind_code = "audit.signature"


class OpeningInvalid(AuditError):
    """A disclosed field, salt or value is not what the leaf committed to."""

    kind_code = "audit.opening"


class Difference(StrEnum):
    """What kind of thing was found to differ first."""

    LEAF = "leaf"
    LEAF_MISSING = "leaf_missing"
    TILE_HASH = "tile_hash"
    TILE_HASH_MISSING = "tile_hash_missing"
    CHECKPOINT = "checkpoint"
    CHECKPOINT_ORDER = "checkpoint_order"
    ORIGIN = "origin"
    SIGNATURE = "signature"
    ROOT = "root"
    FORK = "fork"


_SENTENCES = {
    Difference.LEAF: "the leaf at index {place} is not the leaf whose hash was stored",
    Difference.LEAF_MISSING: "the leaf at index {place} was promised and is missing",
    Difference.TILE_HASH: "the stored hash {detail} differs from the leaves below it (first leaf {place})",
    Difference.TILE_HASH_MISSING: "the stored hash {detail} is missing (first leaf {place})",
    Difference.CHECKPOINT: "the checkpoint that follows size {place} is not a checkpoint",
    Difference.CHECKPOINT_ORDER: "a checkpoint of size {place} comes after a larger one",
    Difference.ORIGIN: "the checkpoint at size {place} belongs to another log",
    Difference.SIGNATURE: "the checkpoint at size {place} is not signed by the key that has this log at that size",
    Difference.ROOT: "the checkpoint at size {place} has another root than the leaves",
    Difference.FORK: "a checkpoint known from elsewhere at size {place} has another root than the leaves",
}


class LogDiffers(AuditError):
    """The first place where a log is not what it promised.

    `place` is a leaf index for the kinds `leaf*` and `tile*`, otherwise a checkpoint size.
    """

    kind_code = "audit.differs"
    status = 500

    def __init__(self, origin: str, kind: Difference, place: int, detail: str = "") -> None:
        sentence = _SENTENCES[kind].format(place=place, detail=detail)
        super().__init__(f"Log {origin}: {sentence}; keep all data as it is and compare with a copy.")
        self.origin = origin
        self.kind = kind
        self.place = place
        self.detail = detail
