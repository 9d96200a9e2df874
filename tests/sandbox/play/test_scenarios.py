"""Every shipped scenario, whole: a real service process, real keys, real HTTP, a local Bot API, virtual time."""

from pathlib import Path

import pytest

from sandbox.play.conductor import Headless
from sandbox.play.playing import play
from sandbox.play.reading import load_scenario, shipped
from sandbox.play.timeline import Timeline

QUICK = {"answered_at_once"}
"""Played in every run; the others where the longer suites run. Kills have quick tests of their own, in tests/kills."""


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in shipped()]
)
async def test_every_expectation_and_promise_of_a_shipped_scenario_holds(name: str, tmp_path: Path) -> None:
    timeline = Timeline()
    outcome = await play(load_scenario(name), Headless(), timeline, tmp_path)
    assert [f"{verdict.what}: {verdict.detail}" for verdict in outcome.broken] == []
    assert outcome.verdicts
