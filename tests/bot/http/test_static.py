"""The app's origin gives exactly what was built, and the same strict headers on every answer, the refusals too."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.http.static import CONFIGURED, create_static, headers_for, static_runner
from config.settings import Settings, SettingsInvalid

Asking = TestClient[web.Request, web.Application]
APP, API = "https://app.piket.example", "https://api.piket.example"
SCRIPT = b"const words = 'een twee drie vier vijf een twee drie vier vijf een twee drie vier vijf';\n" * 3
FILES = {
    "index.html": b"<!doctype html>",
    "sw.js": b"self;",
    "files.json": b"{}",
    "manifest.webmanifest": b"{}",
    "assets/app-a1.js": SCRIPT,
    "assets/icon-a1.png": b"\x89PNG",
    "notes.txt": b"no file of the app",
}
FOUND = [
    "/", "/bord", "/index.html", CONFIGURED, "/sw.js", "/files.json", "/manifest.webmanifest", "/assets/app-a1.js",
]  # fmt: skip
NEVER_KEPT = {"/", "/bord", "/index.html", CONFIGURED}
REFUSED = [
    "/none", "/bord/", "/bord/index.html", "/assets/", "/assets", "//index.html", "/notes.txt", "/../secret",
    "/assets/../../secret",
    "/%2e%2e/secret", "/assets/..%2f..%2fsecret", "/..%5csecret", "/assets/%2e%2e/index.html", "/%00", "/v1/me",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text("secret")
    for name, body in FILES.items():
        path = tmp_path / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return tmp_path / "dist"


@pytest_asyncio.fixture
async def client(folder: Path) -> AsyncIterator[Asking]:
    async with TestClient(TestServer(create_static(folder, APP, API)), auto_decompress=False) as asking:
        yield asking


async def get(client: Asking, path: str, method: str = "GET", **headers: str) -> ClientResponse:
    return await client.session.request(
        method, URL(f"{client.make_url('/').origin()}{path}", encoded=True), headers=headers, allow_redirects=False
    )


def policy(answer: ClientResponse) -> dict[str, str]:
    parts = (part.partition(" ") for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
@pytest.mark.parametrize("path", [*FOUND, *REFUSED])
async def test_every_answer_has_every_header(client: Asking, path: str, method: str) -> None:
    answer = await get(client, path, method)
    assert headers_for(APP, API).items() <= dict(answer.headers).items()
    assert "Cache-Control" in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.status == (405 if method not in ("GET", "HEAD") else 200 if path in FOUND else 404)
    assert (answer.status == 200) or await answer.read() == b""


async def test_only_own_scripts_and_styles_and_only_this_api(client: Asking) -> None:
    said = policy(await get(client, "/"))
    assert said["default-src"] == said["frame-ancestors"] == said["base-uri"] == said["form-action"] == "'none'"
    assert said["script-src"] == said["style-src"] == said["worker-src"] == said["manifest-src"] == "'self'"
    assert said["connect-src"] == f"'self' {API}"
    assert said["frame-src"] == "blob:", "an attachment that the app opened itself, and nothing that has an address"
    assert said["require-trusted-types-for"] == "'script'"
    assert said["trusted-types"] == "lit-html piket"
    assert not {"unsafe", "data:", "*", "http:", "strict-dynamic"} & set(
        " ".join(said.values()).replace("'", " ").split()
    )


async def test_the_origin_is_alone_with_itself(client: Asking) -> None:
    headers = (await get(client, "/")).headers
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "microphone=()" in headers["Permissions-Policy"]
    assert "camera=(self)" in headers["Permissions-Policy"]


def test_without_https_no_browser_is_told_to_insist_on_it() -> None:
    assert "Strict-Transport-Security" not in headers_for("http://piket.localhost:8081", API)


async def test_hashed_files_stay_and_the_first_page_never_does(client: Asking) -> None:
    said = {path: (await get(client, path)).headers["Cache-Control"] for path in FOUND}
    assert said.pop("/assets/app-a1.js") == "public, max-age=31536000, immutable"
    assert {path for path, caching in said.items() if caching == "no-store"} == NEVER_KEPT
    assert {path for path, caching in said.items() if caching == "no-cache"} == said.keys() - NEVER_KEPT


async def test_each_file_is_what_was_built_with_its_kind(client: Asking) -> None:
    answer = await get(client, "/assets/app-a1.js", **{"Accept-Encoding": "identity"})
    assert (await answer.read(), answer.headers["Content-Type"]) == (SCRIPT, "text/javascript; charset=utf-8")
    assert (await get(client, "/assets/icon-a1.png")).headers["Content-Type"] == "image/png"
    for path in ("/", "/bord"):
        answer = await get(client, path)
        assert (await answer.read(), answer.headers["Content-Type"]) == (
            FILES["index.html"],
            "text/html; charset=utf-8",
        )
    assert await (await get(client, CONFIGURED)).json() == {"api": API}


@pytest.mark.parametrize(
    ("taken", "packed"), [("gzip, br", True), ("br;q=1.0, gzip;q=0.8", True), ("gzip;q=0", False), ("identity", False)]
)
async def test_a_script_is_packed_for_who_takes_that(client: Asking, taken: str, packed: bool) -> None:
    answer = await get(client, "/assets/app-a1.js", **{"Accept-Encoding": taken})
    body = await answer.read()
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (answer.headers.get("Content-Encoding") == "gzip") is packed
    assert (gzip.decompress(body) if packed else body) == SCRIPT
    assert (len(body) < len(SCRIPT)) is packed


async def test_what_came_later_into_the_folder_is_not_served(client: Asking, folder: Path) -> None:
    (folder / "assets" / "later.js").write_text("later")
    assert (await get(client, "/assets/later.js")).status == 404


def test_an_app_that_was_not_built_is_not_served(tmp_path: Path) -> None:
    settings = Settings(app_files=tmp_path, app_listen="127.0.0.1:0")
    with pytest.raises(SettingsInvalid, match="make app"):
        static_runner(settings)
