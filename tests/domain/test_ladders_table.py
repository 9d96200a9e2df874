"""The ladders of the policy, minute by minute as DOMAIN §3 gives them, with nobody ever answering."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.events import Rung
from domain.functies import Functie
from domain.ladders import moved, reopened
from tests.harness.ladders import NIGHT, POLICY, Play, full_crew

MINUTE = timedelta(minutes=1)
DAYS = 24 * 60

WHOLE_DESK: set[str] = {
    f"{functie}{number}" for functie in ("nctv_behandelaar", "nctv_teamleider", "nctv_piket") for number in (1, 2, 3)
}

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
    "L-2.regulier.1": {
        0: {"coordinerend_hovj1", "directeur_nctv1"},
        DAYS: {"coordinerend_hovj2", "coordinerend_hovj3", "directeur_nctv2", "directeur_nctv3"},
    },
    "L-2.regulier.2": {0: {"pg1", "nctv1"}, DAYS: {"pg2", "pg3", "nctv2", "nctv3"}},
    "L-7.oordeel": {
        -DAYS: {"holder1"},
        0: {"holder2", "nctv_behandelaar1"},
        DAYS: {"coordinerend_hovj1", "directeur_nctv1"},
    },
    "L-7.om": {0: {"holder1"}, DAYS: {"holder2"}, 2 * DAYS: {"coordinerend_hovj1", "directeur_nctv1"}},
    "L-7.om.coordinerend_hovj": {0: {"holder1"}, DAYS: {"holder2"}, 2 * DAYS: {"pg1", "directeur_nctv1"}},
    "L-7.nctv": {0: {"holder1"}, DAYS: {"nctv_teamleider1"}, 2 * DAYS: {"coordinerend_hovj1", "directeur_nctv1"}},
    "L-3.stelsel": {0: {"lcc1"}, 1: {"lcc2", "lcc3"}, 2: {"nctv_piket1"}, 4: {"directeur_nctv1"}},
    "L-3.lokaal": {0: {"holder1"}, 1: {"holder2"}, 2: {"adviseur_bbc1"}, 4: {"hovj1"}},
    "L-4": {0: {"burgemeester1", "burgemeester2", "burgemeester3"}, 5: {"nctv_piket1"}},
    "L-4.regulier": {0: {"burgemeester1", "burgemeester2", "burgemeester3"}, DAYS: {"nctv_behandelaar1"}},
    "BB-02.vrijgeven": {0: {"holder1"}, 10: WHOLE_DESK},
    "BB-02.regulier": {0: {"holder1"}, 15: {"holder2"}, 60: WHOLE_DESK},
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
    "L-5": {-14 * DAYS: {"holder1"}, DAYS: {"nctv_teamleider1"}, 7 * DAYS: {"directeur_nctv1"}},
    "L-5.hovj": {-14 * DAYS: {"holder1"}, DAYS: {"hovj1", "hovj2", "hovj3"}, 7 * DAYS: {"coordinerend_hovj1"}},
    "L-5.coordinerend_hovj": {
        -14 * DAYS: {"holder1"},
        DAYS: {"coordinerend_hovj1", "coordinerend_hovj2", "coordinerend_hovj3"},
        7 * DAYS: {"pg1"},
    },
    "L-5.pg": {-14 * DAYS: {"holder1"}, DAYS: {"pg1", "pg2", "pg3"}},
    "L-5.informatie": {0: {"holder1"}, 15: {"holder2"}, 60: {"nctv_teamleider1"}, 240: {"directeur_nctv1"}},
    "L-5.informatie.hovj": {
        0: {"holder1"},
        15: {"holder2"},
        60: {"hovj1", "hovj2", "hovj3"},
        240: {"coordinerend_hovj1"},
    },
    "L-5.informatie.coordinerend_hovj": {
        0: {"holder1"},
        15: {"holder2"},
        60: {"coordinerend_hovj1", "coordinerend_hovj2", "coordinerend_hovj3"},
        240: {"pg1"},
    },
    "L-5.informatie.pg": {0: {"holder1"}, 15: {"holder2"}, 60: {"pg1", "pg2", "pg3"}},
    "L-8.regulier.hovj": {0: {"holder1"}, 15: {"holder2"}, 60: {"coordinerend_hovj1"}},
    "L-8.regulier.coordinerend_hovj": {0: {"holder1"}, 15: {"holder2"}, 60: {"pg1"}},
    "L-8.regulier.pg": {0: {"holder1"}, 15: {"holder2"}, 60: {"pg1", "pg2", "pg3"}},
    "L-8.regulier.rccb": {0: {"holder1"}, 15: {"holder2"}, 60: {"hovj1"}},
    "L-8.lokaal": {0: {"holder1"}, 15: {"holder2"}, 60: {"adviseur_bbc1"}},
    "RM-02.loket": {0: {"holder1", "holder2", "holder3"}},
    "RM-02.loket.spoed": {0: {"holder1", "holder2", "holder3"}},
    "RM-04.regulier": {0: {"nctv_behandelaar1", "holder1"}, DAYS: {"nctv_teamleider1", "holder2", "holder3"}},
    "RM-04.regulier.nctv_piket": {0: {"nctv_behandelaar1"}, DAYS: {"nctv_teamleider1"}},
    "RM-04.dringend": {
        0: {"nctv_behandelaar1", "holder1"},
        60: {"nctv_teamleider1", "holder2"},
        240: {"nctv_piket1", "holder3"},
    },
    "RM-04.dringend.nctv_piket": {0: {"nctv_behandelaar1"}, 60: {"nctv_teamleider1"}, 240: {"nctv_piket1"}},
    "RM-04.piket": {
        0: {"nctv_piket1", "holder1"},
        15: {"nctv_piket2", "holder2"},
        60: {"nctv_teamleider1", "adviseur_bbc1"},
    },
    "RM-04.piket.nctv_piket": {0: {"nctv_piket1"}, 15: {"nctv_piket2"}, 60: {"nctv_teamleider1"}},
    "RM-04.nood": {
        0: {"nctv_piket1", "holder1"},
        1: {"nctv_piket2", "holder2"},
        2: {"nctv_piket3", "holder3"},
        4: {"directeur_nctv1", "hovj1"},
    },
    "RM-04.nood.nctv_piket": {
        0: {"nctv_piket1"},
        1: {"nctv_piket2"},
        2: {"nctv_piket3"},
        4: {"directeur_nctv1"},
    },
    "L-8.om.burgemeester": {0: {"holder1"}, 15: {"holder2"}, 60: {"hovj1"}},
    "L-8.regulier.burgemeester": {0: {"holder1"}, 15: {"holder2"}, 60: {"hovj1"}},
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


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("L-2.spoed")])
def test_l_2_a_disputed_refusal_rings_both_sides_and_is_late_after_fifteen_minutes(name: str) -> None:
    assert played(name).first_rings() == TABLE[name]


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith(("L-2.regulier", "L-7"))])
def test_l_2_l_7_a_triage_rings_in_days_and_never_as_an_emergency(name: str) -> None:
    assert played(name, timedelta(days=3)).first_rings() == TABLE[name]
    assert not POLICY.ladders[name].emergency


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("L-3")])
def test_l_3_onveilig_nu_rings_exactly_these_people_at_exactly_these_minutes(name: str) -> None:
    play = played(name)
    assert play.first_rings() == TABLE[name]
    assert play.rings_of(min(TABLE[name][0]))[:4] == [0, 20, 40, 60]


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("RM")])
def test_rm_04_a_risk_moment_rings_both_sides_or_the_nctv_alone(name: str) -> None:
    assert played(name, timedelta(days=2)).first_rings() == TABLE[name]
    assert POLICY.ladders[name].emergency == name.startswith(("RM-04.piket", "RM-04.nood", "RM-02.loket.spoed"))


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("L-5")])
def test_l_5_a_review_rings_exactly_these_people_on_exactly_these_days(name: str) -> None:
    assert played(name, timedelta(days=8)).first_rings() == TABLE[name]


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
