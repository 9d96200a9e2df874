"""Whoever sends slowly, or nothing at all, is hung up on; whoever announces too much is refused at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.http.app import create_app, runner
from tests.bot.http.conftest import Make, World

HEAD = b"POST /v1/acts HTTP/1.1\r\nHost: piket\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


async def served(world: World) -> tuple[web.AppRunner, int]:
    app = runner(create_app(fresh(world)))
    await app.setup()
    site = web.TCPSite(app, "127.0.0.1", 0)
    await site.start()
    return app, int(app.addresses[0][1])


def fresh(world: World) -> Any:
    """The same door with figures of its own, since a registry takes each figure once."""
    return replace(world.door, registry=type(world.door.registry)())


async def told(port: int, sent: bytes) -> bytes:
    """Everything the service says before it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await writer.drain()
    said = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    await writer.wait_closed()
    return said


async def test_a_head_that_never_ends_is_hung_up_on(make_world: Make) -> None:
    world = await make_world(idle_time="PT0.2S")
    app, port = await served(world)
    assert await told(port, b"GET /v1/health/live HTTP/1.1\r\nHost: p") == b""
    assert await told(port, b"") == b""
    await app.cleanup()


async def test_a_body_that_never_comes_is_a_408(make_world: Make) -> None:
    world = await make_world(idle_time="PT0.2S", body_time="PT0.2S")
    app, port = await served(world)
    said = await told(port, HEAD % 1000 + b'{"acts"')
    assert b" 408 " in said.split(b"\r\n")[0]
    assert b"body.slow" in said
    assert world.store.writes == []
    await app.cleanup()


async def test_a_body_announced_too_large_is_refused_before_it_comes(make_world: Make) -> None:
    world = await make_world(idle_time="PT0.2S")
    app, port = await served(world)
    said = await told(port, HEAD % (1 << 40))
    assert b" 413 " in said.split(b"\r\n")[0]
    assert b"body.too_large" in said
    await app.cleanup()


async def test_a_chunked_body_is_cut_off_at_the_limit(make_world: Make) -> None:
    world = await make_world(idle_time="PT0.2S", blob=1024)
    app, port = await served(world)
    head = b"POST /v1/challenges HTTP/1.1\r\nHost: p\r\nContent-Type: application/json\r\n"
    said = await told(port, head + b"Transfer-Encoding: chunked\r\n\r\n800\r\n" + b" " * 2048 + b"\r\n")
    assert b" 413 " in said.split(b"\r\n")[0]
    await app.cleanup()


async def test_what_is_not_http_is_a_400(make_world: Make) -> None:
    world = await make_world(idle_time="PT0.2S")
    app, port = await served(world)
    for sent in (b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET / HTTP/1.1\r\nA: " + b"x" * 20000 + b"\r\n\r\n"):
        assert b" 400 " in (await told(port, sent)).split(b"\r\n")[0]
    await app.cleanup()
