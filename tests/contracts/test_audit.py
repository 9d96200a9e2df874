"""The logs: no effect without a durable leaf, places given once, and what was published can be read back and proven."""

from dataclasses import replace
from functools import partial

import pytest

from domain.audit.leaves import LeafType, Opening, check_opening, parse_leaf
from domain.audit.notes import SignatureType, VerifierKey
from domain.audit.succession import Turn
from domain.audit.tiles import WIDTH, grow
from domain.audit.tree import RunningTree, leaf_hash
from domain.errors import NotFound
from domain.ids import OrganisationId
from storage.logs import QUORUM, Head, Witnessed
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, NOW, OM, sha
from tests.harness.stores import DUPLICATE, OpenStore


def append(uow: SqlUnitOfWork, count: int, log: str = "om") -> list[str]:
    return [uow.audit.append(log, LeafType.RING, at=NOW, fields={"n": str(n)}) for n in range(count)]


def place(uow: SqlUnitOfWork, log: str = "om", limit: int = 1000) -> bool:
    """What a sequencer does, without a signature."""
    head = uow.logs.head(log)
    tree = RunningTree() if head is None else RunningTree.from_bytes(head.frontier)
    size = tree.size
    waiting = uow.logs.unsequenced(log, limit)
    hashes = [leaf_hash(data) for _, data in waiting]
    tiles = {
        (tile.level, tile.index): data
        for tile, data in grow(size, hashes, lambda level, index: uow.logs.tile(log, level, index))
    }
    tree.extend(hashes)
    new = Head(tree.size, tree.to_bytes(), f"checkpoint {tree.size}".encode())
    return uow.logs.assign(log, size, [leaf for leaf, _ in waiting], tiles, new, NOW)


async def test_a_leaf_commits_with_its_transaction_and_opens(opened: OpenStore) -> None:
    event = await opened.write(
        lambda uow: uow.audit.append(
            "om", LeafType.ACT, at=NOW, actor=ANNA, functie="hovj", act=sha("a"), seq=0, fields={"item": "x", "n": "1"}
        )
    )
    assert opened.last.logs == {"om"}
    ((_, data),) = await opened.read(lambda uow: uow.logs.unsequenced("om", 10))
    leaf = parse_leaf(data)
    assert (leaf.event, leaf.type, leaf.time, leaf.actor, leaf.functie) == (event, LeafType.ACT, NOW, ANNA, "hovj")
    assert (leaf.act_sha256, leaf.seq) == (sha("a"), 1)
    openings = list(await opened.read(lambda uow: uow.logs.openings("om", event)))
    assert {field for field, _, _ in openings} == {"item", "n"}
    for opening in openings:
        check_opening(leaf, Opening(*opening))


async def test_a_leaf_of_a_unit_that_failed_does_not_exist(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        append(uow, 3)
        raise LookupError

    with pytest.raises(LookupError):
        await opened.write(unit)
    assert await opened.read(lambda uow: uow.logs.waiting()) == []
    assert opened.commits == []


async def test_one_event_stands_in_two_logs_and_never_twice_in_one(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> str:
        event = uow.audit.append("om", LeafType.ACT, at=NOW, fields={"n": "1"})
        return uow.audit.append("nctv", LeafType.ACT, at=NOW, event=event, fields={"n": "1"})

    event = await opened.write(unit)
    assert await opened.read(lambda uow: uow.logs.waiting()) == ["nctv", "om"]
    with pytest.raises(DUPLICATE):
        await opened.write(lambda uow: uow.audit.append("om", LeafType.ACT, at=NOW, event=event))


async def test_the_log_of_an_organisation_is_known_or_said_to_be_unknown(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.directory.put_organisation(OM, "om", NOW))
    assert await opened.read(lambda uow: [uow.audit.log_of(OM) for _ in range(2)]) == ["om", "om"]
    with pytest.raises(NotFound):
        await opened.read(lambda uow: uow.audit.log_of(OrganisationId("onbekend")))


async def test_leaves_get_their_places_in_order_and_read_back(opened: OpenStore) -> None:
    await opened.write(lambda uow: append(uow, 300))
    waiting = [data for _, data in await opened.read(lambda uow: uow.logs.unsequenced("om", 1000))]
    assert await opened.write(lambda uow: place(uow, limit=250))
    assert len(await opened.read(lambda uow: uow.logs.unsequenced("om", 1000))) == 50
    assert await opened.write(place)
    assert await opened.read(lambda uow: uow.logs.waiting()) == []
    assert await opened.read(lambda uow: uow.logs.entries("om", 0, 300)) == waiting
    assert await opened.read(lambda uow: uow.logs.entries("om", 255, 257)) == waiting[255:257]
    tree = RunningTree()
    tree.extend(leaf_hash(data) for data in waiting)
    head = await opened.read(lambda uow: uow.logs.head("om"))
    assert head == Head(300, tree.to_bytes(), b"checkpoint 300")
    tiles = await opened.read(lambda uow: [uow.logs.tile("om", 0, n) for n in range(3)])
    hashes = b"".join(leaf_hash(data) for data in waiting)
    assert tiles == [hashes[: WIDTH * 32], hashes[WIDTH * 32 :], b""]
    assert await opened.read(lambda uow: uow.logs.names()) == ["om"]


async def test_a_sequencer_that_saw_an_old_head_writes_nothing(opened: OpenStore) -> None:
    await opened.write(lambda uow: append(uow, 2))
    assert await opened.write(lambda uow: place(uow, limit=1))
    stale = Head(1, b"", b"fork")
    assert not await opened.write(lambda uow: uow.logs.assign("om", 0, [1], {(0, 0): b"x"}, stale, NOW))
    assert not await opened.write(lambda uow: uow.logs.assign("om", 2, [1], {(0, 0): b"x"}, stale, NOW))
    assert [note for _, note in await opened.read(lambda uow: uow.logs.checkpoints("om", 0, 9))] == [b"checkpoint 1"]
    assert len(await opened.read(lambda uow: uow.logs.unsequenced("om", 9))) == 1


async def test_a_leaf_never_gets_a_second_place(opened: OpenStore) -> None:
    await opened.write(lambda uow: append(uow, 1))
    ((leaf, _),) = await opened.read(lambda uow: uow.logs.unsequenced("om", 9))
    assert await opened.write(place)
    with pytest.raises(RuntimeError):
        await opened.write(lambda uow: uow.logs.assign("om", 1, [leaf], {}, Head(2, b"", b"x"), NOW))
    head = await opened.read(lambda uow: uow.logs.head("om"))
    assert head is not None
    assert head.size == 1


async def test_checkpoints_are_kept_in_order_and_take_cosignatures(opened: OpenStore) -> None:
    for _ in range(3):
        await opened.write(lambda uow: append(uow, 1))
        await opened.write(place)
    pages = await opened.read(lambda uow: uow.logs.checkpoints("om", 0, 2))
    assert [note for _, note in pages] == [b"checkpoint 1", b"checkpoint 2"]
    rest = await opened.read(lambda uow: uow.logs.checkpoints("om", pages[-1][0], 2))
    assert [note for _, note in rest] == [b"checkpoint 3"]
    assert await opened.write(lambda uow: uow.logs.cosign("om", b"checkpoint 3", b"checkpoint 3 cosigned"))
    assert not await opened.write(lambda uow: uow.logs.cosign("om", b"checkpoint 3", b"again"))
    assert await opened.write(lambda uow: uow.logs.cosign("om", b"checkpoint 1", b"checkpoint 1 cosigned"))
    head = await opened.read(lambda uow: uow.logs.head("om"))
    assert head is not None
    assert head.checkpoint == b"checkpoint 3 cosigned"
    assert await opened.read(lambda uow: uow.logs.head("nctv")) is None


def turned(turn: Turn, uow: SqlUnitOfWork) -> None:
    uow.audit.add_turn("om", turn)


def confirmed(size: int, uow: SqlUnitOfWork) -> None:
    uow.logs.witnessed("om", QUORUM, Witnessed(size, NOW))


KEY = VerifierKey("piket.example/log/om", SignatureType.ED25519, bytes(32))


async def test_the_turns_of_a_key_are_kept_in_the_order_in_which_they_were_signed(opened: OpenStore) -> None:
    turns = [
        Turn(40, KEY),
        Turn(7, replace(KEY, public=bytes([1]) * 32)),
        Turn(40, replace(KEY, public=bytes([2]) * 32)),
    ]
    for turn in turns:
        await opened.write(partial(turned, turn))
    assert await opened.read(lambda uow: uow.audit.turns("om")) == turns
    assert await opened.read(lambda uow: uow.audit.turns("nctv")) == []
    assert await opened.read(lambda uow: uow.audit.size("om")) == 0
    await opened.write(lambda uow: append(uow, 3))
    await opened.write(place)
    assert await opened.read(lambda uow: uow.audit.size("om")) == 3


async def test_a_witnessed_checkpoint_is_the_newest_that_enough_confirmed_and_never_goes_back(
    opened: OpenStore,
) -> None:
    for _ in range(3):
        await opened.write(lambda uow: append(uow, 2))
        await opened.write(place)
    assert await opened.read(lambda uow: uow.logs.newest_witnessed("om")) is None
    await opened.write(lambda uow: uow.logs.witnessed("om", "w1", Witnessed(6, NOW)))
    assert await opened.read(lambda uow: uow.logs.newest_witnessed("om")) is None
    for size in (4, 2):
        await opened.write(partial(confirmed, size))
    assert await opened.read(lambda uow: uow.logs.newest_witnessed("om")) == b"checkpoint 4"
    found = await opened.read(lambda uow: uow.logs.witnesses_of("om"))
    assert found == {"w1": Witnessed(6, NOW), QUORUM: Witnessed(4, NOW)}
    assert await opened.read(lambda uow: uow.logs.newest_witnessed("nctv")) is None


async def test_openings_of_many_events_come_with_one_question(opened: OpenStore) -> None:
    events = await opened.write(lambda uow: append(uow, 40))
    found = await opened.read(lambda uow: uow.logs.openings_of("om", [*events, "nothing"]))
    assert {event: kept[0][2] for event, kept in found.items()} == {event: str(n) for n, event in enumerate(events)}
    assert await opened.read(lambda uow: uow.logs.openings_of("om", [])) == {}
    assert await opened.read(lambda uow: uow.logs.openings_of("nctv", events)) == {}
