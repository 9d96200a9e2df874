"""Erases what is over, a little at a time and never in the way of a bell; what was begun goes on after any death."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from config.logs import logger
from domain.ids import ItemId
from domain.policy import Policy
from domain.ports import Clock
from handlers.retention import OVERDUE, START, Due, Place, erase, over, scans
from storage.database import Store
from storage.unit_of_work import SqlUnitOfWork

_log = logger("piket.retention")
_AT_ONCE: Final = 20
"""Requests that are looked at in one reading."""
_BREATH: Final = 0.02
"""Seconds between two transactions, and before asking again when something urgent is under way."""
_TRIES: Final = 100
"""So often is asked for a moment in which nobody reads an older state, before the next look."""


@dataclass(slots=True)
class Standing:
    """What the last look found, in items and requests; for whoever watches the service."""

    erased: int = 0
    held: int = 0
    overdue: int = 0


class Eraser:
    """Looks for requests whose retention is over, and erases what they held (EV-03)."""

    def __init__(self, store: Store, clock: Clock, policy: Policy) -> None:
        self._store, self._clock, self._policy = store, clock, policy
        self.standing = Standing()

    async def look(self) -> None:
        """Erase everything that is over and that nothing stops; returns when no byte of it is left in the database.

        Safe to repeat, and by several instances at once. Raises StorageBusy: what was not done is done the next time.
        """
        await self._wipe()
        overdue = 0
        for scan in scans(self._policy):
            place: Place | None = START
            while place is not None:
                found, place = await self._over(scan, place)
                overdue += sum(map(self._is_late, found))
                for one in found:
                    if one.stop is None and await self._begin(one.item):
                        overdue -= self._is_late(one)
            await self._wipe()
        await self._count(overdue)

    async def _over(self, scan: tuple[str, str], after: Place) -> tuple[list[Due], Place | None]:
        now = self._clock.now()
        return await self._store.read(lambda uow: over(uow, scan, self._policy, now, after, _AT_ONCE))

    def _is_late(self, one: Due) -> bool:
        """Whether two looks at least should have erased it: nothing stops it, and it is still there."""
        late = 2 * self._policy.durations["retention_check"]
        return one.stop is None and one.at is not None and one.at + late < self._clock.now()

    async def _begin(self, item: ItemId) -> bool:
        await self._turn()
        now = self._clock.now()
        begun = await self._store.write(lambda uow: erase(uow, item, self._policy, now))
        if begun:
            _log.info("erased")
        return begun

    async def _wipe(self) -> None:
        """Take away, row by row, what is left of what was begun; then what the database wrote ahead of it."""
        items = await self._store.read(lambda uow: uow.retention.begun())
        if not items:
            return
        while await self._wipe_some(items):
            pass
        for _ in range(_TRIES):
            await self._turn()
            if await self._store.empty_log():
                await self._finish(items)
                return
            await asyncio.sleep(_BREATH)
        _log.warning("something reads an old state for long; what was erased stays in the database's log until then")

    async def _wipe_some(self, items: Collection[ItemId]) -> bool:
        await self._turn()
        rows = self._policy.numbers["erased_at_once"]
        return await self._store.write(lambda uow: uow.retention.wipe(items, rows))

    async def _finish(self, items: Collection[ItemId]) -> None:
        now = self._clock.now()
        await self._store.write(lambda uow: uow.retention.finish(items, now))

    async def _count(self, overdue: int) -> None:
        now = self._clock.now()

        def unit(uow: SqlUnitOfWork) -> tuple[int, int, bool]:
            held = {one.item for one in uow.retention.standing()}
            return uow.retention.count(), len(held), any(one.kind == OVERDUE for one in uow.alarms.standing())

        erased, held, shown = await self._store.read(unit)
        if shown is not (overdue > 0):
            await self._show(now, late=overdue > 0)
        self.standing = Standing(erased, held, overdue)

    async def _show(self, now: datetime, *, late: bool) -> None:
        def unit(uow: SqlUnitOfWork) -> None:
            if late:
                uow.alarms.raise_(OVERDUE, "", now)
            else:
                uow.alarms.clear(OVERDUE, "", now)

        await self._store.write(unit)

    async def _turn(self) -> None:
        """Let what waits go first; what is urgent goes before each single transaction anyway."""
        await asyncio.sleep(_BREATH if self._store.pressed else 0)
