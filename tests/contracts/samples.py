"""Made-up rows for the contracts: one of each kind, with what matters given by the test."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from domain.acts.envelope import REAL_TYPE, Proof, SignedAct
from domain.acts.payload import ActPayload
from domain.bells import Address, BellAction, ChannelKind, Lane, NewBell
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, DeviceId, Dossier, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.items import Gezag, Item
from domain.obligations import Obligation
from domain.policy import Ladder, LadderRung, Restraint, Selector, Slot
from domain.ports import Answer, Device, VerifiedAct

NOW = datetime(2026, 11, 21, 2, 30, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

ANNA = PersonId("anna")
BRAM = PersonId("bram")
PHONE = DeviceId("toestel_anna")
OM = OrganisationId("om")
HOVJ = Holding(Functie.HOVJ, Scope("arr:noord"))
PIKET = Holding(Functie.NCTV_PIKET, Scope("nl"))
LCC = Holding(Functie.LCC, Scope("nl"))


def item_id(n: int = 0) -> ItemId:
    return ItemId(f"item{n:0>18}")


def act_id(n: int = 0) -> ActId:
    return ActId(f"01930000-0000-7000-8000-{n:012x}")


def sha(text: str | bytes) -> Sha256Hex:
    return Sha256Hex(hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest())


def make_item(n: int = 0, **changes: Any) -> Item[Mapping[str, object]]:
    values: dict[str, Any] = {
        "id": item_id(n),
        "flow": "spoedaanwijzing",
        "state": "ingediend",
        "version": 1,
        "dossier": Dossier("dossier0"),
        "area": Scope("arr:noord"),
        "opened_at": NOW,
        "opened_by": ANNA,
        "opened_as": HOVJ,
        "policy_version": "1",
        "drill": False,
        "parent": None,
        "recipient": "age1pq1x",
        "excluded": frozenset({PersonId("cees")}),
        "gezag": Gezag(HOVJ, NOW, ("beveiliging",)),
        "closed_at": None,
        "data": {"ground": "dreiging", "n": [1, None, "é"]},
    }
    return Item(**{**values, **changes})


def make_act(
    n: int = 0,
    *,
    device: DeviceId = PHONE,
    seq: int = 0,
    item: ItemId | None = None,
    name: str = "spoedaanwijzing.submit",
    blobs: Mapping[Sha256Hex, bytes] | None = None,
    elsewhere: Iterable[Sha256Hex] = (),
) -> VerifiedAct:
    payload = ActPayload(
        v=1,
        act=name,
        id=act_id(n),
        device=device,
        item=item,
        version=None,
        functie=Functie.HOVJ,
        scope="arr:noord",
        at=NOW,
        params={"n": n},
        blobs=[*(blobs or {}), *elsewhere],
        checkpoint=None,
        log="om",
        seq=seq,
        prev=None,
    )
    signed = SignedAct(REAL_TYPE, payload.model_dump_json().encode(), (Proof("es256", device, bytes(range(64))),))
    return VerifiedAct(signed, payload, blobs or {})


def make_answer(n: int = 0, *, status: int = 201, item: ItemId | None = None) -> Answer:
    return Answer(act_id(n), status, item, 1, "ingediend", None, None, ("chain.broken",))


LADDER = Ladder(
    name="L-1.ontvangst",
    source="C §2.3.4",
    emergency=True,
    repeat=timedelta(seconds=60),
    tells_requester=True,
    rungs=(
        LadderRung(timedelta(0), (Selector(Functie.NCTV_PIKET, "", Slot.ON_DUTY),)),
        LadderRung(
            timedelta(minutes=3),
            (Selector(Functie.DIRECTEUR_NCTV, "", Slot.ALL), Selector(None, "settler:ontvangen", Slot.ALL)),
        ),
    ),
    seen_pause=timedelta(seconds=60),
    calling_pause=timedelta(microseconds=120_000_001),
    restraint=Restraint(time(22, 30), time(7), per_hour=3, bundle=timedelta(minutes=1)),
)


def make_obligation(what: str = "ontvangen", *, item: ItemId | None = None, **changes: Any) -> Obligation:
    values: dict[str, Any] = {
        "id": 0,
        "item": item or item_id(),
        "what": what,
        "settles_by": (PIKET,),
        "ladder": LADDER,
        "policy_version": "1",
        "opened_at": NOW,
        "start": NOW,
        "due": NOW + MINUTE,
        "rung": -1,
        "next_at": NOW,
        "settled_at": None,
        "settled_by": None,
        "outcome": None,
    }
    return Obligation(**{**values, **changes})


def make_address(person: PersonId = ANNA, *, target: str = "1001", address: int = 1) -> Address:
    return Address(address, person, ChannelKind.TELEGRAM, target, 0, None)


def make_bell(person: PersonId | None = ANNA, **changes: Any) -> NewBell:
    values: dict[str, Any] = {
        "person": person,
        "address": make_address(person or PersonId("")),
        "action": BellAction.RING,
        "lane": Lane.URGENT,
        "repeat": 0,
        "drill": False,
        "item": item_id(),
        "obligation": 7,
        "ring": 1,
        "refers_to": None,
        "not_before": NOW,
    }
    return NewBell(**{**values, **changes})


def make_device(device: DeviceId = PHONE, person: PersonId = ANNA) -> Device:
    return Device(device, person, OM, b"\x04" + bytes(64), "age1x", "age1pq1x", None, None)
