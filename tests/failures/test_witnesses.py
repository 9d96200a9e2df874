"""Witnesses: a write that fails is made again at the next round, and nothing but the proof waits for it."""

from __future__ import annotations

from tests.failures.conftest import AFailingNight
from tests.failures.faults import Faults
from tests.failures.nights import prove, request
from tests.harness.witnesses import witnessed, witnesses

SITES = frozenset({"bot.witnessing:Witnessing._round", "bot.witnessing:Witnessing._keep"})
"""The writes whose failures are proven in this file."""


async def test_cosignatures_that_could_not_be_stored_are_asked_for_again(
    a_night: AFailingNight, faults: Faults
) -> None:
    async with a_night() as n, witnesses(n.folder, n.clock.now) as policy:
        await n.stop()
        n.witnesses_file = policy
        with faults.at("bot.witnessing:Witnessing._round"):
            await n.start()
            await n.forward(seconds=1)
        await n.forward(seconds=31)
        assert set(map(len, witnessed(n.url, policy).values())) == {2}
        with faults.at("bot.witnessing:Witnessing._keep"):
            await request(n)
            await n.forward(seconds=11)
        await n.forward(seconds=90)  # until the root log has taken what is new, and that is confirmed too
        found = witnessed(n.url, policy)
        assert found["om"] == found["nctv"] == found["root"] == {"w1", "w2"}
        await prove(n)
