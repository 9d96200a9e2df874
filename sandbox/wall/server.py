"""Serves the wall and every phone on one port of loopback: pages, the stream, commands, and each phone's own line."""

from __future__ import annotations

import json
from typing import Final

from aiohttp import web

from sandbox.wall.commands import CommandRefused, Commands, read_command
from sandbox.wall.files import File, WallPages
from sandbox.wall.hosts import Hosts
from sandbox.wall.lines import dropped
from sandbox.wall.parts import Parts
from sandbox.wall.performance import NotNow, Performance
from sandbox.wall.show import Show
from sandbox.wall.telephones import Telephone

HOST: Final = "127.0.0.1"
PIN: Final = "135790"
"""The practice PIN of every phone: here, and nowhere else, is it no secret."""
_PAGES: Final = "/practice/"
_SAFE: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_MOST: Final = 30 * 1024 * 1024


class WallServer:
    """Answers hosts below `piket.localhost` only, so that no page from elsewhere reaches it under another name."""

    def __init__(self, hosts: Hosts, parts: Parts, pages: WallPages, show: Show) -> None:
        self._hosts, self._parts, self._pages, self._show = hosts, parts, pages, show
        self._commands = Commands(show)
        app = web.Application(client_max_size=_MOST)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0, max_line_size=8190
        )

    async def open(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._hosts.port).start()

    async def close(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host = request.headers.get("Host")
        if self._hosts.is_wall(host):
            return await self._wall(request)
        number = self._hosts.phone_of(host)
        if number is None:
            return _refused(404, f"Open {self._hosts.wall}")
        return await self._phone(request, number)

    # --- the wall ------------------------------------------------------------------------------------------------

    async def _wall(self, request: web.Request) -> web.StreamResponse:
        match request.method, request.path:
            case "GET", "/wall/stream":
                return await self._stream(request)
            case "POST", "/wall/do":
                return await self._do(request)
            case "GET", "/":
                return _file(self._pages.find("index.html", on_wall=True))
            case "GET", path if path.startswith(_PAGES):
                return _file(self._pages.find(path.removeprefix(_PAGES), on_wall=True))
        return _refused(404, "There is nothing here.")

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        if not self._own(request):
            return _refused(403, "Only the wall's own page may follow it.")
        answer = web.StreamResponse(headers=_SAFE | {"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        async for event in self._parts.follow():
            await answer.write(event)
        return answer

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """A command needs the page's own origin and a type no form can send: nothing from elsewhere steers this."""
        if not self._own(request) or request.headers.get("Origin") != self._hosts.wall:
            return _refused(403, "Only the wall's own page may say what happens.")
        if request.content_type != "application/json":
            return _refused(415, "Say it in JSON.")
        try:
            await self._commands.carry_out(read_command(await request.read()))
        except CommandRefused as refused:
            return _refused(refused.status, str(refused))
        return web.Response(status=204)

    @staticmethod
    def _own(request: web.Request) -> bool:
        return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"

    # --- a phone -------------------------------------------------------------------------------------------------

    async def _phone(self, request: web.Request, number: int) -> web.StreamResponse:
        if request.path.startswith(_PAGES):
            return await self._practice(request, number)
        present = self._show.playing
        telephone = None if present is None else present.numbered(number)
        if present is None or telephone is None or not telephone.line.whole:
            return dropped(request)
        with telephone.line.used_by(request):
            if request.path.startswith("/v1/"):
                service = present.service
                return dropped(request) if service is None else await telephone.line.carry(request, service)
            return self._app(request, number)

    def _app(self, request: web.Request, number: int) -> web.StreamResponse:
        files = self._show.files
        headers = files.headers()
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={**headers, "Cache-Control": "no-store", "Allow": "GET,HEAD"})
        found = files.configured(number) if request.path == "/piket.json" else files.find(request.path)
        if found is None:
            return web.Response(status=404, headers={**headers, "Cache-Control": "no-store"})
        return _file(found)

    async def _practice(self, request: web.Request, number: int) -> web.StreamResponse:
        """What only a practice has: the page that holds the app, and what that page needs to be somebody's phone."""
        name = request.path.removeprefix(_PAGES)
        if request.method == "GET" and name not in ("phone", "wipe", "again"):
            return _file(self._pages.find(name or "driver.html", on_wall=False))
        if not self._own(request) or request.headers.get("Origin") not in (None, self._hosts.phone(number)):
            return _refused(403, "Only this phone's own page may ask that.")
        present = self._show.playing
        telephone = None if present is None else present.numbered(number)
        if present is None or telephone is None:
            return _refused(503, "The practice is being made; ask again.")
        match request.method, name:
            case "GET", "phone":
                return await self._who(present, telephone)
            case "POST", "wipe":
                return web.Response(status=204, headers={"Clear-Site-Data": '"cache", "storage"'})
            case "POST", "again":
                present.forget(telephone.who)
                return web.Response(status=204)
        return _refused(404, "There is nothing here.")

    async def _who(self, present: Performance, telephone: Telephone) -> web.Response:
        try:
            link = await present.invite(telephone.who, self._hosts.phone(telephone.number))
        except NotNow as not_now:
            return _refused(503, str(not_now))
        found = {
            "who": telephone.who,
            "n": telephone.number,
            "world": present.id,
            "pin": PIN,
            "invitation": link,
            "state": present.enrolled(telephone.who),
            "wall": self._hosts.wall,
        }
        return web.json_response(found, headers={"Cache-Control": "no-store"})


def _file(found: File | None) -> web.Response:
    if found is None:
        return _refused(404, "There is nothing here.")
    return web.Response(body=found.body, headers=found.headers)


def _refused(status: int, sentence: str) -> web.Response:
    said = json.dumps({"error": sentence}).encode()
    return web.Response(status=status, body=said, headers=_SAFE | {"Content-Type": "application/json"})
