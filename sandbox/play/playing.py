"""One scenario from file to verdicts: set up, play, check, judge."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sandbox.play.conductor import Pace
from sandbox.play.judge import Verdict, judge
from sandbox.play.night import night
from sandbox.play.player import Player
from sandbox.play.promises import check_promises
from sandbox.play.scenario import Scenario
from sandbox.play.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a scenario; it `held` when every expectation and every promise did."""

    verdicts: list[Verdict]

    @property
    def held(self) -> bool:
        return all(verdict.held for verdict in self.verdicts)

    @property
    def broken(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if not verdict.held]


async def play(scenario: Scenario, pace: Pace, timeline: Timeline, folder: Path | None = None) -> Outcome:
    """Play a scenario in `folder` (must be empty; a temporary one when none is given) and judge it.

    Raises:
        ServiceFailed, NeverStill, TimeStuck: when it could not be played to its end.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="piket-") as made:
            return await play(scenario, pace, timeline, Path(made))
    data = folder / "data"
    data.mkdir(mode=0o700, parents=True)
    async with night(scenario, data, timeline) as world:
        player = Player(world, pace)
        await player.play()
        await check_promises(world, player.accepted)
    return Outcome(judge(scenario, timeline))
