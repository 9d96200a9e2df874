"""A small world on a real SQLite store: people with functies, rosters and addresses, items, and one unit at a time."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from domain.audit.leaves import LeafType
from domain.bells import BellAction, ChannelKind, OutboxRow, Outcome
from domain.events import ObligationOpened
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope
from domain.ids import ActId, Dossier, ItemId, OrganisationId, PersonId
from domain.items import Item
from domain.obligations import Obligation
from domain.policy import Slot
from domain.ports import Duty
from handlers import obligations
from storage.engines import sqlite_engine
from storage.unit_of_work import SqlUnitOfWork, Terms
from tests.harness.ladders import NIGHT, POLICY

ARR = Scope("arr:gelderland")
HOVJ = Holding(Functie.HOVJ, ARR)
PIKET = Holding(Functie.NCTV_PIKET, NATIONAL)
LONG_AGO = NIGHT - timedelta(days=30)


def seeded() -> Callable[[int], bytes]:
    """Bytes that differ each time and are the same in every run."""
    count = itertools.count(1)
    return lambda size: next(count).to_bytes(8, "big").rjust(size, b"\0")[-size:]


@pytest.fixture
def town(tmp_path: Path, sqlite_template: Path) -> Iterator[Town]:
    town = Town(tmp_path, sqlite_template)
    yield town
    town.close()


class Town:
    """`now` is the moment at which every unit runs; `bells` are what the last unit wanted sent at once."""

    def __init__(self, folder: Path, empty: Path) -> None:
        path = folder / "town.sqlite"
        shutil.copy(empty, path)
        self.path = path
        self.begin(sqlite_engine(path, synchronous="OFF"))

    def begin(self, engine: Engine) -> None:
        """Stand on an empty, migrated database of either kind, at the beginning of the night."""
        self.now, self.engine = NIGHT, engine
        self.terms = Terms("town", seeded(), timedelta(seconds=30), timedelta(hours=24))
        self.bells: list[OutboxRow] = []
        self.next_at: datetime | None = None
        self._count = itertools.count(1)
        with self.unit() as uow:
            for organisation in ("om", "nctv", "politie", "kmar", "gemeente"):
                uow.directory.put_organisation(OrganisationId(organisation), organisation, LONG_AGO)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def unit(self) -> Iterator[SqlUnitOfWork]:
        """One transaction, committed at the end of the block."""
        with self.engine.begin() as connection:
            uow = SqlUnitOfWork(connection, self.terms)
            yield uow
            uow.flush()
        self.bells, self.next_at = uow.effects.bells, uow.effects.next_at

    def person(self, name: str, holding: Holding, *, slot: Slot | None = None, channels: int = 1) -> PersonId:
        """Somebody who holds a functie, perhaps on duty for the coming day, with that many channels."""
        person = PersonId(name)
        with self.unit() as uow:
            organisation = OrganisationId(min(RULES[holding.functie].organisations))
            uow.directory.put_person(person, organisation, LONG_AGO)
            uow.directory.put_membership(person, holding, LONG_AGO)
            for number in range(channels):
                kind = (ChannelKind.TELEGRAM, ChannelKind.WEBHOOK)[number]
                uow.outbox.put_address(person, kind, f"{name}-{number}", LONG_AGO)
        if slot is not None:
            self.duty(person, holding, slot)
        return person

    def duty(self, person: PersonId, holding: Holding, slot: Slot, *, hours: tuple[int, int] = (-1, 24)) -> int:
        starts, ends = NIGHT + timedelta(hours=hours[0]), NIGHT + timedelta(hours=hours[1])
        with self.unit() as uow:
            return uow.roster.put(Duty(0, holding, person, slot, starts, ends, False), self.act())

    def act(self) -> ActId:
        return ActId(f"019aa000-0000-7000-8000-{next(self._count):012d}")

    def item(
        self,
        by: PersonId,
        *,
        drill: bool = False,
        excluded: frozenset[PersonId] = frozenset(),
        dossier: str = "d" * 22,
    ) -> Item[Any]:
        item: Item[Any] = Item(
            id=ItemId(f"{next(self._count):022d}"),
            flow="spoedaanwijzing",
            state="ingediend",
            version=1,
            dossier=Dossier(dossier),
            area=ARR,
            opened_at=self.now,
            opened_by=by,
            opened_as=HOVJ,
            policy_version=POLICY.version,
            drill=drill,
            parent=None,
            recipient="age1pq1x",
            excluded=excluded,
            gezag=None,
            closed_at=None,
            data={},
        )
        with self.unit() as uow:
            uow.items.open(item)
        return item

    def open(
        self,
        item: Item[Any],
        ladder: str,
        *,
        what: str = "ontvangen",
        holder: Holding = PIKET,
        start: datetime | None = None,
        merged: bool = False,
    ) -> Obligation:
        event = ObligationOpened(what=what, settles_by=(holder,), ladder=ladder, start=start or self.now)
        with self.unit() as uow:
            return obligations.open_obligation(uow, item, event, self.now, POLICY, merged=merged)

    def run(self, until: timedelta) -> list[tuple[float, OutboxRow]]:
        """Advance whatever is due at each due moment, up to `until` after the night began; all bells by second."""
        end = NIGHT + until
        sent: list[tuple[float, OutboxRow]] = []
        while True:
            with self.unit() as uow:
                head = uow.obligations.upcoming(1)
            if not head or head[0][1] > end:
                self.now = end
                return sent
            self.now = max(self.now, head[0][1])
            with self.unit() as uow:
                for obligation in uow.obligations.claim_due(self.now, 100):
                    obligations.advance(uow, obligation, self.now)
            sent += [((self.now - NIGHT).total_seconds(), row) for row in self.bells]
            self.deliver()

    def deliver(self) -> None:
        """Let every bell of the last unit arrive."""
        rows = self.bells
        with self.unit() as uow:
            for row in rows:
                uow.outbox.settle(row.id, Outcome.SENT, f"message-{row.id}", None)

    def rung(self) -> set[str | None]:
        """Who gets a ring out of the last unit."""
        return {row.person for row in self.bells if row.action is BellAction.RING}

    def leaves(self, kind: LeafType) -> list[dict[str, str]]:
        """What every leaf of a kind committed to, oldest first, with `log` the log it stands in."""
        found = []
        with self.unit() as uow:
            for log in uow.logs.waiting():
                for _, data in uow.logs.unsequenced(log, 10_000):
                    leaf = json.loads(data)
                    if leaf["type"] == kind.value:
                        opened = {field: value for field, _, value in uow.logs.openings(log, leaf["event"])}
                        found.append({"log": log, **opened})
        return found

    def alarms(self) -> set[tuple[str, str]]:
        with self.unit() as uow:
            return {(alarm.kind, alarm.subject) for alarm in uow.alarms.standing()}

    def participants(self, item: Item[Any]) -> set[Holding]:
        with self.unit() as uow:
            return set(uow.items.participants(item.id))
