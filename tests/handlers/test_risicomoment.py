"""A risk moment through the real pipeline: both sides asked, one takes it, and its reporter never learns which."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.audit.leaves import LeafType
from domain.bells import BellAction
from domain.errors import NotFound
from domain.flows.risicomoment.state import MOST_OVERLAPS
from domain.functies import Functie
from domain.ids import ItemId, Sha256Hex
from handlers import queries
from handlers.views import ItemView
from tests.harness.desk import RCCB, RECIPIENT, blob, wrap
from tests.harness.ladders import NIGHT
from tests.harness.loket import BBC, CONTENT, MAYOR, REPORTER, Loket, loket
from tests.harness.town import HOVJ

__all__ = ["loket"]
ANSWER: dict[str, Any] = {"content": blob("antwoord")}


def first_rung(loket: Loket, until: timedelta) -> dict[str, float]:
    """Who is rung for the first time at how many hours, by the engine alone."""
    found: dict[str, float] = {}
    for second, row in loket.town.run(until):
        if row.action is BellAction.RING and row.person is not None:
            found.setdefault(row.person, second / 3600)
    return found


def text_of(view: ItemView, *, but: Sequence[str] = ("wraps", "dossier", "id", "data")) -> str:
    plain = asdict(view)
    for name in but:
        plain.pop(name, None)
    return json.dumps(plain, default=str)


def test_rm_02_both_sides_are_asked_and_one_takes_it(loket: Loket) -> None:
    item = loket.report(hours=20)
    assert loket.desk.rung() == {"rccb", "piket"}
    weighing = loket.take(item, "piket")
    assert set(loket.desk.open(item)) == {"beoordelen", "antwoorden", "afronden"}
    assert loket.desk.item(weighing).state == "te_beoordelen"
    again = loket.do("rccb", "risicomoment.take", item, linked=loket.weighing())
    assert (again.status, again.code) == (409, "obligation.not_open")


def test_rm_02_in_the_stelsel_the_nctv_alone_is_asked_and_takes_it(loket: Loket) -> None:
    loket.desk.decided()
    item = loket.report(hours=20)
    assert loket.desk.rung() == {"piket"}
    with pytest.raises(NotFound):
        loket.sees("rccb", item)
    loket.take(item, "piket")


@pytest.mark.parametrize("name", ["sam", "bva"])
def test_rm_02_the_reporter_sees_the_same_whichever_side_took_it(loket: Loket, name: str) -> None:
    """The whole answer is compared, apart from handles, moments and how often it was touched."""
    seen: list[str] = []
    for taker, designated in (("rccb", False), ("piket", False), ("piket", True)):
        if designated:
            loket.desk.decided()
        item = loket.report(name, 50, dossier="d" * 22 if designated else loket.desk.new_id())
        loket.town.now += timedelta(minutes=1)
        weighing = loket.take(item, taker)
        loket.establish(weighing, "geen_extra", taker)
        loket.done(taker, "risicomoment.answer", item, **ANSWER)
        loket.town.now = loket.desk.data(item).released_at
        view = loket.sees(name, item)
        line = next(one for one in loket.listed(name).items if one.id == item)
        assert line == view.item
        assert (view.item.gezag, view.item.gezagskaart, view.item.state) == (None, None, "beantwoord")
        assert [one.functie for one in view.participants] == [view.item.opened_as.functie]
        assert [one.what for one in view.obligations] == ["kennisnemen"]
        assert [one.kind for one in view.contents] == ["risicomoment", "loketantwoord"]
        seen.append(_shape(view))
        assert all(word not in text_of(view) for word in ("rccb", '"nctv_', "te_beoordelen", "hovj"))
    assert len(set(seen)) == 1


def _shape(view: ItemView) -> str:
    tags = [(line.tag, sorted(line.event)) for line in view.history]
    grounds = [asdict(one) for one in view.grounds]
    whats = [(one.what, one.ladder, one.waits_for) for one in view.obligations]
    kinds = [(one.kind, one.size) for one in view.contents]
    parties = [asdict(one) for one in view.participants]
    return repr((tags, grounds, whats, kinds, parties, len(view.acts), view.linked, len(view.wraps), view.excluded))


def test_rm_02_the_answer_is_released_at_the_fixed_moment_and_not_before(loket: Loket) -> None:
    item = loket.report(hours=50)
    promised = loket.desk.data(item).answer_at
    assert promised == NIGHT + timedelta(hours=38), "RM-04: twelve hours before it starts"
    weighing = loket.take(item)
    loket.establish(weighing, "geen_extra")
    loket.done("rccb", "risicomoment.answer", item, **ANSWER)
    for _ in range(2):
        view = loket.sees("sam", item)
        assert (view.item.state, view.obligations) == ("bij_loket", ())
        assert [one.kind for one in view.contents] == ["risicomoment"]
        viewer = loket.viewer("sam")
        with loket.town.unit() as uow, pytest.raises(NotFound):
            queries.blob_of_item(uow, viewer, ItemId(item), Sha256Hex(blob("antwoord")), loket.town.now)
        loket.town.now += timedelta(hours=37)
    assert loket.sees("rccb", item).item.state == "beantwoord"
    loket.town.now = NIGHT
    assert first_rung(loket, timedelta(hours=39)) == {"sam": 38.0}
    loket.done("sam", "risicomoment.read", item)
    assert set(loket.desk.open(item)) == {"afronden"}


def test_rm_02_a_late_answer_is_released_at_the_next_moment_of_the_rhythm(loket: Loket) -> None:
    item = loket.report(hours=3)
    weighing = loket.take(item)
    loket.establish(weighing, "geen_extra")
    loket.town.now = NIGHT + timedelta(minutes=16)
    loket.done("rccb", "risicomoment.answer", item, **ANSWER)
    assert loket.desk.data(item).released_at == NIGHT + timedelta(minutes=75)


def test_rm_02_nothing_that_the_reporter_asks_tells_how_far_it_is(loket: Loket) -> None:
    item = loket.report(hours=50)
    before = loket.do("sam", "item.ring_again", item, what="antwoorden")
    taken = loket.do("sam", "item.ring_again", item, what="oppakken")
    assert before.code == taken.code == "obligation.not_open"


def test_rm_04_a_moment_far_off_rings_the_desks_and_nearer_ever_louder(loket: Loket) -> None:
    loket.report(hours=200)
    assert loket.desk.rung() == {"behandelaar", "rccb"}, "both sides, and no duty officer of the NCTV"
    rung = first_rung(loket, timedelta(hours=199))
    assert rung["piket"] == 176, "RM-04: 24 h before it starts the duty officer is rung"
    assert rung["dir"] == rung["hovj"] == pytest.approx(196 + 4 / 60), "RM-04: an emergency from 4 h before"
    assert 24 <= rung["teamleider"] < 24 + 12, "X-04: it waits for the day"


def test_rm_04_less_than_four_hours_is_an_emergency_at_once(loket: Loket) -> None:
    loket.report(hours=3)
    assert loket.desk.rung() == {"rccb", "piket"}
    assert first_rung(loket, timedelta(minutes=5))["dir"] == pytest.approx(4 / 60)


def test_rm_04_refused_only_when_it_has_ended(loket: Loket) -> None:
    loket.report(hours=-1)
    answer = loket.do("sam", "risicomoment.report", loket.desk.new_id(), **loket.request(hours=-3))
    assert (answer.status, answer.code) == (409, "risicomoment.ended")


def test_rm_03_locally_the_hovj_decides_through_his_adviseur_and_the_rccb_is_rung(loket: Loket) -> None:
    weighing = loket.take(loket.report(hours=20))
    loket.establish(weighing)
    assert (loket.desk.rung(), loket.desk.told()) == ({"hovj"}, {"bbc"})
    assert {HOVJ, BBC, RCCB} <= set(loket.town.participants(loket.desk.item(weighing)))
    loket.done("bbc", "risicoweging.advise", weighing, **CONTENT)
    assert loket.desk.told() == {"hovj"}
    assert loket.decide(weighing).state == "uitvoeren"
    assert loket.desk.rung() == {"rccb"}
    assert loket.done("rccb", "risicoweging.acknowledge", weighing).state == "geregeld"


def test_rm_03_of_an_object_or_public_order_the_burgemeester_decides(loket: Loket) -> None:
    weighing = loket.take(loket.report(hours=20))
    loket.establish(weighing, about="object_of_openbare_orde")
    assert loket.desk.rung() == {"mayor"}
    assert MAYOR in loket.town.participants(loket.desk.item(weighing))
    assert loket.do("hovj", "risicoweging.decide", weighing, outcome="maatregelen", **CONTENT).status == 403
    assert loket.decide(weighing, name="mayor").state == "uitvoeren"


def test_rm_03_in_the_stelsel_the_nctv_decides_and_the_lcc_is_rung(loket: Loket) -> None:
    loket.desk.decided()
    weighing = loket.take(loket.report(hours=20), "piket")
    loket.establish(weighing, name="piket")
    loket.decide(weighing, name="piket")
    assert loket.desk.rung() == {"lcc"}


def test_rm_03_what_is_decided_after_the_answer_is_answered_too(loket: Loket) -> None:
    item = loket.report(hours=20)
    weighing = loket.take(item)
    loket.establish(weighing)
    loket.done("rccb", "risicomoment.answer", item, **ANSWER)
    assert "antwoorden" not in loket.desk.open(item)
    loket.decide(weighing)
    assert "antwoorden" in loket.desk.open(item)


def test_rm_05_a_change_reopens_what_was_assessed_and_tells_who_prepares_it(loket: Loket) -> None:
    item = loket.report(hours=50)
    weighing = loket.take(item)
    loket.establish(weighing)
    loket.decide(weighing)
    loket.done("rccb", "risicoweging.acknowledge", weighing)
    loket.done("sam", "risicomoment.change", item, **loket.times(30), **CONTENT)
    assert "rccb" in loket.desk.told()
    assert loket.desk.item(weighing).state == "te_beoordelen"
    assert loket.desk.data(weighing).starts_at == NIGHT + timedelta(hours=30)
    assert loket.desk.open(weighing)["afronden"].start == NIGHT + timedelta(hours=32)
    assert "beoordelen" in loket.desk.open(item)
    loket.establish(weighing, "geen_extra")
    assert "beoordelen" not in loket.desk.open(item)


def test_rm_05_a_change_before_it_is_taken_rings_by_the_new_start(loket: Loket) -> None:
    item = loket.report(hours=200)
    loket.done("sam", "risicomoment.change", item, **loket.times(3), **CONTENT)
    assert loket.desk.rung() == {"rccb", "piket"}
    assert set(loket.desk.open(item)) == {"oppakken_nood"}


def test_rm_05_a_cancellation_calls_off_what_was_prepared(loket: Loket) -> None:
    item = loket.report(hours=20)
    weighing = loket.take(item)
    loket.establish(weighing)
    loket.decide(weighing)
    assert loket.done("sam", "risicomoment.cancel", item).state == "ingetrokken"
    assert loket.desk.rung() == {"rccb"}
    assert loket.desk.item(weighing).state == "afzeggen"
    assert loket.done("rccb", "risicoweging.acknowledge", weighing).state == "ingetrokken"
    assert not loket.desk.open(item)
    assert not loket.desk.open(weighing)


def test_rm_06_the_hovj_makes_it_a_spoedaanwijzing_with_one_act(loket: Loket) -> None:
    weighing = loket.take(loket.report(hours=20))
    loket.establish(weighing)
    spoed = loket.desk.submit(follows=weighing)
    assert loket.desk.item(weighing).state == "spoed"
    assert set(loket.desk.open(weighing)) == {"afronden"}
    loket.done("hovj", "spoedaanwijzing.withdraw", spoed)
    assert loket.desk.item(weighing).state == "te_besluiten"
    assert "besluiten_piket" in loket.desk.open(weighing)


def test_rm_06_p_06_a_designation_brings_it_to_the_nctv(loket: Loket) -> None:
    item = loket.report(hours=20)
    weighing = loket.take(item)
    spoed = loket.desk.submit(follows=weighing)
    loket.done("piket", "spoedaanwijzing.receive", spoed)
    loket.done("piket", "spoedaanwijzing.decide", spoed, **loket.desk.decision())
    assert loket.desk.data(weighing).side == loket.desk.data(item).side == "stelsel"
    gezag = loket.desk.item(weighing).gezag
    assert gezag is not None
    assert gezag.holding.functie is Functie.NCTV
    assert {one.settles_by[0].functie for one in loket.desk.open(item).values()} == {Functie.NCTV_PIKET}
    assert loket.sees("sam", item).item.gezag is None


def test_rm_07_an_overlap_is_shown_to_the_receiver_and_not_to_the_reporter(loket: Loket) -> None:
    first, second = loket.report("bva", 20), loket.report("sam", 21)
    apart = loket.report("sam", 30)
    assert loket.desk.data(first).overlaps == (second,)
    assert loket.desk.data(second).overlaps == (first,)
    assert loket.desk.data(apart).overlaps == ()
    assert any(line.tag == "risicomoment.overlapping" for line in loket.sees("rccb", second).history)
    assert "overlapping" not in text_of(loket.sees("sam", second))
    assert first not in text_of(loket.sees("sam", second))


@pytest.mark.parametrize("name", ["bva", "hovj"])
def test_rm_02_rm_07_a_report_in_the_dossier_of_a_designation_goes_to_the_nctv_whoever_reports(
    loket: Loket, name: str
) -> None:
    first = loket.report(name, 20)
    assert "rccb" in loket.desk.rung()
    loket.desk.decided()
    second = loket.report(name, 21)
    alone = loket.report(name, 21, dossier="e" * 22)
    asked = [
        {who.functie for one in loket.desk.open(item).values() for who in one.settles_by} for item in (second, alone)
    ]
    assert [Functie.RCCB in one for one in asked] == [False, True]
    assert loket.desk.data(second).overlaps == (first,)
    assert loket.desk.data(alone).overlaps == ()


def test_x_01_it_is_closed_by_an_act_once_it_is_over_and_answered(loket: Loket) -> None:
    item = loket.report(hours=20)
    weighing = loket.take(item)
    loket.establish(weighing, "geen_extra")
    assert loket.do("rccb", "risicomoment.close", item).code == "risicomoment.not_over"
    loket.town.now += timedelta(hours=23)
    assert loket.do("rccb", "risicomoment.close", item).code == "risicomoment.not_answered"
    loket.done("rccb", "risicomoment.answer", item, **ANSWER)
    assert loket.done("rccb", "risicomoment.close", item).state == "afgerond"
    assert loket.desk.item(weighing).state == "afgerond"


def test_p_02_an_excluded_rccb_is_never_rung(loket: Loket) -> None:
    request = loket.request(hours=3, excluded=["rccb"], rccb="eenheid:midden")
    request["wraps"] = [one for one in request["wraps"] if one["functie"] != "rccb"]
    loket.done("sam", "risicomoment.report", loket.desk.new_id(), **request)
    assert loket.desk.rung() == {"piket"}


def test_rm_02_that_the_authority_passed_stands_in_no_log_of_the_reporters_employer(loket: Loket) -> None:
    loket.report("bva")
    loket.desk.decided()
    told = {leaf["log"] for leaf in loket.town.leaves(LeafType.AUTHORITY)}
    assert told == {"nctv", "om", "politie"}


def test_rm_02_no_side_gives_a_report_another_key(loket: Loket) -> None:
    """The reporter is not shown such an act, so their device would trust neither the key nor what is sealed with it."""
    item = loket.report("bva")
    loket.take(item)
    given = {"recipient": "age1pq1" + "z" * 60, "wraps": [wrap(one, epoch=2) for one in (REPORTER, RCCB)]}
    for name in ("rccb", "piket", "bva"):
        answer = loket.do(name, "item.rekey", item, **given)
        assert (answer.status, answer.code) == (409, "key.only_one"), name
    assert loket.sees("bva", item).recipient == RECIPIENT


def answers_seen(loket: Loket, item: str) -> list[datetime]:
    return [one.at for one in loket.sees("bva", item).contents if one.kind == "loketantwoord"]


def test_rm_02_a_cancellation_does_not_hasten_the_answer(loket: Loket) -> None:
    item = loket.report("bva", hours=100)
    promised = loket.desk.data(item).answer_at
    weighing = loket.take(item)
    loket.establish(weighing, "geen_extra")
    loket.town.now += timedelta(minutes=7)
    loket.done("rccb", "risicomoment.answer", item, **ANSWER)
    assert loket.done("bva", "risicomoment.cancel", item).state == "ingetrokken"
    view = loket.sees("bva", item)
    assert (answers_seen(loket, item), view.obligations) == ([], ())
    assert "answered" not in text_of(view)
    loket.town.now = promised
    assert answers_seen(loket, item) == [promised]
    assert [one.opened_at for one in loket.sees("bva", item).obligations] == [promised]


def test_rm_02_a_second_answer_shows_the_first_no_sooner(loket: Loket) -> None:
    """Every answer has its own moment, and that is all the reporter is told of when it was given."""
    item = loket.report("bva", hours=100)
    promised = loket.desk.data(item).answer_at
    weighing = loket.take(item)
    loket.establish(weighing)
    loket.done("rccb", "risicomoment.answer", item, **ANSWER)
    loket.decide(weighing)
    loket.done("rccb", "risicomoment.answer", item, **CONTENT)
    assert answers_seen(loket, item) == []
    loket.town.now = promised
    assert answers_seen(loket, item) == [promised, promised]


def test_rm_04_whoever_carries_out_measures_is_rung_day_and_night_once_the_moment_is_near(loket: Loket) -> None:
    weighing = loket.take(loket.report(hours=30))
    loket.establish(weighing)
    loket.decide(weighing)
    waiting = loket.desk.open(weighing)
    assert (waiting["uitvoering"].ladder.emergency, waiting["uitvoering_piket"].ladder.emergency) == (False, True)
    near = waiting["uitvoering_piket"]
    rung = [
        (round(second / 3600, 2), str(row.person))
        for second, row in loket.town.run(timedelta(hours=8))
        if row.obligation == near.id and row.action is BellAction.RING
    ]
    assert rung[0] == (6.0, "rccb"), "24 hours before the start"
    loket.done("rccb", "risicoweging.acknowledge", weighing)
    assert set(loket.desk.open(weighing)) == {"afronden"}


def test_rm_06_a_spoedaanwijzing_before_anything_was_established_leaves_it_to_be_assessed(loket: Loket) -> None:
    item = loket.report(hours=20)
    weighing = loket.take(item)
    before = set(loket.desk.open(item))
    spoed = loket.desk.submit(follows=weighing)
    assert "beoordelen" not in loket.desk.open(item)
    loket.done("hovj", "spoedaanwijzing.withdraw", spoed)
    assert loket.desk.item(weighing).state == "te_beoordelen"
    assert set(loket.desk.open(item)) == before
    loket.establish(weighing, "geen_extra")
    assert "beoordelen" not in loket.desk.open(item)


def test_rm_07_a_report_names_a_bounded_number_of_others_the_nearest_first(loket: Loket) -> None:
    for hours in range(MOST_OVERLAPS + 4):
        loket.report("bva", 100 + hours / 100)
    last = loket.report("bva", 100)
    found = loket.desk.data(last).overlaps
    assert len(found) == MOST_OVERLAPS
    assert {loket.desk.data(one).starts_at for one in found} == {
        NIGHT + timedelta(hours=100 + hours / 100) for hours in range(MOST_OVERLAPS)
    }
    assert all(len(loket.desk.data(one).overlaps) <= MOST_OVERLAPS for one in found)
