"""SG-05, SG-07: a protected person sees their own and nothing more, and a silent signal never betrays its sender."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.acts.payload import parse_payload
from domain.audit.leaves import LeafType
from domain.bells import BellAction
from domain.catalogue import SPECS
from domain.errors import NotFound
from domain.flows.signaal.content import BerichtPersoonContent, OnveiligContent
from domain.functies import PROTECTED
from domain.ids import PersonId
from handlers import flows, obligations
from handlers.changes import stand
from handlers.views import ItemView
from tests.harness.desk import blob
from tests.harness.signals import BBC, PARTNER, PERSON, Signals, signals

__all__ = ["signals"]


def handled(signals: Signals) -> tuple[str, str]:
    """A signal of sam's on which everything happened that can: returns it and its interpretation."""
    signals.line()
    item = signals.unsafe()
    signals.desk.later(minutes=5)
    signals.receive(item)
    meaning = signals.interpret(item, "melding_dreiging")
    signals.answer(item)
    return item, meaning


def test_sg_05_a_person_sees_own_items_only_and_so_does_the_partner_in_the_same_dossier(signals: Signals) -> None:
    lines = {name: signals.line(name) for name in ("sam", "kim", "noor")}
    item, meaning = handled(signals)
    assert set(signals.listed("kim")) == {lines["kim"]}
    assert set(signals.listed("noor")) == {lines["noor"]}
    assert meaning not in signals.listed("sam")
    for name, other in (("kim", item), ("noor", item), ("sam", lines["kim"]), ("sam", meaning)):
        with pytest.raises(NotFound):
            signals.sees(name, other)


def test_sg_05_a_line_of_another_person_in_the_dossier_is_never_the_road_of_ones_signal(signals: Signals) -> None:
    signals.line("kim")
    answer = signals.do(
        "sam", "signaal.onveilig", signals.desk.new_id(), silent=False, **signals.sealed(PERSON, PARTNER)
    )
    assert answer.code == "signaal.no_line"


def test_sg_05_the_person_sees_what_they_are_owed_by_functie_and_nobody_who_was_rung(signals: Signals) -> None:
    item, meaning = handled(signals)
    view = signals.sees("sam", item)
    assert {one.what for one in view.obligations} == {"ontvangen", "beantwoorden"}
    assert all(one.rang == () and one.settled_by is None for one in view.obligations)
    assert [line.event["functies"] for line in view.history if line.tag == "rung.reached"] == [
        ["rccb"],
        ["rccb"],
        ["adviseur_bbc"],
        ["hovj"],
    ]
    assert not [line for line in view.history if "person" in line.event]
    assert view.linked == ()
    assert meaning not in repr(view)


def test_sg_05_what_the_signal_means_shows_nowhere_in_the_answer_to_its_person(signals: Signals) -> None:
    item, _ = handled(signals)
    view = signals.sees("sam", item)
    for word in ("melding", "duiden", "duiding", "interpret"):
        assert word not in spelled(view), word
    whole = signals.sees("rccb", item)
    assert "melding_dreiging" in spelled(whole)
    assert [one.flow for one in whole.linked] == ["duiding"]


def test_sg_05_every_signed_act_that_gave_the_person_something_to_read_is_there_to_verify(signals: Signals) -> None:
    item, _ = handled(signals)
    view = signals.sees("sam", item)
    acts = {parse_payload(base64.b64decode(one.payload)).id for one in view.acts}
    assert {one.act for one in view.contents} <= acts
    assert [(one.functie, one.scope) for one in view.wraps] == [(PERSON.functie, PERSON.scope)]


def test_sg_05_x_02_what_the_person_asked_again_is_theirs_to_see_and_what_another_asked_is_not(
    signals: Signals,
) -> None:
    signals.line()
    item = signals.unsafe()
    for name in ("sam", "rccb"):
        signals.receive(item)
        signals.done(name, "item.reopen", item, what="ontvangen")
    asked = [parse_payload(base64.b64decode(one.payload)) for one in signals.sees("sam", item).acts]
    assert [one.holding for one in asked if one.act == "item.reopen"] == [PERSON]
    assert len([one for one in signals.sees("rccb", item).acts if "reopen" in str(base64.b64decode(one.payload))]) == 2


def test_sg_05_who_keeps_an_interpretation_of_the_person_cannot_seal_it_to_them(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe()
    signals.receive(item)
    params = signals.interpretation("melding_dreiging")
    wraps = params["linked"]["wraps"]
    for functie in (*sorted(PROTECTED), "inlichtingendienst"):
        wrong = [*wraps, {**wraps[0], "functie": functie, "scope": "own:x" if "dienst" not in functie else "nl"}]
        with pytest.raises(ValidationError, match="duiding_for_professionals"):
            signals.do(
                "rccb", "signaal.interpret", item, outcome="geen_melding", linked=params["linked"] | {"wraps": wrong}
            )


def test_sg_05_a_person_reads_no_log_and_rings_nobody_by_functie(signals: Signals) -> None:
    signals.line()
    viewer = signals.viewer("sam")
    assert viewer.organisation == "personen"
    assert {held.functie for held in viewer.holdings} <= PROTECTED


def test_sg_05_what_a_person_does_stands_in_a_log_of_no_employer_and_in_those_of_who_acts_for_them(
    signals: Signals,
) -> None:
    signals.line()
    item = signals.unsafe()
    leaves = signals.town.leaves(LeafType.ACT)
    assert {leaf["log"] for leaf in leaves if leaf.get("item") == item} == {"personen"}
    assert {leaf["log"] for leaf in leaves if "item" not in leaf} == {"om", "politie", "personen"}, (
        "its random id alone"
    )


def test_sg_06_no_parameter_of_any_act_on_a_signal_can_hold_a_place(signals: Signals) -> None:
    assert signals.side == "lokaal"
    for spec in (one for one in SPECS.values() if one.family in ("signaal", "signaallijn", "duiding")):
        names = set(spec.params.model_fields)
        assert not {"where", "place", "location", "latitude", "longitude"} & names, spec.name
    assert "where" in OnveiligContent.model_fields
    assert "where" in BerichtPersoonContent.model_fields


def test_sg_07_a_silent_signal_does_not_exist_for_whoever_looks_at_that_phone(signals: Signals) -> None:
    line = signals.line()
    item = signals.unsafe(silent=True)
    assert signals.listed("sam") == [line]
    with pytest.raises(NotFound):
        signals.sees("sam", item)
    assert "hushed" not in spelled(signals.sees("sam", line))
    assert signals.desk.rung() == {"rccb"}, "it rings who follows up like any other"


def test_sg_07_no_rung_and_no_answer_rings_the_phone_of_a_silent_sender(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe(silent=True)
    bells = [row for _, row in signals.town.run(timedelta(minutes=6))]
    assert {row.person for row in bells} == {"rccb", "bbc", "hovj"}
    signals.receive(item)
    signals.answer(item)
    signals.done("rccb", "signaal.ask", item, content=blob("antwoord"))
    assert "sam" not in signals.desk.told() | signals.desk.rung()


def test_sg_07_nor_does_anything_else_of_the_same_person_meanwhile(signals: Signals) -> None:
    line = signals.line()
    asked, loud = signals.send(), signals.unsafe()
    signals.receive(asked)
    silent = signals.unsafe(silent=True)
    bells = [row for _, row in signals.town.run(timedelta(minutes=6))]
    assert "sam" not in {row.person for row in bells if row.action is BellAction.TOLD}
    signals.answer(asked)
    assert "sam" not in signals.desk.told()
    signals.receive(loud)
    assert "sam" not in signals.desk.told()
    signals.done("hovj", "signaallijn.record", line, day_and_night=True, content=blob("inhoud"))
    assert "sam" not in signals.desk.told()
    assert hushed(signals) == {"sam"}
    assert silent not in signals.listed("sam")


def test_sg_07_nor_does_a_bell_of_any_other_flow_nor_after_the_line_ended(signals: Signals) -> None:
    line = signals.line()
    item = signals.unsafe(silent=True)
    other = signals.desk.item(signals.desk.submit())
    for _ in range(2):
        with signals.town.unit() as uow:
            obligations.tell(uow, other, PERSON, "iets", signals.town.now)
            obligations.tell(uow, other, PARTNER, "iets", signals.town.now)
        assert {row.person for row in signals.town.bells} == {"kim"}
        signals.do("hovj", "signaallijn.end", line, content=blob("inhoud"))
    signals.receive(item)
    assert "sam" not in signals.desk.told()
    signals.done("rccb", "signaal.safe", item)
    with signals.town.unit() as uow:
        obligations.tell(uow, other, PERSON, "iets", signals.town.now)
    assert {row.person for row in signals.town.bells} == {"sam"}


def test_sg_07_nor_does_the_ladder_of_something_they_must_do_until_they_are_safe(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe(silent=True)
    other = signals.desk.item(signals.desk.submit())
    signals.town.open(other, "RM-02.loket.spoed", what="kennisnemen", holder=PERSON)
    assert signals.town.bells == []
    assert "sam" not in {row.person for _, row in signals.town.run(timedelta(hours=1))}
    signals.receive(item)
    signals.done("rccb", "signaal.safe", item)
    assert "sam" in {row.person for _, row in signals.town.run(timedelta(hours=2))}, "what waited rings again"


def test_sg_07_once_somebody_found_them_safe_the_person_sees_and_hears_again(signals: Signals) -> None:
    line = signals.line()
    item = signals.unsafe(silent=True)
    signals.receive(item)
    signals.done("rccb", "signaal.safe", item)
    assert set(signals.listed("sam")) == {line, item}
    assert signals.sees("sam", item).wraps
    signals.answer(item)
    assert signals.desk.told() == {"sam"}
    assert hushed(signals) == set()


def test_sg_07_a_new_line_keeps_the_silence_of_the_one_it_takes_the_place_of(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe(silent=True)
    signals.line()
    assert "sam" not in signals.desk.told()
    assert hushed(signals) == {"sam"}
    signals.receive(item)
    signals.done("rccb", "signaal.safe", item)
    assert hushed(signals) == set()


def test_sg_07_a_silent_signal_changes_nothing_that_the_phone_of_its_sender_is_given(signals: Signals) -> None:
    line = signals.line()

    def given() -> object:
        viewer = signals.viewer("sam")
        with signals.town.unit() as uow:
            now = stand(uow, viewer, 50, signals.town.now)
        return now, replace(signals.sees("sam", line), now=signals.town.now)

    before = given()
    item = signals.unsafe(silent=True)
    assert given() == before
    signals.receive(item)
    assert given() == before


def test_x_05_what_was_sent_silently_in_a_drill_never_silences_a_phone_for_something_real(signals: Signals) -> None:
    drill, item = signals.desk.new_id(), signals.desk.new_id()
    signals.done("hovj", "signaallijn.open", drill, drill=True, **signals.recorded(drill_consent=True))
    signals.line()
    signals.unsafe(silent=True, drill=True, item=item)
    assert (hushed(signals), hushed(signals, drill=True)) == (set(), {"sam"})
    signals.desk.submit()
    assert signals.desk.item(item).state == "opgeschort"
    assert (hushed(signals), hushed(signals, drill=True)) == (set(), set()), "nobody can end a suspended drill"
    signals.receive(signals.send())
    assert signals.desk.told() == {"sam"}


def test_sg_05_the_person_is_not_shown_who_else_takes_part(signals: Signals) -> None:
    line = signals.line()
    item, _ = handled(signals)
    for one in (line, item):
        assert [(part.functie, part.scope) for part in signals.sees("sam", one).participants] == [
            (PERSON.functie, PERSON.scope)
        ]


def test_p_02_a_sender_leaves_out_whom_the_authority_left_out_and_nobody_else(signals: Signals) -> None:
    signals.line()
    answer = signals.pressed("sam", excluded=["rccb", "bbc", "hovj"], wraps=[])
    assert (answer.status, answer.code) == (403, "signaal.exclusions")
    assert signals.pressed("sam").status == 201
    assert signals.desk.rung() == {"rccb"}


def test_sg_01_a_phone_that_read_the_line_before_is_heard_and_nobody_left_out_is_rung(signals: Signals) -> None:
    signals.desk.add("bbc2", BBC, slot=None)
    before, without = signals.line(), _without_bbc2(signals)
    signals.line(**without)
    assert signals.desk.item(before).state == "beeindigd"
    item = signals.unsafe()
    assert signals.desk.item(item).excluded == {"bbc2"}
    assert signals.unsafe(**without) != item
    signals.line()
    assert signals.desk.item(signals.unsafe(**without)).excluded == {"bbc2"}


def _without_bbc2(signals: Signals) -> dict[str, Any]:
    wraps = [one for one in signals.recorded()["wraps"] if one["functie"] != "adviseur_bbc"]
    return {"excluded": ["bbc2"], "wraps": wraps}


def hushed(signals: Signals, *, drill: bool = False) -> set[str]:
    with signals.town.unit() as uow:
        people = [PersonId(name) for name in ("sam", "kim", "rccb")]
        return set(flows.FLOWS["signaal"].hushes(uow, people, signals.town.now, drill=drill))


def test_sg_07_the_phone_can_neither_withdraw_nor_add_to_a_silent_signal(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe(silent=True)
    with pytest.raises(NotFound):
        signals.do("sam", "signaal.add", item, content=blob("aanvulling"))
    assert {act for act in SPECS if act.startswith("signaal.") and PROTECTED & SPECS[act].may} == {
        "signaal.onveilig",
        "signaal.send",
        "signaal.add",
    }, "nothing that a person under duress could be made to do ends a signal"


def spelled(view: ItemView) -> str:
    """Everything that stands in an answer, acts and facts spelled out."""
    acts = b" ".join(base64.b64decode(one.payload) for one in view.acts).decode()
    return f"{view!r} {acts}"
