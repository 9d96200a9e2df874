"""Verifies every act: its bytes are kept, its signatures are of devices in the signed directory, each has its leaf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cli.proving import WAITING, Untrue
from client.directory import Directory, DirectoryRefused
from client.replay import Replay
from config.keys import DIRECTORY_LOG
from domain.acts.envelope import SignedAct, verify_es256
from domain.acts.payload import parse_payload
from domain.audit.errors import FormatInvalid, OpeningInvalid
from domain.audit.leaves import LeafFields, LeafType, Opening, check_opening, parse_leaf
from domain.errors import SignatureInvalid
from domain.ids import DeviceId, Sha256Hex
from storage.evidence import Evidence

_PAGE: Final = 256


class ActWatch:
    """Holds the act leaves of all logs against the acts that are kept, log after log, the directory's log first."""

    def __init__(self, store: Evidence, genesis: Sha256Hex | None = None) -> None:
        """`genesis` is the hash that is known from elsewhere; without it the database's own is taken, and said."""
        self._store = store
        self._refused: set[str] = set()
        self._directory: Directory | None = None
        self._genesis = genesis
        self.checked = 0

    @property
    def genesis(self) -> Sha256Hex | None:
        """The hash of the genesis that all signatures go back to; None while there is no fact."""
        return self._genesis

    def collect(self, leaf: LeafFields, _index: int) -> None:
        """Note, in the directory's log, which acts a rule refused: they explain gaps in the numbering of facts."""
        if leaf.type is LeafType.REFUSAL and leaf.act_sha256:
            self._refused.add(leaf.act_sha256)

    def replay(self) -> None:
        """Replay the directory from its genesis, as every client does. Raises Untrue."""
        facts = self._facts()
        first = next(facts, None)
        if first is None:
            self._directory = Directory()
            return
        self._genesis = self._genesis or first.sha256
        replay = Replay(self._genesis)
        try:
            replay.extend([first], self._refused)
            replay.extend(facts, self._refused)
        except DirectoryRefused as refused:
            reason = str(refused).partition(";")[0]
            raise Untrue(DIRECTORY_LOG, None, f"fact {len(replay.hashes)}: {reason}") from None
        self._directory = replay.state

    def watch(self, log: str) -> LogWatch:
        """Return the watch for one log; call its `finish` when the log is verified. Needs `replay` first."""
        if self._directory is None:
            raise AssertionError("replay the directory first")
        return LogWatch(self._store, self._directory, log, self)

    def _facts(self) -> Iterator[SignedAct]:
        since = 0
        while page := self._store.directory.facts(since, _PAGE):
            yield from (fact.signed for fact in page)
            since = page[-1].position + 1


class LogWatch:
    """The act leaves of one log."""

    def __init__(self, store: Evidence, directory: Directory, log: str, total: ActWatch) -> None:
        self._store, self._directory, self._log, self._total = store, directory, log, total
        self._leaves = 0

    def __call__(self, leaf: LeafFields, index: int | None) -> None:
        """Check the act behind a leaf, and what is kept of what it committed to: that may be erased, never altered.

        `index` is None while the leaf waits for its place. Raises Untrue.
        """
        self._check_openings(leaf, index)
        if leaf.type not in (LeafType.ACT, LeafType.REFUSAL) or not leaf.act_sha256:
            return
        act = self._store.act(Sha256Hex(leaf.act_sha256))
        if act is None:
            raise Untrue(self._log, index, "its act is not kept")
        if act.signed.sha256 != leaf.act_sha256:
            raise Untrue(self._log, index, "its act is kept in other bytes")
        payload = parse_payload(act.signed.payload)
        if (payload.log, payload.seq + 1, act.accepted) != (self._log, leaf.seq, leaf.type is LeafType.ACT):
            raise Untrue(self._log, index, "its act belongs to another log, number or outcome")
        self._check_signatures(act.signed, DeviceId(payload.device), leaf.actor, index)
        self._leaves += 1
        self._total.checked += 1

    def _check_openings(self, leaf: LeafFields, index: int | None) -> None:
        try:
            for opening in self._store.logs.openings(self._log, leaf.event):
                check_opening(leaf, Opening(*opening))
        except (FormatInvalid, OpeningInvalid):
            raise Untrue(self._log, index, "it did not commit to what is kept of it") from None

    def finish(self) -> None:
        """Return only if every act that is kept for this log has its leaf. Raises Untrue."""
        for _, data in self._store.logs.unsequenced(self._log, WAITING):
            self(parse_leaf(data), None)
        kept = self._store.acts_in(self._log)
        if kept != self._leaves:
            raise Untrue(self._log, None, f"{kept} acts are kept and {self._leaves} have a leaf")

    def _check_signatures(self, signed: SignedAct, actor: DeviceId, person: str, index: int | None) -> None:
        if actor not in {proof.device for proof in signed.proofs}:
            raise Untrue(self._log, index, "the device that acted did not sign its act")
        for proof in signed.proofs:
            device = self._directory.devices.get(proof.device)
            if device is None:
                raise Untrue(self._log, index, "its act is signed by a device the directory does not know")
            if proof.device == actor and device.person != person:
                raise Untrue(self._log, index, "its act is of another person than it says")
            try:
                verify_es256(device.key, signed.signed_bytes, proof.signature)
            except SignatureInvalid:
                raise Untrue(self._log, index, "a signature of its act is not good") from None
