"""The line of one phone on the wall: everything between its browser and the service, and what cutting it does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import aiohttp
from aiohttp import web
from yarl import URL

from client.envelopes import decode64
from domain.errors import Malformed

_OF_THE_HOP: Final = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "host", "content-length", "expect"}
)
_BLOCK: Final = 64 * 1024
_MOST: Final = 30 * 1024 * 1024
_PAYLOAD: Final = re.compile(rb'"payload"\s*:\s*"([A-Za-z0-9_-]+)"')
ACTS: Final = "/v1/acts"
ENROLMENTS: Final = "/v1/enrolments"


class Line:
    """One phone's line; `heard` gets path, status and answer of what may change the world."""

    def __init__(self, http: aiohttp.ClientSession, heard: Callable[[str, int, Any], None]) -> None:
        self._http, self._heard = http, heard
        self._open: list[web.Request] = []
        self.cut, self.off = False, False

    @property
    def whole(self) -> bool:
        """Whether anything gets through; a phone that is off has no line either."""
        return not (self.cut or self.off)

    def hang_up(self) -> None:
        """Close, without a word, every connection that is open now."""
        for request in tuple(self._open):
            if request.transport is not None:
                request.transport.abort()

    @contextmanager
    def used_by(self, request: web.Request) -> Iterator[None]:
        """While the block runs, cutting the line ends this request."""
        self._open.append(request)
        try:
            yield
        finally:
            self._open.remove(request)

    async def carry(self, request: web.Request, service: str) -> web.StreamResponse:
        """Pass a request on to the service as it came, and its answer back as it comes."""
        body = await request.read() if request.can_read_body else None
        sent = {name: value for name, value in request.headers.items() if name.lower() not in _OF_THE_HOP}
        try:
            async with self._http.request(
                request.method, URL(service + request.raw_path, encoded=True), data=body, headers=sent,
                allow_redirects=False,
            ) as found:  # fmt: skip
                return await self._back(request, found, body or b"")
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            return dropped(request)

    async def _back(self, request: web.Request, found: aiohttp.ClientResponse, sent: bytes) -> web.StreamResponse:
        headers = {name: value for name, value in found.headers.items() if name.lower() not in _OF_THE_HOP}
        if request.method == "POST" and request.path in (ACTS, ENROLMENTS):
            said = await found.read()
            self._tell(request.path, found.status, said, sent)
            return web.Response(status=found.status, body=said, headers=headers)
        answer = web.StreamResponse(status=found.status, headers=headers)
        if found.content_length is not None:
            answer.content_length = found.content_length
        await answer.prepare(request)
        async for block in found.content.iter_any():
            await answer.write(block)
        return answer

    def _tell(self, path: str, status: int, said: bytes, sent: bytes) -> None:
        try:
            document = json.loads(said)
        except ValueError:
            return
        if path == ACTS and isinstance(document, dict):
            document["does"] = acts_in(sent)
        self._heard(path, status, document)


def acts_in(body: bytes) -> dict[str, str]:
    """Return the verb of each act in what a phone sent, by the act's id; nothing of what it cannot read."""
    found: dict[str, str] = {}
    for payload in _PAYLOAD.findall(body):
        try:
            act = json.loads(decode64(payload.decode("ascii")))
            found[str(act["id"])] = str(act["act"])
        except (Malformed, ValueError, KeyError, TypeError):
            continue
    return found


def dropped(request: web.Request) -> web.Response:
    """End a request without an answer, as a line does that is cut; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)
