"""SG-03: what a signal means reaches the authority, apart from the signal; nobody below decides what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.errors import NotFound
from domain.flows.duiding import sealed_for
from domain.functies import Holding
from tests.harness.desk import RCCB, blob, wrap
from tests.harness.signals import BBC, DIENST, LCC, Signals, signals
from tests.harness.town import ARR, HOVJ

__all__ = ["signals"]
CONTENT = {"content": blob("x")}
_OPENING = ("dossier", "recipient", "wraps", "content", "excluded", "follows")


def melding(signals: Signals) -> str:
    """A melding of a threat; the dossier's side has been set before."""
    signals.line()
    item = signals.unsafe()
    signals.receive(item)
    return signals.interpret(item, "melding_dreiging")


def parts(signals: Signals, item: str) -> set[Holding]:
    return signals.town.participants(signals.desk.item(item))


def test_sg_03_locally_the_rccb_tells_the_adviseur_bbc_who_lays_it_before_the_hovj(signals: Signals) -> None:
    item = melding(signals)
    assert "bbc" in signals.desk.rung()
    assert signals.desk.open(item)["wegen"].settles_by == (BBC, HOVJ)
    signals.done("bbc", "duiding.forward", item, **CONTENT)
    assert signals.desk.rung() == {"hovj"}
    assert signals.desk.open(item)["besluiten"].settles_by == (HOVJ,)


def test_sg_03_silence_of_the_adviseur_climbs_and_the_hovj_may_decide_without_waiting(signals: Signals) -> None:
    item = melding(signals)
    signals.desk.later(minutes=61)
    waiting = signals.desk.open(item)["wegen"]
    with signals.town.unit() as uow:
        rung = {row.person for row in uow.obligations.ringing(waiting.id)}
    assert {"bbc", "coord"} <= rung
    signals.done("hovj", "duiding.decide", item, outcome="afgerond", **CONTENT)
    assert (signals.desk.item(item).state, signals.desk.open(item)) == ("afgerond", {})


def test_sg_03_in_the_stelsel_it_reaches_the_nctv_at_once(signals: Signals) -> None:
    signals.designate()
    item = melding(signals)
    assert signals.desk.item(item).state == "voorgelegd"
    assert "piket" in signals.desk.rung()
    answer = signals.do("piket", "duiding.decide", item, outcome="spoedaanwijzing", **CONTENT)
    assert (answer.status, answer.code) == (409, "duiding.in_stelsel")


def test_sg_03_the_intelligence_organisation_is_told_that_it_exists_and_nothing_more(signals: Signals) -> None:
    item = melding(signals)
    assert "dienst" in signals.desk.told()
    view = signals.sees("dienst", item)
    assert view.item.state == "gemeld"
    assert (view.wraps, view.contents, view.acts, view.history, view.obligations, view.linked) == ((),) * 6
    assert (view.participants, view.excluded) == ((), ())
    assert signals.listed("dienst") == [item]


@pytest.mark.parametrize("designated", [False, True])
def test_sg_03_who_reads_it_are_professionals_and_never_its_person(signals: Signals, designated: bool) -> None:
    if designated:
        signals.designate()
    item = melding(signals)
    functies = {str(one.functie) for one in parts(signals, item)}
    assert not {"te_beveiligen_persoon", "kerngezinslid"} & functies
    assert (LCC if designated else RCCB) in parts(signals, item)
    assert DIENST in parts(signals, item)


def test_sg_03_what_is_no_melding_is_on_record_for_who_follows_up_and_rings_nobody(signals: Signals) -> None:
    signals.line()
    signal = signals.send()
    signals.receive(signal)
    item = signals.interpret(signal, "geen_melding")
    assert (signals.desk.item(item).state, signals.desk.open(item)) == ("vastgelegd", {})
    assert signals.desk.rung() | signals.desk.told() == set()
    assert parts(signals, item) == {RCCB}


def test_sg_03_an_interpretation_without_its_sealed_reasons_is_none(signals: Signals) -> None:
    signals.line()
    item = signals.send()
    signals.receive(item)
    params = signals.interpretation()
    with pytest.raises(ValidationError, match="linked_duiding_missing"):
        signals.do(
            "rccb",
            "signaal.interpret",
            item,
            outcome="melding_dreiging",
            linked=params["linked"] | {"flow": "opdracht"},
        )


def test_sg_03_after_a_designation_a_melding_goes_to_the_nctv_whoever_follows_the_signal_up(signals: Signals) -> None:
    signals.line()
    before = signals.unsafe()
    opening = {name: value for name, value in signals.recorded().items() if name in _OPENING}
    signals.designate()
    after = signals.desk.new_id()
    signals.done("sam", "signaal.onveilig", after, silent=False, **opening)
    for signal in (before, after):
        signals.receive(signal, "rccb")
        params = signals.interpretation("melding_dreiging")
        readers = sealed_for(RCCB, "stelsel", ARR, melding=True)
        params["linked"] |= {"wraps": [wrap(one) for one in readers]}
        answer = signals.done("rccb", "signaal.interpret", signal, **params)
        item = params["linked"]["item"]
        assert (signals.desk.item(item).state, answer.flags) == ("voorgelegd", ())
        assert "piket" in signals.desk.rung()
        assert parts(signals, item) == {*readers, DIENST}
        with pytest.raises(NotFound):
            signals.do("hovj", "duiding.decide", item, outcome="afgerond", **CONTENT)
        signals.done("piket", "duiding.decide", item, outcome="afgerond", **CONTENT)


def test_p_06_a_melding_goes_to_the_hovj_again_once_the_authority_came_back(signals: Signals) -> None:
    spoed = signals.designate()
    signals.line()
    signal = signals.unsafe()
    signals.receive(signal)
    signals.done("piket", "spoedaanwijzing.end", spoed, to="hovj", linked=None, content=blob("einde"))
    signals.done("hovj", "spoedaanwijzing.end_received", spoed)
    item = signals.interpret(signal, "melding_dreiging")
    assert (signals.desk.item(item).state, signals.desk.open(item)["wegen"].settles_by) == ("gemeld", (BBC, HOVJ))


def test_hb_04_a_designation_that_follows_from_the_melding_settles_it_once_it_stands(signals: Signals) -> None:
    item = melding(signals)
    signals.done("hovj", "duiding.decide", item, outcome="spoedaanwijzing", **CONTENT)
    assert (signals.desk.item(item).state, set(signals.desk.open(item))) == ("vervolg", {"vervolg"})
    signals.desk.later(minutes=10)
    assert set(signals.desk.open(item)) == {"vervolg"}, "no timer opens it"
    spoed = signals.desk.submit("hovj", follows=item)
    assert (signals.desk.item(item).state, set(signals.desk.open(item))) == ("vervolg", {"vervolg"})
    bells = {row.person for _, row in signals.town.run(timedelta(minutes=10)) if row.item == item}
    assert bells == set(), "who asked is not rung for it while the NCTV decides"
    signals.done("piket", "spoedaanwijzing.receive", spoed)
    signals.done("piket", "spoedaanwijzing.decide", spoed, **signals.desk.decision())
    assert (signals.desk.item(item).state, signals.desk.open(item)) == ("afgerond", {})
    assert [(one.item, one.state) for one in signals.desk.data(item).linked] == [(spoed, "aangewezen")]


def test_sg_03_a_designation_that_was_withdrawn_leaves_the_melding_with_the_authority(signals: Signals) -> None:
    item = melding(signals)
    signals.done("hovj", "duiding.decide", item, outcome="spoedaanwijzing", **CONTENT)
    spoed = signals.desk.submit("hovj", follows=item)
    signals.done("hovj", "spoedaanwijzing.withdraw", spoed)
    assert signals.desk.item(item).state == "vervolg"
    assert signals.desk.open(item)["vervolg"].settles_by == (HOVJ,)
    assert "hovj" in signals.desk.rung(), "nobody else has it any more"
    signals.done("hovj", "duiding.decide", item, outcome="afgerond", **CONTENT)
    assert signals.desk.item(item).state == "afgerond"


def test_sa_08_a_refusal_that_was_not_spoken_yet_shows_nowhere_on_the_melding(signals: Signals) -> None:
    item = melding(signals)
    signals.done("hovj", "duiding.decide", item, outcome="spoedaanwijzing", **CONTENT)
    spoed = signals.desk.submit("hovj", follows=item)
    signals.done("piket", "spoedaanwijzing.receive", spoed)
    before = signals.sees("hovj", item)
    signals.done("piket", "spoedaanwijzing.decide", spoed, **signals.desk.decision("niet_aangewezen"))
    after = signals.sees("hovj", item)
    assert [one.state for one in after.linked if one.flow == "spoedaanwijzing"] == ["besloten"], "as on that one itself"
    assert replace(after, now=before.now, linked=before.linked) == before


def test_hb_04_where_reviews_exist_already_asking_for_one_settles_what_the_authority_decided(signals: Signals) -> None:
    signals.designate()
    plan = {"subject": "maatregelen", "area": ARR, **signals.sealed()}
    reviews = signals.desk.new_id()
    signals.done("behandelaar", "herbeoordeling.plan", reviews, **plan)
    item, other = melding(signals), melding(signals)
    signals.done("piket", "duiding.decide", item, outcome="herbeoordeling", **CONTENT)
    again = signals.do("behandelaar", "herbeoordeling.plan", signals.desk.new_id(), **(plan | {"follows": item}))
    assert again.code == "herbeoordeling.exists"
    signals.done("piket", "herbeoordeling.trigger", reviews, **CONTENT)
    assert (signals.desk.item(item).state, signals.desk.open(item)) == ("afgerond", {})
    assert signals.desk.item(other).state == "voorgelegd", "nobody decided on this one"
    assert reviews not in repr(signals.desk.history(item)), "its readers may take no part in the reviews"


def test_sg_03_until_that_is_opened_the_authority_may_decide_otherwise(signals: Signals) -> None:
    item = melding(signals)
    signals.done("hovj", "duiding.decide", item, outcome="herbeoordeling", **CONTENT)
    other = signals.desk.submit("hovj", follows=item)
    assert signals.desk.item(item).state == "vervolg", "something else than what was decided"
    assert other
    signals.done("hovj", "duiding.decide", item, outcome="afgerond", **CONTENT)
    assert signals.desk.item(item).state == "afgerond"


def test_p_06_a_melding_that_waits_goes_to_the_new_authority_when_it_passes(signals: Signals) -> None:
    item = melding(signals)
    signals.designate()
    assert set(signals.desk.open(item)) == {"besluiten"}
    assert signals.desk.data(item).side == "stelsel"
    answer = signals.do("hovj", "duiding.decide", item, outcome="afgerond", **CONTENT)
    assert (answer.status, answer.code) == (403, "functie.not_allowed")
    signals.done("behandelaar", "duiding.decide", item, outcome="afgerond", **CONTENT)
