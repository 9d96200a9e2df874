"""Judges a night from outside: what phones were told and what the Bot API accepted, against what is stored."""

from __future__ import annotations

from itertools import groupby

from domain.acts.payload import ActPayload, parse_payload
from domain.audit.leaves import LeafType, parse_leaf
from domain.ids import Sha256Hex
from storage.evidence import Evidence, StoredAct, evidence
from tests.kills.child_night import ChildNight

THIN_CAST = frozenset({"role_without_keys", "holding.unreachable"})
"""What the board may show: most functies have nobody in this small cast."""


async def check_promises(n: ChildNight) -> None:
    """Fail unless nothing was lost, nothing doubled, everything proven; stops the service. For a night of one item."""
    await n.stop()
    with evidence(n.url) as store:
        kept = {payload.id: (payload, act) for payload, act in _acts(store)}
        told = {act: status < 400 for act, status in n.told.items() if status in (201, 403, 409)}
        lost = {act for act, accepted in told.items() if act not in kept or kept[act][1].accepted != accepted}
        assert not lost, f"of {len(told)} acts that phones were told of, {len(lost)} are kept otherwise or not at all"
        _no_gaps([payload for payload, _ in kept.values()])
        decisions = [payload for payload, act in kept.values() if payload.act.endswith(".decide") and act.accepted]
        assert len(decisions) <= 1
        assert {alarm.kind for alarm in store.alarms.standing()} - THIN_CAST == set()
    assert n.violations() == []
    status, said = await n.command("log", "verify", "--acts")
    assert status == 0, said
    assert "waiting for their place" not in said


def _acts(store: Evidence) -> list[tuple[ActPayload, StoredAct]]:
    """Every act that has a leaf of its own, in the order of the leaves."""
    found = []
    for log in store.logs.names():
        head = store.logs.head(log)
        for data in store.logs.entries(log, 0, 0 if head is None else head.size):
            leaf = parse_leaf(data)
            if leaf.type in (LeafType.ACT, LeafType.REFUSAL) and leaf.act_sha256:
                act = store.act(Sha256Hex(leaf.act_sha256))
                assert act is not None
                found.append((parse_payload(act.signed.payload), act))
    return found


def _no_gaps(acts: list[ActPayload]) -> None:
    """Each device's acts in each log are numbered without a gap, and none was counted twice."""
    by_chain = sorted(acts, key=lambda act: (act.device, act.log, act.seq))
    for (_, log), chain in groupby(by_chain, key=lambda act: (act.device, act.log)):
        numbers = [act.seq for act in chain]
        assert numbers == list(range(len(numbers))), f"a chain in the log {log} is {numbers}"
