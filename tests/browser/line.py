"""The line of one phone: everything its browser sends and gets passes here, is kept, and can be cut or falsified."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, web
from multidict import CIMultiDict

_LARGEST: Final = 64 * 1024 * 1024
_OWN: Final = frozenset(("connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "upgrade"))
"""Headers that are between the two ends of one connection."""
_API: Final = "/v1/"
_PIECE: Final = 16 * 1024


@dataclass
class Pace:
    """A slow line: every answer comes `delay` seconds later, and all of them share `rate` bytes a second."""

    delay: float
    rate: float
    _free: float = 0.0

    async def wait(self) -> None:
        await asyncio.sleep(self.delay)

    async def carry(self, size: int) -> None:
        """Wait until so many bytes have passed, after what was on the line before."""
        now = asyncio.get_running_loop().time()
        self._free = max(self._free, now) + size / self.rate
        await asyncio.sleep(self._free - now)


@dataclass(slots=True)
class Exchange:
    """One request with what came back so far; a stream of events grows while it is open."""

    method: str
    url: str
    sent: bytes
    body: bytes
    status: int = 0
    headers: str = ""
    answer: bytearray = field(default_factory=bytearray)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def everything(self) -> bytes:
        """All of it as it went over the line."""
        return b"\n".join((self.url.encode(), self.sent, self.body, self.headers.encode(), bytes(self.answer)))


Falsify = Callable[[Exchange], bytes | None]
"""Other bytes than the service answered, or None to leave them."""


class Line:
    """A proxy for one browser context; only the origins it was given are reached, the others are `strangers`."""

    def __init__(self, origins: frozenset[str]) -> None:
        self.exchanges: list[Exchange] = []
        self.strangers: list[str] = []
        self.falsify: Falsify | None = None
        self.deaf: str | None = None
        """Requests whose path begins with this reach the service, and their answers get lost."""
        self.lost = asyncio.Event()
        """Such an answer got lost."""
        self.pace: Pace | None = None
        self.url = ""
        self._origins = origins
        self._up = True
        self._busy: set[asyncio.Transport] = set()
        self._session: ClientSession | None = None

    def cut(self) -> None:
        """No more contact: what is under way breaks, what comes is refused."""
        self._up = False
        for transport in self._busy:
            transport.abort()

    def mend(self) -> None:
        self._up = True

    def calls(self, *paths: str) -> list[Exchange]:
        """Requests to the API since the start whose path begins with one of these; none of the browser's own asking."""
        return [one for one in self.exchanges if one.method != "OPTIONS" and one.path.startswith(paths)]

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Line]:
        """Listen on loopback until the end."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_route("*", "/{anything:.*}", self._pass)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        # No time limit of our own: a stream of events stays open as long as both ends like.
        async with ClientSession(auto_decompress=False, timeout=ClientTimeout(total=None)) as self._session:
            try:
                await web.TCPSite(runner, "127.0.0.1", 0).start()
                self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
                yield self
            finally:
                self.cut()
                await runner.cleanup()

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        transport = request.transport
        url = request.url
        origin = f"{url.scheme}://{url.host}:{url.port}"
        if origin not in self._origins:
            self.strangers.append(str(url))
            return web.Response(status=502)
        if not self._up or not isinstance(transport, asyncio.Transport):
            return self._break(transport)
        heads = CIMultiDict((name, value) for name, value in request.headers.items() if name.lower() not in _OWN)
        if url.path.startswith(_API):
            heads.pop("Accept-Encoding", None)  # what the service says can be read here, and falsified
        raw = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        exchange = Exchange(request.method, str(url), raw.encode(), await request.read())
        self.exchanges.append(exchange)
        self._busy.add(transport)
        try:
            return await self._carry(request, exchange, heads)
        except (ClientError, OSError):
            return self._break(transport)
        finally:
            self._busy.discard(transport)

    async def _carry(self, request: web.Request, exchange: Exchange, heads: CIMultiDict[str]) -> web.StreamResponse:
        assert self._session is not None
        # Every name under .localhost is this machine; who serves there is told apart by the Host that goes along.
        there = request.url.with_host("127.0.0.1")
        async with self._session.request(
            exchange.method, there, headers=heads, data=exchange.body or None, allow_redirects=False
        ) as answer:
            exchange.status = answer.status
            exchange.headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
            if answer.content_type == "text/event-stream":
                return await self._stream(request, exchange, answer)
            body = await answer.read()
            if self.pace is not None:
                await self.pace.wait()
            if self.deaf is not None and exchange.path.startswith(self.deaf):
                self.lost.set()
                return self._break(request.transport)
            exchange.answer += body
            told = self.falsify(exchange) if self.falsify is not None else None
            if told is not None or self.pace is None:
                return web.Response(status=answer.status, body=told or body, headers=_back(answer))
            return await self._slowly(request, answer, body, self.pace)

    async def _slowly(
        self, request: web.Request, answer: ClientResponse, body: bytes, pace: Pace
    ) -> web.StreamResponse:
        back = web.StreamResponse(status=answer.status, headers=_back(answer))
        back.content_length = len(body)
        await back.prepare(request)
        for place in range(0, len(body), _PIECE):
            piece = body[place : place + _PIECE]
            await pace.carry(len(piece))
            await back.write(piece)
        return back

    async def _stream(self, request: web.Request, exchange: Exchange, answer: ClientResponse) -> web.StreamResponse:
        back = web.StreamResponse(status=answer.status, headers=_back(answer))
        await back.prepare(request)
        async for piece in answer.content.iter_any():
            exchange.answer += piece
            await back.write(piece)
        return back

    def _break(self, transport: asyncio.BaseTransport | None) -> web.Response:
        if isinstance(transport, asyncio.Transport):
            transport.abort()
        return web.Response(status=502)


def _back(answer: ClientResponse) -> CIMultiDict[str]:
    left = {*_OWN, "content-length", "date", "server"}
    return CIMultiDict((name, value) for name, value in answer.headers.items() if name.lower() not in left)
