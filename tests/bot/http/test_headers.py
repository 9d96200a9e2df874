"""Every answer may be read by one origin, is never cached or framed, and speaks Dutch unless asked for English."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from bot.http.app import create_app
from bot.http.words import TABLE
from tests.bot.http.conftest import APP, Make, World

PATHS = ["/v1/health/live", "/v1/none", "/v1/me", "/v1/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_has_the_safe_headers(world: World, path: str) -> None:
    headers = (await world.client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "python" not in headers["Server"].lower()
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", PATHS)
async def test_the_apps_own_origin_may_read_every_answer(world: World, path: str) -> None:
    answer = await world.client.get(path, headers={"Origin": APP})
    assert answer.headers["Access-Control-Allow-Origin"] == APP
    assert "Piket-Nonce" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://elders.example", "null", APP + ".elders.example", APP.replace("https", "http"), APP + "/", "*"]
)
async def test_another_origin_is_refused_before_anything_is_done(world: World, origin: str) -> None:
    answer = await world.client.post("/v1/challenges", json={"device": "toestel_anna"}, headers={"Origin": origin})
    assert (answer.status, (await answer.json())["code"]) == (403, "origin.unknown")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert world.store.writes == []


async def test_the_preflight_allows_what_the_app_sends(world: World) -> None:
    asked = {"Origin": APP, "Access-Control-Request-Method": "PUT"}
    answer = await world.client.options("/v1/blobs/x/chunks/0", headers=asked)
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == APP
    for name in ("Authorization", "Piket-Nonce", "Piket-Proof", "Content-Type"):
        assert name in answer.headers["Access-Control-Allow-Headers"]
    other = await world.client.options("/v1/me", headers={**asked, "Origin": "https://elders.example"})
    assert other.status == 403
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "nl"), ("nl", "nl"), ("en", "en"), ("en-GB,nl;q=0.5", "en"), ("en;q=0.2,nl;q=0.9", "nl"), ("de", "nl"),
        ("*", "nl"), ("en;q=x", "nl"), ("fr,en;q=0.1", "en"), (";;;,,q=", "nl"),
    ],
)  # fmt: skip
async def test_a_problem_is_rfc_9457_in_dutch_or_english(world: World, asked: str, language: str) -> None:
    answer = await world.client.get("/v1/none", headers={"Accept-Language": asked})
    body = await answer.json()
    words = TABLE["path.unknown"]
    assert answer.content_type == "application/problem+json"
    assert body["type"] == "urn:piket:problem:path.unknown"
    assert body["status"] == answer.status == 404
    assert body["title"] == (words.nl if language == "nl" else words.en)
    assert body["detail"] == (words.nl_detail if language == "nl" else words.en_detail)


async def test_a_wrong_method_says_which_are_allowed(world: World) -> None:
    answer = await world.client.delete("/v1/me")
    assert (answer.status, (await answer.json())["code"]) == (405, "method.unknown")
    assert "GET" in answer.headers["Allow"]


async def test_an_unexpected_fault_is_a_problem_that_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(_unit: Any) -> None:
        raise RuntimeError("the secret is zaterdag")

    monkeypatch.setattr(world.store, "read", broken)
    answer = await world.client.get("/v1/log/om/checkpoint")
    text = await answer.text()
    assert (answer.status, answer.content_type) == (500, "application/problem+json")
    assert "zaterdag" not in text + "".join(capsys.readouterr())


async def test_a_practice_wall_has_several_phones_and_each_is_named(make_world: Make) -> None:
    phones = ("http://p1.piket.localhost:8080", "http://p2.piket.localhost:8080")
    world = await make_world()
    practice = world.door.settings.model_copy(update={"practice": True, "practice_origins": phones})
    client = TestClient(TestServer(create_app(replace(world.door, settings=practice, registry=CollectorRegistry()))))
    async with client:
        for origin in (APP, *phones):
            answer = await client.get("/v1/health/live", headers={"Origin": origin})
            assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, origin)
            asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
            assert (await client.options("/v1/me", headers=asked)).status == 204
        for origin in ("http://p3.piket.localhost:8080", "http://piket.localhost:8080", "http://p1.piket.localhost"):
            answer = await client.get("/v1/health/live", headers={"Origin": origin})
            assert (answer.status, "Access-Control-Allow-Origin" in answer.headers) == (403, False)
