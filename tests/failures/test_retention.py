"""Erasing: a write that fails is made at the next look, and what was begun is finished by it (EV-03)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.audit.leaves import LeafType, parse_leaf
from domain.errors import StorageBusy
from handlers.retention import OVERDUE
from storage.evidence import evidence
from tests.failures.conftest import AFailingNight
from tests.failures.faults import Faults
from tests.failures.nights import prove, request

ERASING = frozenset(f"bot.retention:Eraser.{name}" for name in ("_begin", "_wipe_some", "_finish"))
SHOWN = "bot.retention:Eraser._show"
SITES = ERASING | {SHOWN}
"""The writes whose failures are proven in this file."""
TERM = timedelta(days=5 * 366)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("site", sorted(ERASING))
async def test_ev_03_what_was_not_erased_is_erased_at_the_next_look(
    a_night: AFailingNight, faults: Faults, site: str
) -> None:
    async with a_night() as n:
        item = await request(n)
        assert (await n["hovj"].phone.withdraw(item)).status == 201
        await n.soon()
        n.clock.advance(n.now + TERM)
        with faults.at(site), pytest.raises(StorageBusy):
            await n.service.eraser.look()
        await n.service.eraser.look()
        with evidence(n.url) as store:
            assert store.items.load(item) is None
            assert store.retention.erased(item) is not None
            assert store.retention.begun() == []
            told = [parse_leaf(data).type for data in store.logs.entries("om", 0, 99)]
        await n.settle()
        assert told.count(LeafType.ERASURE) <= 1
        await prove(n)


@pytest.mark.timeout(180)
async def test_ev_03_what_stays_too_long_stands_on_the_board_once_that_could_be_stored(
    a_night: AFailingNight, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_night() as n:
        item = await request(n)
        assert (await n["hovj"].phone.withdraw(item)).status == 201
        await n.soon()
        n.clock.advance(n.now + TERM)
        with monkeypatch.context() as patch:
            patch.setattr("bot.retention.erase", lambda *_given: False)
            with faults.at(SHOWN), pytest.raises(StorageBusy):
                await n.service.eraser.look()
            await n.service.eraser.look()
        assert n.service.eraser.standing.overdue == 1
        with evidence(n.url) as store:
            assert OVERDUE in {alarm.kind for alarm in store.alarms.standing()}
        await n.service.eraser.look()
        assert n.service.eraser.standing.overdue == 0
        with evidence(n.url) as store:
            assert OVERDUE not in {alarm.kind for alarm in store.alarms.standing()}
        await prove(n)
