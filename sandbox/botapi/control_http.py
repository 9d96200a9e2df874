"""The control surface over HTTP, for another process: JSON under `/_control/` on a port of its own."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from aiohttp import web
from pydantic import ValidationError

from sandbox.botapi import orders
from sandbox.botapi.control import BotApi
from sandbox.botapi.people import Json
from sandbox.botapi.server import HOST
from sandbox.botapi.transcript import Event

Read = Callable[[web.Request], object]


class ControlServer:
    """Reads are GET, orders are POST with a JSON body; a refused order is 400 with one sentence."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        app = web.Application()
        reads: dict[str, Read] = {
            "state": self._state,
            "idle": lambda request: self._idle(),
            "ledger": lambda request: [entry.as_json() for entry in api.ledger],
            "violations": lambda request: api.violations(),
            "transcript": lambda request: [event.as_json() for event in api.transcript.events],
            "users/{user}/transcript": lambda request: self._transcript(int(request.match_info["user"])),
        }
        for path, read in reads.items():
            app.router.add_get(f"/_control/{path}", _reading(read))
        app.router.add_get("/_control/events", self._events)
        app.router.add_post("/_control/{order}", self._order)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        self.port = 0

    async def open(self, port: int = 0) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def _idle(self) -> Json:
        idle = self._api.idle()
        return {**asdict(idle), "quiet": idle.quiet}

    def _state(self, request: web.Request) -> Json:
        api = self._api
        return {
            "now": api.clock.now(),
            "url": api.url,
            "listening": api.listening,
            "webhook": api.webhook.url,
            "relaxed": api.world.settings.relaxations(),
            "idle": self._idle(),
            "users": [asdict(user) for user in api.world.people.users.values()],
            "faults": [
                {"do": rule.injected.name, "method": rule.method, "chat": rule.chat, "fired": rule.fired}
                for rule in api.faults.rules
                if rule.injected
            ],
        }

    def _transcript(self, user_id: int) -> Json:
        api = self._api
        return {
            "rings": api.transcript.rings(user_id),
            "events": [event.as_json() for event in api.transcript.of(user_id)],
            "screen": [
                {"message_id": m.id, "from_bot": m.from_bot, "text": m.text, "buttons": m.buttons()}
                for m in api.screen(user_id)
            ],
        }

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events of every chat, those after `?after=number` first."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        queue: asyncio.Queue[Event] = asyncio.Queue()
        stop = self._api.transcript.listen(queue.put_nowait)
        try:
            earlier = self._api.transcript.events[int(request.query.get("after", "0")) :]
            await response.prepare(request)
            for event in earlier:
                await _write(response, event)
            while True:
                await _write(response, await queue.get())
        finally:
            stop()

    async def _order(self, request: web.Request) -> web.Response:
        try:
            order = orders.read(request.match_info["order"], await request.read())
            return web.json_response(await order.carry_out(self._api))
        except ValidationError as error:
            fields = ", ".join(".".join(str(part) for part in e["loc"]) for e in error.errors())
            return web.json_response({"error": f"wrong or missing: {fields}"}, status=400)
        except (LookupError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)


def _reading(read: Read) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(read(request))
        except (LookupError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=404)

    return handler


async def _write(response: web.StreamResponse, event: Event) -> None:
    await response.write(f"id: {event.number}\ndata: {json.dumps(event.as_json())}\n\n".encode())
