"""The app's own files on an origin of their own: exactly what was built, under strict headers, from memory."""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from config.settings import Settings, SettingsInvalid

CONFIGURED: Final = "/piket.json"
"""Says where the API is; whoever serves the app writes it, and it is no part of what was built."""
_START: Final = "/index.html"
STARTS: Final = ("/", "/bord")
"""Where the one page is given too: the app itself turns the second into its own address, `#/bord`."""
_HASHED: Final = "/assets/"
_BUILT: Final = (Path(__file__).parents[1] / "app", Path(__file__).parents[2] / "webapp/dist")
"""Where the files are in an installed package, and in a checkout after `make app`."""
_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_TEXTS: Final = frozenset(_TYPES) - {".ico", ".png"}
_NOBODY: Final = (
    "accelerometer", "autoplay", "browsing-topics", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "interest-cohort", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
_SELF: Final = (
    "camera",
    "geolocation",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
)
"""Scan an invitation, unlock with a passkey, keep the screen on while a ladder runs."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Built:
    """One file as it is answered; `packed` is the same in gzip, where that is smaller."""

    body: bytes
    packed: bytes | None
    kind: str
    caching: str


def create_static(folder: Path, app_origin: str, api_origin: str) -> web.Application:
    """Return the app's origin as one application over the files that `folder` holds now; it starts nothing by itself.

    Raises:
        SettingsInvalid: when no app was built there.
    """
    files = built(folder) | {CONFIGURED: _file(CONFIGURED, json.dumps({"api": api_origin}).encode())}
    headers = headers_for(app_origin, api_origin)

    async def answer(request: web.Request) -> web.StreamResponse:
        found = files.get(_START if request.path in STARTS else request.path)
        if found is None:
            return web.Response(status=404, headers={"Cache-Control": "no-store"})
        head = {"Cache-Control": found.caching, "Content-Type": found.kind, "Vary": "Accept-Encoding"}
        if found.packed is not None and _takes_gzip(request):
            return web.Response(body=found.packed, headers=head | {"Content-Encoding": "gzip"})
        return web.Response(body=found.body, headers=head)

    async def set_headers(_request: web.Request, leaving: web.StreamResponse) -> None:
        leaving.headers.update(headers)

    app = web.Application(middlewares=[_bare], client_max_size=1)
    app.router.add_get("/{path:.*}", answer)
    app.on_response_prepare.append(set_headers)
    return app


def files_of(settings: Settings) -> Path:
    """Return the folder whose files are served: the one that was set, or else the one that came along or was built."""
    return settings.app_files or next((one for one in _BUILT if (one / _START[1:]).is_file()), _BUILT[-1])


def static_runner(settings: Settings) -> web.AppRunner:
    """Return what serves the app's files of this installation; raises as `create_static` does."""
    return web.AppRunner(
        create_static(files_of(settings), settings.app_origin, settings.api_origin),
        access_log=None,
        keepalive_timeout=settings.limits.idle_time.total_seconds(),
        lingering_time=1.0,
        max_line_size=4096,
        max_field_size=8190,
        max_headers=64,
        auto_decompress=False,
        handle_signals=False,
    )


def built(folder: Path) -> dict[str, Built]:
    """Read every file below `folder` once, by its path in the browser: what is not among them does not exist.

    Raises:
        SettingsInvalid: when no app was built there.
    """
    if not (folder / _START[1:]).is_file():
        raise SettingsInvalid("There is no app to serve: run make app, or set PIKET_APP_FILES to where it was built.")
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in _TYPES]
    names = {f"/{path.relative_to(folder).as_posix()}": path for path in paths}
    return {name: _file(name, path.read_bytes()) for name, path in names.items()}


def headers_for(app_origin: str, api_origin: str) -> dict[str, str]:
    """Return what stands on every answer: only own scripts and styles, only this API, framed by nobody.

    The one thing it may frame is an attachment that it opened itself (`blob:`), in a sandbox without scripts.
    """
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob:",
        "connect-src": "'self'" if api_origin == app_origin else f"'self' {api_origin}",
        "worker-src": "'self'",
        "frame-src": "blob:",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "lit-html piket",
    }
    allowed = [*(f"{name}=()" for name in _NOBODY), *(f"{name}=(self)" for name in _SELF)]
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Origin-Agent-Cluster": "?1",
        "Permissions-Policy": ", ".join(allowed),
        "Referrer-Policy": "no-referrer",
        "Server": "piket",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if app_origin.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers


@web.middleware
async def _bare(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn a refusal of the framework into a bare answer, with the headers that every answer has."""
    try:
        return await handler(request)
    except web.HTTPException as refused:
        kept = {"Allow": refused.headers["Allow"]} if "Allow" in refused.headers else {}
        return web.Response(status=refused.status, headers={"Cache-Control": "no-store", **kept})


def _file(name: str, body: bytes) -> Built:
    suffix = Path(name).suffix
    packed = gzip.compress(body, 9, mtime=0) if suffix in _TEXTS else body
    charset = "; charset=utf-8" if suffix in (".css", ".html", ".js") else ""
    return Built(body, packed if len(packed) < len(body) else None, f"{kind_of(name)}{charset}", caching_of(name))


def kind_of(name: str) -> str:
    """Return the media type with which a file of the app is served."""
    return _TYPES.get(Path(name).suffix, "application/octet-stream")


def caching_of(name: str) -> str:
    """Return how long a browser may keep a file of the app before it asks again."""
    if name.startswith(_HASHED):
        return "public, max-age=31536000, immutable"
    return "no-store" if name in (_START, CONFIGURED) else "no-cache"


def _takes_gzip(request: web.Request) -> bool:
    taken = [part.replace(" ", "").lower() for part in request.headers.get("Accept-Encoding", "").split(",")]
    return any(
        part == "gzip" or (part.startswith("gzip;q=") and part not in ("gzip;q=0", "gzip;q=0.0")) for part in taken
    )
