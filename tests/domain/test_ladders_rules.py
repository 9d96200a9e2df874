"""Single rules of the engine: empty rungs, handovers, pauses, quiet hours, excluded people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.events import Rung, RungReached
from domain.ids import PersonId
from domain.ladders import calling, ring_by, seen
from domain.policy import Slot
from tests.harness.ladders import NIGHT, POLICY, Play, full_crew

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RECEIPT = POLICY.ladders["L-1.ontvangst"]


def rung(events: tuple[RungReached | Rung, ...]) -> set[str]:
    return {event.person for event in events if isinstance(event, Rung)}


def reached(events: tuple[RungReached | Rung, ...]) -> list[tuple[int, bool]]:
    return [(event.index, event.empty) for event in events if isinstance(event, RungReached)]


def test_x_03_an_empty_rung_is_passed_at_once_and_loudly() -> None:
    crew = full_crew()
    crew.unreachable = {"nctv_piket1"}
    events = Play(RECEIPT, crew).advance(NIGHT)
    assert reached(events) == [(0, True), (1, False)]
    assert rung(events) == {"nctv_piket2"}


def test_x_03_three_empty_rungs_ring_the_openbaar_ministerie_at_once() -> None:
    crew = full_crew()
    crew.unreachable = {"nctv_piket1", "nctv_piket2", "nctv_piket3"}
    play = Play(RECEIPT, crew)
    events = play.advance(NIGHT)
    assert reached(events) == [(0, True), (1, True), (2, True), (3, False)]
    assert rung(events) == {"coordinerend_hovj1"}
    assert reached(play.advance(NIGHT + 6 * MINUTE)) == [(4, False)], "later rungs keep their own minute"


def test_a_rung_whose_moment_lay_before_the_obligation_was_opened_is_not_late() -> None:
    ladder = POLICY.ladders["L-8.einde"]
    first = ladder.rungs[0].moment(NIGHT)
    play = Play(ladder, full_crew())
    play.obligation = replace(play.obligation, opened_at=NIGHT - 2 * HOUR)
    assert first < NIGHT - 2 * HOUR
    at_once = [event for event in play.advance(NIGHT - 2 * HOUR) if isinstance(event, RungReached)]
    assert [(event.index, event.late_ms) for event in at_once][:1] == [(0, 0)]
    play = Play(ladder, full_crew())
    play.obligation = replace(play.obligation, opened_at=first - MINUTE)
    later = [event for event in play.advance(first + MINUTE) if isinstance(event, RungReached)]
    assert [(event.index, event.late_ms) for event in later] == [(0, 60_000)], "nobody advanced it for a minute"


def test_x_03_with_nobody_at_all_the_engine_keeps_looking() -> None:
    crew = full_crew()
    everybody = {person for persons in crew.slots.values() for person in persons}
    crew.unreachable = set(everybody)
    play = Play(RECEIPT, crew)
    assert reached(play.advance(NIGHT)) == [(index, True) for index in range(6)]
    assert play.obligation.next_at == NIGHT + RECEIPT.repeat
    crew.unreachable = everybody - {"nctv_piket3"}
    assert rung(play.advance(NIGHT + RECEIPT.repeat)) == {"nctv_piket3"}


def test_x_03_when_the_only_one_rung_can_no_longer_be_reached_the_next_rung_comes_at_once() -> None:
    crew = full_crew()
    play = Play(RECEIPT, crew)
    play.advance(NIGHT)
    crew.unreachable = {"nctv_piket1"}
    events = play.advance(NIGHT + timedelta(seconds=4))
    assert reached(events) == [(1, False)]
    assert rung(events) == {"nctv_piket2"}


def test_x_02_who_comes_on_duty_at_a_handover_joins_and_who_goes_off_keeps_ringing() -> None:
    crew = full_crew()
    play = Play(RECEIPT, crew)
    play.advance(NIGHT)
    crew.slots = {**crew.slots, ("nctv_piket", Slot.ON_DUTY): ["nctv_piket9"]}
    assert rung(play.advance(NIGHT + timedelta(seconds=30))) == {"nctv_piket1", "nctv_piket9"}
    assert play.rows[PersonId("nctv_piket9")].rung == 0


def test_x_02_gezien_silences_one_phone_for_sixty_seconds_and_stops_no_climbing() -> None:
    play = Play(RECEIPT, full_crew())
    play.advance(NIGHT)
    row = seen(play.obligation, next(iter(play.rows.values())), NIGHT + timedelta(seconds=10))
    assert row is not None
    play.put([row])
    play.run(3 * MINUTE)
    assert play.rings_of("nctv_piket1") == [0, 70, 100, 130, 160]
    assert play.rings_of("nctv_piket2")[0] == 60
    assert play.reached() == {0: (0,), 1: (1,), 2: (2,)}


def test_x_02_ik_bel_silences_one_phone_for_two_minutes_once_per_rung() -> None:
    play = Play(RECEIPT, full_crew())
    play.advance(NIGHT)
    row = calling(play.obligation, next(iter(play.rows.values())), NIGHT + timedelta(seconds=10))
    assert row is not None
    assert calling(play.obligation, row, NIGHT + timedelta(seconds=50)) is None
    play.put([row])
    play.run(2 * MINUTE)
    assert play.rings_of("nctv_piket1") == [0]
    again = calling(play.obligation, row, NIGHT + 2 * MINUTE)
    assert again is not None, "a new rung gives a new pause"
    assert again.next_at == NIGHT + 4 * MINUTE


def test_a_watcher_rings_everybody_again_at_once_except_who_pauses() -> None:
    play = Play(RECEIPT, full_crew()).run(MINUTE)
    now = NIGHT + timedelta(seconds=70)
    row = seen(play.obligation, play.rows[PersonId("nctv_piket2")], now)
    assert row is not None
    play.put([row])
    play.put(ring_by(list(play.rows.values()), now))
    assert rung(play.advance(now)) == {"nctv_piket1"}


def test_x_04_a_regular_ladder_waits_for_quiet_hours_and_climbs_all_the_same() -> None:
    crew = full_crew()
    morning = NIGHT + timedelta(hours=4)
    crew.held_until = {"holder2": morning}
    play = Play(POLICY.ladders["L-8.regulier"], crew).run(timedelta(hours=5))
    assert play.rings_of("holder1") == [0]
    assert play.rings_of("holder2") == [4 * 3600]
    assert play.reached() == {0: (0,), 15: (1,), 60: (2,)}


def test_x_04_an_emergency_ladder_never_waits() -> None:
    crew = full_crew()
    crew.held_until = {person: NIGHT + timedelta(days=1) for person in ("nctv_piket1", "nctv_piket2")}
    assert Play(RECEIPT, crew).run(MINUTE).rings_of("nctv_piket1") == [0, 30, 60]


def test_after_downtime_one_ring_each_on_all_rungs_reached_with_the_lateness_of_each() -> None:
    play = Play(RECEIPT, full_crew())
    play.advance(NIGHT)
    events = play.advance(NIGHT + 7 * MINUTE)
    late = {event.index: event.late_ms for event in events if isinstance(event, RungReached)}
    assert late == {1: 360_000, 2: 300_000, 3: 180_000, 4: 60_000}
    assert sorted(event.person for event in events if isinstance(event, Rung)) == [
        "coordinerend_hovj1",
        "directeur_nctv1",
        "nctv_piket1",
        "nctv_piket2",
        "nctv_piket3",
    ]
    assert play.obligation.next_at == NIGHT + 7 * MINUTE + RECEIPT.repeat
