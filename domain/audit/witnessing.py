"""C2SP tlog-witness: the request a log makes of a witness, and what a witness does with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.audit.checkpoints import Checkpoint, parse_unverified
from domain.audit.cosignatures import cosign
from domain.audit.errors import AuditError, FormatInvalid, NoteUnverified, ProofInvalid
from domain.audit.notes import MAX_NOTE_BYTES, Note, SignerKey, VerifierKey, verify
from domain.audit.proofs import verify_consistency
from domain.audit.strict import from_decimal, hash_from_base64, to_base64
from domain.audit.tree import EMPTY_ROOT

PATH = "/add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
MAX_STEPS = 63


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """Asks a witness to cosign `checkpoint`, which extends the tree of `old` leaves that it cosigned last."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def encode(self) -> bytes:
        """The body of the request."""
        head = [f"old {self.old}", *(to_base64(step) for step in self.proof), ""]
        return "".join(f"{line}\n" for line in head).encode() + self.checkpoint


def parse_request(data: bytes) -> AddCheckpoint:
    """The request in such a body; raises FormatInvalid for anything not spelled as `encode` does."""
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank or len(data) > 2 * MAX_NOTE_BYTES or not head.isascii():
        raise FormatInvalid("A request to a witness has a head, an empty line and a checkpoint; correct it.")
    first, *steps = head.decode("ascii").split("\n")
    if not first.startswith("old ") or len(steps) > MAX_STEPS:
        raise FormatInvalid("A request to a witness begins with the old size and at most 63 hashes; correct it.")
    return AddCheckpoint(
        from_decimal(first.removeprefix("old ")), tuple(hash_from_base64(step) for step in steps), checkpoint
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """What a witness answers; with status 200 it has first stored `keep` as the newest it saw of the log."""

    status: int
    body: bytes = b""
    keep: Checkpoint | None = None


def answer(
    data: bytes, seen: Checkpoint | None, trusted: Collection[VerifierKey], signer: SignerKey, seconds: int
) -> Reply:
    """What a witness that last saw `seen` of this log replies, at a POSIX time; it never cosigns two histories.

    `trusted` are the keys it takes for this log; none: a log it does not know. Compare with `seen` and store `keep` in
    one step: between them nobody else may have stored for this log.
    """
    try:
        request = parse_request(data)
        checkpoint, note = parse_unverified(request.checkpoint)
    except FormatInvalid:
        return Reply(400)
    if not any(key.name == checkpoint.origin for key in trusted):
        return Reply(404)
    if not _signed(note, trusted):
        return Reply(403)
    old_size, old_root = (0, EMPTY_ROOT) if seen is None else (seen.size, seen.root)
    if request.old > checkpoint.size:
        return Reply(400)
    if request.old != old_size or (old_size == checkpoint.size and old_root != checkpoint.root):
        return Reply(409, f"{old_size}\n".encode())
    try:
        verify_consistency(old_size, checkpoint.size, request.proof, old_root, checkpoint.root)
    except ProofInvalid:
        return Reply(422)
    return Reply(200, cosign(checkpoint.text(), signer, seconds).line().encode(), checkpoint)


def _signed(note: Note, trusted: Collection[VerifierKey]) -> bool:
    able = [key for key in trusted if note.by(key)]
    try:
        for key in able:
            verify(note, key)
    except NoteUnverified:
        return False
    return bool(able)


def origin_of(data: bytes) -> str | None:
    """The origin that a request's checkpoint claims; None when it is no request."""
    try:
        return parse_unverified(parse_request(data).checkpoint)[0].origin
    except AuditError:
        return None
