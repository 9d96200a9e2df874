"""Who may put a case forward, by which line, and what is asked at once (TR-01, TR-03, TR-04, P-02, L-7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.acts.sealed import LinkedItem
from domain.errors import Malformed, NotAllowed
from domain.events import ObligationOpened, Told
from domain.facts import Facts
from domain.flows import geschil
from domain.flows.triage.parties import addressees
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import ItemId
from domain.items import Gezag
from tests.domain.flows.triage.play import (
    ARR,
    CONTENT,
    HOVJ,
    NCTV_AUTHORITY,
    RCCB,
    SPOED,
    Play,
    actor,
    linked,
    parsed,
    refused,
)
from tests.harness.ladders import NIGHT, POLICY

COORD = Holding(Functie.COORDINEREND_HOVJ, NATIONAL)
PG = Holding(Functie.PG, NATIONAL)
ELSEWHERE = Holding(Functie.HOVJ, Scope("arr:limburg"))


def after(flow: str, gezag: Gezag | None = NCTV_AUTHORITY, area: Scope = ARR) -> Facts:
    """The facts when the case follows an item of that flow."""
    followed = replace(Play.opened().item, id=SPOED, flow=flow, area=area)
    return Facts(gezag=gezag, others={SPOED: (followed, Facts())})


def test_tr_01_the_hovj_puts_a_case_forward_for_direct_admission() -> None:
    play = Play.opened()
    assert (play.item.state, play.open) == ("te_beoordelen", {"oordelen"})
    assert play.item.area == ARR
    assert play.item.data.line == "directe_opname"
    settles = play.facts.open["oordelen"].settles_by
    assert [one.functie for one in settles] == [Functie.NCTV_TEAMLEIDER, Functie.DIRECTEUR_NCTV, Functie.NCTV]


def test_tr_01_tr_07_a_case_for_the_table_waits_for_its_secretariat() -> None:
    play = Play.opened(line="triagetafel")
    assert (play.item.state, play.open) == ("te_agenderen", {"agenderen"})
    assert [one.functie for one in play.facts.open["agenderen"].settles_by] == [Functie.TRIAGESECRETARIAAT]


def test_tr_01_who_is_not_the_authority_puts_nothing_forward() -> None:
    """The NCTV is the authority, and not by the spoedaanwijzing that this would follow."""
    for facts in (Facts(gezag=NCTV_AUTHORITY), after("herbeoordeling")):
        with pytest.raises(NotAllowed) as refusal:
            Play.opened(facts=facts, follows=SPOED)
        assert refusal.value.code == "gezag.other"


def test_tr_01_after_a_spoedaanwijzing_the_hovj_does_although_the_nctv_is_the_authority() -> None:
    play = Play.opened(facts=after("spoedaanwijzing"), follows=SPOED)
    assert play.item.state == "te_beoordelen"
    assert play.item.gezag == NCTV_AUTHORITY


def test_tr_01_only_the_hovj_of_that_spoedaanwijzing() -> None:
    with pytest.raises(NotAllowed, match="authority"):
        Play.opened(ELSEWHERE, after("spoedaanwijzing"), follows=SPOED)


def test_tr_04_the_hovj_is_the_authority_when_piket_knows_of_no_other() -> None:
    assert Play.opened().item.gezag == Gezag(HOVJ, NIGHT, ("persoon",))


@pytest.mark.parametrize("functie", [one for one in Functie if one is not Functie.HOVJ])
def test_tr_01_nobody_signs_an_intake_form_in_place_of_a_hovj_who_can(functie: Functie) -> None:
    holding = Holding(functie, ARR if functie is Functie.NAMENS_HOVJ else NATIONAL)
    if functie not in parsed("triage.submit", {**SUBMIT_DIRECT, "area": ARR}).spec.may:
        return
    with pytest.raises(NotAllowed, match="HOvJ"):
        Play.opened(holding, area=ARR)


SUBMIT_DIRECT: dict[str, Any] = {
    "dossier": "d", "recipient": "age1" + "q" * 58, "wraps": [], "excluded": [], "line": "directe_opname", **CONTENT,
}  # fmt: skip


def test_p_02_where_no_hovj_is_left_the_coordinerend_hovj_does() -> None:
    facts = Facts(vacant=frozenset({HOVJ}))
    play = Play.opened(COORD, facts, area=ARR, excluded=["iemand"])
    assert (play.item.area, play.item.data.deputy) == (ARR, COORD)
    play.do(Functie.NCTV_TEAMLEIDER, "judge", outcome="niet_opgenomen", **CONTENT)
    assert play.facts.open["berusten_of_betwisten"].settles_by == (COORD, HOVJ)
    assert play.do(COORD, "measures", **CONTENT).do(COORD, "acquiesce").item.state == "afgerond"


def test_p_02_and_where_he_is_left_out_too_the_pg() -> None:
    facts = Facts(vacant=frozenset({HOVJ, COORD}))
    with pytest.raises(NotAllowed):
        Play.opened(COORD, facts, area=ARR, excluded=["iemand"])
    assert Play.opened(PG, facts, area=ARR, excluded=["iemand"]).item.data.deputy == PG


@pytest.mark.parametrize(("by", "area"), [(COORD, None), (COORD, "eenheid:oost-nederland"), (HOVJ, "arr:limburg")])
def test_p_02_the_arrondissement_is_said_by_who_stands_in_and_by_nobody_else(by: Holding, area: str | None) -> None:
    with pytest.raises(Malformed) as refusal:
        Play.opened(by, Facts(vacant=frozenset({HOVJ})), area=area)
    assert refusal.value.code == "triage.area"


def test_p_02_nobody_puts_their_own_case_forward() -> None:
    with pytest.raises(NotAllowed) as refusal:
        Play.opened(excluded=[actor(HOVJ).person])
    assert refusal.value.code == "item.excluded"


def test_p_02_an_rccb_of_whom_somebody_is_excluded_does_not_serve_the_case() -> None:
    facts = Facts(touched=frozenset({RCCB}))
    with pytest.raises(Malformed) as refusal:
        Play.opened(facts=facts, excluded=["iemand"])
    assert refusal.value.code == "rccb.excluded"
    other = Play.opened(facts=facts, excluded=["iemand"], rccb="eenheid:limburg")
    assert other.item.data.rccb == Holding(Functie.RCCB, Scope("eenheid:limburg"))


@pytest.mark.parametrize(("facts", "params"), [(Facts(excludes_om=True), {}), (Facts(), {"tell_college": True})])
def test_p_02_of_somebody_who_works_for_the_om_the_college_is_told(facts: Facts, params: dict[str, Any]) -> None:
    play = Play.opened(facts=facts, **params)
    assert PG in play.facts.participants
    assert Told(PG, "college") in play.last
    assert PG not in Play.opened().facts.participants


def test_p_01_from_the_start_read_who_must_act_and_nobody_of_the_table_unless_it_goes_there() -> None:
    direct = {one.functie for one in Play.opened().facts.participants}
    assert direct == {Functie.HOVJ, Functie.ADVISEUR_BBC, Functie.NCTV_TEAMLEIDER, Functie.NCTV_BEHANDELAAR}
    table = {one.functie for one in Play.opened(line="triagetafel").facts.participants}
    assert table == direct | {Functie.TRIAGESECRETARIAAT}
    assert RCCB not in addressees(Play.opened().item)
    assert RCCB in addressees(Play.opened(line="triagetafel").item)


def test_l_7_the_judgement_is_due_in_two_working_days() -> None:
    """Put forward on Friday 20 November at 16:00 in Amsterdam: due Tuesday at 16:00, and rung a day before that."""
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    waiting = Play.opened(now=friday).facts.open["oordelen"]
    tuesday = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert (waiting.due, waiting.start, waiting.ladder.name) == (tuesday, tuesday, "L-7.oordeel")
    rungs = waiting.ladder.rungs
    assert rungs[0].moment(tuesday) == tuesday - timedelta(hours=24)
    last = {who.functie for who in rungs[-1].who}
    assert last == {Functie.COORDINEREND_HOVJ, Functie.DIRECTEUR_NCTV}
    assert not waiting.ladder.emergency


def dispute_about(flow: str) -> list[tuple[str, str, timedelta]]:
    """The (obligation, ladder, time it is due in) of both rungs of a dispute about an item of that flow."""
    parent = replace(refused().item, flow=flow)
    opening = LinkedItem.model_validate(linked("geschil"))
    item, events = geschil.open_linked(parent, opening, actor(HOVJ), frozenset(), POLICY, NIGHT)
    climbed = geschil.decide(
        item, replace(parsed("geschil.climb", {}), item=ItemId(item.id)), actor(HOVJ), Facts(), POLICY, NIGHT
    )
    rungs = [one for one in (*events, *climbed) if isinstance(one, ObligationOpened)]
    return [(one.what, one.ladder, (one.due or NIGHT) - NIGHT) for one in rungs]


def test_l_2_tr_08_a_dispute_about_a_triage_runs_in_days_and_about_an_emergency_in_minutes() -> None:
    day, quarter = timedelta(hours=24), timedelta(minutes=15)
    assert dispute_about("triage") == [("trede_1", "L-2.regulier.1", day), ("trede_2", "L-2.regulier.2", day)]
    assert dispute_about("spoedaanwijzing") == [
        ("trede_1", "L-2.spoed.1", quarter),
        ("trede_2", "L-2.spoed.2", quarter),
    ]
    assert not POLICY.ladders["L-2.regulier.1"].emergency
