"""Push updates to the webhook: order within a lane, back-off, and the receiver's `Retry-After`."""

import asyncio
import json
import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp

from sandbox.botapi.clock import sleep_until
from sandbox.botapi.gauge import Gauge
from sandbox.botapi.people import Json
from sandbox.botapi.queue import Queued
from sandbox.botapi.webhook import Webhook
from sandbox.botapi.world import World

BACK_OFF = (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
LATER = (60.0, 120.0)
TROUBLE = 10.0
GONE_TOO_LONG = 23 * 3600.0
NOT_AS_REPLY = ("setwebhook", "deletewebhook", "close", "logout")

RunCall = Callable[[str, Json], Awaitable[object]]


@dataclass(slots=True)
class _Lane:
    busy: bool = False
    failures: int = 0
    due: float = -math.inf


class Courier:
    """Any 2xx confirms an update for good; anything else brings it again. A failing head blocks its lane only."""

    def __init__(self, world: World, webhook: Webhook, gauge: Gauge, run: RunCall) -> None:
        self._world = world
        self._webhook = webhook
        self._gauge = gauge
        self._run = run
        self._lanes: dict[str, _Lane] = {}
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._failing_since: float | None = None
        self._gone_since: float | None = None
        self._next_retry: asyncio.Task[None] | None = None
        world.queue.on_change(self._wake.set)
        webhook.on_change(self._restart)

    async def serve(self) -> None:
        """Deliver until cancelled."""
        async with aiohttp.ClientSession() as self._session:
            try:
                while True:
                    self._wake.clear()
                    self._sleep_until(self._start_due())
                    await self._wake.wait()
            finally:
                tasks = [*self._tasks, *([self._next_retry] if self._next_retry else [])]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def due(self) -> int:
        """How many updates could be pushed now: their lane neither waits for an answer nor for its next attempt."""
        now = self._world.clock.now()
        held = {name for name, lane in self._lanes.items() if lane.busy or lane.due > now}
        return sum(item.lane not in held for item in self._world.queue.pending())

    def _restart(self) -> None:
        self._lanes.clear()
        self._failing_since = self._gone_since = None
        self._wake.set()

    def _start_due(self) -> float:
        """Start what may go now; return the moment the next lane is due."""
        if not self._webhook.url:
            return math.inf
        now = self._world.clock.now()
        trouble = self._failing_since is not None and now - self._failing_since > TROUBLE
        room = (1 if trouble else self._webhook.max_connections) - sum(lane.busy for lane in self._lanes.values())
        next_due = math.inf
        for item in self._world.queue.pending():
            lane = self._lanes.setdefault(item.lane, _Lane())
            if lane.busy:
                continue
            if lane.due > now:
                next_due = min(next_due, lane.due)
            elif room > 0:
                room -= 1
                lane.busy = item.fetched = True
                task = asyncio.create_task(self._deliver(item, lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        return next_due

    def _sleep_until(self, moment: float) -> None:
        if self._next_retry is not None:
            self._next_retry.cancel()
        self._next_retry = None if moment == math.inf else asyncio.create_task(self._wake_at(moment))

    async def _wake_at(self, moment: float) -> None:
        await sleep_until(self._world.clock, moment)
        self._wake.set()

    async def _deliver(self, item: Queued, lane: _Lane) -> None:
        url = self._webhook.url
        try:
            with self._gauge.delivery():
                status, retry_after, body = await self._post(url, item)
        finally:
            lane.busy = False
            self._wake.set()
        if url != self._webhook.url:
            return
        if 200 <= status < 300:
            self._world.queue.confirm(item)
            self._failing_since = self._gone_since = None
            lane.failures, lane.due = 0, -math.inf
            await self._run_reply(body)
        else:
            self._failed(lane, status, retry_after, body)

    async def _post(self, url: str, item: Queued) -> tuple[int, str, bytes]:
        """Status, Retry-After and body; status 0 and the reason when there was no answer, or none in time."""
        clock = self._world.clock
        post = asyncio.create_task(self._exchange(url, item))
        limit = asyncio.create_task(sleep_until(clock, clock.now() + self._world.settings.webhook_timeout))
        try:
            await asyncio.wait((post, limit), return_when=asyncio.FIRST_COMPLETED)
            return post.result() if post.done() else (0, "", b"Read timeout expired")
        finally:
            for task in (post, limit):
                task.cancel()

    async def _exchange(self, url: str, item: Queued) -> tuple[int, str, bytes]:
        assert self._session is not None
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._webhook.secret} if self._webhook.secret else {}
        try:
            async with self._session.post(url, json=item.as_json(), headers=headers, allow_redirects=False) as answer:
                return answer.status, answer.headers.get("Retry-After", ""), await answer.read()
        except aiohttp.ClientConnectorError:
            return 0, "", b"Connection refused"
        except aiohttp.ClientError:
            return 0, "", b"Connection reset by peer"

    def _failed(self, lane: _Lane, status: int, retry_after: str, body: bytes) -> None:
        now = self._world.clock.now()
        reason = "" if status else body.decode()
        if status:
            phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
            reason = f"Wrong response from the webhook: {status} {phrase}"
        self._webhook.last_error = (now, reason)
        self._failing_since = self._failing_since if self._failing_since is not None else now
        delay = BACK_OFF[lane.failures] if lane.failures < len(BACK_OFF) else self._world.rng.uniform(*LATER)
        lane.failures += 1
        if re.fullmatch(r"\d{1,4}", retry_after) and 1 <= int(retry_after) <= 3600:
            delay = float(retry_after)
        lane.due = now + delay
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since >= GONE_TOO_LONG:
            self._webhook.point_at("")

    async def _run_reply(self, body: bytes) -> None:
        """A reply may name a method to run; its result goes nowhere."""
        try:
            call = json.loads(body)
        except ValueError:
            return
        method = call.pop("method", None) if isinstance(call, dict) else None
        if isinstance(method, str) and not method.lower().startswith("get") and method.lower() not in NOT_AS_REPLY:
            await self._run(method, call)
