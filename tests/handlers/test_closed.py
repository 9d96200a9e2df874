"""What is over is found again by who takes part in it, a page at a time, and by nobody else (P-01, P-02, EV-03)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import NotFound
from domain.functies import Holding
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from handlers.closed import list_closed
from handlers.sessions import Viewer
from handlers.views import ItemList
from tests.harness.desk import LCC, Desk
from tests.harness.town import HOVJ, PIKET


def viewer(name: str, *held: Holding) -> Viewer:
    return Viewer(PersonId(name), DeviceId(f"{name}-1"), OrganisationId("x"), held, Sha256Hex("0" * 64))


def closed(desk: Desk, who: Viewer, limit: int = 10, before: str | None = None) -> ItemList:
    with desk.town.unit() as uow:
        return list_closed(uow, who, limit, None if before is None else ItemId(before), desk.town.now)


def names(found: ItemList) -> list[str]:
    return [one.id for one in found.items]


def over(desk: Desk, count: int) -> list[str]:
    """Withdrawn requests, the last closed first."""
    items = [desk.submit() for _ in range(count)]
    for item in items:
        desk.later(seconds=1)
        assert desk.do("hovj", "spoedaanwijzing.withdraw", item).status == 201
    return items[::-1]


def test_p_01_what_is_over_is_listed_to_who_takes_part_and_what_is_open_is_not(desk: Desk) -> None:
    items = over(desk, 2)
    desk.submit()
    for one in (viewer("piket", PIKET), viewer("hovj", HOVJ)):
        found = closed(desk, one)
        assert (names(found), found.more) == (items, False)
        assert {(line.state, line.closed_at is not None) for line in found.items} == {("ingetrokken", True)}
    assert names(closed(desk, viewer("lcc", LCC))) == []
    assert names(closed(desk, viewer("niemand"))) == []


def test_p_01_who_opened_it_and_holds_nothing_any_more_finds_nothing(desk: Desk) -> None:
    over(desk, 1)
    assert names(closed(desk, viewer("hovj"))) == []


def test_pages_follow_on_each_other_until_there_is_no_more(desk: Desk) -> None:
    items, who = over(desk, 5), viewer("piket", PIKET)
    first = closed(desk, who, 2)
    second = closed(desk, who, 2, first.items[-1].id)
    third = closed(desk, who, 2, second.items[-1].id)
    assert [*names(first), *names(second), *names(third)] == items
    assert [first.more, second.more, third.more] == [True, True, False]


def test_p_02_who_is_left_out_finds_nothing_of_it_and_all_the_rest(desk: Desk) -> None:
    """Also where what they may not see fills whole pages."""
    items, who = over(desk, 6), viewer("piket", PIKET)
    with desk.town.unit() as uow:
        for name in items[1:5]:
            item = uow.items.load(ItemId(name))
            assert item is not None
            uow.items.save(
                replace(item, excluded=frozenset({who.person}), version=item.version + 1), seen_version=item.version
            )
    found = closed(desk, who, 1)
    assert (names(found), found.more) == ([items[0]], True)
    assert names(closed(desk, who, 1, items[0])) == [items[5]]
    for name in (items[1], desk.submit(), "x" * 22):
        with pytest.raises(NotFound):
            closed(desk, who, 1, name)
