"""Files that the wall answers: its own pages, and the app's own, which it fetches from the origin that serves them."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from sandbox.wall.hosts import DOMAIN, Hosts

PAGES: Final = Path(__file__).parents[2] / "webapp/dist-wall"
"""Where `make app` built the wall's own pages."""
_NOT_PASSED: Final = frozenset({"content-length", "date", "transfer-encoding", "connection", "x-frame-options"})
_LIST: Final = "/files.json"
_STARTS: Final = ("/", "/bord")
"""Where the service gives the app's one page too."""
_NO_STORE: Final = {"Cache-Control": "no-store"}


class FilesMissing(Exception):
    """The wall or the app was not built."""


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is answered."""

    body: bytes
    headers: Mapping[str, str]


class WallPages:
    """The wall and the page that holds a phone's app, under headers as strict as the app's."""

    def __init__(self, hosts: Hosts, folder: Path = PAGES) -> None:
        """Read every file once; raises FilesMissing when they were not built."""
        if not (folder / "index.html").is_file():
            raise FilesMissing("The practice wall was not built; run make app.")
        self._hosts = hosts
        self._files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        self._read = {name: path.read_bytes() for name, path in self._files.items()}

    def find(self, name: str, *, on_wall: bool) -> File | None:
        """Return a file by its name below the folder, as the wall or a phone answers it."""
        body = self._read.get(name)
        if body is None:
            return None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        caching = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-store"
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        return File(body, self._headers(on_wall) | {"Content-Type": f"{kind}{charset}", "Cache-Control": caching})

    def _headers(self, on_wall: bool) -> dict[str, str]:
        policy = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "media-src": "'self' data:",
            "connect-src": "'self'",
            # A phone that calls goes to `tel:`, and its frame with it; where that is refused the app is gone.
            "frame-src": f"http://*.{DOMAIN}:{self._hosts.port} tel:" if on_wall else "'self' tel:",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'" if on_wall else self._hosts.wall,
            "require-trusted-types-for": "'script'",
            "trusted-types": "lit-html piket",
        }
        return {
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Origin-Agent-Cluster": "?1",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }


class AppFiles:
    """The app's files with the very headers that the service gives them; only who may frame them is another."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts
        self._files: dict[str, File] = {}

    async def load(self, origin: str, api: str) -> None:
        """Fetch every file from where the service serves the app; they stay when that service is killed.

        `api` is where that app would find the service: on the wall each phone finds it on its own origin.
        Raises FilesMissing when there is no app.
        """
        found: dict[str, File] = {}
        async with aiohttp.ClientSession(headers={"Accept-Encoding": "identity"}) as http:
            names = json.loads((await self._fetch(http, origin, _LIST)).body)
            for name in [*_STARTS, _LIST, *names]:
                found[name] = self._relaxed(await self._fetch(http, origin, name), api)
        self._files = found

    def find(self, path: str) -> File | None:
        """Return the file at this path; None for what is none of the app's."""
        return self._files.get(path)

    def configured(self, number: int) -> File:
        """Return `/piket.json` of a phone: the service is found on the phone's own origin."""
        body = json.dumps({"api": self._hosts.phone(number)}).encode()
        return File(body, {**self._files[_LIST].headers, **_NO_STORE, "Content-Type": "application/json"})

    def headers(self) -> dict[str, str]:
        """Return what stands on every answer of the app's origin, also where there is no such file."""
        told = ("Cache-Control", "Content-Type", "Content-Encoding", "Vary")
        return {name: value for name, value in self._files[_LIST].headers.items() if name not in told}

    @staticmethod
    async def _fetch(http: aiohttp.ClientSession, origin: str, path: str) -> File:
        async with http.get(origin + path) as answer:
            if answer.status != 200:
                raise FilesMissing("The service serves no app; run make app.")
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in _NOT_PASSED}
            return File(await answer.read(), kept)

    def _relaxed(self, file: File, api: str) -> File:
        policy = file.headers["Content-Security-Policy"].replace(f"connect-src 'self' {api}", "connect-src 'self'")
        framed = policy.replace("frame-ancestors 'none'", f"frame-ancestors 'self' {self._hosts.wall}")
        return File(file.body, {**file.headers, "Content-Security-Policy": framed})
