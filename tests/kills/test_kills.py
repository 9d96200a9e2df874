"""Never lost, never silent, never twice: the service dies at defined points of a night, and every promise holds."""

from __future__ import annotations

import pytest

from tests.kills.conftest import POSTGRES_SLOWLY, SQLITE, AChildNight, sampled
from tests.kills.ledger import check_promises
from tests.kills.points import STEPS, Story, every_point, sample, take

SEED = 312
pytestmark = pytest.mark.timeout(240)


def names(nights: list[dict[str, str]]) -> list[str]:
    return [f"{number}-{len(night)}" for number, night in enumerate(nights, 1)]


SAMPLE = sample(SEED, 12)
ALL = every_point()


@pytest.mark.parametrize("a_child_night", [SQLITE, POSTGRES_SLOWLY], indirect=True)
async def test_with_no_kill_the_night_rings_as_the_steps_say(a_child_night: AChildNight) -> None:
    await play(a_child_night, {})


@pytest.mark.parametrize(("a_child_night", "plan"), sampled(SAMPLE, "sqlite", "postgres"), indirect=["a_child_night"])
async def test_killed_at_a_sample_of_all_points_nothing_is_lost_doubled_or_silent(
    a_child_night: AChildNight, plan: dict[str, str]
) -> None:
    await play(a_child_night, plan)


@pytest.mark.slow
@pytest.mark.parametrize("plan", ALL, ids=names(ALL))
async def test_killed_at_every_point_nothing_is_lost_doubled_or_silent(
    a_child_night: AChildNight, plan: dict[str, str]
) -> None:
    await play(a_child_night, plan)


async def play(a_child_night: AChildNight, plan: dict[str, str]) -> None:
    async with a_child_night() as n:
        story = Story()
        for step in STEPS:
            await take(n, story, step, plan.get(step.name))
        assert n.kills == [plan[step.name] for step in STEPS if step.name in plan]
        await check_promises(n)
