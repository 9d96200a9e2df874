"""What people and devices send never shows in a log line, whatever becomes of the request."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from config.logs import set_up_logs
from tests.bot.http.conftest import ITEM, World
from tests.bot.http.phones import post_acts, sha

CANARY = "kanarie4711zaterdag"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    set_up_logs(stream, level=logging.DEBUG)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


async def test_no_log_line_holds_what_was_sent(
    world: World, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, anna = world.client, world.phones["anna"]
    await world.put_item()
    await anna.open_session()
    secrets = [CANARY, anna.token, anna.nonce, anna.id, ITEM, sha(CANARY.encode())]
    payload = anna.payload("item.ik_bel", world.clock.now(), {"what": CANARY}, item=ITEM, blobs=[sha(CANARY.encode())])
    assert (await post_acts(client, [anna.envelope(payload)], [CANARY.encode()]))[0] == 201
    await anna.get(f"/v1/items/{ITEM}")
    await anna.ask("GET", f"/v1/items?{CANARY}={CANARY}")
    for method, path, more in (
        ("POST", "/v1/acts", {"json": {"acts": [{CANARY: CANARY}]}}),
        ("POST", "/v1/acts", {"data": CANARY.encode(), "headers": {"Content-Type": f"text/{CANARY}"}}),
        ("POST", "/v1/sessions", {"json": {"device": CANARY, "nonce": CANARY, "sig": CANARY}}),
        ("POST", "/v1/enrolments", {"json": {"redeem": CANARY}}),
        ("GET", f"/{CANARY}", {"headers": {"Authorization": f"Bearer {CANARY}", "Cookie": CANARY}}),
        ("GET", "/v1/me", {"headers": {"Authorization": f"Bearer {CANARY}"}}),
        ("GET", f"/v1/log/{CANARY}/checkpoint", {}),
        (CANARY.upper(), "/v1/me", {}),
    ):
        answer = await client.request(method, path, **more)
        assert 400 <= answer.status < 500

    async def broken(_unit: Any, *, urgent: bool = False) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(world.store, "write", broken)
    answer = await client.post("/v1/challenges", json={"device": CANARY})
    assert answer.status == 500
    assert CANARY not in await answer.text()
    text = logged.getvalue()
    assert [secret for secret in secrets if secret.lower() in text.lower()] == []
    lines = [json.loads(line) for line in text.splitlines()]
    assert {line["status"] for line in lines if line["event"] == "request"} >= {200, 201, 400, 401, 404, 500}
    assert any(line["event"] == "unexpected" and line["error"] == "RuntimeError" for line in lines)
