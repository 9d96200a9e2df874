"""Proofs of several acts in one answer: those of the asker alone, each as it is proven by itself (never unprovable)."""

from __future__ import annotations

from base64 import b64decode
from typing import Any, Final

import pytest

from bot.http.proof import MOST
from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.leaves import LeafType, event_of_act
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.proof_file import parse_proof, verify_proof
from domain.audit.succession import LogKeys
from domain.audit.tiles import grow
from domain.audit.tree import RunningTree, leaf_hash
from storage.logs import Head
from tests.bot.http.conftest import Make, World, peopled
from tests.bot.http.phones import Phone
from tests.harness.counting import statements

ORIGIN: Final = "piket.example/log/om"
KEY: Final = SignerKey(ORIGIN, SignatureType.ED25519, bytes([3]) * 32)
NOBODYS: Final = "018f0000-0000-7000-8000-000000000000"


async def sent(world: World, phone: Phone, count: int = 1) -> list[str]:
    """Send acts, each with its leaf and none of them placed; returns their ids."""
    payloads = [phone.payload("channel.test", world.clock.now(), {}, seq=seq) for seq in range(count)]
    acts = [payload["id"] for payload in payloads]
    for payload in payloads:
        answer = await world.client.post("/v1/acts", json={"acts": [phone.envelope(payload)]})
        assert answer.status == 201

    def leave(uow: Any) -> None:
        for act in acts:
            event = event_of_act(uow.acts.counted(act)[0])
            uow.audit.append(phone.organisation, LeafType.ACT, at=world.clock.now(), event=event)

    await world.opened.write(leave)
    return acts


async def place(world: World, log: str = "om") -> None:
    """Give every leaf of a new log its place."""

    def unit(uow: Any) -> None:
        waiting = uow.logs.unsequenced(log, 1000)
        hashes = [leaf_hash(data) for _, data in waiting]
        changed = {(tile.level, tile.index): data for tile, data in grow(0, hashes, lambda _level, _index: b"")}
        tree = RunningTree()
        tree.extend(hashes)
        note = sign_checkpoint(Checkpoint(ORIGIN, len(hashes), tree.root()), KEY)
        uow.logs.assign(log, 0, [leaf for leaf, _ in waiting], changed, Head(len(hashes), b"", note), world.clock.now())

    await world.opened.write(unit)


async def test_several_are_proven_as_each_is_by_itself_and_who_has_none_is_said(either_world: World) -> None:
    world = either_world
    anna, bram = world.phones["anna"], world.phones["bram"]
    mine, others = await sent(world, anna, 3), await sent(world, bram)
    await place(world)
    [late] = (await sent(world, anna, 4))[3:]
    await anna.open_session()
    found = await anna.get(f"/v1/proofs?acts={'.'.join([*mine, late, *others, NOBODYS, mine[0]])}")
    assert [one["act"] for one in found["proofs"]] == mine, "each once, in the order in which they were asked for"
    assert found["proofs"] == [await anna.get(f"/v1/acts/{act}/proof") for act in mine]
    assert (found["waiting"], found["unknown"]) == ([late], [*others, NOBODYS])
    for one in found["proofs"]:
        assert verify_proof(parse_proof(one["proof"].encode()), b64decode(one["leaf"]), LogKeys(KEY.verifier)).size == 3


async def test_of_acts_of_others_one_hears_as_little_as_of_what_is_not_there(world: World) -> None:
    anna, bram = world.phones["anna"], world.phones["bram"]
    [act] = await sent(world, anna)
    await place(world)
    await bram.open_session()
    found = await bram.get(f"/v1/proofs?acts={act}.{NOBODYS}")
    assert found == {"proofs": [], "waiting": [], "unknown": [act, NOBODYS]}
    assert [(await bram.ask("GET", f"/v1/acts/{one}/proof"))[1]["code"] for one in (act, NOBODYS)] == [
        "act.unknown"
    ] * 2


async def test_they_cost_two_statements_each_and_share_what_their_log_is_asked(world: World) -> None:
    anna = world.phones["anna"]
    acts = await sent(world, anna, MOST)
    await place(world)
    await anna.open_session()

    async def cost(asked: list[str]) -> int:
        with statements() as found:
            await anna.get(f"/v1/proofs?acts={'.'.join(asked)}")
        return len(found)

    one = await cost(acts[:1])
    assert await cost(acts) == one + 2 * (MOST - 1)


@pytest.mark.parametrize("acts", ["", "a", f"{NOBODYS}.", f"{NOBODYS},{NOBODYS}", NOBODYS.upper(), "x" * 2000])
async def test_what_is_no_act_is_a_clear_error(world: World, acts: str) -> None:
    anna = world.phones["anna"]
    await anna.open_session()
    status, problem = await anna.ask("GET", f"/v1/proofs?acts={acts}")
    assert (status, problem["code"], problem["field"]) == (400, "query.malformed", "acts")


async def test_no_more_than_so_many_at_once_by_a_device_with_a_session_and_within_its_limit(make_world: Make) -> None:
    world = await peopled(lambda: make_world(device_burst=2))
    anna = world.phones["anna"]
    assert (await world.client.get(f"/v1/proofs?acts={NOBODYS}")).status == 401
    await anna.open_session()
    names = [NOBODYS[:-3] + f"{place:03}" for place in range(MOST + 1)]
    assert (await anna.ask("GET", f"/v1/proofs?acts={'.'.join(names)}"))[0] == 400
    assert (await anna.get(f"/v1/proofs?acts={'.'.join(names[1:])}"))["unknown"] == names[1:]
    target = f"/v1/proofs?acts={NOBODYS}"
    assert (await world.client.get(target, headers=anna.headers("GET", target))).status == 429
