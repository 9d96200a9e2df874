"""Headers on every answer: nothing is cached, sniffed, framed or referred, and only the app's origin may read it."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.http.door import DOOR
from bot.http.problems import problem

NONCE_HEADER: Final = "Piket-Nonce"
PROOF_HEADER: Final = "Piket-Proof"
NEXT_NONCE = web.RequestKey("next_nonce", str)

_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Frame-Options": "DENY",
}
_MAY_SEND: Final = (
    f"Authorization, Content-Type, Accept-Language, If-None-Match, Last-Event-ID, {NONCE_HEADER}, {PROOF_HEADER}"
)
_MAY_READ: Final = f"{NONCE_HEADER}, Retry-After, Content-Language, ETag"


async def set_headers(request: web.Request, answer: web.StreamResponse) -> None:
    """Set them just before the answer leaves (a signal handler of the application)."""
    for name, value in _SAFE.items():
        answer.headers.setdefault(name, value)
    answer.headers["Server"] = "piket"
    answer.headers["Vary"] = "Origin, Accept-Language"
    if NEXT_NONCE in request:
        answer.headers[NONCE_HEADER] = request[NEXT_NONCE]
    origin = request.headers.get("Origin")
    if origin is not None and origin in request.app[DOOR].settings.origins:
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Expose-Headers"] = _MAY_READ


def other_origin(request: web.Request) -> bool:
    """Tell whether a page of another origin than the app's makes this request."""
    origin = request.headers.get("Origin")
    return origin is not None and origin not in request.app[DOOR].settings.origins


async def preflight(request: web.Request) -> web.Response:
    """Answer what a browser asks before a request of the app's own origin; other origins are refused (no cookies)."""
    if request.headers.get("Origin") not in request.app[DOOR].settings.origins:
        return problem(request, 403, "origin.unknown")
    allowed = {
        "Access-Control-Allow-Methods": "GET, POST, PUT",
        "Access-Control-Allow-Headers": _MAY_SEND,
        "Access-Control-Max-Age": "600",
    }
    return web.Response(status=204, headers=allowed)
