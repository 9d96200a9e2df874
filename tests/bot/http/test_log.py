"""The logs over HTTP: hashes for anyone, leaves for those who supervise, in the forms of tlog-tiles (P-03)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.audit.leaves import LeafType
from domain.audit.tiles import decode_bundle, grow
from domain.audit.tree import leaf_hash
from domain.functies import Functie, Holding, Scope
from storage.logs import QUORUM, Head, Witnessed
from tests.bot.http.conftest import BEHEER, HOVJ, WATCH, World

NOTE = b"piket.example/log/om\n300\n\n"


async def grown(world: World, count: int = 300, log: str = "om") -> list[bytes]:
    """Give a log (that of the OM) `count` leaves with their tiles, and a checkpoint."""
    now = world.clock.now()

    def leave(uow: Any) -> None:
        for _ in range(count):
            uow.audit.append(log, LeafType.RING, at=now)

    await world.opened.write(leave)

    def sequence(uow: Any) -> list[bytes]:
        waiting = uow.logs.unsequenced(log, count)
        hashes = [leaf_hash(data) for _, data in waiting]
        changed = {(tile.level, tile.index): data for tile, data in grow(0, hashes, lambda _level, _index: b"")}
        uow.logs.assign(log, 0, [leaf for leaf, _ in waiting], changed, Head(count, b"", NOTE), now)
        return [data for _, data in waiting]

    return await world.opened.write(sequence)


async def test_checkpoint_and_hash_tiles_are_public(world: World) -> None:
    leaves = await grown(world)
    answer = await world.client.get("/v1/log/om/checkpoint")
    assert (answer.status, await answer.read()) == (200, NOTE)
    whole = await (await world.client.get("/v1/log/om/tile/0/000")).read()
    assert whole == b"".join(leaf_hash(leaf) for leaf in leaves[:256])
    part = await (await world.client.get("/v1/log/om/tile/0/001.p/7")).read()
    assert part == b"".join(leaf_hash(leaf) for leaf in leaves[256:263])


@pytest.mark.parametrize(
    "path",
    [
        "/v1/log/om/tile/0/002", "/v1/log/om/tile/0/001", "/v1/log/om/tile/0/001.p/45", "/v1/log/om/tile/0/1",
        "/v1/log/om/tile/9999/000", "/v1/log/om/tile/0/x001", "/v1/log/om/tile/x/000", "/v1/log/om/tile/0/000.p/0",
        "/v1/log/zm/tile/0/000", "/v1/log/zm/checkpoint", "/v1/log/%00/checkpoint", "/v1/log/a%2Fb/checkpoint",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_404(world: World, path: str) -> None:
    await grown(world)
    answer = await world.client.get(path)
    assert answer.status == 404
    assert (await answer.json())["code"] in ("log.unknown", "path.unknown")


async def test_leaves_need_a_session(world: World) -> None:
    await grown(world, 3)
    assert (await world.client.get("/v1/log/om/tile/entries/000.p/3")).status == 401


OM_SUPERVISED = Holding(Functie.TOEZICHTHOUDER, Scope("org:om"))


@pytest.mark.parametrize(
    ("organisation", "holding", "status"),
    [
        ("om", WATCH, 200),
        ("nctv", WATCH, 404),
        ("om", BEHEER, 200),
        ("nctv", BEHEER, 404),
        ("pg_hoge_raad", OM_SUPERVISED, 200),
        ("inspectie_jenv", OM_SUPERVISED, 404),
        ("ctivd", OM_SUPERVISED, 404),
        ("nctv", OM_SUPERVISED, 404),
        ("pg_hoge_raad", Holding(Functie.TOEZICHTHOUDER, Scope("org:nctv")), 404),
        ("inspectie_jenv", Holding(Functie.TOEZICHTHOUDER, Scope("org:nctv")), 404),
        ("om", Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:nergens")), 404),
        ("om", Holding(Functie.HOVJ, Scope("arr:noord")), 404),
    ],
)
async def test_p03_leaves_are_for_those_who_supervise_this_organisation(
    world: World, organisation: str, holding: Holding, status: int
) -> None:
    leaves = await grown(world, 3)
    eva = await world.add("eva", organisation, holding)
    await eva.open_session()
    found = await eva.ask("GET", "/v1/log/om/tile/entries/000.p/3")
    assert found[0] == status
    if status == 200:
        assert decode_bundle(found[1], 3) == leaves
        assert json.loads(leaves[0])["type"] == "ring"
        assert (await eva.ask("GET", "/v1/log/om/tile/entries/000"))[0] == 404


@pytest.mark.parametrize(
    ("log", "statuses"),
    [("directory", (200, 200, 200)), ("root", (200, 200, 404))],
)
async def test_p03_the_directory_is_everybodys_and_the_root_theirs_who_read_any(
    world: World, log: str, statuses: tuple[int, ...]
) -> None:
    await grown(world, 3, log)
    people = [("wil", "om", WATCH), ("eva", "pg_hoge_raad", OM_SUPERVISED), ("hans", "om", HOVJ)]
    for (name, organisation, holding), status in zip(people, statuses, strict=True):
        phone = await world.add(name, organisation, holding)
        await phone.open_session()
        assert (await phone.ask("GET", f"/v1/log/{log}/tile/entries/000.p/3"))[0] == status


async def test_only_what_enough_witnesses_cosigned_is_given_as_witnessed(world: World) -> None:
    await grown(world)
    assert (await world.client.get("/v1/log/om/witnessed")).status == 404
    now = world.clock.now()
    await world.opened.write(lambda uow: uow.logs.witnessed("om", "w1", Witnessed(300, now)))
    assert (await world.client.get("/v1/log/om/witnessed")).status == 404
    await world.opened.write(lambda uow: uow.logs.cosign("om", NOTE, NOTE + b"cosigned"))
    await world.opened.write(lambda uow: uow.logs.witnessed("om", QUORUM, Witnessed(300, now)))
    answer = await world.client.get("/v1/log/om/witnessed")
    assert (answer.status, await answer.read()) == (200, NOTE + b"cosigned")
