"""Acts that every item knows: "ik bel", reopening a receipt, ringing again, late wraps, a new key (X-02, P-01)."""

from __future__ import annotations

from datetime import timedelta

from domain.bells import BellAction
from domain.flows import spoedaanwijzing
from domain.ids import ItemId
from tests.harness.desk import COORDINEREND, RECIPIENT, WATCHER, Desk, blob, wrap
from tests.harness.town import PIKET

MINUTE = timedelta(minutes=1)


def test_x_02_ik_bel_silences_only_ones_own_phone_and_settles_nothing(desk: Desk) -> None:
    item = desk.submit()
    desk.later(minutes=1)
    assert desk.do("piket", "item.ik_bel", item, what="ontvangen").status == 201
    rung = {row.person for _, row in desk.town.run(2 * MINUTE) if row.action is BellAction.RING}
    assert "tweede" in rung
    assert "piket" not in rung
    assert "ontvangen" in desk.open(item)


def test_x_02_ik_bel_is_visible_to_all(desk: Desk) -> None:
    item = desk.submit()
    desk.do("piket", "item.ik_bel", item, what="ontvangen")
    assert "ring.paused" in {line.tag for line in desk.history(item)}


def test_x_02_a_receipt_nobody_follows_up_is_reopened_and_the_clock_of_the_decision_runs_on(desk: Desk) -> None:
    item = desk.submit()
    desk.later(minutes=2)
    desk.do("tweede", "spoedaanwijzing.receive", item)
    before, reached = desk.open(item)["besluiten"], 2
    desk.town.now += MINUTE
    answer = desk.do("hovj", "item.reopen", item, what="ontvangen")
    assert (answer.status, answer.state) == (201, "ingediend")
    assert desk.open(item)["ontvangen"].rung >= reached, "never lower than the rung it had reached"
    assert {"piket", "tweede"} <= desk.rung()
    assert desk.open(item)["besluiten"].start == before.start
    desk.do("piket", "spoedaanwijzing.receive", item)
    assert desk.data(item).received_by == "piket"
    assert desk.open(item)["besluiten"].start == before.start


def test_x_02_a_watcher_reopens_and_rings_again_without_a_part_in_the_item(desk: Desk) -> None:
    item = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", item)
    assert desk.do("wacht", "item.reopen", item, what="ontvangen").status == 201
    assert desk.do("wacht", "item.ring_again", item, what="ontvangen").status == 201
    assert "piket" in desk.rung()
    assert WATCHER not in desk.town.participants(desk.item(item))
    assert desk.do("wacht", "item.attach", item, content=blob("x")).code == "functie.not_allowed"


def test_x_02_anyone_on_the_ladder_reopens_and_who_is_not_reached_yet_does_not(desk: Desk) -> None:
    item = desk.submit()
    desk.later(minutes=4)
    desk.do("tweede", "spoedaanwijzing.receive", item)
    assert desk.refused_unstored(desk.sign("pg", "item.reopen", item, what="ontvangen")) == ("item.unknown", "item")
    assert desk.do("coord", "item.reopen", item, what="ontvangen").status == 201
    assert {"piket", "tweede", "coord"} <= desk.rung(), "everybody on the rungs that were reached"


def test_x_02_a_receipt_that_was_followed_by_a_decision_stays_closed(desk: Desk) -> None:
    item, _ = desk.decided()
    assert desk.do("hovj", "item.reopen", item, what="ontvangen").code == "receipt.not_reopenable"


def test_late_wraps_close_the_gap(desk: Desk) -> None:
    wraps = [wrap(PIKET)]
    item = desk.submit(wraps=wraps)
    gaps = {subject for kind, subject in desk.town.alarms() if kind == "role_without_keys"}
    assert f"{item}/pg@nl" in gaps
    late = [wrap(one) for one in spoedaanwijzing.addressees(desk.whole(item))]
    assert desk.do("hovj", "item.wrap", item, wraps=late).status == 201
    assert not {subject for kind, subject in desk.town.alarms() if kind == "role_without_keys"}


def test_a_new_key_is_for_what_comes_later_and_shows_who_has_no_wrap_of_it(desk: Desk) -> None:
    item = desk.submit()
    new = RECIPIENT[:-1] + "p"
    answer = desk.do("hovj", "item.rekey", item, recipient=new, wraps=[wrap(PIKET, epoch=2)])
    assert (answer.status, answer.flags) == (201, ("role_without_keys",))
    assert desk.item(item).recipient == new
    with desk.town.unit() as uow:
        assert {one.epoch for one in uow.items.wraps(ItemId(item)) if one.holding == PIKET} == {1, 2}


def test_nothing_changes_on_a_closed_item(desk: Desk) -> None:
    item = desk.submit()
    desk.do("hovj", "spoedaanwijzing.withdraw", item)
    for act in ("item.ik_bel", "item.ring_again"):
        assert desk.do("piket", act, item, what="ontvangen").code == "item.closed"
    assert desk.do("piket", "item.attach", item, content=blob("x")).code == "item.closed"


def test_a_new_key_and_a_late_wrap_are_shown_to_readers_also_when_nobody_lacks_one(desk: Desk) -> None:
    """A reader that is not shown the act would take the new key for a swapped one, and refuse the item."""
    item = desk.submit()
    with desk.town.unit() as uow:
        everybody = uow.items.participants(ItemId(item))
    wraps = [wrap(holding, epoch=2) for holding in everybody]
    rekeyed = desk.do("hovj", "item.rekey", item, recipient="age1pq1" + "p" * 60, wraps=wraps)
    late = desk.do("hovj", "item.wrap", item, wraps=[wrap(PIKET, epoch=3)])
    assert {rekeyed.act, late.act} <= {line.act for line in desk.history(item)}


def test_p_01_who_was_given_no_key_attaches_nothing(desk: Desk) -> None:
    item = desk.submit(wraps=[wrap(PIKET)])
    desk.later(minutes=4)
    assert COORDINEREND in desk.town.participants(desk.item(item)), "its ladder reached them"
    refused = desk.do("coord", "item.attach", item, content=blob("bijlage"))
    assert (refused.status, refused.code) == (403, "key.none")
    for name in ("piket", "hovj"):
        assert desk.do(name, "item.attach", item, content=blob(f"bijlage van {name}")).status == 201
    desk.do("piket", "item.wrap", item, wraps=[wrap(COORDINEREND)])
    assert desk.do("coord", "item.attach", item, content=blob("bijlage")).status == 201
