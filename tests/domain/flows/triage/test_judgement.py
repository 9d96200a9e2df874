"""The judgement and what follows: admission, file, refusal, measures, disagreement, end (TR-04 … TR-08, SA-11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.acts.payload import parse_model
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import Elsewhere, GezagPassed, ItemClosed, LinkedOpened, ObligationOpened, PersonTold, Told
from domain.facts import Facts
from domain.flows.triage.acts import CheckDossier, Judge, Schedule
from domain.flows.triage.gezag import gezagskaart
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId
from domain.items import ELSEWHERE, Gezag
from domain.parties import NCTV, OVER, TRIAGESECRETARIAAT, adviseur_bbc
from tests.domain.flows.triage.play import (
    ARR,
    BLOB,
    CONTENT,
    HOVJ,
    NCTV_AUTHORITY,
    RCCB,
    SPOED,
    Play,
    admitted,
    has_content,
    linked,
    refused,
    tabled,
)
from tests.harness.ladders import NIGHT, POLICY

LEADER = Functie.NCTV_TEAMLEIDER
DESK = Functie.NCTV_BEHANDELAAR
YES: dict[str, Any] = {"outcome": "opgenomen", **CONTENT}
NO: dict[str, Any] = {"outcome": "niet_opgenomen", **CONTENT}


def after_spoed(drill: bool = False) -> Play:
    """A case put forward after the spoedaanwijzing that made the NCTV the authority."""
    followed = replace(Play.opened().item, id=SPOED, flow="spoedaanwijzing")
    facts = Facts(gezag=NCTV_AUTHORITY, others={SPOED: (followed, Facts())})
    return Play.opened(facts=facts, follows=SPOED, drill=drill)


def disputed() -> Play:
    return refused().do(Functie.HOVJ, "dispute", linked=linked("geschil")).hears("geschil", "trede_1")


# --- TR-04, TR-05, TR-06: admission ------------------------------------------------------------------------------


def test_tr_04_the_authority_passes_in_the_instant_of_the_admission() -> None:
    play = admitted()
    assert play.happened(GezagPassed) == [GezagPassed(NCTV, NIGHT, OVER)]
    assert play.item.gezag == Gezag(NCTV, NIGHT, OVER)
    assert play.item.state == "opgenomen"


def test_tr_04_after_a_spoedaanwijzing_the_nctv_is_and_stays_it_since_then() -> None:
    play = after_spoed()
    play.do(LEADER, "judge", **YES)
    assert play.happened(GezagPassed) == [GezagPassed(NCTV, NCTV_AUTHORITY.since, OVER)]


def test_tr_04_a_refusal_ends_nothing() -> None:
    for play in (after_spoed(), Play.opened()):
        before = play.item.gezag
        play.do(LEADER, "judge", **NO)
        assert play.item.gezag == before
        assert not play.happened(GezagPassed)
        assert not play.happened(Elsewhere)
        assert play.item.closed_at is None


def test_x_05_a_drill_passes_no_authority() -> None:
    play = Play.opened(drill=True).do(LEADER, "judge", **YES)
    assert play.item.state == "opgenomen"
    assert not play.happened(GezagPassed)


def test_tr_05_sending_the_judgement_informs_the_om() -> None:
    for outcome in (YES, NO):
        play = Play.opened().do(LEADER, "judge", **outcome)
        asked = [one for one in play.last if isinstance(one, ObligationOpened) and HOVJ in one.settles_by]
        assert asked
        assert all(one.start == NIGHT for one in asked), "the HOvJ is rung at once"
        assert has_content(play, "oordeel")
        assert (play.item.data.outcome, play.item.data.judged_as) == (outcome["outcome"], LEADER)
        assert "oordelen" not in play.open


def test_tr_05_it_is_given_once_but_a_refusal_may_become_an_admission() -> None:
    with pytest.raises(OutOfStep, match="judged already"):
        admitted().do(LEADER, "judge", **NO)
    with pytest.raises(OutOfStep, match="judged already"):
        refused().do(LEADER, "judge", **NO)
    play = refused().do(LEADER, "judge", **YES)
    assert play.item.state == "opgenomen"
    assert not {"berusten_of_betwisten", "maatregelen"} & play.open


def test_tr_06_bb_07_hb_01_what_an_admission_asks() -> None:
    play = admitted()
    assert play.open == {"overdrachtsdossier", "burgemeester", "eerste_herbeoordeling"}
    file, mayor, review = (
        play.facts.open[what] for what in ("overdrachtsdossier", "burgemeester", "eerste_herbeoordeling")
    )
    assert (file.settles_by, file.ladder.name, file.due) == ((HOVJ,), "L-7.om", NIGHT + timedelta(hours=24))
    assert mayor.due == NIGHT + timedelta(hours=4)
    assert review.due == POLICY.terms["triage_review"].after(NIGHT) == play.item.data.review_at


def test_hb_01_the_judgement_may_say_when_the_first_review_is() -> None:
    at = NIGHT + timedelta(days=10)
    assert Play.opened().do(LEADER, "judge", review_at=at.isoformat(), **YES).item.data.review_at == at
    with pytest.raises(OutOfStep) as refusal:
        Play.opened().do(LEADER, "judge", review_at=(NIGHT - timedelta(days=1)).isoformat(), **YES)
    assert refusal.value.code == "moment.past"
    with pytest.raises(Malformed):
        parse_model(Judge, {**NO, "review_at": at.isoformat()})


def test_tr_06_the_file_is_sent_checked_and_recorded_as_complete() -> None:
    play = admitted().do(Functie.HOVJ, "transfer", **CONTENT)
    assert play.item.data.transferred_at == NIGHT
    assert "dossier_volledig" in play.open
    assert "overdrachtsdossier" not in play.open
    play.do(DESK, "check_dossier", outcome="volledig")
    assert (play.item.state, play.item.data.complete_at) == ("overgedragen", NIGHT)


def test_tr_06_what_is_missing_is_said_and_the_hovj_sends_again() -> None:
    play = admitted().do(Functie.HOVJ, "transfer", **CONTENT)
    play.do(DESK, "check_dossier", outcome="onvolledig", **CONTENT)
    assert play.item.state == "opgenomen"
    assert "overdrachtsdossier" in play.open
    assert play.do(Functie.HOVJ, "transfer", **CONTENT).open >= {"dossier_volledig"}
    with pytest.raises(Malformed):
        parse_model(CheckDossier, {"outcome": "onvolledig"})


def test_tr_06_p_06_until_the_file_is_complete_the_rccb_keeps_the_local_measures() -> None:
    play = admitted()
    assert play.item.gezag is not None
    assert gezagskaart(play.item.gezag, play.item).local_measures == RCCB
    play.do(Functie.HOVJ, "transfer", **CONTENT).do(DESK, "check_dossier", outcome="volledig")
    assert gezagskaart(play.item.gezag, play.item).local_measures is None


def test_sa_07_p_06_after_a_designation_the_case_does_not_contradict_who_it_says_keeps_local_measures() -> None:
    play = after_spoed()
    assert play.item.gezag is not None
    assert gezagskaart(play.item.gezag, play.item).local_measures == ELSEWHERE
    play.do(LEADER, "judge", **YES)
    assert play.item.gezag is not None
    assert gezagskaart(play.item.gezag, play.item).local_measures == ELSEWHERE
    local = Play.opened()
    assert local.item.gezag is not None
    assert gezagskaart(local.item.gezag, local.item).local_measures == RCCB


def test_bb_07_hb_02_follow_ups_are_settled_by_the_flows_they_lead_into() -> None:
    play = admitted().hears("burgemeestersbericht", "verzonden", "b" * 22)
    assert play.open == {"overdrachtsdossier", "eerste_herbeoordeling"}
    assert play.hears("herbeoordeling", "gepland", "h" * 22).open == {"overdrachtsdossier"}
    other = admitted().do(DESK, "follow_up", what="burgemeester", **CONTENT)
    assert "burgemeester" not in other.open


def test_hb_01_an_admission_is_reviewed_until_the_reviews_of_its_measures_take_that_over() -> None:
    """Otherwise nobody would be obliged on an admission that stands, once the file is complete (X-01)."""
    play = admitted().hears("burgemeestersbericht", "verzonden", "b" * 22).do(Functie.HOVJ, "transfer", **CONTENT)
    play.do(DESK, "check_dossier", outcome="volledig")
    play.do(DESK, "follow_up", what="eerste_herbeoordeling", **CONTENT)
    assert play.open == {"eerste_herbeoordeling"}
    next_at = POLICY.terms["triage_review"].after(NIGHT)
    assert (play.facts.open["eerste_herbeoordeling"].start, play.facts.open["eerste_herbeoordeling"].due) == (
        next_at,
        next_at,
    )
    assert play.hears("herbeoordeling", "gepland", "h" * 22).open == set()


# --- TR-07: the table ---------------------------------------------------------------------------------------------


def test_tr_07_agenda_invitations_outcome_and_then_the_judgement() -> None:
    play = tabled()
    at = NIGHT + timedelta(days=3)
    assert (play.item.state, play.item.data.table_at) == ("geagendeerd", at)
    assert {one.holding for one in play.happened(Told) if isinstance(one, Told)} == set(play.item.data.invited)
    assert set(play.item.data.invited) <= play.facts.participants
    assert RCCB in play.item.data.invited
    assert play.facts.open["tafel"].start == at
    play.do(Functie.TRIAGESECRETARIAAT, "discuss", **CONTENT)
    assert (play.item.state, play.open, play.item.data.discussed_at) == ("te_beoordelen", {"oordelen"}, NIGHT)
    assert play.facts.open["oordelen"].due == POLICY.terms["triage_oordeel"].after(NIGHT)
    assert play.do(LEADER, "judge", **NO).item.state == "niet_opgenomen"


def test_tr_07_what_was_not_discussed_is_not_refused_but_protection_waits_for_no_meeting() -> None:
    for play in (Play.opened(line="triagetafel"), tabled()):
        with pytest.raises(OutOfStep) as refusal:
            play.do(LEADER, "judge", **NO)
        assert refusal.value.code == "triage.not_discussed"
        play.do(LEADER, "judge", **YES)
        assert play.item.state == "opgenomen"
        assert not {"agenderen", "tafel"} & play.open
        assert Told(TRIAGESECRETARIAAT, "opgenomen") in play.last


def test_tr_07_the_table_can_be_put_off() -> None:
    later = NIGHT + timedelta(days=9)
    play = tabled().do(Functie.TRIAGESECRETARIAAT, "schedule", at=later.isoformat(), invited=["adviseur_bbc"])
    assert play.facts.open["tafel"].start == later == play.item.data.table_at
    assert play.item.data.invited == (adviseur_bbc(ARR),)


def test_tr_07_a_date_that_has_passed_or_nobody_asked_is_refused() -> None:
    play = Play.opened(line="triagetafel")
    with pytest.raises(OutOfStep) as refusal:
        play.do(Functie.TRIAGESECRETARIAAT, "schedule", at=NIGHT.isoformat(), invited=["rccb"])
    assert refusal.value.code == "moment.past"
    for invited in ([], ["rccb", "rccb"], ["burgemeester"]):
        with pytest.raises(Malformed):
            parse_model(Schedule, {"at": NIGHT.isoformat(), "invited": invited})


def test_tr_07_a_case_for_direct_admission_is_on_no_agenda() -> None:
    play = Play.opened()
    play.facts = replace(play.facts, participants=play.facts.participants | {TRIAGESECRETARIAAT})
    with pytest.raises(OutOfStep) as refusal:
        play.do(Functie.TRIAGESECRETARIAAT, "schedule", at=(NIGHT + timedelta(days=1)).isoformat(), invited=["rccb"])
    assert refusal.value.code == "triage.not_for_the_table"


# --- TR-04, TR-08: refusal, measures, disagreement -----------------------------------------------------------------


def test_tr_08_after_a_refusal_the_hovj_accepts_or_disputes_and_says_which_measures_stand() -> None:
    play = refused()
    assert play.open == {"berusten_of_betwisten", "maatregelen"}
    assert play.do(Functie.HOVJ, "acquiesce").item.state == "niet_opgenomen"
    play.do(Functie.HOVJ, "measures", linked=linked("bericht_rccb"), **CONTENT)
    assert play.happened(LinkedOpened) == [LinkedOpened(ItemId("g" * 22), "bericht_rccb")]
    assert play.item.state == "afgerond"
    assert play.happened(ItemClosed)


def test_tr_04_under_the_nctv_a_refusal_asks_no_measures_of_the_hovj_nor_lets_him_order_them() -> None:
    play = after_spoed().do(LEADER, "judge", **NO)
    assert play.open == {"berusten_of_betwisten"}
    for one in (play, admitted()):
        with pytest.raises(NotAllowed) as refusal:
            one.do(Functie.HOVJ, "measures", **CONTENT)
        assert refusal.value.code == "gezag.other"


def test_tr_04_measures_are_asked_of_the_hovj_only_while_he_is_the_authority() -> None:
    for play in (refused(), disputed()):
        assert "maatregelen" not in play.passes(NCTV).open, "the NCTV is the authority: he could not settle it"
        assert play.passes(HOVJ).facts.open["maatregelen"].settles_by == (HOVJ,)
        assert play.passes(HOVJ).open >= {"maatregelen"}, "asked once"
        play.do(Functie.HOVJ, "measures", **CONTENT)
    assert "maatregelen" in after_spoed().do(LEADER, "judge", **NO).passes(HOVJ).open, "never asked before"
    for unasked in (Play.opened(), tabled()):
        assert "maatregelen" not in unasked.passes(NCTV).passes(HOVJ).open


def test_tr_08_an_accepted_refusal_on_which_only_measures_wait_closes_when_the_nctv_is_the_authority() -> None:
    play = refused().do(Functie.HOVJ, "acquiesce").passes(NCTV)
    assert (play.item.state, play.open) == ("afgerond", set())
    assert play.happened(ItemClosed)


def test_tr_04_the_hovj_orders_urgent_measures_while_the_case_is_judged_and_while_it_is_disputed() -> None:
    for play in (Play.opened(), tabled(), disputed()):
        assert has_content(play.do(Functie.HOVJ, "measures", **CONTENT), "maatregelen")


def test_tr_08_a_dispute_climbs_through_both_rungs_and_no_rung_overrules() -> None:
    play = disputed()
    assert play.item.state == "betwist"
    assert {Functie.COORDINEREND_HOVJ, Functie.DIRECTEUR_NCTV} <= {one.functie for one in play.facts.participants}
    assert play.hears("geschil", "trede_2").item.state == "betwist"
    assert {Functie.PG, Functie.NCTV} <= {one.functie for one in play.facts.participants}
    assert play.hears("geschil", "afgerond").item.state == "niet_opgenomen"
    assert play.item.gezag == Gezag(HOVJ, NIGHT, ("persoon",))


def test_tr_08_only_the_nctv_designates_a_consultation_that_agrees_brings_it_back_to_be_judged() -> None:
    play = disputed().hears("geschil", "alsnog_aanwijzen")
    assert (play.item.state, "oordelen" in play.open) == ("te_beoordelen", True)
    assert not play.happened(GezagPassed)
    with pytest.raises(OutOfStep):
        play.do(Functie.HOVJ, "withdraw")
    again = play.do(LEADER, "judge", **NO)
    assert again.open == {"berusten_of_betwisten", "maatregelen"}


def test_tr_08_during_a_dispute_the_nctv_may_admit_after_all() -> None:
    assert disputed().do(Functie.DIRECTEUR_NCTV, "judge", **YES).item.state == "opgenomen"


def test_tr_08_a_dispute_that_ends_closes_what_nothing_waits_for() -> None:
    play = disputed().do(Functie.HOVJ, "measures", **CONTENT)
    assert play.item.state == "betwist"
    assert play.hears("geschil", "berust").item.state == "afgerond"


def test_tr_08_only_a_dispute_goes_with_it() -> None:
    for wrong in (linked("bericht_rccb"), linked("geschil") | {"joined": "j" * 22}):
        with pytest.raises(Malformed):
            refused().do(Functie.HOVJ, "dispute", linked=wrong)


def test_tr_04_who_was_only_given_it_to_read_decides_nothing_of_the_hovj() -> None:
    play = disputed()
    for verb in ("withdraw", "supplement", "measures"):
        with pytest.raises((NotAllowed, OutOfStep)):
            play.do(Functie.COORDINEREND_HOVJ, verb, **({} if verb == "withdraw" else CONTENT))


# --- the thread, withdrawing, the end --------------------------------------------------------------------------------


def test_tr_05_asking_and_adding_stop_no_clock() -> None:
    play = Play.opened()
    due = play.facts.open["oordelen"].due
    play.do(DESK, "ask", **CONTENT)
    assert PersonTold(play.item.opened_by, "vraag") in play.last
    play.do(Functie.ADVISEUR_BBC, "supplement", **CONTENT)
    assert play.facts.open["oordelen"].due == due


def test_tr_01_the_case_is_taken_back_until_it_is_judged() -> None:
    play = tabled().do(Functie.HOVJ, "withdraw")
    assert (play.item.state, play.open) == ("ingetrokken", set())
    assert Told(TRIAGESECRETARIAAT, "ingetrokken") in play.last
    with pytest.raises(OutOfStep):
        refused().do(Functie.HOVJ, "withdraw")
    with pytest.raises(OutOfStep) as refusal:
        play.do(Functie.HOVJ, "supplement", **CONTENT)
    assert refusal.value.code == "item.closed"


def test_sa_11_the_nctv_stays_the_authority_until_the_end_is_received() -> None:
    play = admitted().do(LEADER, "end", to="hovj", linked=None, **CONTENT)
    assert (play.item.state, play.item.gezag) == ("einde_aangekondigd", Gezag(NCTV, NIGHT, OVER))
    play.do(Functie.HOVJ, "end_received")
    assert (play.item.state, play.item.gezag, play.open) == ("beeindigd", Gezag(HOVJ, NIGHT, OVER), set())


def test_sa_11_to_basispolitiezorg_the_rccb_receives_it() -> None:
    word = linked("bericht_rccb", "w" * 22)
    play = admitted().do(LEADER, "end", to="basispolitiezorg", linked=word, **CONTENT)
    assert Told(HOVJ, "einde") in play.last
    assert play.hears("bericht_rccb", "kennisgenomen", "x" * 22).item.state == "einde_aangekondigd"
    assert play.hears("bericht_rccb", "kennisgenomen", "w" * 22).item.state == "beeindigd"


def test_p_06_the_authority_stays_while_another_designation_stands() -> None:
    play = admitted().do(LEADER, "end", to="hovj", linked=None, **CONTENT)
    play.facts = replace(play.facts, designated_since=NIGHT)
    play.do(Functie.HOVJ, "end_received")
    assert play.item.state == "beeindigd"
    assert not play.happened(GezagPassed)


def test_hb_02_a_review_that_says_to_end_asks_the_nctv_to_end_and_ends_nothing_itself() -> None:
    play = admitted().hears("herbeoordeling", "einde_verwacht", "h" * 22)
    assert (play.item.state, "beeindigen" in play.open) == ("opgenomen", True)
    assert "beeindigen" not in play.do(LEADER, "end", to="hovj", linked=None, **CONTENT).open


def test_p_02_for_a_case_without_a_hovj_the_end_goes_to_who_stands_in() -> None:
    coord = Holding(Functie.COORDINEREND_HOVJ, NATIONAL)
    play = Play.opened(coord, Facts(vacant=frozenset({HOVJ})), area=ARR, excluded=["iemand"])
    play.do(LEADER, "judge", **YES).do(LEADER, "end", to="hovj", linked=None, content=BLOB)
    assert play.do(coord, "end_received").item.state == "beeindigd"
