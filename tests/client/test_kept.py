"""A device keeps its acts with their proofs until others confirmed the log: a service that forgets them is refused."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from client import envelopes
from client.answers import ProofAnswer, ProofsAnswer
from client.kept import Keeping, KeptActs, ProofWithheld
from client.logs import LogRefused, LogWatch
from client.transport import ServerRefused
from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.audit.checkpoints import Checkpoint, open_checkpoint, parse_unverified, sign_checkpoint
from domain.audit.cosignatures import adopt, cosign
from domain.audit.errors import AuditError
from domain.audit.leaves import LeafType, event_of_act, make_leaf
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.proof_file import ProofFile
from domain.audit.proofs import inclusion_proof, verify_consistency
from domain.audit.succession import LogKeys
from domain.audit.tiles import grow, hash_reader, parse_path
from domain.audit.tree import RunningTree, leaf_hash
from domain.audit.witness_policy import WitnessPolicy, parse_policy
from domain.ids import ActId
from tests.client.world import LOGS, practice_world

LOG = "nctv"
KEY = LOGS[LOG]
KEYS = {LOG: LogKeys(KEY.verifier)}
WITNESS = SignerKey("w1", SignatureType.COSIGNATURE, bytes([7]) * 32)
POLICY = parse_policy(f"witness w1 {WITNESS.verifier.encode()}\nquorum w1\n")
ACT = next(ready.signed for ready in practice_world().acts if ready.payload.log == LOG)
ID = ActId(parse_payload(ACT.payload).id)
SIGNED_AT = parse_payload(ACT.payload).at


class Service:
    """A service whose log `nctv` has other leaves, and this device's act at index 2."""

    def __init__(self, size: int, *, without: bool = False, other: str = "a") -> None:
        at = datetime(2026, 3, 14, 2, 12, tzinfo=UTC)
        self.leaves = [
            make_leaf(event=f"{other}{number:022}", type=LeafType.RING, time=at).data for number in range(size)
        ]
        self.placed = not without and size > 2
        if self.placed:
            self.leaves[2] = make_leaf(
                event=event_of_act(ACT.sha256), type=LeafType.ACT, time=at, act_sha256=ACT.sha256, seq=1
            ).data
        hashes = [leaf_hash(data) for data in self.leaves]
        self.tiles = {(tile.level, tile.index): data for tile, data in grow(0, hashes, lambda _level, _index: b"")}
        tree = RunningTree()
        tree.extend(hashes)
        self.checkpoint = sign_checkpoint(Checkpoint(KEY.name, size, tree.root()), KEY)
        self.witnessed: bytes | None = None
        self.refuses: str | None = None
        self.asked: list[int] = []
        """How many proofs each request asked for."""

    def confirm(self) -> None:
        """Let the witness cosign what the log shows now."""
        text = parse_unverified(self.checkpoint)[0].text()
        lines = cosign(text, WITNESS, 1700000000).line().encode()
        self.witnessed = adopt(self.checkpoint, lines, [WITNESS.verifier])

    async def log_file(self, _log: str, path: str) -> bytes:
        if path == "witnessed" and self.witnessed is not None:
            return self.witnessed
        if path == "checkpoint":
            return self.checkpoint
        tile = None if path == "witnessed" else parse_path(path)
        if tile is None or (tile.level, tile.index) not in self.tiles:
            raise ServerRefused(404, "log.unknown")
        return self.tiles[tile.level, tile.index][: tile.width * 32]

    async def log_entries(self, _log: str, _path: str) -> bytes:
        raise AssertionError("nobody reads leaves here")

    async def proof(self, act: ActId) -> ProofAnswer:
        if self.refuses or not self.placed:
            raise ServerRefused(404, self.refuses or "act.not_placed")
        path = inclusion_proof(2, len(self.leaves), hash_reader(lambda level, index: self.tiles[level, index]))
        proof = ProofFile(2, tuple(path), self.checkpoint).encode().decode()
        return ProofAnswer(act=act, log=LOG, leaf=base64.b64encode(self.leaves[2]).decode(), proof=proof)

    async def proofs(self, acts: Sequence[ActId]) -> ProofsAnswer:
        """Of each by itself, as `proof` says."""
        self.asked.append(len(acts))
        found: list[ProofAnswer] = []
        lacks: dict[str, list[ActId]] = {"act.not_placed": [], "act.unknown": []}
        for act in acts:
            try:
                found.append(await self.proof(act))
            except ServerRefused as refused:
                if refused.code not in lacks:
                    raise
                lacks[refused.code].append(act)
        waiting, unknown = map(tuple, lacks.values())
        return ProofsAnswer(proofs=tuple(found), waiting=waiting, unknown=unknown)


class Phone:
    """What of a device looks after its acts, on a folder that outlives the service and the phone's own restarts."""

    def __init__(self, folder: Path, service: Service, keeping: Keeping | None = None, late: timedelta | None = None):
        self.done = folder / "done"
        self.done.mkdir(exist_ok=True)
        self.logs = LogWatch(folder / "logs", service)
        now = SIGNED_AT + (late or timedelta(0))
        self.kept = KeptActs(self.done, service, self.logs, keeping or Keeping(), lambda: now)

    def acted(self, signed: SignedAct = ACT) -> None:
        (self.done / f"{ID}.act").write_bytes(envelopes.to_bytes(signed))

    async def sync(self) -> Sequence[str]:
        await self.logs.refresh(LOG, KEYS)
        await self.kept.bring_up(KEYS)
        return sorted(path.suffix for path in self.done.iterdir())


WHOLE = [".act", ".leaf", ".tlog-proof"]
UNPROVEN = [".act", ".asked"]


async def test_an_act_is_kept_with_its_proof_as_soon_as_it_has_one(tmp_path: Path) -> None:
    phone = Phone(tmp_path, Service(2))
    phone.acted()
    assert await phone.sync() == UNPROVEN
    assert list(phone.kept.bundles()) == []
    phone = Phone(tmp_path, Service(300))
    assert await phone.sync() == WHOLE
    [bundle] = phone.kept.bundles()
    assert bundle.act == ACT
    assert bundle.verify(KEYS).act_sha256 == ACT.sha256


async def test_many_proofs_are_asked_in_few_requests_and_one_that_lacks_holds_up_none(tmp_path: Path) -> None:
    service = Service(300)
    phone = Phone(tmp_path, service)
    phone.acted()
    honest = service.proof

    async def proof(act: ActId) -> ProofAnswer:
        if act == ID:
            return await honest(act)
        raise ServerRefused(404, "act.not_placed")

    service.proof = proof  # type: ignore[method-assign]  # a service that has placed one of them yet
    for number in range(39):
        (phone.done / f"{number:022}.act").write_bytes(envelopes.to_bytes(ACT))
    await phone.sync()
    assert service.asked == [16, 16, 8]
    assert [path.stem for path in phone.done.glob("*.tlog-proof")] == [ID]
    assert len(list(phone.done.glob("*.asked"))) == 39


async def test_a_bundle_of_another_act_key_or_leaf_proves_nothing(tmp_path: Path) -> None:
    phone = Phone(tmp_path, Service(300))
    phone.acted()
    await phone.sync()
    [bundle] = phone.kept.bundles()
    stranger = {LOG: LogKeys(SignerKey(KEY.name, SignatureType.ED25519, bytes([99]) * 32).verifier)}
    for keys in (stranger, {}):
        with pytest.raises((LogRefused, AuditError)):
            bundle.verify(keys)
    leaf = next(iter(phone.done.glob("*.leaf")))
    leaf.write_bytes(Service(300).leaves[3])
    with pytest.raises(LogRefused):
        next(phone.kept.bundles()).verify(KEYS)


@pytest.mark.parametrize(
    "service",
    [Service(300, without=True), Service(400, without=True), Service(300, other="b"), Service(2, other="b")],
    ids=["erased", "erased and grown", "rewritten", "begun anew"],
)
async def test_a_service_that_lost_or_rewrote_its_log_is_refused_and_can_be_proven_wrong(
    tmp_path: Path, service: Service
) -> None:
    phone = Phone(tmp_path, Service(300))
    phone.acted()
    await phone.sync()
    again = Phone(tmp_path, service)
    with pytest.raises(LogRefused):
        await again.sync()
    with pytest.raises(LogRefused):
        await Phone(tmp_path, service).sync()
    [bundle] = Phone(tmp_path, service).kept.bundles()
    assert bundle.verify(KEYS).act_sha256 == ACT.sha256, "what it kept proves the act still, to anybody"
    [refused] = again.logs.evidence()
    shown = open_checkpoint(refused.read_bytes(), KEY.name, KEY.verifier)
    kept = again.logs.newest(LOG, KEYS)
    assert kept is not None
    assert kept.size == 300, "and the log's own key stands under both"
    if shown.size == kept.size:
        with pytest.raises(AuditError):
            verify_consistency(kept.size, shown.size, [], kept.root, shown.root)


async def test_a_log_that_was_cut_off_below_what_was_kept_is_refused(tmp_path: Path) -> None:
    phone = Phone(tmp_path, Service(300))
    phone.acted()
    await phone.sync()
    with pytest.raises((LogRefused, ServerRefused)):
        await Phone(tmp_path, Service(2)).sync()
    assert len(list(phone.kept.bundles())) == 1


async def test_an_act_that_was_accepted_and_is_unknown_now_is_refused(tmp_path: Path) -> None:
    service = Service(300)
    phone = Phone(tmp_path, service)
    phone.acted()
    service.refuses = "act.unknown"
    with pytest.raises(LogRefused, match="accepted"):
        await phone.sync()
    assert (phone.done / f"{ID}.act").exists()
    service.refuses = "session.ended"
    assert await phone.sync() == UNPROVEN, "what cannot be had now is asked again"


async def test_a_proof_that_leads_to_another_history_is_refused(tmp_path: Path) -> None:
    await Phone(tmp_path, Service(300, without=True)).sync()
    honest = Service(300, without=True)
    honest.placed, honest.proof = True, Service(400).proof  # type: ignore[method-assign]  # a service that lies here alone
    phone = Phone(tmp_path, honest)
    phone.acted()
    with pytest.raises(LogRefused):
        await phone.sync()
    assert len(phone.logs.evidence()) == 1


@pytest.mark.parametrize(
    ("policy", "late", "confirmed", "kept"),
    [
        (None, timedelta(days=29), False, True),
        (None, timedelta(days=30), False, False),
        (parse_policy("quorum none\n"), timedelta(days=30), False, False),
        (POLICY, timedelta(days=400), False, True),
        (POLICY, timedelta(0), True, False),
    ],
    ids=["within the term", "after it", "nobody to confirm", "never confirmed", "confirmed"],
)
async def test_an_act_is_erased_once_others_confirmed_the_log_or_its_term_is_over(
    tmp_path: Path, policy: WitnessPolicy | None, late: timedelta, confirmed: bool, kept: bool
) -> None:
    service = Service(300)
    if confirmed:
        service.confirm()
    phone = Phone(tmp_path, service, Keeping(policy), late)
    phone.acted()
    assert await phone.sync() == (WHOLE if kept else [])


async def test_an_act_without_a_proof_is_never_erased(tmp_path: Path) -> None:
    phone = Phone(tmp_path, Service(2), late=timedelta(days=4000))
    phone.acted()
    assert await phone.sync() == UNPROVEN


@pytest.mark.parametrize("refusal", ["act.not_placed", "server.busy"])
async def test_a_service_that_never_proves_an_accepted_act_is_told_of_each_time_and_the_act_is_kept(
    tmp_path: Path, refusal: str
) -> None:
    service, sent_late = Service(300), timedelta(days=3)
    service.refuses = refusal
    phone = Phone(tmp_path, service, late=sent_late)
    phone.acted()
    assert await phone.sync() == UNPROVEN, "an act that was sent late gets the whole term"
    assert await Phone(tmp_path, service, late=sent_late + timedelta(minutes=59)).sync() == UNPROVEN
    for hours in (1, 2, 24 * 400):
        with pytest.raises(ProofWithheld, match="call the officers") as withheld:
            await Phone(tmp_path, service, late=sent_late + timedelta(hours=hours)).sync()
        assert withheld.value.act == ID
        assert envelopes.from_bytes((phone.done / f"{ID}.act").read_bytes()) == ACT
    service.refuses = None
    assert await Phone(tmp_path, service, late=sent_late + timedelta(hours=3)).sync() == WHOLE


async def test_how_long_a_proof_may_be_withheld_is_the_devices_own_and_nothing_else_waits_for_it(
    tmp_path: Path,
) -> None:
    service, keeping = Service(300), Keeping(term=timedelta(0), prove_within=timedelta(0))
    phone = Phone(tmp_path, service, keeping)
    phone.acted()
    honest, other = service.proof, "another"

    async def proof(act: ActId) -> ProofAnswer:
        if act == other:
            raise ServerRefused(404, "act.not_placed")
        return await honest(act)

    service.proof = proof  # type: ignore[method-assign]  # a service that withholds one proof
    (phone.done / f"{other}.act").write_bytes(envelopes.to_bytes(ACT))
    with pytest.raises(ProofWithheld):
        await phone.sync()
    assert sorted(path.name for path in phone.done.iterdir()) == [f"{other}.act", f"{other}.asked"]


async def test_a_confirmation_below_the_act_or_by_nobody_erases_nothing(tmp_path: Path) -> None:
    before, service = Service(2), Service(300)
    before.confirm()
    service.witnessed = before.witnessed
    phone = Phone(tmp_path, service, Keeping(POLICY))
    phone.acted()
    assert await phone.sync() == WHOLE
    service.witnessed = service.checkpoint
    assert await phone.sync() == WHOLE


async def test_a_confirmation_of_another_history_is_refused(tmp_path: Path) -> None:
    other, service = Service(400, other="b"), Service(300)
    other.confirm()
    service.witnessed = other.witnessed
    phone = Phone(tmp_path, service, Keeping(POLICY))
    phone.acted()
    with pytest.raises((LogRefused, ServerRefused)):
        await phone.sync()
    assert len(list(phone.kept.bundles())) == 1


@pytest.mark.parametrize("left", [(".act",), (".act", ".leaf")])
async def test_what_a_crash_left_half_erased_is_erased_whole(tmp_path: Path, left: tuple[str, ...]) -> None:
    service = Service(300)
    phone = Phone(tmp_path, service)
    phone.acted()
    await phone.sync()
    for path in list(phone.done.iterdir()):
        if path.suffix not in left:
            path.unlink()
    assert await Phone(tmp_path, service, late=timedelta(days=31)).sync() == []


async def test_a_service_that_forks_at_every_turn_does_not_fill_the_device(tmp_path: Path) -> None:
    await Phone(tmp_path, Service(300)).sync()
    logs = LogWatch(tmp_path / "logs", Service(300))
    for number in range(100):
        forged = sign_checkpoint(Checkpoint(KEY.name, 300, bytes([number]) * 32), KEY)
        with pytest.raises(LogRefused):
            await logs.take(LOG, KEYS, forged)
    assert len(logs.evidence()) == 64
