"""Keeps this device's own acts with the proof that they stand in the log, until others have confirmed that log.

With them a device can show an outsider what it did, and that the service had it logged, also when the service has lost
or rewritten its log since. The exact bytes can be sent again to a log that was begun anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from client import envelopes
from client.answers import ProofAnswer, ProofsAnswer
from client.durable import write_durably
from client.logs import LogRefused, LogWatch
from client.proofs import keep_receipt
from client.transport import ServerRefused
from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.audit.leaves import LeafFields, parse_leaf
from domain.audit.proof_file import SUFFIX, parse_proof, verify_proof
from domain.audit.succession import LogKeys
from domain.audit.witness_policy import NONE, WitnessPolicy
from domain.ids import ActId, ItemId

_ASKED = ".asked"
_AT_ONCE = 16
"""So many proofs are asked in one request: an answer that also a thin line carries."""


class ProofWithheld(LogRefused):
    """The service accepted `act` and for too long gave no proof that it has a place in the log.

    The act stays kept, in the exact bytes that were sent; call the officers.
    """

    def __init__(self, act: ActId) -> None:
        super().__init__("The service accepted an act and does not prove its place in the log; call the officers.")
        self.act = act


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long acts are kept: until enough of these witnesses confirmed the log, or, with none, for `term`.

    `prove_within` is how long the service may give no proof of an accepted act, from when it first gave none; the log
    promises a place within a tenth of a second.

    It is the device's own, and never the service's word.
    """

    witnesses: WitnessPolicy | None = None
    term: timedelta = timedelta(days=30)
    prove_within: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One act of this device in the exact bytes that were signed, with its leaf and the proof of where it stands."""

    act: SignedAct
    leaf: bytes
    proof: bytes

    def verify(self, keys: Mapping[str, LogKeys]) -> LeafFields:
        """Return what the log said of the act, proven by the keys of the logs alone: no service, no network.

        Raises:
            LogRefused: when the leaf is of another act, or of a log without a key.
            AuditError: when the proof does not prove it.
        """
        leaf, log = parse_leaf(self.leaf), parse_payload(self.act.payload).log
        if leaf.act_sha256 != self.act.sha256 or log not in keys:
            raise LogRefused("This is the proof of another act, or of a log without a key; do not rely on it.")
        verify_proof(parse_proof(self.proof), self.leaf, keys[log])
        return leaf


class Proofs(Protocol):
    """Where proofs are asked; `client.api.Api` is one."""

    async def proofs(self, acts: Sequence[ActId]) -> ProofsAnswer: ...


class KeptActs:
    """The acts in one folder: `<act>.act`, and beside it its leaf and proof once they were fetched.

    Until then `<act>.asked` says since when the service gives no proof.
    """

    def __init__(
        self, folder: Path, proofs: Proofs, logs: LogWatch, keeping: Keeping, clock: Callable[[], datetime]
    ) -> None:
        self._folder, self._proofs, self._logs = folder, proofs, logs
        self._keeping, self._clock = keeping, clock

    def bundles(self) -> Iterator[Bundle]:
        """Yield every act that is kept with its proof, oldest first."""
        for path in self._acts():
            leaf, proof = _beside(path)
            if proof.exists():
                yield Bundle(_signed(path), leaf.read_bytes(), proof.read_bytes())

    async def bring_up(self, keys: Mapping[str, LogKeys]) -> None:
        """Fetch the proofs that are missing, many in a request, and erase what others confirm.

        Each proof is held against what the log showed before.

        Safe to repeat; what cannot be fetched now is fetched the next time.

        Raises:
            LogRefused: when the log does not hold an act that was accepted, or is not the one that was shown before.
            ProofWithheld: when the service gave no proof of an act for longer than the keeping allows. Each time again;
                the act stays, and all others were looked after first.
        """
        withheld: list[ActId] = []
        unproven = [path for path in self._acts() if not _beside(path)[1].exists()]
        for start in range(0, len(unproven), _AT_ONCE):
            withheld += await self._prove(unproven[start : start + _AT_ONCE], keys)
        witnessed: dict[str, int] = {}
        for path in list(self._acts()):
            if _beside(path)[1].exists() and await self._due(path, keys, witnessed):
                _erase(path)
        if withheld:
            raise ProofWithheld(withheld[0])

    def items(self) -> set[ItemId]:
        """Return the items on which acts are kept."""
        items = {parse_payload(_signed(path).payload).item for path in self._acts()}
        return {ItemId(item) for item in items if item is not None}

    def forget(self, item: ItemId) -> None:
        """Remove every act on this item with its proof: its retention is over (EV-03). Safe to repeat."""
        for path in list(self._acts()):
            if parse_payload(_signed(path).payload).item == item:
                _erase(path)

    async def _prove(self, paths: Sequence[Path], keys: Mapping[str, LogKeys]) -> list[ActId]:
        """Fetch, verify and keep the proofs of these acts; returns those of which there is none for too long."""
        answer = await self._answered([ActId(path.stem) for path in paths])
        given = {one.act: one for one in answer.proofs}
        withheld = []
        for path in filter(Path.exists, paths):  # what was forgotten meanwhile stays so
            act = ActId(path.stem)
            if act in answer.unknown:
                raise LogRefused("The service no longer has an act that it accepted; call the officers.")
            if act in given:
                await self._keep(path, given[act], keys)
            elif self._overdue(path):
                withheld.append(act)
        return withheld

    async def _answered(self, acts: Sequence[ActId]) -> ProofsAnswer:
        """What the service gives of these; nothing, where it refuses now."""
        try:
            return await self._proofs.proofs(acts)
        except ServerRefused:
            return ProofsAnswer(proofs=(), waiting=tuple(acts), unknown=())

    async def _keep(self, path: Path, answer: ProofAnswer, keys: Mapping[str, LogKeys]) -> None:
        signed = _signed(path)
        log = parse_payload(signed.payload).log
        await self._logs.take(log, keys, parse_proof(answer.proof.encode("utf-8")).checkpoint)
        keep_receipt(answer, signed.sha256, log, keys, self._folder)
        _asked(path).unlink(missing_ok=True)

    def _overdue(self, path: Path) -> bool:
        """Whether the service gives no proof for too long; counted from its own word, since an act may be sent late."""
        asked, now = _asked(path), self._clock()
        if not asked.exists():
            write_durably(asked, now.isoformat().encode("ascii"))
        return now - datetime.fromisoformat(asked.read_text("ascii")) >= self._keeping.prove_within

    async def _due(self, path: Path, keys: Mapping[str, LogKeys], witnessed: dict[str, int]) -> bool:
        """Whether others confirmed the log as far as this act, or, with nobody to confirm it, its term is over."""
        payload, policy = parse_payload(_signed(path).payload), self._keeping.witnesses
        if policy is None or policy.quorum == NONE:
            return self._clock() - payload.at >= self._keeping.term
        if payload.log not in witnessed:
            witnessed[payload.log] = await self._logs.witnessed(payload.log, keys, policy)
        return _index(path) < witnessed[payload.log]

    def _acts(self) -> Iterator[Path]:
        yield from sorted(self._folder.glob("*.act")) if self._folder.exists() else ()


def _beside(path: Path) -> tuple[Path, Path]:
    return path.with_suffix(".leaf"), path.with_suffix(SUFFIX)


def _asked(path: Path) -> Path:
    return path.with_suffix(_ASKED)


def _signed(path: Path) -> SignedAct:
    return envelopes.from_bytes(path.read_bytes())


def _index(path: Path) -> int:
    """Where the act stands in its log, by its proof."""
    return parse_proof(_beside(path)[1].read_bytes()).index


def _erase(path: Path) -> None:
    """The act goes last: what a crash leaves behind is proven anew, and then erased."""
    leaf, proof = _beside(path)
    for one in (_asked(path), proof, leaf, path):
        one.unlink(missing_ok=True)
