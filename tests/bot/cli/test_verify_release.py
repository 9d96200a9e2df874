"""An origin that serves anything else than the app that was signed, or under weaker headers, is found out."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web

from domain.audit.leaves import parse_leaf
from domain.audit.notes import VerifierKey
from domain.audit.proof_file import parse_proof, verify_proof
from domain.audit.succession import LogKeys
from tests.bot.cli.conftest import Typed
from tests.bot.cli.releasing import API, FILES, Heads, Releasing, Replies, built, hash_of, served

Piket = Callable[..., Typed]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return built(tmp_path / "app")


@pytest.fixture
def releasing(piket: Piket, founded: Path, founders: list[Path], monkeypatch: pytest.MonkeyPatch) -> Releasing:
    return Releasing(piket, founded, founders, monkeypatch)


@pytest.fixture
def verify(piket: Piket, releasing: Releasing, app: Path) -> Callable[..., Typed]:
    """Verify what an origin serves against the app that was released."""
    releasing.whole(app)

    def asked(origin: str, *more: object) -> Typed:
        return piket("verify-release", origin, "--data", releasing.data, "--api", API, *more)

    return asked


def test_the_app_that_was_signed_is_told_with_its_proof(
    verify: Callable[..., Typed], app: Path, releasing: Releasing, tmp_path: Path
) -> None:
    with served(app) as origin:
        said = verify(origin, "--proof", tmp_path / "release.tlog-proof")
        found = json.loads(verify(origin, "--json").out)
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[0] == f"Release 1: {hash_of(app)}"
    assert said.out.endswith(f"{origin} serves exactly this app, under the headers it must have.\n")
    assert found["good"] is True
    assert (found["release"]["fact"], found["release"]["index"]) == (1, 1)
    proof = parse_proof((tmp_path / "release.tlog-proof").read_bytes())
    with closing(sqlite3.connect(releasing.data / "piket.db")) as connection:
        [(leaf,)] = connection.execute("SELECT data FROM leaves WHERE log = 'directory' AND idx = ?", (proof.index,))
    key = next(line for line in (releasing.data / "log-keys.txt").read_text().split() if "/directory+" in line)
    assert verify_proof(proof, leaf, LogKeys(VerifierKey.parse(key))).size > proof.index, "anybody can check it offline"
    assert parse_leaf(leaf).act_sha256 == releasing.sent[-1][1].sha256


def _set(name: str, value: str) -> Heads:
    return lambda answer: answer.headers.update({name: value})


def _drop(name: str) -> Heads:
    return lambda answer: answer.headers.popall(name, None)


def _weaker(before: str, after: str) -> Heads:
    def head(answer: web.StreamResponse) -> None:
        policy = answer.headers["Content-Security-Policy"]
        assert before in policy
        answer.headers["Content-Security-Policy"] = policy.replace(before, after)

    return head


@pytest.mark.parametrize(
    ("heads", "name"),
    [
        (_weaker("script-src 'self'", "script-src 'self' https://elders.example"), "Content-Security-Policy"),
        (_weaker(API, f"{API} https://elders.example"), "Content-Security-Policy"),
        (_weaker("; require-trusted-types-for 'script'", ""), "Content-Security-Policy"),
        (_drop("Content-Security-Policy"), "Content-Security-Policy"),
        (_drop("X-Frame-Options"), "X-Frame-Options"),
        (_set("Permissions-Policy", "camera=*"), "Permissions-Policy"),
        (_set("Link", "<https://elders.example/x.js>; rel=preload"), "Link"),
        (_set("Set-Cookie", "wie=ik"), "Set-Cookie"),
        (_set("Service-Worker-Allowed", "/"), "Service-Worker-Allowed"),
        (_set("Cache-Control", "public, max-age=31536000"), "Cache-Control"),
        (_set("Content-Type", "text/plain"), "another kind of file"),
    ],
    ids=[
        "script", "connect", "trusted types", "no policy", "frames", "permissions", "link", "cookie", "worker", "kept",
        "kind",
    ],
)  # fmt: skip
def test_headers_that_bind_less_are_found(verify: Callable[..., Typed], app: Path, heads: Heads, name: str) -> None:
    with served(app, heads=heads) as origin:
        said = verify(origin)
    assert said.status == 1
    assert any(line.startswith("DIFFERENT. ") and name in line for line in said.out.splitlines())


def test_one_byte_of_one_file_is_found(verify: Callable[..., Typed], app: Path) -> None:
    (app / "sw.js").write_bytes(FILES["sw.js"].replace(b"1", b"2"))
    with served(app) as origin:
        said = verify(origin)
    assert (said.status, said.out.splitlines()[3:]) == (1, ["DIFFERENT. /sw.js is another file than was signed."])


def test_a_file_that_is_missing_is_found(verify: Callable[..., Typed], app: Path) -> None:
    (app / "assets/app-b2.css").unlink()
    with served(app) as origin:
        said = verify(origin)
    assert (said.status, said.out.splitlines()[3:]) == (
        1, ["DIFFERENT. /assets/app-b2.css is missing: the answer is 404."],
    )  # fmt: skip


def test_a_file_more_is_another_app_that_was_never_signed(verify: Callable[..., Typed], tmp_path: Path) -> None:
    with served(built(tmp_path / "more", **{"assets/more.js": b"steal();"})) as origin:
        said = verify(origin)
    assert (said.status, said.out.splitlines()[3:]) == (
        1, ["DIFFERENT. The list of files that is served was never signed: it stands in no log."],
    )  # fmt: skip


def _other_in_gzip(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    if request.path != "/sw.js" or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return answer
    body = gzip.compress(b"steal();")
    head = {name: answer.headers[name] for name in ("Cache-Control", "Content-Type")}
    return web.Response(body=body, headers=head | {"Content-Encoding": "gzip"})


def _evil(answer: web.StreamResponse, body: bytes = b"steal();", **more: str) -> web.Response:
    kept = {name: value for name, value in answer.headers.items() if name in ("Cache-Control", "Content-Type")}
    return web.Response(body=body, headers=kept | more)


def _by(name: str, part: str, path: str = "/sw.js") -> Replies:
    """A host that knows browsers by one header, and gives them another file."""

    def reply(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        known = part in request.headers.get(name, "") and request.path == path
        return (
            _evil(answer, b'{"api": "https://elders.example"}' if path == "/piket.json" else b"steal();")
            if known
            else answer
        )

    return reply


def _packed(encoding: str, body: bytes) -> Replies:
    def reply(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        taken = request.path == "/sw.js" and encoding in request.headers.get("Accept-Encoding", "").split(", ")
        return _evil(answer, body, **{"Content-Encoding": encoding}) if taken else answer

    return reply


@pytest.mark.parametrize(
    ("replies", "sentence"),
    [
        (_by("User-Agent", "Mozilla"), "/sw.js is another file than was signed."),
        (_by("User-Agent", "Chrome", "/assets/app-a1.js"), "/assets/app-a1.js is another file than was signed."),
        (_by("Accept-Encoding", "br"), "/sw.js is another file than was signed."),
        (_by("Sec-Fetch-Dest", "serviceworker"), "/sw.js is another file than was signed."),
        (_by("Sec-Fetch-Mode", "navigate", "/"), "/ is another file than was signed."),
        (_by("Accept", "text/html", "/index.html"), "/index.html is another file than was signed."),
        (_by("Accept-Language", "nl", "/piket.json"), f"/piket.json names another API than {API}"),
        (_packed("br", b"packed"), "/sw.js is packed in a way that nobody can hold against the list"),
        (_packed("deflate", zlib.compress(FILES["sw.js"])), "/sw.js is packed in a way that nobody can hold"),
    ],
    ids=["agent", "asset", "encodings", "worker", "start", "accept", "api", "brotli", "deflate"],
)
def test_what_a_host_gives_to_browsers_alone_is_found(
    verify: Callable[..., Typed], app: Path, replies: Replies, sentence: str
) -> None:
    with served(app, replies=replies) as origin:
        said = verify(origin)
    assert said.status == 1
    [line] = said.out.splitlines()[3:]
    assert line.startswith(f"DIFFERENT. To a browser: {sentence}")


@pytest.mark.parametrize(
    "body",
    [gzip.compress(FILES["sw.js"])[:-1], gzip.compress(FILES["sw.js"]) * 2, FILES["sw.js"]],
    ids=["cut", "twice", "no gzip"],
)
def test_a_file_that_is_not_exactly_one_in_gzip_is_found(verify: Callable[..., Typed], app: Path, body: bytes) -> None:
    with served(app, replies=_packed("gzip", body)) as origin:
        said = verify(origin)
    assert (said.status, "/sw.js is packed in a way that nobody can hold against the list" in said.out) == (1, True)


def test_a_list_that_is_packed_in_a_way_nobody_reads_is_no_answer(verify: Callable[..., Typed], app: Path) -> None:
    def reply(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        return _evil(answer, b"x", **{"Content-Encoding": "br"}) if request.path == "/files.json" else answer

    with served(app, replies=reply) as origin:
        said = verify(origin)
    assert (said.status, "cannot be read" in said.err) == (3, True)


def _start_for_all(_request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    return answer if answer.status == 200 else web.Response(text="<!doctype html>", content_type="text/html")


def _elsewhere(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/sw.js"}) if request.path == "/index.html" else answer


@pytest.mark.parametrize(
    ("replies", "sentence"),
    [
        (_other_in_gzip, "/sw.js is another file than was signed."),
        (_start_for_all, "It answers for a path that is no file of the app"),
        (_elsewhere, "/index.html is missing: the answer is 302."),
    ],
    ids=["other bytes in gzip", "a page for every path", "a redirect"],
)
def test_answers_that_only_look_right_are_found(
    verify: Callable[..., Typed], app: Path, replies: Replies, sentence: str
) -> None:
    with served(app, replies=replies) as origin:
        said = verify(origin)
    assert said.status == 1
    assert sentence in said.out


def test_another_api_is_found(verify: Callable[..., Typed], app: Path) -> None:
    with served(app, api="https://elders.example") as origin:
        said = verify(origin)
    assert said.status == 1
    assert f"/piket.json names another API than {API}" in said.out
    assert "The header Content-Security-Policy is" in said.out


def test_an_older_app_is_told_apart_from_one_that_was_never_signed(
    verify: Callable[..., Typed], app: Path, releasing: Releasing, tmp_path: Path
) -> None:
    newer = built(tmp_path / "newer", **{"sw.js": b"self.piket = 2;"})
    releasing.whole(newer)
    with served(app) as origin:
        said = verify(origin)
    assert (said.status, said.out.splitlines()[3:]) == (
        1, ["DIFFERENT. An older app is served: release 1, and 2 is the one to serve."],
    )  # fmt: skip
    with served(newer) as origin:
        assert verify(origin).status == 0
    releasing.whole(app)
    with served(app) as origin:
        assert verify(origin).out.startswith(f"Release 3: {hash_of(app)}\n"), "founders may go back to an earlier one"


def test_without_any_release_nothing_that_is_served_is_anybodys_word(
    piket: Piket, releasing: Releasing, app: Path
) -> None:
    releasing.make(app)
    with served(app) as origin:
        said = piket("verify-release", origin, "--data", releasing.data, "--api", API)
    assert (said.status, said.out) == (
        1, "DIFFERENT. No app is signed in this directory: whatever is served is nobody's word.\n",
    )  # fmt: skip


def test_a_release_that_was_put_into_the_database_is_not_believed(
    verify: Callable[..., Typed], app: Path, releasing: Releasing
) -> None:
    with closing(sqlite3.connect(releasing.data / "piket.db")) as connection, connection:
        changed = connection.execute(
            "UPDATE acts SET payload = CAST(replace(CAST(payload AS TEXT), ?1, ?2) AS BLOB)"
            " WHERE instr(CAST(payload AS TEXT), ?1)",
            (hash_of(app), "0" * 64),
        )
        assert changed.rowcount == 1
    with served(app) as origin:
        said = verify(origin)
    assert said.status == 1
    assert said.out.startswith("DIFFERENT. ")


def test_keys_and_genesis_that_somebody_brings_go_before_the_installations_own(
    verify: Callable[..., Typed], app: Path
) -> None:
    with served(app) as origin:
        said = verify(origin, "--genesis", "0" * 64)
    assert said.status == 1
    assert "another installation" in said.out


@pytest.mark.parametrize("origin", ["app.piket.example", "ftp://app.piket.example", "https://app.piket.example/pad"])
def test_what_is_no_origin_is_not_asked(verify: Callable[..., Typed], origin: str) -> None:
    said = verify(origin)
    assert (said.status, "is not an origin" in said.err) == (3, True)


def test_an_origin_that_gives_no_answer_is_no_difference(verify: Callable[..., Typed], app: Path) -> None:
    with served(app) as origin:
        pass
    said = verify(origin)
    assert (said.status, "gives no answer" in said.err) == (3, True)
