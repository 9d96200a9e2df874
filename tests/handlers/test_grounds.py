"""P-05: an item shows on which ground each route from or to the reader's own organisation rests, and no other route."""

from __future__ import annotations

from dataclasses import replace

from domain.functies import Functie, Holding, Scope
from domain.grounds import Ground, Route
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from handlers.grounds import grounds
from handlers.sessions import Viewer
from handlers.views import GroundView
from tests.harness.desk import STAFF, Desk
from tests.harness.ladders import POLICY


def viewer(name: str, organisation: str, *holdings: Holding) -> Viewer:
    held = holdings or (STAFF[name],)
    return Viewer(PersonId(name), DeviceId(f"{name}-1"), OrganisationId(organisation), held, Sha256Hex(""))


def seen(desk: Desk, item: str, who: Viewer) -> tuple[GroundView, ...]:
    with desk.town.unit() as uow:
        stored = uow.items.load(ItemId(item))
        assert stored is not None
        return grounds(who, who.holdings, stored, POLICY)


def routes(found: tuple[GroundView, ...]) -> list[tuple[str, str]]:
    return [(one.sender, one.receiver) for one in found]


def test_p_05_both_ways_of_a_request_stand_with_it(desk: Desk) -> None:
    item = desk.submit()
    om = seen(desk, item, viewer("hovj", "om"))
    assert routes(om) == [("om", "nctv"), ("nctv", "om")]
    assert om[0].ground == POLICY.ground("spoedaanwijzing", "om", "nctv").text  # type: ignore[union-attr]
    assert routes(seen(desk, item, viewer("piket", "nctv"))) == [("nctv", "om"), ("om", "nctv")]


def test_p_05_who_is_of_none_of_its_organisations_is_given_none(desk: Desk) -> None:
    item = desk.submit()
    assert seen(desk, item, viewer("hovj", "kmar")) == ()


def test_p_05_who_acts_for_themselves_is_given_none(desk: Desk) -> None:
    item = ItemId(desk.submit())
    own = Holding(Functie.AANMELDER, Scope("own"))
    with desk.town.unit() as uow:
        stored = uow.items.load(item)
        assert stored is not None
        assert grounds(viewer("hovj", "om", own), [own], stored, POLICY) == ()
        assert grounds(viewer("hovj", "om"), [STAFF["hovj"]], stored, POLICY)


def test_ev_04_the_grounds_are_those_of_the_policy_the_item_was_opened_under(desk: Desk) -> None:
    item = ItemId(desk.submit())
    other = {Route("*", "om", "nctv"): Ground("anders", "x")}
    later = replace(POLICY, version="2099-1", grounds=other, earlier={POLICY.version: POLICY})
    with desk.town.unit() as uow:
        stored = uow.items.load(item)
        assert stored is not None
        mine = [STAFF["hovj"]]
        before = grounds(viewer("hovj", "om"), mine, stored, POLICY)
        assert grounds(viewer("hovj", "om"), mine, stored, later) == before
