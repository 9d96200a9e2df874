"""Once a day is once a day: over restarts, and when several instances look at the same moment."""

import asyncio
from datetime import date, timedelta

from domain.functies import Functie, Holding, Scope
from domain.policy import Slot
from domain.ports import Duty
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, BRAM, HOVJ, LCC, NOW, PIKET, act_id
from tests.harness.stores import OpenStore

TODAY = date(2026, 11, 21)
ELSEWHERE = Holding(Functie.HOVJ, Scope("arr:zuid"))
DAY = timedelta(days=1)


async def test_ro_02_a_report_is_first_once_for_each_day(opened: OpenStore) -> None:
    async def first(report: str, day: date) -> bool:
        return await opened.write(lambda uow: uow.reports.first(report, day, NOW))

    assert [await first("roster.gaps", TODAY) for _ in range(3)] == [True, False, False]
    assert await first("roster.gaps", TODAY + DAY)
    assert await first("another", TODAY)


async def test_ro_02_of_instances_that_look_at_once_one_reports(opened_postgres: OpenStore) -> None:
    others = [OpenStore(opened_postgres.url, owner=f"nr{number}") for number in range(3)]
    instances = [opened_postgres, *others]
    found = await asyncio.gather(
        *(one.write(lambda uow: uow.reports.first("roster.gaps", TODAY, NOW)) for one in instances)
    )
    for one in others:
        await one.close()
    assert sorted(found) == [False, False, False, True]


async def test_holders_and_duties_of_functies_come_in_one_answer_for_all_areas(opened: OpenStore) -> None:
    duty = Duty(0, PIKET, BRAM, Slot.ON_DUTY, NOW - DAY, NOW + DAY, False)
    over = Duty(0, PIKET, BRAM, Slot.ON_DUTY, NOW - 2 * DAY, NOW, False)
    later = Duty(0, HOVJ, ANNA, Slot.BACKUP, NOW + DAY, NOW + 2 * DAY, True)

    def unit(uow: SqlUnitOfWork) -> list[int]:

        for person, holding in ((ANNA, HOVJ), (ANNA, ELSEWHERE), (BRAM, PIKET), (ANNA, PIKET), (BRAM, LCC)):
            uow.directory.put_membership(person, holding, NOW - DAY)
        uow.directory.end_membership(ANNA, ELSEWHERE, NOW)
        return [uow.roster.put(one, act_id(number)) for number, one in enumerate((duty, over, later))]

    numbers = await opened.write(unit)
    functies = (Functie.HOVJ, Functie.NCTV_PIKET)
    assert await opened.read(lambda uow: uow.directory.holders_of(functies, NOW)) == {
        HOVJ: [ANNA],
        PIKET: sorted([ANNA, BRAM]),
    }
    assert await opened.read(lambda uow: uow.directory.holders_of((), NOW)) == {}
    found = await opened.read(lambda uow: uow.roster.of_functies(functies, NOW, NOW + DAY + DAY / 2))
    assert {holding: [one.id for one in duties] for holding, duties in found.items()} == {
        PIKET: [numbers[0]],
        HOVJ: [numbers[2]],
    }
    await opened.write(lambda uow: uow.roster.cancel(numbers[0], NOW))
    assert PIKET not in await opened.read(lambda uow: uow.roster.of_functies(functies, NOW, NOW + DAY))
