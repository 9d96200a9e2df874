"""The door with the real rules behind it: a request goes in by HTTP, and its receiver reads it over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from bot.http.app import create_app
from domain.functies import Functie, Holding, Scope
from handlers.pipeline import perform
from tests.bot.http.conftest import HOVJ, ITEM, PIKET, World
from tests.bot.http.phones import RECIPIENT, Client, Phone, post_acts, sha
from tests.harness.recipients import x25519_of

BLOBS = {holding: f"sealed for {holding}".encode() for holding in (HOVJ, PIKET)}
CONTENT = b"age ciphertext of the request"


async def ruled(world: World) -> Client:
    """A second door on the same store, with the rules."""
    door = replace(world.door, perform=perform, registry=CollectorRegistry())
    client: Client = TestClient(TestServer(create_app(door)))
    await client.start_server()
    for phone in world.phones.values():
        phone.client = client
    return client


def submit(world: World, phone: Phone, **changes: Any) -> dict[str, Any]:
    wraps = [
        {"functie": holding.functie.value, "scope": holding.scope, "epoch": 1, "device": None, "blob": sha(blob)}
        for holding, blob in BLOBS.items()
    ]
    params = {
        "ground": "directe_noodzaak", "dossier": "d" * 22, "recipient": RECIPIENT, "wraps": wraps,
        "content": sha(CONTENT), "excluded": [], "callback_verified": True,
    }  # fmt: skip
    blobs = sorted({sha(CONTENT), *map(sha, BLOBS.values())})
    made = phone.payload("spoedaanwijzing.submit", world.clock.now(), params, item=ITEM, blobs=blobs)
    return {**made, **changes}


async def test_a_request_goes_in_and_its_receiver_reads_it(either_world: World) -> None:
    world = either_world
    client = await ruled(world)
    anna, bram, cees = (world.phones[name] for name in ("anna", "bram", "cees"))
    act = anna.envelope(submit(world, anna))
    status, body = await post_acts(client, [act], [CONTENT, *BLOBS.values()])
    assert status == 201, body
    assert body["answers"][0]["item"] == ITEM
    await bram.open_session()
    seen = await bram.get(f"/v1/items/{ITEM}")
    waiting = {one["what"]: one for one in seen["obligations"]}
    assert "ontvangen" in waiting
    assert waiting["ontvangen"]["rungs"][0]["reached"] is True
    assert [wrap["functie"] for wrap in seen["wraps"]] == ["nctv_piket"]
    assert [signed["payload"] for signed in seen["acts"]] == [act["payload"]]
    await cees.open_session()
    assert (await cees.ask("GET", f"/v1/items/{ITEM}"))[0] == 404
    again = await post_acts(client, [act], [CONTENT, *BLOBS.values()])
    assert again == (201, body)
    assert (await bram.ask("GET", f"/v1/items/{ITEM}/blobs/{sha(CONTENT)}")) == (200, CONTENT)
    assert len(await world.leaves("release_wrap")) == len(await world.leaves("release_blob")) == 1
    await client.close()


async def test_the_same_item_id_twice_is_a_refusal_and_no_fault(world: World) -> None:
    client = await ruled(world)
    anna = world.phones["anna"]
    await post_acts(client, [anna.envelope(submit(world, anna))], [CONTENT, *BLOBS.values()])
    status, body = await post_acts(client, [anna.envelope(submit(world, anna, seq=1))], [CONTENT, *BLOBS.values()])
    assert (status, body["code"]) == (400, "item.taken")
    await client.close()


async def test_an_area_without_eenheid_in_the_data_is_no_fault(world: World) -> None:
    client = await ruled(world)
    eva = await world.add("eva", "om", Holding(Functie.HOVJ, Scope("arr:onbekend")))
    eva.client = client
    status, _ = await post_acts(client, [eva.envelope(submit(world, eva))], [CONTENT, *BLOBS.values()])
    assert status == 201
    await client.close()


async def test_genesis_cannot_come_in_over_http(world: World) -> None:
    client = await ruled(world)
    new = Phone("oprichter", "om", [Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:founders"))], client)
    keys = {
        "person": "oprichter", "organisation": "om", "device": new.id, "x25519": x25519_of("o"), "hybrid": RECIPIENT,
        "signing_key": "A" * 87,
    }  # fmt: skip
    params = {
        "practice": True, "threshold": 1, "founders": [keys],
        "organisations": [{"organisation": "om", "log": "om"}],
    }  # fmt: skip
    payload = new.payload("directory.genesis", world.clock.now(), params, log="directory")
    status, body = await post_acts(client, [new.envelope(payload)])
    assert (status, body["code"]) == (401, "device.unknown")
    await client.close()
