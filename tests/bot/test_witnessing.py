"""Witnesses cosign each log's newest checkpoint in their own time; what they refuse, or never answer, stops nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.sequencing import place, prepare
from bot.witnessing import FORKED, LATE, REFUSED, Witnessing
from config.settings import Witnesses
from domain.audit.notes import parse_note
from domain.audit.witness_policy import WitnessPolicy, parse_policy
from sandbox.witness import Witness
from storage.logs import QUORUM
from tests.bot.logs_under_test import KEYS, ByHand, FaultyStore
from tests.bot.workers_under_test import kills_survived, quiet, running, was_killed

PACE = Witnesses()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FaultyStore]:
    made = FaultyStore(tmp_path / "piket.db")
    yield made
    made.close()


class Panel:
    """Three witnesses of whom two are enough; each may be told to answer something else."""

    def __init__(self, folder: Path, time: ByHand) -> None:
        trusted = [key.verifier for key in KEYS.values()]
        self.witnesses = {name: Witness(folder / name, lambda: trusted, time.now, name) for name in ("w1", "w2", "w3")}
        self.instead: dict[str, Callable[[bytes], Awaitable[tuple[int, bytes]]]] = {}
        self.asked: list[str] = []

    @property
    def policy(self) -> WitnessPolicy:
        lines = [f"witness {name} {one.key.encode()} https://{name}.example" for name, one in self.witnesses.items()]
        return parse_policy("\n".join([*lines, "group enough 2 w1 w2 w3", "quorum enough", ""]))

    async def ask(self, url: str, body: bytes) -> tuple[int, bytes]:
        name = url.removeprefix("https://").partition(".")[0]
        assert url == f"https://{name}.example/add-checkpoint"
        self.asked.append(name)
        if name in self.instead:
            return await self.instead[name](body)
        return self.witnesses[name].add_checkpoint(body)


def grow(store: FaultyStore, time: ByHand, count: int, log: str = "om") -> None:
    store.append(log, count, time.now())
    batch = store.commit(lambda uow: prepare(uow, log, KEYS[log], 5000))
    assert batch is not None
    store.commit(lambda uow: place(uow, batch, time.now(), timedelta(seconds=5)))


def witnessing_on(store: FaultyStore, panel: Panel, time: ByHand) -> Witnessing:
    return Witnessing(store, panel.policy, time, time, PACE, panel.ask)


async def later(witnessing: Witnessing, time: ByHand, span: timedelta = PACE.every) -> None:
    time.pass_(span)
    await quiet(witnessing)


def cosigners(store: FaultyStore, panel: Panel, log: str = "om") -> set[str]:
    note = store.commit(lambda uow: uow.logs.newest_witnessed(log))
    return set() if note is None else set(panel.policy.cosigners(parse_note(note)))


def alarms(store: FaultyStore) -> set[tuple[str, str]]:
    return {(alarm.kind, alarm.subject) for alarm in store.commit(lambda uow: uow.alarms.standing())}


def confirmed(store: FaultyStore, log: str = "om") -> dict[str, int]:
    return {name: one.size for name, one in store.commit(lambda uow: uow.logs.witnesses_of(log)).items()}


async def says(status: int, body: bytes = b"") -> tuple[int, bytes]:
    return status, body


async def silent(_body: bytes) -> tuple[int, bytes]:
    raise ConnectionError


async def test_every_log_is_cosigned_and_published_with_its_cosignatures(store: FaultyStore, tmp_path: Path) -> None:
    time = ByHand()
    panel = Panel(tmp_path, time)
    grow(store, time, 300)
    grow(store, time, 3, "nctv")
    async with running(witnessing_on(store, panel, time)) as witnessing:
        await quiet(witnessing)
        assert cosigners(store, panel) == cosigners(store, panel, "nctv") == {"w1", "w2", "w3"}
        grow(store, time, 500)
        assert confirmed(store)[QUORUM] == 300
        await later(witnessing, time)
        assert confirmed(store) == {"w1": 800, "w2": 800, "w3": 800, QUORUM: 800}
        asked = len(panel.asked)
        await later(witnessing, time)
        assert len(panel.asked) == asked, "nobody is asked what they have said"
    head = store.commit(lambda uow: uow.logs.head("om"))
    assert head is not None
    assert head.checkpoint == store.commit(lambda uow: uow.logs.newest_witnessed("om"))
    assert alarms(store) == set()


async def test_a_witness_that_knows_more_than_was_recorded_is_asked_from_there(
    store: FaultyStore, tmp_path: Path
) -> None:
    time = ByHand()
    panel = Panel(tmp_path, time)
    grow(store, time, 300)
    async with running(witnessing_on(store, panel, time)) as witnessing:
        store.faults = ["", "lost"]  # the lease is taken; what they said is not stored
        await quiet(witnessing)
        assert confirmed(store) == {}
        grow(store, time, 5)
        await later(witnessing, time)
        assert cosigners(store, panel) == {"w1", "w2", "w3"}
    assert alarms(store) == set()


async def test_two_of_three_are_enough_and_one_is_not(store: FaultyStore, tmp_path: Path) -> None:
    time = ByHand()
    panel = Panel(tmp_path, time)
    panel.instead = {"w2": silent}
    grow(store, time, 10)
    async with running(witnessing_on(store, panel, time)) as witnessing:
        await quiet(witnessing)
        assert cosigners(store, panel) == {"w1", "w3"}
        assert witnessing.ages() == {"om": 0.0}
        panel.instead["w3"] = silent
        grow(store, time, 10)
        await later(witnessing, time)
        assert confirmed(store) == {"w1": 20, "w3": 10, QUORUM: 10}
        assert witnessing.ages()["om"] == PACE.every.total_seconds()
        await later(witnessing, time, PACE.late)
        assert alarms(store) == {(LATE, "om")}
        panel.instead.clear()
        await later(witnessing, time)
        assert cosigners(store, panel) == {"w1", "w2", "w3"}
        assert alarms(store) == set()


@pytest.mark.parametrize(
    ("status", "body", "alarm"),
    [
        (403, b"", (REFUSED, "w2")), (404, b"", (REFUSED, "w2")), (422, b"", (REFUSED, "w2")),
        (200, b"nonsense", (REFUSED, "w2")), (409, b"x\n", (REFUSED, "w2")), (409, b"11\n", (FORKED, "om")),
        (409, b"0\n", (FORKED, "om")), (500, b"", None), (429, b"", None),
    ],
)  # fmt: skip
async def test_what_a_witness_refuses_stands_on_the_board_and_holds_up_nobody(
    store: FaultyStore, tmp_path: Path, status: int, body: bytes, alarm: tuple[str, str] | None
) -> None:
    time = ByHand()
    panel = Panel(tmp_path, time)
    panel.instead = {"w2": lambda _body: says(status, body)}
    grow(store, time, 10)
    async with running(witnessing_on(store, panel, time)) as witnessing:
        await quiet(witnessing)
    assert cosigners(store, panel) == {"w1", "w3"}
    assert alarms(store) == (set() if alarm is None else {alarm})


async def test_a_rewritten_log_is_refused_by_those_who_saw_the_first_one(store: FaultyStore, tmp_path: Path) -> None:
    time = ByHand()
    panel = Panel(tmp_path, time)
    grow(store, time, 10)
    async with running(witnessing_on(store, panel, time)) as witnessing:
        await quiet(witnessing)
    forged = FaultyStore(tmp_path / "forged.db")
    grow(forged, time, 12)
    async with running(witnessing_on(forged, panel, time)) as witnessing:
        await quiet(witnessing)
    assert cosigners(forged, panel) == set()
    assert alarms(forged) == {(REFUSED, "w1"), (REFUSED, "w2"), (REFUSED, "w3")}
    forged.close()


async def test_another_instance_asks_nobody_while_one_does(store: FaultyStore, tmp_path: Path) -> None:
    time = ByHand()
    panel = Panel(tmp_path, time)
    grow(store, time, 10)
    other = FaultyStore(tmp_path / "piket.db", "two")
    other.commit(lambda uow: uow.leases.take("witnesses", time.now(), time.now() + PACE.lease))
    async with running(witnessing_on(store, panel, time)) as witnessing:
        await quiet(witnessing)
        assert panel.asked == []
        assert witnessing.ages() == {"om": 0.0}
        await later(witnessing, time, PACE.lease)
        assert cosigners(store, panel) == {"w1", "w2", "w3"}
    other.close()


async def test_killed_at_any_moment_the_next_one_asks_again(tmp_path: Path) -> None:
    folders = (tmp_path / f"panel-{night}" for night in count())

    async def night(store: FaultyStore, time: ByHand) -> bool:
        panel = Panel(next(folders), time)
        grow(store, time, 10)
        killed = await was_killed(witnessing_on(store, panel, time), store)
        time.pass_(PACE.lease)
        async with running(witnessing_on(store, panel, time)) as second:
            await quiet(second)
        assert cosigners(store, panel) == {"w1", "w2", "w3"}
        assert alarms(store) == set()
        return killed

    assert 3 < await kills_survived(tmp_path, 40, night) < 39
