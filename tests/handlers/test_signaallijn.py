"""SG-01, SG-02: who follows up is recorded by the authority before, and nothing goes dead when the authority passes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.audit.leaves import LeafType
from domain.functies import Holding, Scope
from domain.ids import ItemId
from tests.harness.desk import RCCB, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.signals import BBC, DOSSIER, LCC, PERSON, Signals, signals
from tests.harness.town import ARR, HOVJ

__all__ = ["signals"]


def test_sg_01_the_authority_records_who_follows_up_and_both_are_told(signals: Signals) -> None:
    line = signals.line()
    assert signals.desk.told() == {"rccb", "sam"}
    data = signals.desk.data(line)
    assert (data.holder, data.follower, data.side, data.day_and_night) == (PERSON, RCCB, "lokaal", True)
    assert signals.desk.item(line).state == "paraat"
    assert signals.town.participants(signals.desk.item(line)) == {HOVJ, BBC, RCCB, PERSON}


def test_sg_02_in_the_stelsel_the_lcc_follows_up_and_nobody_is_asked_which_side_it_is(signals: Signals) -> None:
    signals.designate()
    line = signals.line()
    assert (signals.desk.data(line).follower, signals.desk.data(line).side) == (LCC, "stelsel")


@pytest.mark.parametrize("name", ["piket", "behandelaar", "teamleider", "dir", "rccb", "lcc", "bbc", "sam"])
def test_p_06_only_the_authority_records_locally_the_hovj(signals: Signals, name: str) -> None:
    answer = signals.do(name, "signaallijn.open", signals.desk.new_id(), **signals.recorded())
    assert (answer.status, answer.code) in {(403, "gezag.other"), (403, "functie.not_allowed")}


@pytest.mark.parametrize("name", ["hovj", "rccb", "lcc", "sam"])
def test_p_06_only_the_authority_records_in_the_stelsel_the_nctv(signals: Signals, name: str) -> None:
    signals.designate()
    answer = signals.do(name, "signaallijn.open", signals.desk.new_id(), **signals.recorded())
    assert (answer.status, answer.code) in {(403, "gezag.other"), (403, "functie.not_allowed")}


@pytest.mark.parametrize("name", ["behandelaar", "piket", "teamleider", "dir", "nctv"])
def test_p_06_every_functie_that_acts_for_the_nctv_may_record(signals: Signals, name: str) -> None:
    signals.designate()
    signals.line(by=name)


def test_sg_01_without_day_and_night_the_line_stands_and_no_onveilig_nu_is_enabled(signals: Signals) -> None:
    line = signals.line(day_and_night=False)
    assert signals.desk.item(line).state == "open"
    signals.done("hovj", "signaallijn.record", line, day_and_night=True, content=blob("inhoud"))
    assert signals.desk.item(line).state == "paraat"
    signals.done("hovj", "signaallijn.record", line, day_and_night=False, content=blob("inhoud"))
    assert signals.desk.item(line).state == "open"


def test_sg_01_the_authority_is_asked_again_after_three_months_and_says_whether_it_still_holds(
    signals: Signals,
) -> None:
    line = signals.line()
    again = signals.desk.open(line)["herbevestigen"]
    assert (again.settles_by, again.start) == ((HOVJ,), POLICY.terms["signaallijn_herbevestigen"].after(NIGHT))
    signals.town.now += timedelta(days=60)
    signals.done("hovj", "signaallijn.record", line, day_and_night=True, content=blob("inhoud"))
    assert signals.desk.open(line)["herbevestigen"].start > again.start


def test_p_06_what_was_recorded_lapses_when_the_authority_passes_and_the_new_one_must_record(
    signals: Signals,
) -> None:
    line = signals.line()
    signals.designate()
    assert signals.desk.item(line).state == "vervallen"
    assert {"behandelaar"} <= signals.desk.rung()
    waiting = signals.desk.open(line)
    assert set(waiting) == {"vastleggen"}
    assert {str(one.functie) for one in waiting["vastleggen"].settles_by} == {
        "nctv_behandelaar",
        "nctv_piket",
        "nctv_teamleider",
        "directeur_nctv",
    }


def test_sg_01_nothing_goes_dead_meanwhile_the_side_that_was_recorded_still_follows_up(signals: Signals) -> None:
    signals.line()
    opening = signals.recorded()  # what a phone knows that has not heard of the designation
    signals.designate()
    item = signals.desk.new_id()
    signals.done("sam", "signaal.onveilig", item, silent=False, **{name: opening[name] for name in _OPENING})
    assert signals.desk.rung() == {"rccb"}


def test_sg_01_the_new_authority_opens_its_own_line_and_the_lapsed_one_ends_in_that_act(signals: Signals) -> None:
    old = signals.line()
    signals.designate()
    new = signals.line()
    assert (signals.desk.item(old).state, signals.desk.open(old)) == ("beeindigd", {})
    assert signals.desk.item(new).state == "paraat"
    signals.unsafe()
    assert signals.desk.rung() == {"lcc"}


def test_sg_01_a_phone_that_knows_only_the_old_line_rings_the_new_side_and_the_missing_key_is_a_gap(
    signals: Signals,
) -> None:
    signals.line()
    opening = signals.recorded()
    signals.designate()
    signals.line()
    answer = signals.do(
        "sam", "signaal.onveilig", signals.desk.new_id(), silent=False, **{name: opening[name] for name in _OPENING}
    )
    assert (answer.status, signals.desk.rung()) == (201, {"lcc"})
    assert "role_without_keys" in answer.flags


def test_p_06_a_lapsed_line_is_not_recorded_on_by_anybody(signals: Signals) -> None:
    line = signals.line()
    signals.designate()
    for name, code in (("hovj", "gezag.other"), ("behandelaar", "signaallijn.lapsed")):
        answer = signals.do(name, "signaallijn.record", line, day_and_night=True, content=blob("inhoud"))
        assert answer.code == code


def test_p_06_when_the_authority_comes_back_before_it_was_taken_over_the_record_holds_again(signals: Signals) -> None:
    line = signals.line()
    item = signals.designate()
    signals.done("piket", "spoedaanwijzing.end", item, to="hovj", linked=None, content=blob("einde"))
    signals.done("hovj", "spoedaanwijzing.end_received", item)
    assert signals.desk.item(line).state == "paraat"
    assert set(signals.desk.open(line)) == {"herbevestigen"}


def test_sg_01_a_line_that_ended_is_closed_and_a_signal_then_names_the_telephone(signals: Signals) -> None:
    line = signals.line()
    signals.done("hovj", "signaallijn.end", line, content=blob("einde"))
    assert (signals.desk.item(line).state, signals.desk.open(line)) == ("beeindigd", {})
    assert [leaf["person"] for leaf in signals.town.leaves(LeafType.TOLD) if leaf["why"] == "einde"] == ["sam"]
    answer = signals.do("sam", "signaal.onveilig", signals.desk.new_id(), silent=False, **_opening_of(signals))
    assert (answer.status, answer.code) == (409, "signaal.no_line")


def test_p_02_the_rccb_of_another_eenheid_follows_up_when_the_own_one_may_not(signals: Signals) -> None:
    elsewhere = Holding(RCCB.functie, Scope("eenheid:den-haag"))
    signals.desk.add("verre_rccb", elsewhere)
    signals.line(rccb=elsewhere.scope)
    signals.unsafe()
    assert signals.desk.rung() == {"verre_rccb"}


def test_p_02_who_is_left_out_of_the_line_is_left_out_of_every_signal(signals: Signals) -> None:
    signals.desk.add("tweede_hovj", HOVJ)
    own = f"{HOVJ}/tweede_hovj-1"
    wraps = [one for one in signals.recorded()["wraps"] if one["functie"] != "hovj"]
    wraps.append({"functie": "hovj", "scope": ARR, "epoch": 1, "device": "tweede_hovj-1", "blob": blob(own)})
    signals.line(by="tweede_hovj", excluded=["hovj"], wraps=wraps)
    item = signals.unsafe(excluded=["hovj"], wraps=wraps)
    assert signals.desk.item(item).excluded == {"hovj"}
    signals.desk.later(minutes=5)
    with signals.town.unit() as uow:
        rung = {row.person for one in uow.obligations.of_item(ItemId(item)) for row in uow.obligations.ringing(one.id)}
    assert rung == {"rccb", "bbc", "tweede_hovj"}


def test_x_05_a_protected_person_is_in_a_drill_only_after_consent(signals: Signals) -> None:
    params = signals.recorded()
    answer = signals.do("hovj", "signaallijn.open", signals.desk.new_id(), drill=True, **params)
    assert (answer.status, answer.code) == (403, "drill.consent")
    line = signals.desk.new_id()
    signals.done("hovj", "signaallijn.open", line, drill=True, **params, drill_consent=True)
    answer = signals.do("sam", "signaal.onveilig", signals.desk.new_id(), silent=False, **_opening_of(signals))
    assert answer.code == "signaal.no_line", "a real signal never goes along a line of a drill"


_OPENING = ("dossier", "recipient", "wraps", "content", "excluded", "follows")


def _opening_of(signals: Signals) -> dict[str, object]:
    known = signals.recorded()
    assert known["dossier"] == DOSSIER
    return {name: known[name] for name in _OPENING}
