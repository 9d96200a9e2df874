"""The webhook door: only who knows path and secret comes in, and nothing is confirmed that is not stored."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.telegram.batch import Batch
from bot.telegram.calls import Calls
from bot.telegram.health import Health
from bot.telegram.keeper import Keeper
from bot.telegram.webhook import HEADER, MOST, Delivery, Webhook
from domain.errors import StorageBusy
from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.faults import Fault
from sandbox.botapi.settings import Settings
from tests.notify.bells import START, HandClock

TOKEN = "1234567890:" + "A" * 35
SAID = {
    "update_id": 7,
    "message": {
        "message_id": 3,
        "date": 0,
        "chat": {"id": 77, "type": "private"},
        "from": {"id": 77, "is_bot": False, "first_name": "-"},
        "text": "Zonnebloemstraat",
    },
}


class Desk:
    """A webhook whose store is in the test's hands."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.busy = False
        self.health = Health()
        self.delivery = Delivery.of(TOKEN, "https://api.piket.example")
        self.webhook = Webhook(
            self.delivery, store=self._store, clock=HandClock(), health=self.health, body_seconds=0.05
        )

    async def _store(self, batch: Batch) -> None:
        if self.busy:
            raise StorageBusy("store.busy", "The store is busy; send the same again.")
        self.batches.append(batch)


@asynccontextmanager
async def door() -> AsyncIterator[tuple[Desk, TestClient[web.Request, web.Application]]]:
    desk, app = Desk(), web.Application()
    desk.webhook.add_to(app)
    client: TestClient[web.Request, web.Application] = TestClient(TestServer(app))
    async with client:
        yield desk, client


async def test_an_update_is_stored_by_the_allow_list_and_confirmed_with_nothing() -> None:
    async with door() as (d, client):
        answer = await client.post(d.delivery.path, json=SAID, headers={HEADER: d.delivery.secret})
        assert (answer.status, await answer.read()) == (200, b"")
        [batch] = d.batches
        assert [entry.source_key for entry in batch.entries] == ["message:77:3"]
        assert "Zonnebloemstraat" not in repr(batch)


@pytest.mark.parametrize("secret", [None, "", "wrong", "é", "a" * 43])
async def test_f29_without_the_secret_nothing_is_stored(secret: str | None) -> None:
    async with door() as (d, client):
        headers = {} if secret is None else {HEADER: secret}
        assert (await client.post(d.delivery.path, json=SAID, headers=headers)).status == 401
        assert d.batches == []


async def test_another_path_is_no_path_even_with_the_secret() -> None:
    async with door() as (d, client):
        answer = await client.post("/v1/telegram/anything", json=SAID, headers={HEADER: d.delivery.secret})
        assert answer.status == 404
        assert d.batches == []


async def test_f30_while_the_store_is_busy_nothing_is_confirmed() -> None:
    async with door() as (d, client):
        d.busy = True
        answer = await client.post(d.delivery.path, json=SAID, headers={HEADER: d.delivery.secret})
        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")


async def test_f22_what_cannot_be_read_is_kept_as_its_shape_and_blocks_nothing() -> None:
    async with door() as (d, client):
        poison = {"update_id": 8, "message": {"message_id": "not a number"}}
        for body in (json.dumps(poison).encode(), b"no json", b"[" * 100_000):
            answer = await client.post(d.delivery.path, data=body, headers={HEADER: d.delivery.secret})
            assert answer.status == 200
        assert [batch.unreadable for batch in d.batches] == [
            (("unreadable:8", "{message:{message_id:str},update_id:int}"),),
            (("unreadable:None", "NoneType"),),
            (("unreadable:None", "NoneType"),),
        ]
        assert d.health.quarantined == 3


async def test_a_body_that_is_too_large_or_too_slow_is_refused() -> None:
    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    async with door() as (d, client):
        headers = {HEADER: d.delivery.secret}
        assert (await client.post(d.delivery.path, data=io.BytesIO(b" " * (MOST + 1)), headers=headers)).status == 413
        assert (await client.post(d.delivery.path, data=slowly(), headers=headers)).status == 408
        assert d.batches == []


def test_path_and_secret_come_from_the_token_and_do_not_show_it() -> None:
    one, other = Delivery.of(TOKEN, "https://a.example"), Delivery.of(TOKEN[:-1] + "B", "https://a.example")
    assert len({one.path, one.secret, other.path, other.secret}) == 4
    assert TOKEN.partition(":")[2] not in one.url + one.secret
    assert one.is_ours(Delivery.of(TOKEN, "https://earlier.example").url)
    assert not one.is_ours("https://elsewhere.example/hook")
    assert one.secret not in repr(one)


class Kept:
    """A keeper against a local Bot API, looking once each time it is told to."""

    def __init__(self, api: BotApi, time: VirtualClock) -> None:
        self.api, self.time, self.health, self.clock = api, time, Health(), HandClock()
        self.rests: list[float] = []
        self._go = asyncio.Semaphore(0)
        self._rested = asyncio.Event()
        self.delivery = Delivery.of(api.token, "http://piket.localhost:1")
        calls = Calls(api.url, api.token, self.clock, self.clock)
        every = timedelta(seconds=60)
        self.keeper = Keeper(
            calls,
            self.delivery,
            holds=self._holds,
            rest=self._rest,
            clock=self.clock,
            health=self.health,
            every=every,
            pause_seconds=1,
        )
        self.calls = calls

    async def _holds(self) -> bool:
        return True

    async def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self._rested.set()
        await self._go.acquire()

    async def look(self) -> None:
        self._rested.clear()
        self._go.release()
        await self._rested.wait()


@asynccontextmanager
async def kept() -> AsyncIterator[Kept]:
    time = VirtualClock(START.timestamp())
    async with BotApi(clock=time, settings=Settings(seed=3, allow_local_urls=True)) as api:
        made = Kept(api, time)
        task = asyncio.create_task(made.keeper.run())
        await made._rested.wait()
        yield made
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_webhook_is_set_with_its_secret_and_the_kinds_we_ask_for() -> None:
    async with kept() as k:
        assert (k.api.webhook.url, k.api.webhook.secret) == (k.delivery.url, k.delivery.secret)
        assert sorted(k.api.queue.allowed or ()) == ["callback_query", "message", "my_chat_member"]
        await k.look()
        assert k.rests == [60, 60]
        assert (k.health.failures, k.health.foreign, k.health.undelivered) == (0, False, False)


async def test_f28_a_foreign_webhook_is_flagged_for_good_and_ours_is_put_back() -> None:
    async with kept() as k:
        k.api.webhook.point_at("https://elsewhere.example/hook")
        k.time.advance(2)
        await k.look()
        assert k.health.foreign
        assert k.api.webhook.url == k.delivery.url
        await k.look()
        assert k.health.foreign


async def test_f14_a_revoked_token_and_a_webhook_that_is_refused_are_flagged() -> None:
    async with kept() as k:
        revoked = k.api.when("getWebhookInfo").do(Fault.F14_REVOKED)
        await k.look()
        assert (k.health.revoked, k.rests[-1]) == (True, 1)
        revoked.cancel()
        await k.look()
        assert (k.health.revoked, k.rests[-1]) == (False, 60)
        k.api.webhook.point_at("")
        k.api.when("setWebhook", times=1).do(Fault.F8_RESTART)
        await k.look()
        assert k.health.undelivered
        k.time.advance(2)
        await k.look()
        assert (k.health.undelivered, k.api.webhook.url) == (False, k.delivery.url)


async def test_updates_that_telegram_cannot_bring_are_flagged_until_they_come() -> None:
    async with kept() as k:
        k.api.add_user(77, "iemand")
        k.api.say(77, "/dienst")  # nobody listens at the address
        await k.api.until(lambda idle: k.api.webhook.last_error is not None)
        await k.look()
        assert k.health.undelivered
        k.clock.move(timedelta(minutes=3))
        await k.look()
        assert not k.health.undelivered


async def test_polling_takes_away_a_webhook_of_ours_and_flags_one_that_is_not() -> None:
    async with kept() as k, k.calls.session() as http:
        await k.keeper.leave(http)
        assert k.api.webhook.url == ""
        assert not k.health.foreign
        await k.keeper.leave(http)
        k.api.webhook.point_at("https://elsewhere.example/hook")
        await k.keeper.leave(http)
        assert (k.api.webhook.url, k.health.foreign) == ("https://elsewhere.example/hook", True)
