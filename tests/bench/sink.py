"""The bell sink: a Bot API that says yes to everything and remembers when each message arrived."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from urllib.parse import parse_qs

from aiohttp import web

_POLL_SECONDS = 20
_heard: list[tuple[float, str, bytes]] = []


async def call(request: web.Request) -> web.Response:
    """Answer one call of the Bot API; the moment is taken when its last byte is here."""
    method = request.match_info["method"]
    body = await request.read()
    now = time.monotonic()
    if method == "getUpdates":
        await asyncio.sleep(_POLL_SECONDS)
        return web.json_response({"ok": True, "result": []})
    _heard.append((now, method, body))
    return web.json_response({"ok": True, "result": {"message_id": len(_heard)}})


async def count(_request: web.Request) -> web.Response:
    """How many calls there were since the last dump."""
    return web.json_response(len(_heard))


async def dump(_request: web.Request) -> web.Response:
    """Return and forget (moment, method, handle) of each call."""
    found = [(moment, method, _handle(body)) for moment, method, body in _heard]
    _heard.clear()
    return web.json_response(found)


def _handle(body: bytes) -> str | None:
    markup = parse_qs(body.decode()).get("reply_markup")
    rows = json.loads(markup[0])["inline_keyboard"] if markup else []
    return next((button["callback_data"] for row in rows for button in row if "callback_data" in button), None)


def main() -> None:
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", call)
    app.router.add_get("/count", count)
    app.router.add_get("/dump", dump)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None, backlog=1024)


if __name__ == "__main__":
    main()
