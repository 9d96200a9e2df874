"""EV-03: what is erased is gone from every table, piece by piece, and what others hold or own stays."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select

from domain.audit.leaves import LeafType
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId
from domain.items import Item
from domain.ports import Wrap
from domain.retention import Erased, Family, Ground, Hold
from storage.blobs import CHUNK_BYTES
from storage.tables import metadata
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import (
    ANNA,
    HOVJ,
    MINUTE,
    NOW,
    OM,
    PHONE,
    PIKET,
    act_id,
    item_id,
    make_act,
    make_address,
    make_answer,
    make_bell,
    make_item,
    make_obligation,
    sha,
)
from tests.harness.stores import OpenStore

SEALED, LARGE = os.urandom(700), os.urandom(9 * CHUNK_BYTES + 5)
KEPT = {"acts", "chains", "erased", "participants", "leaves", "addresses", "organisations", "openings"}
"""Tables in which something of an erased item stays: hashes, numbers, who may hear that it was erased."""


def closed(n: int = 0, **changes: Any) -> Item[Mapping[str, object]]:
    return make_item(n, closed_at=NOW, **changes)


def fill(uow: SqlUnitOfWork, n: int = 0, sealed: bytes = SEALED, large: bytes = LARGE, **changes: Any) -> None:
    """One item with everything that can hang on it."""
    item, seq = item_id(n), 2 * n
    uow.items.open(closed(n, dossier=f"dossier{n}", **changes))
    for number in range(0, len(large), CHUNK_BYTES):
        chunk = large[number : number + CHUNK_BYTES]
        uow.blobs.put_chunk(sha(large), number // CHUNK_BYTES, chunk, PHONE, NOW, quota=1 << 40)
    uow.blobs.complete(sha(large), PHONE, len(large), NOW)
    act = make_act(seq, seq=seq, item=item, blobs={sha(sealed): sealed}, elsewhere=[sha(large)])
    uow.acts.add(act, ANNA, make_answer(seq, item=item), NOW)
    uow.items.add_wraps(item, [Wrap(PIKET, 1, None, sha(sealed))])
    uow.items.add_content(item, sha(large), "bijlage", act_id(seq), NOW)
    uow.items.record(item, 1, act_id(seq), NOW, "item.state", "{}")
    uow.items.add_participant(item, HOVJ, NOW, "asked")
    owed = uow.obligations.open(make_obligation(item=item))
    uow.obligations.save(replace(owed, settled_at=NOW, next_at=None))
    uow.outbox.put_address(ANNA, make_address().channel, "1001", NOW)
    [address] = uow.outbox.addresses(ANNA)
    uow.outbox.put([make_bell(address=address, item=item, obligation=owed.id)], NOW)
    uow.outbox.put([make_bell(address=address, item=item, obligation=None, not_before=NOW + MINUTE)], NOW)
    uow.blobs.release(PHONE, item, [sha(sealed)], NOW)
    uow.alarms.raise_("gap", f"{item}/lcc@nl", NOW)
    uow.audit.append("om", LeafType.RING, at=NOW, fields={"item": item, "person": "anna"})


async def erase(opened: OpenStore, family: Family, rows: int = 100) -> int:
    """Erase a family to the end; returns in how many pieces."""
    await opened.write(lambda uow: uow.retention.begin(family, NOW))
    pieces = 0
    while await opened.write(lambda uow: uow.retention.wipe(family.ids, rows)):
        pieces += 1
    await opened.write(lambda uow: uow.retention.finish(family.ids, NOW))
    return pieces


async def counts(opened: OpenStore) -> dict[str, int]:
    def unit(uow: SqlUnitOfWork) -> dict[str, int]:
        connection = uow._transaction._connection
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }

    return await opened.read(unit)


async def test_ev_03_nothing_is_left_of_an_item_but_what_proves_that_it_was(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.directory.put_organisation(OM, "om", NOW))
    before = await counts(opened)
    await opened.write(fill)
    filled = await counts(opened)
    assert await erase(opened, Family((closed(dossier="dossier0"),))) > 5
    after = await counts(opened)
    assert {name for name, count in after.items() if count > before[name]} - KEPT == set()
    assert {name for name in filled if filled[name] > before[name]} >= {
        "wraps",
        "contents",
        "blobs",
        "chunks",
        "released",
    }
    assert after["openings"] == before["openings"]
    found = await opened.read(lambda uow: uow.retention.erased(item_id()))
    assert found == Erased(item_id(), item_id(), "spoedaanwijzing", NOW, NOW)
    assert await opened.read(lambda uow: uow.retention.begun()) == []
    signed = await opened.read(lambda uow: uow.acts.signed(act_id()))
    assert signed is not None
    assert (signed.payload, signed.proofs) == (b"", ())
    act = make_act(item=item_id())
    answered = await opened.read(lambda uow: uow.acts.find(act_id()))
    assert answered is not None
    assert (answered[1].status, answered[1].item, answered[1].state) == (201, item_id(), None)
    assert await opened.read(lambda uow: uow.acts.counted(act_id())) == (answered[0], act.payload.log, ANNA)


async def test_ev_03_what_belongs_to_other_items_stays_also_where_they_name_each_others_bytes(
    opened: OpenStore,
) -> None:
    mine, other, large = os.urandom(99), os.urandom(98), os.urandom(97)
    await opened.write(lambda uow: uow.directory.put_organisation(OM, "om", NOW))
    await opened.write(fill)
    await opened.write(lambda uow: fill(uow, 1, mine, large))
    role = make_act(8, seq=8, blobs={sha(other): other})  # no item: the key of a role

    def name_them(uow: SqlUnitOfWork) -> None:
        uow.acts.add(role, ANNA, make_answer(8), NOW)
        act = make_act(9, seq=9, item=item_id(), blobs={sha(mine): mine, sha(other): other}, elsewhere=[sha(large)])
        uow.acts.add(act, ANNA, make_answer(9, item=item_id()), NOW)

    await opened.write(name_them)
    whole = await counts(opened)
    await erase(opened, Family((closed(dossier="dossier0"),)))
    left = [sha(one) for one in (mine, other, large)]
    assert None not in await opened.read(lambda uow: [uow.blobs.size(one) for one in left])
    assert await opened.read(lambda uow: [uow.blobs.size(one) for one in (sha(SEALED), sha(LARGE))]) == [None, None]
    assert await opened.read(lambda uow: uow.items.load(item_id(1))) is not None
    halves = {"items", "history", "wraps", "contents", "obligations", "released", "alarms", "dossiers"}
    after = await counts(opened)
    assert {name: 2 * after[name] for name in halves} == {name: whole[name] for name in halves}
    assert after["outbox"] == whole["outbox"] // 2


async def test_ev_03_a_piece_takes_no_more_than_it_may_and_can_be_done_again(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.directory.put_organisation(OM, "om", NOW))
    await opened.write(fill)
    family = Family((closed(dossier="dossier0"),))
    await opened.write(lambda uow: uow.retention.begin(family, NOW))
    assert await opened.read(lambda uow: uow.retention.begun()) == [item_id()]
    chunks = [(await counts(opened))["chunks"]]
    while await opened.write(lambda uow: uow.retention.wipe([item_id()], 1)):
        chunks.append((await counts(opened))["chunks"])
    assert max(one - other for one, other in pairwise(chunks)) == 4
    assert not await opened.write(lambda uow: uow.retention.wipe([item_id()], 1))


async def test_ev_03_a_hold_stands_until_the_holding_that_set_it_lifts_it(opened: OpenStore) -> None:
    other = Holding(Functie.PG, Scope("nl"))
    hold = Hold(item_id(), HOVJ, Ground.BEWAARPLICHT, act_id(), NOW)
    assert await opened.write(lambda uow: uow.retention.set_hold(hold))
    assert not await opened.write(lambda uow: uow.retention.set_hold(replace(hold, ground=Ground.BEZWAAR)))
    assert await opened.read(lambda uow: uow.retention.holds([item_id(), item_id(1)])) == [hold]
    assert await opened.read(lambda uow: uow.retention.standing()) == [hold]
    assert not await opened.write(lambda uow: uow.retention.lift(item_id(), other))
    assert await opened.write(lambda uow: uow.retention.lift(item_id(), HOVJ))
    assert await opened.read(lambda uow: uow.retention.holds([item_id()])) == []


async def test_ev_03_requests_are_found_by_when_they_closed_and_page_by_page(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for n in range(6):
            uow.items.open(make_item(n, closed_at=None if n == 5 else NOW + (n // 2) * MINUTE))
        uow.items.open(closed(6, parent=item_id()))
        uow.items.open(closed(7, flow="triage"))

    await opened.write(unit)
    terms = ("spoedaanwijzing", "1", NOW + MINUTE)

    def page(after: tuple[Any, str]) -> Any:
        return lambda uow: uow.retention.closed(*terms, after, 3)

    first = await opened.read(page((NOW - MINUTE, "")))
    assert [item for _, item in first] == [item_id(0), item_id(1), item_id(2)]
    rest = await opened.read(page((first[-1][0], first[-1][1])))
    assert [item for _, item in rest] == [ItemId(item_id(3))]


async def test_ev_03_what_hangs_together_is_found_from_any_of_it_and_of_several_at_once(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for n, parent in enumerate((None, item_id(0), item_id(0), None, item_id(3), None)):
            uow.items.open(closed(n, parent=parent, follows=item_id(0) if n == 5 else None))

    await opened.write(unit)
    for asked, whole in (
        ([0], {0, 1, 2}),
        ([2], {0, 1, 2}),
        ([1, 2], {0, 1, 2}),
        ([1, 3], {0, 1, 2, 3, 4}),
        ([5], {5}),
        ([9], set()),
        ([], set()),
    ):
        found = await opened.read(partial(_together, [item_id(n) for n in asked]))
        assert len(found) == len(whole), "each of them once"
        assert {one.id for one in found} == {item_id(n) for n in whole}
    [alone] = await opened.read(partial(_together, [item_id(5)]))
    assert alone == closed(5, follows=item_id(0)), "whole, as it is loaded"


def _together(items: list[ItemId], uow: SqlUnitOfWork) -> Sequence[Item[Any]]:
    return uow.retention.together(items)
