"""The watchers' board: every open ladder with what comes next, late ones first, nothing that may not be told."""

from __future__ import annotations

from datetime import timedelta

from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from handlers.board import BoardView, LadderView, board
from handlers.sessions import Viewer
from tests.handlers.test_burgemeestersbericht import MAYOR, MAYOR_BESIDE, Mayors
from tests.harness.desk import STAFF, Desk
from tests.harness.ladders import POLICY
from tests.harness.town import HOVJ, Town

WATCH = STAFF["wacht"]
BEHEER_OM = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:om"))
BEHEER_NCTV = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:nctv"))


def looked(
    desk: Desk, *holdings: Holding, organisation: str = "nctv", limit: int = 50, who: str = "wacht"
) -> BoardView:
    held = holdings or (WATCH,)
    viewer = Viewer(PersonId(who), DeviceId(f"{who}-1"), OrganisationId(organisation), held, Sha256Hex(""))
    with desk.town.unit() as uow:
        return board(uow, viewer, limit, POLICY, desk.town.now)


def ladder(view: BoardView, what: str) -> LadderView:
    [found] = [one for one in view.ladders if one.what == what]
    return found


def test_x_03_the_board_says_when_a_ladder_climbs_and_to_whom(desk: Desk) -> None:
    desk.submit()
    receipt = ladder(looked(desk), "ontvangen")
    assert (receipt.rung, receipt.rungs, receipt.rung_people) == (0, 6, 1)
    assert receipt.climbs_at == receipt.start + timedelta(minutes=1)
    assert receipt.climbs_to == (Functie.NCTV_PIKET,)
    assert receipt.next_at == receipt.start + timedelta(seconds=30), "it rings again before it climbs"


def test_x_02_the_last_rung_climbs_no_further_and_the_ladder_keeps_ringing(desk: Desk) -> None:
    desk.submit()
    desk.later(minutes=9)
    receipt = ladder(looked(desk), "ontvangen")
    assert (receipt.rung, receipt.climbs_at, receipt.climbs_to) == (5, None, ())
    assert receipt.next_at is not None
    assert receipt.next_at > desk.town.now


def test_x_02_who_was_rung_who_saw_it_and_who_is_calling_are_numbers(desk: Desk) -> None:
    item = desk.submit()
    desk.later(minutes=1)
    assert desk.do("piket", "item.ik_bel", item, what="ontvangen").status == 201
    receipt = ladder(looked(desk), "ontvangen")
    assert (receipt.rung_people, receipt.calling, receipt.seen) == (2, 1, 0)
    assert receipt.rings == 4, "three times the first in a minute, once the backup"
    assert not {name for name in ("piket", "tweede") if f"'{name}'" in repr(receipt)}, "numbers, no persons"


def test_hb_03_a_ladder_that_has_not_begun_is_open_and_stands_there(desk: Desk) -> None:
    desk.decided("niet_aangewezen")
    waiting = ladder(looked(desk), "overbrugging")
    assert (waiting.rung, waiting.rung_people, waiting.rings) == (-1, 0, 0)
    assert waiting.climbs_at is not None
    assert waiting.climbs_at > desk.town.now


def test_hb_03_late_ones_come_first_and_what_a_page_leaves_out_is_the_least_urgent(desk: Desk) -> None:
    first = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", first)
    desk.later(minutes=30)
    desk.submit()
    whole = looked(desk)
    assert whole.ladders[0].what == "besluiten"
    assert [one.late for one in whole.ladders] == sorted((one.late for one in whole.ladders), reverse=True)
    assert not whole.more
    cut = looked(desk, limit=1)
    assert ([one.what for one in cut.ladders], cut.more) == (["besluiten"], True)


def test_x_02_a_receipt_can_be_reopened_where_nobody_followed_it_up(desk: Desk) -> None:
    item = desk.submit()
    assert {one.reopens for one in looked(desk).ladders} == {None}
    desk.do("piket", "spoedaanwijzing.receive", item)
    assert ladder(looked(desk), "besluiten").reopens == "ontvangen"
    assert desk.do("wacht", "item.reopen", item, what="ontvangen").status == 201
    assert ladder(looked(desk), "ontvangen").rung == 0


def test_sa_08_a_watcher_who_is_told_by_voice_first_does_not_read_it_from_the_board(desk: Desk) -> None:
    item, _ = desk.decided("niet_aangewezen")
    others = {one.what for one in looked(desk).ladders if one.item == item}
    mine = [one for one in looked(desk, WATCH, HOVJ, organisation="om", who="hovj").ladders if one.item == item]
    assert "weigering_gesproken" in others
    assert {one.state for one in mine} <= {"besloten"}
    assert not {"weigering_gesproken", "overbrugging", "berusten_of_betwisten"} & {one.what for one in mine}
    desk.do("piket", "spoedaanwijzing.spoken", item)
    told = looked(desk, WATCH, HOVJ, organisation="om", who="hovj")
    assert ladder(told, "overbrugging").state == "niet_aangewezen"


def test_a_device_that_was_stopped_stands_on_the_board_until_it_is_released(desk: Desk) -> None:
    def standing(view: BoardView) -> set[tuple[str, str]]:
        return {(one.kind, one.about) for one in view.alarms if one.about == "hovj-1"}

    for _ in range(POLICY.numbers["flood_emergencies"] + 1):
        desk.submit()
    assert standing(looked(desk)) == {("flood", "hovj-1")}
    officer = looked(desk, BEHEER_OM, organisation="om")
    assert standing(officer) == {("flood", "hovj-1")}, "whose people they manage, they must look at it"
    assert standing(looked(desk, BEHEER_NCTV)) == set()
    assert desk.do("wacht", "directory.freeze_device", device="hovj-1", frozen=True).status == 201
    assert standing(looked(desk)) == {("device.frozen", "hovj-1")}
    assert desk.do("wacht", "directory.freeze_device", device="hovj-1", frozen=False).status == 201
    assert standing(looked(desk)) == set()


def test_p_01_of_gemeenten_each_sees_its_own_area_on_the_board(town: Town) -> None:
    mayors = Mayors(town)
    for gemeente in (MAYOR.scope, MAYOR_BESIDE.scope):
        mayors.send(acute=True, gemeente=gemeente, wraps=[])

    def areas(view: BoardView) -> set[str]:
        gaps = {gap.scope for gap in view.gaps}
        keyless = {one.about.partition("@")[2] for one in view.alarms}
        return {*gaps, *keyless, *(who.scope for one in view.ladders for who in one.waits_for)} - {"nl"}

    mayor = looked(mayors.desk, WATCH, MAYOR, organisation="gemeente")
    assert {area for area in areas(mayor) if area.startswith("gm:")} == {MAYOR.scope}
    assert not any(area.startswith("gm:") for area in areas(looked(mayors.desk, organisation="gemeente")))
    both = {area for area in areas(looked(mayors.desk, organisation="nctv")) if area.startswith("gm:")}
    assert both == {MAYOR.scope, MAYOR_BESIDE.scope}
    officer = looked(
        mayors.desk, Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:gemeente")), organisation="gemeente"
    )
    assert {MAYOR.scope, MAYOR_BESIDE.scope} <= areas(officer), "whose people they manage"
