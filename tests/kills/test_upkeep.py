"""Keys, devices, leases, attachments and witnesses: the service dies at each of their points, and they stay whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.audit.checkpoints import parse_unverified
from storage.evidence import evidence
from tests.harness.witnesses import read, witnessed, witnesses
from tests.kills.child_night import ChildNight
from tests.kills.conftest import POSTGRES_SLOWLY, SQLITE, AChildNight, sampled
from tests.kills.ledger import check_promises
from tests.kills.points import Story, every_point, sample, take
from tests.kills.upkeep import OFFICER, TABLET, UPKEEP

SEED = 727
RESTART = "to ask witnesses"
pytestmark = pytest.mark.timeout(480)


def names(nights: list[dict[str, str]]) -> list[str]:
    return [f"{number}-{len(night)}" for number, night in enumerate(nights, 1)]


SAMPLE = sample(SEED, 5, UPKEEP)
ALL = every_point(UPKEEP)


@pytest.mark.parametrize("a_child_night", [SQLITE, POSTGRES_SLOWLY], indirect=True)
async def test_with_no_kill_everything_is_as_it_should_be(a_child_night: AChildNight) -> None:
    await play(a_child_night, {})


@pytest.mark.parametrize(("a_child_night", "plan"), sampled(SAMPLE, "sqlite"), indirect=["a_child_night"])
async def test_killed_at_a_sample_of_all_points_it_is_whole(a_child_night: AChildNight, plan: dict[str, str]) -> None:
    await play(a_child_night, plan)


@pytest.mark.slow
@pytest.mark.parametrize("plan", ALL, ids=names(ALL))
async def test_killed_at_every_point_it_is_whole(a_child_night: AChildNight, plan: dict[str, str]) -> None:
    await play(a_child_night, plan)


async def play(a_child_night: AChildNight, plan: dict[str, str]) -> None:
    async with a_child_night() as n, witnesses(n.folder, n.clock.now) as policy:
        n.more["PIKET_WITNESSES_FILE"] = str(policy)
        n.kill(RESTART)
        await n.settle()
        story = Story()
        for step in UPKEEP:
            await take(n, story, step, plan.get(step.name))
        assert n.kills == [RESTART, *(plan[step.name] for step in UPKEEP if step.name in plan)]
        await _check_device(n)
        await n.forward(seconds=11)  # the round of witnesses after the last leaf
        for one in n.people.values():
            one.bells()
        await check_promises(n)
        _check_log(n, policy)


async def _check_device(n: ChildNight) -> None:
    """The invitation was used once: one device more, and it may open a session."""
    officer = await n.officer(OFFICER)
    await officer.start()
    theirs = [device for device in officer.directory.devices.values() if device.person == "hovj"]
    assert len(theirs) == 2
    await (await n.device(TABLET)).start()


def _check_log(n: ChildNight, policy: Path) -> None:
    """The key of the OM's log turned where its founders said, and nowhere else; enough witnesses confirmed it all."""
    with evidence(n.url) as store:
        [turn] = store.audit.turns("om")
        notes = [parse_unverified(note) for _, note in store.logs.checkpoints("om", 0, 1000)]
    by_new = [checkpoint.size for checkpoint, note in notes if note.by(turn.new)]
    assert min(by_new) == turn.size
    assert by_new == [checkpoint.size for checkpoint, _ in notes if checkpoint.size >= turn.size]
    known = read(policy)
    assert known.quorum == "either"
    assert all(found for found in witnessed(n.url, policy).values())
