"""The floor: the service's path with only the unavoidable work in it, written against the bare libraries.

An act comes in over HTTP, its one ES256 signature is verified, the rows that the service stores for it are written
through the bare driver (SQLite, WAL, FULL, one writer thread, group commit), the answer goes out, and then the bells.
It decides nothing, checks nothing else and keeps nothing in order.
"""

from __future__ import annotations

import asyncio
import base64
import heapq
import json
import os
import queue
import sqlite3
import sys
import threading
import time
from pathlib import Path

import aiohttp
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tests.bench.rows import Kept, load

_TOKEN = "1000000001:bench"
_TEXT = "Er wacht iets op u in Piket. Something is waiting for you in Piket."


class Writer(threading.Thread):
    """One connection, one thread; whatever queued up while a commit ran shares the next one."""

    def __init__(self, database: Path, kinds: dict[str, list[Kept]], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(daemon=True)
        self._database, self._kinds, self._loop = database, kinds, loop
        self._queue: queue.SimpleQueue[tuple[str, asyncio.Future[None]]] = queue.SimpleQueue()

    def write(self, kind: str) -> asyncio.Future[None]:
        done: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((kind, done))
        return done

    def run(self) -> None:
        db = sqlite3.connect(self._database, isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        statements = {
            kind: [(_insert(db, kind, kept), kept.rows) for kept in found] for kind, found in self._kinds.items()
        }
        while True:
            batch = [self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get())
            db.execute("BEGIN IMMEDIATE")
            for kind, _ in batch:
                for statement, rows in statements[kind]:
                    db.executemany(statement, rows)
            db.execute("COMMIT")
            self._loop.call_soon_threadsafe(_answer, [done for _, done in batch])


def _answer(waiting: list[asyncio.Future[None]]) -> None:
    for one in waiting:
        one.set_result(None)


def _insert(db: sqlite3.Connection, kind: str, kept: Kept) -> str:
    """Make a table of the same columns and indexes; the rows come again and again, so nothing in it is unique."""
    table, columns = f"{kind}_{kept.table}", ", ".join(f'"{column}"' for column in kept.columns)
    db.execute(f'CREATE TABLE "{table}" (number INTEGER PRIMARY KEY, {columns})')
    for place, index in enumerate(kept.indexes):
        db.execute(f'CREATE INDEX "{table}_{place}" ON "{table}" ({", ".join(index)})')
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(kept.columns))})'  # noqa: S608  # our names


class Floor:
    """The bare service."""

    def __init__(self, sink: str, keys: dict[str, str], bells: int, writer: Writer) -> None:
        self._url = f"{sink}/bot{_TOKEN}/sendMessage"
        self._keys = {
            device: ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decode(point))
            for device, point in keys.items()
        }
        self._bells, self._writer = bells, writer
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64))
        self._tasks: set[asyncio.Task[None]] = set()
        self._heap: list[tuple[float, str]] = []

    async def submit(self, request: web.Request) -> web.Response:
        """Verify, store, ring as many phones as the service does, answer."""
        body = await request.read()
        act = json.loads(body[body.index(b"\r\n\r\n") + 4 : body.index(b"\r\n--", 2)])["acts"][0]
        kind, payload, proof = act["payloadType"].encode(), _decode(act["payload"]), act["proofs"][0]
        signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
        sig = _decode(proof["sig"])
        der = encode_dss_signature(int.from_bytes(sig[:32], "big"), int.from_bytes(sig[32:], "big"))
        self._keys[proof["device"]].verify(der, signed, ec.ECDSA(SHA256()))
        item = json.loads(payload)["item"]
        await self._writer.write("submit")
        for chat in range(self._bells):
            self._spawn(item, chat)
        return web.json_response({"answers": [{"item": item, "status": 201}]}, status=201)

    async def arm(self, request: web.Request) -> web.Response:
        """Fill the heap: `pending` far away, then `count` deadlines, one each `every` seconds; returns the first."""
        pending, count, every = (float(request.query[name]) for name in ("pending", "count", "every"))
        first = time.monotonic() + 1
        self._heap = [(first + 86_400 + place, "") for place in range(int(pending))]
        for place in range(int(count)):
            heapq.heappush(self._heap, (first + place * every, f"probe-{place}"))
        self._sleep()
        return web.json_response(first)

    def _sleep(self) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._heap[0][0] - time.monotonic(), self._wake)

    def _wake(self) -> None:
        while self._heap[0][0] <= time.monotonic():
            task = asyncio.ensure_future(self._due(heapq.heappop(self._heap)[1]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._sleep()

    async def _due(self, handle: str) -> None:
        await self._writer.write("ring")
        await self._ring(handle, 1)

    def _spawn(self, handle: str, chat: int) -> None:
        task = asyncio.ensure_future(self._ring(handle, chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ring(self, handle: str, chat: int) -> None:
        keyboard = [
            [{"text": "Openen", "url": "https://app.example/"}],
            [{"text": "Ik heb dit gezien", "callback_data": handle}],
        ]
        fields = {
            "chat_id": str(chat),
            "protect_content": "true",
            "text": _TEXT,
            "link_preview_options": '{"is_disabled":true}',
            "reply_markup": json.dumps({"inline_keyboard": keyboard}),
        }
        async with self._http.post(self._url, data=fields) as answer:
            await answer.read()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def serve(port: int, sink: str, folder: Path) -> None:
    kinds = {kind: load(folder / f"{kind}.json") for kind in ("submit", "ring")}
    writer = Writer(folder / f"floor-{os.getpid()}.db", kinds, asyncio.get_running_loop())
    writer.start()
    bells = next(len(kept.rows) for kept in kinds["submit"] if kept.table == "outbox")
    floor = Floor(sink, json.loads((folder / "keys.json").read_text()), bells, writer)
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app.router.add_post("/v1/acts", floor.submit)
    app.router.add_post("/arm", floor.arm)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
