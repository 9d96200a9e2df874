"""Obligations on a real store: what a ring, a rung, a receipt and a reopening leave behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from domain.audit.leaves import LeafType
from domain.bells import Attempt, BellAction, ChannelKind, Lane, Outcome
from domain.events import ObligationOpened
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import PersonId
from domain.policy import Slot
from handlers import obligations
from handlers.bells import record_attempts
from handlers.ringing import still_wanted
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET, Town

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DIRECTEUR = Holding(Functie.DIRECTEUR_NCTV, NATIONAL)
COORDINEREND = Holding(Functie.COORDINEREND_HOVJ, NATIONAL)


@pytest.fixture
def staffed(town: Town) -> Town:
    """The NCTV with three officers, the OM with a requester and the Coördinerend HOvJ."""
    town.person("hovj", HOVJ, slot=Slot.ON_DUTY)
    town.person("an", PIKET, slot=Slot.ON_DUTY, channels=2)
    town.person("bo", PIKET, slot=Slot.BACKUP)
    town.person("co", PIKET)
    town.person("coord", COORDINEREND, slot=Slot.ON_DUTY)
    town.person("dir", DIRECTEUR)
    return town


HOVJ_PERSON = PersonId("hovj")


def test_l_1_opening_rings_at_once_on_every_channel_in_the_urgent_lane(staffed: Town) -> None:
    obligation = staffed.open(staffed.item(HOVJ_PERSON), "L-1.ontvangst")
    assert [(row.person, row.address.channel) for row in staffed.bells] == [
        ("an", ChannelKind.TELEGRAM),
        ("an", ChannelKind.WEBHOOK),
    ]
    assert {(row.action, row.lane, row.repeat) for row in staffed.bells} == {(BellAction.RING, Lane.URGENT, 0)}
    assert obligation.rung == 0
    assert obligation.next_at == staffed.next_at == NIGHT + 30 * SECOND


def test_l_1_silence_climbs_and_tells_the_requester_at_each_rung(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    sent = staffed.run(5 * MINUTE)
    first = {}
    for at, row in sent:
        if row.action is BellAction.RING and row.repeat == 0:
            first[row.person] = at
    assert first == {"bo": 60, "co": 120, "coord": 240}
    assert [at for at, row in sent if row.action is BellAction.TOLD] == [60, 120, 240]
    assert {row.person for _, row in sent if row.action is BellAction.TOLD} == {"hovj"}


def test_ev_01_every_rung_ring_and_told_is_a_leaf_in_the_log_of_whom_it_concerns(staffed: Town) -> None:
    staffed.open(staffed.item(HOVJ_PERSON), "L-1.ontvangst")
    staffed.run(MINUTE)
    rings = [(leaf["log"], leaf["person"], leaf["ring"]) for leaf in staffed.leaves(LeafType.RING)]
    assert rings == [("nctv", "an", "1"), ("nctv", "an", "2"), ("nctv", "an", "3"), ("nctv", "bo", "1")]
    assert [(leaf["log"], leaf["index"]) for leaf in staffed.leaves(LeafType.RUNG)] == [("nctv", "0"), ("nctv", "1")]
    assert [leaf["log"] for leaf in staffed.leaves(LeafType.TOLD)] == ["om"]
    opened = staffed.leaves(LeafType.OBLIGATION_OPENED)
    assert [(leaf["ladder"], leaf["policy"]) for leaf in opened] == [("L-1.ontvangst", POLICY.version)]


def test_a_rung_that_is_reached_releases_the_item_to_its_functie_and_no_other(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    assert staffed.participants(item) == {PIKET}
    staffed.run(4 * MINUTE)
    assert staffed.participants(item) == {PIKET, COORDINEREND}


def test_settling_stops_every_ring_and_closes_each_bell_silently(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    opened = staffed.open(item, "L-1.ontvangst")
    staffed.deliver()
    staffed.run(90 * SECOND)
    with staffed.unit() as uow:
        done = obligations.settle(uow, item, "ontvangen", PersonId("bo"), "ontvangen", staffed.now)
    assert done is not None
    assert (done.settled_by, done.next_at) == ("bo", None)
    closed = [(row.person, row.address.channel) for row in staffed.bells if row.action is BellAction.CLOSED]
    assert sorted(closed) == [
        ("an", ChannelKind.TELEGRAM),
        ("an", ChannelKind.WEBHOOK),
        ("bo", ChannelKind.TELEGRAM),
        ("hovj", ChannelKind.TELEGRAM),
    ]
    assert {row.action for row in staffed.bells} == {BellAction.CLOSED}, "nothing louder"
    assert all(row.refers_to for row in staffed.bells)
    assert staffed.run(timedelta(hours=2)) == []
    with staffed.unit() as uow:
        assert obligations.advance(uow, done, staffed.now) == done
        assert uow.obligations.load(opened.id) == done


@pytest.mark.parametrize("outcome", [Outcome.SENDING, Outcome.AMBIGUOUS, Outcome.NOT_SENT], ids=str)
def test_x_02_a_bell_that_arrived_is_closed_when_the_ring_after_it_did_not(staffed: Town, outcome: Outcome) -> None:
    item = staffed.item(HOVJ_PERSON)
    opened = staffed.open(item, "L-1.ontvangst")
    arrived = {row.address.id: f"message-{row.id}" for row in staffed.bells if row.person == "an"}
    assert len(arrived) == 2
    staffed.deliver()
    with staffed.unit() as uow:
        [head] = uow.obligations.upcoming(1)
    staffed.now = head[1]
    with staffed.unit() as uow:
        [due] = uow.obligations.claim_due(staffed.now, 100)
        obligations.advance(uow, due, staffed.now)
    again = [row for row in staffed.bells if row.person == "an" and row.obligation == opened.id]
    assert {row.address.id for row in again} == set(arrived)
    with staffed.unit() as uow:
        for row in again:
            if outcome is not Outcome.SENDING:
                uow.outbox.settle(row.id, outcome, None, None)
    with staffed.unit() as uow:
        obligations.settle(uow, item, "ontvangen", PersonId("bo"), "ontvangen", staffed.now)
    closed = {row.address.id: row.refers_to for row in staffed.bells if row.person == "an"}
    assert closed == arrived


def test_a_second_receipt_settles_nothing(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    with staffed.unit() as uow:
        assert obligations.settle(uow, item, "ontvangen", PersonId("an"), "ontvangen", NIGHT)
        assert obligations.settle(uow, item, "ontvangen", PersonId("bo"), "ontvangen", NIGHT) is None
        last = uow.obligations.last(item.id, "ontvangen")
    assert last is not None
    assert last.settled_by == "an"


def test_x_02_a_reopened_receipt_rings_the_rung_reached_at_once(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    staffed.run(MINUTE)
    with staffed.unit() as uow:
        obligations.settle(uow, item, "ontvangen", PersonId("an"), "ontvangen", staffed.now)
    staffed.now += 10 * MINUTE
    with staffed.unit() as uow:
        again = obligations.reopen(uow, item, "ontvangen", staffed.now)
    assert again is not None
    assert (again.rung, again.settled_at) == (1, None)
    assert staffed.rung() == {"an", "bo"}
    assert len(staffed.leaves(LeafType.RECEIPT_REOPENED)) == 1
    sent = staffed.run(11 * MINUTE + 60 * SECOND)
    assert {row.person for _, row in sent if row.repeat == 0 and row.action is BellAction.RING} == {"co"}
    with staffed.unit() as uow:
        assert obligations.reopen(uow, item, "ontvangen", staffed.now) is None, "it is open"


def test_x_02_ik_bel_and_gezien_silence_one_phone_each_once_per_rung(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    opened = staffed.open(item, "L-1.ontvangst")
    staffed.now += 5 * SECOND
    with staffed.unit() as uow:
        assert obligations.seen(uow, opened.id, PersonId("an"), staffed.now)
        assert not obligations.seen(uow, opened.id, PersonId("an"), staffed.now)
        assert obligations.pause(uow, item, "ontvangen", PersonId("an"), staffed.now)
        assert not obligations.pause(uow, item, "ontvangen", PersonId("an"), staffed.now)
        assert not obligations.pause(uow, item, "ontvangen", PersonId("coord"), staffed.now), "not rung yet"
    rings = [(at, row.person) for at, row in staffed.run(130 * SECOND) if row.action is BellAction.RING]
    assert rings == [(60, "bo"), (90, "bo"), (120, "bo"), (120, "co"), (125, "an"), (125, "an")]
    assert len(staffed.leaves(LeafType.SEEN)) == 2, "every tap is logged"


def test_a_watcher_can_ring_everybody_again(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    staffed.run(65 * SECOND)
    with staffed.unit() as uow:
        assert obligations.ring_again(uow, item, "ontvangen", staffed.now, staffed.now)
        assert obligations.ring_again(uow, item, "anders", staffed.now, staffed.now) is None
    assert staffed.rung() == {"an", "bo"}


def test_x_03_an_unreachable_officer_is_passed_at_once_and_the_gap_stands_on_the_board(staffed: Town) -> None:
    with staffed.unit() as uow:
        for address in uow.outbox.addresses(PersonId("an")):
            uow.outbox.refuse_address(address.id, NIGHT)
    item = staffed.item(HOVJ_PERSON)
    opened = staffed.open(item, "L-1.ontvangst")
    assert opened.rung == 1
    assert staffed.rung() == {"bo"}
    assert "hovj" in {row.person for row in staffed.bells if row.action is BellAction.TOLD}
    assert staffed.alarms() == {("holding.unreachable", "nctv_piket@nl")}
    assert [leaf["index"] for leaf in staffed.leaves(LeafType.RUNG_EMPTY)] == ["0"]
    with staffed.unit() as uow:
        uow.outbox.put_address(PersonId("an"), ChannelKind.TELEGRAM, "an-0", NIGHT)
    staffed.run(30 * SECOND)
    assert staffed.alarms() == set(), "cleared once somebody can be rung again"


def test_x_03_an_empty_slot_rings_all_holders(town: Town) -> None:
    town.person("hovj", HOVJ)
    town.person("an", PIKET)
    town.person("bo", PIKET)
    town.open(town.item(HOVJ_PERSON), "L-1.ontvangst")
    assert town.rung() == {"an", "bo"}


def test_p_02_an_excluded_holder_is_never_rung_and_the_deputy_takes_the_place(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON, excluded=frozenset({PersonId("an"), PersonId("coord")}))
    staffed.open(item, "L-1.ontvangst")
    assert staffed.rung() == {"bo"}
    with staffed.unit() as uow:
        obligations.tell_person(uow, item, PersonId("an"), "besluit", NIGHT)
        obligations.tell(uow, item, COORDINEREND, "besluit", NIGHT)
    assert staffed.bells == []
    assert {row.person for _, row in staffed.run(9 * MINUTE)} == {"bo", "co", "dir", "hovj"}


def test_p_02_a_rung_that_an_exclusion_empties_is_passed_but_the_board_does_not_hint_at_it(town: Town) -> None:
    town.person("hovj", HOVJ)
    for name, functie in (("dir", Functie.DIRECTEUR_NCTV), ("pg", Functie.PG), ("nctv", Functie.NCTV)):
        town.person(name, Holding(functie, NATIONAL), slot=Slot.ON_DUTY)
    item = town.item(HOVJ_PERSON, excluded=frozenset({PersonId("dir")}))
    town.open(item, "L-6.niet_uitvoerbaar", what="niet_uitvoerbaar", holder=PIKET)
    assert town.rung() == set()
    assert town.alarms() == {("holding.unreachable", "nctv_piket@nl")}
    assert [leaf["index"] for leaf in town.leaves(LeafType.RUNG_EMPTY)] == ["0", "1"]


def test_tell_rings_who_is_on_duty_once_and_all_holders_when_that_one_cannot_be_reached(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    with staffed.unit() as uow:
        obligations.tell(uow, item, PIKET, "bezwaar", NIGHT)
    assert {row.person for row in staffed.bells} == {"an"}
    assert {row.action for row in staffed.bells} == {BellAction.TOLD}
    with staffed.unit() as uow:
        for address in uow.outbox.addresses(PersonId("an")):
            uow.outbox.refuse_address(address.id, NIGHT)
        obligations.tell(uow, item, PIKET, "bezwaar", NIGHT)
    assert {row.person for row in staffed.bells} == {"bo", "co"}


def test_a_change_of_the_roster_makes_open_ladders_look_again_at_once(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    staffed.now += 10 * SECOND
    staffed.duty(PersonId("co"), PIKET, Slot.ON_DUTY)
    with staffed.unit() as uow:
        obligations.roster_changed(uow, PIKET, staffed.now)
    assert staffed.next_at == staffed.now
    sent = staffed.run(29 * SECOND)
    assert [(at, row.person) for at, row in sent] == [(10, "co")]


def test_x_02_at_a_handover_the_incoming_officer_is_rung_at_that_very_minute(town: Town) -> None:
    town.person("hovj", HOVJ)
    an, bo, co = (town.person(name, PIKET) for name in ("an", "bo", "co"))
    town.duty(an, PIKET, Slot.ON_DUTY, hours=(-8, 1))
    town.duty(bo, PIKET, Slot.ON_DUTY, hours=(1, 9))
    town.duty(co, PIKET, Slot.BACKUP, hours=(-8, 9))
    town.open(town.item(HOVJ_PERSON), "L-8.einde", what="einde_herzien", start=NIGHT + timedelta(hours=12))
    assert town.rung() == {"an"}
    rings = [(at, row.person) for at, row in town.run(timedelta(hours=2)) if row.action is BellAction.RING]
    assert rings == [(3600, "bo"), (7200, "an")], "and who went off duty keeps ringing"


def test_x_05_a_real_item_stops_every_drill_and_drill_bells_say_so(staffed: Town) -> None:
    drill = staffed.item(HOVJ_PERSON, drill=True)
    staffed.open(drill, "L-1.ontvangst")
    assert {row.drill for row in staffed.bells} == {True}
    staffed.deliver()
    staffed.open(staffed.item(HOVJ_PERSON), "L-1.ontvangst")
    assert {row.drill for row in staffed.bells} == {False}
    with staffed.unit() as uow:
        obligations.suspend(uow, drill, NIGHT)
    assert {(row.action, row.drill) for row in staffed.bells} == {(BellAction.CLOSED, True)}
    assert {row.drill for _, row in staffed.run(5 * MINUTE)} == {False}


def test_l_6_a_corrected_arrival_moves_the_ring(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.person("lcc1", Holding(Functie.LCC, NATIONAL), slot=Slot.ON_DUTY)
    staffed.open(item, "L-6.ter_plaatse", what="ter_plaatse")
    assert staffed.rung() == {"lcc1"}
    with staffed.unit() as uow:
        moved = obligations.move(uow, item, "ter_plaatse", NIGHT + 20 * MINUTE, NIGHT)
    assert moved is not None
    assert moved.next_at == NIGHT + 20 * MINUTE
    assert {at for at, _ in staffed.run(21 * MINUTE)} == {1200, 1260}


def test_a_busy_hour_never_silences_a_merged_emergency(staffed: Town) -> None:
    first = staffed.item(HOVJ_PERSON)
    staffed.open(first, "L-1.ontvangst")
    staffed.run(40 * MINUTE)
    with staffed.unit() as uow:
        obligations.settle(uow, first, "ontvangen", PersonId("bo"), "ontvangen", staffed.now)
    staffed.run(45 * MINUTE)
    staffed.open(staffed.item(HOVJ_PERSON), "L-1.ontvangst", merged=True)
    assert staffed.rung() == {"an"}


def test_x_08_a_bell_for_two_that_never_left_still_rings_for_the_second_when_the_first_is_settled(
    staffed: Town,
) -> None:
    item = staffed.item(HOVJ_PERSON)
    with staffed.unit() as uow:
        for what in ("een", "twee"):
            opened = ObligationOpened(what=what, settles_by=(HOVJ,), ladder="L-8.om", start=NIGHT)
            obligations.open_obligation(uow, item, opened, NIGHT, POLICY)
    [bell] = staffed.bells
    with staffed.unit() as uow:
        record_attempts(uow, [Attempt(bell, Outcome.NOT_SENT)], NIGHT, POLICY)
        obligations.settle(uow, item, "een", HOVJ_PERSON, "gedaan", NIGHT)
    staffed.now += MINUTE
    with staffed.unit() as uow:
        assert still_wanted(uow, uow.outbox.claim_due(staffed.now, 10), staffed.now) == []
    assert staffed.rung() == {"hovj"}


def test_a_merged_emergency_adds_no_ring_beside_the_first(staffed: Town) -> None:
    first = staffed.item(HOVJ_PERSON)
    staffed.open(first, "L-1.ontvangst")
    staffed.deliver()
    merged = staffed.item(HOVJ_PERSON)
    staffed.open(merged, "L-1.ontvangst", merged=True)
    assert staffed.rung() == set()
    rings = [(at, row.item) for at, row in staffed.run(59 * SECOND) if row.address.channel is ChannelKind.TELEGRAM]
    assert rings == [(30, rings[0][1])], "one ring for both"
    with staffed.unit() as uow:
        obligations.settle(uow, first, "ontvangen", PersonId("an"), "ontvangen", staffed.now)
    assert {row.item for _, row in staffed.run(120 * SECOND) if row.action is BellAction.RING} == {merged.id}


def test_ev_04_an_item_keeps_the_policy_it_was_opened_under(staffed: Town) -> None:
    opened = staffed.open(staffed.item(HOVJ_PERSON), "L-1.ontvangst")
    with staffed.unit() as uow:
        kept = uow.obligations.load(opened.id)
    assert kept is not None
    assert kept == opened
    assert kept.policy_version == POLICY.version
    assert {who.scope for rung in kept.ladder.rungs for who in rung.who} == {NATIONAL}


def test_l_1_the_decider_is_who_received(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    with staffed.unit() as uow:
        obligations.settle(uow, item, "ontvangen", PersonId("co"), "ontvangen", NIGHT)
    staffed.open(item, "L-1.besluit", what="besluiten")
    rings = [(at, row.person) for at, row in staffed.run(5 * MINUTE) if row.action is BellAction.RING]
    assert rings == [(300, "bo"), (300, "co")] or rings == [(300, "co"), (300, "bo")]


def test_x_04_and_x_08_a_regular_bell_takes_one_channel_and_waits_for_morning_when_off_duty(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-8.regulier", what="triage", holder=PIKET)
    assert [(row.person, row.lane, row.address.order) for row in staffed.bells] == [("an", Lane.REGULAR, 0)]
    staffed.open(item, "L-8.regulier", what="advies", holder=DIRECTEUR)
    assert staffed.bells == [], "the directeur is off duty and it is night"
    staffed.open(item, "L-8.regulier", what="burgemeester", holder=PIKET)
    assert staffed.bells == [], "one bell stands for both"
    rings = [(at, row.person) for at, row in staffed.run(timedelta(hours=5)) if row.action is BellAction.RING]
    morning = (4 * 60 - 12) * 60
    assert (morning, "dir") in rings
    assert min(at for at, person in rings if person == "an") == 900


def test_342_people_on_one_rung_cost_a_handful_of_statements(town: Town) -> None:
    holding = Holding(Functie.LCC, NATIONAL)
    town.person("hovj", HOVJ)
    for number in range(342):
        town.person(f"lcc{number:03d}", holding)
    statements: list[str] = []

    def count(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(town.engine, "before_cursor_execute", count)
    town.open(town.item(HOVJ_PERSON), "L-6.antwoord", what="beantwoorden", holder=holding)
    event.remove(town.engine, "before_cursor_execute", count)
    assert len(town.bells) == 342
    assert len(statements) < 40


def test_a_bell_that_never_left_is_not_closed(staffed: Town) -> None:
    item = staffed.item(HOVJ_PERSON)
    staffed.open(item, "L-1.ontvangst")
    rows = staffed.bells
    with staffed.unit() as uow:
        for row in rows:
            uow.outbox.settle(row.id, Outcome.REFUSED, None, None)
        obligations.settle(uow, item, "ontvangen", PersonId("bo"), "ontvangen", NIGHT)
    assert staffed.bells == []
