"""Talks HTTP with the service: sessions, a proof with every read, and the same bytes again when an answer is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import aiohttp
from yarl import URL

from client.envelopes import encode64
from client.events import Event, events
from client.keyring import Keyring
from domain.acts.payload import strict_json
from domain.errors import Malformed

_NONCE: Final = "Piket-Nonce"
_PROOF: Final = "Piket-Proof"
_EVENTS: Final = "/v1/events"
_SILENCE: Final = 60.0
"""Seconds without any sign of life after which a stream of events is lost."""
_BLOCK: Final = 64 * 1024
_BUSY: Final = frozenset({408, 429, 502, 503, 504})


class NotReached(Exception):
    """The service gave no answer, time after time; what was to be sent is kept. Call by telephone meanwhile."""


class ServerRefused(Exception):
    """The service said no: `code` is the problem's stable code, `answers` stand there when the refusal was stored."""

    def __init__(self, status: int, code: str, field: str | None = None, answers: Any = None) -> None:
        super().__init__(f"The service refused this ({status} {code}); read the problem's code in the API document.")
        self.status, self.code, self.field, self.answers = status, code, field, answers


@dataclass(frozen=True, slots=True)
class Patience:
    """How often an unanswered request is sent again, and the wait before it, doubling up to `most`; seconds."""

    tries: int = 6
    first: float = 0.2
    most: float = 5.0
    answer: float = 30.0
    """How long one answer may take."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A good answer: its body, and the nonce that came with it."""

    status: int
    body: bytes
    nonce: str | None

    def json(self) -> Any:
        """Return the body as strict JSON; raises ServerRefused when it is none."""
        try:
            return strict_json(self.body)
        except Malformed as wrong:
            raise ServerRefused(self.status, "answer.malformed") from wrong


class Transport:
    """One device's connection to one service; use it inside `async with`, on one event loop."""

    def __init__(
        self,
        origin: str,
        *,
        patience: Patience | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._origin = origin.rstrip("/")
        self._patience, self.pause = patience or Patience(), pause
        self._http: aiohttp.ClientSession | None = None
        self._keyring: Keyring | None = None
        self._token: str | None = None
        self._nonce: str | None = None
        self._reading = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=self._patience.answer), auto_decompress=False
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._http is not None:
            await self._http.close()

    def use(self, keyring: Keyring) -> None:
        """Read as this device from now on."""
        self._keyring, self._token = keyring, None

    async def send(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request that is safe to repeat until an answer comes.

        Raises:
            ServerRefused: when the answer is a problem that sending again would not cure.
            NotReached: when patience ran out.
        """
        return await self._patiently(
            lambda: self._once(method, target, body, kind, headers or {}),
            "The service cannot be reached; nothing is lost. Call by telephone.",
        )

    async def post_json(self, target: str, document: object) -> Any:
        """Post JSON without a session and return the JSON answer; raises as `send` does."""
        return (await self.send("POST", target, json.dumps(document).encode("utf-8"))).json()

    async def read(self, method: str, target: str, body: bytes | None = None, into: Path | None = None) -> Reply:
        """Send a request of this device's session, proven with the next nonce; opens the session when there is none.

        Reads of one device take turns: each nonce is used once. With `into` a good answer's body is written to that
        file as it comes. Raises as `send` does.
        """
        async with self._reading:
            for last in (False, False, True):
                try:
                    if self._token is None:
                        await self._open_session()
                    return await self._proven(method, target, body, into)
                except ServerRefused as refused:
                    self._after_refusal(refused, last=last)
        raise NotReached("No session with the service could be opened; call by telephone.")

    async def _proven(self, method: str, target: str, body: bytes | None, into: Path | None) -> Reply:
        async def once() -> Reply:
            headers = self._proof(method, target)
            reply = await self._once(method, target, body, "application/octet-stream", headers, into)
            self._nonce = reply.nonce or self._nonce
            return reply

        return await self._patiently(once, "The service cannot be reached; call by telephone.")

    async def _patiently(self, once: Callable[[], Awaitable[Reply]], sentence: str) -> Reply:
        """Ask until an answer comes that is not "busy"; raises NotReached with this sentence when patience runs out."""
        wait = self._patience.first
        for left in reversed(range(self._patience.tries)):
            try:
                reply = await once()
                if reply.status not in _BUSY or not left:
                    return _good(reply)
            except (aiohttp.ClientError, TimeoutError, ConnectionError) as lost:
                if not left:
                    raise NotReached(sentence) from lost
            await self.pause(wait)
            wait = min(wait * 2, self._patience.most)
        raise NotReached(sentence)

    async def events(self, last: str | None = None) -> AsyncIterator[Event]:
        """Yield what the service tells of changes, from cursor `last` on, until it ends the stream.

        Raises:
            ServerRefused: when there is no stream to be had (429 `events.full`); ask for the list meanwhile.
            NotReached, EventsRefused: when the connection is lost or silent; come back with the newest cursor.
        """
        known = {} if last is None else {"Last-Event-ID": last}
        answer = await self._open_events(known)
        try:
            async for event in events(answer.content):
                yield event
        except (aiohttp.ClientError, TimeoutError, ConnectionError, ValueError) as lost:
            raise NotReached("The service tells nothing any more; call by telephone if it stays so.") from lost
        finally:
            answer.close()

    async def _open_events(self, known: Mapping[str, str]) -> aiohttp.ClientResponse:
        alive = aiohttp.ClientTimeout(total=None, sock_connect=self._patience.answer, sock_read=_SILENCE)
        async with self._reading:
            for last in (False, False, True):
                try:
                    if self._token is None:
                        await self._open_session()
                    headers = {**self._proof("GET", _EVENTS), **known}
                    answer = await self._client().get(self._url(_EVENTS), headers=headers, timeout=alive)
                    self._nonce = answer.headers.get(_NONCE) or self._nonce
                    if answer.status != 200:
                        _good(Reply(answer.status, await answer.read(), None))
                    return answer
                except (aiohttp.ClientError, TimeoutError, ConnectionError) as lost:
                    raise NotReached("The service cannot be reached; call by telephone.") from lost
                except ServerRefused as refused:
                    self._after_refusal(refused, last=last)
        raise NotReached("No session with the service could be opened; call by telephone.")

    async def start(self, since: int) -> Any:
        """Open a session and return, as JSON, all there is to begin with: two round trips. Raises as `send` does."""
        async with self._reading:
            return (await self._open_session(since))["start"]

    async def _open_session(self, since: int | None = None) -> Any:
        device = self._key().device
        nonce = str((await self.post_json("/v1/challenges", {"device": device}))["nonce"])
        signed = f"piket-session-v1\n{nonce}" if since is None else f"piket-start-v1\n{since}\n{nonce}"
        body = {"device": device, "nonce": nonce, "sig": encode64(self._key().sign(signed.encode("utf-8")))}
        opened = await self.post_json("/v1/sessions", body if since is None else {**body, "start": {"since": since}})
        self._token, self._nonce = str(opened["token"]), str(opened["nonce"])
        return opened

    def _proof(self, method: str, target: str) -> dict[str, str]:
        nonce = self._nonce or ""
        proof = self._key().sign(f"piket-read-v1\n{method}\n{target}\n{nonce}".encode())
        return {"Authorization": f"Bearer {self._token}", _NONCE: nonce, _PROOF: encode64(proof)}

    def _after_refusal(self, refused: ServerRefused, *, last: bool) -> None:
        """Raise the refusal unless a new nonce or a new session may cure it."""
        if refused.status != 401 or last:
            raise refused
        if refused.code != "session.proof":
            self._token = None

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None:
            raise RuntimeError("the transport is not open; use it inside `async with`")
        return self._http

    def _url(self, target: str) -> URL:
        return URL(self._origin + target, encoded=True)

    async def _once(
        self,
        method: str,
        target: str,
        body: bytes | None,
        kind: str,
        headers: Mapping[str, str],
        into: Path | None = None,
    ) -> Reply:
        sent = {"Accept-Language": "nl", **headers, **({"Content-Type": kind} if body is not None else {})}
        http, url = self._client(), self._url(target)
        async with http.request(method, url, data=body, headers=sent, allow_redirects=False) as answer:
            data = b""
            if into is None or answer.status != 200:
                data = await answer.read()
            else:
                with into.open("wb") as file:
                    async for block in answer.content.iter_chunked(_BLOCK):
                        file.write(block)
            return Reply(answer.status, data, answer.headers.get(_NONCE))

    def _key(self) -> Keyring:
        if self._keyring is None:
            raise RuntimeError("this device has no keys yet; enrol it first")
        return self._keyring


def _good(reply: Reply) -> Reply:
    """Return a good answer; raise ServerRefused for a problem, also one that is not spelled as it should be."""
    if 200 <= reply.status < 300:
        return reply
    try:
        problem = json.loads(reply.body)
        code, field, answers = str(problem["code"]), problem.get("field"), problem.get("answers")
    except (ValueError, KeyError, TypeError, AttributeError):
        code, field, answers = "answer.malformed", None, None
    raise ServerRefused(reply.status, code, field, answers)
