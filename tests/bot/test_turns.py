"""Another key takes over a log exactly at the size its founders stated, whatever fails; the old one signs no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sequencer import Sequencer
from bot.sequencing import KeyMissing, Placed, place, prepare
from config.settings import Sequencing
from domain.audit.checkpoints import parse_unverified
from domain.audit.errors import LogDiffers
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.succession import LogKeys, Turn
from domain.audit.verify import Progress
from tests.bot.logs_under_test import KEYS, ByHand, FaultyStore, verdict
from tests.bot.workers_under_test import kills_survived, quiet, running, was_killed

PACE = Sequencing(gather=timedelta(0), batch=300)
OLD = KEYS["om"]
NEW = SignerKey(OLD.name, SignatureType.ED25519, bytes([77]) * 32)
TURN = Turn(10, NEW.verifier)
HISTORY = LogKeys(OLD.verifier, (TURN,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FaultyStore]:
    made = FaultyStore(tmp_path / "piket.db")
    yield made
    made.close()


def sequencer_on(store: FaultyStore, time: ByHand, *later: SignerKey) -> Sequencer:
    sequencer = Sequencer(store, KEYS, time, time, PACE, lambda log: later if log == "om" else ())
    store.on_leaves = sequencer.wake
    return sequencer


def turn(store: FaultyStore, which: Turn = TURN) -> None:
    store.commit(lambda uow: uow.audit.add_turn("om", which))


def signers(store: FaultyStore) -> dict[int, int]:
    """How many signatures the checkpoint of each size has."""
    notes = store.commit(lambda uow: uow.logs.checkpoints("om", 0, 1000))
    return {checkpoint.size: len(note.signatures) for checkpoint, note in (parse_unverified(data) for _, data in notes)}


async def test_both_sign_the_turning_checkpoint_and_the_new_key_alone_what_follows(store: FaultyStore) -> None:
    time = ByHand()
    store.append("om", 4, time.now())
    async with running(sequencer_on(store, time, NEW)) as sequencer:
        await quiet(sequencer)
        turn(store)
        store.append("om", 20, time.now())
        await quiet(sequencer)
    assert signers(store) == {4: 1, 10: 2, 24: 1}
    assert verdict(store, "om", HISTORY) == Progress(leaves=24, checkpoints=3, covered=24)
    with pytest.raises(LogDiffers):
        verdict(store, "om", LogKeys(OLD.verifier))


async def test_a_batch_signed_before_the_turn_is_never_placed_after_it(store: FaultyStore) -> None:
    time = ByHand()
    store.append("om", 10, time.now())
    async with running(sequencer_on(store, time)) as sequencer:
        await quiet(sequencer)
    store.append("om", 5, time.now())
    stale = store.commit(lambda uow: prepare(uow, "om", OLD, 300))
    assert stale is not None
    turn(store)
    assert store.commit(lambda uow: place(uow, stale, time.now(), PACE.lease)) is Placed.OVERTAKEN
    async with running(sequencer_on(store, time, NEW)) as sequencer:
        await quiet(sequencer)
    assert verdict(store, "om", HISTORY) == Progress(leaves=15, checkpoints=2, covered=15)


async def test_without_the_new_key_leaves_wait_loudly_and_the_old_key_signs_none_of_them(store: FaultyStore) -> None:
    time = ByHand()
    later: list[SignerKey] = []
    store.append("om", 10, time.now())
    sequencer = Sequencer(store, KEYS, time, time, PACE, lambda _log: later)
    store.on_leaves = sequencer.wake
    task = asyncio.create_task(sequencer.run())
    await quiet(sequencer)
    turn(store)
    store.append("om", 1, time.now())
    await quiet(sequencer)
    with pytest.raises(KeyMissing):
        store.commit(lambda uow: prepare(uow, "om", OLD, 300))
    assert [alarm.kind for alarm in store.commit(lambda uow: uow.alarms.standing())] == ["log.stuck"]
    later.append(NEW)
    time.pass_(PACE.retry)
    await quiet(sequencer)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert verdict(store, "om", HISTORY).covered == 11
    assert not store.commit(lambda uow: uow.alarms.standing())


def test_a_log_whose_first_key_is_lost_goes_on_with_the_new_one(store: FaultyStore) -> None:
    time = ByHand()
    store.append("om", 10, time.now())
    first = store.commit(lambda uow: prepare(uow, "om", OLD, 300))
    assert first is not None
    store.commit(lambda uow: place(uow, first, time.now(), PACE.lease))
    turn(store)
    store.append("om", 2, time.now())
    batch = store.commit(lambda uow: prepare(uow, "om", None, 300, lambda _log: (NEW,)))
    assert batch is not None
    assert store.commit(lambda uow: place(uow, batch, time.now(), PACE.lease)) is Placed.DONE
    assert verdict(store, "om", HISTORY).covered == 12


async def test_killed_at_any_moment_of_the_turn_it_is_one_history(tmp_path: Path) -> None:
    async def night(store: FaultyStore, time: ByHand) -> bool:
        store.append("om", 4, time.now())
        turn(store)
        store.append("om", 16, time.now())
        killed = await was_killed(Sequencer(store, KEYS, time, time, PACE, lambda _log: (NEW,)), store)
        time.pass_(PACE.lease)
        async with running(sequencer_on(store, time, NEW)) as second:
            await quiet(second)
        assert verdict(store, "om", HISTORY).covered == 20
        assert signers(store) == {10: 2, 20: 1}
        return killed

    assert 5 < await kills_survived(tmp_path, 60, night) < 59
