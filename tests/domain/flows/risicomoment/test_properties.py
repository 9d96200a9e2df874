"""Random acts by random functies while time and authority pass: what no story of risk moments may ever show."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PiketError
from domain.flows import risicomoment, risicoweging
from domain.functies import Functie
from domain.sides import STELSEL, side_of
from tests.domain.flows.risicomoment.play import HASH, REPORT, WEIGHING, Report, linked

PERSON = Functie.TE_BEVEILIGEN_PERSOON
ACTORS = st.sampled_from(
    [
        *(PERSON, Functie.RCCB, Functie.NCTV_PIKET, Functie.NCTV_BEHANDELAAR, Functie.HOVJ, Functie.ADVISEUR_BBC),
        *(Functie.BURGEMEESTER, Functie.LCC, Functie.AANMELDER, Functie.DIRECTEUR_NCTV),
    ]
)
STEPS = st.sampled_from(
    [
        *("take", "answer", "read", "close", "cancel", "change", "geen_extra", "geadviseerd", "openbare_orde"),
        *("advise", "maatregelen", "geen_maatregelen", "acknowledge", "nctv", "hovj", "spoed", "spoed_weg"),
    ]
)


def _step(report: Report, step: str, functie: Functie) -> None:
    if step in ("nctv", "hovj"):
        report.passes(nctv=step == "nctv")
    elif step in ("spoed", "spoed_weg") and WEIGHING in report.items:
        report.spoed("verstuurd" if step == "spoed" else "ingetrokken")
    elif step == "change":
        report.change(40, functie)
    elif step == "take":
        report.do("risicomoment.take", functie, linked=linked())
    elif step == "answer":
        report.do("risicomoment.answer", functie, content=HASH)
    elif step in ("read", "close", "cancel"):
        report.do(f"risicomoment.{step}", functie)
    elif WEIGHING in report.items:
        _weigh(report, step, functie)


def _weigh(report: Report, step: str, functie: Functie) -> None:
    match step:
        case "geen_extra" | "geadviseerd":
            report.establish(step, functie)
        case "openbare_orde":
            report.establish("geadviseerd", functie, "object_of_openbare_orde")
        case "maatregelen" | "geen_maatregelen":
            report.do("risicoweging.decide", functie, outcome=step, content=HASH)
        case "advise":
            report.do("risicoweging.advise", functie, content=HASH)
        case "acknowledge":
            report.do("risicoweging.acknowledge", functie)


@given(st.floats(-1, 300), st.booleans(), st.lists(st.tuples(STEPS, ACTORS, st.integers(0, 30)), max_size=30))
def test_no_open_item_without_somebody_obliged_and_nobody_of_the_other_side(
    hours: float, nctv: bool, steps: list[tuple[str, Functie, int]]
) -> None:
    report = Report(hours, nctv=nctv)
    for step, functie, passing in steps:
        report.now += timedelta(hours=passing)
        with suppress(PiketError):
            _step(report, step, functie)
        for item in report.items.values():
            assert bool(report.open[item.id]) == (item.closed_at is None), (step, item.flow, item.state)
            rules = risicomoment if item.id == REPORT else risicoweging
            assert rules.read(rules.write(item.data)) == item.data
            assert report.participants[item.id] <= set(rules.addressees(item)), step
        if WEIGHING in report.items and report.weighing.closed_at is None and report.report.closed_at is None:
            assert report.weighing.data.side == report.report.data.side
        if step in ("nctv", "hovj") and report.report.closed_at is None and report.report.data.side is not None:
            assert (report.report.data.side == STELSEL) == (side_of(report.gezag) == STELSEL)
