"""P-06: of two acts in one second over who has the authority, both databases let one go first and tell the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, Final

import pytest_asyncio

from domain.functies import Functie
from domain.ids import ItemId
from domain.items import Gezag
from domain.ports import Answer, VerifiedAct
from handlers import pipeline
from handlers.effects import authority
from handlers.gezag import timelines
from storage.engines import parse_url, postgres_engine, sqlite_engine
from storage.unit_of_work import SqlUnitOfWork
from tests.handlers.test_herbeoordeling import opening, planned
from tests.handlers.test_triage import YES, intake
from tests.harness.desk import BEHANDELAAR, Desk, blob
from tests.harness.ladders import POLICY
from tests.harness.stores import OpenStore
from tests.harness.town import HOVJ, Town

MOMENT: Final = timedelta(milliseconds=400)
CONTENT: Final[dict[str, Any]] = {"content": blob("x"), "linked": None}


class Shared(Town):
    """The town on a database of either kind, beside which the service is open: on PostgreSQL two instances of it."""

    def __init__(self, url: str) -> None:
        parsed = parse_url(url)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        self.begin(sqlite_engine(Path(str(parsed.database))) if self.sqlite else postgres_engine(parsed, size=2))
        een = OpenStore(url, "een")
        self.instances = een, een if self.sqlite else OpenStore(url, "twee")


class Rivals:
    """Two who act at once: on PostgreSQL at an instance each, and each transaction begins before the other ends."""

    def __init__(self, town: Shared) -> None:
        self.town, self.desk = town, Desk(town)
        self.desk.staff()

    async def at_once(self, one: VerifiedAct, other: VerifiedAct) -> list[Answer]:
        """Carry both out in the same second; returns their answers in this order."""
        meet = Barrier(1 if self.town.sqlite else 2, timeout=20)
        first = {one.payload.id, other.payload.id}

        async def at(store: OpenStore, act: VerifiedAct, after: timedelta) -> Answer:
            def unit(uow: SqlUnitOfWork) -> Answer:
                uow.items.load(ItemId("nobody"))  # from here on it sees what is true now
                if act.payload.id in first:
                    first.remove(act.payload.id)
                    meet.wait()
                return pipeline.perform(uow, act, self.town.now + after, POLICY)

            return await store.write(unit)

        een, twee = self.town.instances
        return list(await asyncio.gather(at(een, one, timedelta()), at(twee, other, MOMENT)))

    def gezag(self, *items: str) -> set[Gezag | None]:
        return {self.desk.item(item).gezag for item in items}

    def passed(self, item: str) -> list[Gezag]:
        """How the authority over its dossier passed."""
        found = self.desk.item(item)
        with self.town.unit() as uow:
            timeline = timelines(uow, (found.dossier,)).get((found.dossier, False))
        return [] if timeline is None else list(timeline.passed)

    def designated(self, item: str) -> Gezag | None:
        found = self.desk.item(item)
        with self.town.unit() as uow:
            return authority(uow, found.dossier, drill=False)

    def request(self) -> str:
        """A request that was received and waits to be decided."""
        item = self.desk.submit()
        self.desk.do("piket", "spoedaanwijzing.receive", item)
        return item

    def decide(self, name: str, item: str) -> VerifiedAct:
        return self.desk.sign(name, "spoedaanwijzing.decide", item, **self.desk.decision())

    def ending(self) -> str:
        """A designation whose end waits to be received."""
        item, _ = self.desk.decided()
        self.desk.do("piket", "spoedaanwijzing.end", item, to="hovj", **CONTENT)
        return item


@pytest_asyncio.fixture
async def rivals(database_url: str) -> AsyncIterator[Rivals]:
    town = Shared(database_url)
    yield Rivals(town)
    town.close()
    for store in set(town.instances):
        await store.close()


def one_won(answers: list[Answer]) -> int:
    """Which of the two: the other is told that the item has moved on, and that refusal is on record."""
    assert sorted((one.status, one.code or "") for one in answers) == [(201, ""), (409, "item.stale")]
    return [one.status for one in answers].index(201)


async def test_p_06_of_two_designations_of_one_dossier_by_different_flows_one_wins_and_the_other_is_told(
    rivals: Rivals,
) -> None:
    desk, admitted = rivals.desk, rivals.desk.new_id()
    assert desk.do("hovj", "triage.submit", admitted, **intake()).status == 201
    request, waiting = rivals.request(), desk.submit()
    judge = desk.sign("teamleider", "triage.judge", admitted, **YES)
    won = one_won(await rivals.at_once(rivals.decide("piket", request), judge))
    states = (desk.item(request).state, desk.item(admitted).state)
    assert states == (("aangewezen", "te_beoordelen"), ("ontvangen", "opgenomen"))[won]
    [gezag] = rivals.gezag(request, admitted, waiting)
    assert gezag is not None
    assert gezag.holding.functie is Functie.NCTV
    assert rivals.passed(waiting) == [gezag], "it passed once"
    assert rivals.designated(waiting) == gezag
    desk.town.now += timedelta(minutes=3)
    again = (
        desk.do("teamleider", "triage.judge", admitted, **YES)
        if won == 0
        else desk.do("piket", "spoedaanwijzing.decide", request, **desk.decision())
    )
    assert again.status == 201, "who lost reads again and decides again"
    assert rivals.gezag(request, admitted, waiting) == {gezag}, "it is the NCTV's since the first of the two"
    assert rivals.passed(waiting) == [gezag]


async def test_p_06_of_two_requests_designated_at_once_one_wins_and_the_other_goes_on_under_the_same_authority(
    rivals: Rivals,
) -> None:
    items = [rivals.request(), rivals.request()]
    won = one_won(await rivals.at_once(rivals.decide("piket", items[0]), rivals.decide("tweede", items[1])))
    [gezag] = rivals.gezag(*items)
    rivals.town.now += timedelta(minutes=3)
    rivals.desk.do("piket", "spoedaanwijzing.decide", items[1 - won], **rivals.desk.decision())
    assert rivals.gezag(*items) == {gezag}
    assert rivals.passed(items[0]) == [gezag]


async def test_p_06_sa_11_two_ends_received_at_once_pass_the_authority_back_once(rivals: Rivals) -> None:
    one, other, waiting = rivals.ending(), rivals.ending(), rivals.desk.submit()
    rivals.desk.add("collega", HOVJ)
    ends = [
        rivals.desk.sign(name, "spoedaanwijzing.end_received", item, holding=HOVJ)
        for name, item in (("hovj", one), ("collega", other))
    ]
    answers = await rivals.at_once(ends[0], ends[1])
    assert [answer.status for answer in answers] == [201, 201]
    assert [gezag.holding for gezag in rivals.passed(waiting)][-1] == HOVJ
    assert [gezag.holding for gezag in rivals.passed(waiting)].count(HOVJ) == 1
    assert rivals.designated(waiting) is None
    [gezag] = rivals.gezag(waiting)
    assert gezag is not None
    assert gezag.holding == HOVJ


async def test_p_06_sa_11_an_end_and_a_new_designation_at_once_leave_one_authority(rivals: Rivals) -> None:
    """Either the end came first, and who decides is told so; or the designation did, and nothing passes back."""
    ending, request = rivals.ending(), rivals.request()
    received = rivals.desk.sign("hovj", "spoedaanwijzing.end_received", ending)
    end, decided = await rivals.at_once(received, rivals.decide("piket", request))
    assert end.status == 201
    assert (decided.status, decided.code) in [(201, None), (409, "item.stale")]
    [gezag] = rivals.gezag(request)
    assert gezag is not None
    assert (gezag.holding.functie is Functie.NCTV) == (decided.status == 201)
    assert rivals.passed(request)[-1] == gezag
    assert rivals.designated(request) == (gezag if decided.status == 201 else None)


async def test_hb_02_p_06_the_hovj_reviews_while_the_nctv_designates_one_of_the_two_goes_first(rivals: Rivals) -> None:
    desk, request = rivals.desk, rivals.request()
    item = planned(desk, "hovj")
    review = desk.sign("hovj", "herbeoordeling.review", item, outcome="voortzetten", content=blob("herbeoordeling"))
    designated, reviewed = await rivals.at_once(rivals.decide("piket", request), review)
    assert designated.status == 201
    assert (reviewed.status, reviewed.code) in [(201, None), (403, "gezag.other"), (409, "item.stale")]
    assert desk.data(item).reviews == (reviewed.status == 201)
    waits = desk.open(item)
    assert set(waits) == {"herbeoordelen"}
    assert waits["herbeoordelen"].settles_by[0] == BEHANDELAAR, "either way it is the NCTV's from now on"


async def test_hb_02_two_reviews_of_one_version_at_once_cannot_both_win(rivals: Rivals) -> None:
    desk = rivals.desk
    item = planned(desk, "hovj")
    desk.add("collega", HOVJ)
    signed = [
        desk.sign(name, "herbeoordeling.review", item, holding=HOVJ, outcome=outcome, content=blob(name))
        for name, outcome in (("hovj", "voortzetten"), ("collega", "beeindigen"))
    ]
    answers = await rivals.at_once(signed[0], signed[1])
    assert sorted((one.status, one.code or "") for one in answers) == [(201, ""), (409, "item.stale")]
    assert desk.data(item).reviews == 1
    assert len(set(desk.open(item)) & {"herbeoordelen", "einde_vastleggen"}) == 1


async def test_p_06_of_two_who_plan_the_same_reviews_at_once_one_is_told_that_they_are_there(rivals: Rivals) -> None:
    desk = rivals.desk
    desk.add("collega", HOVJ)
    signed = [
        desk.sign(name, "herbeoordeling.plan", desk.new_id(), holding=HOVJ, **opening()) for name in ("hovj", "collega")
    ]
    answers = await rivals.at_once(signed[0], signed[1])
    assert sorted((one.status, one.code or "") for one in answers) == [(201, ""), (409, "herbeoordeling.exists")]
