"""Founders sign which app is served: built by each of them, believed by every device, and in the directory's log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.refused import CommandRefused
from bot.cli.release_acts import _send, release_of
from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from tests.bot.cli.conftest import Typed
from tests.bot.cli.releasing import API, Releasing, built, hash_of

Piket = Callable[..., Typed]


@pytest.fixture
def releasing(piket: Piket, founded: Path, founders: list[Path], monkeypatch: pytest.MonkeyPatch) -> Releasing:
    return Releasing(piket, founded, founders, monkeypatch)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return built(tmp_path / "app")


def test_what_was_built_is_told_by_one_hash(piket: Piket, app: Path, tmp_path: Path) -> None:
    said = piket("release", "show", "--files", app)
    assert said.status == 0
    assert said.out.split() == ["files", "4", "hash", hash_of(app)]
    assert piket("release", "show", "--files", built(tmp_path / "again")).out == said.out, "who builds it gets the same"


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("sw.js", b"self.piket = 2;", "/sw.js is not the file that files.json names."),
        ("sw.js", None, "/sw.js is missing."),
        ("assets/extra.js", b"", "/assets/extra.js is not named in files.json."),
        ("files.json", b"[]", "files.json is not a list"),
        ("files.json", b'{"/../sw.js": "' + b"0" * 64 + b'"}', "files.json is not a list"),
        ("files.json", None, "There is no files.json"),
    ],
    ids=["another byte", "missing", "extra", "no list", "a path outside", "without a list"],
)
def test_a_folder_that_is_not_what_was_built_is_nobodys_release(
    piket: Piket, releasing: Releasing, app: Path, name: str, body: bytes | None, sentence: str
) -> None:
    if body is None:
        (app / name).unlink()
    else:
        (app / name).write_bytes(body)
    for said in (piket("release", "show", "--files", app), releasing.make(app)):
        assert said.status == 3
        assert sentence in said.err
    assert releasing.sent == []


def test_founders_sign_the_app_they_built_themselves(
    releasing: Releasing, founders: list[Path], app: Path, tmp_path: Path
) -> None:
    other = built(tmp_path / "other", **{"sw.js": b"steal();"})
    assert releasing.make(app).status == 0
    said = releasing.sign(founders[0], "--files", other, "--yes")
    assert (said.status, "another app than the one you built" in said.err) == (3, True)
    assert not (founders[0] / "release.proof.json").exists()
    for founder in founders:
        said = releasing.sign(founder, "--files", app, "--yes")
        assert said.status == 0, said.err
        assert hash_of(app) in said.out, "what is signed is read first"
    said = releasing.finish()
    assert said.status == 0, said.err
    [(origin, act)] = releasing.sent
    assert origin == API
    assert release_of(act).files == hash_of(app)
    assert {proof.device for proof in act.proofs} > {parse_payload(act.payload).device}


def test_one_founder_releases_nothing(releasing: Releasing, founders: list[Path], app: Path) -> None:
    releasing.make(app)
    for founder in founders:
        releasing.sign(founder, "--yes")
    for few in (founders[:1], founders[1:]):
        said = releasing.finish(few)
        assert said.status == 3
        assert "Collect the signatures of the founders again." in said.err
    assert releasing.sent == []


def test_a_release_made_before_another_was_signed_is_made_again(
    releasing: Releasing, founders: list[Path], app: Path, tmp_path: Path
) -> None:
    releasing.make(app)
    for founder in founders:
        releasing.sign(founder, "--yes")
    unsigned = (releasing.data / "release.unsigned.json").read_bytes()
    proofs = {founder: (founder / "release.proof.json").read_bytes() for founder in founders}
    releasing.whole(built(tmp_path / "other", **{"sw.js": b"self.piket = 3;"}))
    (releasing.data / "release.unsigned.json").write_bytes(unsigned)
    for founder, proof in proofs.items():
        (founder / "release.proof.json").write_bytes(proof)
    said = releasing.finish()
    assert (said.status, "Make the release again" in said.err) == (3, True)
    assert len(releasing.sent) == 1


def test_what_is_released_is_not_released_again_but_an_earlier_one_may_be(
    releasing: Releasing, app: Path, tmp_path: Path
) -> None:
    releasing.whole(app)
    said = releasing.make(app)
    assert (said.status, "nothing to sign" in said.err) == (3, True)
    releasing.whole(built(tmp_path / "next", **{"sw.js": b"self.piket = 2;"}))
    assert releasing.make(app).status == 0


def test_a_genesis_is_no_release(releasing: Releasing, app: Path) -> None:
    (releasing.data / "release.unsigned.json").write_bytes((releasing.data / "genesis.unsigned.json").read_bytes())
    said = releasing.finish([])
    assert (said.status, "not a release to sign" in said.err) == (3, True)


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (201, None, None),
        (403, "threshold.missed", "The service refuses the release (threshold.missed); make it again."),
    ],
)
def test_the_service_is_sent_it_and_what_it_refuses_is_told(
    releasing: Releasing, founders: list[Path], app: Path, status: int, code: str | None, sentence: str | None
) -> None:
    releasing.make(app)
    for founder in founders:
        releasing.sign(founder, "--yes")
    releasing.finish()
    act = releasing.sent[0][1]
    assert told_by(act, status, code) == sentence


def told_by(act: SignedAct, status: int, code: str | None) -> str | None:
    """The sentence with which sending ends, at a service that answers so."""

    async def answer(request: web.Request) -> web.Response:
        [sent] = (await request.json())["acts"]
        assert set(sent) == {"payloadType", "payload", "proofs"}
        said = {
            "act": parse_payload(act.payload).id, "status": status, "item": None, "version": None, "state": None,
            "code": code, "field": None, "flags": [], "rings_at": None,
        }  # fmt: skip
        return web.json_response({"answers": [said]} | ({} if code is None else {"code": code}), status=status)

    async def ask() -> str | None:
        app = web.Application()
        app.router.add_post("/v1/acts", answer)
        async with TestServer(app) as server:
            try:
                await _send(f"http://127.0.0.1:{server.port}", act)
            except CommandRefused as refused:
                return str(refused)
        return None

    return asyncio.run(ask())
