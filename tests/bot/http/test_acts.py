"""POST /v1/acts: what is not well-formed, signed and complete is not stored; what was answered is answered the same."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

import pytest

from domain.acts.envelope import DRILL_TYPE, REAL_TYPE
from domain.ids import Sha256Hex
from tests.bot.http.conftest import ITEM, Make, World
from tests.bot.http.phones import RECIPIENT, post_acts, post_parts, sha

BLOB, OTHER = b"age ciphertext one", b"age ciphertext two"


def ik_bel(world: World, **changes: Any) -> dict[str, Any]:
    phone = world.phones["anna"]
    made = phone.payload("item.ik_bel", world.clock.now(), {"what": "ontvangen"}, item=ITEM)
    return {**made, **changes}


def regular(world: World, seq: int) -> dict[str, Any]:
    """An act that is no emergency."""
    return world.phones["anna"].payload("channel.test", world.clock.now(), {}, seq=seq)


def submit(world: World, **changes: Any) -> dict[str, Any]:
    params = {
        "ground": "directe_noodzaak", "dossier": "d" * 22, "recipient": RECIPIENT, "wraps": [], "content": sha(BLOB),
        "excluded": [], "callback_verified": True,
    }  # fmt: skip
    phone = world.phones["anna"]
    return phone.payload(
        "spoedaanwijzing.submit", world.clock.now(), params, **{"item": ITEM, "blobs": [sha(BLOB)], **changes}
    )


async def send(world: World, body: Any) -> tuple[int, Any]:
    answer = await world.client.post("/v1/acts", json=body)
    return answer.status, await answer.json()


async def test_an_act_is_answered_and_stored(world: World) -> None:
    status, body = await send(world, {"acts": [world.phones["anna"].envelope(ik_bel(world))]})
    assert status == 201
    assert body["answers"][0]["status"] == 201
    assert world.stored_acts() == 1


async def test_the_same_bytes_get_the_first_answer_and_are_stored_once(world: World) -> None:
    act = world.phones["anna"].envelope(ik_bel(world))
    first = await send(world, {"acts": [act]})
    world.later(minutes=3)
    assert await send(world, {"acts": [act]}) == first
    assert world.stored_acts() == 1


async def test_the_same_id_with_other_bytes_is_refused_and_not_stored(world: World) -> None:
    phone, payload = world.phones["anna"], ik_bel(world)
    await send(world, {"acts": [phone.envelope(payload)]})
    status, body = await send(world, {"acts": [phone.envelope({**payload, "seq": 9})]})
    assert (status, body["code"]) == (409, "act.reused")
    assert world.stored_acts() == 1


async def test_a_refusal_by_a_rule_is_a_problem_that_also_holds_the_answer(world: World) -> None:
    payload = ik_bel(world, params={"what": "refuse_me"})
    status, body = await send(world, {"acts": [world.phones["anna"].envelope(payload)]})
    assert (status, body["code"], body["field"]) == (403, "functie.not_allowed", "functie")
    assert body["answers"][0]["status"] == 403
    assert world.stored_acts() == 1


async def test_each_act_of_a_batch_has_an_answer_of_its_own(world: World) -> None:
    phone = world.phones["anna"]
    payloads = [ik_bel(world), ik_bel(world, item="x" * 22, seq=1), ik_bel(world, params={"what": "refuse_me"}, seq=2)]
    status, body = await send(world, {"acts": [phone.envelope(payload) for payload in payloads]})
    assert status == 200
    assert [answer["status"] for answer in body["answers"]] == [201, 404, 403]
    assert world.stored_acts() == 2


async def test_small_blobs_come_with_their_act(world: World) -> None:
    status, _ = await post_acts(world.client, [world.phones["anna"].envelope(submit(world))], [BLOB])
    assert status == 201
    assert await world.opened.read(lambda uow: uow.blobs.chunk(Sha256Hex(sha(BLOB)), 0)) == BLOB


async def test_an_act_that_is_stored_already_need_not_bring_its_blobs_again(world: World) -> None:
    act = world.phones["anna"].envelope(submit(world))
    first = await post_acts(world.client, [act], [BLOB])
    assert first[0] == 201
    assert await post_acts(world.client, [act]) == first


async def test_p_01_whoever_learns_the_hash_of_a_stored_blob_cannot_have_it_released_as_their_own(world: World) -> None:
    phone = world.phones["anna"]
    await post_acts(world.client, [phone.envelope(submit(world))], [BLOB])
    more = phone.payload(
        "spoedaanwijzing.supplement", world.clock.now(), {"content": sha(BLOB)}, item=ITEM, blobs=[sha(BLOB)], seq=1
    )
    status, body = await post_acts(world.client, [phone.envelope(more)])
    assert (status, body["code"], body["field"]) == (400, "blob.missing", "blobs.0")
    assert world.stored_acts() == 1


async def test_an_emergency_takes_the_urgent_lane_and_other_acts_do_not(world: World) -> None:
    phone = world.phones["anna"]
    await post_acts(world.client, [phone.envelope(submit(world))], [BLOB])
    await post_acts(world.client, [phone.envelope(regular(world, 1))])
    assert world.store.writes == [True, False]


async def test_a_device_that_asks_too_much_waits_but_an_emergency_never_does(make_world: Make) -> None:
    world = await make_world(device_burst=2)
    from tests.bot.http.conftest import HOVJ

    phone = await world.add("anna", "om", HOVJ)
    for seq in range(2):
        assert (await send(world, {"acts": [phone.envelope(regular(world, seq))]}))[0] == 201
    answer = await world.client.post("/v1/acts", json={"acts": [phone.envelope(regular(world, 2))]})
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= 1
    for seq in range(3, 9):
        status, _ = await post_acts(world.client, [phone.envelope(submit(world, seq=seq))], [BLOB])
        assert status == 201
    both = [phone.envelope(regular(world, 9)), phone.envelope(submit(world, seq=10))]
    assert (await post_acts(world.client, both, [BLOB]))[0] == 200, "what goes along does not hold it back either"
    world.later(seconds=1)
    assert (await send(world, {"acts": [phone.envelope(regular(world, 11))]}))[0] == 201


async def test_not_stored_and_said_so(world: World) -> None:
    act = world.phones["anna"].envelope(ik_bel(world))
    world.store.faults = ["lost"]
    answer = await world.client.post("/v1/acts", json={"acts": [act]})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    assert world.stored_acts() == 0
    assert (await send(world, {"acts": [act]}))[0] == 201
    assert world.stored_acts() == 1


async def test_stored_but_reported_failed(world: World) -> None:
    act = world.phones["anna"].envelope(ik_bel(world))
    world.store.faults = ["unsure"]
    first = await send(world, {"acts": [act]})
    assert first[0] == 201
    assert world.stored_acts() == 1
    assert await send(world, {"acts": [act]}) == first
    assert world.stored_acts() == 1


async def test_a_batch_that_broke_off_is_sent_again_whole(world: World) -> None:
    phone = world.phones["anna"]
    acts = [phone.envelope(ik_bel(world, seq=seq)) for seq in range(3)]
    world.store.faults = ["unsure", "lost"]
    assert (await send(world, {"acts": acts}))[0] == 503
    assert world.stored_acts() == 1
    status, body = await send(world, {"acts": acts})
    assert (status, [answer["status"] for answer in body["answers"]]) == (200, [201] * 3)
    assert world.stored_acts() == 3


def remade(world: World, **changes: Any) -> dict[str, Any]:
    return {"acts": [{**world.phones["anna"].envelope(ik_bel(world)), **changes}]}


def with_payload(world: World, **changes: Any) -> dict[str, Any]:
    return {"acts": [world.phones["anna"].envelope({**ik_bel(world), **changes})]}


def raw(world: World, payload: bytes) -> dict[str, Any]:
    return {"acts": [world.phones["anna"].envelope(payload)]}


def by_another(world: World) -> dict[str, Any]:
    act = world.phones["anna"].envelope(ik_bel(world))
    act["proofs"][0]["sig"] = world.phones["bram"].envelope(ik_bel(world))["proofs"][0]["sig"]
    return {"acts": [act]}


def as_drill(world: World) -> dict[str, Any]:
    return {"acts": [{**world.phones["anna"].envelope(ik_bel(world)), "payloadType": DRILL_TYPE}]}


def proof(world: World, **changes: Any) -> dict[str, Any]:
    act = world.phones["anna"].envelope(ik_bel(world))
    return {"acts": [{**act, "proofs": [{**act["proofs"][0], **changes}]}]}


def twice_signed(world: World) -> dict[str, Any]:
    act = world.phones["anna"].envelope(ik_bel(world))
    return {"acts": [{**act, "proofs": act["proofs"] * 2}]}


def second_is_wrong(world: World) -> dict[str, Any]:
    phone = world.phones["anna"]
    return {"acts": [phone.envelope(ik_bel(world)), phone.envelope({**ik_bel(world), "seq": -1})]}


TABLE: list[tuple[str, Callable[[World], Any], int, str, str | None]] = [
    ("a list", lambda w: [], 400, "act.malformed", None),
    ("no acts", lambda w: {}, 400, "act.malformed", "acts"),
    ("empty acts", lambda w: {"acts": []}, 400, "act.malformed", "acts"),
    ("unknown member", lambda w: {**remade(w), "more": 1}, 400, "act.malformed", "more"),
    ("unknown type", lambda w: remade(w, payloadType="text/plain"), 400, "act.malformed", "acts.0.payloadType"),
    ("no proofs", lambda w: remade(w, proofs=[]), 400, "act.malformed", "acts.0.proofs"),
    ("payload not base64", lambda w: remade(w, payload="a"), 400, "base64.malformed", "payload"),
    ("payload not text", lambda w: remade(w, payload=7), 400, "act.malformed", "acts.0.payload"),
    ("payload not json", lambda w: raw(w, b"\xff"), 400, "json.malformed", "payload"),
    ("name twice", lambda w: raw(w, b'{"v":1,"v":1}'), 400, "json.malformed", "payload"),
    ("lone surrogate", lambda w: raw(w, b'{"v":"\\ud800"}'), 400, "json.malformed", "payload"),
    ("huge integer", lambda w: raw(w, b'{"v":90071992547409930}'), 400, "json.malformed", "payload"),
    ("deeply nested", lambda w: raw(w, b"[" * 30000), 400, "json.malformed", "payload"),
    ("payload a list", lambda w: raw(w, b"[]"), 400, "act.malformed", "payload"),
    ("unknown field", lambda w: with_payload(w, extra=1), 400, "act.malformed", "extra"),
    ("unknown version", lambda w: with_payload(w, v=2), 400, "act.malformed", "v"),
    ("unknown act", lambda w: with_payload(w, act="item.explode"), 400, "act.unknown", "act"),
    ("unknown functie", lambda w: with_payload(w, functie="baas"), 400, "act.malformed", "functie"),
    ("scope of another kind", lambda w: with_payload(w, scope="nl"), 400, "act.malformed", "scope"),
    ("unknown parameter", lambda w: with_payload(w, params={"what": "a", "x": 1}), 400, "act.malformed", "params.x"),
    ("missing parameter", lambda w: with_payload(w, params={}), 400, "act.malformed", "params.what"),
    ("wrong parameter", lambda w: with_payload(w, params={"what": 4}), 400, "act.malformed", "params.what"),
    ("no item", lambda w: with_payload(w, item=None), 400, "act.malformed", "item"),
    ("a version too many", lambda w: with_payload(w, version=3), 400, "act.malformed", "version"),
    ("naive time", lambda w: with_payload(w, at="2026-03-01T03:12:00"), 400, "act.malformed", "at"),
    ("blob twice", lambda w: with_payload(w, blobs=[sha(BLOB)] * 2), 400, "act.malformed", "blobs"),
    ("blob absent", lambda w: with_payload(w, blobs=[sha(OTHER)]), 400, "blob.missing", "blobs.0"),
    ("acting device did not sign", lambda w: with_payload(w, device="toestel_bram"), 400, "proof.device", "proofs"),
    ("signed twice by one", twice_signed, 400, "proof.device", "proofs"),
    ("unknown kind of proof", lambda w: proof(w, kind="none"), 400, "act.malformed", "acts.0.proofs.0.kind"),
    ("short signature", lambda w: proof(w, sig="AAAA"), 401, "proof.malformed", "proofs.0"),
    ("empty signature", lambda w: proof(w, sig=""), 401, "proof.malformed", "proofs.0"),
    ("zero signature", lambda w: proof(w, sig="A" * 86), 401, "proof.invalid", "proofs.0"),
    ("signed by another", by_another, 401, "proof.invalid", "proofs.0"),
    ("a real act sent as a drill (X-05)", as_drill, 401, "proof.invalid", "proofs.0"),
    ("second of two", second_is_wrong, 400, "act.malformed", "acts.1.seq"),
]


@pytest.mark.parametrize(("body", "status", "code", "field"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
async def test_what_is_malformed_is_named_and_nothing_is_stored(
    world: World, body: Callable[[World], Any], status: int, code: str, field: str | None
) -> None:
    answer = await send(world, body(world))
    assert (answer[0], answer[1]["code"], answer[1].get("field")) == (status, code, field)
    assert world.stored_acts() == 0
    assert world.store.writes == []


async def test_an_unknown_or_revoked_device_signs_nothing(world: World) -> None:
    stranger = world.phones["anna"]
    stranger.id = stranger.id.__class__("toestel_niemand")  # the directory does not know this one
    status, body = await send(world, with_payload(world))
    assert (status, body["code"], body["field"]) == (401, "device.unknown", "proofs.0")
    assert world.stored_acts() == 0


@pytest.mark.parametrize(
    ("parts", "status", "code"),
    [
        ([("acts", b"{}")], 400, "act.malformed"),
        ([("acts", b"{")], 400, "json.malformed"),
        ([(sha(BLOB), BLOB)], 400, "body.malformed"),
        ([("acts", b"{}"), ("acts", b"{}")], 400, "body.malformed"),
        ([("acts", b"{}"), ("not a name", b"")], 400, "body.malformed"),
        ([("acts", b"{}"), (sha(BLOB), bytes(64 * 1024 + 1))], 413, "blob.too_large"),
        ([("acts", b"{}"), *[(sha(bytes([n])), bytes(64 * 1024)) for n in range(33)]], 413, "blob.too_large"),
    ],
)
async def test_multipart_that_is_not_whole(
    world: World, parts: list[tuple[str, bytes]], status: int, code: str
) -> None:
    answer, body = await post_parts(world.client, parts)
    assert (answer, body["code"]) == (status, code)
    assert world.store.writes == []


@pytest.mark.parametrize(
    ("name", "data", "code"), [(sha(OTHER), BLOB, "blob.mismatch"), (sha(OTHER), OTHER, "blob.unnamed")]
)
async def test_a_part_is_what_its_name_says_and_belongs_to_an_act(
    world: World, name: str, data: bytes, code: str
) -> None:
    document = json.dumps({"acts": [world.phones["anna"].envelope(submit(world))]}).encode()
    status, body = await post_parts(world.client, [("acts", document), (sha(BLOB), BLOB), (name, data)])
    assert (status, body["code"]) == (400, code)
    assert world.store.writes == []


@pytest.mark.parametrize("padded", [True, False])
async def test_base64_is_read_in_either_alphabet(world: World, padded: bool) -> None:
    act = world.phones["anna"].envelope(ik_bel(world))
    text = base64.urlsafe_b64encode(base64.b64decode(act["payload"])).decode()
    act["payload"] = text if padded else text.rstrip("=")
    assert act["payloadType"] == REAL_TYPE
    assert (await send(world, {"acts": [act]}))[0] == 201


async def test_a_large_batch_is_not_looked_up_where_bells_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of hundreds of acts would keep the loop, and so every bell, for as long as its look-ups take."""
    asked: list[bool] = []
    read = world.store.read

    async def seen(unit: Any, *, brief: bool = False) -> Any:
        asked.append(brief)
        return await read(unit, brief=brief)

    monkeypatch.setattr(world.store, "read", seen)
    for seqs in (range(1), range(1, 13)):
        acts = [world.phones["anna"].envelope(ik_bel(world, seq=seq)) for seq in seqs]
        assert (await send(world, {"acts": acts}))[0] in (200, 201)
    assert asked == [True, False]


async def test_bb_03_a_gesture_of_many_is_carried_out_in_its_order_and_holds_up_no_emergency(world: World) -> None:
    phone = world.phones["anna"]
    alone = await send(world, {"acts": [phone.envelope(ik_bel(world))]})
    assert (alone[0], world.store.writes) == (201, [True])
    world.store.writes.clear()
    acts = [phone.envelope(ik_bel(world, seq=seq)) for seq in range(1, 11)]
    status, body = await send(world, {"acts": acts})
    assert (status, [answer["status"] for answer in body["answers"]]) == (200, [201] * 10)
    assert [answer["flags"] for answer in body["answers"]] == [[]] * 10, "no number came before the one below it"
    assert set(world.store.writes) == {False}


async def test_acts_of_a_gesture_share_transactions_that_begin_nothing_more_when_their_time_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An emergency of somebody else waits for one of them, so a slow machine puts fewer acts in each."""
    phone = world.phones["anna"]
    for number, (seconds, writes) in enumerate([(0.0, 1), (0.004, 6), (1.0, 12)]):
        moments = (seconds * tick for tick in count())
        monkeypatch.setattr("bot.http.acts.perf_counter", partial(next, moments))
        world.store.writes.clear()
        acts = [phone.envelope(ik_bel(world, seq=12 * number + seq)) for seq in range(12)]
        status, body = await send(world, {"acts": acts})
        assert (status, [answer["status"] for answer in body["answers"]]) == (200, [201] * 12)
        assert world.store.writes == [False] * writes


async def test_what_is_wrong_with_one_act_of_a_gesture_undoes_no_other(world: World) -> None:
    phone = world.phones["anna"]
    acts = [phone.envelope(ik_bel(world, seq=seq)) for seq in range(6)]
    acts[3] = phone.envelope(ik_bel(world, item="x" * 22, seq=3))
    status, body = await send(world, {"acts": acts})
    assert (status, [answer["status"] for answer in body["answers"]]) == (200, [201, 201, 201, 404, 201, 201])
    assert world.stored_acts() == 5


@pytest.mark.parametrize("fault", ["lost", "unsure"])
async def test_of_a_gesture_that_the_store_could_not_confirm_what_is_stored_is_answered(
    world: World, fault: str
) -> None:
    phone = world.phones["anna"]
    acts = [phone.envelope(ik_bel(world, seq=seq)) for seq in range(8)]
    world.store.faults = [fault]
    status, _ = await send(world, {"acts": acts})
    assert (status, world.stored_acts()) == ((503, 0) if fault == "lost" else (200, 8))
    again, repeated = await send(world, {"acts": acts})
    assert (again, [answer["status"] for answer in repeated["answers"]]) == (200, [201] * 8)
    assert world.stored_acts() == 8
