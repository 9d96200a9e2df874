"""P-06: the gezagskaart stands on every line of a list, always, at one cost however many items there are."""

from __future__ import annotations

from datetime import timedelta

from domain.functies import NATIONAL, Functie, Holding
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from handlers.queries import list_items
from handlers.sessions import Viewer
from handlers.views import GezagskaartView, HoldingView, ItemLine
from tests.harness.counting import statements
from tests.harness.desk import LCC, NAMENS, NCTV, RCCB, Desk
from tests.harness.town import HOVJ, PIKET

NUMBER = "+31 70 000 0009"
LOCAL = HoldingView(RCCB.functie, RCCB.scope, NUMBER)


def lines(desk: Desk, holding: Holding, *, limit: int = 200) -> dict[str, ItemLine]:
    """The list of somebody who holds this functie, by item."""
    viewer = Viewer(PersonId("lezer"), DeviceId("lezer-1"), OrganisationId("nctv"), (holding,), Sha256Hex("0" * 64))
    with desk.town.unit() as uow:
        uow.directory.put_number(RCCB, NUMBER)
        return {line.id: line for line in list_items(uow, viewer, limit, desk.town.now).items}


def test_p_06_every_line_says_who_is_the_authority_who_holds_public_order_and_who_keeps_local_measures(
    desk: Desk,
) -> None:
    item = desk.submit()
    line = lines(desk, PIKET)[item]
    assert line.gezag is not None
    assert (line.gezag.holder.functie, line.gezag.holder.scope) == (HOVJ.functie, HOVJ.scope)
    assert line.gezagskaart == GezagskaartView(Functie.BURGEMEESTER, LOCAL)


def test_p_06_the_line_of_a_linked_item_carries_the_card_of_its_request_until_relief(desk: Desk) -> None:
    item, linked = desk.decided()
    order, word = linked["opdracht"], linked["bericht_rccb"]
    for holding, one in ((PIKET, item), (PIKET, order), (LCC, order), (RCCB, word)):
        line = lines(desk, holding)[one]
        assert line.gezag is not None
        assert (line.gezag.holder.functie, line.gezag.holder.scope) == (NCTV.functie, NATIONAL)
        assert line.gezagskaart == GezagskaartView(Functie.BURGEMEESTER, LOCAL), one
    desk.do("lcc", "opdracht.ter_plaatse", order)
    assert {line.gezagskaart for line in lines(desk, PIKET).values()} == {GezagskaartView(Functie.BURGEMEESTER, None)}


def test_p_06_a_person_who_reads_only_the_order_gets_its_whole_card_without_its_request(desk: Desk) -> None:
    item, linked = desk.decided()
    found = lines(desk, LCC)
    assert set(found) == {linked["opdracht"]}
    assert item not in found
    assert found[linked["opdracht"]].gezagskaart is not None


def test_p_06_a_list_costs_as_many_statements_for_many_items_as_for_one(desk: Desk) -> None:
    desk.decided()
    with statements() as one:
        lines(desk, PIKET)
    for number in range(8):
        desk.town.now += timedelta(minutes=20)
        desk.decided(name="namens" if number % 2 else "hovj")
    with statements() as many:
        found = lines(desk, PIKET)
    assert len(found) >= 18
    assert all(line.gezagskaart is not None for line in found.values())
    assert len(many) == len(one)
    assert NAMENS.functie in {line.opened_as.functie for line in found.values()}


def test_the_list_keeps_its_limit_and_says_that_there_is_more(desk: Desk) -> None:
    for _ in range(3):
        desk.town.now += timedelta(minutes=20)
        desk.submit()
    assert len(lines(desk, PIKET, limit=2)) == 2
