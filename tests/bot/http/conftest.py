"""A door on a real store with a small directory behind it, and a client that speaks HTTP to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from bot.http.app import create_app
from bot.http.door import Door
from config.policy import load_policies
from config.settings import Limits, Settings
from domain.areas import Areas
from domain.errors import NotFound, OutOfStep, StorageBusy
from domain.flows import spoedaanwijzing
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, DeviceId, Dossier, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.items import Gezag, Item
from domain.policy import Policy
from domain.ports import Answer, UnitOfWork, VerifiedAct, Wrap
from handlers.reading import DoorUnit
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.http.phones import RECIPIENT, Client, Phone, sha
from tests.harness.stores import OpenStore, database_url, opened, opened_sqlite, sqlite_template, sqlite_url

__all__ = ["database_url", "opened", "opened_sqlite", "sqlite_template", "sqlite_url"]

T = TypeVar("T")
KEEPS_THE_PORT: type[DoorUnit] = SqlUnitOfWork
"""Checked by the type checker: storage gives what the doors ask."""
START = datetime(2026, 3, 1, 3, 12, tzinfo=UTC)
HOVJ = Holding(Functie.HOVJ, Scope("arr:noord"))
PIKET = Holding(Functie.NCTV_PIKET, Scope("nl"))
LCC = Holding(Functie.LCC, Scope("nl"))
BEHEER = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:om"))
WATCH = Holding(Functie.ESCALATIEWACHTER, Scope("board"))
REQUEST = spoedaanwijzing.write(
    Spoedaanwijzing("directe_noodzaak", HOVJ, None, Holding(Functie.RCCB, Scope("eenheid:noord")), True, None)
)
"""What the server keeps of a request beside the item itself."""
ITEM = ItemId("item-aaaaaaaaaaaaaaaaa")
APP = "https://app.piket.example"
POLICY = load_policies(Areas({Scope("arr:noord"): Scope("eenheid:noord")}))


class ByHand:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


@dataclass
class Faulty:
    """The store, whose next writes can be made to fail: `lost` stores nothing, `unsure` stores and says it failed."""

    opened: OpenStore
    faults: list[str] = field(default_factory=list)
    writes: list[bool] = field(default_factory=list)

    urgent_waits = False

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T:
        self.writes.append(urgent)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            raise StorageBusy("store.busy", "The store could not say whether it stored; send the same bytes again.")
        answer = await self.opened.write(unit, urgent=urgent)
        if fault == "unsure":
            raise StorageBusy("store.busy", "The store could not say whether it stored; send the same bytes again.")
        return answer

    async def read(self, unit: Callable[[Any], T], *, brief: bool = False) -> T:
        return await self.opened.read(unit, brief=brief)


def record(uow: UnitOfWork, act: VerifiedAct, now: datetime, _policy: Policy) -> Answer:
    """The least that carries out an act: the same bytes get the first answer, a fixed word makes a rule refuse."""
    found = uow.acts.find(ActId(act.payload.id))
    if found is not None and found[0] == act.signed.sha256:
        return found[1]
    if found is not None:
        raise OutOfStep("act.reused", "Another act has this id; nothing was stored.", field="id")
    if act.payload.item == "x" * 22:
        raise NotFound("item.unknown", "There is no such item for this person.", field="item")
    refused = act.payload.params.get("what") == "refuse_me"
    answer = Answer(
        act=ActId(act.payload.id),
        status=403 if refused else 201,
        item=None if act.payload.item is None else ItemId(act.payload.item),
        version=1,
        state="ingediend",
        code="functie.not_allowed" if refused else None,
        field="functie" if refused else None,
        flags=(),
    )
    device = uow.directory.device(act.signed.proofs[0].device)
    assert device is not None
    uow.acts.add(act, device.person, answer, now)
    return answer


class World:
    """The door, its clock and store, and the phones of the people in its directory."""

    def __init__(self, opened: OpenStore, clock: ByHand, store: Faulty, client: Client, door: Door) -> None:
        self.opened, self.clock, self.store, self.client, self.door = opened, clock, store, client, door
        self.phones: dict[str, Phone] = {}

    async def add(self, person: str, organisation: str, *holdings: Holding) -> Phone:
        """Put a person with one device in the directory."""
        phone = Phone(person, organisation, holdings, self.client)
        now = self.clock.now()

        def unit(uow: SqlUnitOfWork) -> None:
            uow.directory.put_organisation(OrganisationId(organisation), organisation, now)
            uow.directory.put_person(phone.person, phone.organisation, now)
            for holding in holdings:
                uow.directory.put_membership(phone.person, holding, now)
            uow.directory.put_device(phone.row(), now)

        await self.opened.write(unit)
        self.phones[person] = phone
        return phone

    async def put_item(self, item: ItemId = ITEM, **changes: Any) -> Item[Mapping[str, object]]:
        """Put an item with the HOvJ and nctv_piket as participants, a wrap for each, one content."""
        now = self.clock.now()
        values: dict[str, Any] = {
            "id": item, "flow": "spoedaanwijzing", "state": "ingediend", "version": 1, "dossier": Dossier("d" * 22),
            "area": Scope("arr:noord"), "opened_at": now, "opened_by": PersonId("anna"), "opened_as": HOVJ,
            "policy_version": self.door.policy.version, "drill": False, "parent": None, "recipient": RECIPIENT,
            "excluded": frozenset(), "gezag": Gezag(HOVJ, now, ("persoon",)), "closed_at": None, "data": REQUEST,
        }  # fmt: skip
        made: Item[Mapping[str, object]] = Item(**{**values, **changes})

        def unit(uow: SqlUnitOfWork) -> None:
            uow.items.open(made)
            for holding in (HOVJ, PIKET):
                uow.items.add_participant(made.id, holding, now, "opened")
            uow.items.record(made.id, 1, None, now, "item.state", json.dumps({"state": made.state}))
            blobs = {
                Sha256Hex(sha(data)): data for data in (self.wrap(HOVJ), self.wrap(PIKET), self.wrap(LCC), CONTENT)
            }
            self.small(uow, blobs, now)
            for holding in (HOVJ, PIKET, LCC):
                uow.items.add_wraps(made.id, [Wrap(holding, 1, None, Sha256Hex(sha(self.wrap(holding))))])
            uow.items.add_content(made.id, Sha256Hex(sha(CONTENT)), "request", ActId("a"), now)
            uow.directory.put_number(PIKET, "+31 70 000 0001")

        await self.opened.write(unit)
        return made

    @staticmethod
    def wrap(holding: Holding) -> bytes:
        """The sealed key for a holding, as this world has it."""
        return f"sealed for {holding}".encode()

    @staticmethod
    def small(uow: SqlUnitOfWork, blobs: Mapping[Sha256Hex, bytes], now: datetime) -> None:
        """Store small blobs, as if an act had brought them."""
        for blob, data in blobs.items():
            uow.blobs.put_chunk(blob, 0, data, DeviceId("seed"), now, quota=1 << 30)
            uow.blobs.complete(blob, DeviceId("seed"), len(data), now)

    async def leaves(self, kind: str) -> list[dict[str, Any]]:
        """Every leaf of this kind, in any log."""

        def unit(uow: SqlUnitOfWork) -> list[dict[str, Any]]:
            found = []
            for log in uow.logs.waiting():
                found += [json.loads(data) for _, data in uow.logs.unsequenced(log, 1000)]
            return found

        return [leaf for leaf in await self.opened.read(unit) if leaf["type"] == kind]

    def stored_acts(self) -> int:
        """How many acts are stored, whatever their answer; read beside the service, as any process may."""
        with closing(sqlite3.connect(self.opened.url.removeprefix("sqlite:///"))) as connection:
            found: int = connection.execute("SELECT count(*) FROM acts").fetchone()[0]
        return found

    def later(self, **span: float) -> None:
        self.clock.moment += timedelta(**span)


CONTENT = b"sealed content"


def limits(**changes: Any) -> Limits:
    """Limits that do not stand in the way of a test about something else."""
    return Limits(**{"address_burst": 5000, "device_burst": 5000, **changes})


Make = Callable[..., Awaitable[World]]


@asynccontextmanager
async def worlds(opened: OpenStore) -> AsyncIterator[Make]:
    """Make worlds on one store, each with limits of its own, and close them."""
    clients: list[Client] = []

    async def make(**changes: Any) -> World:
        clock, store = ByHand(), Faulty(opened)
        settings = Settings(app_origin=APP, limits=limits(**changes))
        door = Door(store=store, clock=clock, settings=settings, policy=POLICY, perform=record)
        client: Client = TestClient(TestServer(create_app(door)))
        await client.start_server()
        clients.append(client)
        return World(opened, clock, store, client, door)

    yield make
    for client in clients:
        await client.close()


async def peopled(make: Make) -> World:
    """Anna is HOvJ, Bram has the piket of the NCTV, Cees is at the LCC."""
    made = await make()
    await made.add("anna", "om", HOVJ)
    await made.add("bram", "nctv", PIKET)
    await made.add("cees", "politie", LCC)
    return made


@pytest_asyncio.fixture
async def make_world(opened_sqlite: OpenStore) -> AsyncIterator[Make]:
    """Make a world with limits of the test's own."""
    async with worlds(opened_sqlite) as make:
        yield make


@pytest_asyncio.fixture
async def world(make_world: Make) -> World:
    """The world most tests need, on SQLite."""
    return await peopled(make_world)


@pytest_asyncio.fixture
async def either_world(opened: OpenStore) -> AsyncIterator[World]:
    """The same world on each kind of database in turn."""
    async with worlds(opened) as make:
        yield await peopled(make)
