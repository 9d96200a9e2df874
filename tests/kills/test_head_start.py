"""A step that is begun before its moment (ADR 0057) rings once, wherever the service dies before its bell."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.bells import BellAction
from storage.evidence import evidence
from storage.tables_running import outbox
from tests.kills.child_night import ChildNight
from tests.kills.conftest import AChildNight
from tests.kills.launcher import EARLY
from tests.kills.ledger import check_promises
from tests.kills.points import PHASES
from tests.stories.words import REQUEST

RESTART = "to begin early"
FIRST_RING = 30
"""Seconds after the request at which who has duty is rung again."""
pytestmark = pytest.mark.timeout(240)


@pytest.mark.parametrize(
    "phase", [pytest.param(one, marks=[] if one == "committed" else [pytest.mark.slow]) for one in PHASES]
)
async def test_killed_before_the_moment_of_a_step_that_was_begun_it_rings_once(
    a_child_night: AChildNight, phase: str
) -> None:
    async with a_child_night() as n:
        n.more["PIKET_BEGINS_EARLY"] = "1"
        n.kill(RESTART)
        await n.settle()
        hovj, piket = await n.open("hovj", "piket1")
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        assert (len(hovj.bells()), len(piket.bells())) == (1, 1)
        n.arm(f"{EARLY}|{phase}")
        await n.forward(seconds=FIRST_RING - 1.02)
        assert n.armed, "the step was begun far too early"
        await n.forward(seconds=0.02)
        assert n.kills == [RESTART, f"{EARLY}|{phase}"]
        await n.forward(seconds=FIRST_RING - 1)
        assert (len(hovj.bells()), len(piket.bells())) == (0, 1)
        assert _rows(n, piket.chat) == [timedelta(0), timedelta(seconds=FIRST_RING)]
        await check_promises(n)


def _rows(n: ChildNight, chat: int) -> list[timedelta]:
    """When each ring of this chat was written, counted from the first."""
    rang = outbox.c.target == str(chat), outbox.c.action == BellAction.RING
    told = select(outbox.c.created_at).where(*rang, outbox.c.created_at >= n.began)
    with evidence(n.url) as store:
        moments = list(store._connection.execute(told.order_by(outbox.c.created_at)).scalars())
    return [moment - moments[0] for moment in moments]
