"""Officials at work in a town: each has a device and a chain, and does acts through the real pipeline."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import select

from domain.acts.envelope import DRILL_TYPE, REAL_TYPE, Proof, SignedAct
from domain.acts.payload import parse_payload
from domain.acts.sealed import named_blobs
from domain.bells import BellAction, OutboxRow
from domain.catalogue import SPECS, read_act
from domain.errors import PiketError
from domain.flows import (
    bericht_rccb,
    geschil,
    opdracht,
    spoedaanwijzing,
)
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import ActId, DeviceId, ItemId, PersonId
from domain.items import Item
from domain.obligations import Obligation
from domain.policy import Slot
from domain.ports import Answer, Device, VerifiedAct
from domain.readings import HistoryLine
from handlers import obligations, pipeline
from handlers.flows import FLOWS
from storage.tables_running import outbox
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import ARR, HOVJ, LONG_AGO, PIKET, Town

NAMENS: Final = Holding(Functie.NAMENS_HOVJ, ARR)
COORDINEREND: Final = Holding(Functie.COORDINEREND_HOVJ, NATIONAL)
PG: Final = Holding(Functie.PG, NATIONAL)
DIRECTEUR: Final = Holding(Functie.DIRECTEUR_NCTV, NATIONAL)
NCTV: Final = Holding(Functie.NCTV, NATIONAL)
TEAMLEIDER: Final = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
BEHANDELAAR: Final = Holding(Functie.NCTV_BEHANDELAAR, NATIONAL)
LCC: Final = Holding(Functie.LCC, NATIONAL)
ADVISEUR_BB: Final = Holding(Functie.ADVISEUR_BB, NATIONAL)
RCCB: Final = Holding(Functie.RCCB, POLICY.eenheid_of[ARR])
WATCHER: Final = Holding(Functie.ESCALATIEWACHTER, Scope("board"))

STAFF: Final[Mapping[str, Holding]] = {
    "hovj": HOVJ,
    "namens": NAMENS,
    "piket": PIKET,
    "tweede": PIKET,
    "coord": COORDINEREND,
    "pg": PG,
    "dir": DIRECTEUR,
    "nctv": NCTV,
    "teamleider": TEAMLEIDER,
    "behandelaar": BEHANDELAAR,
    "lcc": LCC,
    "adviseur": ADVISEUR_BB,
    "rccb": RCCB,
    "wacht": WATCHER,
}
RECIPIENT: Final = "age1pq1" + "q" * 60


class Desk:
    """`do` carries out one act of somebody and returns its answer; `last` is the act that was carried out."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._count = itertools.count(1)
        self._chains: dict[tuple[str, str], tuple[int, str | None]] = {}
        self.last: VerifiedAct | None = None
        self.bells: list[OutboxRow] = []
        self.planned: dict[int, str | None] = {}
        """The bells that the last act planned for later, by row, with whose they are."""

    def staff(self, *names: str) -> None:
        """Put these people (everybody, without names) on duty, each with a device."""
        for name in names or STAFF:
            self.add(name, STAFF[name], slot=Slot.BACKUP if name == "tweede" else Slot.ON_DUTY)

    def add(self, name: str, holding: Holding, *, slot: Slot | None = Slot.ON_DUTY) -> PersonId:
        person = self.town.person(name, holding, slot=slot)
        with self.town.unit() as uow:
            employer = uow.directory.employer(person)
            uow.directory.put_device(
                Device(DeviceId(f"{name}-1"), person, employer, name.encode(), "x", name, None, None), LONG_AGO
            )
        return person

    def do(
        self,
        name: str,
        act: str,
        item: str | None = None,
        *,
        holding: Holding | None = None,
        version: int | None = None,
        drill: bool = False,
        signers: tuple[str, ...] = (),
        **params: Any,
    ) -> Answer:
        """Carry out an act; the version of a versioned one is the item's present version unless given."""
        verified = self.sign(name, act, item, holding=holding, version=version, drill=drill, signers=signers, **params)
        answer = self.perform(verified)
        self.follow(verified)
        return answer

    def follow(self, verified: VerifiedAct) -> None:
        """Let the next act of this device be numbered after this one, carried out or not yet."""
        payload = verified.payload
        self._chains[payload.device, payload.log] = payload.seq, verified.signed.sha256

    def skip_number(self, name: str, log: str) -> None:
        """Lose one act of this device: the next one it signs has a number too many."""
        seq, prev = self._chains[f"{name}-1", log]
        self._chains[f"{name}-1", log] = seq + 1, prev

    def perform(self, verified: VerifiedAct) -> Answer:
        before = self._planned()
        with self.town.unit() as uow:
            answer = pipeline.perform(uow, verified, self.town.now, POLICY)
        self.bells = list(self.town.bells)
        self.planned = {bell: person for bell, person in self._planned().items() if bell not in before}
        return answer

    def _planned(self) -> dict[int, str | None]:
        with self.town.engine.begin() as connection:
            rows = connection.execute(select(outbox.c.id, outbox.c.person).where(outbox.c.state == "planned"))
            return {row.id: row.person for row in rows}

    def rung(self) -> set[str | None]:
        """Who is rung by the last act."""
        return {row.person for row in self.bells if row.action is BellAction.RING}

    def told(self) -> set[str | None]:
        """Who is told by the last act that something happened, at once or when it suits them (X-04)."""
        return {row.person for row in self.bells if row.action is BellAction.TOLD} | set(self.planned.values())

    def history(self, item: str) -> Sequence[HistoryLine]:
        with self.town.unit() as uow:
            return uow.items.history(ItemId(item))

    def sign(
        self,
        name: str,
        act: str,
        item: str | None = None,
        *,
        holding: Holding | None = None,
        version: int | None = None,
        drill: bool = False,
        signers: tuple[str, ...] = (),
        **params: Any,
    ) -> VerifiedAct:
        acting = holding or STAFF[name]
        with self.town.unit() as uow:
            employer = str(uow.directory.employer(PersonId(name)))
        spec = SPECS[act]
        if spec.versioned and version is None and item is not None:
            version = self.item(item).version
        log = "directory" if spec.family == "directory" else employer
        seq, prev = self._chains.get((f"{name}-1", log), (-1, None))
        document: dict[str, Any] = {
            "v": 1,
            "act": act,
            "id": f"019aa111-0000-7000-8000-{next(self._count):012d}",
            "device": f"{name}-1",
            "item": item,
            "version": version,
            "functie": acting.functie.value,
            "scope": acting.scope,
            "at": self.town.now.isoformat(),
            "params": params,
            "blobs": [],
            "checkpoint": None,
            "log": log,
            "seq": seq + 1,
            "prev": prev,
        }
        document["blobs"] = sorted(
            {blob for _, blob in named_blobs(spec.params.model_validate_json(json.dumps(params)))}
        )
        raw = json.dumps(document).encode()
        proofs = tuple(Proof("es256", DeviceId(f"{one}-1"), b"") for one in (name, *signers))
        signed = SignedAct(DRILL_TYPE if drill else REAL_TYPE, raw, proofs)
        self.last = VerifiedAct(signed, parse_payload(raw), {})
        read_act(self.last.payload)
        return self.last

    def refused_unstored(self, verified: VerifiedAct) -> tuple[str, str | None]:
        """Perform an act that nothing may be stored of; returns code and field of the error."""
        try:
            self.perform(verified)
        except PiketError as wrong:
            with self.town.unit() as uow:
                assert uow.acts.find(ActId(verified.payload.id)) is None
            return wrong.code, wrong.field
        raise AssertionError("the act was carried out")

    def item(self, item: str) -> Item[Any]:
        with self.town.unit() as uow:
            found = uow.items.load(ItemId(item))
        assert found is not None
        return found

    def whole(self, item: str) -> Item[Any]:
        """The item with the flow's own state."""
        return replace(self.item(item), data=self.data(item))

    def data(self, item: str) -> Any:
        """The flow's own state of an item."""
        found = self.item(item)
        return FLOWS[found.flow].rules.read(found.data)

    def open(self, item: str) -> dict[str, Obligation]:
        """The item's open obligations by name."""
        with self.town.unit() as uow:
            return {one.what: one for one in uow.obligations.of_item(ItemId(item))}

    def later(self, **elapsed: float) -> datetime:
        """Let time pass, with the engine at work."""
        self.town.run(self.town.now - NIGHT + timedelta(**elapsed))
        return self.town.now

    def new_id(self) -> str:
        return f"{next(self._count):022d}"

    def jump(self, **elapsed: float) -> None:
        """Let a long time pass in which the engine stood still, and let it catch up once."""
        self.town.now += timedelta(**elapsed)
        with self.town.unit() as uow:
            for obligation in uow.obligations.claim_due(self.town.now, 100):
                obligations.advance(uow, obligation, self.town.now)

    def submit(self, name: str = "hovj", *, drill: bool = False, **more: Any) -> str:
        """Submit a request, sealed to everybody; returns its id."""
        item = self.new_id()
        answer = self.do(name, "spoedaanwijzing.submit", item, drill=drill, **(self.request(STAFF[name]) | more))
        assert answer.status == 201, answer
        return item

    def request(self, requester: Holding) -> dict[str, Any]:
        return {
            "ground": "directe_noodzaak",
            "dossier": "d" * 22,
            "recipient": RECIPIENT,
            "wraps": [wrap(one) for one in spoedaanwijzing.sealed_for(requester)],
            "content": blob("verzoek"),
            "excluded": [],
            "callback_verified": True,
        }

    def linked(
        self, flow: str, *, sender: Holding = PIKET, joined: str | None = None, rccb: Holding = RCCB
    ) -> dict[str, Any]:
        sealed = {
            "opdracht": opdracht.sealed_for(),
            "geschil": geschil.sealed_for(ARR, "spoedaanwijzing"),
            "bericht_rccb": bericht_rccb.sealed_for(rccb, sender),
        }
        return {
            "flow": flow,
            "item": self.new_id(),
            "recipient": RECIPIENT,
            "wraps": [wrap(one) for one in sealed[flow]],
            "content": blob(flow),
            "joined": joined,
        }

    def decision(self, outcome: str = "aangewezen", **more: Any) -> dict[str, Any]:
        linked = [] if outcome == "niet_aangewezen" else [self.linked("opdracht"), self.linked("bericht_rccb")]
        return {
            "outcome": outcome,
            "content": blob("besluit"),
            "from_at": self.town.now.isoformat(),
            "ends_at": None,
            "review_at": None,
            "linked": linked,
            "joined": [],
        } | more

    def decided(self, outcome: str = "aangewezen", name: str = "hovj", **more: Any) -> tuple[str, dict[str, str]]:
        """Submit, receive and decide; returns the item and its linked items by flow."""
        item = self.submit(name)
        self.do("piket", "spoedaanwijzing.receive", item)
        decision = self.decision(outcome, **more)
        answer = self.do("piket", "spoedaanwijzing.decide", item, **decision)
        assert answer.status == 201, answer
        return item, {one["flow"]: one["item"] for one in decision["linked"]}


def blob(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def wrap(holding: Holding, device: str | None = None, epoch: int = 1) -> dict[str, Any]:
    name = f"{holding}/{device}"
    return {
        "functie": holding.functie.value,
        "scope": holding.scope,
        "epoch": epoch,
        "device": device,
        "blob": blob(name),
    }


@pytest.fixture
def desk(town: Town) -> Desk:
    """The town with everybody of the main flow on duty, each with a device."""
    made = Desk(town)
    made.staff()
    return made
