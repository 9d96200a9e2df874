"""A webhook receiver on loopback: whoever is rung by webhook hears it here."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

HOST = "127.0.0.1"


class WebhookSink:
    """One path for each person; `heard` is called with who and the bell's text for every bell that was accepted.

    `closed` is called likewise when an earlier bell is over: that makes no sound.
    `bodies` keeps all bytes that came in, headers included: the ground truth for the search for content.
    """

    def __init__(self, heard: Callable[[str, str], None], closed: Callable[[str, str], None]) -> None:
        self._heard, self._closed = heard, closed
        self.down: set[str] = set()
        self.bodies: list[bytes] = []
        app = web.Application()
        app.router.add_post("/{who}", self._bell)
        self._runner = web.AppRunner(app, access_log=None)
        self._port = 0

    async def open(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self._port = int(self._runner.addresses[0][1])

    async def close(self) -> None:
        await self._runner.cleanup()

    def url(self, who: str) -> str:
        """Return where this person is rung."""
        return f"http://{HOST}:{self._port}/{who}"

    async def _bell(self, request: web.Request) -> web.Response:
        who = request.match_info["who"]
        body = await request.read()
        self.bodies.append(repr(list(request.headers.items())).encode() + b"\n" + body)
        if who in self.down:
            return web.Response(status=503)
        said = await request.json()
        (self._closed if said["type"] == "closed" else self._heard)(who, str(said["text"]))
        return web.Response(status=204)
