"""RO-02: gaps in the roster are reported once a day, by a regular bell, to who keeps rosters and to who watches."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from domain.audit.leaves import LeafType
from domain.bells import BellAction, Lane, NewBell
from domain.functies import Functie, Holding, Scope
from domain.ids import PersonId
from domain.policy import Slot
from domain.roster import Gap
from domain.terms import AMSTERDAM
from handlers.gap_report import report_gaps
from handlers.gaps import Outlook
from storage.engines import sqlite_engine
from tests.harness.ladders import POLICY
from tests.harness.town import HOVJ, LONG_AGO, PIKET, Town

WATCH = Holding(Functie.ESCALATIEWACHTER, Scope("board"))
NCTV_OFFICER, OM_OFFICER, FOUNDER = (
    Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope(f"org:{name}")) for name in ("nctv", "om", "founders")
)


def morning(day: int = 23, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.fixture
def staffed(town: Town) -> Town:
    """A watcher and the officers of two organisations, each with a chat."""
    for name, holding, organisation in (
        ("wacht", WATCH, "kmar"),
        ("nico", NCTV_OFFICER, "nctv"),
        ("olga", OM_OFFICER, "om"),
    ):
        add(town, name, holding, organisation)
    return town


def add(town: Town, name: str, holding: Holding, organisation: str, *, channels: int = 1) -> PersonId:
    person = town.person(name, holding, channels=channels)
    with town.unit() as uow:
        uow.directory.put_person(person, type(uow.directory.employer(person))(organisation), LONG_AGO)
    return person


def outlook(*holdings: Holding) -> Outlook:
    starts, ends = morning(), morning() + timedelta(days=1)
    return Outlook(tuple(Gap(one, Slot.ON_DUTY, starts, ends) for one in holdings), frozenset(), frozenset(holdings))


def report(town: Town, now: datetime, *holdings: Holding) -> set[str]:
    with town.unit() as uow:
        told: Collection[PersonId] = report_gaps(uow, outlook(*holdings), now, POLICY)
    return set(told)


def test_ro_02_a_gap_is_told_to_the_watchers_and_the_officers_of_who_fills_that_functie(staffed: Town) -> None:
    assert report(staffed, morning(), PIKET) == {"wacht", "nico"}
    assert report(staffed, morning(24), HOVJ) == {"wacht", "olga"}
    assert report(staffed, morning(25), HOVJ, PIKET) == {"wacht", "nico", "olga"}


def test_ro_02_founders_are_told_where_an_organisation_has_no_officer(staffed: Town) -> None:
    add(staffed, "fenna", FOUNDER, "om")
    assert report(staffed, morning(), Holding(Functie.LCC, Scope("nl"))) == {"wacht", "fenna"}


def test_ro_02_the_bell_is_one_regular_bell_that_names_nothing(staffed: Town) -> None:
    report(staffed, morning(), PIKET)
    assert {(row.action, row.lane, row.item, row.obligation, row.drill) for row in staffed.bells} == {
        (BellAction.TOLD, Lane.REGULAR, None, None, False)
    }
    assert sorted(row.person or "" for row in staffed.bells) == ["nico", "wacht"]


def test_ro_02_no_gap_no_bell(staffed: Town) -> None:
    assert report(staffed, morning()) == set()
    assert report(staffed, morning(hour=15), PIKET), "and a gap that comes in the afternoon is told that afternoon"


def test_ro_02_once_a_day_however_often_somebody_looks_or_starts_again(staffed: Town) -> None:
    assert report(staffed, morning(), PIKET)
    for hour in range(9, 24):
        assert report(staffed, morning(hour=hour, minute=5), PIKET, HOVJ) == set()
        staffed.engine.dispose()
        staffed.engine = sqlite_engine(staffed.path, synchronous="OFF")
    assert report(staffed, morning(24), PIKET), "a new day"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (morning(hour=8, minute=59), False),
        (morning(hour=9), True),
        (morning(hour=23, minute=59), True),
        (morning(day=24, hour=0), False),
        (morning(day=26, month=10, hour=8, minute=59), False),  # the morning after the clocks went back
        (morning(day=26, month=10, hour=9), True),
    ],
    ids=str,
)
def test_ro_02_the_report_comes_from_nine_on_by_the_clock_on_the_wall(staffed: Town, now: datetime, told: bool) -> None:
    assert bool(report(staffed, now, PIKET)) is told


def test_ro_02_a_report_that_was_missed_comes_when_the_service_is_back_the_same_day(staffed: Town) -> None:
    assert report(staffed, morning(hour=17), PIKET)
    assert not report(staffed, morning(hour=18), PIKET)


def test_ev_01_every_telling_stands_in_the_log_of_that_persons_employer(staffed: Town) -> None:
    report(staffed, morning(), PIKET)
    leaves = [leaf for leaf in staffed.leaves(LeafType.TOLD) if leaf["why"] == "roster.gaps"]
    assert sorted((leaf["log"], leaf["person"], leaf["reachable"]) for leaf in leaves) == [
        ("kmar", "wacht", "true"),
        ("nctv", "nico", "true"),
    ]


def test_x_04_late_in_the_evening_the_bell_waits_until_the_morning(staffed: Town) -> None:
    report(staffed, morning(hour=22, minute=30), PIKET)
    assert staffed.bells == []
    assert staffed.next_at == morning(24, hour=7)


def regular(town: Town, person: str, now: datetime, not_before: datetime) -> None:
    with town.unit() as uow:
        (address,) = uow.outbox.addresses(PersonId(person))
        plain = NewBell(PersonId(person), address, BellAction.TOLD, Lane.REGULAR, drill=False, not_before=not_before)
        uow.outbox.put([plain], now)


def test_x_08_who_was_just_rung_hears_it_later_and_who_will_be_rung_anyway_hears_one_bell(staffed: Town) -> None:
    regular(staffed, "nico", morning(hour=8, minute=55), morning(hour=8, minute=55))
    regular(staffed, "wacht", morning(hour=8, minute=55), morning(hour=9, minute=10))
    assert report(staffed, morning(), PIKET) == {"wacht", "nico"}
    assert staffed.bells == []
    assert staffed.next_at == morning(hour=9, minute=10)
    with staffed.unit() as uow:
        planned = uow.outbox.bells_since([PersonId("nico"), PersonId("wacht")], Lane.REGULAR, morning(hour=8))
    assert {person: len(moments) for person, moments in planned.items()} == {"nico": 2, "wacht": 1}


def test_x_03_who_cannot_be_reached_stands_on_the_board_and_a_day_nobody_was_told_is_an_alarm(town: Town) -> None:
    add(town, "wacht", WATCH, "kmar", channels=0)
    report(town, morning(), PIKET)
    assert {("person.unreachable", "wacht"), ("roster.unreported", "")} <= town.alarms()
    add(town, "nico", NCTV_OFFICER, "nctv")
    report(town, morning(24), PIKET)
    assert ("roster.unreported", "") not in town.alarms()
