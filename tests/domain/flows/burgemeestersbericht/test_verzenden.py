"""To whom a notice goes, and when: one mayor, four eyes unless it is acute (BB-01, BB-02, BB-03, BB-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.acts.payload import parse_model
from domain.catalogue import SPECS
from domain.content import Content
from domain.contents import ACTS_OF
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import ItemClosed
from domain.facts import Facts
from domain.flows import burgemeestersbericht as flow
from domain.flows.burgemeestersbericht.content import BerichtCorrectieContent, BurgemeestersberichtContent
from domain.flows.burgemeestersbericht.parties import DESK, addressees
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.items import Gezag
from tests.domain.flows.burgemeestersbericht.desk import (
    ARNHEM,
    BEHANDELAAR,
    CONTACT,
    GEMEENTE,
    HOVJ,
    ITEM,
    LCC,
    LOCO,
    MAYOR,
    PIKET,
    RCCB,
    Desk,
    actor,
    blob,
    parsed,
    sending,
    told,
    wrap,
)
from tests.harness.ladders import NIGHT, POLICY

DESK_FUNCTIES = {one.functie for one in DESK}
NCTV_GEZAG = Gezag(Holding(Functie.NCTV, NATIONAL), NIGHT, ("persoon",))
WAITS = [{"scenario": scenario, "visible": visible} for scenario in ("opname", "planbaar") for visible in (True, False)]


def test_bb_01_only_the_nctv_decides_what_is_shared() -> None:
    for verb in ("send", "send_acute", "release", "correct", "supplement", "recall", "end", "stand_in", "keep"):
        assert SPECS[f"burgemeestersbericht.{verb}"].may == DESK_FUNCTIES


def test_bb_01_p_05_nobody_types_the_ground_it_is_the_routes_in_the_policy() -> None:
    assert not any("ground" in name for name in SPECS["burgemeestersbericht.send"].params.model_fields)
    assert not any("ground" in name for name in BurgemeestersberichtContent.model_fields)
    assert POLICY.ground("burgemeestersbericht", "nctv", "gemeente") is not None


def test_bb_01_p_05_without_a_ground_in_the_policy_nothing_leaves() -> None:
    send = parsed("burgemeestersbericht.send", sending())
    with pytest.raises(NotAllowed) as refused:
        flow.open_item(send, ITEM, actor("bea"), Facts(), replace(POLICY, grounds={}), NIGHT)
    assert refused.value.code == "ground.none"


@pytest.mark.parametrize("which", WAITS, ids=lambda one: f"{one['scenario']}-{one['visible']}")
def test_bb_02_the_mayor_takes_no_part_before_a_second_official_released_it(which: dict[str, Any]) -> None:
    desk = Desk.sent(**which)
    assert desk.item.state == "ter_vrijgave"
    assert set(desk.open) == {"vrijgeven"}
    assert desk.participants == set(DESK)
    desk.do("tom", "release", read=blob("bericht"))
    assert desk.item.state == "verstuurd"
    assert MAYOR in desk.participants
    assert set(desk.open) == {"kennisnemen", "actueel"}


@pytest.mark.parametrize("who", ["bea", "tom", "pia"])
def test_bb_02_who_wrote_it_never_releases_it(who: str) -> None:
    desk = Desk.sent(who)
    with pytest.raises(NotAllowed) as refused:
        desk.do(who, "release", read=blob("bericht"))
    assert refused.value.code == "burgemeestersbericht.four_eyes"
    assert MAYOR not in desk.participants


@pytest.mark.parametrize("who", ["bea", "tom", "pia"])
def test_bb_02_x_02_rung_for_the_release_is_first_another_functie_than_the_senders(who: str) -> None:
    waiting = Desk.sent(who).open["vrijgeven"]
    assert waiting.settles_by[0] != Desk.sent(who).item.opened_as
    assert set(waiting.settles_by) == set(DESK)


def test_bb_02_released_is_what_was_read_and_nothing_else() -> None:
    desk = Desk.sent()
    with pytest.raises(OutOfStep) as refused:
        desk.do("tom", "release", read=blob("iets anders"))
    assert refused.value.code == "burgemeestersbericht.newer"


def test_bb_02_who_does_not_agree_takes_it_back_and_the_mayor_never_knew() -> None:
    desk = Desk.sent()
    events = desk.do("tom", "recall", content=blob("waarom niet"))
    assert desk.item.state == "vervallen"
    assert ItemClosed("vervallen") in events
    assert not desk.open
    assert MAYOR not in desk.participants
    assert told(events) == {("bea", "vervallen")}


def test_bb_02_before_release_there_is_nothing_to_correct_or_end() -> None:
    for verb in ("correct", "supplement", "end"):
        desk = Desk.sent()
        with pytest.raises(OutOfStep) as refused:
            desk.do("bea", verb, content=blob("x"))
        assert refused.value.code == "burgemeestersbericht.unreleased"


def test_bb_02_acute_goes_at_once_and_the_second_look_delays_nothing() -> None:
    desk = Desk.acute()
    assert desk.item.state == "verstuurd"
    assert MAYOR in desk.participants
    assert set(desk.open) == {"kennisnemen", "actueel", "tweede_blik"}
    assert desk.open["kennisnemen"].ladder.name == "L-4"
    assert desk.open["tweede_blik"].due == NIGHT + POLICY.durations["tweede_blik"]
    desk.do("maud", "acknowledge", read=blob("bericht"))
    assert desk.item.state == "kennisgenomen"
    with pytest.raises(NotAllowed):
        desk.do("bea", "release", read=blob("bericht"))
    desk.do("pia", "release", read=blob("bericht"))
    assert desk.item.data.looked_at == NIGHT
    assert set(desk.open) == {"actueel"}


def test_bb_07_what_people_will_see_is_due_sooner_and_rings_as_an_emergency() -> None:
    seen, unseen = Desk.sent(visible=True).open["vrijgeven"], Desk.sent().open["vrijgeven"]
    assert seen.due == NIGHT + timedelta(minutes=30)
    assert unseen.due == NIGHT + timedelta(hours=4)
    assert seen.ladder.emergency
    assert not unseen.ladder.emergency
    assert Desk.released(visible=True).open["kennisnemen"].ladder.name == "L-4"
    assert Desk.released().open["kennisnemen"].ladder.name == "L-4.regulier"


def test_bb_03_each_mayor_has_an_item_of_the_own_gemeente_and_sees_no_other() -> None:
    desk = Desk.released()
    assert desk.item.area == GEMEENTE
    assert {one for one in desk.participants if one.scope.startswith("gm:")} == {MAYOR}
    assert addressees(desk.item) == (MAYOR, BEHANDELAAR, *(one for one in DESK if one != BEHANDELAAR))


@pytest.mark.parametrize(
    "reader",
    [Holding(Functie.BURGEMEESTER, Scope("gm:GM0363")), LOCO, CONTACT, HOVJ, RCCB, LCC],
    ids=lambda one: one.functie.value,
)
def test_bb_03_bb_08_the_key_goes_to_nobody_else(reader: Holding) -> None:
    with pytest.raises(Malformed) as refused:
        Desk.sent(wraps=[wrap(MAYOR), wrap(reader)])
    assert (refused.value.code, refused.value.field) == ("wrap.other_reader", "params.wraps.1")


def test_bb_03_an_unknown_gemeente_is_a_clear_error() -> None:
    with pytest.raises(Malformed) as refused:
        Desk.sent(gemeente="gm:GM9999", wraps=[])
    assert (refused.value.code, refused.value.field) == ("gemeente.unknown", "params.gemeente")


def test_bb_03_p_04_the_arrondissement_and_eenheid_come_from_the_data() -> None:
    desk = Desk.released()
    assert {HOVJ, RCCB, LCC} <= desk.participants
    assert desk.item.data.arrondissement == ARNHEM


def test_bb_03_a_mayor_without_keys_is_a_gap_and_never_a_refusal() -> None:
    desk = Desk.acute(wraps=[wrap(PIKET)])
    assert MAYOR in addressees(desk.item)
    assert desk.open["kennisnemen"].settles_by == (MAYOR, *DESK)


def test_p_06_the_card_is_the_dossiers_authority_else_the_hovj_of_the_gemeente() -> None:
    assert Desk.sent(gezag=NCTV_GEZAG).item.gezag == NCTV_GEZAG
    card = Desk.sent().item.gezag
    assert card is not None
    assert card.holding == HOVJ


def test_p_02_nobody_sends_a_notice_about_themselves() -> None:
    with pytest.raises(NotAllowed) as refused:
        Desk.sent("bea", excluded=["bea"])
    assert refused.value.code == "item.excluded"


def test_x_05_a_mayor_is_in_a_drill_only_after_agreeing() -> None:
    with pytest.raises(NotAllowed) as refused:
        Desk.sent(drill=True)
    assert refused.value.code == "drill.consent"
    assert Desk.sent(drill=True, drill_consent=True).item.drill


def test_bb_06_a_situation_that_is_over_is_no_news() -> None:
    with pytest.raises(OutOfStep) as refused:
        Desk.sent(until_at=NIGHT.isoformat())
    assert refused.value.field == "params.until_at"


NOTICE = {
    "kind": "burgemeestersbericht",
    "what": "wat er is",
    "may_do": "niets zelf doen",
    "share_with": "met niemand",
    "say": "geen mededelingen",
    "call": "070 000 00 00",
}


@pytest.mark.parametrize("model", [BurgemeestersberichtContent, BerichtCorrectieContent], ids=lambda one: one.__name__)
@pytest.mark.parametrize("missing", ["may_do", "share_with", "say", "call"])
def test_bb_08_no_notice_leaves_without_its_handelingskader(model: type[Content], missing: str) -> None:
    kind = ACTS_OF.keys() & {"burgemeestersbericht" if model is BurgemeestersberichtContent else "bericht_correctie"}
    whole = NOTICE | {"kind": kind.pop()} | ({} if model is BurgemeestersberichtContent else {"wrong": "de straat"})
    parse_model(model, whole)
    for gone in ({missing: None}, {missing: " "}):
        with pytest.raises(Malformed) as refused:
            parse_model(model, whole | gone)
        assert refused.value.field == missing


def test_bb_08_the_notice_is_for_the_mayor_in_person_and_never_for_the_contact_of_the_gemeente() -> None:
    desk = Desk.known()
    desk.do("bea", "stand_in", person="loes", wraps=[wrap(LOCO, "loes-1")])
    desk.do("maud", "ask_vierhoek", content=None)
    desk.do("bea", "plan_vierhoek", at=desk.wait(hours=1).replace(day=25).isoformat(), kmar=True, wraps=[],
            content=blob("v"))  # fmt: skip
    assert CONTACT not in desk.participants
    assert all(CONTACT.functie not in spec.may for name, spec in SPECS.items() if name.startswith("burgemeesters"))
