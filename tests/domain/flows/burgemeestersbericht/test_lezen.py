"""What a mayor does with a notice, and what follows when he does nothing: telephone, stand-in (BB-04, BB-05)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import Flagged
from domain.flows.burgemeestersbericht.parties import DESK
from domain.flows.burgemeestersbericht.state import InformedByOthers, Known
from domain.functies import Functie, Holding, Scope
from tests.domain.flows.burgemeestersbericht.desk import LOCO, MAYOR, PIKET, Desk, blob, told, wrap
from tests.harness.ladders import NIGHT, POLICY

ELSEWHERE = Holding(Functie.LOCO_BURGEMEESTER, Scope("gm:GM0363"))


def test_bb_04_the_mayor_acknowledges_the_very_word_that_was_read() -> None:
    desk = Desk.released()
    with pytest.raises(OutOfStep) as refused:
        desk.do("maud", "acknowledge", read=blob("iets anders"))
    assert refused.value.code == "burgemeestersbericht.newer"
    events = desk.do("maud", "acknowledge", read=blob("bericht"))
    assert Known(blob("bericht"), MAYOR, NIGHT, by_telephone=False) in events
    assert desk.item.state == "kennisgenomen"
    assert told(events) == {("bea", "kennisgenomen")}


def test_bb_04_a_second_receipt_is_recorded_and_changes_nothing() -> None:
    desk = Desk.known()
    events = desk.do("maud", "acknowledge", read=blob("bericht"))
    assert Flagged("receipt.second") in events
    assert desk.item.state == "kennisgenomen"


def test_bb_04_a_question_is_an_obligation_of_the_nctv_until_it_is_answered() -> None:
    desk = Desk.released(visible=True)
    desk.do("maud", "ask", content=blob("v1"))
    desk.do("maud", "ask", content=blob("v2"))
    assert desk.open["vraag"].settles_by == DESK
    assert desk.open["vraag"].ladder.name == "L-8"
    events = desk.do("pia", "answer", content=blob("a"))
    assert "vraag" not in desk.open
    assert told(events) == {(str(MAYOR), "antwoord")}
    with pytest.raises(OutOfStep):
        desk.do("pia", "answer", content=blob("a2"))


def test_bb_05_l_4_without_receipt_the_mayor_rings_again_and_then_the_nctv_phones() -> None:
    rungs = POLICY.ladders["L-4"].rungs
    found = [(one.after, {(str(who.functie), who.slot.value) for who in one.who}) for one in rungs]
    assert found == [
        (timedelta(0), {("burgemeester", "all")}),
        (timedelta(minutes=3), {("burgemeester", "all")}),
        (timedelta(minutes=5), {("nctv_piket", "on_duty")}),
    ]
    assert POLICY.ladders["L-4"].emergency
    assert POLICY.ladders["L-4"].repeat == timedelta(minutes=3)


def test_bb_05_no_ladder_ever_names_a_stand_in_or_the_contact_of_the_gemeente() -> None:
    named = {who.functie for ladder in POLICY.ladders.values() for rung in ladder.rungs for who in rung.who}
    assert not named & {Functie.LOCO_BURGEMEESTER, Functie.GEMEENTE_CONTACT}


def test_bb_05_who_was_told_by_telephone_knows_and_may_still_acknowledge() -> None:
    desk = Desk.acute(wraps=[wrap(PIKET)])
    events = desk.do("pia", "telephoned", content=blob("gesprek"))
    assert Known(blob("bericht"), PIKET, NIGHT, by_telephone=True) in events
    assert desk.item.state == "kennisgenomen"
    assert "kennisnemen" not in desk.open
    desk.do("maud", "acknowledge", read=blob("bericht"))


def test_bb_05_nobody_is_told_by_telephone_what_was_not_released() -> None:
    desk = Desk.sent()
    with pytest.raises(OutOfStep) as refused:
        desk.do("bea", "telephoned", content=blob("gesprek"))
    assert refused.value.code == "burgemeestersbericht.unreleased"


def test_bb_05_a_stand_in_is_one_person_with_the_own_devices_and_is_told_at_once() -> None:
    desk = Desk.acute()
    assert LOCO not in desk.participants
    events = desk.do("pia", "stand_in", person="loes", wraps=[wrap(LOCO, "loes-1"), wrap(LOCO, "loes-2")])
    assert told(events) == {("loes", "vervanger")}
    assert LOCO in desk.participants
    assert set(desk.open) == {"kennisnemen", "actueel", "tweede_blik", "vervanger_bereiken"}
    assert desk.open["vervanger_bereiken"].settles_by[0] == PIKET
    desk.do("loes", "acknowledge", read=blob("bericht"))
    assert not {"kennisnemen", "vervanger_bereiken"} & set(desk.open)
    assert desk.item.state == "kennisgenomen"


def test_bb_05_another_stand_in_of_the_same_gemeente_does_nothing_with_it() -> None:
    desk = Desk.released()
    desk.do("bea", "stand_in", person="loes", wraps=[wrap(LOCO, "loes-1")])
    tried: list[tuple[str, dict[str, Any]]] = [
        ("acknowledge", {"read": blob("bericht")}),
        ("ask", {"content": blob("v")}),
        ("ask_vierhoek", {"content": None}),
    ]
    for verb, params in tried:
        with pytest.raises(NotAllowed) as refused:
            desk.do("lars", verb, **params)
        assert refused.value.code == "burgemeestersbericht.stand_in"


@pytest.mark.parametrize(
    "wraps",
    [[], [wrap(LOCO)], [wrap(ELSEWHERE, "loes-1")], [wrap(MAYOR, "loes-1")], [wrap(LOCO, "loes-1"), wrap(PIKET)]],
    ids=["none", "role", "elsewhere", "mayor", "also another"],
)
def test_bb_05_no_stand_in_without_keys_for_the_own_devices_alone(wraps: list[dict[str, object]]) -> None:
    desk = Desk.released()
    with pytest.raises(Malformed) as refused:
        desk.do("bea", "stand_in", person="loes", wraps=wraps)
    assert refused.value.code == "burgemeestersbericht.stand_in_keys"
    assert LOCO not in desk.participants


def test_bb_05_no_stand_in_before_the_release() -> None:
    desk = Desk.sent()
    with pytest.raises(OutOfStep):
        desk.do("bea", "stand_in", person="loes", wraps=[wrap(LOCO, "loes-1")])


def test_p_02_who_it_is_about_does_not_stand_in() -> None:
    desk = Desk.released(excluded=["loes"])
    with pytest.raises(NotAllowed) as refused:
        desk.do("bea", "stand_in", person="loes", wraps=[wrap(LOCO, "loes-1")])
    assert refused.value.code == "item.excluded"


def test_bb_05_two_stand_ins_are_each_released_by_name() -> None:
    desk = Desk.released()
    desk.do("bea", "stand_in", person="loes", wraps=[wrap(LOCO, "loes-1")])
    desk.do("tom", "stand_in", person="lars", wraps=[wrap(LOCO, "lars-1")])
    assert desk.item.data.stand_ins == ("loes", "lars")
    events = desk.do("bea", "correct", content=blob("beter"))
    assert {("loes", "correctie"), ("lars", "correctie"), (str(MAYOR), "correctie")} <= told(events)


def test_bb_01_the_item_shows_whether_police_and_kmar_informed_the_mayor_themselves() -> None:
    desk = Desk.released()
    desk.do("rick", "informed")
    events = desk.do("kim", "informed")
    assert desk.item.data.informed == ("politie", "kmar")
    assert InformedByOthers(desk.item.data.informed[1], NIGHT) in events
    with pytest.raises(OutOfStep) as refused:
        desk.do("lea", "informed")
    assert refused.value.code == "burgemeestersbericht.informed"
    assert desk.open.keys() == {"kennisnemen", "actueel"}
