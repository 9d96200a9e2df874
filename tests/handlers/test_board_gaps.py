"""RO-02 on the board: gaps ahead by area, for who may see that area, at one cost however many areas there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from domain.policy import Slot
from handlers.board import BoardView, board
from handlers.sessions import Viewer
from tests.harness.counting import statements
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET, Town

WATCH = Holding(Functie.ESCALATIEWACHTER, Scope("board"))
FORTNIGHT = timedelta(days=14)


def looked(town: Town, organisation: str, functie: Functie = Functie.ESCALATIEWACHTER) -> BoardView:
    holding = WATCH if functie is Functie.ESCALATIEWACHTER else Holding(functie, Scope(f"org:{organisation}"))
    viewer = Viewer(PersonId("w"), DeviceId("w-1"), OrganisationId(organisation), (holding,), Sha256Hex("0" * 64))
    with town.unit() as uow:
        return board(uow, viewer, 50, POLICY, NIGHT)


def places(view: BoardView) -> set[tuple[str, str, str]]:
    return {(gap.functie.value, gap.scope, gap.slot) for gap in view.gaps}


@pytest.fixture
def half(town: Town) -> Town:
    """One HOvJ who is on duty for a day, and a piket officer who is for the whole fortnight."""
    town.duty(town.person("hanna", HOVJ), HOVJ, Slot.ON_DUTY, hours=(0, 24))
    an = town.person("an", PIKET)
    for slot in (Slot.ON_DUTY, Slot.BACKUP):
        town.duty(an, PIKET, slot, hours=(0, 15 * 24))
    return town


def test_ro_02_a_watcher_sees_which_nights_have_a_gap_in_which_area(half: Town) -> None:
    gaps = [gap for gap in looked(half, "om").gaps if gap.scope == "arr:gelderland"]
    assert [(gap.functie, gap.slot, gap.starts - NIGHT, gap.ends - NIGHT) for gap in gaps] == [
        (Functie.HOVJ, "backup", timedelta(0), FORTNIGHT),
        (Functie.HOVJ, "on_duty", timedelta(days=1), FORTNIGHT),
    ]
    assert not [gap for gap in looked(half, "om").gaps if gap.functie is Functie.NCTV_PIKET]


def test_ro_02_gaps_stand_by_area_and_then_by_time(half: Town) -> None:
    keys = [(gap.scope, gap.starts) for gap in looked(half, "om").gaps]
    assert keys == sorted(keys)
    assert len({scope for scope, _ in keys}) > 1


def test_p_01_a_watcher_of_another_organisation_sees_that_there_is_a_gap_and_not_where(half: Town) -> None:
    half.person("zoe", Holding(Functie.HOVJ, Scope("arr:limburg")))
    found = looked(half, "kmar")
    assert "gelderland" not in str(found)
    assert "limburg" not in str(found)
    assert ("hovj", "", "backup") in places(found)
    assert len(found.gaps) == len(set(found.gaps)), "two areas with the same gap look the same without their names"
    assert ("lcc", "nl", "on_duty") in places(found), "what is national is no area"


def test_ro_02_an_officer_sees_the_gaps_of_their_own_organisation(half: Town) -> None:
    found = places(looked(half, "om", Functie.FUNCTIONEEL_BEHEERDER))
    assert ("hovj", "arr:gelderland", "backup") in found
    assert {functie for functie, _, _ in found} <= {"hovj", "namens_hovj", "coordinerend_hovj", "pg"}


def test_the_gaps_cost_as_many_statements_for_all_areas_as_for_one(half: Town) -> None:
    with statements() as before:
        looked(half, "om")
    for number, area in enumerate(POLICY.eenheid_of):
        half.person(f"p{number}", Holding(Functie.HOVJ, area))
        half.person(f"r{number}", Holding(Functie.RCCB, POLICY.eenheid_of[area]))
    half.person("dir", Holding(Functie.DIRECTEUR_NCTV, NATIONAL))
    with statements() as after:
        view = looked(half, "om")
    assert len({gap.scope for gap in view.gaps}) > 5
    assert len(after) == len(before)
