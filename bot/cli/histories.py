"""Which keys sign each log at which size: the one somebody knows, and those that took over by signed acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.cli.proving import Untrue
from client.directory import DirectoryRefused
from client.replay import Replay
from config.keys import DIRECTORY_LOG
from domain.acts.envelope import SignedAct
from domain.audit.errors import FormatInvalid
from domain.audit.leaves import LeafType, parse_leaf
from domain.audit.notes import VerifierKey
from domain.audit.succession import LogKeys
from domain.ids import Sha256Hex
from storage.evidence import Evidence

_PAGE: Final = 256


def histories(store: Evidence, known: Mapping[str, VerifierKey], genesis: Sha256Hex | None) -> dict[str, LogKeys]:
    """Return the keys of each log over all its turns; `known` is one key of each that whoever verifies trusts.

    Where a key took over, the whole directory is replayed, so that no turn counts that was not signed by enough
    founders, and a log counts only when one of its keys is the known one.

    Raises:
        Untrue: when the directory does not verify, or does not lead from or to a known key.
    """
    turned = [log for log in known if store.audit.turns(log)]
    found = {log: LogKeys(key) for log, key in known.items()}
    if not turned:
        return found
    replayed = replayed_directory(store, genesis, refused_acts(store)).state.log_keys
    for log in turned:
        if log not in replayed or known[log] not in replayed[log].keys:
            raise Untrue(log, None, "the signed directory names other keys for it than the one you brought")
        found[log] = replayed[log]
    return found


def replayed_directory(store: Evidence, genesis: Sha256Hex | None, refused: set[str]) -> Replay:
    """Return the directory, replayed from its genesis as every client does; without a `genesis`, from its own.

    Raises:
        Untrue: at the first fact that does not verify.
    """
    facts = _facts(store)
    first = next(facts, None)
    replay = Replay(Sha256Hex("")) if first is None else Replay(genesis or first.sha256)
    try:
        if first is not None:
            replay.extend([first], refused)
        replay.extend(facts, refused)
    except DirectoryRefused as wrong:
        reason = str(wrong).partition(";")[0]
        raise Untrue(DIRECTORY_LOG, None, f"fact {len(replay.hashes)}: {reason}") from None
    return replay


def _facts(store: Evidence) -> Iterator[SignedAct]:
    since = 0
    while page := store.directory.facts(since, _PAGE):
        yield from (fact.signed for fact in page)
        since = page[-1].position + 1


def refused_acts(store: Evidence) -> set[str]:
    """Which acts a rule refused, by the directory's leaves; not verified yet: they explain numbers and nothing else."""
    head = store.logs.head(DIRECTORY_LOG)
    found: set[str] = set()
    for start in range(0, 0 if head is None else head.size, _PAGE):
        for data in store.logs.entries(DIRECTORY_LOG, start, start + _PAGE):
            try:
                leaf = parse_leaf(data)
            except FormatInvalid:
                continue
            if leaf.type is LeafType.REFUSAL:
                found.add(leaf.act_sha256)
    return found
