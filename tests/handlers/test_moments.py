"""Dates people mistype are refused with the field named and nothing stored; a wrong telephone stops no emergency."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.policy import Bounds
from domain.ports import VerifiedAct
from domain.terms import Term
from handlers import pipeline
from tests.harness.desk import Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALL: dict[str, Any] = {"caller_functie": "hovj", "caller_scope": "arr:gelderland"}


def at(verified: VerifiedAct, off: timedelta) -> VerifiedAct:
    """The same act as a telephone would sign it whose clock is that far off."""
    document = json.loads(verified.signed.payload)
    document["at"] = (NIGHT + off).isoformat()
    raw = json.dumps(document).encode()
    return replace(
        verified,
        signed=SignedAct(verified.signed.payload_type, raw, verified.signed.proofs),
        payload=parse_payload(raw),
    )


def call(desk: Desk, called_at: str) -> VerifiedAct:
    params = desk.request(HOVJ) | CALL | {"called_at": called_at}
    return desk.sign("piket", "spoedaanwijzing.register", desk.new_id(), **params)


def test_sa_03_a_call_entered_for_a_moment_to_come_is_refused_and_nothing_is_stored(desk: Desk) -> None:
    found = desk.refused_unstored(call(desk, (NIGHT + HOUR).isoformat()))
    assert found == ("moment.too_late", "params.called_at")
    assert desk.refused_unstored(call(desk, "2025-11-21T02:10:00Z")) == ("moment.too_early", "params.called_at")


def test_sa_03_a_call_of_earlier_this_night_runs_from_its_own_moment(desk: Desk) -> None:
    answer = desk.perform(call(desk, (NIGHT - HOUR).isoformat()))
    assert answer.status == 201
    assert answer.item is not None
    assert desk.open(answer.item)["besluiten"].start == NIGHT - HOUR


def test_sa_03_a_telephone_that_is_a_year_off_registers_the_call_at_the_servers_time(desk: Desk) -> None:
    for off in (365 * DAY, -365 * DAY):
        answer = desk.perform(at(call(desk, (NIGHT + off - HOUR).isoformat()), off))
        assert (answer.status, "clock.wrong" in answer.flags) == (201, True)
        assert answer.item is not None
        assert desk.open(answer.item)["besluiten"].start == NIGHT
        assert desk.data(answer.item).called_at == NIGHT


def test_sa_06_a_foreseen_end_in_2126_is_refused_with_its_name(desk: Desk) -> None:
    item = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", item)
    slip = desk.sign("piket", "spoedaanwijzing.decide", item, **desk.decision(ends_at="2126-11-22T18:00:00+01:00"))
    assert desk.refused_unstored(slip) == ("moment.too_late", "params.ends_at")
    assert desk.item(item).state == "ontvangen", "and the decision can still be taken, with the date corrected"


def test_sa_06_a_telephone_that_is_a_year_behind_still_designates_at_once(desk: Desk) -> None:
    item = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", item)
    behind = -365 * DAY
    moments: dict[str, Any] = {name: (NIGHT + behind + DAY).isoformat() for name in ("ends_at", "review_at")}
    decision = desk.decision(from_at=(NIGHT + behind).isoformat(), **moments)
    answer = desk.perform(at(desk.sign("piket", "spoedaanwijzing.decide", item, **decision), behind))
    assert (answer.status, answer.state, answer.flags) == (201, "aangewezen", ("clock.wrong",))
    data = desk.data(item)
    assert (data.ends_at, data.review_at) == (None, POLICY.terms["first_review"].after(NIGHT))
    assert "einde_herzien" not in desk.open(item)


def test_sa_06_a_telephone_that_is_days_ahead_still_designates_until_an_end_that_was_typed_right(desk: Desk) -> None:
    item = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", item)
    ends = NIGHT + 9 * HOUR
    decision = desk.decision(from_at=(NIGHT + 2 * DAY).isoformat(), ends_at=ends.isoformat())
    answer = desk.perform(at(desk.sign("piket", "spoedaanwijzing.decide", item, **decision), 2 * DAY))
    assert (answer.status, answer.state, answer.flags) == (201, "aangewezen", ("clock.wrong",))
    assert (desk.data(item).from_at, desk.data(item).ends_at) == (NIGHT, ends)


def test_sa_06_an_end_before_a_start_that_a_right_telephone_names_is_refused_with_its_name(desk: Desk) -> None:
    item = desk.submit()
    decision = desk.decision(from_at=(NIGHT + 2 * DAY).isoformat(), ends_at=(NIGHT + DAY).isoformat())
    slip = desk.sign("piket", "spoedaanwijzing.decide", item, **decision)
    assert desk.refused_unstored(slip) == ("moment.order", "params.ends_at")


def test_l_6_an_arrival_a_wrong_telephone_names_is_asked_again_instead_of_taken(desk: Desk) -> None:
    _, linked = desk.decided()
    answer: dict[str, Any] = {"answer": "uitvoerbaar", "content": "0" * 64}
    order = linked["opdracht"]
    slip = desk.sign("lcc", "opdracht.answer", order, expected_at=(NIGHT + 30 * DAY).isoformat(), **answer)
    assert desk.refused_unstored(slip) == ("moment.too_late", "params.expected_at")
    wrong = at(desk.sign("lcc", "opdracht.answer", order, expected_at="2025-11-21T03:00:00Z", **answer), -365 * DAY)
    assert desk.perform(wrong).flags == ("clock.wrong",)
    assert desk.data(order).expected_at is None
    assert "beantwoorden" in desk.open(order), "no arrival is known, so the LCC is still rung for it"


def test_ro_01_a_stretch_of_duty_in_another_century_is_refused(desk: Desk) -> None:
    duty: dict[str, Any] = {"functie": "nctv_piket", "scope": "nl", "person": "piket", "slot": "on_duty"}
    duty["override"] = False
    slip = desk.sign("piket", "roster.set", starts=NIGHT.isoformat(), ends="2126-11-22T18:00:00+01:00", **duty)
    assert desk.refused_unstored(slip) == ("moment.too_late", "params.ends")
    good = desk.do("piket", "roster.set", starts=NIGHT.isoformat(), ends=(NIGHT + DAY).isoformat(), **duty)
    assert good.status == 201


def test_ev_04_the_bounds_are_those_of_the_policy_the_item_was_opened_under(desk: Desk) -> None:
    item, _ = desk.decided()
    strict = {**POLICY.moments, "review": Bounds(None, Term(days=7))}
    newest = replace(POLICY, version="2026-2", moments=strict, earlier={POLICY.version: POLICY})
    done: dict[str, Any] = {"what": "eerste_herbeoordeling", "outcome": "niet_nodig", "content": blob("x")}
    act = desk.sign("piket", "spoedaanwijzing.follow_up", item, next_at=(NIGHT + 30 * DAY).isoformat(), **done)
    with desk.town.unit() as uow:
        assert pipeline.perform(uow, act, NIGHT, newest).status == 201
