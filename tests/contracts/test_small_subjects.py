"""Duties, alarms, leases, the heartbeat and named values: small tables with one promise each."""

from dataclasses import replace
from datetime import datetime

from domain.ids import PersonId
from domain.policy import Slot
from domain.ports import Duty, Heartbeat
from domain.readings import Alarm
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, BRAM, HOVJ, MINUTE, NOW, PIKET, SECOND, act_id
from tests.harness.stores import OpenStore


def duty(person: PersonId = ANNA, *, start: int = 0, end: int = 10, override: bool = False) -> Duty:
    return Duty(0, PIKET, person, Slot.ON_DUTY, NOW + start * MINUTE, NOW + end * MINUTE, override)


async def test_a_duty_covers_its_start_and_not_its_end(opened: OpenStore) -> None:
    made = await opened.write(lambda uow: uow.roster.put(duty(), act_id()))
    stored = replace(duty(), id=made)
    assert await opened.read(lambda uow: uow.roster.load(made)) == stored
    assert await opened.read(lambda uow: uow.roster.load(made + 1)) is None

    async def at(moment: datetime) -> list[Duty]:
        return list(await opened.read(lambda uow: uow.roster.duties(PIKET, moment)))

    moments = [NOW - SECOND, NOW, NOW + 10 * MINUTE - SECOND, NOW + 10 * MINUTE]
    assert [await at(moment) for moment in moments] == [[], [stored], [stored], []]
    assert await opened.read(lambda uow: uow.roster.duties(HOVJ, NOW)) == []


async def test_overrides_stand_beside_and_cancelled_duties_are_gone(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> list[int]:
        rows = [duty(start=5), duty(BRAM, override=True), duty(start=20, end=30)]
        return [uow.roster.put(row, act_id()) for row in rows]

    first, override, last = await opened.write(unit)

    async def between(start: int, end: int) -> list[int]:
        found = await opened.read(lambda uow: uow.roster.between(PIKET, NOW + start * MINUTE, NOW + end * MINUTE))
        return [one.id for one in found]

    assert [await between(0, 60), await between(10, 20), await between(10, 21)] == [
        [override, first, last],
        [],
        [last],
    ]
    await opened.write(lambda uow: uow.roster.cancel(override, NOW))
    assert await between(0, 60) == [first, last]


async def test_an_alarm_stands_once_until_it_is_cleared(opened: OpenStore) -> None:
    assert await opened.write(lambda uow: uow.alarms.raise_("rung.empty", "x", NOW))
    assert not await opened.write(lambda uow: uow.alarms.raise_("rung.empty", "x", NOW + MINUTE))
    assert await opened.write(lambda uow: uow.alarms.raise_("rung.empty", "y", NOW + MINUTE))
    assert await opened.read(lambda uow: uow.alarms.standing()) == [
        Alarm("rung.empty", "x", NOW),
        Alarm("rung.empty", "y", NOW + MINUTE),
    ]
    await opened.write(lambda uow: uow.alarms.clear("rung.empty", "x", NOW))
    await opened.write(lambda uow: uow.alarms.clear("rung.empty", "unknown", NOW))
    assert await opened.read(lambda uow: uow.alarms.standing()) == [Alarm("rung.empty", "y", NOW + MINUTE)]
    assert await opened.write(lambda uow: uow.alarms.raise_("rung.empty", "x", NOW))


async def test_the_heartbeat_is_one_row(opened: OpenStore) -> None:
    assert await opened.read(lambda uow: uow.heartbeats.last()) is None
    first, second = (Heartbeat(f"boot{n}", 2**62 + n, NOW, NOW + n * SECOND) for n in range(2))
    await opened.write(lambda uow: uow.heartbeats.put(first))
    assert await opened.read(lambda uow: uow.heartbeats.last()) == first
    await opened.write(lambda uow: uow.heartbeats.put(second))
    assert await opened.read(lambda uow: uow.heartbeats.last()) == second


async def test_a_named_value_is_replaced(opened: OpenStore) -> None:
    assert await opened.read(lambda uow: uow.meta.get("x")) is None
    await opened.write(lambda uow: uow.meta.put("x", "1"))
    await opened.write(lambda uow: uow.meta.put("x", "2"))
    assert await opened.read(lambda uow: uow.meta.get("x")) == "2"
    assert await opened.read(lambda uow: uow.meta.get("needs")) == "1"


async def test_a_lease_is_renewed_by_its_holder_under_the_same_number(opened: OpenStore) -> None:
    assert await opened.write(lambda uow: uow.leases.take("reader", NOW, NOW + MINUTE)) == 1
    assert await opened.write(lambda uow: uow.leases.take("reader", NOW + SECOND, NOW + 2 * MINUTE)) == 1
    assert await opened.write(lambda uow: uow.leases.take("anders", NOW, NOW + MINUTE)) == 1
