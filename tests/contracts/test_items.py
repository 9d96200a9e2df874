"""Items: folded state in and out unchanged, no lost update, need to know by participation."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from domain.errors import Stale
from domain.functies import Holding
from domain.ids import DeviceId, PersonId
from domain.items import Item
from domain.ports import Wrap
from domain.readings import Content, HistoryLine
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, BRAM, HOVJ, LCC, MINUTE, NOW, PIKET, act_id, item_id, make_item, sha
from tests.harness.stores import OpenStore


@pytest.mark.parametrize("changes", [{}, {"gezag": None, "excluded": frozenset(), "closed_at": NOW, "drill": True}])
async def test_an_item_comes_back_as_it_was(opened: OpenStore, changes: dict[str, Any]) -> None:
    item = make_item(0, **changes)
    assert await opened.read(lambda uow: uow.items.load(item.id)) is None
    await opened.write(lambda uow: uow.items.open(item))
    assert await opened.read(lambda uow: uow.items.load(item.id)) == item


async def test_saving_replaces_the_version_that_was_seen(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.items.open(make_item()))
    moved = make_item(version=2, state="ontvangen", data={"n": 2}, closed_at=NOW + MINUTE, gezag=None)
    await opened.write(lambda uow: uow.items.save(moved, seen_version=1))
    assert await opened.read(lambda uow: uow.items.load(moved.id)) == moved


async def test_a_save_on_another_version_is_stale_and_changes_nothing(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.items.open(make_item(version=3)))
    with pytest.raises(Stale):
        await opened.write(lambda uow: uow.items.save(make_item(version=3, state="anders"), seen_version=2))
    with pytest.raises(Stale):
        await opened.write(lambda uow: uow.items.save(make_item(5), seen_version=1))
    assert await opened.read(lambda uow: uow.items.load(item_id())) == make_item(version=3)


async def test_history_keeps_its_order(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.items.record(item_id(), 1, act_id(1), NOW, "item.state", "{}")
        uow.items.record(item_id(), 1, None, NOW, "rung", '{"index":0}')
        uow.items.record(item_id(9), 1, act_id(2), NOW, "item.state", "{}")

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.items.history(item_id())) == [
        HistoryLine(1, act_id(1), NOW, "item.state", "{}"),
        HistoryLine(1, None, NOW, "rung", '{"index":0}'),
    ]


async def test_what_was_recorded_in_a_unit_is_seen_by_that_unit(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> list[str]:
        uow.items.record(item_id(), 1, act_id(1), NOW, "item.state", "{}")
        first = len(uow.items.history(item_id()))
        uow.items.record(item_id(), 1, None, NOW, "rung", "{}")
        assert first == 1
        return [line.tag for line in uow.items.history(item_id())]

    assert await opened.write(unit) == ["item.state", "rung"]
    assert len(await opened.read(lambda uow: uow.items.history(item_id()))) == 2


async def test_a_holding_takes_part_once(opened: OpenStore) -> None:
    assert await opened.write(
        lambda uow: [uow.items.add_participant(item_id(2), PIKET, NOW, why) for why in ("besluit", "rung")]
    ) == [True, False]
    assert await opened.write(lambda uow: uow.items.add_participant(item_id(), PIKET, NOW, "besluit"))
    assert not await opened.write(lambda uow: uow.items.add_participant(item_id(), PIKET, NOW, "anders"))
    assert await opened.write(lambda uow: uow.items.add_participant(item_id(), HOVJ, NOW + MINUTE, "verzoeker"))
    assert await opened.read(lambda uow: uow.items.participants(item_id())) == [PIKET, HOVJ]
    assert await opened.read(lambda uow: uow.items.participants(item_id(1))) == []


async def test_wraps_are_kept_per_epoch_and_per_device(opened: OpenStore) -> None:
    first = Wrap(PIKET, 1, None, sha("a"))
    second = Wrap(HOVJ, 2, DeviceId("toestel_bram"), sha("b"))
    await opened.write(lambda uow: uow.items.add_wraps(item_id(), [first]))
    await opened.write(lambda uow: uow.items.add_wraps(item_id(), [first, second]))
    await opened.write(lambda uow: uow.items.add_wraps(item_id(), []))
    found = await opened.read(lambda uow: uow.items.wraps(item_id()))
    assert sorted(found, key=lambda one: one.epoch) == [first, second]


async def test_content_stands_once_in_the_thread_in_order(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.items.add_content(item_id(), sha("b"), "aanvraag", act_id(1), NOW)
        uow.items.add_content(item_id(), sha("a"), "vraag", act_id(2), NOW)
        uow.items.add_content(item_id(), sha("b"), "aanvraag", act_id(3), NOW)

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.items.contents(item_id())) == [
        Content(sha("b"), "aanvraag", act_id(1), NOW),
        Content(sha("a"), "vraag", act_id(2), NOW),
    ]


async def test_children_and_items_of_one_dossier_are_found(opened: OpenStore) -> None:
    parent = make_item(0)
    child = make_item(1, parent=item_id(0), flow="opdracht", opened_at=NOW + MINUTE)
    ended = make_item(2, closed_at=NOW, opened_at=NOW - MINUTE)
    notice = make_item(3, flow="burgemeestersbericht")
    others = (make_item(4, dossier="dossier1"), make_item(5, drill=True))

    def unit(uow: SqlUnitOfWork) -> None:
        for item in (child, parent, ended, notice, *others):
            uow.items.open(item)

    def found(*flows: str, closed: bool = False) -> Callable[[SqlUnitOfWork], Sequence[Item[Any]]]:
        return lambda uow: uow.items.of_dossier(parent.dossier, flows, drill=False, closed=closed)

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.items.children(item_id(0))) == [child]
    assert await opened.read(found(parent.flow, child.flow)) == [parent, child]
    assert await opened.read(found(parent.flow, closed=True)) == [ended, parent]
    assert await opened.read(found(notice.flow, closed=True)) == [notice]
    assert await opened.read(found()) == []


async def test_items_of_a_dossier_in_a_state_of_their_flow_are_found(opened: OpenStore) -> None:
    wanted = (make_item(0, state="aangewezen"), make_item(1, flow="triage", state="opgenomen", drill=True))
    others = (
        make_item(2, flow="triage", state="aangewezen"),
        make_item(3, state="opgenomen"),
        make_item(4, state="aangewezen", gezag=None),
        make_item(5, state="aangewezen", dossier="dossier1"),
        make_item(6, flow="signaal", state="aangewezen"),
    )

    def unit(uow: SqlUnitOfWork) -> None:
        for item in (*wanted, *others):
            uow.items.open(item)

    await opened.write(unit)
    states = [("spoedaanwijzing", "aangewezen"), ("triage", "opgenomen")]
    found = await opened.read(lambda uow: uow.items.in_states(wanted[0].dossier, states))
    assert sorted(found, key=lambda one: one.id) == list(wanted)


async def test_a_person_sees_what_they_opened_or_take_part_in_unless_excluded(opened: OpenStore) -> None:
    own = make_item(0, opened_by=BRAM)
    shared = make_item(1, opened_at=NOW + MINUTE)
    hidden = make_item(2, excluded=frozenset({BRAM}))

    def unit(uow: SqlUnitOfWork) -> None:
        for item in (own, shared, hidden, make_item(3)):
            uow.items.open(item)
        for n, holding in [(1, PIKET), (2, PIKET), (3, LCC), (0, Holding(PIKET.functie, HOVJ.scope))]:
            uow.items.add_participant(item_id(n), holding, NOW, "besluit")

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.items.visible_to(BRAM, [PIKET, HOVJ], 10)) == [shared, own]
    assert await opened.read(lambda uow: uow.items.visible_to(BRAM, [PIKET, HOVJ], 1)) == [shared]
    assert await opened.read(lambda uow: uow.items.visible_to(BRAM, [], 10)) == [own]
    assert await opened.read(lambda uow: uow.items.visible_to(PersonId("niemand"), [], 10)) == []


async def test_a_later_save_does_not_touch_other_items(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.items.open(make_item(0)))
    await opened.write(lambda uow: uow.items.open(make_item(1)))
    await opened.write(lambda uow: uow.items.save(make_item(1, version=2), seen_version=1))
    assert await opened.read(lambda uow: uow.items.load(item_id(0))) == replace(make_item(0), opened_by=ANNA)


async def test_participants_and_items_come_by_the_list_and_what_is_unknown_is_left_out(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for number in range(3):
            uow.items.open(make_item(number))
            uow.items.add_participant(item_id(number), PIKET, NOW, "ontvanger")
        uow.items.add_participant(item_id(1), LCC, NOW + MINUTE, "uitvoering")

    await opened.write(unit)
    wanted = [item_id(1), item_id(2), item_id(9)]
    assert await opened.read(lambda uow: uow.items.participants_of(wanted)) == {
        item_id(1): [PIKET, LCC],
        item_id(2): [PIKET],
        item_id(9): [],
    }
    found = await opened.read(lambda uow: uow.items.load_all(wanted))
    assert found == {item_id(number): make_item(number) for number in (1, 2)}
    assert await opened.read(lambda uow: (uow.items.participants_of([]), uow.items.load_all([]))) == ({}, {})


async def test_x_05_drills_that_run_are_found_and_no_closed_suspended_or_real_item(opened: OpenStore) -> None:
    rows = (
        make_item(0),
        make_item(1, drill=True),
        make_item(2, drill=True, closed_at=NOW),
        make_item(3, drill=True, state="opgeschort"),
        make_item(4, drill=True, state="aangewezen"),
    )

    def unit(uow: SqlUnitOfWork) -> None:
        for row in rows:
            uow.items.open(row)

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.items.drills(besides="opgeschort")) == [rows[1], rows[4]]


async def test_what_is_closed_comes_by_its_end_and_on_after_one_of_it(opened: OpenStore) -> None:
    """Also of several that ended in the same instant, as those of one gesture do, each comes once."""
    ends = [NOW + MINUTE, NOW + 3 * MINUTE, NOW + MINUTE, None, NOW + 2 * MINUTE]
    found = [make_item(number, closed_at=at) for number, at in enumerate(ends)]

    def unit(uow: SqlUnitOfWork) -> None:
        for item in found:
            uow.items.open(item)
            uow.items.add_participant(item.id, LCC if item is found[4] else PIKET, NOW, "besluit")
            uow.items.add_participant(item.id, Holding(PIKET.functie, HOVJ.scope), NOW, "besluit")

    await opened.write(unit)
    in_order = [found[1], found[2], found[0]]
    assert await opened.read(lambda uow: uow.items.closed_of([PIKET], 10, None)) == in_order
    assert await opened.read(lambda uow: uow.items.closed_of([PIKET], 2, None)) == in_order[:2]
    follow = [await opened.read(partial(closed_after, last)) for last in in_order]
    assert follow == [in_order[1:], in_order[2:], []]
    assert await opened.read(lambda uow: uow.items.closed_of([], 10, None)) == []


def closed_after(last: Item[Any], uow: SqlUnitOfWork) -> Sequence[Item[Any]]:
    return uow.items.closed_of([PIKET], 10, last)
