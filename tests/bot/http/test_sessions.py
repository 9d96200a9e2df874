"""A session is one device's: opened by its key, proven at every read, and dead the moment it is revoked or frozen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.http.conftest import World
from tests.bot.http.phones import Phone


async def anna(world: World) -> Phone:
    phone = world.phones["anna"]
    await phone.open_session()
    return phone


async def test_a_device_that_signs_its_challenge_reads(world: World) -> None:
    phone = await anna(world)
    assert (await phone.get("/v1/me"))["person"] == "anna"
    assert (await phone.get("/v1/me"))["device"] == phone.id
    (leaf,) = await world.leaves("session")
    assert leaf["actor"] == "anna"


async def test_a_challenge_works_once(world: World) -> None:
    phone = world.phones["anna"]
    nonce = (await (await world.client.post("/v1/challenges", json={"device": phone.id})).json())["nonce"]
    body = {"device": phone.id, "nonce": nonce, "sig": phone.sign(b"piket-session-v1\n" + nonce.encode())}
    assert (await world.client.post("/v1/sessions", json=body)).status == 201
    again = await world.client.post("/v1/sessions", json=body)
    assert again.status == 401
    assert (await again.json())["code"] == "session.refused"


async def test_a_challenge_expires(world: World) -> None:
    phone = world.phones["anna"]
    nonce = (await (await world.client.post("/v1/challenges", json={"device": phone.id})).json())["nonce"]
    world.later(seconds=61)
    body = {"device": phone.id, "nonce": nonce, "sig": phone.sign(b"piket-session-v1\n" + nonce.encode())}
    assert (await world.client.post("/v1/sessions", json=body)).status == 401


async def test_the_challenge_of_another_device_is_of_no_use(world: World) -> None:
    phone, other = world.phones["anna"], world.phones["bram"]
    nonce = (await (await world.client.post("/v1/challenges", json={"device": phone.id})).json())["nonce"]
    body = {"device": other.id, "nonce": nonce, "sig": other.sign(b"piket-session-v1\n" + nonce.encode())}
    assert (await world.client.post("/v1/sessions", json=body)).status == 401


async def test_an_unknown_device_learns_nothing_from_a_challenge(world: World) -> None:
    known = await world.client.post("/v1/challenges", json={"device": world.phones["anna"].id})
    unknown = await world.client.post("/v1/challenges", json={"device": "nobody"})
    assert known.status == unknown.status == 201
    assert len((await known.json())["nonce"]) == len((await unknown.json())["nonce"])


async def test_a_nonce_is_used_once_and_each_answer_brings_the_next(world: World) -> None:
    phone = await anna(world)
    used = phone.headers("GET", "/v1/me")
    assert (await world.client.get("/v1/me", headers=used)).status == 200
    replay = await world.client.get("/v1/me", headers=used)
    assert replay.status == 401
    assert (await replay.json())["code"] == "session.proof"
    phone.nonce = replay.headers["Piket-Nonce"]
    assert (await phone.get("/v1/me"))["person"] == "anna"


async def test_a_problem_brings_the_next_nonce_too(world: World) -> None:
    phone = await anna(world)
    status, body = await phone.ask("GET", "/v1/items/" + "n" * 22)
    assert (status, body["code"]) == (404, "item.unknown")
    assert (await phone.get("/v1/me"))["person"] == "anna"


@pytest.mark.parametrize("change", ["method", "target", "other device", "garbled", "no proof", "no nonce"])
async def test_a_proof_is_over_this_very_request(world: World, change: str) -> None:
    phone = await anna(world)
    target = "/v1/items?limit=5"
    headers = phone.headers("GET", target)
    if change == "method":
        headers = phone.headers("POST", target)
    elif change == "target":
        headers = phone.headers("GET", "/v1/items?limit=6")
    elif change == "other device":
        headers["Piket-Proof"] = world.phones["bram"].sign(f"piket-read-v1\nGET\n{target}\n{phone.nonce}".encode())
    elif change == "garbled":
        headers["Piket-Proof"] = "%%%"
    else:
        del headers["Piket-Proof" if change == "no proof" else "Piket-Nonce"]
    answer = await world.client.get(target, headers=headers)
    assert answer.status == 401
    assert "Piket-Nonce" in answer.headers
    assert (await answer.json())["code"] == "session.proof"


async def test_a_session_ends_after_its_time(world: World) -> None:
    phone = await anna(world)
    world.later(minutes=10, seconds=1)
    answer = await world.client.get("/v1/me", headers=phone.headers("GET", "/v1/me"))
    assert answer.status == 401
    assert (await answer.json())["code"] == "session.ended"
    assert "Piket-Nonce" not in answer.headers


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer forged", "Basic YTpi", "Bearer a b"])
async def test_without_a_living_token_there_is_nothing(world: World, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = await world.client.get("/v1/me", headers=headers)
    assert answer.status == 401


@pytest.mark.parametrize("how", ["revoked", "frozen"])
async def test_a_revoked_or_frozen_device_is_out_at_once(world: World, how: str) -> None:
    phone = await anna(world)
    now = world.clock.now()

    def unit(uow: Any) -> None:
        if how == "revoked":
            uow.directory.revoke_device(phone.id, now)
        else:
            uow.directory.freeze_device(phone.id, now)

    await world.opened.write(unit)
    answer = await world.client.get("/v1/me", headers=phone.headers("GET", "/v1/me"))
    assert answer.status == 401
    nonce = (await (await world.client.post("/v1/challenges", json={"device": phone.id})).json())["nonce"]
    body = {"device": phone.id, "nonce": nonce, "sig": phone.sign(b"piket-session-v1\n" + nonce.encode())}
    told = await world.client.post("/v1/sessions", json=body)
    assert (told.status, (await told.json())["code"]) == (403, f"device.{how}")
    body["sig"] = world.phones["bram"].sign(b"piket-session-v1\n" + nonce.encode())
    other = await world.client.post("/v1/sessions", json=body)
    assert (other.status, (await other.json())["code"]) == (401, "proof.invalid"), "nobody else learns it"


async def test_of_too_many_sessions_the_oldest_ends(world: World) -> None:
    phone = await anna(world)
    first = (phone.token, phone.nonce)
    for _ in range(4):
        world.later(seconds=1)
        await phone.open_session()
    newest = (phone.token, phone.nonce)
    phone.token, phone.nonce = first
    assert (await world.client.get("/v1/me", headers=phone.headers("GET", "/v1/me"))).status == 401
    phone.token, phone.nonce = newest
    assert (await phone.get("/v1/me"))["person"] == "anna"
