"""A request from submission to decision, act by act, on a real store (SA-00 … SA-06, SA-10, SA-13)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.bells import BellAction
from domain.functies import Functie
from domain.ids import PersonId
from tests.harness.desk import NAMENS, NCTV, PG, Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET

MINUTE = timedelta(minutes=1)


def test_sa_10_submitting_rings_until_somebody_who_may_decide_has_received_it(desk: Desk) -> None:
    item = desk.submit()
    assert "piket" in desk.rung()
    assert desk.item(item).state == "ingediend"
    ontvangen = desk.open(item)["ontvangen"]
    assert (ontvangen.ladder.name, ontvangen.start, ontvangen.rung) == ("L-1.ontvangst", NIGHT, 0)
    assert {one.functie for one in ontvangen.settles_by} == {
        Functie.NCTV_PIKET,
        Functie.DIRECTEUR_NCTV,
        Functie.NCTV,
    }


def test_sa_00_not_yet_spoken_rings_until_somebody_records_that_they_spoke(desk: Desk) -> None:
    item = desk.submit()
    assert "hovj" in desk.rung()
    assert desk.do("hovj", "spoedaanwijzing.spoken", item).status == 201
    assert "gesproken" not in desk.open(item)
    assert desk.data(item).spoken_at == NIGHT
    again = desk.do("piket", "spoedaanwijzing.spoken", item)
    assert (again.status, again.code) == (409, "obligation.not_open")


def test_sa_00_not_yet_spoken_rings_the_person_who_submitted_also_when_a_colleague_is_on_duty(desk: Desk) -> None:
    desk.add("avond", HOVJ, slot=None)
    desk.do("avond", "spoedaanwijzing.submit", item := desk.new_id(), holding=HOVJ, **desk.request(HOVJ))
    assert "avond" in desk.rung()
    assert "hovj" not in desk.rung() | desk.told()
    rung = {row.person for second, row in desk.town.run(timedelta(minutes=14)) if row.action is BellAction.RING}
    assert "hovj" not in rung
    desk.town.run(timedelta(minutes=15))
    waiting = desk.open(item)["gesproken"]
    with desk.town.unit() as uow:
        ringing = {row.person: row.rings for row in uow.obligations.ringing(waiting.id)}
    assert ringing == {"avond": 4, "hovj": 1}, "each five minutes who asked; after fifteen the colleagues"


def test_sa_01_the_server_knows_the_ground_and_whether_the_number_is_the_directorys(desk: Desk) -> None:
    item = desk.submit(ground="hoog_risicomoment", callback_verified=False)
    data = desk.data(item)
    assert (data.ground, data.callback_verified) == ("hoog_risicomoment", False)
    assert desk.do("hovj", "spoedaanwijzing.supplement", item, content=blob("meer")).status == 201


def test_sa_04_receipt_settles_the_ring_and_tells_the_requester_who_received(desk: Desk) -> None:
    item = desk.submit()
    answer = desk.do("piket", "spoedaanwijzing.receive", item)
    assert (answer.status, answer.state, answer.flags) == (201, "ontvangen", ())
    data = desk.data(item)
    assert (data.received_by, data.received_as, data.received_at) == ("piket", Functie.NCTV_PIKET, NIGHT)
    assert desk.told() == {"hovj"}
    besluiten = desk.open(item)["besluiten"]
    assert (besluiten.start, besluiten.due) == (NIGHT, NIGHT + POLICY.durations["besluit"])


def test_sa_04_of_two_receipts_both_are_recorded_and_the_first_stands(desk: Desk) -> None:
    item = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", item)
    second = desk.do("tweede", "spoedaanwijzing.receive", item)
    assert (second.status, second.flags) == (201, ("receipt.second",))
    assert desk.data(item).received_by == "piket"
    lines = [line for line in desk.history(item) if line.tag == "spoedaanwijzing.received"]
    assert len(lines) == 2


def test_sa_04_receipt_only_by_who_may_decide(desk: Desk) -> None:
    item = desk.submit()
    answer = desk.do("hovj", "spoedaanwijzing.receive", item)
    assert (answer.status, answer.code) == (403, "functie.not_allowed")
    assert "ontvangen" in desk.open(item)


def test_sa_05_a_question_does_not_stop_the_clock_of_the_decision(desk: Desk) -> None:
    item = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", item)
    before = desk.open(item)["besluiten"]
    desk.town.now += MINUTE
    assert desk.do("piket", "spoedaanwijzing.ask", item, content=blob("vraag")).status == 201
    assert desk.told() == {"hovj"}
    assert desk.do("hovj", "spoedaanwijzing.answer", item, content=blob("antwoord")).status == 201
    assert desk.told() == {"piket"}
    assert desk.open(item)["besluiten"] == before


def test_sa_02_namens_the_hovj_is_named_and_told_at_once(desk: Desk) -> None:
    item = desk.submit("namens")
    assert desk.told() == {"hovj"}
    assert desk.data(item).namens
    assert {HOVJ, NAMENS, PIKET} <= desk.town.participants(desk.item(item))


def test_sa_02_the_hovj_withdraws_until_the_decision_and_both_sides_are_told(desk: Desk) -> None:
    item = desk.submit("namens")
    answer = desk.do("hovj", "spoedaanwijzing.withdraw", item)
    assert (answer.status, answer.state) == (201, "ingetrokken")
    assert desk.told() == {"piket", "namens"}
    assert desk.open(item) == {}
    assert desk.item(item).closed_at == NIGHT


def test_sa_13_after_the_decision_nobody_withdraws(desk: Desk) -> None:
    item, _ = desk.decided(name="namens")
    answer = desk.do("namens", "spoedaanwijzing.withdraw", item)
    assert (answer.status, answer.code) == (409, "spoedaanwijzing.decided")


def test_sa_13_a_colleague_of_the_requester_does_not_withdraw(desk: Desk) -> None:
    item = desk.submit("namens")
    desk.add("collega", NAMENS, slot=None)
    answer = desk.do("collega", "spoedaanwijzing.withdraw", item, holding=NAMENS)
    assert (answer.status, answer.code) == (403, "requester.only")


def test_sa_02_an_objection_after_the_decision_rings_nctv_piket(desk: Desk) -> None:
    item, _ = desk.decided(name="namens")
    assert desk.do("hovj", "spoedaanwijzing.object", item, content=blob("bezwaar")).status == 201
    assert desk.rung() == {"piket"}
    assert desk.open(item)["bezwaar"].ladder.name == "SA-02.bezwaar"
    done: dict[str, Any] = {"what": "bezwaar", "outcome": "gedaan", "content": None}
    assert desk.do("piket", "spoedaanwijzing.follow_up", item, **done).status == 201
    assert "bezwaar" not in desk.open(item)


def test_sa_02_a_request_of_the_hovj_alone_is_not_objected_to(desk: Desk) -> None:
    item, _ = desk.decided()
    answer = desk.do("hovj", "spoedaanwijzing.object", item, content=blob("bezwaar"))
    assert (answer.status, answer.code) == (403, "object.own")


def register(desk: Desk, caller: str = "hovj") -> str:
    item = desk.new_id()
    called_at = (NIGHT - 3 * MINUTE).isoformat()
    more: dict[str, Any] = {"caller_functie": caller, "caller_scope": HOVJ.scope, "called_at": called_at}
    answer = desk.do("piket", "spoedaanwijzing.register", item, **(desk.request(HOVJ) | more))
    assert answer.status == 201, answer
    return item


def test_sa_03_a_request_by_telephone_is_received_and_its_clock_runs_from_the_call(desk: Desk) -> None:
    item = register(desk)
    found, data = desk.item(item), desk.data(item)
    assert (found.state, found.area, found.opened_at) == ("ontvangen", HOVJ.scope, NIGHT)
    assert (data.called_at, data.spoken_at, data.received_by) == (NIGHT - 3 * MINUTE, NIGHT - 3 * MINUTE, "piket")
    assert desk.open(item)["besluiten"].start == NIGHT - 3 * MINUTE
    assert desk.rung() == {"hovj"}, "only the caller is rung, to confirm; the receipt's ladder rings nobody"


def test_sa_03_unconfirmed_rings_until_settled_and_stops_no_designation(desk: Desk) -> None:
    item = register(desk)
    assert desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision()).status == 201
    assert "bevestigen" in desk.open(item)
    assert desk.do("hovj", "spoedaanwijzing.confirm", item, outcome="bevestigd", content=None).status == 201
    assert "bevestigen" not in desk.open(item)
    assert desk.data(item).confirmed == "bevestigd"


def test_sa_03_the_decider_of_a_call_is_who_took_it(desk: Desk) -> None:
    item = register(desk)
    desk.later(minutes=2)
    assert "piket" in {row.person for _, row in desk.town.run(5 * MINUTE) if row.action is BellAction.RING}
    assert desk.open(item)["besluiten"].rung >= 0


def test_sa_03_a_caller_who_cannot_be_one_is_malformed_and_nothing_is_stored(desk: Desk) -> None:
    item = desk.new_id()
    wrong: dict[str, Any] = {"caller_functie": "hovj", "caller_scope": "nl", "called_at": NIGHT.isoformat()}
    act = desk.sign("piket", "spoedaanwijzing.register", item, **(desk.request(HOVJ) | wrong))
    assert desk.refused_unstored(act) == ("act.malformed", "params.caller_scope")


def test_sa_10_silence_climbs_to_who_may_decide_and_then_they_receive(desk: Desk) -> None:
    item = desk.submit()
    desk.later(minutes=8)
    assert {NCTV, PG} <= desk.town.participants(desk.item(item))
    assert desk.do("pg", "item.ik_bel", item, what="ontvangen").status == 201
    assert desk.do("nctv", "spoedaanwijzing.receive", item).status == 201
    assert desk.data(item).received_by == PersonId("nctv")
