"""Who am I, whom may I ring, what was signed: for those it concerns, and enrolment of a device on an invitation."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from domain.acts.envelope import REAL_TYPE, Proof, SignedAct
from domain.acts.payload import parse_payload
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, DeviceId, PersonId, Sha256Hex
from domain.policy import Slot
from domain.ports import Answer, Duty, Epoch, VerifiedAct
from tests.bot.http.conftest import BEHEER, HOVJ, LCC, PIKET, START, World
from tests.bot.http.phones import RECIPIENT, Phone, sha
from tests.harness.recipients import x25519_of

ROLE_KEY = b"role key sealed for one device"
RCCB = Holding(Functie.RCCB, Scope("eenheid:noord"))
MAYOR = Holding(Functie.BURGEMEESTER, Scope("gm:0363"))


async def reader(world: World, person: str) -> Phone:
    phone = world.phones[person]
    await phone.open_session()
    return phone


async def test_me_says_who_with_which_role_keys_and_puts_their_release_on_record(world: World) -> None:
    bram = await reader(world, "bram")
    now = world.clock.now()

    def unit(uow: Any) -> None:
        world.small(uow, {Sha256Hex(sha(ROLE_KEY)): ROLE_KEY}, now)
        for number, holding in enumerate((PIKET, LCC)):
            uow.directory.put_epoch(Epoch(holding, number, RECIPIENT), {bram.id: sha(ROLE_KEY)}, now)

    await world.opened.write(unit)
    for _ in range(2):
        answer = await bram.get("/v1/me")
    assert (answer["person"], answer["organisation"], answer["log"]) == ("bram", "nctv", "nctv")
    assert [held["functie"] for held in answer["holdings"]] == ["nctv_piket"]
    (key,) = answer["role_keys"]
    assert (key["functie"], base64.b64decode(key["data"])) == ("nctv_piket", ROLE_KEY)
    assert len(await world.leaves("release_wrap")) == 1


async def test_me_says_where_the_chain_of_this_device_stands(world: World) -> None:
    anna = await reader(world, "anna")
    payload = anna.payload("item.ik_bel", world.clock.now(), {"what": "ontvangen"}, item="i" * 22, seq=6)
    await world.client.post("/v1/acts", json={"acts": [anna.envelope(payload)]})
    (chain,) = (await anna.get("/v1/me"))["chains"]
    assert (chain["log"], chain["seq"]) == ("om", 6)


async def test_ro03_who_is_on_duty_is_told_to_those_who_may_ring_them(world: World) -> None:
    anna = await reader(world, "anna")
    ends = START + timedelta(hours=5)

    def unit(uow: Any) -> None:
        uow.roster.put(Duty(0, PIKET, PersonId("bram"), Slot.ON_DUTY, START, ends, False), ActId("a"))
        uow.directory.put_number(PIKET, "+31 70 000 0001")

    await world.opened.write(unit)
    answer = await anna.get("/v1/duty?functie=nctv_piket&scope=nl")
    assert answer["number"] == "+31 70 000 0001"
    assert answer["rostered"] is True
    assert answer["on_duty"] == [
        {"person": "bram", "slot": "on_duty", "until": "2026-03-01T08:12:00Z", "override": False}
    ]


async def test_ro01_an_override_takes_the_place_of_the_roster_and_says_so(world: World) -> None:
    anna = await reader(world, "anna")
    regular, override = START + timedelta(hours=9), START + timedelta(hours=2)

    def unit(uow: Any) -> None:
        uow.roster.put(Duty(0, PIKET, PersonId("bram"), Slot.ON_DUTY, START, regular, False), ActId("a"))
        uow.roster.put(Duty(0, PIKET, PersonId("bram"), Slot.ON_DUTY, START, override, True), ActId("b"))

    await world.opened.write(unit)
    [one] = (await anna.get("/v1/duty?functie=nctv_piket&scope=nl"))["on_duty"]
    assert (one["person"], one["until"], one["override"]) == ("bram", "2026-03-01T05:12:00Z", True)


async def test_ro02_an_empty_slot_falls_back_to_all_holders(world: World) -> None:
    anna = await reader(world, "anna")
    answer = await anna.get("/v1/duty?functie=nctv_piket&scope=nl")
    assert (answer["rostered"], [one["person"] for one in answer["on_duty"]]) == (False, ["bram"])


@pytest.mark.parametrize(
    ("holding", "target", "status"),
    [
        (HOVJ, "functie=rccb&scope=eenheid:noord", 200),
        (HOVJ, "functie=rccb&scope=eenheid:zuid", 404),
        (HOVJ, "functie=hovj&scope=arr:noord", 200),
        (HOVJ, "functie=hovj&scope=arr:zuid", 404),
        (PIKET, "functie=hovj&scope=arr:zuid", 200),
        (RCCB, "functie=nctv_piket&scope=nl", 200),
        (MAYOR, "functie=nctv_piket&scope=nl", 404),
        (BEHEER, "functie=nctv_piket&scope=nl", 404),
        (HOVJ, "functie=te_beveiligen_persoon&scope=own:iemand", 404),
        (HOVJ, "functie=nctv_piket&scope=arr:noord", 404),
        (HOVJ, "functie=baas&scope=nl", 400),
        (HOVJ, "functie=nctv_piket", 400),
        (HOVJ, "functie=nctv_piket&scope=nl&more=1", 400),
        (HOVJ, "functie=nctv_piket&scope=%C3%A9", 400),
    ],
)
async def test_ro03_a_table_of_who_may_ask_whom(world: World, holding: Holding, target: str, status: int) -> None:
    await world.add("eva", "om", holding)
    eva = await reader(world, "eva")
    assert (await eva.ask("GET", f"/v1/duty?{target}"))[0] == status


async def test_the_directory_gives_the_signed_bytes_in_pages(world: World) -> None:
    anna = await reader(world, "anna")
    signed = []
    for number in range(3):
        raw = _json(anna.payload("directory.add_person", START, {"person": "x", "organisation": "om"}, seq=number))
        act = SignedAct(REAL_TYPE, raw, (Proof("es256", anna.id, bytes(64)),))
        signed.append(raw)
        answer = Answer(ActId(parse_payload(raw).id), 201, None, None, None, None, None, ())

        def unit(uow: Any, act: SignedAct = act, answer: Answer = answer) -> None:
            verified = VerifiedAct(act, parse_payload(act.payload), {})
            uow.acts.add(verified, PersonId("anna"), answer, START)
            uow.directory.add_fact(verified, "add_person", START)

        await world.opened.write(unit)
    first = await anna.get("/v1/directory?limit=2")
    second = await anna.get(f"/v1/directory?since={first['next']}&limit=2")
    assert [base64.b64decode(fact["act"]["payload"]) for fact in first["facts"] + second["facts"]] == signed
    assert (await anna.get(f"/v1/directory?since={second['next']}"))["facts"] == []
    assert (await anna.ask("GET", "/v1/directory?since=-1"))[0] == 400


REDEEM = bytes(range(32))


async def invite(world: World, person: str = "anna") -> None:
    token = Sha256Hex(hashlib.sha256(REDEEM).hexdigest())
    expires = world.clock.now() + timedelta(hours=24)
    await world.opened.write(lambda uow: uow.invitations.put("device", token, PersonId(person), expires, None))


def offer(phone: Phone, **changes: Any) -> dict[str, Any]:
    plain = {
        "redeem": _b64(REDEEM), "device": "nieuw_toestel", "signing_key": _b64(phone.point),
        "x25519": x25519_of("anna"), "hybrid": RECIPIENT, "mac": _b64(bytes(32)),
    }  # fmt: skip
    return {**plain, **changes}


async def test_an_invited_device_offers_its_keys_and_its_officer_reads_them(world: World) -> None:
    await invite(world)
    await world.add("bea", "om", BEHEER)
    await world.add("nico", "nctv", Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:nctv")))
    new = Phone("anna", "om", [HOVJ], world.client)
    answer = await world.client.post("/v1/enrolments", json=offer(new))
    assert answer.status == 201
    assert await answer.json() == {"person": "anna", "organisation": "om", "device": "nieuw_toestel"}
    bea, nico, anna = await reader(world, "bea"), await reader(world, "nico"), await reader(world, "anna")
    (waiting,) = (await bea.get("/v1/enrolments"))["enrolments"]
    assert (waiting["person"], base64.b64decode(waiting["signing_key"])) == ("anna", new.point)
    assert (await nico.get("/v1/enrolments"))["enrolments"] == []
    assert (await anna.ask("GET", "/v1/enrolments"))[0] == 404
    new.id = DeviceId("nieuw_toestel")
    await world.opened.write(lambda uow: uow.directory.put_device(new.row(), world.clock.now()))
    assert (await bea.get("/v1/enrolments"))["enrolments"] == []


async def test_an_invitation_is_used_once_and_the_same_offer_gets_the_same_answer(world: World) -> None:
    await invite(world)
    new = Phone("anna", "om", [HOVJ], world.client)
    world.store.faults = ["unsure"]
    assert (await world.client.post("/v1/enrolments", json=offer(new))).status == 503
    assert (await world.client.post("/v1/enrolments", json=offer(new))).status == 201
    other = await world.client.post("/v1/enrolments", json=offer(new, device="ander_toestel"))
    assert (other.status, (await other.json())["code"]) == (404, "invitation.unknown")


async def test_an_invitation_expires(world: World) -> None:
    await invite(world)
    world.later(hours=24, seconds=1)
    answer = await world.client.post("/v1/enrolments", json=offer(Phone("anna", "om", [HOVJ], world.client)))
    assert answer.status == 404


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"redeem": "short"}, "act.malformed", "redeem"),
        ({"device": "a b"}, "act.malformed", "device"),
        ({"device": "toestel_anna"}, "device.taken", "device"),
        ({"signing_key": "A" * 87}, "key.malformed", "signing_key"),
        ({"x25519": "age1"}, "act.malformed", "x25519"),
        ({"x25519": "age1" + "q" * 58}, "act.malformed", "x25519"),
        ({"hybrid": 1}, "act.malformed", "hybrid"),
        ({"hybrid": "age1pq1" + "q" * 1952}, "act.malformed", "hybrid"),
        ({"mac": None}, "act.malformed", "mac"),
        ({"extra": 1}, "act.malformed", "extra"),
    ],
)
async def test_a_malformed_offer_uses_no_invitation(
    world: World, change: dict[str, Any], code: str, field: str
) -> None:
    await invite(world)
    new = Phone("anna", "om", [HOVJ], world.client)
    answer = await world.client.post("/v1/enrolments", json=offer(new, **change))
    body = await answer.json()
    assert (answer.status, body["code"], body["field"]) == (400, code, field)
    assert (await world.client.post("/v1/enrolments", json=offer(new))).status == 201


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(plain: Any) -> bytes:
    return json.dumps(plain).encode()
