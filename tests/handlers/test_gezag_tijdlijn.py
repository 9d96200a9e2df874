"""P-06: who has the authority over a dossier is said of what is closed too, with how it went; to a mayor by the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.terms import AMSTERDAM, day_of
from handlers.board import ladders_now
from handlers.queries import item_detail, list_items
from handlers.sessions import Viewer
from handlers.views import ItemView
from tests.handlers.test_burgemeestersbericht import BESIDE, MAYOR, MAYOR_BESIDE, Mayors
from tests.handlers.test_dossier import end
from tests.handlers.test_spoedaanwijzing_stem import keep
from tests.harness.counting import statements
from tests.harness.desk import NCTV, STAFF, Desk, blob
from tests.harness.ladders import POLICY
from tests.harness.town import HOVJ, PIKET, Town

HOUR: Final = timedelta(hours=1)
Held = tuple[Functie, str, datetime | None]


def viewer(name: str, holding: Holding) -> Viewer:
    return Viewer(PersonId(name), DeviceId(f"{name}-1"), OrganisationId("om"), (holding,), Sha256Hex("0" * 64))


def seen(desk: Desk, item: str, name: str, holding: Holding) -> ItemView:
    with desk.town.unit() as uow:
        return item_detail(uow, viewer(name, holding), ItemId(item), 0, POLICY, desk.town.now)


def holder(view: ItemView) -> Holding:
    assert view.item.gezag is not None
    return Holding(view.item.gezag.holder.functie, Scope(view.item.gezag.holder.scope))


def periods(view: ItemView) -> list[Held]:
    return [(one.holder.functie, one.holder.scope, one.since) for one in view.timeline]


@pytest.fixture
def kept(desk: Desk) -> Desk:
    keep(desk)
    return desk


def test_p_06_local_until_designated_the_nctv_from_that_instant_and_local_again_once_received(kept: Desk) -> None:
    other = kept.submit()
    assert seen(kept, other, "hovj", HOVJ).timeline == (), "nothing passed yet"
    kept.town.now += HOUR
    designated, (first, _) = kept.town.now, kept.decided()
    kept.town.now += HOUR
    received = kept.town.now
    end(kept, first)
    local = (HOVJ.functie, HOVJ.scope)
    went = [(*local, None), (NCTV.functie, "nl", designated), (*local, received)]
    for item in (first, other):
        view = seen(kept, item, "hovj", HOVJ)
        assert periods(view) == went
        assert [one.over for one in view.timeline[1:]] == [("persoon", "kerngezin", "woning", "werkplek")] * 2


def test_p_06_a_second_designation_and_the_end_of_one_of_two_pass_nothing(kept: Desk) -> None:
    first, _ = kept.decided()
    since = kept.town.now
    kept.town.now += HOUR
    second, _ = kept.decided("al_onder_gezag_nctv")
    end(kept, first)
    assert periods(seen(kept, second, "hovj", HOVJ))[1:] == [(NCTV.functie, "nl", since)]
    assert holder(seen(kept, first, "hovj", HOVJ)) == NCTV, "its own designation ended, the other one stands"


def test_p_06_what_was_closed_under_the_nctv_says_who_is_the_authority_once_it_passed_back(kept: Desk) -> None:
    first, _ = kept.decided()
    closed = kept.submit()
    kept.do("hovj", "spoedaanwijzing.withdraw", closed)
    assert holder(seen(kept, closed, "hovj", HOVJ)) == NCTV
    kept.town.now += HOUR
    end(kept, first)
    view = seen(kept, closed, "hovj", HOVJ)
    assert holder(view) == HOVJ
    assert view.item.gezag is not None
    assert view.item.gezag.since == kept.town.now
    with kept.town.unit() as uow:
        listed = {one.id: one.gezag for one in list_items(uow, viewer("hovj", HOVJ), 50, kept.town.now).items}
    assert listed[closed] == view.item.gezag


def test_p_06_what_was_closed_in_the_local_domain_says_so_once_the_nctv_is_the_authority(kept: Desk) -> None:
    closed = kept.submit()
    kept.do("hovj", "spoedaanwijzing.withdraw", closed)
    kept.town.now += HOUR
    kept.decided()
    assert holder(seen(kept, closed, "hovj", HOVJ)) == NCTV


def test_x_05_a_drill_of_the_dossier_changes_nothing_of_what_is_real(kept: Desk) -> None:
    drill = kept.submit(drill=True)
    kept.do("hovj", "spoedaanwijzing.withdraw", drill, drill=True)
    kept.town.now += HOUR
    kept.decided()
    view = seen(kept, drill, "hovj", HOVJ)
    assert (holder(view), view.timeline) == (HOVJ, ())


def test_p_06_closed_items_cost_a_list_one_statement_however_many_they_are(kept: Desk) -> None:
    def cost() -> int:
        with kept.town.unit() as uow, statements() as found:
            list_items(uow, viewer("hovj", HOVJ), 200, kept.town.now)
        return len(found)

    kept.do("hovj", "spoedaanwijzing.withdraw", kept.submit(dossier="a" * 22))
    one = cost()
    for number in range(5):
        kept.town.now += HOUR
        kept.do("hovj", "spoedaanwijzing.withdraw", kept.submit(dossier=f"{number}" * 22))
    assert cost() == one


def test_p_06_the_board_says_of_every_ladder_who_is_the_authority(kept: Desk) -> None:
    kept.decided()
    for employer, scope in (("om", "nl"), ("gemeente", "nl")):
        wacht = Viewer(
            PersonId("wacht"), DeviceId("wacht-1"), OrganisationId(employer), (STAFF["wacht"],), Sha256Hex("")
        )
        with kept.town.unit() as uow:
            shown = [one.gezag for one in ladders_now(uow, wacht, 50, kept.town.now)]
        assert {(one.holder.functie, one.holder.scope) for one in shown if one is not None} == {(NCTV.functie, scope)}
        assert None not in shown


def test_p_06_an_area_on_the_board_is_shown_only_to_who_takes_part(desk: Desk) -> None:
    desk.submit()
    for employer, scope in (("om", HOVJ.scope), ("kmar", "")):
        wacht = Viewer(
            PersonId("wacht"), DeviceId("wacht-1"), OrganisationId(employer), (STAFF["wacht"],), Sha256Hex("")
        )
        with desk.town.unit() as uow:
            shown = [one.gezag for one in ladders_now(uow, wacht, 50, desk.town.now)]
        assert {one.holder.scope for one in shown if one is not None} == {scope}


@pytest.fixture
def mayors(town: Town) -> Mayors:
    made = Mayors(town)
    keep(made.desk)
    return made


def test_bb_03_p_06_two_mayors_cannot_match_their_notices_by_a_moment_of_the_case(mayors: Mayors) -> None:
    """What passes for all notices of a case in one instant is told by the day, or not at all."""
    desk, town = mayors.desk, mayors.desk.town
    request, _ = desk.decided()
    designated = town.now
    told: dict[Holding, str] = {}
    for mayor, gemeente in ((MAYOR, MAYOR.scope), (MAYOR_BESIDE, BESIDE)):
        town.now += timedelta(minutes=7)
        told[mayor] = mayors.send(acute=True, gemeente=gemeente, wraps=[])
    town.now += timedelta(minutes=50, seconds=31)  # when no rung of theirs is reached
    desk.do("piket", "spoedaanwijzing.end", request, to="hovj", content=blob("einde"), linked=None)
    desk.do("hovj", "spoedaanwijzing.end_received", request)
    same = {designated, town.now}
    for mayor, notice in told.items():
        view = seen(desk, notice, "maud" if mayor == MAYOR else "buur", mayor)
        assert view.item.gezag is not None
        assert view.item.gezag.since == day_of(town.now)
        assert holder(view) == HOVJ
        assert view.timeline == ()
        assert not same & set(moments(replace_now(view)))


def replace_now(view: ItemView) -> dict[str, Any]:
    """Everything a mayor is told, but what time it is."""
    return {name: getattr(view, name) for name in ("item", "obligations", "history", "linked", "timeline")}


def moments(value: Any) -> list[datetime]:
    """Every moment in an answer, also those written as text."""
    if isinstance(value, datetime):
        return [value]
    if isinstance(value, str):
        try:
            return [datetime.fromisoformat(value)]
        except ValueError:
            return []
    if isinstance(value, dict):
        return [one for each in value.values() for one in moments(each)]
    if isinstance(value, list | tuple):
        return [one for each in value for one in moments(each)]
    names = getattr(type(value), "__dataclass_fields__", {})
    return [one for name in names for one in moments(getattr(value, name))]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-29T00:30:00+01:00", "2026-03-29T00:00:00+01:00"),
        ("2026-03-29T23:30:00+02:00", "2026-03-29T00:00:00+01:00"),
        ("2026-10-25T23:30:00+01:00", "2026-10-25T00:00:00+02:00"),
        ("2026-12-31T23:59:59.999999+01:00", "2026-12-31T00:00:00+01:00"),
        ("2027-01-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00"),
    ],
)
def test_x_06_a_day_begins_at_midnight_in_the_netherlands(moment: str, day: str) -> None:
    found = day_of(datetime.fromisoformat(moment))
    assert found == datetime.fromisoformat(day)
    assert found.tzinfo is UTC
    assert found.astimezone(AMSTERDAM).hour == 0


def test_p_06_who_is_told_of_the_day_alone_is_the_mayor_alone(mayors: Mayors) -> None:
    mayors.desk.decided()
    since = mayors.desk.town.now
    mayors.desk.town.now += HOUR
    notice = mayors.send(acute=True, wraps=[])
    gezag = seen(mayors.desk, notice, "piket", PIKET).item.gezag
    assert gezag is not None
    assert gezag.since == since


def test_p_06_who_designates_what_is_designated_already_changes_no_since(kept: Desk) -> None:
    """Also where the decider did not know: there is one authority, since one moment."""
    first, _ = kept.decided()
    since = kept.town.now
    kept.town.now += HOUR
    second, _ = kept.decided()
    for item in (first, second):
        gezag = kept.item(item).gezag
        assert gezag is not None
        assert gezag.since == since
    assert len(seen(kept, second, "hovj", HOVJ).timeline) == 2
