"""The listening socket: paths and tokens in, answers and broken connections out."""

import asyncio
import socket
import struct
from urllib.parse import unquote

from aiohttp import web

from sandbox.botapi import forms
from sandbox.botapi.door import Door
from sandbox.botapi.errors import ApiError
from sandbox.botapi.faults import Effect
from sandbox.botapi.gauge import Gauge

HOST = "127.0.0.1"
MAX_BODY = 20 * 1024 * 1024


class Server:
    """HTTP on loopback for one bot token; `refuse` and `listen` take the socket away and back on the same port."""

    def __init__(self, token: str, door: Door, gauge: Gauge) -> None:
        self._token = token
        self._door = door
        self._gauge = gauge
        self._busy: set[asyncio.Transport] = set()
        self._hung: set[asyncio.Transport] = set()
        self._socket: asyncio.Server | None = None
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/{anything:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        self.port = 0

    async def open(self, port: int) -> None:
        """Listen on this port of loopback, 0 for any free one; on return calls are answered."""
        await self._runner.setup()
        self.port = port
        await self.listen()

    async def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        for transport in list(self._hung):
            transport.abort()
        await self._runner.cleanup()

    async def listen(self) -> None:
        """Take connections again; does nothing while listening."""
        if self._socket is not None:
            return
        assert self._runner.server is not None
        self._socket = await asyncio.get_running_loop().create_server(self._runner.server, HOST, self.port)
        self.port = self._socket.sockets[0].getsockname()[1]

    def refuse(self) -> None:
        """F3: refuse connections. Calls being worked on end normally; kept connections and polls are cut."""
        if self._socket is None:
            return
        self._socket.close()
        self._socket = None
        assert self._runner.server is not None
        for connection in self._runner.server.connections:
            transport = connection.transport
            if isinstance(transport, asyncio.Transport) and transport not in self._busy:
                transport.abort()

    @property
    def listening(self) -> bool:
        return self._socket is not None

    async def _handle(self, request: web.Request) -> web.Response:
        transport = request.transport
        if transport is None:
            raise web.HTTPServiceUnavailable
        with self._gauge.call():
            try:
                method = self._method(request)
                if method.lower() != "getupdates":
                    self._busy.add(transport)
                effect = await self._door.call(method, await forms.read(request))
            except ApiError as error:
                return web.json_response(error.as_json(), status=error.code)
            finally:
                self._busy.discard(transport)
            return await self._finish(transport, effect)

    def _method(self, request: web.Request) -> str:
        parts = [unquote(part) for part in request.rel_url.raw_path.split("/")[1:]]
        if not parts[0].startswith("bot") or len(parts) not in (2, 3) or (len(parts) == 3 and parts[1] != "test"):
            raise ApiError(404, "Not Found")
        token = parts[0].removeprefix("bot")
        if token.startswith("0") or len(token) > 80 or "/" in token or ":" not in token:
            raise ApiError(401, "Unauthorized: invalid token specified")
        if token != self._token or len(parts) == 3:
            raise ApiError(401, "Unauthorized")
        return parts[-1]

    async def _finish(self, transport: asyncio.Transport, effect: Effect) -> web.Response:
        if effect.end == "reply":
            headers = {} if effect.retry_after is None else {"Retry-After": str(effect.retry_after)}
            return web.Response(
                status=effect.status, body=effect.body, content_type=effect.content_type, headers=headers
            )
        if effect.end == "close":
            transport.close()
        elif effect.end == "reset":
            raw = transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        self._hung.add(transport)
        try:
            with self._gauge.hang():
                await asyncio.Event().wait()
        finally:
            self._hung.discard(transport)
        raise web.HTTPServiceUnavailable
