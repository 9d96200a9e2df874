"""Verifies every act: its bytes are kept, its signatures are of devices in the signed directory, each has its leaf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from bot.cli.histories import replayed_directory
from bot.cli.proving import WAITING, Page, Untrue
from bot.cli.proving_erased import ErasedActs
from client.directory import DIRECTORY_LOG, Directory
from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.acts.webauthn import verify_proof
from domain.audit.errors import FormatInvalid, OpeningInvalid
from domain.audit.leaves import LeafFields, LeafType, Opening, check_opening, parse_leaf
from domain.errors import SignatureInvalid
from domain.ids import DeviceId, Sha256Hex
from storage.evidence import Evidence, StoredAct

_PAGE: Final = 256


class ActWatch:
    """Holds the act leaves of all logs against the acts that are kept, log after log, the directory's log first."""

    def __init__(self, store: Evidence, genesis: Sha256Hex | None = None) -> None:
        """`genesis` is the hash that is known from elsewhere; without it the database's own is taken, and said."""
        self._store = store
        self._refused: set[str] = set()
        self._accepted_at: dict[str, datetime] = {}
        self._revoked_at: dict[DeviceId, datetime] = {}
        self._directory: Directory | None = None
        self._genesis = genesis
        self.checked = 0
        self.erased = 0
        """How many of those are kept as a hash alone, and are said to be erased by the log itself (EV-03)."""

    @property
    def genesis(self) -> Sha256Hex | None:
        """The hash of the genesis that all signatures go back to; None while there is no fact."""
        return self._genesis

    def collect(self, page: Page) -> None:
        """Note, in the directory's log, which acts a rule refused, which explains gaps in the numbering of facts, and
        when the service took each fact: a revocation counts from there."""
        self._refused |= {leaf.act_sha256 for _, leaf in page if leaf.type is LeafType.REFUSAL and leaf.act_sha256}
        self._accepted_at |= {leaf.act_sha256: leaf.time for _, leaf in page if leaf.type is LeafType.ACT}

    def replay(self) -> None:
        """Replay the directory from its genesis, as every client does. Raises Untrue."""
        waiting = self._store.logs.unsequenced(DIRECTORY_LOG, WAITING)
        self.collect([(None, parse_leaf(data)) for _, data in waiting])
        replay = replayed_directory(self._store, self._genesis, self._refused)
        self._genesis = self._genesis or next(iter(replay.hashes), None)
        self._directory = replay.state
        for device in replay.state.devices.values():
            # A fact without a leaf is a difference of its own, found where the directory's log is verified.
            taken = None if device.revoked is None else self._accepted_at.get(replay.hashes[device.revoked])
            if taken is not None:
                self._revoked_at[device.id] = taken

    def watch(self, log: str) -> LogWatch:
        """Return the watch for one log; call its `finish` when the log is verified. Needs `replay` first."""
        if self._directory is None:
            raise AssertionError("replay the directory first")
        return LogWatch(self._store, self._directory, self._revoked_at, log, self)


class LogWatch:
    """The act leaves of one log."""

    def __init__(
        self,
        store: Evidence,
        directory: Directory,
        revoked_at: Mapping[DeviceId, datetime],
        log: str,
        total: ActWatch,
    ) -> None:
        self._store, self._directory, self._log, self._total = store, directory, log, total
        self._revoked_at = revoked_at
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._leaves = 0
        self._erased = ErasedActs(store, log)

    def __call__(self, page: Page) -> None:
        """Check the acts behind leaves, and what is kept of what they committed to: that may be erased, never altered.

        Raises Untrue at the first leaf that is not so.
        """
        openings = self._store.logs.openings_of(self._log, [leaf.event for _, leaf in page])
        named = {leaf.act_sha256 for _, leaf in page if _is_act(leaf)}
        acts = self._store.acts_by_hash({Sha256Hex(sha256) for sha256 in named})
        for index, leaf in page:
            # A leaf that is dated back still stands behind those that were there before it.
            self._latest = max(self._latest, leaf.time)
            self._check_openings(leaf, openings.get(leaf.event, ()), index)
            self._erased.leaf(leaf, openings.get(leaf.event, ()), index)
            if _is_act(leaf):
                self._check_act(leaf, acts.get(Sha256Hex(leaf.act_sha256)), index)

    def _check_act(self, leaf: LeafFields, act: StoredAct | None, index: int | None) -> None:
        if act is None:
            raise Untrue(self._log, index, "its act is not kept")
        self._leaves += 1
        self._total.checked += 1
        if act.erased:
            self._erased.act(leaf, act, index)
            return
        if act.signed.sha256 != leaf.act_sha256:
            raise Untrue(self._log, index, "its act is kept in other bytes")
        payload = parse_payload(act.signed.payload)
        if (payload.log, payload.seq + 1, act.accepted) != (self._log, leaf.seq, leaf.type is LeafType.ACT):
            raise Untrue(self._log, index, "its act belongs to another log, number or outcome")
        self._check_signatures(act.signed, DeviceId(payload.device), leaf.actor, index)
        if act.accepted:
            self._check_living(act.signed, index)

    def _check_openings(self, leaf: LeafFields, kept: Iterable[Opening], index: int | None) -> None:
        try:
            for opening in kept:
                check_opening(leaf, opening)
        except (FormatInvalid, OpeningInvalid):
            raise Untrue(self._log, index, "it did not commit to what is kept of it") from None

    def finish(self) -> None:
        """Return only if every act that is kept for this log has its leaf. Raises Untrue."""
        waiting = [(None, parse_leaf(data)) for _, data in self._store.logs.unsequenced(self._log, WAITING)]
        for start in range(0, len(waiting), _PAGE):
            self(waiting[start : start + _PAGE])
        kept = self._store.acts_in(self._log)
        if kept != self._leaves:
            raise Untrue(self._log, None, f"{kept} acts are kept and {self._leaves} have a leaf")
        self._erased.finish()
        self._total.erased += self._erased.count

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
                verify_proof(proof, signed.signed_bytes, device.key, device.passkey, self._directory.app)
            except SignatureInvalid:
                raise Untrue(self._log, index, "a signature of its act is not good") from None

    def _check_living(self, signed: SignedAct, index: int | None) -> None:
        """Hold it against when the service took the revocation, by the log: a clock of an officer proves nothing."""
        for proof in signed.proofs:
            revoked = self._revoked_at.get(proof.device)
            if revoked is not None and self._latest > revoked:
                raise Untrue(self._log, index, "its act was accepted after a device that signed it was revoked")


def _is_act(leaf: LeafFields) -> bool:
    return leaf.type in (LeafType.ACT, LeafType.REFUSAL) and bool(leaf.act_sha256)
