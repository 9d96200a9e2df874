"""The kwaliteitsmonitor: a month whose figures could not be stored is counted again, and published once."""

from __future__ import annotations

from datetime import date

import pytest

import bot.quality
from domain.errors import StorageBusy
from tests.failures.conftest import AFailingNight
from tests.failures.faults import Failure, Faults
from tests.failures.nights import prove, request

SITES = frozenset({"bot.quality:Monitor.count"})
"""The writes whose failures are proven in this file."""
MONTH = date(2026, 10, 1)


async def test_ev_02_a_month_that_could_not_be_stored_is_counted_at_the_next_moment(
    a_night: AFailingNight, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_night() as n:
        await request(n)
        store = n.service.store

        async def published() -> list[date]:
            return list(await store.read(lambda uow: uow.reports.made("quality")))

        monkeypatch.setattr(
            bot.quality, "due", lambda uow, _policy, _now: sorted({MONTH} - {*uow.reports.made("quality")})
        )
        with faults.at("bot.quality:Monitor.count"), pytest.raises(StorageBusy):
            await n.service.monitor.count()
        assert await published() == ([MONTH] if faults.failure is Failure.STORED else [])
        await n.service.monitor.count()
        assert await published() == [MONTH]
        await prove(n)
