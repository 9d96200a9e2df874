"""Webhook delivery: confirmed by 2xx only, tried again on Telegram's schedule or the receiver's, in lanes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.settings import Settings
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


@dataclass
class Receiver:
    """A webhook receiver that answers from a list, 200 when the list is empty."""

    clock: VirtualClock
    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    slow: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def asked(self, times: int) -> None:
        while len(self.got) < times:
            self.news.clear()
            await self.news.wait()

    async def handle(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.moments.append(self.clock.now())
        self.news.set()
        await self.slow.wait()
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def receiver(clock: VirtualClock) -> AsyncIterator[Receiver]:
    receiver = Receiver(clock)
    receiver.slow.set()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def hooked(receiver: Receiver, clock: VirtualClock) -> AsyncIterator[Wire]:
    settings = Settings(seed=1, allow_local_urls=True)
    async with BotApi(clock=clock, settings=settings) as api, aiohttp.ClientSession() as session:
        api.add_user(OFFICIAL, "Anna")
        wire = Wire(api, session)
        await wire("setWebhook", url=receiver.url, secret_token="geheim-1")
        yield wire


async def delivered(api: BotApi) -> None:
    await api.until(lambda idle: idle.quiet)


async def tried(api: BotApi, receiver: Receiver, times: int) -> None:
    """Until the receiver was asked so often and has answered."""
    await api.until(lambda idle: len(receiver.got) >= times and idle.delivering == 0)


async def test_an_update_comes_with_the_secret_and_is_forgotten_on_2xx(hooked: Wire, receiver: Receiver) -> None:
    api = hooked.api
    api.say(OFFICIAL, "hallo")
    await delivered(api)
    assert [u["message"]["text"] for u in receiver.got] == ["hallo"]
    assert receiver.secrets == ["geheim-1"]
    assert (await hooked("getWebhookInfo")).result["pending_update_count"] == 0


async def test_the_back_off_doubles_until_it_stays_between_one_and_two_minutes(
    hooked: Wire, receiver: Receiver, clock: VirtualClock
) -> None:
    receiver.answers = [web.Response(status=500) for _ in range(10)]
    hooked.api.say(OFFICIAL, "hallo")
    await tried(hooked.api, receiver, 2)
    while len(receiver.got) < 10:
        clock.advance(1)
        for _ in range(5):
            await asyncio.sleep(0)
        await hooked.api.until(lambda idle: idle.delivering == 0)
    moments = [round(moment - receiver.moments[0]) for moment in receiver.moments]
    assert moments[:8] == [0, 0, 2, 6, 14, 30, 62, 126]
    assert all(60 <= later - earlier <= 121 for earlier, later in pairwise(moments[7:]))
    info = (await hooked("getWebhookInfo")).result
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_retry_after_steers_the_next_attempt(hooked: Wire, receiver: Receiver, clock: VirtualClock) -> None:
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "17"})]
    hooked.api.say(OFFICIAL, "hallo")
    await tried(hooked.api, receiver, 1)
    assert hooked.api.idle().quiet
    clock.advance(16.9)
    assert len(receiver.got) == 1
    clock.advance(0.1)
    await delivered(hooked.api)
    assert receiver.moments[1] - receiver.moments[0] == pytest.approx(17)
    assert receiver.got[0] == receiver.got[1]


@pytest.mark.parametrize("header", ["0", "3601", "1.5", "Fri, 31 Dec 2027 23:59:59 GMT"])
async def test_an_unusable_retry_after_is_ignored(hooked: Wire, receiver: Receiver, header: str) -> None:
    receiver.answers = [web.Response(status=503, headers={"Retry-After": header})]
    hooked.api.say(OFFICIAL, "hallo")
    await delivered(hooked.api)
    assert receiver.moments[0] == receiver.moments[1]


async def test_a_failing_head_blocks_its_own_lane_only(hooked: Wire, receiver: Receiver, clock: VirtualClock) -> None:
    api = hooked.api
    message_id = await hooked.send(reply_markup=keyboard("Gezien"))
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "5"})]
    api.say(OFFICIAL, "een")
    api.say(OFFICIAL, "twee")
    await tried(api, receiver, 1)
    api.press(OFFICIAL, message_id)
    await tried(api, receiver, 2)
    clock.advance(5)
    await delivered(api)
    kinds = [u.get("message", {}).get("text", "press") for u in receiver.got]
    assert kinds == ["een", "press", "een", "twee"]


async def test_a_receiver_that_takes_a_minute_is_asked_again(
    hooked: Wire, receiver: Receiver, clock: VirtualClock
) -> None:
    receiver.slow.clear()
    hooked.api.say(OFFICIAL, "hallo")
    await hooked.api.until(lambda idle: idle.delivering == 1)
    clock.advance(60)
    await hooked.api.until(lambda idle: hooked.api.webhook.last_error is not None)
    assert hooked.api.webhook.last_error is not None
    assert hooked.api.webhook.last_error[1] == "Read timeout expired"
    receiver.slow.set()
    await delivered(hooked.api)
    assert len({u["update_id"] for u in receiver.got}) == 1


async def test_a_press_expires_while_the_receiver_is_down(
    hooked: Wire, receiver: Receiver, clock: VirtualClock
) -> None:
    message_id = await hooked.send(reply_markup=keyboard("Gezien"))
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "160"})]
    hooked.api.press(OFFICIAL, message_id)
    await tried(hooked.api, receiver, 1)
    clock.advance(161)
    await delivered(hooked.api)
    assert len(receiver.got) == 1


async def test_a_reply_may_name_a_method_but_not_one_that_reads(hooked: Wire, receiver: Receiver) -> None:
    receiver.answers = [
        web.json_response({"method": "sendMessage", "chat_id": OFFICIAL, "text": "antwoord"}),
        web.json_response({"method": "deleteWebhook"}),
    ]
    hooked.api.say(OFFICIAL, "een")
    await delivered(hooked.api)
    hooked.api.say(OFFICIAL, "twee")
    await delivered(hooked.api)
    await hooked.api.until(lambda idle: bool(hooked.api.accepted()))
    assert [entry.params["text"] for entry in hooked.api.accepted()] == ["antwoord"]
    assert hooked.api.webhook.url == receiver.url


async def test_410_for_a_day_removes_the_webhook(hooked: Wire, receiver: Receiver, clock: VirtualClock) -> None:
    gone = {"Retry-After": "3600"}
    receiver.answers = [web.Response(status=410, headers=gone) for _ in range(24)]
    hooked.api.say(OFFICIAL, "hallo")
    for hour in range(1, 25):
        await tried(hooked.api, receiver, hour)
        clock.advance(3600 if hour < 24 else 0)
    await hooked.api.until(lambda idle: not hooked.api.webhook.url)


async def test_nobody_listening_counts_as_a_failure(hooked: Wire, receiver: Receiver, clock: VirtualClock) -> None:
    clock.advance(1)
    await hooked("setWebhook", url="http://127.0.0.1:9/hook")
    hooked.api.say(OFFICIAL, "hallo")
    await hooked.api.until(lambda idle: hooked.api.webhook.last_error is not None)
    assert hooked.api.webhook.last_error is not None
    assert hooked.api.webhook.last_error[1] == "Connection refused"


async def test_in_trouble_one_delivery_goes_at_a_time(hooked: Wire, receiver: Receiver, clock: VirtualClock) -> None:
    api = hooked.api
    api.add_user(8, "Bart")
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "20"}) for _ in range(2)]
    api.say(OFFICIAL, "een")
    api.say(8, "twee")
    await tried(api, receiver, 2)
    receiver.slow.clear()
    clock.advance(20)
    await receiver.asked(3)
    assert (api.idle().delivering, api.idle().unfetched) == (1, 1)
    receiver.slow.set()
    await delivered(api)
    assert len(receiver.got) == 4
