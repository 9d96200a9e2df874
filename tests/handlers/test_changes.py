"""What a stream tells: what changed for this holder, and nothing of what they may not know (P-01, P-02)."""

from __future__ import annotations

from datetime import timedelta

from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from handlers.board import board
from handlers.changes import Stand, changes, stand
from handlers.sessions import Viewer
from tests.harness.desk import STAFF, Desk
from tests.harness.ladders import POLICY


def viewer(name: str) -> Viewer:
    return Viewer(PersonId(name), DeviceId(f"{name}-1"), OrganisationId("om"), (STAFF[name],), Sha256Hex(""))


def now(desk: Desk, name: str, limit: int) -> Stand:
    with desk.town.unit() as uow:
        return stand(uow, viewer(name), limit, desk.town.now)


def test_an_item_that_no_longer_fits_on_a_cut_list_is_not_gone_and_one_that_may_not_be_read_is(desk: Desk) -> None:
    items = []
    for _ in range(4):
        desk.town.now += timedelta(seconds=5)
        items.append(desk.submit())
        if len(items) == 3:
            before = now(desk, "hovj", 3)
    after = now(desk, "hovj", 3)
    assert [(one.item, one.version) for one in changes(before, after)] == [(items[3], 1)]
    newest = next(iter(after.items))
    without = Stand({item: mark for item, mark in after.items.items() if item != newest}, None, more=True)
    assert [(one.item, one.version) for one in changes(after, without)] == [(newest, None)]


def test_p_02_an_excluded_watcher_sees_no_gap_of_the_item_and_their_stream_tells_of_none(desk: Desk) -> None:
    before = now(desk, "wacht", 9)
    item = desk.new_id()
    request = desk.request(STAFF["hovj"]) | {"excluded": ["wacht"], "wraps": []}
    answer = desk.do("hovj", "spoedaanwijzing.submit", item, **request)
    assert answer.flags == ("role_without_keys",)
    with desk.town.unit() as uow:
        shown = board(uow, viewer("wacht"), 9, POLICY, desk.town.now)
        assert any(ItemId(item) in alarm.subject for alarm in uow.alarms.standing())
    assert not [alarm for alarm in shown.alarms if item in alarm.about]
    assert now(desk, "wacht", 9).board == before.board
