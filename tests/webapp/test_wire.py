"""The app reads and writes bytes, JSON, payloads and envelopes as the Python client does, and refuses the same."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import TypeAdapter, ValidationError

from client import envelopes
from domain.acts.envelope import load_p256, verify_es256
from domain.acts.payload import MAX_PAYLOAD_BYTES, SignedMoment, parse_payload, strict_json
from domain.errors import Malformed
from domain.ids import random_id, uuid7
from tests.client.world import practice_world
from tests.webapp.node import vitest

MOMENT: Final = TypeAdapter[datetime](SignedMoment)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
GOOD_JSON: Final = [
    '{"a":[1,2,{"b":null}],"c":"é\\u00e9\\ud83d\\ude00"}', "[]", "null", '"x"', "-9007199254740991", " [ 1 , -0.5 ]\n",
    '{"a":{"b":1},"b":{"b":1}}', '{"\\u0061":1,"b":"a:{"}', '{"":"","é":"\\\\\\""}', '{"__proto__":1}', "[[[[[[]]]]]]",
    '["\x7f\\u007f\\b\\f\\n\\r\\t\\u0001\\/"]', '{"😀":1,"\uffff":2,"z":3}', '{"b":1,"a":2,"aa":3,"A":4,"10":5,"9":6}',
]  # fmt: skip
BAD_JSON: Final = [
    b"", b"{", b"[1,]", b"{'a':1}", b"01", b"1.", b"+1", b"NaN", b"[Infinity]", b"-Infinity", b"[1] 2", b'"\\x"',
    b'{"a":1,"a":1}', b'{"a":1,"\\u0061":1}', b'[{"x":[{"k":1,"k":2}]}]', b"9007199254740992", b"[-9007199254740992]",
    b"123456789012345678901234567890", b'"\\ud800"', b'{"\\udc00":1}', b'["\\ud83d x"]', b"\xff", b'"\xc3"',
    b"\xef\xbb\xbf[]", b'"\xed\xa0\x80"', b'"\t"', b'"\n"', b"[" * 4000 + b"]" * 4000,
    b"1.0", b"[1e2]", b"-0.0", b"1e400", b"[-1E-0]", b"1.50e1",
]  # fmt: skip
MOMENTS: Final = [
    "2026-03-14T02:12:00Z", "2026-03-14T02:12:00.5Z", "2026-03-14T02:12:00.123456+01:00", "1969-12-31T23:59:59.999999Z",
    "2024-02-29T00:00:00-23:59", "2026-03-14t02:12:00z",
    "2026-03-14T02:12:00.1234567891234567+23:59", "2026-03-14T02:12:00.9999999Z", "1969-12-31T23:59:59.00000099Z",
    "2026-03-14T02:12:00-00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
]  # fmt: skip
NO_MOMENTS: Final = [
    "", "2026-03-14", "2026-03-14T02:12:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-14T24:00:00Z",
    "2026-03-14T02:60:00Z", "2026-03-14T02:12:61Z", "2026-03-14T02:12:00+24:00", "2026-03-14T02:12:00Z ", "now",
    "2026-3-14T02:12:00Z", "0000-01-01T00:00:00Z", "2026-03-14T02:12:00.Z", "2026-00-10T00:00:00Z",
    "2026-03-14 02:12:00Z", "2026-03-14_02:12:00Z", "2026-03-14T02:12:60Z", "2026-03-14T02:12:00+01:60",
    "2026-03-14T02:12Z", "20260314T021200Z", "2026-03-14T02:12:00+0100", "2026-03-14T02:12:00,5Z",
    "1760000000", "+2026-03-14T02:12:00Z",
    "2026-W11-6T02:12:00Z", "2026-03-14T02:12:00\u0661Z", "2026-03-14T02:12:00Z\n", "2026-03-14T02:12:00+01:00:30",
]  # fmt: skip


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def always(seed: bytes) -> Callable[[int], bytes]:
    return lambda length: seed[:length]


def code(read: Callable[[bytes], object], raw: bytes) -> str | None:
    try:
        read(raw)
    except Malformed as refused:
        return refused.code
    return None


def payloads() -> list[bytes]:
    """Every founding act of the practice world, and each of its fields wrong in turn."""
    acts = [ready.signed.payload for ready in practice_world().acts]
    whole = json.loads(acts[0])
    wrong: list[dict[str, object]] = [
        {"v": 2}, {"v": "1"}, {"v": True}, {"v": 1.0}, {"v": None}, {"at": "2026-03-14 02:12:00Z"}, {"seq": 1.0},
        {"act": "Genesis"}, {"act": f"{'a' * 41}.b"}, {"id": whole["id"].upper()},
        {"id": whole["id"].replace("-7", "-4", 1)}, {"device": "a b"}, {"device": ""}, {"item": "a" * 21},
        {"item": "a" * 22}, {"version": -1}, {"version": "1"}, {"functie": "koning"}, {"functie": "__proto__"},
        {"scope": "arr:"}, {"scope": "nl\n"}, {"scope": "gm:0344"}, {"at": "2026-03-14T02:12:00"}, {"at": 1},
        {"params": []}, {"params": None}, {"blobs": ["A" * 64]}, {"blobs": ["a" * 64] * 2049}, {"blobs": ["a" * 64]},
        {"blobs": {}}, {"checkpoint": {}}, {"log": "x" * 65}, {"seq": True}, {"seq": None}, {"prev": "a" * 63},
        {"checkpoint": {"origin": "é" * 200, "size": 0, "root": "a" * 64}}, {"prev": "a" * 64}, {"extra": None},
        {"checkpoint": {"origin": "é" * 201, "size": 0, "root": "a" * 64}}, {"version": 9007199254740991},
        {"checkpoint": {"origin": "", "size": 0, "root": "a" * 64, "more": 1}}, {"checkpoint": []},
    ]  # fmt: skip
    documents = [{**whole, **one} for one in wrong]
    documents += [{name: value for name, value in whole.items() if name != missing} for missing in whole]
    texts = [json.dumps(one, ensure_ascii=False).encode() for one in documents]
    padded = acts[0] + b" " * (MAX_PAYLOAD_BYTES - len(acts[0]))
    return [*acts, *texts, b"[]", b"null", b'"x"', b"{}", padded, padded + b" ", acts[0][:-1] + b',"v":1}']


def documents_of_envelopes() -> list[bytes]:
    """Envelopes as they travel, and what only looks like one."""
    signed = practice_world().acts[0].signed
    good = envelopes.to_json(signed)
    one = good["proofs"][0]
    passkey = {**one, "kind": "webauthn", "authenticatorData": "AAAA", "clientDataJSON": "e30"}
    odd: list[object] = [
        good, {**good, "proofs": []}, {**good, "proofs": [passkey, one]}, {**good, "payload": "AA=="},
        {**good, "payload": "+/+_"}, {**good, "payload": "AAB"},
        {**good, "proofs": [{**one, "authenticatorData": None}]},
        {**good, "payload": "A"}, {**good, "payload": "A A="}, {**good, "payload": 1}, {**good, "payload": "é"},
        {**good, "more": 1}, {"payload": good["payload"]}, [], None, {**good, "payloadType": None},
        {**good, "proofs": [passkey | {"kind": "es256"}]}, {**good, "proofs": [one | {"kind": "webauthn"}]},
        {**good, "proofs": [one | {"kind": "rsa"}]}, {**good, "proofs": [one | {"sig": None}]},
        {**good, "proofs": [one | {"device": 3}]}, {**good, "proofs": [one | {"x": ""}]}, {**good, "proofs": ["es256"]},
        {**good, "proofs": [None]}, {**good, "proofs": None}, {**good, "payload": "AA=A"},
    ]  # fmt: skip
    return [json.dumps(document).encode() for document in odd]


def moment(text: str) -> int:
    return (MOMENT.validate_json(json.dumps(text), strict=True) - EPOCH) // timedelta(microseconds=1)


def vectors() -> dict[str, Any]:
    seeds = [bytes(10), b"\xff" * 10, bytes(range(10))]
    moments = [EPOCH, datetime(2026, 3, 14, 2, 12, 0, 123000, tzinfo=UTC)]
    return {
        "json": [
            {
                "raw": b64(text.encode()),
                "canonical": json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")),
            }
            for text in GOOD_JSON
        ],
        "badJson": [{"raw": b64(raw), "code": "json.malformed"} for raw in BAD_JSON],
        "moments": [{"text": text, "micros": str(moment(text))} for text in MOMENTS],
        "noMoments": NO_MOMENTS,
        "payloads": [{"raw": b64(raw), "code": code(parse_payload, raw)} for raw in payloads()],
        "envelopes": [envelope(raw) for raw in documents_of_envelopes()],
        "uuids": [
            {"ms": int(at.timestamp() * 1000), "random": b64(seed), "id": uuid7(at, always(seed))}
            for at in moments
            for seed in seeds
        ],
        "ids": [{"random": b64(seed * 2), "id": random_id(always(seed * 2))} for seed in seeds],
    }


def envelope(raw: bytes) -> dict[str, str | None]:
    refused = code(envelopes.from_bytes, raw)
    if refused is not None:
        return {"raw": b64(raw), "code": refused}
    signed = envelopes.from_bytes(raw)
    return {"raw": b64(raw), "code": None, "hash": signed.sha256, "again": envelopes.to_bytes(signed).decode("ascii")}


def test_every_vector_means_what_it_says() -> None:
    for text in GOOD_JSON:
        strict_json(text.encode())
    for raw in BAD_JSON:
        assert code(strict_json, raw) == "json.malformed"
    for text in NO_MOMENTS:
        with pytest.raises(ValidationError):
            moment(text)


@pytest.mark.timeout(240)  # Node starts, reads and seals hundreds of files
def test_both_languages_read_the_same_bytes_alike(tmp_path: Path) -> None:
    said = vectors()
    for name in ("payloads", "envelopes"):
        refused = sum(one["code"] is not None for one in said[name])
        assert 5 <= refused <= len(said[name]) - 5
    (tmp_path / "wire.json").write_text(json.dumps(said), encoding="utf-8")
    vitest("tests/wire.cross.ts", vectors=tmp_path)
    made = json.loads((tmp_path / "made.json").read_bytes())
    key = load_p256(envelopes.decode64(made["point"]))
    assert len(made["acts"]) == 3
    for one in made["acts"]:
        signed = envelopes.from_bytes(one["envelope"].encode("ascii"))
        assert envelopes.to_bytes(signed).decode("ascii") == one["envelope"]
        assert signed.sha256 == one["hash"]
        verify_es256(key, signed.signed_bytes, signed.proofs[0].signature)
        assert parse_payload(signed.payload).params == one["params"]
