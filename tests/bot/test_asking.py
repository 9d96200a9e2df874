"""Who is asked comes from a policy file, over https alone; an answer that is not whole or too long is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.asking import load_policy, post
from config.settings import Settings, SettingsInvalid
from domain.audit.notes import SignatureType, SignerKey

KEY = SignerKey("w1", SignatureType.COSIGNATURE, bytes([3]) * 32).verifier.encode()


def settings(tmp_path: Path, text: str, *, practice: bool = False) -> Settings:
    path = tmp_path / "witnesses.txt"
    path.write_text(text, encoding="utf-8")
    return Settings(witnesses_file=path, practice=practice)


def test_without_a_file_nobody_is_asked() -> None:
    assert load_policy(Settings()) is None


def test_a_witness_without_an_address_is_known_and_not_asked(tmp_path: Path) -> None:
    policy = load_policy(settings(tmp_path, f"witness w1 {KEY}\nquorum w1\n"))
    assert policy is not None
    assert policy.witnesses["w1"].url is None


@pytest.mark.parametrize(
    ("url", "practice", "good"),
    [
        ("https://w1.example/x", False, True),
        ("http://w1.example", False, False),
        ("http://127.0.0.1:8082", True, True),
        ("ftp://w1.example", True, False),
        ("https://", False, False),
    ],
)
def test_witnesses_are_asked_over_https_and_in_practice_over_http_too(
    tmp_path: Path, url: str, practice: bool, good: bool
) -> None:
    made = settings(tmp_path, f"witness w1 {KEY} {url}\nquorum w1\n", practice=practice)
    if good:
        assert load_policy(made) is not None
    else:
        with pytest.raises(SettingsInvalid):
            load_policy(made)


@pytest.mark.parametrize("text", ["", "quorum nobody\n", "\xff"])
def test_a_file_that_is_no_policy_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsInvalid, match="tlog-policy"):
        load_policy(settings(tmp_path, text))


async def test_what_a_witness_answers_is_read_up_to_a_bound_and_no_redirect_is_followed() -> None:
    async def answer(request: web.Request) -> web.Response:
        match request.path:
            case "/size":
                return web.Response(status=409, body=b"300\n")
            case "/elsewhere":
                raise web.HTTPFound("/size")
            case "/endless":
                return web.Response(body=b"x" * 200_000)
        return web.Response(body=await request.read())

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as server:
        base = f"http://127.0.0.1:{server.port}"
        assert await post(f"{base}/add-checkpoint", b"old 0\n") == (200, b"old 0\n")
        assert await post(f"{base}/size", b"") == (409, b"300\n")
        assert (await post(f"{base}/elsewhere", b""))[0] == 302
        with pytest.raises(OSError, match="more than"):
            await post(f"{base}/endless", b"")
    with pytest.raises(OSError, match="did not answer"):
        await post(f"{base}/add-checkpoint", b"")
