"""Who may say what on the wall's port: the wall's own page commands, each phone is an origin of its own."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import aiohttp
import pytest

from client.envelopes import encode64
from client.invitation import Invitation
from client.keyring import Keyring
from domain.ids import DeviceId
from tests.sandbox.wall.walls import WALL_FILES, Wall, wall

pytestmark = pytest.mark.timeout(300)


async def test_the_wall_answers_its_own_page_and_nobody_else(tmp_path: Path) -> None:
    async with wall(tmp_path) as w:
        await _a_phone_gives_the_app_with_the_services_own_headers(w, tmp_path)
        await _only_the_walls_own_page_commands(w)
        await _only_the_phones_own_page_gets_the_invitation(w)
        await _under_another_name_there_is_nothing(w)
        await _keys_from_who_does_not_hold_the_link_are_not_signed_in(w)


async def _a_phone_gives_the_app_with_the_services_own_headers(w: Wall, folder: Path) -> None:
    settings = json.loads((folder / "world/settings.json").read_text())
    origin, service = w.origin("hanna"), f"http://{settings['app_listen']}"
    for path in ("/", "/index.html", "/sw.js", "/files.json", "/assets/app-1.js", "/bord", "/not/there"):
        async with w.http.get(service + path) as real, w.http.get(origin + path) as relayed:
            assert (relayed.status, await relayed.read()) == (real.status, await real.read())
            want = dict(real.headers)
            policy = want.pop("Content-Security-Policy")
            want.pop("X-Frame-Options")
            found = dict(relayed.headers)
            assert found.pop("Content-Security-Policy") == policy.replace(
                "frame-ancestors 'none'", f"frame-ancestors 'self' {w.hosts.wall}"
            ).replace(f"connect-src 'self' {settings['api_origin']}", "connect-src 'self'")
            for changing in ("Date", "Content-Encoding", "Content-Length"):
                want.pop(changing, None), found.pop(changing, None)
            assert found == want
    async with w.http.get(f"{origin}/piket.json") as answer:
        assert await answer.json() == {"api": origin}
        assert answer.headers["Cache-Control"] == "no-store"
    async with w.http.post(f"{origin}/") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "GET,HEAD")


async def _only_the_walls_own_page_commands(w: Wall) -> None:
    own = {"Origin": w.hosts.wall, "Sec-Fetch-Site": "same-origin"}
    body = json.dumps({"do": "take", "who": "hanna"}).encode()
    foreign: list[dict[str, str]] = [
        {},
        {"Origin": w.origin("hanna")},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": w.hosts.wall, "Sec-Fetch-Site": "same-site"},
        {"Origin": w.hosts.wall, "Sec-Fetch-Site": "cross-site"},
    ]
    url = f"{w.hosts.wall}/wall/do"
    for headers in foreign:
        async with w.http.post(url, data=body, headers=headers | {"Content-Type": "application/json"}) as answer:
            assert answer.status == 403, headers
            assert not [name for name in answer.headers if name.startswith("Access-Control")]
    async with w.http.post(url, data=body, headers=own | {"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    async with w.http.options(url, headers={"Origin": w.origin("hanna")}) as answer:
        assert answer.status == 404
    wrongs: tuple[object, ...] = (
        {"do": "fly"},
        {"do": "speed", "speed": 0},
        {"do": "speed", "speed": 61},
        {"do": "take"},
        [],
    )
    for wrong in wrongs:
        async with w.http.post(url, json=wrong, headers=own) as answer:
            assert answer.status == 400, wrong
    assert await w.do("take", who="nobody") == 409
    assert await w.do("start") == 409  # it runs
    assert await w.do("restart", scenario="../../etc/passwd") == 400
    async with w.http.get(f"{w.hosts.wall}/wall/stream", headers={"Sec-Fetch-Site": "same-site"}) as answer:
        assert answer.status == 403
    assert not w.parts["phone/hanna"]["byHand"]


async def _only_the_phones_own_page_gets_the_invitation(w: Wall) -> None:
    origin = w.origin("hanna")
    for headers in ({"Origin": w.hosts.wall}, {"Sec-Fetch-Site": "same-site"}, {"Origin": w.origin("nina")}):
        async with w.http.get(f"{origin}/practice/phone", headers=headers) as answer:
            assert answer.status == 403
    found = await w.asked("hanna")
    assert (found["who"], found["n"], found["state"], found["world"]) == ("hanna", 1, "invited", w.parts["world"]["id"])
    assert found["invitation"].startswith(f"{origin}/#uitnodiging=hanna~")
    assert (await w.asked("hanna"))["invitation"] == found["invitation"]  # the same until it is used
    async with w.http.post(f"{origin}/practice/again") as answer:
        assert answer.status == 204
    assert (await w.asked("hanna"))["invitation"] != found["invitation"]
    async with w.http.post(f"{origin}/practice/wipe") as answer:
        assert (answer.status, answer.headers["Clear-Site-Data"]) == (204, '"cache", "storage"')
    async with w.http.get(f"{origin}/practice/") as answer:
        assert await answer.read() == WALL_FILES["driver.html"]
        assert f"frame-ancestors {w.hosts.wall}" in answer.headers["Content-Security-Policy"]
        assert "frame-src 'self' tel:;" in answer.headers["Content-Security-Policy"]
    async with w.http.get(f"{w.hosts.wall}/") as answer:
        assert await answer.read() == WALL_FILES["index.html"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert f"frame-src http://*.piket.localhost:{w.hosts.port} tel:;" in answer.headers["Content-Security-Policy"]
    async with w.http.get(f"{w.hosts.wall}/practice/assets/wall-1.js") as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")


async def _under_another_name_there_is_nothing(w: Wall) -> None:
    port = w.hosts.port
    for host in (f"127.0.0.1:{port}", "rebound.example", f"p0.piket.localhost:{port}", "p1.piket.localhost"):
        async with w.http.get(f"http://127.0.0.1:{port}/wall/stream", headers={"Host": host}) as answer:
            assert answer.status == 404, host
    with pytest.raises(aiohttp.ClientError):  # a phone that nobody has
        await w.http.get(f"{w.hosts.phone(99)}/")


async def _keys_from_who_does_not_hold_the_link_are_not_signed_in(w: Wall) -> None:
    link = (await w.asked("nina"))["invitation"]
    invitation = Invitation.from_url(link)
    keys = Keyring.generate(invitation.person, invitation.organisation, DeviceId("A" * 22), secrets.token_bytes).public
    body = {
        **keys.model_dump(mode="json", include={"device", "signing_key", "x25519", "hybrid", "passkey"}),
        "redeem": encode64(invitation.redeem),
        "mac": encode64(secrets.token_bytes(32)),
    }
    async with w.http.post(f"{w.origin('nina')}/v1/enrolments", json=body) as answer:
        assert answer.status == 201, await answer.text()
    await w.until(lambda wall: wall.told[-1].get("what") == "not_admitted")
    assert (w.told[-1]["who"], w.told[-1]["answer"]) == ("nina", "InvitationRefused")
    assert w.parts["phone/nina"]["app"] == "none"
    assert (await w.asked("nina"))["invitation"] != link
