"""One device or address cannot crowd out the others; who asks too much hears when to come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from bot.http import limits
from bot.http.app import requests_in_flight
from bot.http.limits import Buckets, address_of
from bot.http.problems import TryAgain
from tests.bot.http.conftest import HOVJ, ByHand, Make, World


@given(st.lists(st.floats(min_value=0, max_value=5), min_size=1, max_size=60))
def test_never_more_than_burst_and_rate_allow(waits: list[float]) -> None:
    clock, taken = ByHand(), 0
    start = clock.moment
    buckets = Buckets(clock, rate=2, burst=3)
    for wait in waits:
        clock.moment += timedelta(seconds=wait)
        try:
            buckets.take("a")
            taken += 1
        except TryAgain as later:
            clock.moment += timedelta(seconds=later.wait)
            buckets.take("a")
            taken += 1
    assert taken <= 3 + 2 * (clock.moment - start).total_seconds() + 1e-6


def test_one_key_does_not_spend_anothers_tokens() -> None:
    buckets = Buckets(ByHand(), rate=1, burst=1)
    buckets.take("a")
    with pytest.raises(TryAgain):
        buckets.take("a")
    buckets.take("b")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BUCKETS", 10)
    buckets = Buckets(ByHand(), rate=1, burst=1)
    for number in range(100):
        buckets.take(str(number))
    assert len(buckets._buckets) == 10


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "6.6.6.6", "peer"), (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"), (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (1, "", "peer"), (3, "6.6.6.6", "peer"), (1, ", ,", "peer"),
    ],
)  # fmt: skip
def test_only_our_own_proxies_are_believed(hops: int, forwarded: str, address: str) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": forwarded})
    assert address_of(request, hops) == (request.remote or "" if address == "peer" else address)


@pytest.mark.parametrize("path", ["/v1/challenges", "/v1/sessions", "/v1/enrolments", "/v1/log/om/checkpoint"])
async def test_an_address_without_a_session_has_a_limit(make_world: Make, path: str) -> None:
    world = await make_world(address_burst=3)
    method = "GET" if path.startswith("/v1/log") else "POST"
    for _ in range(3):
        assert (await world.client.request(method, path, json={})).status != 429
    answer = await world.client.request(method, path, json={})
    assert (answer.status, (await answer.json())["code"]) == (429, "rate.exceeded")
    assert int(answer.headers["Retry-After"]) >= 1
    world.later(seconds=1)
    assert (await world.client.request(method, path, json={})).status != 429


async def test_a_device_that_reads_too_much_waits(make_world: Make) -> None:
    world = await make_world(device_burst=2)
    phone = await world.add("anna", "om", HOVJ)
    await phone.open_session()
    for _ in range(2):
        await phone.get("/v1/me")
    headers = phone.headers("GET", "/v1/me")
    assert (await world.client.get("/v1/me", headers=headers)).status == 429
    world.later(seconds=1)
    assert (await world.client.get("/v1/me", headers=headers)).status == 200


async def test_requests_under_way_are_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = world.client.app
    assert app is not None
    seen: list[int] = []
    read = world.store.read

    async def watched(unit: Any) -> Any:
        seen.append(requests_in_flight(app))
        return await read(unit)

    monkeypatch.setattr(world.store, "read", watched)
    await world.client.get("/v1/health/ready")
    assert seen == [1]
    assert requests_in_flight(app) == 0
