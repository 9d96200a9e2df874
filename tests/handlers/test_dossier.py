"""Several items of one dossier: one authority over it, whichever item says so, and what follows from an item (P-06)."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from domain.facts import Facts
from domain.functies import Functie, Holding, Scope
from handlers.flows import FLOWS
from tests.handlers.test_herbeoordeling import plan
from tests.handlers.test_spoedaanwijzing_stem import keep, seen
from tests.harness.desk import NCTV, Desk, blob
from tests.harness.town import HOVJ

CONTENT: dict[str, Any] = {"content": blob("x")}


def authority(desk: Desk, item: str) -> Holding:
    gezag = desk.item(item).gezag
    assert gezag is not None
    return gezag.holding


def passed(desk: Desk, item: str) -> int:
    return [line.tag for line in desk.history(item)].count("gezag.passed")


def end(desk: Desk, item: str) -> None:
    assert desk.do("piket", "spoedaanwijzing.end", item, to="hovj", linked=None, **CONTENT).status == 201
    assert desk.do("hovj", "spoedaanwijzing.end_received", item).state == "beeindigd"


def test_p_06_a_request_about_somebody_who_is_under_the_nctv_shows_so_from_the_start(desk: Desk) -> None:
    first, _ = desk.decided()
    second = desk.submit()
    assert desk.item(second).gezag == desk.item(first).gezag
    desk.do("hovj", "spoedaanwijzing.withdraw", second)
    assert authority(desk, desk.submit(drill=True)) == HOVJ, "a drill has an authority of its own"


def test_p_06_a_designation_changes_the_card_of_every_open_item_of_the_dossier_once(desk: Desk) -> None:
    other = desk.submit()
    stranger = desk.submit(dossier="e" * 22)
    first, linked = desk.decided()
    assert [authority(desk, one) for one in (first, other, *linked.values())] == [NCTV] * 4
    assert authority(desk, stranger) == HOVJ
    assert [passed(desk, one) for one in (first, other, stranger)] == [1, 1, 0]


def test_p_06_an_end_gives_the_authority_back_on_every_open_item(desk: Desk) -> None:
    first, _ = desk.decided()
    other = desk.submit()
    end(desk, first)
    assert [authority(desk, one) for one in (first, other)] == [HOVJ, HOVJ]


def test_p_06_one_of_two_designations_ends_and_the_other_keeps_the_nctv(desk: Desk) -> None:
    first, _ = desk.decided()
    second, _ = desk.decided("al_onder_gezag_nctv")
    waiting = desk.submit()
    end(desk, first)
    assert [authority(desk, one) for one in (second, waiting)] == [NCTV, NCTV]
    assert passed(desk, first) == 1, "nothing passed when the first one ended"
    end(desk, second)
    assert [authority(desk, one) for one in (second, waiting)] == [HOVJ, HOVJ]


@pytest.mark.parametrize("wrong", ["unknown", "dossier", "drill", "stranger"])
def test_p_01_an_item_follows_only_from_one_of_its_dossier_and_of_the_actors_own(desk: Desk, wrong: str) -> None:
    first = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", first)
    desk.do("piket", "spoedaanwijzing.decide", first, **desk.decision())
    elsewhere = Holding(Functie.HOVJ, Scope("arr:limburg"))
    desk.add("elders", elsewhere)
    params = desk.request(HOVJ) | {"follows": desk.new_id() if wrong == "unknown" else first}
    params |= {"dossier": "e" * 22} if wrong == "dossier" else {}
    name, holding = ("elders", elsewhere) if wrong == "stranger" else ("hovj", HOVJ)
    signed = desk.sign(name, "spoedaanwijzing.submit", desk.new_id(), holding=holding, drill=wrong == "drill", **params)
    assert desk.refused_unstored(signed) == ("item.unknown", "params.follows")


def test_an_item_hears_what_follows_from_it_and_of_each_step_it_takes(desk: Desk) -> None:
    first = desk.submit()
    second = desk.submit(follows=first)
    desk.do("piket", "spoedaanwijzing.receive", second)
    (linked,) = desk.data(first).linked
    assert (linked.item, linked.flow, linked.state) == (second, "spoedaanwijzing", "ontvangen")
    assert desk.item(second).follows == first
    tags = [line.tag for line in desk.history(first)]
    assert tags.count("followed") == 1
    assert desk.data(second).linked == ()
    desk.do("hovj", "spoedaanwijzing.withdraw", first)
    desk.do("hovj", "spoedaanwijzing.withdraw", second)
    assert desk.data(first).linked == (linked,), "what has ended hears no more"


def test_each_side_is_shown_what_it_follows_from_and_what_follows_from_it(desk: Desk) -> None:
    keep(desk)
    first = desk.submit()
    second = desk.submit(follows=first)
    desk.do("piket", "spoedaanwijzing.receive", second)
    assert [asdict(one) for one in seen(desk, first, "hovj").linked] == [
        {"id": second, "flow": "spoedaanwijzing", "state": "ontvangen", "relation": "follower", "readable": True}
    ]
    assert [(one.id, one.relation, one.state) for one in seen(desk, second, "hovj").linked] == [
        (first, "followed", "ingediend")
    ]


def test_hb_01_whose_first_review_is_taken_over_are_the_flows_that_designate_a_seventh_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []
    reviews = desk.item(plan(desk, "hovj")[0])
    designating = {name for name, flow in FLOWS.items() if flow.designating}
    monkeypatch.setitem(FLOWS, "zevende", replace(FLOWS["geschil"], designating=frozenset({"aangewezen"})))
    with desk.town.unit() as uow:
        of_dossier = uow.items.of_dossier

        def noted(dossier: Any, flows: Any, **more: Any) -> Any:
            asked.append(set(flows))
            return of_dossier(dossier, flows, **more)

        monkeypatch.setattr(uow.items, "of_dossier", noted)
        FLOWS["herbeoordeling"].known(uow, reviews, None, Facts())
    assert asked == [designating | {"zevende"}]
