"""Phones for the HTTP tests: real P-256 keys, real proofs, and nothing the service would not accept from outside."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from aiohttp.test_utils import TestClient
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.acts.envelope import REAL_TYPE, pre_authentication_encoding
from domain.functies import Holding
from domain.ids import DeviceId, OrganisationId, PersonId, uuid7
from domain.ports import Device
from tests.harness.recipients import hybrid_of

Client = TestClient[Any, Any]
RECIPIENT = hybrid_of("iedereen")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Phone:
    """One device of one person, with its session when it has one."""

    def __init__(self, person: str, organisation: str, holdings: Sequence[Holding], client: Client) -> None:
        self.person, self.organisation = PersonId(person), OrganisationId(organisation)
        self.id = DeviceId(f"toestel_{person}")
        self.holdings = tuple(holdings)
        self.client = client
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.token = self.nonce = ""

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def row(self) -> Device:
        """The device as the directory records it."""
        return Device(self.id, self.person, self.organisation, self.point, RECIPIENT, RECIPIENT, None, None)

    def sign(self, signed: bytes) -> str:
        """64 bytes r‖s in base64url."""
        r, s = decode_dss_signature(self.key.sign(signed, ec.ECDSA(hashes.SHA256())))
        return base64.urlsafe_b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).rstrip(b"=").decode()

    def payload(self, act: str, at: datetime, params: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
        """The payload of an act, to be changed and signed."""
        held = self.holdings[0]
        plain = {
            "v": 1, "act": act, "id": uuid7(at, secrets.token_bytes), "device": self.id, "item": None, "version": None,
            "functie": held.functie.value, "scope": held.scope, "at": at.isoformat(), "params": dict(params),
            "blobs": [], "checkpoint": None, "log": self.organisation, "seq": 0, "prev": None,
        }  # fmt: skip
        return {**plain, **changes}

    def envelope(self, payload: Mapping[str, Any] | bytes, kind: str = REAL_TYPE) -> dict[str, Any]:
        """A payload as a signed act."""
        raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        proof = {"kind": "es256", "device": self.id, "sig": self.sign(pre_authentication_encoding(kind, raw))}
        return {"payloadType": kind, "payload": base64.b64encode(raw).decode(), "proofs": [proof]}

    async def open_session(self) -> None:
        """Sign a challenge; keeps token and nonce."""
        asked = await (await self.client.post("/v1/challenges", json={"device": self.id})).json()
        signature = self.sign(b"piket-session-v1\n" + asked["nonce"].encode())
        answer = await self.client.post(
            "/v1/sessions", json={"device": self.id, "nonce": asked["nonce"], "sig": signature}
        )
        opened = await answer.json()
        assert answer.status == 201, opened
        self.token, self.nonce = opened["token"], opened["nonce"]

    def headers(self, method: str, target: str) -> dict[str, str]:
        """What proves one read."""
        proof = self.sign(f"piket-read-v1\n{method}\n{target}\n{self.nonce}".encode())
        return {"Authorization": f"Bearer {self.token}", "Piket-Nonce": self.nonce, "Piket-Proof": proof}

    async def ask(self, method: str, target: str, **more: Any) -> tuple[int, Any]:
        """One proven request: status, and JSON or bytes. Keeps the next nonce."""
        extra = more.pop("headers", {})
        async with self.client.request(
            method, target, headers={**self.headers(method, target), **extra}, **more
        ) as answer:
            self.nonce = answer.headers["Piket-Nonce"]
            return answer.status, await (answer.json() if "json" in answer.content_type else answer.read())

    async def get(self, target: str) -> Any:
        """A read that must succeed."""
        status, body = await self.ask("GET", target)
        assert status == 200, body
        return body


async def post_acts(client: Client, acts: Sequence[Mapping[str, Any]], blobs: Sequence[bytes] = ()) -> tuple[int, Any]:
    """Send acts as an app does, multipart with their blobs."""
    document = json.dumps({"acts": list(acts)}).encode()
    return await post_parts(client, [("acts", document), *((sha(blob), blob) for blob in blobs)])


async def post_parts(client: Client, parts: Sequence[tuple[str, bytes]]) -> tuple[int, Any]:
    """Send parts under the names given, as a browser frames them."""
    body = b"".join(
        b'--grens\r\nContent-Disposition: form-data; name="%b"; filename="blob"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n%b\r\n" % (name.encode(), data)
        for name, data in parts
    )
    kind = {"Content-Type": "multipart/form-data; boundary=grens"}
    answer = await client.post("/v1/acts", data=BytesIO(body + b"--grens--\r\n"), headers=kind)
    return answer.status, await answer.json()
