"""SG-02, SG-03, SG-04: a signal rings who follows up until it is received, and its person is always answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from domain.audit.leaves import LeafType
from domain.bells import BellAction
from domain.errors import PiketError
from domain.ids import ItemId
from handlers.views import HoldingView
from tests.harness.desk import RCCB, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.signals import LCC, Signals, signals

__all__ = ["signals"]


def rung_at(signals: Signals, until: timedelta) -> dict[str, float]:
    """Who is rung for the first time at how many seconds, by the engine alone."""
    found: dict[str, float] = {}
    for second, row in signals.town.run(until):
        if row.action is BellAction.RING and row.person is not None:
            found.setdefault(row.person, second)
    return found


def test_sg_04_onveilig_nu_climbs_l_3_in_the_local_domain(signals: Signals) -> None:
    signals.desk.add("rccb2", RCCB, slot=None)
    signals.line()
    signals.unsafe()
    assert signals.desk.rung() == {"rccb"}
    assert rung_at(signals, timedelta(minutes=5)) == {"rccb": 20, "rccb2": 60, "bbc": 120, "hovj": 240}


def test_sg_04_onveilig_nu_climbs_l_3_in_the_stelsel(signals: Signals) -> None:
    signals.desk.add("lcc2", LCC, slot=None)
    item = signals.designate()
    signals.line()
    for what in ("gesproken", "verzoeker_geinformeerd"):
        assert what in signals.desk.open(item)
    signals.unsafe()
    assert signals.desk.rung() == {"lcc"}
    signal = signals.of_dossier()[-1]
    signals.desk.later(minutes=5)
    reached = [line for line in signals.desk.history(signal) if line.tag == "rung.reached"]
    seconds = [(line.at - NIGHT).total_seconds() for line in reached]
    assert seconds == [0, 60, 120, 240]
    with signals.town.unit() as uow:
        waiting = uow.obligations.of_item(ItemId(signal))[0]
        rung = {row.person: row.rung for row in uow.obligations.ringing(waiting.id)}
    assert rung == {"lcc": 0, "lcc2": 1, "piket": 2, "dir": 3}


def test_l_3_the_person_is_told_at_every_rung_that_nobody_received_it_yet(signals: Signals) -> None:
    signals.line()
    signals.unsafe()
    told = [
        second
        for second, row in signals.town.run(timedelta(minutes=5))
        if row.action is BellAction.TOLD and row.person == "sam"
    ]
    assert told == [60, 120, 240]


@pytest.mark.parametrize("name", ["bbc", "hovj", "piket", "dir", "lcc", "sam"])
def test_l_3_only_who_follows_up_day_and_night_receives_locally_the_rccb(signals: Signals, name: str) -> None:
    signals.line()
    item = signals.unsafe()
    signals.desk.later(minutes=5)
    params = {"content": None, "promise_at": None}
    answer_or_error = _try(signals, name, "signaal.receive", item, params)
    assert answer_or_error in {"functie.not_allowed", "item.unknown"}
    assert "ontvangen" in signals.desk.open(item)
    signals.receive(item)
    assert "ontvangen" not in signals.desk.open(item)


@pytest.mark.parametrize("name", ["piket", "dir", "rccb", "hovj"])
def test_l_3_only_who_follows_up_day_and_night_receives_in_the_stelsel_the_lcc(signals: Signals, name: str) -> None:
    signals.designate()
    signals.line()
    item = signals.unsafe()
    signals.desk.later(minutes=5)
    refused = _try(signals, name, "signaal.receive", item, {"content": None, "promise_at": None})
    assert refused in {"functie.not_allowed", "item.unknown"}
    signals.receive(item)


def test_sg_02_a_receipt_says_when_and_by_which_functie_and_the_person_hears_of_it(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe()
    signals.town.now += timedelta(seconds=40)
    signals.receive(item)
    data = signals.desk.data(item)
    assert (data.received_by, data.received_as, data.received_at) == ("rccb", "rccb", signals.town.now)
    assert signals.desk.told() == {"sam"}
    assert set(signals.desk.open(item)) == {"beantwoorden", "duiden", "veilig"}
    due = signals.town.now + POLICY.durations["signaal_antwoord_nu"]
    assert {one.due for one in signals.desk.open(item).values()} == {due}
    assert {one.start for one in signals.desk.open(item).values() if one.what != "beantwoorden"} == {due}
    seen = {one.what: one.due for one in signals.sees("sam", item).obligations if one.settled_at is None}
    assert seen == {"beantwoorden": due}, "the next step: before when they hear more, though nobody wrote a word"


def test_sg_02_who_received_it_in_a_hurry_is_rung_before_the_person_should_have_heard_more(signals: Signals) -> None:
    signals.line()
    now, later = signals.unsafe(), signals.send(urgency="verdachte_situatie")
    for item in (now, later):
        signals.receive(item)
    half = POLICY.durations["signaal_antwoord_nu"] / 2
    assert signals.desk.open(now)["beantwoorden"].start == signals.town.now + half, "not at once: it was just received"
    due = signals.desk.open(later)["beantwoorden"].due
    assert due is not None
    assert signals.desk.open(later)["beantwoorden"].start == due - POLICY.durations["toezegging_vooraf"]


def test_sg_02_of_two_receipts_both_stand_on_record_and_the_first_counts(signals: Signals) -> None:
    signals.desk.add("rccb2", RCCB, slot=None)
    signals.line()
    item = signals.unsafe()
    signals.receive(item)
    second = signals.desk.do("rccb2", "signaal.receive", item, holding=RCCB, content=None, promise_at=None)
    assert second.flags == ("receipt.second",)
    assert signals.desk.data(item).received_by == "rccb"


def test_sg_02_a_promise_is_owed_until_it_is_kept_and_rings_before_its_moment(signals: Signals) -> None:
    signals.line()
    item = signals.send(urgency="verdachte_situatie")
    promised = signals.town.now + timedelta(hours=2)
    signals.receive(item, promise_at=promised.isoformat())
    owed = signals.desk.open(item)["toezegging"]
    assert (owed.due, owed.start) == (promised, promised - POLICY.durations["toezegging_vooraf"])
    assert rung_at(signals, timedelta(hours=2))["rccb"] == timedelta(hours=1, minutes=45).total_seconds()
    signals.answer(item)
    assert set(signals.desk.open(item)) == {"duiden"}
    assert signals.desk.data(item).promised_at is None


def test_sg_02_a_promise_answers_for_now_and_keeps_the_signal_open_until_it_is_kept(signals: Signals) -> None:
    signals.line()
    item = signals.send()
    signals.receive(item)
    signals.interpret(item)
    promised = signals.town.now + timedelta(days=1)
    signals.answer(item, promise_at=promised.isoformat())
    assert told_of(signals).count(("sam", "toegezegd")) == 1, "by the word about it that waits already"
    assert set(signals.desk.open(item)) == {"toezegging"}
    later = promised + timedelta(hours=2)
    signals.answer(item, promise_at=later.isoformat())
    assert signals.desk.open(item)["toezegging"].due == later
    signals.answer(item)
    assert signals.desk.item(item).state == "afgerond"


def test_sg_02_a_promise_that_has_passed_already_is_none(signals: Signals) -> None:
    signals.line()
    item = signals.send()
    signals.receive(item)
    past = signals.town.now.isoformat()
    params = {"content": blob("antwoord"), "promise_at": past}
    assert _try(signals, "rccb", "signaal.answer", item, params) == "moment.past"


@pytest.mark.parametrize(
    ("urgency", "emergency", "due"),
    [("verdachte_situatie", True, timedelta(hours=4)), ("overig", False, None)],
)
def test_sg_01_the_server_knows_how_soon_and_not_what_it_is_about(
    signals: Signals, urgency: str, emergency: bool, due: timedelta | None
) -> None:
    signals.line()
    item = signals.send(urgency=urgency)
    assert signals.desk.open(item)["ontvangen"].ladder.emergency is emergency
    signals.receive(item)
    found = signals.desk.open(item)["beantwoorden"].due
    expected = POLICY.terms["signaal_antwoord_regulier"].after(NIGHT) if due is None else NIGHT + due
    assert found == expected
    assert "veilig" not in signals.desk.open(item)


def test_sg_01_an_onveilig_nu_that_was_never_enabled_rings_all_the_same_and_says_so(signals: Signals) -> None:
    signals.line(day_and_night=False)
    item = signals.desk.new_id()
    opening = {name: value for name, value in signals.recorded().items() if name not in _OF_A_LINE}
    answer = signals.do("sam", "signaal.onveilig", item, silent=False, **opening)
    assert (answer.status, answer.flags) == (201, ("signaal.not_enabled",))
    assert signals.desk.rung() == {"rccb"}


def test_sg_03_the_person_is_always_answered_also_when_nothing_follows(signals: Signals) -> None:
    signals.line()
    item = signals.send()
    signals.receive(item)
    signals.interpret(item, "geen_melding")
    assert set(signals.desk.open(item)) == {"beantwoorden"}
    signals.answer(item)
    assert signals.desk.item(item).state == "afgerond"
    assert signals.desk.item(item).closed_at == signals.town.now


def test_sg_03_what_the_person_adds_after_an_answer_is_answered_too(signals: Signals) -> None:
    signals.line()
    item = signals.send()
    signals.receive(item)
    signals.answer(item)
    assert signals.desk.item(item).state == "beantwoord"
    signals.done("sam", "signaal.add", item, content=blob("aanvulling"))
    assert signals.desk.told() == {"rccb"}
    assert "beantwoorden" in signals.desk.open(item)
    assert signals.desk.item(item).state == "ontvangen"


def test_sg_04_a_signal_stays_open_until_somebody_found_the_person_safe(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe()
    signals.receive(item)
    signals.answer(item)
    signals.interpret(item)
    assert set(signals.desk.open(item)) == {"veilig"}
    assert _try(signals, "sam", "signaal.safe", item, {}) == "functie.not_allowed"
    signals.done("rccb", "signaal.safe", item)
    assert signals.desk.item(item).state == "afgerond"


def test_x_02_who_pressed_again_reopens_the_receipt_where_the_ladder_was(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe()
    signals.desk.later(minutes=2)
    signals.receive(item)
    assert _try(signals, "sam", "item.reopen", item, {"what": "ontvangen"}) == ""
    assert signals.desk.item(item).state == "verzonden"
    assert {"rccb", "bbc"} <= signals.desk.rung()
    signals.receive(item)
    assert set(signals.desk.open(item)) == {"beantwoorden", "duiden", "veilig"}


def test_x_08_a_frightened_person_who_presses_six_times_is_heard_and_never_refused(signals: Signals) -> None:
    signals.line()
    opening = {name: value for name, value in signals.recorded().items() if name not in _OF_A_LINE}
    items = [signals.desk.new_id() for _ in range(6)]
    answers = [signals.done("sam", "signaal.onveilig", item, silent=False, **opening) for item in items]
    assert [answer.flags for answer in answers] == [()] * 5 + [("flood.merged",)]
    assert all("ontvangen" in signals.desk.open(item) for item in items)


def test_x_01_time_alone_answers_nothing_and_closes_nothing(signals: Signals) -> None:
    signals.line()
    item = signals.unsafe()
    signals.receive(item)
    before = signals.desk.item(item)
    signals.desk.jump(days=30)
    after = signals.desk.item(item)
    assert (after.state, after.closed_at) == (before.state, None)
    assert set(signals.desk.open(item)) == {"beantwoorden", "duiden", "veilig"}


def test_p_06_a_signal_shows_its_authority_and_who_keeps_the_measures(signals: Signals) -> None:
    signals.line()
    item = signals.send()
    card = signals.sees("sam", item).item.gezagskaart
    assert card is not None
    assert isinstance(card.local_measures, HoldingView)
    assert (card.local_measures.functie, card.local_measures.scope) == (RCCB.functie, RCCB.scope)


_OF_A_LINE = ("person", "own", "area", "day_and_night")


def _try(signals: Signals, name: str, act: str, item: str, params: Mapping[str, object]) -> str:
    """The code with which an act is refused; empty when it is accepted."""
    try:
        return signals.do(name, act, item, **params).code or ""
    except PiketError as wrong:
        return wrong.code


def told_of(signals: Signals) -> list[tuple[str, str]]:
    """Who was told of what, each with a leaf of its own (EV-01)."""
    return [(leaf["person"], leaf["why"]) for leaf in signals.town.leaves(LeafType.TOLD)]
