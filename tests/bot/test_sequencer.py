"""Never unprovable: every durable leaf gets its place and a signed checkpoint, whatever fails in between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sequencer import Sequencer
from bot.sequencing import Placed, place, prepare
from config.settings import Sequencing
from domain.audit.notes import SignerKey
from domain.audit.verify import Progress
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.logs_under_test import KEYS, ByHand, FaultyStore, verdict
from tests.bot.workers_under_test import kills_survived, quiet, running, was_killed

PACE = Sequencing(gather=timedelta(0), batch=300)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FaultyStore]:
    made = FaultyStore(tmp_path / "piket.db")
    yield made
    made.close()


@pytest.fixture
def time() -> ByHand:
    return ByHand()


def sequencer_on(store: FaultyStore, time: ByHand, keys: Mapping[str, SignerKey] = KEYS) -> Sequencer:
    sequencer = Sequencer(store, keys, time, time, PACE)
    store.on_leaves = sequencer.wake
    return sequencer


async def test_leaves_of_one_commit_share_one_checkpoint(store: FaultyStore, time: ByHand) -> None:
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
        store.append("om", 3, time.now())
        store.append("nctv", 2, time.now())
        assert sequencer.busy
        await quiet(sequencer)
    assert verdict(store, "om") == Progress(leaves=3, checkpoints=1, covered=3)
    assert verdict(store, "nctv") == Progress(leaves=2, checkpoints=1, covered=2)
    assert sequencer.oldest() == 0


async def test_placing_leaves_gives_way_to_what_is_urgent_and_never_for_long(store: FaultyStore, time: ByHand) -> None:
    looks: list[bool] = []

    def pressed() -> bool:
        looks.append(store.commit(lambda uow: uow.logs.head("om")) is None)
        return True

    sequencer = Sequencer(store, KEYS, time, time, PACE, pressed=pressed)
    store.on_leaves = sequencer.wake
    store.append("om", 3, time.now())
    task = asyncio.create_task(sequencer.run())
    await quiet(sequencer)
    task.cancel()
    assert looks[:6] == [True] * 5 + [False]
    assert verdict(store, "om").leaves == 3


async def test_it_catches_up_with_what_waited_before_it_started(store: FaultyStore, time: ByHand) -> None:
    store.append("om", 1000, time.now())
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
    assert verdict(store, "om") == Progress(leaves=1000, checkpoints=4, covered=1000)


@pytest.mark.parametrize("fault", ["lost", "unsure"])
async def test_a_write_that_fails_either_way_is_read_again(store: FaultyStore, time: ByHand, fault: str) -> None:
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
        store.faults = [fault]
        store.append("om", 400, time.now())
        await quiet(sequencer)
        time.pass_(timedelta(seconds=1))
        assert sequencer.oldest() == 1
        await quiet(sequencer)
        assert sequencer.oldest() == 0
    assert verdict(store, "om") == Progress(leaves=400, checkpoints=2, covered=400)


async def test_stopped_at_any_turn_of_the_loop_nothing_is_left_unawaited(tmp_path: Path) -> None:
    """A coroutine that nobody awaits is a warning, and so an error here."""
    for turns in range(30):
        store, time = FaultyStore(tmp_path / f"{turns}.db"), ByHand()
        for log in ("om", "nctv"):
            store.append(log, 2, time.now())
        async with running(sequencer_on(store, time)):
            for _ in range(turns):
                await asyncio.sleep(0)
        store.close()


async def test_killed_at_any_moment_the_next_one_goes_on(tmp_path: Path) -> None:
    async def night(store: FaultyStore, time: ByHand) -> bool:
        store.append("om", 700, time.now())
        store.append("nctv", 1, time.now())
        killed = await was_killed(Sequencer(store, KEYS, time, time, PACE), store)
        time.pass_(PACE.lease)
        async with running(sequencer_on(store, time)) as second:
            await quiet(second)
        assert verdict(store, "om").covered == 700
        assert verdict(store, "nctv").covered == 1
        return killed

    assert 10 < await kills_survived(tmp_path, 100, night) < 99


async def test_a_head_that_moved_is_never_overwritten(store: FaultyStore, time: ByHand) -> None:
    store.append("om", 2, time.now())
    stale = store.commit(lambda uow: prepare(uow, "om", KEYS["om"], 300))
    assert stale is not None
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
    assert store.commit(lambda uow: place(uow, stale, time.now(), PACE.lease)) is Placed.OVERTAKEN
    assert verdict(store, "om") == Progress(leaves=2, checkpoints=1, covered=2)


async def test_two_sequencers_place_every_leaf_once(store: FaultyStore, tmp_path: Path, time: ByHand) -> None:
    other = FaultyStore(tmp_path / "piket.db", "two")
    async with running(sequencer_on(store, time)) as one, running(sequencer_on(other, time)) as two:
        for _ in range(5):
            store.append("om", 350, time.now())
            two.wake({"om"})
            other.append("om", 350, time.now())
            one.wake({"om"})
            for _ in range(4):
                await quiet(one)
                await quiet(two)
                time.pass_(PACE.retry)
    other.close()
    assert verdict(store, "om").covered == 3500


async def test_a_log_held_by_a_dead_instance_is_taken_over_when_its_lease_runs_out(
    store: FaultyStore, tmp_path: Path, time: ByHand
) -> None:
    store.append("om", 600, time.now())
    batch = store.commit(lambda uow: prepare(uow, "om", KEYS["om"], 300))
    assert batch is not None
    assert batch.more
    assert store.commit(lambda uow: place(uow, batch, time.now(), PACE.lease)) is Placed.DONE
    other = FaultyStore(tmp_path / "piket.db", "two")
    async with running(sequencer_on(other, time)) as sequencer:
        await quiet(sequencer)
        assert verdict(store, "om").covered == 300
        for _ in range(21):
            time.pass_(PACE.retry)
            await quiet(sequencer)
    other.close()
    assert verdict(store, "om").covered == 600


def checkpoints_in_root(store: FaultyStore) -> int:
    head = store.commit(lambda uow: uow.logs.head("root"))
    assert head is not None
    return head.size


async def test_the_root_takes_a_changed_log_once_a_minute_and_each_log_hourly(store: FaultyStore, time: ByHand) -> None:
    store.append("om", 1, time.now())
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
        for _ in range(59):
            time.pass_(timedelta(seconds=1))
            store.append("om", 1, time.now())
            await quiet(sequencer)
        time.pass_(timedelta(seconds=1))
        await quiet(sequencer)
        assert checkpoints_in_root(store) == 1
        for _ in range(60):
            time.pass_(timedelta(minutes=1))
            await quiet(sequencer)
        assert checkpoints_in_root(store) == 2
        time.pass_(timedelta(minutes=1))
        store.append("om", 1, time.now())
        await quiet(sequencer)
        time.pass_(timedelta(minutes=1))
        await quiet(sequencer)
        assert checkpoints_in_root(store) == 3
    assert verdict(store, "root").covered == 3


async def test_a_restart_does_not_fill_the_root(store: FaultyStore, time: ByHand) -> None:
    store.append("om", 1, time.now())
    for _ in range(5):
        async with running(sequencer_on(store, time)) as sequencer:
            await quiet(sequencer)
            time.pass_(timedelta(seconds=13))
            await quiet(sequencer)
    assert checkpoints_in_root(store) == 1


@pytest.mark.parametrize("fault", ["lost", "unsure"])
async def test_what_the_root_takes_is_taken_once_whichever_way_a_write_fails(
    store: FaultyStore, time: ByHand, fault: str
) -> None:
    async with running(sequencer_on(store, time)) as sequencer:
        store.append("om", 1, time.now())
        await quiet(sequencer)
        store.faults = [fault]
        time.pass_(PACE.root_every)
        await quiet(sequencer)
        time.pass_(PACE.retry)
        await quiet(sequencer)
    assert store.faults == []
    assert checkpoints_in_root(store) == 1


async def test_a_sweep_finds_leaves_that_nobody_announced(store: FaultyStore, time: ByHand) -> None:
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
        store.on_leaves = lambda _logs: None
        store.append("om", 1, time.now())
        await quiet(sequencer)
        time.pass_(PACE.sweep)
        await quiet(sequencer)
    assert verdict(store, "om").covered == 1


async def test_a_start_that_the_store_could_not_answer_is_tried_again_soon(store: FaultyStore, time: ByHand) -> None:
    store.append("om", 1, time.now())
    store.unreachable = True
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
        store.unreachable = False
        time.pass_(PACE.retry)
        await quiet(sequencer)
    assert verdict(store, "om").covered == 1


async def test_a_log_without_a_key_waits_on_the_board_and_holds_nobody_up(store: FaultyStore, time: ByHand) -> None:
    raised: list[str] = []
    async with running(sequencer_on(store, time, {log: KEYS[log] for log in ("nctv", "root")})) as sequencer:
        store.append("om", 1, time.now())
        store.append("nctv", 1, time.now())
        await quiet(sequencer)
        time.pass_(timedelta(seconds=90))
        assert sequencer.oldest() == 90
    assert verdict(store, "nctv").covered == 1
    store.commit(lambda uow: raised.append("new" if uow.alarms.raise_("log.stuck", "om", time.now()) else "stands"))
    assert raised == ["stands"]
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
    assert verdict(store, "om").covered == 1


async def test_nothing_is_signed_over_a_damaged_tile(store: FaultyStore, time: ByHand) -> None:
    async with running(sequencer_on(store, time)) as sequencer:
        store.append("om", 5, time.now())
        await quiet(sequencer)
        store.commit(lambda uow: _cut_tile(uow))
        store.append("om", 1, time.now())
        await quiet(sequencer)
    head = store.commit(lambda uow: uow.logs.head("om"))
    assert head is not None
    assert head.size == 5


def _cut_tile(uow: SqlUnitOfWork) -> None:
    batch = prepare(uow, "om", KEYS["om"], 300)
    assert batch is None
    head = uow.logs.head("om")
    assert head is not None
    uow.logs.assign("om", 5, (), {(0, 0): b"short"}, head, ByHand().now())
