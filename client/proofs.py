"""Receipts: the proof that an act of this person stands in the log, verified and kept, for whoever must be shown it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from client.answers import ProofAnswer, unbase64
from client.durable import private_folder, write_durably
from client.logs import LogRefused
from domain.audit.checkpoints import Checkpoint
from domain.audit.errors import AuditError
from domain.audit.leaves import parse_leaf
from domain.audit.proof_file import SUFFIX, parse_proof, verify_proof
from domain.audit.succession import LogKeys
from domain.ids import Sha256Hex


@dataclass(frozen=True, slots=True)
class Receipt:
    """A verified proof: the checkpoint it leads to, and the two files that prove it to anybody offline."""

    checkpoint: Checkpoint
    leaf: Path
    proof: Path


def keep_receipt(
    answer: ProofAnswer, sha256: Sha256Hex, log: str, keys: Mapping[str, LogKeys], folder: Path
) -> Receipt:
    """Verify that the act with this hash stands in `log`, and keep leaf and proof durably; safe to repeat.

    Raises:
        LogRefused: when it is the proof of something else, of another log, or no proof at all.
    """
    if answer.log != log or log not in keys:
        raise LogRefused("This proves something about another log; do not rely on it.")
    leaf = unbase64(answer.leaf)
    try:
        if parse_leaf(leaf).act_sha256 != sha256:
            raise LogRefused("This is the proof of another act; do not rely on it.")
        checkpoint = verify_proof(parse_proof(answer.proof.encode("utf-8")), leaf, keys[log])
    except AuditError as wrong:
        raise LogRefused("This is no proof that the act stands in the log; do not rely on it.") from wrong
    kept = private_folder(folder)
    receipt = Receipt(checkpoint, kept / f"{answer.act}.leaf", kept / f"{answer.act}{SUFFIX}")
    write_durably(receipt.leaf, leaf)
    write_durably(receipt.proof, answer.proof.encode("utf-8"))
    return receipt
