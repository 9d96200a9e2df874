"""The ladder, the rings and the act that settles it, checked in every state that two instances can come to.

What is promised of the code is promised of `ringing.pml`; that the check can fail is shown by planting each mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.formal.checking import PROMISES, Checker

NONE: Final = {"CRASHES": 0, "STALLS": 0, "LOSSES": 0, "UNANSWERED": 0}
AT_ONCE: Final = {"nothing": {}, "a commit is not answered": {"UNANSWERED": 1}}
"""Searched within some seconds, and so by every run of the tests."""
FAULTS: Final = {
    "one dies": {"CRASHES": 1},
    "one stands still past its leases": {"STALLS": 1},
    "a message is lost": {"LOSSES": 1},
}
PAIRS: Final = {
    "one dies, a message is lost": {"CRASHES": 1, "LOSSES": 1},
    "one dies, a commit is not answered": {"CRASHES": 1, "UNANSWERED": 1},
    "one stands still, a commit is not answered": {"STALLS": 1, "UNANSWERED": 1},
}
WHERE_TWO_GO_WRONG: Final = ("only_people_settle", "climbs")
"""What is searched of pairs, with every assertion; whether all is over for everybody would take hours there."""
MISTAKES: Final = {
    "NEVER_CLIMBS": ({}, "climbs"),
    "LEASES_NEVER_END": ({"CRASHES": 1}, "rings_on"),
    "UNANSWERED_IS_FORGOTTEN": ({"UNANSWERED": 1}, "rings_on"),
    "RINGS_ON_AFTER_SETTLING": ({}, "over_everywhere"),
    "ANSWERS_BEFORE_THE_COMMIT": ({"UNANSWERED": 1}, "answered"),
    "DECIDES_TWICE": ({}, "answered"),
    "TIMER_DECIDES": ({}, "only_people_settle"),
}


def held(folder: Path, faults: dict[str, int], promises: Sequence[str] = PROMISES) -> None:
    checker = Checker(folder, NONE | faults)
    found = {promise: checker.check(promise) for promise in promises}
    assert [promise for promise, verdict in found.items() if not verdict.holds] == []
    assert all(verdict.complete for verdict in found.values())


@pytest.mark.timeout(240)
@pytest.mark.parametrize("wrong", sorted(AT_ONCE))
def test_every_promise_holds_in_every_state(tmp_path: Path, wrong: str) -> None:
    held(tmp_path, AT_ONCE[wrong])


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("wrong", sorted(FAULTS))
def test_every_promise_holds_in_every_state_of_more_that_goes_wrong(tmp_path: Path, wrong: str) -> None:
    held(tmp_path, FAULTS[wrong])


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("wrong", sorted(PAIRS))
def test_what_two_instances_store_holds_where_two_things_go_wrong(tmp_path: Path, wrong: str) -> None:
    held(tmp_path, PAIRS[wrong], WHERE_TWO_GO_WRONG)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_planted_mistake_is_found(tmp_path: Path, mistake: str) -> None:
    faults, promise = MISTAKES[mistake]
    assert not Checker(tmp_path, NONE | faults, [mistake]).check(promise).holds


def test_every_mistake_that_the_model_can_make_is_planted() -> None:
    text = (Path(__file__).with_name("ringing.pml")).read_text()
    can = {line.split()[1] for line in text.splitlines() if line.startswith(("#ifdef", "#ifndef"))}
    assert can - NONE.keys() == MISTAKES.keys()
