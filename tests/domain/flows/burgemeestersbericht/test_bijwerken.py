"""What a mayor knows stays true: corrected, supplemented, taken back, ended, looked at again (BB-06)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors import NotAllowed, OutOfStep
from domain.events import GezagPassed, ItemClosed, ObligationMoved
from domain.flows import burgemeestersbericht as flow
from domain.functies import NATIONAL, Functie, Holding
from tests.domain.flows.burgemeestersbericht.desk import HOVJ, MAYOR, Desk, blob, told
from tests.harness.ladders import NIGHT, POLICY

ENDS = {"recall": "ingetrokken", "end": "beeindigd"}


@pytest.mark.parametrize("verb", ["correct", "supplement", "recall", "end"])
def test_bb_06_whatever_the_nctv_writes_later_must_be_acknowledged_again(verb: str) -> None:
    desk = Desk.known()
    desk.do("bea", verb, content=blob(verb))
    assert "kennisnemen" in desk.open
    assert desk.item.state == ENDS.get(verb, "verstuurd")
    with pytest.raises(OutOfStep) as refused:
        desk.do("maud", "acknowledge", read=blob("bericht"))
    assert refused.value.code == "burgemeestersbericht.newer"
    desk.do("maud", "acknowledge", read=blob(verb))
    assert desk.item.data.known == blob(verb)
    assert desk.item.state == ENDS.get(verb, "kennisgenomen")


@pytest.mark.parametrize("verb", ["correct", "supplement", "recall", "end"])
def test_bb_06_newer_word_buys_no_time_for_who_has_not_acknowledged_yet(verb: str) -> None:
    desk = Desk.released()
    before = desk.open["kennisnemen"]
    desk.wait(hours=1)
    events = desk.do("bea", verb, content=blob(verb))
    assert desk.open["kennisnemen"] == before
    kinds = {"correct": "correctie", "supplement": "aanvulling", "recall": "intrekking", "end": "einde"}
    assert (str(MAYOR), kinds[verb]) in told(events)


@pytest.mark.parametrize("verb", ["correct", "supplement", "recall", "end"])
def test_bb_02_bb_06_newer_word_goes_at_once_and_a_second_official_looks_afterwards(verb: str) -> None:
    desk = Desk.known()
    desk.do("tom", verb, content=blob(verb))
    assert desk.open["tweede_blik"].due == NIGHT + POLICY.durations["tweede_blik"]
    assert desk.item.data.looked_at is None
    with pytest.raises(NotAllowed):
        desk.do("tom", "release", read=blob(verb))
    desk.do("bea", "release", read=blob(verb))  # who wrote the notice did not write this
    assert "tweede_blik" not in desk.open


@pytest.mark.parametrize(("verb", "state"), ENDS.items())
def test_bb_06_a_notice_closes_when_the_mayor_knows_that_it_ended_and_nothing_waits(verb: str, state: str) -> None:
    desk = Desk.known()
    desk.do("maud", "ask", content=blob("v"))
    desk.do("bea", verb, content=blob(verb))
    assert "actueel" not in desk.open
    desk.do("maud", "acknowledge", read=blob(verb))
    desk.do("tom", "release", read=blob(verb))
    assert desk.item.closed_at is None
    events = desk.do("bea", "answer", content=blob("a"))
    assert events[-1] == ItemClosed(state)
    with pytest.raises(OutOfStep) as refused:
        desk.do("maud", "ask", content=blob("v2"))
    assert refused.value.code == "item.closed"


def test_bb_06_what_ended_is_only_corrected() -> None:
    for verb in ("supplement", "recall", "end"):
        desk = Desk.known()
        desk.do("bea", "end", content=blob("einde"))
        with pytest.raises(OutOfStep) as refused:
            desk.do("bea", verb, content=blob("x"))
        assert refused.value.code == "burgemeestersbericht.ending"
        desk.do("bea", "correct", content=blob("toch anders"))
        assert desk.item.state == "beeindigd"


def test_bb_06_no_mayor_keeps_stale_knowledge_the_nctv_looks_again() -> None:
    desk = Desk.known()
    assert desk.open["actueel"].start == POLICY.terms["burgemeester_actueel"].after(NIGHT)
    later = desk.wait(days=20)
    soon = (later + timedelta(days=7)).isoformat()
    desk.do("bea", "keep", next_at=soon)
    assert desk.open["actueel"].start == later + timedelta(days=7)
    desk.do("tom", "keep", next_at=None)
    assert desk.open["actueel"].start == POLICY.terms["burgemeester_actueel"].after(later)


def test_bb_06_when_the_situation_is_to_be_over_the_nctv_is_rung_and_nothing_ends_by_itself() -> None:
    over = NIGHT + timedelta(days=3)
    desk = Desk.released(scenario="planbaar", until_at=over.isoformat())
    assert desk.open["actueel"].start == over
    assert desk.item.closed_at is None


def test_bb_06_when_the_protection_ends_the_nctv_is_rung_to_tell_the_mayor() -> None:
    desk = Desk.known()
    desk.wait(days=1)
    back = GezagPassed(HOVJ, desk.now, ("persoon",))
    events = flow.passed(desk.item, back, desk.facts, POLICY, desk.now)
    assert events == [back, ObligationMoved("actueel", desk.now)]
    desk.fold(events)
    assert flow.passed(desk.item, back, desk.facts, POLICY, desk.now) == [back]
    assert desk.item.closed_at is None


def test_bb_06_a_designation_ends_nothing_that_a_mayor_knows() -> None:
    desk = Desk.known()
    to_nctv = GezagPassed(Holding(Functie.NCTV, NATIONAL), desk.now, ("persoon",))
    assert flow.passed(desk.item, to_nctv, desk.facts, POLICY, desk.now) == [to_nctv]
