"""What the tables of failures share: time as the calendar lets it pass, and the proofs at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bot.cli.verifying import verify_logs
from config.keys import load_log_keys
from domain.audit.leaves import LeafType, parse_leaf
from domain.ids import ItemId
from storage.evidence import Evidence, evidence
from tests.harness.night import Night
from tests.stories.words import REQUEST


async def pass_time(n: Night, seconds: int) -> None:
    """Let time pass with the sweep of each second, which the calendar of a real service makes."""
    for _ in range(seconds):
        n.service.clockwork.sweep()
        await n.forward(seconds=1)


async def within(n: Night, seconds: int, holds: Callable[[], bool]) -> None:
    """Let time pass until this holds; fail when it does not within so many seconds."""
    for _ in range(seconds):
        if holds():
            return
        await pass_time(n, 1)
    assert holds(), f"still not so after {seconds} s"


async def request(n: Night) -> ItemId:
    """Open an item: the HOvJ submits, and the phones on duty ring."""
    [hovj] = await n.open("hovj")
    submitted = await hovj.phone.submit_spoedaanwijzing(REQUEST)
    assert submitted.answer.status == 201
    await n.soon()
    n.expect_bells(piket1=1, hovj=1)
    return submitted.item


async def prove(n: Night) -> None:
    """Fail unless the logs are whole: every act once, every leaf in its place, every signature good. Stops the night.

    A leaf whose commit was not announced gets its place with the sequencer's own sweep.
    """
    await n.forward(seconds=31)
    for one in n.people.values():
        one.bells()
    broken = n.api.violations()
    await n.stop()
    keys = {name: key.verifier for name, key in load_log_keys(n.folder / "keys").items()}
    with evidence(n.url) as store:
        assert store.logs.waiting() == []
        result = verify_logs(store, keys, None, True, None, lambda _what, _done, _total: None)
    assert result.difference is None, result.difference
    assert broken == []


def leaves(n: Night, kind: LeafType, field: str) -> Counter[str]:
    """Count the leaves of a kind, placed or waiting, by what they commit to under a field."""
    with evidence(n.url) as store:
        return Counter(value for value in _values(store, kind, field))


def _values(store: Evidence, kind: LeafType, field: str) -> list[str]:
    found = []
    for log in store.logs.names():
        head = store.logs.head(log)
        placed = store.logs.entries(log, 0, 0 if head is None else head.size)
        for data in (*placed, *(data for _, data in store.logs.unsequenced(log, 1000))):
            leaf = parse_leaf(data)
            if leaf.type is kind:
                found += [value for name, _, value in store.logs.openings(log, leaf.event) if name == field]
    return found
