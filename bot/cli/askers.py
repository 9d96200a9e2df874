"""Who asks an app origin for a file, by the headers that go along: a tool, or a browser for each of its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from bot.http.static import STARTS

Asker = Mapping[str, str]

TOOLS: Final[tuple[Asker, ...]] = ({"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"})
"""Both ways: a host could have other bytes behind one of them."""
_BROWSER: Final = {
    "Connection": "keep-alive",
    "User-Agent": (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 "
        "Mobile Safari/537.36"
    ),
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "nl-NL,nl;q=0.9,en;q=0.8",
}
"""Chrome on a phone, which names no more than this of the phone."""
_HINTS: Final = {
    "Sec-CH-UA": '"Not;A=Brand";v="8", "Chromium";v="150", "Google Chrome";v="150"',
    "Sec-CH-UA-Mobile": "?1",
    "Sec-CH-UA-Platform": '"Android"',
}
"""What it tells too, save for a worker."""
_ACCEPTS: Final = {
    "document": (
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
        "application/signed-exchange;v=b3;q=0.7"
    ),
    "image": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "style": "text/css,*/*;q=0.1",
}
_MODES: Final = {"document": "navigate", "image": "no-cors", "serviceworker": "same-origin", "worker": "same-origin"}
_MORE: Final = {
    "document": {"Sec-Fetch-User": "?1", "Upgrade-Insecure-Requests": "1"},
    "serviceworker": {"Cache-Control": "max-age=0", "Service-Worker": "script"},
}
_REASONS: Final = {
    ".css": ("style",),
    ".html": ("document",),
    ".ico": ("image",),
    ".js": ("script", "worker", "serviceworker"),
    ".png": ("image",),
    ".svg": ("image",),
    ".webmanifest": ("manifest",),
}


def browsers(origin: str, path: str) -> Iterator[Asker]:
    """Give what a browser sends to get this path: once for each reason it may have, and once as our service worker."""
    suffix = ".html" if path in STARTS else PurePosixPath(path).suffix
    for reason in (*_REASONS.get(suffix, ()), "empty"):
        yield {
            **_BROWSER,
            **(_HINTS if reason not in ("serviceworker", "worker") else {}),
            **({"Origin": origin} if reason in ("script", "style") else {}),
            "Accept": _ACCEPTS.get(reason, "*/*"),
            "Sec-Fetch-Dest": reason,
            "Sec-Fetch-Mode": _MODES.get(reason, "cors"),
            "Sec-Fetch-Site": "none" if reason == "document" else "same-origin",
            **_MORE.get(reason, {}),
        }
