"""The vierhoeksoverleg: asked for by one of the four, with date and participants, the KMar when involved (BB-04)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors import Malformed, OutOfStep
from domain.events import GapSeen
from domain.flows.burgemeestersbericht.parties import DESK
from domain.flows.burgemeestersbericht.state import VierhoekAsked, VierhoekPlanned
from tests.domain.flows.burgemeestersbericht.desk import (
    BEHANDELAAR,
    HOVJ,
    LCC,
    LOCO,
    MAYOR,
    PEOPLE,
    RCCB,
    Desk,
    blob,
    told,
    wrap,
)
from tests.harness.ladders import NIGHT, POLICY

AT = NIGHT + timedelta(days=2)


def plan(desk: Desk, *, kmar: bool = False, at: str = AT.isoformat(), **more: object) -> list[object]:
    wraps = [wrap(one) for one in (HOVJ, RCCB, *((LCC,) if kmar else ()))]
    params = {"at": at, "kmar": kmar, "wraps": wraps, "content": blob("v")} | more
    return list(desk.do("bea", "plan_vierhoek", **params))


@pytest.mark.parametrize("who", ["maud", "hans", "rick", "bea", "tom", "pia"])
def test_bb_04_each_of_the_four_may_ask_for_it(who: str) -> None:
    desk = Desk.released()
    events = desk.do(who, "ask_vierhoek", content=None)
    assert VierhoekAsked(PEOPLE[who][0]) in events
    assert desk.open["vierhoek_plannen"].settles_by == DESK
    assert desk.open["vierhoek_plannen"].due == NIGHT + POLICY.durations["vierhoek_plannen"]


def test_bb_04_who_asks_second_is_recorded_and_rings_nobody_more() -> None:
    desk = Desk.released()
    desk.do("maud", "ask_vierhoek", content=blob("waarom"))
    before = dict(desk.open)
    assert VierhoekAsked(HOVJ) in desk.do("hans", "ask_vierhoek", content=None)
    assert desk.open == before


@pytest.mark.parametrize("kmar", [True, False])
def test_bb_04_it_gets_a_date_and_participants_who_are_told_and_given_the_key(kmar: bool) -> None:
    desk = Desk.known()
    desk.do("maud", "ask_vierhoek", content=None)
    events = plan(desk, kmar=kmar)
    others = (HOVJ, RCCB, LCC) if kmar else (HOVJ, RCCB)
    assert VierhoekPlanned(AT, (MAYOR, *others, BEHANDELAAR)) in events
    assert told(desk.happened) >= {(str(one), "vierhoek") for one in (MAYOR, *others)}
    assert (str(LCC), "vierhoek") in told(desk.happened) or not kmar
    assert not any(isinstance(one, GapSeen) for one in events)
    assert set(desk.open) == {"actueel", "vierhoek_houden"}
    assert desk.open["vierhoek_houden"].start == AT


def test_bb_04_who_takes_part_and_has_no_key_is_a_gap_that_shows() -> None:
    desk = Desk.known()
    desk.do("rick", "ask_vierhoek", content=None)
    events = plan(desk, wraps=[wrap(RCCB)])
    assert [one for one in events if isinstance(one, GapSeen)] == [GapSeen(HOVJ, "role_without_keys")]


def test_bb_04_the_key_goes_to_who_takes_part_and_to_nobody_else() -> None:
    for stranger, kmar in [(LCC, False), (LOCO, True), (MAYOR, True)]:
        desk = Desk.known()
        desk.do("maud", "ask_vierhoek", content=None)
        with pytest.raises(Malformed) as refused:
            plan(desk, kmar=kmar, wraps=[wrap(HOVJ), wrap(stranger)])
        assert (refused.value.code, refused.value.field) == ("wrap.other_reader", "params.wraps.1")


def test_bb_04_planned_again_it_moves() -> None:
    desk = Desk.known()
    desk.do("maud", "ask_vierhoek", content=None)
    plan(desk)
    later = AT + timedelta(days=1)
    events = plan(desk, at=later.isoformat(), wraps=[])
    assert not any(isinstance(one, GapSeen) for one in events)
    assert desk.open["vierhoek_houden"].start == later
    assert desk.item.data.vierhoek_at == later


def test_bb_04_a_date_that_passed_is_none_and_nobody_plans_what_nobody_asked_for() -> None:
    desk = Desk.known()
    with pytest.raises(OutOfStep) as refused:
        plan(desk)
    assert refused.value.code == "obligation.not_open"
    desk.do("maud", "ask_vierhoek", content=None)
    with pytest.raises(OutOfStep) as refused:
        plan(desk, at=NIGHT.isoformat())
    assert refused.value.field == "params.at"


def test_bb_04_it_was_held_or_is_not_needed_because() -> None:
    desk = Desk.known()
    desk.do("hans", "ask_vierhoek", content=None)
    with pytest.raises(OutOfStep) as refused:
        desk.do("bea", "close_vierhoek", outcome="gehouden", content=None)
    assert refused.value.code == "burgemeestersbericht.unplanned"
    with pytest.raises(Malformed):
        desk.do("bea", "close_vierhoek", outcome="niet_nodig", content=None)
    events = desk.do("bea", "close_vierhoek", outcome="niet_nodig", content=blob("waarom"))
    assert told(events) == {(str(MAYOR), "vierhoek_niet_nodig")}
    assert "vierhoek_plannen" not in desk.open
    desk.do("hans", "ask_vierhoek", content=None)
    plan(desk)
    desk.do("tom", "close_vierhoek", outcome="gehouden", content=None)
    assert set(desk.open) == {"actueel"}


def test_bb_04_called_off_everybody_who_was_asked_to_come_hears_it() -> None:
    desk = Desk.known()
    desk.do("maud", "ask_vierhoek", content=None)
    plan(desk)
    events = desk.do("bea", "close_vierhoek", outcome="niet_nodig", content=blob("waarom"))
    assert told(events) == {(str(one), "vierhoek_niet_nodig") for one in (MAYOR, HOVJ, RCCB)}


def test_bb_04_only_the_nctv_plans() -> None:
    desk = Desk.known()
    desk.do("maud", "ask_vierhoek", content=None)
    assert desk.open["vierhoek_plannen"].settles_by == DESK
    with pytest.raises(OutOfStep):
        Desk.sent().do("bea", "ask_vierhoek", content=None)
