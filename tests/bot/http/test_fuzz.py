"""No input whatever gives a 500: bodies, multipart, payloads, headers and paths made by a machine that wants to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yarl import URL

from bot.http.body import split_parts
from bot.http.envelope import read_acts
from bot.http.problems import language
from domain.acts.payload import strict_json
from domain.errors import Malformed, PiketError
from tests.bot.http.conftest import World

LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
JSON = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
GOOD = {
    "v": 1, "act": "item.ik_bel", "id": "01930000-0000-7000-8000-000000000001", "device": "toestel_anna",
    "item": "i" * 22, "version": None, "functie": "hovj", "scope": "arr:noord", "at": "2026-03-01T03:12:00Z",
    "params": {"what": "ontvangen"}, "blobs": [], "checkpoint": None, "log": "om", "seq": 0, "prev": None,
}  # fmt: skip


def envelope(payload: bytes) -> dict[str, Any]:
    proof = {"kind": "es256", "device": "toestel_anna", "sig": "A" * 86}
    text = base64.b64encode(payload).decode()
    return {"acts": [{"payloadType": "application/vnd.piket.act.v1+json", "payload": text, "proofs": [proof]}]}


def only_refuses(work: Callable[[], object]) -> None:
    """Whatever comes in, the only way out beside success is a refusal with a code."""
    refused = None
    try:
        work()
    except PiketError as error:
        refused = error
    assert refused is None or (refused.code and 400 <= refused.status < 500)


@given(JSON)
def test_any_json_is_read_or_refused(document: Any) -> None:
    only_refuses(lambda: read_acts(document, 8))


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), JSON, max_size=4))
def test_any_payload_is_read_or_refused(changes: dict[str, Any]) -> None:
    raw = json.dumps({**GOOD, **changes}).encode()
    only_refuses(lambda: read_acts(envelope(raw), 8))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("at", '"1700000000"'),
        ("at", "1700000000"),
        ("v", "true"),
        ("v", "1.0"),
        ("seq", "0.0"),
        ("params", '{"a":1e400}'),
    ],
)
def test_what_the_published_schema_reads_otherwise_is_refused_at_the_door(name: str, written: str) -> None:
    good = {key: json.dumps(value) for key, value in GOOD.items()}
    read_acts(envelope(as_object(good)), 8)
    with pytest.raises(Malformed):
        read_acts(envelope(as_object(good | {name: written})), 8)


def as_object(members: dict[str, str]) -> bytes:
    return ("{" + ",".join(f'"{name}":{written}' for name, written in members.items()) + "}").encode()


@given(st.binary(max_size=400))
def test_any_bytes_are_json_or_refused(raw: bytes) -> None:
    only_refuses(lambda: strict_json(raw))
    only_refuses(lambda: read_acts(envelope(raw), 8))


PIECES = st.sampled_from(
    [b"--g\r\n", b"--g--", b"\r\n", b"\r\n\r\n", b"--", b"g", b"{}", b"\x00",
     b'Content-Disposition: form-data; name="acts"',
     b'content-disposition:form-data;name="aa"', b"Content-Transfer-Encoding: base64", b"\xff", b'"', b"; filename=x"]
)  # fmt: skip


@given(
    st.lists(PIECES | st.binary(max_size=8), max_size=24),
    st.sampled_from(["boundary=g", 'boundary="g"', "", "boundary=\u00e9"]),
)
def test_any_multipart_is_read_or_refused(pieces: list[bytes], kind: str) -> None:
    body = b"".join(pieces)
    only_refuses(
        lambda: split_parts(f"multipart/form-data; {kind}", body, document="acts", blob_limit=64, blobs_limit=128)
    )


@given(st.dictionaries(st.sampled_from(["a", "b1", "acts"]), st.binary(max_size=60), max_size=3))
def test_well_framed_multipart_comes_back_as_it_went(parts: dict[str, bytes]) -> None:
    parts = {name: data for name, data in parts.items() if b"--grens" not in data}
    parts["acts"] = b"{}"
    body = b"".join(
        b'--grens\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), data)
        for name, data in parts.items()
    )
    found = split_parts(
        "multipart/form-data; boundary=grens", body + b"--grens--\r\n", document="acts", blob_limit=64, blobs_limit=999
    )
    assert found.document == {}
    assert found.blobs == {name: data for name, data in parts.items() if name != "acts"}


class Asked:
    """As much of a request as the language is read from."""

    def __init__(self, value: str) -> None:
        self.headers = {"Accept-Language": value}


@given(st.text(max_size=60))
def test_any_accept_language_is_a_language(value: str) -> None:
    assert language(Asked(value)) in ("nl", "en")  # type: ignore[arg-type]  # nothing else of a request is read


PATHS = ["/v1/acts", "/v1/challenges", "/v1/sessions", "/v1/enrolments"]


@pytest.mark.parametrize("path", PATHS)
async def test_no_body_gives_a_500_over_http(world: World, path: str) -> None:
    seen: list[int] = []

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.one_of(st.binary(max_size=200), JSON.map(lambda found: json.dumps(found).encode())))
    def collect(raw: bytes) -> None:
        bodies.append(raw)

    bodies: list[bytes] = []
    collect()
    for raw in bodies:
        for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain", "\u00e9/json"):
            headers = {"Content-Type": kind.encode("ascii", "replace").decode()}
            answer = await world.client.post(path, data=raw, headers=headers)
            seen.append(answer.status)
            assert answer.status < 500, (raw, kind)
            assert answer.content_type == "application/problem+json"
    assert seen
    assert world.store.writes == [] or path == "/v1/challenges"


HEADERS = ["Authorization", "Piket-Nonce", "Piket-Proof", "Accept-Language", "Origin", "Range"]
VALUES = ["", "\u00e9", "a" * 8000, "\x7f", "Bearer \x01", ",", "Bearer " + "x" * 4000]


async def test_no_header_gives_a_500(world: World) -> None:
    statuses: list[int] = []
    url = URL(str(world.client.make_url("/v1/items")))
    async with ClientSession() as session:
        for header, value in product(HEADERS, VALUES):
            with suppress(ValueError):  # the client itself refuses to send it
                statuses.append((await session.get(url, headers={header: value})).status)
    assert len(statuses) > len(HEADERS)
    assert max(statuses) < 500
