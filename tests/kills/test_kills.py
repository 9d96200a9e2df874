"""Never lost, never silent, never twice: the service dies at defined points of a night, and every promise holds."""

from __future__ import annotations

import pytest

from tests.kills.child_night import ChildNight
from tests.kills.conftest import AChildNight
from tests.kills.ledger import check_promises
from tests.kills.points import STEPS, UNCLEAR, Step, Story, every_point, sample

SEED = 312


def names(nights: list[dict[str, str]]) -> list[str]:
    return [f"{number}-{len(night)}" for number, night in enumerate(nights, 1)]


SAMPLE = sample(SEED, 14)
ALL = every_point()


async def test_with_no_kill_the_night_rings_as_the_steps_say(a_child_night: AChildNight) -> None:
    await play(a_child_night, {})


@pytest.mark.parametrize("plan", SAMPLE, ids=names(SAMPLE))
async def test_killed_at_a_sample_of_all_points_nothing_is_lost_doubled_or_silent(
    a_child_night: AChildNight, plan: dict[str, str]
) -> None:
    await play(a_child_night, plan)


@pytest.mark.slow
@pytest.mark.timeout(240)
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
        await check_promises(n, sum(point in UNCLEAR for point in n.kills))


async def take(n: ChildNight, story: Story, step: Step, point: str | None) -> None:
    """One step of the night, dying at `point`; each phone rings as if nothing had died, or once more if unclear."""
    if point is not None:
        n.arm(point)
    await step.do(n, story)
    await n.forward(seconds=2)
    assert not n.armed, f"{step.name}: {point} was never reached"
    heard = {one.name: len(bells) for one in n.people.values() if (bells := one.bells())}
    extra = 1 if point in UNCLEAR else 0
    for name in heard.keys() | step.rings.keys():
        least = step.rings.get(name, 0)
        rang = heard.get(name, 0)
        assert least <= rang <= least + (extra if least else 0), f"{step.name}, {point}: {name} heard {rang} bells"
