"""Large blobs come in chunks: repeatable, within a quota, and named by an act only when they are whole."""

from __future__ import annotations

import pytest

from domain.ids import Sha256Hex
from tests.bot.http.conftest import HOVJ, Make, World
from tests.bot.http.phones import Phone, sha

RAW = {"Content-Type": "application/octet-stream"}
BLOB = sha(b"onetwo")


async def anna(world: World) -> Phone:
    phone = world.phones["anna"]
    await phone.open_session()
    return phone


async def test_a_chunk_may_be_sent_again_and_the_blob_completed_again(world: World) -> None:
    phone = await anna(world)
    for number, data in ((0, b"one"), (1, b"two"), (0, b"one")):
        status, _ = await phone.ask("PUT", f"/v1/blobs/{BLOB}/chunks/{number}", data=data, headers=RAW)
        assert status == 201
    for _ in range(2):
        assert (await phone.ask("POST", f"/v1/blobs/{BLOB}/complete"))[0] == 201
    assert await world.opened.read(lambda uow: uow.blobs.size(Sha256Hex(BLOB))) == len(b"onetwo")


async def test_chunks_that_are_not_the_blob_do_not_complete_it(world: World) -> None:
    phone = await anna(world)
    await phone.ask("PUT", f"/v1/blobs/{BLOB}/chunks/0", data=b"other", headers=RAW)
    status, body = await phone.ask("POST", f"/v1/blobs/{BLOB}/complete")
    assert (status, body["code"]) == (400, "blob.hash")
    status, body = await phone.ask("POST", f"/v1/blobs/{'0' * 64}/complete")
    assert (status, body["code"]) == (400, "blob.hash")


@pytest.mark.parametrize(
    ("path", "data", "headers", "status", "code"),
    [
        (f"/v1/blobs/{BLOB}/chunks/x", b"a", RAW, 400, "blob.chunk_number"),
        (f"/v1/blobs/{BLOB}/chunks/-1", b"a", RAW, 400, "blob.chunk_number"),
        (f"/v1/blobs/{BLOB}/chunks/99999", b"a", RAW, 400, "blob.chunk_number"),
        ("/v1/blobs/none/chunks/0", b"a", RAW, 404, "blob.unknown"),
        (f"/v1/blobs/{BLOB}/chunks/0", b"", RAW, 400, "blob.chunk_size"),
        (f"/v1/blobs/{BLOB}/chunks/0", bytes(256 * 1024 + 1), RAW, 413, "body.too_large"),
        (f"/v1/blobs/{BLOB}/chunks/0", b"a", {"Content-Type": "text/plain"}, 415, "body.type"),
        (f"/v1/blobs/{BLOB}/chunks/0", b"a", {**RAW, "Content-Encoding": "x-none"}, 415, "body.encoding"),
    ],
)
async def test_a_malformed_chunk_is_named_and_not_stored(
    world: World, path: str, data: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    phone = await anna(world)
    found, body = await phone.ask("PUT", path, data=data, headers=headers)
    assert (found, body["code"]) == (status, code)
    assert (await phone.ask("POST", f"/v1/blobs/{BLOB}/complete"))[0] == 400


async def test_a_device_has_a_quota(make_world: Make) -> None:
    world = await make_world(quota=10)
    await world.add("anna", "om", HOVJ)
    phone = await anna(world)
    assert (await phone.ask("PUT", f"/v1/blobs/{BLOB}/chunks/0", data=b"12345678", headers=RAW))[0] == 201
    status, body = await phone.ask("PUT", f"/v1/blobs/{BLOB}/chunks/1", data=b"1234", headers=RAW)
    assert (status, body["code"]) == (429, "blob.quota")


async def test_without_a_session_nothing_is_stored(world: World) -> None:
    answer = await world.client.put(f"/v1/blobs/{BLOB}/chunks/0", data=b"one", headers=RAW)
    assert answer.status == 401
    assert world.store.writes == []
