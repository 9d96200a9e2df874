"""What the kwaliteitsmonitor counts is found on both databases, drills and other months left out, and kept once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.bells import BellAction, Outcome
from domain.counting import Awaited, Stood
from domain.events import ObligationReopened
from domain.folding import event_json
from domain.functies import Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId
from domain.obligations import Ringing
from domain.quality import Case, Cell, Counted, Unit, figures
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import (
    ANNA,
    BRAM,
    LADDER,
    MINUTE,
    NOW,
    PIKET,
    SECOND,
    item_id,
    make_address,
    make_bell,
    make_item,
    make_obligation,
)
from tests.harness.stores import OpenStore

DAY = timedelta(days=1)
START, END, LATEST = NOW - DAY, NOW + DAY, NOW + 2 * DAY
REAL, DRILL = item_id(), item_id(1)
REAL_DOSSIER = make_item().dossier


def begin(uow: SqlUnitOfWork) -> None:
    uow.directory.put_person(ANNA, OrganisationId("om"), NOW)
    uow.directory.put_person(BRAM, OrganisationId("nctv"), NOW)
    uow.items.open(make_item(opened_at=NOW - 2 * DAY))
    uow.items.open(make_item(1, drill=True))


async def test_ev_02_what_was_settled_in_the_month_with_the_employer_of_who_did_it(opened: OpenStore) -> None:
    done = make_obligation(settled_at=NOW + MINUTE, settled_by=BRAM, outcome="ontvangen", next_at=None, rung=1)

    def unit(uow: SqlUnitOfWork) -> None:
        begin(uow)
        uow.obligations.open(done)
        uow.obligations.open(replace(done, what="besluiten", settled_by=None))
        uow.obligations.open(replace(done, item=DRILL))
        uow.obligations.open(replace(done, what="triage", settled_at=END))
        uow.obligations.open(replace(done, what="bezwaar", settled_at=START - SECOND))

    await opened.write(unit)
    found = await opened.read(lambda uow: uow.quality.facts(START, END, LATEST))
    assert [(one.flow, one.what, one.employer) for one in found.ended] == [
        ("spoedaanwijzing", "ontvangen", "nctv"),
        ("spoedaanwijzing", "besluiten", None),
    ]
    first = found.ended[0]
    assert (first.settles_by, first.ladder, first.rung) == ((PIKET,), LADDER, 1)
    assert first.dossier == REAL_DOSSIER
    assert (first.item_opened_at, first.opened_at, first.start) == (NOW - 2 * DAY, NOW, NOW)
    assert (first.due, first.settled_at, first.outcome) == (NOW + MINUTE, NOW + MINUTE, "ontvangen")


async def test_ev_02_what_waited_at_the_end_of_the_month_and_not_what_had_yet_to_begin(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        begin(uow)
        uow.obligations.open(make_obligation())
        uow.obligations.open(make_obligation(item=DRILL))
        uow.obligations.open(make_obligation("besluiten", settled_at=END, next_at=None))
        uow.obligations.open(make_obligation("triage", settled_at=END - SECOND, next_at=None))
        uow.obligations.open(make_obligation("herbeoordeling", start=END))

    await opened.write(unit)
    found = await opened.read(lambda uow: uow.quality.facts(START, END, LATEST))
    assert found.waiting == [
        Awaited("spoedaanwijzing", what, (PIKET,), REAL_DOSSIER) for what in ("ontvangen", "besluiten")
    ]


async def test_ev_02_receipts_that_were_reopened_in_the_month(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        begin(uow)
        uow.obligations.open(make_obligation(settles_by=(Holding(Functie.HOVJ, Scope("arr:zuid")),), settled_at=NOW))
        uow.obligations.open(make_obligation())
        uow.obligations.open(make_obligation("besluiten"))
        event = event_json(ObligationReopened("ontvangen"))
        for item, at in ((REAL, NOW), (REAL, END), (REAL, START - SECOND), (DRILL, NOW)):
            uow.items.record(item, 2, None, at, ObligationReopened.tag, event)
        uow.items.record(REAL, 2, None, NOW, "item.state", '{"state": "ontvangen"}')

    await opened.write(unit)
    found = await opened.read(lambda uow: uow.quality.facts(START, END, LATEST))
    assert found.reopened == [Awaited("spoedaanwijzing", "ontvangen", (PIKET,), REAL_DOSSIER)]


async def test_x_03_gaps_that_stood_in_the_month_and_no_other_alarm(opened: OpenStore) -> None:
    subject = "nctv_piket@nl/backup"

    def unit(uow: SqlUnitOfWork) -> None:
        uow.alarms.raise_("roster.gap", subject, START - DAY)
        uow.alarms.clear("roster.gap", subject, START - SECOND)
        uow.alarms.raise_("roster.gap", subject, START - SECOND)
        uow.alarms.clear("roster.gap", subject, NOW)
        uow.alarms.raise_("holding.unreachable", "lcc@nl", NOW)
        uow.alarms.raise_("holding.unreachable", "rccb@eenheid:noord", END)
        uow.alarms.raise_("flood", "toestel", NOW)

    await opened.write(unit)
    found = await opened.read(lambda uow: uow.quality.facts(START, END, LATEST))
    assert found.stood == [
        Stood("roster.gap", subject, START - SECOND, NOW),
        Stood("holding.unreachable", "lcc@nl", NOW, None),
    ]


async def test_x_08_a_ring_is_one_however_many_channels_it_took_and_none_if_it_never_left(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> tuple[int, int]:
        begin(uow)
        rang = uow.obligations.open(make_obligation(rung=1))
        drilled = uow.obligations.open(make_obligation(item=DRILL, rung=1))
        for one, person, rung in ((rang, ANNA, 0), (rang, BRAM, 1), (drilled, BRAM, 0)):
            uow.obligations.put_ringing([Ringing(one.id, person, rung, 1, NOW, None, -1, -1)])
        return rang.id, drilled.id

    rang, drilled = await opened.write(unit)

    async def rings(person: PersonId, outcome: Outcome, at: datetime = NOW, **changes: Any) -> None:
        bell = make_bell(person, **{"obligation": rang, "not_before": at, **changes})
        await opened.write(lambda uow: uow.outbox.put([bell], at))
        [row] = opened.last.bells
        await opened.write(lambda uow: uow.outbox.settle(row.id, outcome, None, None))

    await rings(ANNA, Outcome.SENT)
    await rings(BRAM, Outcome.SENT, NOW + SECOND)
    await rings(BRAM, Outcome.AMBIGUOUS, address=make_address(BRAM, target="elders", address=2))
    await rings(BRAM, Outcome.AMBIGUOUS, NOW + MINUTE, ring=2)
    await rings(BRAM, Outcome.NOT_SENT, ring=3)
    await rings(BRAM, Outcome.MOOT, ring=4)
    await rings(BRAM, Outcome.SENT, ring=5, action=BellAction.TOLD)
    await rings(BRAM, Outcome.SENT, LATEST, ring=6)
    await rings(BRAM, Outcome.SENT, START - SECOND, ring=7)
    await rings(BRAM, Outcome.SENT, obligation=drilled, drill=True, item=DRILL)
    found = await opened.read(lambda uow: uow.quality.facts(START, END, LATEST))
    assert [(one.person, one.employer, one.at, one.rung) for one in found.rings] == [
        (ANNA, "om", NOW, 0),
        (BRAM, "nctv", NOW, 1),
        (BRAM, "nctv", NOW + MINUTE, 1),
    ]
    assert all(one.ladder == LADDER and one.settles_by == (PIKET,) for one in found.rings)


async def test_ev_02_what_was_published_comes_back_as_it_was(opened: OpenStore) -> None:
    months = [date(2026, month, 1) for month in (8, 9, 10)]
    cell, other = Cell("opdracht.beantwoorden", "kmar"), Cell("rings.night", "nctv", "nctv_piket")
    much = figures(Counted(tuple(Case(n * 40, n % 3, late=n > 9) for n in range(40)), 7, 5), Unit.SECONDS, 5)
    little = figures(Counted(waiting=9), Unit.RINGS, 5)

    def unit(uow: SqlUnitOfWork) -> None:
        assert uow.reports.made("quality") == []
        for month in months:
            assert uow.reports.first("quality", month, NOW)
            uow.quality.put(month, {cell: much, other: little} if month.month > 8 else {})

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.reports.made("quality")) == months
    found = await opened.read(lambda uow: uow.quality.published(months[0], months[1]))
    assert found == [(months[1], cell, much), (months[1], other, little)]
    assert len(await opened.read(lambda uow: uow.quality.published(months[0], months[2]))) == 4
