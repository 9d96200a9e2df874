"""Items go out to who takes part, with their released wraps only, and never before the leaf that says so (EV-01)."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from yarl import URL

from domain.ids import ItemId, PersonId, Sha256Hex
from domain.ports import Wrap
from tests.bot.http.conftest import CONTENT, HOVJ, ITEM, LCC, PIKET, World
from tests.bot.http.phones import Phone, sha


async def reader(world: World, person: str) -> Phone:
    phone = world.phones[person]
    await phone.open_session()
    return phone


async def test_p01_a_participant_reads_state_gezag_numbers_and_own_wraps(world: World) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    answer = await bram.get(f"/v1/items/{ITEM}")
    assert answer["item"]["state"] == "ingediend"
    assert answer["item"]["gezag"]["holder"] == {"functie": "hovj", "scope": "arr:noord", "number": None}
    assert answer["item"]["gezag"]["over"] == ["persoon"]
    local = {"functie": "rccb", "scope": "eenheid:noord", "number": None}
    assert answer["item"]["gezagskaart"] == {"public_order": "burgemeester", "local_measures": local}
    assert {"functie": "nctv_piket", "scope": "nl", "number": "+31 70 000 0001"} in answer["participants"]
    (wrap,) = answer["wraps"]
    assert (wrap["functie"], base64.b64decode(wrap["data"])) == ("nctv_piket", world.wrap(PIKET))
    (content,) = answer["contents"]
    assert base64.b64decode(content["data"]) == CONTENT
    assert [line["tag"] for line in answer["history"]] == ["item.state"]


async def test_p01_the_list_holds_what_one_takes_part_in(world: World) -> None:
    await world.put_item()
    bram, cees = await reader(world, "bram"), await reader(world, "cees")
    assert [line["id"] for line in (await bram.get("/v1/items"))["items"]] == [ITEM]
    assert (await cees.get("/v1/items"))["items"] == []


async def test_the_list_says_when_there_is_more(world: World) -> None:
    for number in range(3):
        await world.put_item(ItemId(f"item{number:0>18}"))
    bram = await reader(world, "bram")
    answer = await bram.get("/v1/items?limit=2")
    assert (len(answer["items"]), answer["more"]) == (2, True)
    assert (await bram.get("/v1/items?limit=3"))["more"] is False


@pytest.mark.parametrize("target", [f"/v1/items/{ITEM}", f"/v1/items/{ITEM}/blobs/{sha(CONTENT)}"])
async def test_p01_for_another_organisation_the_item_does_not_exist(world: World, target: str) -> None:
    cees = await reader(world, "cees")
    before = await cees.ask("GET", target)
    await world.put_item()
    after = await cees.ask("GET", target)
    assert before == after
    assert (after[0], after[1]["code"]) == (404, "item.unknown")
    assert await world.leaves("release_wrap") == await world.leaves("release_blob") == []


@pytest.mark.parametrize("target", [f"/v1/items/{ITEM}", f"/v1/items/{ITEM}/blobs/{sha(CONTENT)}"])
async def test_p02_for_an_excluded_person_the_item_does_not_exist(world: World, target: str) -> None:
    await world.put_item(excluded=frozenset({PersonId("bram")}))
    bram = await reader(world, "bram")
    status, body = await bram.ask("GET", target)
    assert (status, body["code"]) == (404, "item.unknown")
    assert (await bram.get("/v1/items"))["items"] == []


async def test_a_wrap_that_no_rung_released_stays_in(world: World) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    blob = sha(world.wrap(LCC))
    status, body = await bram.ask("GET", f"/v1/items/{ITEM}/blobs/{blob}")
    assert (status, body["code"]) == (404, "blob.unknown")
    cees = await reader(world, "cees")
    await world.opened.write(lambda uow: uow.items.add_participant(ITEM, LCC, world.clock.now(), "order"))
    answer = await cees.get(f"/v1/items/{ITEM}")
    assert [wrap["functie"] for wrap in answer["wraps"]] == ["lcc"]


async def test_who_no_longer_holds_the_functie_reads_no_longer(world: World) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    await bram.get(f"/v1/items/{ITEM}")
    world.later(seconds=1)
    await world.opened.write(lambda uow: uow.directory.end_membership(bram.person, PIKET, world.clock.now()))
    world.later(seconds=1)
    assert (await bram.ask("GET", f"/v1/items/{ITEM}"))[0] == 404


async def test_ev01_a_release_is_on_record_once_per_device_item_and_blob(world: World) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    for _ in range(3):
        await bram.get(f"/v1/items/{ITEM}")
        await bram.get(f"/v1/items/{ITEM}/blobs/{sha(CONTENT)}")
    assert len(await world.leaves("release_wrap")) == 1
    (leaf,) = await world.leaves("release_blob")
    assert leaf["actor"] == "bram"
    assert set(leaf["commit"]) == {"blob", "device", "item", "proof"}


@pytest.mark.parametrize("target", [f"/v1/items/{ITEM}", f"/v1/items/{ITEM}/blobs/{sha(CONTENT)}"])
async def test_ev01_no_byte_leaves_when_its_leaf_was_not_committed(world: World, target: str) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    world.store.faults = ["", "lost"]
    status, body = await bram.ask("GET", target)
    assert (status, body["code"]) == (503, "store.busy")
    assert await world.leaves("release_wrap") == await world.leaves("release_blob") == []
    assert (await bram.ask("GET", target))[0] == 200
    assert len(await world.leaves("release_blob")) == 1


async def test_ev01_a_release_reported_failed_but_recorded_is_not_recorded_twice(world: World) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    world.store.faults = ["", "unsure"]
    assert (await bram.ask("GET", f"/v1/items/{ITEM}/blobs/{sha(CONTENT)}"))[0] == 503
    assert (await bram.ask("GET", f"/v1/items/{ITEM}/blobs/{sha(CONTENT)}")) == (200, CONTENT)
    assert len(await world.leaves("release_blob")) == 1


async def test_a_linked_item_shows_its_progress_and_not_its_content(world: World) -> None:
    await world.put_item()
    child = ItemId("item-bbbbbbbbbbbbbbbbb")
    await world.put_item(child, parent=ITEM, flow="opdracht", state="open")
    bram = await reader(world, "bram")
    assert (await bram.get(f"/v1/items/{ITEM}"))["linked"] == [
        {"id": child, "flow": "opdracht", "state": "open", "relation": "child", "readable": True}
    ]
    assert (await bram.get(f"/v1/items/{child}"))["linked"][0]["relation"] == "parent"


async def test_large_content_is_read_by_its_own_path(world: World) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    large = bytes(range(256)) * 2048
    blob = Sha256Hex(sha(large))
    for number in range(2):
        piece = large[number * 256 * 1024 : (number + 1) * 256 * 1024]
        status, _ = await bram.ask(
            "PUT", f"/v1/blobs/{blob}/chunks/{number}", data=piece,
            headers={"Content-Type": "application/octet-stream"},
        )  # fmt: skip
        assert status == 201
    assert (await bram.ask("POST", f"/v1/blobs/{blob}/complete"))[0] == 201

    def attach(uow: Any) -> None:
        uow.items.add_content(ITEM, blob, "attachment", "b", world.clock.now())

    await world.opened.write(attach)
    contents = (await bram.get(f"/v1/items/{ITEM}"))["contents"]
    assert (contents[1]["data"], contents[1]["size"]) == (None, len(large))
    assert await bram.ask("GET", f"/v1/items/{ITEM}/blobs/{blob}") == (200, large)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/v1/items/short", "item.unknown"),
        ("/v1/items/%00", "item.unknown"),
        (f"/v1/items/{ITEM}/blobs/none", "blob.unknown"),
        ("/v1/items?limit=0", "query.malformed"),
        ("/v1/items?limit=-1", "query.malformed"),
        ("/v1/items?limit=x", "query.malformed"),
        ("/v1/items?limit=%D9%A1", "query.malformed"),
    ],
)
async def test_a_malformed_path_or_query_is_a_problem(world: World, target: str, code: str) -> None:
    await world.put_item()
    bram = await reader(world, "bram")
    status, body = await bram.ask("GET", str(URL(target, encoded=True)))
    assert status in (400, 404)
    assert body["code"] == code


async def test_p02_a_wrap_for_one_device_goes_to_that_device_only(world: World) -> None:
    await world.put_item()
    await world.add("dirk", "nctv", PIKET)
    dirk, bram = await reader(world, "dirk"), await reader(world, "bram")
    blob = Sha256Hex(sha(world.wrap(HOVJ)))
    await world.opened.write(lambda uow: uow.items.add_wraps(ITEM, [Wrap(PIKET, 2, dirk.id, blob)]))
    assert [wrap["epoch"] for wrap in (await dirk.get(f"/v1/items/{ITEM}"))["wraps"]] == [1, 2]
    assert [wrap["epoch"] for wrap in (await bram.get(f"/v1/items/{ITEM}"))["wraps"]] == [1]


async def test_p01_what_is_over_has_a_list_of_its_own_by_pages(world: World) -> None:
    bram, cees = await reader(world, "bram"), await reader(world, "cees")
    await world.put_item()
    assert await bram.get("/v1/closed") == {"items": [], "more": False, "many": []}
    assert (await cees.get("/v1/closed"))["items"] == []
    for query in ("before=x", "limit=0", "limit=x"):
        assert (await bram.ask("GET", f"/v1/closed?{query}"))[0] == 400
    assert (await bram.ask("GET", f"/v1/closed?before={ITEM}"))[0] == 404, "it is not closed"
    assert (await cees.ask("GET", f"/v1/closed?before={ITEM}"))[0] == 404
