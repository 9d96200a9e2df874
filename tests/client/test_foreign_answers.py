"""An answer that the service did not write says nothing about an act: its bytes are kept and sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from client.phone import Phone
from client.transport import ServerRefused
from tests.client.rough import Rough
from tests.client.service import PATIENT, Running, running
from tests.client.test_over_http import REQUEST
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

PROXIES = (403, 404, 407, 408, 413, 451, 502, 520, 530)


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


@pytest.mark.parametrize("stored", [False, True], ids=["never stored", "stored, answer lost"])
@pytest.mark.parametrize("status", PROXIES)
async def test_an_act_answered_by_a_proxy_is_kept_and_is_one_act_in_the_end(
    world: Running, status: int, stored: bool
) -> None:
    plain = await world.phone("hanna", start=False)
    transport = await world.open.enter_async_context(Rough(world.origin))
    hanna = Phone(plain.folder, transport, clock=world.clock.now, eenheid_of=plain.eenheid_of)
    await hanna.start()
    transport.plan = [*(["lost"] if stored else []), *[status] * 2 * PATIENT.tries]
    with pytest.raises(ServerRefused):
        await hanna.submit_spoedaanwijzing(REQUEST)
    assert hanna.outbox.pending("om") is not None
    transport.plan = []
    [answer] = await hanna.resume()
    assert (answer.status, answer.state) == (201, "ingediend")
    assert "chain.broken" not in answer.flags
    assert len(await hanna.open_items()) == 1
    assert len(list((hanna.folder / "done").glob("*.act"))) == 1
