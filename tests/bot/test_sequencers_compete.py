"""Two instances on one PostgreSQL: every leaf of either gets one place, in one history, whoever is quicker."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.cli.proving import verify
from bot.sequencer import Sequencer
from config.settings import Sequencing
from domain.audit.leaves import LeafType
from domain.audit.succession import LogKeys
from storage.committed import Committed
from storage.database import Store, open_store
from storage.evidence import evidence
from storage.migrate import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.logs_under_test import KEYS, ByHand

pytestmark = pytest.mark.postgres

PACE = Sequencing(gather=timedelta(0), batch=7)
COMMITS, EACH = 20, 5


class Instance:
    """One instance: a store of its own on the shared database, and the sequencer that it wakes."""

    def __init__(self, url: str, owner: str, time: ByHand) -> None:
        self._time = time
        self._store: Store = open_store(url, owner=owner, on_commit=self._wake)
        self.sequencer = Sequencer(self._store, KEYS, time, time, PACE)
        self._task = asyncio.create_task(self.sequencer.run())

    def _wake(self, committed: Committed) -> None:
        self.sequencer.wake(committed.logs)

    async def work(self) -> None:
        """Commit leaves to one log, one commit after the other."""

        def append(uow: SqlUnitOfWork) -> None:
            for _ in range(EACH):
                uow.audit.append("om", LeafType.RING, at=self._time.now())

        for _ in range(COMMITS):
            await self._store.write(append)

    async def stop(self) -> None:
        self._task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await self._task
        await self._store.close()


async def test_two_instances_make_one_history(postgres_url: str) -> None:
    migrate(postgres_url)
    time = ByHand()
    instances = [Instance(postgres_url, owner, time) for owner in ("one", "two")]
    await asyncio.gather(*(instance.work() for instance in instances))
    for _ in range(40):
        while any(instance.sequencer.busy for instance in instances):  # noqa: ASYNC110  # until nothing is left to do
            await asyncio.sleep(0.001)
        time.pass_(PACE.retry)
    for instance in instances:
        await instance.stop()
    with evidence(postgres_url) as store:
        *_, report = verify(store, "om", LogKeys(KEYS["om"].verifier))
    assert (report.covered, report.waiting) == (2 * COMMITS * EACH, 0)
