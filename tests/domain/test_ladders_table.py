"""The ladders of the policy, minute by minute as DOMAIN §3 gives them, with nobody ever answering."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.events import Rung
from domain.functies import Functie
from domain.ladders import moved, reopened
from tests.harness.ladders import NIGHT, POLICY, Play, full_crew

MINUTE = timedelta(minutes=1)

TABLE: dict[str, dict[float, set[str]]] = {
    "L-1.ontvangst": {
        0: {"nctv_piket1"},
        1: {"nctv_piket2"},
        2: {"nctv_piket3"},
        4: {"coordinerend_hovj1"},
        6: {"directeur_nctv1"},
        8: {"pg1", "nctv1"},
    },
    "L-1.besluit": {
        5: {"nctv_piket1", "nctv_piket2"},
        10: {"coordinerend_hovj1", "directeur_nctv1"},
        15: {"pg1", "nctv1"},
    },
    "L-2.spoed.1": {
        0: {"coordinerend_hovj1", "directeur_nctv1"},
        15: {"coordinerend_hovj2", "coordinerend_hovj3", "directeur_nctv2", "directeur_nctv3"},
    },
    "L-2.spoed.2": {0: {"pg1", "nctv1"}, 15: {"pg2", "pg3", "nctv2", "nctv3"}},
    "L-6.antwoord": {
        0: {"lcc1"},
        1: {"lcc2", "lcc3"},
        3: {"lcc_leiding1"},
        5: {"nctv_piket1"},
        15: {"directeur_nctv1"},
    },
    "L-6.ter_plaatse": {0: {"lcc1"}, 5: {"lcc_leiding1", "nctv_piket1"}, 15: {"directeur_nctv1"}},
    "L-6.niet_uitvoerbaar": {0: {"nctv_piket1"}, 5: {"directeur_nctv1"}},
    "L-8": {0: {"holder1"}, 15: {"holder2"}, 60: {"nctv_teamleider1"}},
    "SA-00.gesproken": {0: {"opener"}, 15: {"holder1", "holder2"}, 60: {"coordinerend_hovj1"}},
    "L-8.om": {0: {"holder1"}, 15: {"holder2"}, 60: {"coordinerend_hovj1"}},
    "L-8.om.coordinerend_hovj": {0: {"holder1"}, 15: {"holder2"}, 60: {"pg1"}},
    "L-8.regulier": {0: {"holder1"}, 15: {"holder2"}, 60: {"nctv_teamleider1"}},
    "L-8.einde": {-720: {"holder1"}, -120: {"holder2"}, 0: {"nctv_teamleider1"}},
    "SA-08.directeur": {0: {"directeur_nctv1"}, 5: {"directeur_nctv2", "directeur_nctv3"}, 15: {"nctv1"}},
    "SA-02.bezwaar": {0: {"nctv_piket1"}, 15: {"nctv_piket2"}, 60: {"nctv_teamleider1"}},
}


def played(name: str, until: timedelta = timedelta(hours=13)) -> Play:
    return Play(POLICY.ladders[name], full_crew()).run(until)


def test_every_ladder_of_the_policy_stands_in_the_table() -> None:
    assert set(TABLE) == set(POLICY.ladders)


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("L-1")])
def test_l_1_silence_rings_exactly_these_people_at_exactly_these_minutes(name: str) -> None:
    assert played(name).first_rings() == TABLE[name]


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("L-2")])
def test_l_2_a_disputed_refusal_rings_both_sides_and_is_late_after_fifteen_minutes(name: str) -> None:
    assert played(name).first_rings() == TABLE[name]


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("L-6")])
def test_l_6_the_order_to_the_lcc_rings_exactly_these_people_at_exactly_these_minutes(name: str) -> None:
    assert played(name).first_rings() == TABLE[name]


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith(("L-8", "SA"))])
def test_l_8_follow_up_rings_exactly_these_people_at_exactly_these_minutes(name: str) -> None:
    assert played(name).first_rings() == TABLE[name]


def test_l_1_rings_again_every_thirty_seconds_for_everybody_on_the_ladder() -> None:
    play = played("L-1.ontvangst", 10 * MINUTE)
    assert play.rings_of("nctv_piket1") == [30.0 * n for n in range(21)]
    assert play.rings_of("nctv_piket2") == [60 + 30.0 * n for n in range(19)]
    assert play.rings_of("pg1") == [480, 510, 540, 570, 600]


def test_l_1_the_whole_ladder_keeps_ringing_after_the_last_rung_until_settled() -> None:
    play = played("L-1.ontvangst", timedelta(hours=3))
    for person in ("nctv_piket1", "coordinerend_hovj1", "directeur_nctv1", "pg1", "nctv1"):
        assert play.rings_of(person)[-1] == 3 * 3600
    play.settle(NIGHT + timedelta(hours=3, seconds=1), "nctv_piket1")
    before = len(play.log)
    assert play.advance(NIGHT + timedelta(hours=9)) == ()
    assert len(play.log) == before


def test_l_8_rings_again_every_five_minutes_in_an_emergency_item() -> None:
    assert played("L-8", 20 * MINUTE).rings_of("holder1") == [0, 300, 600, 900, 1200]


def test_l_1_the_requester_is_told_at_each_rung_of_both_clocks() -> None:
    assert POLICY.ladders["L-1.ontvangst"].tells_requester
    assert POLICY.ladders["L-1.besluit"].tells_requester


def test_x_02_a_reopened_receipt_resumes_at_the_rung_reached_never_lower() -> None:
    play = Play(POLICY.ladders["L-1.ontvangst"], full_crew()).run(3 * MINUTE)
    received = NIGHT + 3 * MINUTE
    play.settle(received, "nctv_piket2")
    later = received + 20 * MINUTE
    play.obligation, rows = reopened(play.obligation, list(play.rows.values()), later)
    play.put(rows)
    rung = {event.person for event in play.advance(later) if isinstance(event, Rung)}
    assert rung == {"nctv_piket1", "nctv_piket2", "nctv_piket3"}
    assert play.obligation.rung == 2
    assert play.obligation.start + 4 * MINUTE == later + MINUTE, "the next rung keeps the distance it had"


def test_l_6_a_corrected_arrival_rests_the_ring_and_never_lowers_the_rung() -> None:
    play = Play(POLICY.ladders["L-6.ter_plaatse"], full_crew()).run(6 * MINUTE)
    corrected = NIGHT + 30 * MINUTE
    play.obligation, rows = moved(play.obligation, list(play.rows.values()), corrected)
    play.put(rows)
    assert play.obligation.next_at == corrected
    assert play.advance(NIGHT + 29 * MINUTE) == ()
    events = play.advance(corrected)
    assert {event.person for event in events if isinstance(event, Rung)} == {"lcc1", "lcc_leiding1", "nctv_piket1"}


def test_x_02_only_the_nctv_may_receive_yet_the_ladder_climbs_past_the_openbaar_ministerie() -> None:
    named = [who.functie for rung in POLICY.ladders["L-1.ontvangst"].rungs for who in rung.who]
    assert named.index(Functie.COORDINEREND_HOVJ) < named.index(Functie.DIRECTEUR_NCTV) < named.index(Functie.PG)


@pytest.mark.parametrize("start", [datetime(2026, 3, 29, 0, 55, tzinfo=UTC), datetime(2026, 10, 25, 0, 55, tzinfo=UTC)])
def test_x_06_a_ladder_counts_elapsed_time_in_the_nights_the_clocks_change(start: datetime) -> None:
    play = Play(POLICY.ladders["L-1.ontvangst"], full_crew(), start).run(timedelta(hours=2))
    assert play.first_rings() == TABLE["L-1.ontvangst"]
