"""A cold app shows what waits after two round trips: a challenge, and a session with all there is to begin with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.ids import ItemId, PersonId, Sha256Hex
from domain.obligations import Ringing
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.http.conftest import APP, BEHEER, CONTENT, ITEM, PIKET, START, World
from tests.bot.http.phones import Phone, sha
from tests.contracts.samples import make_obligation

OLDER, DRILL = ItemId("item-bbbbbbbbbbbbbbbbb"), ItemId("item-ccccccccccccccccc")


async def begin(phone: Phone, *, since: int = 0, signed_since: int | None = None, **headers: str) -> tuple[int, Any]:
    """Two requests as a browser sends them without asking first: text, and no header of ours."""
    plain = {"Content-Type": "text/plain;charset=UTF-8", **headers}
    asked = await phone.client.post("/v1/challenges", data=json.dumps({"device": phone.id}), headers=plain)
    nonce = (await asked.json())["nonce"]
    signed = f"piket-start-v1\n{since if signed_since is None else signed_since}\n{nonce}"
    body = {"device": phone.id, "nonce": nonce, "sig": phone.sign(signed.encode()), "start": {"since": since}}
    answer = await phone.client.post("/v1/sessions", data=json.dumps(body), headers=plain)
    found = await answer.json()
    if answer.status == 201:
        phone.token, phone.nonce = found["token"], found["nonce"]
    return answer.status, found


async def listed(phone: Phone, cursor: str) -> int:
    """The status of the list for who knows it as of this cursor."""
    headers = {**phone.headers("GET", "/v1/items"), "If-None-Match": f'"{cursor}"'}
    async with phone.client.get("/v1/items", headers=headers) as answer:
        phone.nonce = answer.headers["Piket-Nonce"]
        return answer.status


async def ring(world: World, item: ItemId, person: str, later: timedelta = timedelta(0)) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        opened = uow.obligations.open(make_obligation(item=item, opened_at=START + later, rung=0))
        uow.obligations.put_ringing([Ringing(opened.id, PersonId(person), 0, 1, START, None, -1, -1)])

    await world.opened.write(unit)


async def test_one_answer_holds_who_i_am_my_items_and_the_one_that_waits(world: World) -> None:
    await world.put_item()
    bram = world.phones["bram"]
    status, found = await begin(bram, Origin=APP)
    assert status == 201
    begun = found["start"]
    assert (begun["me"]["person"], begun["me"]["holdings"][0]["functie"]) == ("bram", "nctv_piket")
    assert begun["directory"] == {"facts": [], "next": 0, "more": False}
    assert [line["id"] for line in begun["items"]["items"]] == [ITEM]
    assert begun["item"] == await bram.get(f"/v1/items/{ITEM}")
    assert (await bram.get("/v1/me"))["person"] == "bram"


async def test_who_hears_from_its_cursor_on_is_told_nothing_that_it_told(world: World) -> None:
    bram = world.phones["bram"]
    await world.put_item()
    begun = (await begin(bram))[1]["start"]
    assert await listed(bram, begun["cursor"]) == 304
    await world.put_item(OLDER)
    assert await listed(bram, begun["cursor"]) == 200


async def test_a_session_without_it_is_what_it_was(world: World) -> None:
    await world.phones["anna"].open_session()
    assert (await world.phones["anna"].get("/v1/me"))["person"] == "anna"


async def test_what_rings_this_person_longest_goes_before_what_is_newer_and_a_drill_goes_last(world: World) -> None:
    bram = world.phones["bram"]
    assert (await begin(bram))[1]["start"]["item"] is None
    await world.put_item(OLDER)
    await world.put_item(DRILL, drill=True, opened_at=START + timedelta(minutes=2))
    await world.put_item(ITEM, opened_at=START + timedelta(minutes=3))
    assert (await begin(bram))[1]["start"]["item"]["item"]["id"] == ITEM
    await ring(world, DRILL, "bram")
    assert (await begin(bram))[1]["start"]["item"]["item"]["id"] == DRILL
    await ring(world, ITEM, "anna")
    assert (await begin(bram))[1]["start"]["item"]["item"]["id"] == DRILL
    await ring(world, OLDER, "bram", timedelta(seconds=1))
    assert (await begin(bram))[1]["start"]["item"]["item"]["id"] == OLDER


async def test_ev_01_what_goes_along_is_on_record_as_released_before_it_leaves(world: World) -> None:
    await world.put_item()
    await begin(world.phones["bram"])
    wraps, blobs = await world.leaves("release_wrap"), await world.leaves("release_blob")
    assert (len(wraps), len(blobs)) == (1, 1)
    assert {leaf["actor"] for leaf in (*wraps, *blobs)} == {"bram"}
    await begin(world.phones["bram"])
    assert len(await world.leaves("release_wrap")) == 1

    def given(uow: SqlUnitOfWork) -> set[Sha256Hex]:
        return set(uow.blobs.released(world.phones["bram"].id, ITEM))

    assert await world.opened.read(given) == {sha(CONTENT), sha(World.wrap(PIKET))}


async def test_p_01_nothing_goes_along_that_is_not_this_persons(world: World) -> None:
    await world.put_item(excluded=frozenset({PersonId("bram")}))
    for person in ("bram", "cees"):
        begun = (await begin(world.phones[person]))[1]["start"]
        assert (begun["items"]["items"], begun["item"]) == ([], None)
    officer = await world.add("otto", "om", BEHEER)
    assert (await begin(officer))[1]["start"]["item"] is None


async def test_a_malformed_start_is_refused(world: World) -> None:
    status, problem = await begin(world.phones["anna"], since=-1)
    assert (status, problem["code"], problem["field"]) == (400, "act.malformed", "start.since")


async def test_the_signature_covers_what_is_asked_and_a_challenge_is_used_once(world: World) -> None:
    anna = world.phones["anna"]
    status, problem = await begin(anna, signed_since=7)
    assert (status, problem["code"]) == (401, "proof.invalid")
    asked = await (await anna.client.post("/v1/challenges", json={"device": anna.id})).json()
    nonce = asked["nonce"]
    signature = anna.sign(f"piket-start-v1\n0\n{nonce}".encode())
    body = {"device": anna.id, "nonce": nonce, "sig": signature, "start": {"since": 0}}
    plain = {"device": anna.id, "nonce": nonce, "sig": signature}
    answers = [await anna.client.post("/v1/sessions", json=one) for one in (plain, body, body)]
    assert [answer.status for answer in answers] == [401, 201, 401]


async def test_a_frozen_device_begins_nothing_and_is_told_why(world: World) -> None:
    anna, now = world.phones["anna"], world.clock.now()
    await world.opened.write(lambda uow: uow.directory.freeze_device(anna.id, now))
    status, problem = await begin(anna)
    assert (status, problem["code"]) == (403, "device.frozen")
    assert (await begin(anna, signed_since=7))[0] == 401  # whoever cannot sign for it learns nothing


async def test_a_page_of_another_origin_cannot_begin_though_it_need_not_ask(world: World) -> None:
    await world.put_item()
    asked = await world.client.post(
        "/v1/challenges", data="{}", headers={"Content-Type": "text/plain", "Origin": "https://elders.example"}
    )
    assert (asked.status, (await asked.json())["code"]) == (403, "origin.unknown")


async def test_the_list_is_replaced_by_nothing_newer_than_the_item(world: World) -> None:
    """List and item come from one moment: an app never shows a version that its list does not know."""
    made = await world.put_item()
    begun = (await begin(world.phones["bram"]))[1]["start"]
    assert begun["items"]["items"][0] == begun["item"]["item"]
    assert replace(made, version=begun["item"]["item"]["version"]) == made
