"""From a body to acts that may be queued: parsed, known, whole, and signed by devices of the directory."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import Field, StringConstraints

from domain.acts.envelope import Proof, SignedAct, load_p256
from domain.acts.payload import MAX_PAYLOAD_BYTES, ActPayload, Name, Params, parse_model, parse_payload
from domain.acts.spec import ActSpec
from domain.acts.webauthn import MAX_AUTHENTICATOR_DATA, MAX_CLIENT_DATA, MAX_SIGNATURE, App, verify_proof
from domain.catalogue import read_act
from domain.errors import Malformed, SignatureInvalid
from domain.ids import DeviceId, Sha256Hex
from domain.ports import Device, VerifiedAct

_BASE64 = r"^[A-Za-z0-9+/_-]*={0,2}$"


def _base64_length(size: int) -> int:
    return -(-size // 3) * 4


Base64Text = Annotated[str, StringConstraints(pattern=_BASE64)]


class ProofBody(Params):
    """One signature by a key of `device`.

    `es256`: 64 bytes r‖s over the pre-authentication encoding, by its signing key; the other fields stay out.
    `webauthn`: an assertion by its passkey over SHA-256 of that encoding; `sig` is DER, as the authenticator gave it.
    """

    kind: Literal["es256", "webauthn"]
    device: Name
    sig: Annotated[str, StringConstraints(pattern=_BASE64, max_length=_base64_length(MAX_SIGNATURE))]
    authenticatorData: (
        Annotated[str, StringConstraints(pattern=_BASE64, max_length=_base64_length(MAX_AUTHENTICATOR_DATA))] | None
    ) = None
    clientDataJSON: (
        Annotated[str, StringConstraints(pattern=_BASE64, max_length=_base64_length(MAX_CLIENT_DATA))] | None
    ) = None


class ActBody(Params):
    """One signed act as it travels (DSSE): the type, the exact payload bytes in base64, and its proofs."""

    payloadType: Literal["application/vnd.piket.act.v1+json", "application/vnd.piket.oefening.v1+json"]
    payload: Annotated[Base64Text, StringConstraints(max_length=MAX_PAYLOAD_BYTES * 2)]
    proofs: Annotated[list[ProofBody], Field(min_length=1, max_length=16)]


class ActsBody(Params):
    """One act, or several made by one gesture; each is carried out for itself, in order."""

    acts: Annotated[list[ActBody], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class ReadAct:
    """A well-formed act whose proofs have not been looked at; `where` is its place in the body, for errors."""

    signed: SignedAct
    payload: ActPayload
    spec: ActSpec
    params: Params
    where: str


def read_acts(document: object, batch: int) -> Sequence[ReadAct]:
    """Read the JSON of `POST /v1/acts`.

    Raises:
        Malformed: naming the first wrong field, of the envelope, the payload or its params.
    """
    body = parse_model(ActsBody, document)
    if len(body.acts) > batch:
        raise Malformed("act.too_many", "There are more acts in one request than allowed; split them.", field="acts")
    single = len(body.acts) == 1
    return [_read_act(act, "" if single else f"acts.{place}.") for place, act in enumerate(body.acts)]


def _read_act(body: ActBody, where: str) -> ReadAct:
    proofs = tuple(_read_proof(proof, f"{where}proofs.{place}") for place, proof in enumerate(body.proofs))
    signed = SignedAct(body.payloadType, decode_base64(body.payload, f"{where}payload"), proofs)
    try:
        payload = parse_payload(signed.payload)
        spec, params = read_act(payload)
    except Malformed as wrong:
        raise Malformed(wrong.code, str(wrong), field=f"{where}{wrong.field or 'payload'}") from None
    signers = {(proof.device, proof.kind) for proof in proofs}
    if len(signers) != len(proofs) or payload.device not in {device for device, _ in signers}:
        sentence = "The acting device signs, and every key of a device signs once; correct the proofs."
        raise Malformed("proof.device", sentence, field=f"{where}proofs")
    if len(set(payload.blobs)) != len(payload.blobs):
        raise Malformed("act.malformed", "A blob is named twice; name each once.", field=f"{where}blobs")
    return ReadAct(signed, payload, spec, params, where)


def _read_proof(body: ProofBody, where: str) -> Proof:
    parts = {"authenticatorData": body.authenticatorData, "clientDataJSON": body.clientDataJSON}
    for name, part in parts.items():
        if (part is None) == (body.kind == "webauthn"):
            sentence = (
                "An assertion has authenticatorData and clientDataJSON, an es256 proof neither; correct the proof."
            )
            raise Malformed("proof.malformed", sentence, field=f"{where}.{name}")
    sig, data, client = (
        decode_base64(text or "", f"{where}.{name}") for name, text in {"sig": body.sig, **parts}.items()
    )
    return Proof(body.kind, DeviceId(body.device), sig, data, client)


def check_blobs(acts: Sequence[ReadAct], parts: Mapping[str, bytes]) -> None:
    """Check that each part is what its name says and belongs to an act.

    Raises:
        Malformed: naming the first part that does not.
    """
    named = {blob for act in acts for blob in act.payload.blobs}
    for name, data in parts.items():
        if hashlib.sha256(data).hexdigest() != name:
            raise Malformed("blob.mismatch", "A part is not what its name says; send it again.", field=name)
        if name not in named:
            raise Malformed("blob.unnamed", "A part belongs to no act in this request; leave it out.", field=name)


def blobs_to_find(act: ReadAct, parts: Mapping[str, bytes]) -> frozenset[Sha256Hex]:
    """Return the named blobs that did not come along, so must have been uploaded before by the device that acts."""
    return frozenset(Sha256Hex(blob) for blob in act.payload.blobs if blob not in parts)


def verify(
    act: ReadAct,
    devices: Mapping[DeviceId, Device],
    app: App | None,
    parts: Mapping[str, bytes],
    absent: Collection[Sha256Hex],
) -> VerifiedAct:
    """Return the act as the pipeline takes it; `app` is where the genesis says that passkeys are used.

    Raises:
        SignatureInvalid: when a proof's device is unknown or revoked, or its signature is not over these bytes.
        Malformed: when a named blob neither came along nor is stored.
    """
    for place, proof in enumerate(act.signed.proofs):
        device = devices.get(proof.device)
        field = f"{act.where}proofs.{place}"
        if device is None or device.revoked_at is not None:
            raise SignatureInvalid("device.unknown", "The directory has no such living device; enrol it.", field=field)
        passkey = None if device.passkey is None else public_key(device.passkey)
        try:
            verify_proof(proof, act.signed.signed_bytes, public_key(device.signing_key), passkey, app)
        except SignatureInvalid as wrong:
            more = f"{field}.{wrong.field}" if wrong.field else field
            raise SignatureInvalid(wrong.code, str(wrong), field=more) from None
    for place, blob in enumerate(act.payload.blobs):
        if blob in absent:
            sentence = "A blob that the act names did not come along and is not stored; send it with the act."
            raise Malformed("blob.missing", sentence, field=f"{act.where}blobs.{place}")
    mine = {Sha256Hex(blob): parts[blob] for blob in act.payload.blobs if blob in parts}
    return VerifiedAct(act.signed, act.payload, mine, (act.spec, act.params))


@lru_cache(maxsize=4096)
def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """Return a device's verifying key, read once; it never changes under one device id."""
    return load_p256(point)


def decode_base64(text: str, field: str) -> bytes:
    """Decode base64 in either alphabet, padded or not, as DSSE v1 asks; raises Malformed naming `field`."""
    plain = text.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("base64.malformed", "The field is not base64; encode it again.", field=field) from None
