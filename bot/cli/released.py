"""Which app the signed directory says is served, proven by the log in which that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cli.histories import histories, refused_acts, replayed_directory
from bot.cli.proving import Untrue
from bot.cli.verifying import verify_logs
from config.keys import DIRECTORY_LOG
from domain.audit.errors import AuditError
from domain.audit.leaves import LeafType, event_of_act, parse_leaf
from domain.audit.notes import VerifierKey
from domain.audit.proof_file import ProofFile, verify_proof
from domain.audit.proofs import inclusion_proof
from domain.audit.tiles import hash_reader
from domain.fingerprint import digits
from domain.ids import Sha256Hex
from storage.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Released:
    """The app that is to be served, and where it stands in the log of the directory."""

    files: Sha256Hex
    earlier: Sequence[Sha256Hex]
    """Every app that was to be served before, oldest first."""
    fact: int
    index: int
    size: int
    """Leaves of the signed checkpoint that holds it."""
    origin: str
    fingerprint: str
    """Of the genesis that its signatures go back to; compare it with what is on paper."""
    proof: bytes
    """A C2SP tlog-proof of the act's leaf: whoever has the log's key can check it offline."""


def newest_release(store: Evidence, keys: Mapping[str, VerifierKey], genesis: str | None) -> Released | None:
    """Verify the directory's log with every act and signature in it; return what it says is served, if anything.

    Raises:
        Untrue: when the log, the directory, or the proof is not as it must be.
    """
    pinned = None if genesis is None else Sha256Hex(genesis)
    verified = verify_logs(store, keys, DIRECTORY_LOG, True, genesis, lambda _what, _done, _total: None)
    if verified.difference is not None:
        raise Untrue(DIRECTORY_LOG, verified.difference.place, verified.difference.sentence)
    replay = replayed_directory(store, pinned, refused_acts(store))
    if not replay.state.releases:
        return None
    *before, newest = replay.state.releases
    log_keys = histories(store, {DIRECTORY_LOG: keys[DIRECTORY_LOG]}, pinned)[DIRECTORY_LOG]
    placed = store.logs.placed(DIRECTORY_LOG, event_of_act(replay.hashes[newest.fact]))
    head = store.logs.head(DIRECTORY_LOG)
    if placed is None or head is None or placed[0] >= head.size:
        raise Untrue(DIRECTORY_LOG, None, "the release has no place in it yet; ask again in a minute")
    index, leaf = placed
    path = inclusion_proof(
        index, head.size, hash_reader(lambda level, tile: store.logs.tile(DIRECTORY_LOG, level, tile))
    )
    proof = ProofFile(index, tuple(path), head.checkpoint)
    try:
        checkpoint = verify_proof(proof, leaf, log_keys)
    except AuditError:
        raise Untrue(DIRECTORY_LOG, index, "its proof does not lead to the signed checkpoint") from None
    said = parse_leaf(leaf)
    if said.type is not LeafType.ACT or said.act_sha256 != replay.hashes[newest.fact]:
        raise Untrue(DIRECTORY_LOG, index, "it is not of the act that releases the app")
    return Released(
        files=newest.files,
        earlier=[one.files for one in before],
        fact=newest.fact,
        index=index,
        size=checkpoint.size,
        origin=log_keys.origin,
        fingerprint=digits(replay.hashes[0]),
        proof=proof.encode(),
    )
