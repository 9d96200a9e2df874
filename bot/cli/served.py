"""What an origin answers for each file of the app, held against the list that was signed and the headers that bind."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from bot.cli.app_files import LIST, hash_of
from bot.cli.askers import TOOLS, Asker, browsers
from bot.cli.refused import CommandRefused
from bot.http.static import CONFIGURED, STARTS, caching_of, headers_for, kind_of
from domain.ids import Sha256Hex

_PATIENCE: Final = aiohttp.ClientTimeout(total=30)
_MOST: Final = 32 * 1024 * 1024
"""Bytes of one file; what is larger is no file of the app."""
_INDEX: Final = "/index.html"
_GZIP: Final = 31
"""What zlib calls gzip, and nothing else."""
_LOOSENS: Final = (
    "Access-Control-Allow-Origin", "Clear-Site-Data", "Content-Security-Policy-Report-Only", "Link", "NEL", "Refresh",
    "Report-To", "Reporting-Endpoints", "Service-Worker-Allowed", "Set-Cookie", "SourceMap", "X-SourceMap",
)  # fmt: skip
"""Headers with which a host would tell browsers more than the app asks for: other files, other places, cookies."""
_NOT_HELD: Final = frozenset({"Server"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the origin said to one request; there is no body when it came in an encoding that is not read here."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes | None


class Origin:
    """One app origin, asked as by somebody without any history; use it inside `asyncio.run`."""

    def __init__(self, origin: str, http: aiohttp.ClientSession) -> None:
        self._origin, self._http = origin, http

    async def get(self, path: str, asker: Asker = TOOLS[0]) -> Answer:
        """Return the answer, a redirect as it is. Raises CommandRefused when there is none."""
        url = URL(f"{self._origin}{path}", encoded=True)
        try:
            async with self._http.get(url, allow_redirects=False, headers=asker) as answer:
                body = await answer.content.read(_MOST)
                while more := await answer.content.read(_MOST - len(body)):
                    body += more
                return Answer(answer.status, answer.headers, _unpacked(body, answer.headers))
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise CommandRefused(f"{self._origin} gives no answer for {path}; look whether it is up.") from None


def list_at(origin: str) -> bytes:
    """Return the list of files that an origin serves. Raises CommandRefused when it cannot be reached or read."""

    async def ask() -> Answer:
        async with _session() as http:
            return await Origin(origin, http).get(f"/{LIST}")

    listed = asyncio.run(ask()).body
    if listed is None:
        raise CommandRefused(f"{origin} packs {LIST} in a way that cannot be read; serve it as it is, or in gzip.")
    return listed


def held_against(origin: str, api: str, files: Mapping[str, Sha256Hex], listed: bytes) -> list[str]:
    """Return a sentence for everything that this origin serves otherwise than this list and our headers say.

    Raises:
        CommandRefused: when it cannot be reached.
    """
    wanted = {f"/{LIST}": hash_of(listed), **files}
    wanted |= {path: files[_INDEX] for path in STARTS if _INDEX in files}
    return list(dict.fromkeys(asyncio.run(_held(origin, api, wanted))))


async def _held(origin: str, api: str, wanted: Mapping[str, Sha256Hex]) -> list[str]:
    headers = {name: value for name, value in headers_for(origin, api).items() if name not in _NOT_HELD}
    checks: dict[str, Callable[[Answer], Iterable[str]]] = {
        **{path: partial(_of_file, path, hashed) for path, hashed in wanted.items()},
        CONFIGURED: partial(_of_configured, api),
        f"/{secrets.token_hex(16)}.js": _of_nothing,
    }
    found: list[str] = []
    async with _session() as http:
        asked = Origin(origin, http)

        async def told(path: str, askers: Iterable[Asker]) -> list[str]:
            answers = [await asked.get(path, asker) for asker in askers]
            return [one for answer in answers for one in (*checks[path](answer), *_of_headers(answer, headers))]

        for path in checks:
            to_tools = await told(path, TOOLS)
            to_browsers = await told(path, browsers(origin, path))
            found += [*to_tools, *(f"To a browser: {one}" for one in to_browsers if one not in to_tools)]
    return found


def _unpacked(body: bytes, headers: Mapping[str, str]) -> bytes | None:
    """Return what was packed in gzip, exactly one; None when it is no such thing, or packed otherwise."""
    encoding = headers.get("Content-Encoding")
    if encoding is None:
        return body
    unpacking = zlib.decompressobj(_GZIP)
    try:
        unpacked = unpacking.decompress(body, _MOST)
    except zlib.error:
        return None
    return unpacked if encoding == "gzip" and unpacking.eof and not unpacking.unused_data else None


def _of_configured(api: str, answer: Answer) -> Iterator[str]:
    if answer.status != 200 or answer.body is None or answer.body.strip() != json.dumps({"api": api}).encode():
        yield f"{CONFIGURED} names another API than {api}: the app would talk with that one."


def _of_nothing(answer: Answer) -> Iterator[str]:
    if answer.status < 400:
        yield "It answers for a path that is no file of the app; only the files of the list may be served."


def _of_file(path: str, hashed: Sha256Hex, answer: Answer) -> Iterator[str]:
    name = _INDEX if path in STARTS else path
    if answer.status != 200:
        yield f"{path} is missing: the answer is {answer.status}."
        return
    if answer.body is None:
        yield f"{path} is packed in a way that nobody can hold against the list; serve it as it is, or in gzip."
    elif hash_of(answer.body) != hashed:
        yield f"{path} is another file than was signed."
    if answer.headers.get("Content-Type", "").partition(";")[0].strip() != kind_of(name):
        yield f"{path} is served as another kind of file than {kind_of(name)}."
    if answer.headers.get("Cache-Control") != caching_of(name):
        yield f"{path} is served with another Cache-Control than {caching_of(name)!r}."


def _of_headers(answer: Answer, headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        said = answer.headers.getall(name, [])
        if said != [value]:
            yield f"The header {name} is {', '.join(map(repr, said)) or 'missing'}; it must be {value!r}."
    for name in _LOOSENS:
        if name in answer.headers:
            yield f"The header {name} is there, and may not be."


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=_PATIENCE, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
