"""The service's API as calls: acts, items, blobs in chunks, the directory, duty, enrolment, logs."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from pydantic import ValidationError

from client import envelopes
from client.answers import (
    ActAnswer,
    Answered,
    BoardAnswer,
    DutyAnswer,
    EnrolledAnswer,
    EnrolmentsAnswer,
    FactAnswer,
    FactsAnswer,
    ItemAnswer,
    ItemsAnswer,
    MeAnswer,
    ProofAnswer,
    ProofsAnswer,
    StartAnswer,
)
from client.envelopes import encode64
from client.events import Event
from client.invitation import Invitation
from client.keyring import Keyring
from client.signing import ReadyAct
from client.transport import ServerRefused, Transport
from domain.functies import Holding
from domain.ids import ActId, ItemId, Sha256Hex

AnswerT = TypeVar("AnswerT", bound=Answered)

CHUNK_BYTES: Final = 256 * 1024


class Api:
    """Every call checks the shape of its answer; whether what it says is true, the callers check by signature."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def send(self, acts: Sequence[ReadyAct]) -> list[ActAnswer]:
        """Send acts with their blobs, the same bytes until an answer comes; a stored refusal is an answer too.

        Raises:
            ServerRefused: when nothing was stored, because the acts are not as they must be.
            NotReached: when there was no answer; whether it was stored is not known: send the same again later.
        """
        document = json.dumps({"acts": [envelopes.to_json(act.signed) for act in acts]}).encode("ascii")
        parts = {name: blob for act in acts for name, blob in act.blobs.items()}
        body, kind = _multipart(document, parts) if parts else (document, "application/json")
        try:
            found = (await self._transport.send("POST", "/v1/acts", body, kind)).json()
        except ServerRefused as refused:
            if refused.answers is None:
                raise
            found = {"answers": refused.answers}
        answers = [_read(ActAnswer, answer) for answer in _list(found, "answers")]
        if [answer.act for answer in answers] != [act.payload.id for act in acts]:
            raise ServerRefused(200, "answer.malformed")
        return answers

    async def proof(self, act: ActId) -> ProofAnswer:
        """Return the proof of one of this person's own acts, unverified; ServerRefused 404 while it has no place."""
        return await self._get(ProofAnswer, f"/v1/acts/{act}/proof")

    async def proofs(self, acts: Sequence[ActId]) -> ProofsAnswer:
        """Return the proofs of at most 64 of this person's own acts, unverified, and of which there is none (yet)."""
        return await self._get(ProofsAnswer, f"/v1/proofs?acts={'.'.join(acts)}")

    async def items(self) -> ItemsAnswer:
        """Return the items this person takes part in, newest first."""
        return await self._get(ItemsAnswer, "/v1/items")

    async def item(self, item: ItemId) -> ItemAnswer:
        """Return what the service says of one item."""
        return await self._get(ItemAnswer, f"/v1/items/{item}")

    async def me(self) -> MeAnswer:
        """Return who this session is, and the role keys sealed for this device."""
        return await self._get(MeAnswer, "/v1/me")

    async def duty(self, holding: Holding) -> DutyAnswer:
        """Return who is on duty for a functie (RO-03)."""
        return await self._get(DutyAnswer, f"/v1/duty?functie={holding.functie.value}&scope={holding.scope}")

    async def board(self) -> BoardAnswer:
        """Return what stands for who watches; ServerRefused 404 `board.unknown` for anybody else."""
        return await self._get(BoardAnswer, "/v1/board")

    async def facts(self, since: int) -> AsyncIterator[FactAnswer]:
        """Yield the signed facts of the directory from position `since` on, in order, unverified."""
        place, more = since, True
        while more:
            page = await self._get(FactsAnswer, f"/v1/directory?since={place}")
            for fact in page.facts:
                yield fact
            more, place = page.more and page.next > place, page.next

    async def start(self, since: int) -> StartAnswer:
        """Open a session and get everything to begin with, in two round trips; facts from position `since` on."""
        return _read(StartAnswer, await self._transport.start(since))

    async def enrol(self, invitation: Invitation, keyring: Keyring) -> EnrolledAnswer:
        """Offer this device's public keys on an invitation; safe to repeat with the same keys."""
        keys = keyring.public
        body = {
            "redeem": encode64(invitation.redeem),
            "device": keys.device,
            "signing_key": keys.signing_key,
            "x25519": keys.x25519,
            "hybrid": keys.hybrid,
            "mac": encode64(invitation.mac(keys)),
            "passkey": keys.passkey,
        }
        return _read(EnrolledAnswer, await self._transport.post_json("/v1/enrolments", body))

    async def enrolments(self) -> EnrolmentsAnswer:
        """Return the offers that wait for this officer."""
        return await self._get(EnrolmentsAnswer, "/v1/enrolments")

    async def upload(self, sealed: BinaryIO, name: Sha256Hex) -> None:
        """Send a large ciphertext in chunks; safe to repeat, also after half of it."""
        number = 0
        while chunk := sealed.read(CHUNK_BYTES):
            await self._transport.read("PUT", f"/v1/blobs/{name}/chunks/{number}", chunk)
            number += 1
        await self._transport.read("POST", f"/v1/blobs/{name}/complete")

    async def download(self, item: ItemId, name: Sha256Hex, to: Path) -> None:
        """Write one blob of an item to the file `to`, as a stream; raises ServerRefused when it is another blob."""
        await self._transport.read("GET", f"/v1/items/{item}/blobs/{name}", into=to)
        with to.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != name:
                raise ServerRefused(200, "blob.mismatch")

    async def log_file(self, log: str, path: str) -> bytes:
        """Return a checkpoint or hash tile of a log, unverified."""
        return (await self._transport.send("GET", f"/v1/log/{log}/{path}")).body

    async def log_entries(self, log: str, path: str) -> bytes:
        """Return a bundle of leaves, for those who may read them, unverified."""
        return (await self._transport.read("GET", f"/v1/log/{log}/{path}")).body

    def events(self, last: str | None = None) -> AsyncIterator[Event]:
        """Yield what changes for this person, from cursor `last` on; raises as `Transport.events` does."""
        return self._transport.events(last)

    async def _get(self, shape: type[AnswerT], target: str) -> AnswerT:
        return _read(shape, (await self._transport.read("GET", target)).json())


def _read(shape: type[AnswerT], document: object) -> AnswerT:
    try:
        return shape.model_validate(document)
    except ValidationError as wrong:
        raise ServerRefused(200, "answer.malformed") from wrong


def _list(document: object, name: str) -> list[Any]:
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise ServerRefused(200, "answer.malformed")
    return found


def _multipart(document: bytes, parts: dict[Sha256Hex, bytes]) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    body = bytearray()
    for name, data in [("acts", document), *parts.items()]:
        kind = "application/json" if name == "acts" else "application/octet-stream"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        body += head.encode("ascii") + data + b"\r\n"
    return bytes(body + f"--{boundary}--\r\n".encode("ascii")), f"multipart/form-data; boundary={boundary}"
