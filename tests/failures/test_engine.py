"""Engine, bells and logs: a write that fails is done again, so that nobody stays silent and nothing unproven."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest

from domain.audit.leaves import LeafType
from domain.obligations import Obligation
from domain.ports import UnitOfWork
from handlers import obligations
from tests.failures.conftest import AFailingNight
from tests.failures.faults import Faults
from tests.failures.nights import leaves, pass_time, prove, request, within
from tests.harness.night import Night

ONE_BY_ONE = tuple(f"bot.clockwork:Clockwork._one_by_one#{number}" for number in (1, 2, 3))
SITES = frozenset(
    {
        "bot.clockwork:Clockwork._catch_up",
        *ONE_BY_ONE,
        "bot.outgoing:dispatcher.record",
        "bot.sequencer:Sequencer._step",
        "bot.sequencer:Sequencer._record",
        "bot.sequencer:Sequencer._now_stuck",
        "bot.sequencer:Sequencer._no_longer_stuck",
    }
)
"""The writes whose failures are proven in this file."""


async def test_a_ladder_that_could_not_be_advanced_rings_on(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        await request(n)
        with faults.at("bot.clockwork:Clockwork._catch_up"):
            await pass_time(n, 30)
        await pass_time(n, 31)
        assert len(n["piket1"].bells()) >= 1
        await pass_time(n, 30)
        assert len(n["piket1"].bells()) >= 1
        await prove(n)


async def test_a_ring_that_could_not_be_written_is_rung_once_at_the_next_sweep(
    a_night: AFailingNight, faults: Faults
) -> None:
    async with a_night() as n:
        await request(n)
        rung = n.rings(n["piket1"].chat)[-1]
        await n.forward(seconds=rung + 29.5 - (n.now - n.began).total_seconds())
        n.expect_bells()
        with faults.at("bot.clockwork:Clockwork._catch_up"):
            await n.forward(seconds=1)
        by_itself = len(n["piket1"].bells())  # the service sweeps at each second of real time too, whenever that is
        await pass_time(n, 2)
        assert by_itself + len(n["piket1"].bells()) == 1
        await pass_time(n, 26)
        n["piket1"].expect_bell(0)
        await pass_time(n, 35)  # the lease of the bell runs out, and it is not rung for that
        assert all(later - earlier > 2 for earlier, later in pairwise(n["piket1"].bells()))
        n["hovj"].bells()
        await prove(n)


@pytest.mark.parametrize("site", ONE_BY_ONE)
async def test_one_obligation_that_cannot_be_advanced_stops_no_other(
    a_night: AFailingNight, faults: Faults, monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    async with a_night() as n:
        await request(n)
        advance = obligations.advance

        def stuck_on_one(uow: UnitOfWork, obligation: Obligation, now: datetime) -> None:
            if obligation.what == "gesproken":
                raise LookupError("a rule that cannot go on")
            advance(uow, obligation, now)

        monkeypatch.setattr(obligations, "advance", stuck_on_one)
        with faults.at(site):
            await n.forward(seconds=299)  # both are due then: the call of SA-00, and the ring that goes on
            n["piket1"].bells()
            await pass_time(n, 5)
        await pass_time(n, 31)
        assert n["piket1"].bells()
        assert "obligation.stuck" in await standing(n)
        await prove(n)


async def test_what_became_of_a_bell_is_recorded_once(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        with faults.at("bot.outgoing:dispatcher.record"):
            await request(n)
            await n.soon()
        await pass_time(n, 2)
        delivered = leaves(n, LeafType.DELIVERY, "handle")
        assert len(delivered) == 2
        assert set(delivered.values()) == {1}
        n.expect_bells()
        await prove(n)


async def test_leaves_get_their_place(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        with faults.at("bot.sequencer:Sequencer._step"):
            await request(n)
        await within(n, 2, lambda: n.service.sequencer.oldest() == 0.0)
        await prove(n)


async def test_the_root_log_takes_checkpoints(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        before = sum(leaves(n, LeafType.CHECKPOINT, "size").values())
        with faults.at("bot.sequencer:Sequencer._record"):
            await request(n)
            await n.forward(seconds=61)
        await n.forward(seconds=2)
        assert sum(leaves(n, LeafType.CHECKPOINT, "size").values()) > before
        await prove(n)


async def test_a_log_without_its_key_stands_on_the_board_until_it_has_it(
    a_night: AFailingNight, faults: Faults
) -> None:
    async with a_night() as n:
        keys = dict(n.service.sequencer._keys)
        n.service.sequencer._keys = {name: key for name, key in keys.items() if name != "om"}
        with faults.at("bot.sequencer:Sequencer._now_stuck"):
            await request(n)
        await pass_time(n, 2)
        assert await stuck(n) == ["om"]
        n.service.sequencer._keys = keys
        with faults.at("bot.sequencer:Sequencer._no_longer_stuck"):
            await pass_time(n, 2)
        await pass_time(n, 2)
        assert await stuck(n) == []
        await prove(n)


async def stuck(n: Night) -> list[str]:
    return [subject for kind, subject in (await alarms(n)) if kind == "log.stuck"]


async def standing(n: Night) -> set[str]:
    return {kind for kind, _ in await alarms(n)}


async def alarms(n: Night) -> list[tuple[str, str]]:
    found = await n.service.store.read(lambda uow: uow.alarms.standing())
    return [(alarm.kind, alarm.subject) for alarm in found]
