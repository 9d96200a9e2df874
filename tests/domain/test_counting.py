"""EV-02, X-08: from what happened in a month to its figures, by hand; and nothing small can be told from them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Awaited, Ended, MonthFacts, Rang, Stood, count, month_figures
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope
from domain.ids import Dossier, OrganisationId, PersonId
from domain.indicators import HANDOVERS, MEANINGS
from domain.quality import MOOT, Case, Cell, begins, next_month
from tests.harness.ladders import POLICY

MONTH = date(2026, 10, 1)
START = begins(MONTH)
AT = START + timedelta(days=4, hours=3)
PIKET, LCC = Holding(Functie.NCTV_PIKET, NATIONAL), Holding(Functie.LCC, NATIONAL)
HOVJ = Holding(Functie.HOVJ, Scope("arr:noord"))
MAYOR = Holding(Functie.BURGEMEESTER, Scope("gm:GM0363"))
RECEIVED = Cell("spoedaanwijzing.ontvangen", "nctv")
NOTHING = MonthFacts((), (), (), (), ())
ONE = Dossier("zaak")
_DOSSIERS = itertools.count()


def ended(what: str = "spoedaanwijzing.ontvangen", by: Holding = PIKET, seconds: int = 40, **changes: object) -> Ended:
    flow, _, name = what.partition(".")
    row = Ended(
        flow=flow,
        what=name,
        settles_by=(by,),
        ladder=POLICY.ladders["L-1.ontvangst"],
        rung=0,
        item_opened_at=AT - timedelta(hours=1),
        opened_at=AT - timedelta(minutes=1),
        start=AT,
        due=None,
        settled_at=AT + timedelta(seconds=seconds),
        outcome="ontvangen",
        employer=None,
        dossier=Dossier(f"zaak-{next(_DOSSIERS)}"),
    )
    return replace(row, **changes)  # type: ignore[arg-type] # names of its own fields, given by each test


def nobody(_person: PersonId, _at: datetime) -> Collection[Functie]:
    return ()


def counted(**facts: Sequence[object]) -> dict[Cell, tuple[tuple[Case, ...], int, int]]:
    found = count(MONTH, replace(NOTHING, **facts), nobody, POLICY)  # type: ignore[arg-type] # its own fields
    return {cell: (one.cases, one.waiting, one.reopened) for cell, one in found.items()}


def test_ev_02_to_receipt_is_measured_from_when_its_ladder_counts() -> None:
    assert counted(ended=[ended(seconds=40)]) == {RECEIVED: ((Case(40, 0, None),), 0, 0)}


@pytest.mark.parametrize(
    ("name", "by", "changes", "cell", "case"),
    [
        # the order: from when it was opened, an hour before; expected on the spot at AT, and there ten minutes later
        ("opdracht.ter_plaatse", LCC, {"due": AT, "employer": "kmar", "settled_at": AT + timedelta(minutes=10)},
         ("opdracht.ter_plaatse", "kmar"), Case(4200, 0, True)),
        # the ladder of a review counts from its moment; done a day before took no time and is in time
        ("herbeoordeling.herbeoordelen", HOVJ, {"due": AT, "settled_at": AT - timedelta(days=1)},
         ("herbeoordeling.herbeoordelen", "om"), Case(0, 0, False)),
        # a mayor told by telephone, by the NCTV: still a figure of how the mayor was reached
        ("burgemeestersbericht.kennisnemen", MAYOR, {"employer": "nctv", "outcome": "telefonisch"},
         ("burgemeestersbericht.kennisnemen", "gemeente"), Case(40, 0, None)),
        # taken by the NCTV although its holder is the rccb: its employer's; from the report, a minute before AT
        ("risicomoment.oppakken_nood", Holding(Functie.RCCB, Scope("eenheid:noord")), {"employer": "nctv"},
         ("risicomoment.oppakken", "nctv"), Case(100, 0, None)),
        # exactly at its due moment is in time
        ("spoedaanwijzing.besluiten", PIKET, {"due": AT + timedelta(seconds=40)},
         ("spoedaanwijzing.besluiten", "nctv"), Case(40, 0, False)),
        # less than a second over a bound is over it
        ("spoedaanwijzing.besluiten", PIKET, {"settled_at": AT + timedelta(seconds=30, microseconds=1)},
         ("spoedaanwijzing.besluiten", "nctv"), Case(31, 0, None)),
    ],
    ids=["on the spot", "review", "mayor", "risk moment", "due", "rounded up"],
)  # fmt: skip
def test_ev_02_each_interface_is_measured_as_it_says(
    name: str, by: Holding, changes: dict[str, Any], cell: tuple[str, str], case: Case
) -> None:
    assert counted(ended=[ended(name, by, **changes)]) == {Cell(*cell): ((case,), 0, 0)}


@pytest.mark.parametrize("outcome", sorted(MOOT))
def test_ev_02_what_ended_without_being_done_is_no_case(outcome: str) -> None:
    assert counted(ended=[ended(outcome=outcome)]) == {}


def test_ev_02_a_receipt_by_telephone_is_no_case_and_an_end_that_was_received_is_one() -> None:
    assert counted(ended=[ended(outcome="telefonisch")]) == {}
    name = "spoedaanwijzing.einde_ontvangen"
    assert set(counted(ended=[ended(name, HOVJ, outcome="beeindigd")])) == {Cell(name, "om")}


@pytest.mark.parametrize(
    ("ladder", "rung", "climbed"),
    [("L-1.ontvangst", -1, 0), ("L-1.ontvangst", 0, 0), ("L-1.ontvangst", 3, 3),
     ("L-5", 1, 0), ("L-5", 2, 0), ("L-5", 3, 1), ("L-5", 4, 2)],
)  # fmt: skip
def test_ev_02_climbing_begins_after_the_rungs_that_lead_up_to_a_moment(ladder: str, rung: int, climbed: int) -> None:
    [(cases, _, _)] = counted(ended=[ended(ladder=POLICY.ladders[ladder], rung=rung)]).values()
    assert [one.climbed for one in cases] == [climbed]


def test_ev_02_what_nobody_did_yet_waits_for_every_organisation_that_may() -> None:
    waiting = [Awaited("opdracht", "beantwoorden", (LCC,), ONE), Awaited("signaal", "geen_handover", (LCC,), ONE)]
    assert counted(waiting=waiting) == {
        Cell("opdracht.beantwoorden", "kmar"): ((), 1, 0),
        Cell("opdracht.beantwoorden", "politie"): ((), 1, 0),
    }


def test_ev_02_a_receipt_that_came_to_nothing_counts_as_reopened() -> None:
    assert counted(reopened=[Awaited("spoedaanwijzing", "ontvangen", (PIKET,), ONE)]) == {RECEIVED: ((), 0, 1)}


def test_x_03_how_long_gaps_stood_counts_when_they_were_closed_and_else_they_wait() -> None:
    until = begins(next_month(MONTH))
    stood = [
        Stood("roster.gap", "nctv_piket@nl/backup", AT, AT + timedelta(hours=2)),
        Stood("roster.gap", "nctv_piket@nl/on_duty", AT, None),
        Stood("roster.gap", "nctv_piket@nl/on_duty", AT, until),
        Stood("role_without_keys", "item-a/lcc@nl", AT, AT + timedelta(minutes=1)),
        Stood("role_without_keys", "", AT, None),
    ]
    assert counted(stood=stood) == {
        Cell("gaps.roster", "nctv"): ((Case(7200),), 2, 0),
        Cell("gaps.keys", "kmar"): ((Case(60),), 0, 0),
        Cell("gaps.keys", "politie"): ((Case(60),), 0, 0),
    }


def rang(person: str, *at: datetime, ladder: str = "L-1.ontvangst", rung: int = 0) -> list[Rang]:
    own = POLICY.ladders[ladder]
    return [Rang(PersonId(person), OrganisationId("nctv"), one, rung, own, (PIKET,)) for one in at]


def local(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    """A moment by the clock in Amsterdam, where October 2026 has summer time until the 25th."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=2 if (month, day) < (10, 25) else 1)


def test_x_08_rings_per_person_a_month_and_in_their_worst_night_by_functie() -> None:
    rings = [
        *rang("anna", local(3, 23), local(4, 1), local(4, 6, 59), local(4, 7), local(10, 22)),  # three in one night
        *rang("bram", local(12, 12), ladder="L-5", rung=0),  # by day, and no emergency
        *rang("anna", local(1, 2)),  # the night of 30 September; the ring is October's
        *rang("bram", local(1, 1, month=11)),  # the night of 31 October; the ring is November's
    ]
    found = count(MONTH, replace(NOTHING, rings=rings), nobody, POLICY)
    assert {cell: [case.amount for case in one.cases] for cell, one in found.items()} == {
        Cell("rings.emergency", "nctv", "nctv_piket"): [6],
        Cell("rings.regular", "nctv", "nctv_piket"): [1],
        Cell("rings.night", "nctv", "nctv_piket"): [3, 1],
    }


def test_x_08_a_ring_counts_for_the_functie_in_which_the_rung_names_the_person() -> None:
    rings = rang("dirk", AT, rung=4)  # L-1: the directeur at t+6
    found = count(MONTH, replace(NOTHING, rings=rings), lambda _p, _at: {Functie.DIRECTEUR_NCTV}, POLICY)
    assert {cell.functie for cell in found} == {"directeur_nctv"}


def test_ev_02_every_indicator_names_organisations_and_a_source() -> None:
    known = {one for rule in RULES.values() for one in rule.organisations}
    for one in HANDOVERS:
        assert set(one.of) <= known, one.name
        assert one.asks in known, one.name
        assert one.source, one.name
        assert list(one.of) == sorted(one.of), one.name
    assert len(MEANINGS) == len(HANDOVERS) + 6


PEOPLE = [f"persoon-{number}" for number in range(8)]
WHATS = [(one.name, one.flow, one.what) for one in HANDOVERS]
HOLDERS = [PIKET, LCC, HOVJ, MAYOR, Holding(Functie.RCCB, Scope("eenheid:noord"))]


@st.composite
def months(draw: st.DrawFn) -> MonthFacts:
    """A month with a few busy cells and many that hold little."""
    rows: list[Ended] = []
    for _ in range(draw(st.integers(0, 6))):
        _, flow, what = draw(st.sampled_from(WHATS))
        row = ended(f"{flow}.{what}", draw(st.sampled_from(HOLDERS)), draw(st.integers(0, 10**6)), outcome="gedaan")
        several = draw(st.booleans())
        rows += [
            replace(row, dossier=Dossier(f"zaak-d-{number}")) if several else row
            for number in range(draw(st.integers(1, 14)))
        ]
    rings = [
        one
        for person in PEOPLE
        for one in rang(person, *[AT + timedelta(minutes=m) for m in range(draw(st.integers(0, 4)))])
    ]
    waiting = [Awaited(*draw(st.sampled_from(WHATS))[1:], (draw(st.sampled_from(HOLDERS)),), ONE)]
    waiting = [
        replace(waiting[0], dossier=Dossier(f"zaak-wacht-{number}")) for number in range(draw(st.integers(0, 9)))
    ]
    return MonthFacts(rows, waiting, (), (), rings)


def test_ev_02_many_cases_of_few_dossiers_are_as_few_cases() -> None:
    """Whoever presses often is one person all the same: their figures would be read in those of the organisation."""
    least = POLICY.numbers["quality_least"]
    spread = [ended(dossier=Dossier(f"zaak-d-{number % least}")) for number in range(2 * least)]
    alone = [replace(row, dossier=Dossier(f"zaak-d-{number % (least - 1)}")) for number, row in enumerate(spread)]
    waits = [Awaited("spoedaanwijzing", "ontvangen", (PIKET,), row.dossier) for row in alone]

    def published(**facts: Any) -> Any:
        return month_figures(MONTH, replace(NOTHING, **facts), nobody, POLICY).get(RECEIVED)

    assert published(ended=spread).cases == 2 * least
    assert published(ended=alone) is None
    assert published(waiting=waits) is None
    assert published(reopened=waits) is None
    found = published(ended=spread, waiting=waits, reopened=waits)
    assert (found.cases, found.waiting, found.reopened) == (2 * least, None, None)


@given(months())
def test_ev_02_no_person_no_area_and_no_item_in_what_is_published(facts: MonthFacts) -> None:
    published = month_figures(MONTH, facts, nobody, POLICY)
    text = json.dumps([(asdict(cell), asdict(found)) for cell, found in published.items()])
    assert not any(word in text for word in (*PEOPLE, "arr:", "eenheid:", "gm:", "item", "zaak"))


@given(months(), st.lists(st.integers(0, 10**6), max_size=POLICY.numbers["quality_least"] - 1), st.data())
def test_ev_02_whatever_is_kept_back_could_be_otherwise_and_all_that_is_published_the_same(
    facts: MonthFacts, others: list[int], data: st.DataObject
) -> None:
    """No total and no other cell betrays a small one: put anything else as small in its place, and nothing changes."""
    published = month_figures(MONTH, facts, nobody, POLICY)
    indicator = data.draw(st.sampled_from(HANDOVERS))
    if any(cell.indicator == indicator.name for cell in published):
        return
    kept = [row for row in facts.ended if (row.flow, row.what) != (indicator.flow, indicator.what)]
    holder = data.draw(st.sampled_from(HOLDERS))
    added = [ended(f"{indicator.flow}.{indicator.what}", holder, one, outcome="gedaan") for one in others]
    assert month_figures(MONTH, replace(facts, ended=[*kept, *added]), nobody, POLICY) == published
    assert month_figures(MONTH, replace(facts, ended=kept), nobody, POLICY) == published
