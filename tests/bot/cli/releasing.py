"""An app of a few files, founders who release it, and a host that serves it, truly or not."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.http.static import create_static
from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.ports import VerifiedAct
from tests.bot.cli.conftest import Typed
from tests.bot.cli.test_renew import carried_out, grow

Piket = Callable[..., Typed]
API = "https://api.piket.example"
FILES = {
    "index.html": b"<!doctype html><title>Piket</title>",
    "sw.js": b"self.piket = 1;",
    "assets/app-a1.js": b"export const een = 1;",
    "assets/app-b2.css": b"body { margin: 0 }",
}


def built(folder: Path, **other: bytes) -> Path:
    """The app in a folder, with its list; `other` are files by name that differ from, or come beside, the usual."""
    for name, body in (FILES | other).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    listed = {f"/{name}": sha256(body).hexdigest() for name, body in sorted((FILES | other).items())}
    (folder / "files.json").write_text(json.dumps(listed, indent=1) + "\n")
    return folder


def hash_of(folder: Path) -> str:
    return sha256((folder / "files.json").read_bytes()).hexdigest()


class Releasing:
    """The steps that people type; what `finish` sends is stored as a running service would."""

    def __init__(self, piket: Piket, data: Path, founders: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
        self._piket, self.data, self._founders = piket, data, founders
        self.sent: list[tuple[str, SignedAct]] = []
        monkeypatch.setattr("bot.cli.release_acts.send", lambda origin, act: self.sent.append((origin, act)))

    def make(self, files: Path) -> Typed:
        return self._piket("release", "make", "--data", self.data, "--files", files)

    def sign(self, founder: Path, *more: object) -> Typed:
        return self._piket("founder", "sign", self.data / "release.unsigned.json", "--folder", founder, *more)

    def finish(self, founders: list[Path] | None = None) -> Typed:
        chosen = self._founders if founders is None else founders
        proofs = [word for folder in chosen for word in ("--proof", folder / "release.proof.json")]
        return self._piket("release", "finish", "--data", self.data, *proofs, "--service", API)

    def whole(self, files: Path) -> None:
        """Everybody does as they should, and the service stores and logs it."""
        assert self.make(files).status == 0
        for founder in self._founders:
            assert self.sign(founder, "--yes").status == 0
        said = self.finish()
        assert said.status == 0, said.err
        act = self.sent[-1][1]
        asyncio.run(grow(self.data, [carried_out(VerifiedAct(act, parse_payload(act.payload), {}))]))


Heads = Callable[[web.StreamResponse], object]
Replies = Callable[[web.Request, web.StreamResponse], web.StreamResponse]


@contextmanager
def served(
    folder: Path, *, heads: Heads | None = None, replies: Replies | None = None, api: str = API
) -> Iterator[str]:
    """Serve an app on loopback as the service does, in a thread of its own; gives the origin.

    `heads` spoils the headers of each answer, `replies` gives another answer.
    """
    loop, ready = asyncio.new_event_loop(), threading.Event()
    origins: list[str] = []

    @web.middleware
    async def replied(request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        answer: web.StreamResponse = await handler(request)
        return answer if replies is None else replies(request, answer)

    async def headed(_request: web.Request, answer: web.StreamResponse) -> None:
        if heads is not None:
            heads(answer)

    async def start() -> web.AppRunner:
        app = create_static(folder, "http://piket.localhost", api)
        app.middlewares.insert(0, replied)
        app.on_response_prepare.append(headed)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        origins.append("http://{}:{}".format(*runner.addresses[0]))
        return runner

    def live() -> None:
        runner = loop.run_until_complete(start())
        ready.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield origins[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
