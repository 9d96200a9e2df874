"""Plays a ladder in simulated time, without a store: who is rung when, straight from the pure engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from config.areas import load_areas
from config.policy import load_policies
from domain import ladders
from domain.events import Rung, RungReached
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId, PersonId
from domain.obligations import Obligation, Ringing
from domain.policy import Ladder, Selector, Slot

NIGHT = datetime(2026, 11, 21, 2, 12, tzinfo=UTC)
AREAS = load_areas()
KEPT = load_policies(AREAS)
"""The policy that is shipped: read once for all the services that the tests of a process start."""
POLICY = replace(
    KEPT,
    webhook_hosts=frozenset({"bel.example"}),
    push_hosts=frozenset({"push.example", ".below.example"}),
)
HOLDER = Holding(Functie.LCC, NATIONAL)


@dataclass
class Crew:
    """People by functie and slot, as a roster would resolve them; some unreachable, some only from later on."""

    slots: Mapping[tuple[str, Slot], Sequence[str]]
    settlers: Mapping[str, str] = field(default_factory=dict)
    unreachable: set[str] = field(default_factory=set)
    held_until: dict[str, datetime] = field(default_factory=dict)
    now: datetime = NIGHT
    changes_at: datetime | None = None

    def named_by(self, selector: Selector) -> Sequence[PersonId]:
        if selector.relation.startswith("settler:"):
            settler = self.settlers.get(selector.relation.removeprefix("settler:"))
            return [PersonId(settler)] if settler else []
        if selector.relation == "opener":
            return [PersonId("opener")]
        name = selector.functie.value if selector.functie is not None else "holder"
        return [PersonId(person) for person in self.slots.get((name, selector.slot), ())]

    def reachable(self, persons: Collection[PersonId]) -> Collection[PersonId]:
        return {person for person in persons if person not in self.unreachable}

    def may_ring_from(self, person: PersonId) -> datetime:
        return max(self.now, self.held_until.get(person, self.now))


def full_crew() -> Crew:
    """Everybody the ladders of the policy name: a primary `x1` and a backup `x2`, and `x3` who only holds."""
    slots: dict[tuple[str, Slot], Sequence[str]] = {}
    for name in [*(functie.value for functie in Functie), "holder"]:
        slots[name, Slot.ON_DUTY] = [f"{name}1"]
        slots[name, Slot.BACKUP] = [f"{name}2"]
        slots[name, Slot.ALL] = [f"{name}1", f"{name}2", f"{name}3"]
    return Crew(slots, settlers={"ontvangen": "nctv_piket1"})


def new_obligation(ladder: Ladder, start: datetime = NIGHT) -> Obligation:
    return Obligation(
        id=1,
        item=ItemId("A" * 22),
        what="ontvangen",
        settles_by=(HOLDER,),
        ladder=ladder,
        policy_version=POLICY.version,
        opened_at=start,
        start=start,
        due=None,
        rung=-1,
        next_at=ladder.rungs[0].moment(start),
        settled_at=None,
        settled_by=None,
        outcome=None,
    )


class Play:
    """One obligation, advanced through time; keeps every event with its moment."""

    def __init__(self, ladder: Ladder, crew: Crew, start: datetime = NIGHT) -> None:
        self.crew, self.obligation = crew, new_obligation(ladder, start)
        self.rows: dict[PersonId, Ringing] = {}
        self.log: list[tuple[timedelta, Rung | RungReached]] = []
        self.start = start

    def advance(self, now: datetime) -> tuple[RungReached | Rung, ...]:
        self.crew.now = now
        found = ladders.advance(self.obligation, list(self.rows.values()), self.crew, now)
        self.obligation = found.obligation
        self.put(found.ringing)
        self.log += [(now - self.start, event) for event in found.events]
        return found.events

    def put(self, rows: Iterable[Ringing]) -> None:
        self.rows |= {row.person: row for row in rows}

    def run(self, until: timedelta) -> Play:
        """Advance at each moment the engine itself asks for, up to and including `until`."""
        end = self.start + until
        while self.obligation.next_at is not None and self.obligation.next_at <= end:
            self.advance(self.obligation.next_at)
        return self

    def settle(self, now: datetime, by: str) -> None:
        self.obligation = replace(
            self.obligation, settled_at=now, settled_by=PersonId(by), outcome="gedaan", next_at=None
        )

    def reached(self) -> dict[float, tuple[int, ...]]:
        """Which rungs were reached, by minutes since the start."""
        found: dict[float, tuple[int, ...]] = {}
        for at, event in self.log:
            if isinstance(event, RungReached):
                found[at / timedelta(minutes=1)] = (*found.get(at / timedelta(minutes=1), ()), event.index)
        return found

    def first_rings(self) -> dict[float, set[str]]:
        """Who was rung for the first time, by minutes since the start."""
        found: dict[float, set[str]] = {}
        for at, event in self.log:
            if isinstance(event, Rung) and event.ring == 1:
                found.setdefault(at / timedelta(minutes=1), set()).add(event.person)
        return found

    def rings_of(self, person: str) -> list[float]:
        """The seconds at which one person was rung."""
        return [at.total_seconds() for at, event in self.log if isinstance(event, Rung) and event.person == person]
