"""RM-01 … RM-07 by their pure rules: what is counted back, who is asked, what a change reopens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import Elsewhere, Told
from domain.flows import risicomoment, risicoweging
from domain.flows.risicomoment.state import Overlapping
from domain.functies import Functie
from domain.risico import Klasse, due, klasse, released_at
from tests.domain.flows.risicomoment.play import (
    AREA,
    EENHEID,
    GEMEENTE,
    HASH,
    NOW,
    REPORT,
    WEIGHING,
    Report,
    held,
    linked,
)
from tests.harness.ladders import POLICY

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PERSON = Functie.TE_BEVEILIGEN_PERSOON
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("left", "found", "by"),
    [
        (168 * HOUR + MINUTE, Klasse.REGULIER, 120 * HOUR),
        (168 * HOUR, Klasse.BINNENKORT, 48 * HOUR),
        (72 * HOUR, Klasse.BINNENKORT, 48 * HOUR),
        (72 * HOUR - MINUTE, Klasse.DRINGEND, 12 * HOUR),
        (24 * HOUR, Klasse.DRINGEND, 12 * HOUR),
        (24 * HOUR - MINUTE, Klasse.PIKET, 2 * HOUR),
        (4 * HOUR, Klasse.PIKET, 2 * HOUR),
    ],
)
def test_rm_04_the_due_moment_counts_back_from_the_start(left: timedelta, found: Klasse, by: timedelta) -> None:
    assert klasse(NOW + left, NOW, POLICY) is found
    assert due(NOW + left, NOW, POLICY) == NOW + left - by


@pytest.mark.parametrize("left", [4 * HOUR - MINUTE, MINUTE, -HOUR])
def test_rm_04_nearer_than_four_hours_or_begun_it_is_due_at_once(left: timedelta) -> None:
    assert klasse(NOW + left, NOW, POLICY) is Klasse.NOOD
    assert due(NOW + left, NOW, POLICY) == NOW
    assert set(Report(left / HOUR).open[REPORT]) == {"oppakken_nood"}


@pytest.mark.parametrize(
    ("hours", "ladders"),
    [
        (200, {"oppakken": "RM-04.regulier", "oppakken_piket": "RM-04.piket", "oppakken_nood": "RM-04.nood"}),
        (100, {"oppakken": "RM-04.regulier", "oppakken_piket": "RM-04.piket", "oppakken_nood": "RM-04.nood"}),
        (30, {"oppakken": "RM-04.dringend", "oppakken_piket": "RM-04.piket", "oppakken_nood": "RM-04.nood"}),
        (20, {"oppakken_piket": "RM-04.piket", "oppakken_nood": "RM-04.nood"}),
    ],
)
def test_rm_04_ladders_begin_at_24_and_4_hours_before(hours: float, ladders: dict[str, str]) -> None:
    report = Report(hours)
    waiting = report.open[REPORT]
    assert {what: one.ladder.name for what, one in waiting.items()} == ladders
    starts = NOW + hours * HOUR
    assert waiting["oppakken_piket"].start == max(NOW, starts - 24 * HOUR)
    assert waiting["oppakken_nood"].start == starts - 4 * HOUR
    assert (waiting["oppakken_piket"].ladder.emergency, waiting["oppakken_nood"].ladder.emergency) == (True, True)


@pytest.mark.parametrize(
    "local",
    [datetime(2027, 3, 28, 4, 30, tzinfo=AMSTERDAM), datetime(2027, 10, 31, 4, 30, tzinfo=AMSTERDAM)],
    ids=["to summer", "to winter"],
)
def test_rm_04_x_06_in_the_night_the_clocks_change_hours_stay_hours(local: datetime) -> None:
    """A moment at half past four in that night; four hours before it is another clock time, and four hours."""
    starts = local.astimezone(UTC)
    now = starts - 20 * HOUR
    report = Report(20, now=now)
    assert report.open[REPORT]["oppakken_nood"].start == starts - timedelta(seconds=4 * 3600)
    before = report.open[REPORT]["oppakken_nood"].start.astimezone(AMSTERDAM)
    assert before.hour + before.minute / 60 != 0.5, "the clock on the wall went another way"
    for left, found in ((24 * HOUR, Klasse.DRINGEND), (24 * HOUR - MINUTE, Klasse.PIKET)):
        assert klasse(starts, starts - left, POLICY) is found


def test_rm_04_refused_only_when_it_has_ended() -> None:
    Report(-1, length=2)
    with pytest.raises(OutOfStep) as refused:
        Report(-3, length=2)
    assert refused.value.code == "risicomoment.ended"
    report = Report(10)
    with pytest.raises(OutOfStep):
        report.change(-5)


def test_rm_01_a_gemeente_that_does_not_exist_is_refused_with_its_field() -> None:
    for gemeente in ("gm:GM0000", "arr:gelderland"):
        with pytest.raises(Malformed) as refused:
            Report(gemeente=gemeente)
        assert refused.value.field == "params.gemeente"


def test_rm_02_the_rccb_is_that_of_the_eenheid_of_the_gemeente_and_both_sides_get_the_key() -> None:
    report = Report()
    assert report.report.area == AREA
    assert report.report.data.rccb.scope == EENHEID == POLICY.gemeenten[GEMEENTE].eenheid
    assert {held(Functie.RCCB), held(Functie.NCTV_PIKET)} <= report.participants[REPORT]
    assert risicomoment.addressees(report.report) == risicomoment.addressees(Report(nctv=True).report)


def test_rm_02_in_the_stelsel_only_the_nctv_is_asked() -> None:
    report = Report(nctv=True)
    assert held(Functie.RCCB) not in report.participants[REPORT]
    with pytest.raises(NotAllowed):
        report.take(Functie.RCCB)
    report.take(Functie.NCTV_BEHANDELAAR)
    assert report.weighing.data.side == "stelsel"


def test_rm_02_the_receivers_item_is_never_sealed_to_a_reporter() -> None:
    report = Report()
    reporters = {PERSON, Functie.AANMELDER, Functie.KERNGEZINSLID}
    report.take()
    assert not reporters & {one.functie for one in risicoweging.addressees(report.weighing)}
    wrap = {"functie": "aanmelder", "scope": "own:x", "epoch": 1, "device": None, "blob": HASH}
    with pytest.raises(Malformed):
        Report().do("risicomoment.take", Functie.RCCB, linked=linked() | {"wraps": [wrap]})


def test_rm_02_answers_are_shown_at_the_fixed_moment_or_the_next_of_the_rhythm() -> None:
    assert released_at(NOW, NOW - 5 * HOUR, POLICY) == NOW
    assert released_at(NOW, NOW, POLICY) == NOW
    assert released_at(NOW, NOW + MINUTE, POLICY) == NOW + HOUR
    assert released_at(NOW, NOW + HOUR, POLICY) == NOW + HOUR


def test_rm_03_the_answer_waits_for_the_assessment() -> None:
    report = Report(20)
    report.take()
    with pytest.raises(OutOfStep) as refused:
        report.do("risicomoment.answer", Functie.RCCB, content=HASH)
    assert refused.value.code == "risicomoment.not_assessed"
    report.establish("geen_extra")
    report.do("risicomoment.answer", Functie.RCCB, content=HASH)


@pytest.mark.parametrize(
    ("nctv", "about", "decider"),
    [
        (True, "persoon", Functie.NCTV_PIKET),
        (True, "object_of_openbare_orde", Functie.NCTV_PIKET),
        (False, "persoon", Functie.HOVJ),
        (False, "object_of_openbare_orde", Functie.BURGEMEESTER),
    ],
)
@pytest.mark.parametrize("hours", [20, 100])
def test_rm_03_who_decides_is_rung_day_and_night_once_it_is_near(
    nctv: bool, about: str, decider: Functie, hours: float
) -> None:
    report = Report(hours, nctv=nctv)
    taker = Functie.NCTV_PIKET if nctv else Functie.RCCB
    report.take(taker)
    report.establish("geadviseerd", taker, about)
    waiting = report.open[WEIGHING]
    assert waiting["besluiten_piket"].settles_by[0].functie is decider
    assert waiting["besluiten_piket"].ladder.emergency
    assert waiting["besluiten_piket"].start == max(NOW, NOW + (hours - 24) * HOUR)
    assert ("besluiten" in waiting) == (hours == 100)


def test_rm_05_a_change_after_measures_were_decided_tells_who_prepares_them() -> None:
    report = Report(100)
    report.take()
    report.establish()
    report.do("risicoweging.decide", Functie.HOVJ, outcome="maatregelen", content=HASH)
    events = report.change(50)
    there = [one for event in events if isinstance(event, Elsewhere) for one in event.events]
    assert Told(held(Functie.RCCB), "gewijzigd") in there
    assert report.weighing.state == "te_beoordelen"
    assert "beoordelen" in report.open[REPORT]
    report.establish("geen_extra")
    assert report.open[WEIGHING].keys() == {"afronden"}, "measures that are not advised any more wait for nobody"


def _measures_known(*, nctv: bool = False) -> Report:
    """Measures were ordered, and who carries them out said that they know."""
    report = Report(100, nctv=nctv)
    report.take(Functie.NCTV_PIKET if nctv else Functie.RCCB)
    report.establish("geadviseerd", Functie.NCTV_PIKET if nctv else Functie.RCCB)
    decider = Functie.NCTV_PIKET if nctv else Functie.HOVJ
    report.do("risicoweging.decide", decider, outcome="maatregelen", content=HASH)
    report.do("risicoweging.acknowledge", Functie.LCC if nctv else Functie.RCCB)
    return report


@pytest.mark.parametrize("nctv", [False, True], ids=["lokaal", "stelsel"])
@pytest.mark.parametrize("outcome", ["geen_extra", "geen_maatregelen"])
def test_rm_05_who_acknowledged_measures_is_told_when_a_change_needs_none(outcome: str, nctv: bool) -> None:
    report = _measures_known(nctv=nctv)
    report.change(50)
    taker, decider = (Functie.NCTV_PIKET,) * 2 if nctv else (Functie.RCCB, Functie.HOVJ)
    if outcome == "geen_extra":
        events = report.establish(outcome, taker)
    else:
        report.establish("geadviseerd", taker)
        events = report.do("risicoweging.decide", decider, outcome=outcome, content=HASH)
    told = Told(held(Functie.LCC if nctv else Functie.RCCB), outcome)
    assert [one for one in events if isinstance(one, Told)] == [told]
    report.change(60)
    again = report.establish("geen_extra", taker)
    assert not [one for one in again if isinstance(one, Told)], "they were told, and nothing stands since"


def test_rm_05_p_06_who_carries_out_what_the_side_before_ordered_is_told_by_the_new_one() -> None:
    report = _measures_known()
    report.passes(nctv=True)
    report.change(50)
    assert Told(held(Functie.RCCB), "geen_extra") in report.establish("geen_extra", Functie.NCTV_PIKET)


def test_rm_05_measures_are_called_off_also_where_a_change_was_not_assessed_yet() -> None:
    report = _measures_known()
    report.change(50)
    report.do("risicomoment.cancel", Functie.TE_BEVEILIGEN_PERSOON)
    assert report.weighing.state == "afzeggen"
    assert report.open[WEIGHING]["uitvoering"].settles_by == (held(Functie.RCCB),)
    report.do("risicoweging.acknowledge", Functie.RCCB)
    assert report.weighing.state == "ingetrokken"


def test_rm_05_a_weighing_that_an_older_version_stored_is_called_off_by_its_state() -> None:
    report = _measures_known()
    stored = report.weighing
    report.items[WEIGHING] = replace(stored, data=replace(stored.data, ordered=None))
    report.do("risicomoment.cancel", Functie.TE_BEVEILIGEN_PERSOON)
    assert report.weighing.state == "afzeggen"
    assert report.open[WEIGHING]["uitvoering"].settles_by == (held(Functie.RCCB),)


def test_rm_05_what_needed_no_measures_is_not_called_off() -> None:
    report = _measures_known()
    report.change(50)
    report.establish("geen_extra")
    report.do("risicomoment.cancel", Functie.TE_BEVEILIGEN_PERSOON)
    assert report.weighing.state == "ingetrokken"


def test_rm_05_only_who_reported_it_changes_or_cancels() -> None:
    report = Report(100)
    with pytest.raises(NotAllowed) as changed:
        report.change(50, Functie.RCCB)
    with pytest.raises(NotAllowed) as cancelled:
        report.do("risicomoment.cancel", Functie.LCC)
    assert changed.value.code == cancelled.value.code == "risicomoment.not_reporter"


def test_rm_06_a_spoedaanwijzing_settles_the_decision_and_its_refusal_opens_it_again() -> None:
    report = Report(20)
    report.take()
    report.establish()
    report.spoed("verstuurd")
    assert (report.weighing.state, set(report.open[WEIGHING])) == ("spoed", {"afronden"})
    report.spoed("niet_aangewezen")
    assert report.weighing.state == "te_besluiten"
    report.spoed("aangewezen")
    assert report.weighing.state == "spoed"


def test_rm_07_moments_of_one_dossier_that_overlap_show_each_other() -> None:
    first = replace(Report(20).report, id=WEIGHING)
    for hours, found in ((19, (WEIGHING,)), (21, (WEIGHING,)), (22, ()), (18, ())):
        report = Report(hours, others=[first])
        assert report.report.data.overlaps == found, hours
        there = [Elsewhere(one, (Overlapping(REPORT),)) for one in found]
        assert [event for _, event in report.log if isinstance(event, Elsewhere)] == there


@pytest.mark.parametrize(
    ("hours", "begins", "ladders"),
    [
        (20, 17.75, {"antwoorden": "L-8.lokaal"}),
        (30, 17.75, {"antwoorden": "L-8.lokaal"}),
        (100, 51.75, {"antwoorden": "L-8.regulier.rccb", "antwoorden_piket": "L-8.lokaal"}),
    ],
)
def test_rm_02_the_answer_rings_day_and_night_once_the_moment_is_near(
    hours: float, begins: float, ladders: dict[str, str]
) -> None:
    report = Report(hours)
    report.take()
    report.establish("geen_extra")
    waiting = {what: one for what, one in report.open[REPORT].items() if what.startswith("antwoorden")}
    assert {what: one.ladder.name for what, one in waiting.items()} == ladders
    assert waiting["antwoorden"].start == NOW + begins * HOUR
    if "antwoorden_piket" in waiting:
        assert waiting["antwoorden_piket"].start == NOW + (hours - 24) * HOUR
    report.do("risicomoment.answer", Functie.RCCB, content=HASH)
    assert report.open[REPORT].keys() == {"kennisnemen", "afronden"}
