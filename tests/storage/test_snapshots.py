"""EV-04: the ladder an obligation keeps reads back as it was, also one stored before rungs went by the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.functies import Functie
from domain.policy import LadderRung, Selector, Slot
from domain.terms import Term
from storage.snapshots import ladder_from, ladder_text
from tests.harness.ladders import POLICY

WHO = (Selector(Functie.HOVJ, "", Slot.ON_DUTY),)
BEFORE = (
    '{"name":"L-8.regulier","source":"L-8","emergency":false,"repeat":"P1D","tells_requester":false,"rungs":['
    '{"after":"-PT12H","who":[{"functie":null,"relation":"holder","slot":"on_duty","scope":null}]},'
    '{"after":"PT15M","who":[{"functie":"nctv_teamleider","relation":"","slot":"on_duty","scope":"nl"}]},'
    '{"after":"P1D","who":[{"functie":null,"relation":"opener","slot":"all","scope":null}]}],'
    '"seen_pause":"PT1M","calling_pause":"PT2M",'
    '"restraint":{"quiet_from":"22:00:00","quiet_until":"07:00:00","per_hour":4,"bundle":"PT15M"}}'
)
"""As it was stored when every `after` was elapsed; a day there is 24 hours."""


def test_ev_04_a_ladder_stored_with_elapsed_rungs_reads_as_it_was_and_is_written_the_same() -> None:
    found = ladder_from(BEFORE)
    assert [rung.after for rung in found.rungs] == [timedelta(hours=-12), timedelta(minutes=15), timedelta(hours=24)]
    assert ladder_text(found) == BEFORE


@pytest.mark.parametrize("name", sorted(POLICY.ladders))
def test_ev_04_every_ladder_of_the_policy_comes_back(name: str) -> None:
    ladder = POLICY.ladders[name]
    assert ladder_from(ladder_text(ladder)) == ladder


@pytest.mark.parametrize(
    "after",
    [Term(days=-14), Term(months=1), Term(working=-2, week=POLICY.calendar), timedelta(days=-14)],
    ids=["days", "month", "working", "elapsed"],
)
def test_ev_04_a_rung_by_the_calendar_comes_back_as_it_was(after: timedelta | Term) -> None:
    ladder = replace(POLICY.ladders["L-8"], rungs=(LadderRung(after, WHO),))
    found = ladder_from(ladder_text(ladder))
    assert found == ladder
    assert type(found.rungs[0].after) is type(after)
