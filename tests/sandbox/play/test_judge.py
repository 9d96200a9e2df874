"""The judge: what was expected and did not happen fails, and so does a bell that nobody expected."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from sandbox.play.judge import Verdict, judge, match
from sandbox.play.timeline import Kind, Timeline
from tests.sandbox.play.nights import scenario

ACCEPTED = {"step": 1, "who": "hanna", "does": "submit", "item": "zaak", "answer": "accepted"}


def span(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def night(*entries: tuple[float, Kind, Mapping[str, object]], submitted: bool = True) -> Timeline:
    timeline = Timeline()
    if submitted:
        timeline.add(span(0), Kind.STEP, **ACCEPTED)
    for at, kind, about in entries:
        timeline.add(span(at), kind, **about)
    return timeline


def broken(more: str, timeline: Timeline) -> list[Verdict]:
    return [verdict for verdict in judge(scenario(more), timeline) if not verdict.held]


def bell(
    at: float, who: str = "hanna", channel: str = "telegram", *, drill: bool = False
) -> tuple[float, Kind, dict[str, object]]:
    return at, Kind.BELL, {"who": who, "channel": channel, "drill": drill}


@pytest.mark.parametrize(
    ("expected", "heard", "missed", "surplus"),
    [
        ([], [], 0, 0),
        ([0, 30], [0, 30], 0, 0),
        ([0, 30], [0.5, 31], 0, 0),
        ([0, 30], [0], 1, 0),
        ([0], [0, 30], 0, 1),
        ([30], [29], 1, 1),
        ([30], [31.5], 1, 1),
        ([0, 0], [0, 0.4], 0, 0),
        ([0, 0], [0], 1, 0),
        ([0], [0, 0], 0, 1),
        ([0, 1], [1, 1], 0, 0),
    ],
)
def test_each_expected_bell_is_one_that_was_heard(
    expected: list[float], heard: list[float], missed: int, surplus: int
) -> None:
    found = match([(span(at), "why") for at in expected], [span(at) for at in heard], span(1))
    assert (len(found[0]), len(found[1])) == (missed, surplus)


def test_a_bell_that_nobody_expected_fails() -> None:
    [verdict] = broken("", night(bell(12, "nina")))
    assert verdict.detail == "not expected at 00:00:12"


def test_a_bell_that_does_not_come_fails_and_says_why_it_was_expected() -> None:
    [verdict] = broken("[[bells]]\nwho = 'hanna'\nat = ['00:00:20']\nwhy = 'SA-04'\n", night())
    assert verdict.detail == "missed at 00:00:20 (SA-04)"


def test_a_bell_is_expected_on_every_channel_of_a_person_unless_one_is_named() -> None:
    both = "[[bells]]\nwho = 'nina'\nat = ['1s']\nwhy = 'x'\n"
    assert not broken(both, night(bell(1, "nina"), bell(1, "nina", "webhook")))
    assert broken(both, night(bell(1, "nina")))
    assert not broken(both.replace("why", "channel = 'webhook'\nwhy"), night(bell(1, "nina", "webhook")))


def test_a_drills_bell_is_no_real_bell() -> None:
    real = "[[bells]]\nwho = 'hanna'\nat = ['1s']\nwhy = 'x'\n"
    assert len(broken(real, night(bell(1, drill=True)))) == 2
    assert not broken(real.replace("why", "drill = true\nwhy"), night(bell(1, drill=True)))


def test_rows_of_bells_include_their_last_moment() -> None:
    row = "[[bells]]\nwho = 'hanna'\nfirst = '0s'\nevery = '30s'\nuntil = '1m'\nwhy = 'x'\n"
    assert not broken(row, night(bell(0), bell(30), bell(60)))
    assert broken(row, night(bell(0), bell(30), bell(60), bell(90)))


RUNGS = "[[rungs]]\nitem = 'zaak'\nwhat = 'ontvangen'\nreached = ['0s', '1m']\n"


def rung(at: float, index: int, *, empty: bool = False) -> tuple[float, Kind, dict[str, object]]:
    return at, Kind.RUNG, {"item": "zaak", "what": "ontvangen", "index": index, "empty": empty, "late_ms": 0}


@pytest.mark.parametrize(
    ("reached", "held"),
    [
        ([rung(0, 0), rung(60, 1)], True),
        ([rung(0, 0)], False),
        ([rung(0, 0), rung(60, 1), rung(120, 2)], False),
        ([rung(0, 0), rung(65, 1)], False),
        ([rung(0, 0), rung(60, 1, empty=True)], False),
    ],
)
def test_rungs_are_those_and_no_others(reached: list[tuple[float, Kind, dict[str, object]]], held: bool) -> None:
    assert (not broken(RUNGS, night(*reached))) is held


def state(at: float, name: str) -> tuple[float, Kind, dict[str, object]]:
    return at, Kind.STATE, {"item": "zaak", "state": name}


def test_a_state_is_that_of_the_moment() -> None:
    timeline = night(state(0, "ingediend"), state(90, "ontvangen"))
    assert not broken("[[expect]]\nitem = 'zaak'\nat = '1m'\nstate = 'ingediend'\n", timeline)
    assert not broken("[[expect]]\nitem = 'zaak'\nstate = 'ontvangen'\n", timeline)
    assert broken("[[expect]]\nitem = 'zaak'\nat = '1m'\nstate = 'ontvangen'\n", timeline)


def test_the_authority_is_that_of_the_moment() -> None:
    timeline = night((0, Kind.GEZAG, {"item": "zaak", "holder": "nctv@nl"}))
    assert not broken("[[expect]]\nitem = 'zaak'\ngezag = 'nctv@nl'\n", timeline)
    assert broken("[[expect]]\nitem = 'zaak'\ngezag = 'hovj@arr:midden-nederland'\n", timeline)


def test_open_obligations_are_exactly_those_and_settled_ones_are_by_whom() -> None:
    opened = (0.0, Kind.OPENED, {"item": "zaak", "what": "ontvangen"})
    settled = (30.0, Kind.SETTLED, {"item": "zaak", "what": "ontvangen", "by": "nina"})
    again = (60.0, Kind.OPENED, {"item": "zaak", "what": "ontvangen", "again": True})
    timeline = night(opened, settled, again)
    assert not broken("[[expect]]\nitem = 'zaak'\nat = '10s'\nopen = ['ontvangen']\n", timeline)
    assert not broken("[[expect]]\nitem = 'zaak'\nat = '40s'\nopen = []\nsettled = { ontvangen = 'nina' }\n", timeline)
    assert not broken("[[expect]]\nitem = 'zaak'\nopen = ['ontvangen']\n", timeline)
    assert broken("[[expect]]\nitem = 'zaak'\nat = '40s'\nsettled = { ontvangen = 'hanna' }\n", timeline)
    assert broken("[[expect]]\nitem = 'zaak'\nat = '10s'\nsettled = { ontvangen = 'nina' }\n", timeline)


def test_what_events_made_moot_was_settled_by_nobody() -> None:
    timeline = night((30, Kind.SETTLED, {"item": "zaak", "what": "ontvangen", "by": None}))
    assert not broken("[[expect]]\nitem = 'zaak'\nsettled = { ontvangen = 'nobody' }\n", timeline)


def test_a_step_that_never_happened_fails() -> None:
    [verdict] = broken("", night(submitted=False))
    assert "never happened" in verdict.detail


REFUSED = "[[steps]]\nat = '1m'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaak'\nrefused = 'item.closed'\n"


@pytest.mark.parametrize(("answer", "held"), [("item.closed", True), ("accepted", False), ("item.stale", False)])
def test_a_refusal_is_the_one_that_was_expected(answer: str, held: bool) -> None:
    timeline = night((60, Kind.STEP, {"step": 2, "answer": answer}))
    assert (not broken(REFUSED, timeline)) is held


def test_a_flag_that_was_expected_is_there() -> None:
    flagged = REFUSED.replace("refused = 'item.closed'", "flags = ['receipt.second']")
    assert broken(flagged, night((60, Kind.STEP, {"step": 2, "answer": "accepted", "flags": []})))
    assert not broken(flagged, night((60, Kind.STEP, {"step": 2, "answer": "accepted", "flags": ["receipt.second"]})))


def test_a_broken_promise_fails() -> None:
    [verdict] = broken("", night((0, Kind.PROMISE, {"promise": "never lost", "held": False, "detail": "zaak"})))
    assert verdict == Verdict(False, "never lost", "zaak")
