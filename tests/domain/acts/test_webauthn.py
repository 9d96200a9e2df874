"""Proof by passkey: what the standard's own vectors say, one frozen act, and every single change refused by its name.

`webauthn_vectors.json` holds the ES256 authentication examples of Web Authentication Level 3, §16: most of them ask
less of the user, or allow more of the page, than Piket does, and are refused for exactly that.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from client import envelopes
from client.passkey import Passkey
from domain.acts.directory import Genesis
from domain.acts.envelope import REAL_TYPE, Proof, load_p256, pre_authentication_encoding
from domain.acts.payload import parse_model, parse_payload
from domain.acts.webauthn import App, verify_assertion, verify_proof
from domain.errors import Malformed, SignatureInvalid
from domain.ids import DeviceId

HERE = Path(__file__).parent
VECTORS: list[dict[str, Any]] = json.loads((HERE / "webauthn_vectors.json").read_bytes())
FROZEN: dict[str, Any] = json.loads((HERE / "act_by_passkey.json").read_bytes())
STANDARD = App(rp_id="example.org", origins=["https://example.org"])
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

KEY, OTHER = (ec.derive_private_key(scalar, ec.SECP256R1()) for scalar in (7, 8))
APP = App(rp_id="piket.example", origins=["https://app.piket.example", "https://piket.example"])
DEVICE = DeviceId("toestel")
MESSAGE = pre_authentication_encoding(REAL_TYPE, b"{}")
GOOD = Passkey(DEVICE, KEY, APP, counter=3).proof(MESSAGE)


def proof_of(vector: dict[str, Any]) -> Proof:
    data = [bytes.fromhex(vector[name]) for name in ("signature", "authenticatorData", "clientDataJSON")]
    return Proof("webauthn", DEVICE, *data)


@pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])
def test_the_vectors_of_the_standard_are_judged_by_the_rules_alone(vector: dict[str, Any]) -> None:
    proof, key = proof_of(vector), load_p256(bytes.fromhex(vector["public_key"]))
    signed = proof.authenticator_data + sha256(proof.client_data).digest()
    key.verify(proof.signature, signed, ec.ECDSA(hashes.SHA256()))  # every one of them is well signed
    if vector["refused"] is None:
        verify_assertion(key, bytes.fromhex(vector["challenge"]), proof, STANDARD)
        return
    with pytest.raises(SignatureInvalid) as refused:
        verify_assertion(key, bytes.fromhex(vector["challenge"]), proof, STANDARD)
    assert (refused.value.code, refused.value.field) == ("proof.passkey", vector["refused"])


def test_an_act_that_was_once_good_stays_good() -> None:
    signed, app = envelopes.from_json(FROZEN["act"]), parse_model(App, FROZEN["app"])
    key, passkey = (load_p256(base64.urlsafe_b64decode(FROZEN[name] + "=")) for name in ("signing_key", "passkey"))
    assert signed.sha256 == FROZEN["sha256"]
    assert parse_payload(signed.payload).act == "item.ik_bel"
    assert [proof.kind for proof in signed.proofs] == ["es256", "webauthn"]
    for proof in signed.proofs:
        verify_proof(proof, signed.signed_bytes, key, passkey, app)
    assert envelopes.to_json(signed) == FROZEN["act"]


def signed_anew(data: bytes, client: bytes) -> Proof:
    """A proof that the right passkey signed, over whatever a client or authenticator may have said."""
    signature = KEY.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
    return Proof("webauthn", DEVICE, signature, data, client)


def client_data(**changes: Any) -> Proof:
    said = {**json.loads(GOOD.client_data), **changes}
    return signed_anew(GOOD.authenticator_data, json.dumps({k: v for k, v in said.items() if v is not ...}).encode())


def raw_client_data(change: Callable[[bytes], bytes]) -> Proof:
    return signed_anew(GOOD.authenticator_data, change(GOOD.client_data))


def flags(value: int, more: bytes = b"") -> Proof:
    data = GOOD.authenticator_data
    return signed_anew(data[:32] + bytes([value]) + data[33:] + more, GOOD.client_data)


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


ACCEPTED = [
    ("as the phone makes it", GOOD),
    ("the other origin of the app", client_data(origin="https://piket.example")),
    ("crossOrigin left out, as the standard allows", client_data(crossOrigin=...)),
    ("a member of the future", client_data(extraData="more")),
    ("kept in several places", flags(0x1D)),
    ("extensions that were announced", flags(0x85, b"\xa0")),
    ("counter at its end", signed_anew(GOOD.authenticator_data[:33] + b"\xff" * 4, GOOD.client_data)),
]


@pytest.mark.parametrize("proof", [one for _, one in ACCEPTED], ids=[name for name, _ in ACCEPTED])
def test_what_a_browser_may_say_is_accepted(proof: Proof) -> None:
    verify_proof(proof, MESSAGE, OTHER.public_key(), KEY.public_key(), APP)


def test_both_spellings_of_s_are_accepted_as_for_the_device_key() -> None:
    """What identifies an act is the hash of what was signed, without proofs: a second spelling changes nothing."""
    r, s = decode_dss_signature(GOOD.signature)
    for one in (s, ORDER - s):
        proof = replace(GOOD, signature=encode_dss_signature(r, one))
        verify_proof(proof, MESSAGE, OTHER.public_key(), KEY.public_key(), APP)


CHALLENGE = json.loads(GOOD.client_data)["challenge"]
REFUSED = [
    ("type of a registration", client_data(type="webauthn.create"), "clientDataJSON.type"),
    ("type of a payment", client_data(type="payment.get"), "clientDataJSON.type"),
    ("no type", client_data(type=...), "clientDataJSON.type"),
    ("challenge padded", client_data(challenge=CHALLENGE + "="), "clientDataJSON.challenge"),
    ("challenge changed", client_data(challenge="A" + CHALLENGE[1:]), "clientDataJSON.challenge"),
    ("challenge in hexadecimal", client_data(challenge=sha256(MESSAGE).hexdigest()), "clientDataJSON.challenge"),
    ("no challenge", client_data(challenge=...), "clientDataJSON.challenge"),
    ("challenge is a list", client_data(challenge=[CHALLENGE]), "clientDataJSON.challenge"),
    ("another origin", client_data(origin="https://piket.example.net"), "clientDataJSON.origin"),
    ("the same host without TLS", client_data(origin="http://app.piket.example"), "clientDataJSON.origin"),
    ("another port", client_data(origin="https://app.piket.example:8443"), "clientDataJSON.origin"),
    ("a slash at the end", client_data(origin="https://app.piket.example/"), "clientDataJSON.origin"),
    ("origin in capitals", client_data(origin="https://APP.piket.example"), "clientDataJSON.origin"),
    ("a subdomain", client_data(origin="https://x.app.piket.example"), "clientDataJSON.origin"),
    ("no origin", client_data(origin=...), "clientDataJSON.origin"),
    ("origin is a list", client_data(origin=list(APP.origins)), "clientDataJSON.origin"),
    ("within another page", client_data(crossOrigin=True), "clientDataJSON.crossOrigin"),
    ("crossOrigin is 0", client_data(crossOrigin=0), "clientDataJSON.crossOrigin"),
    ("crossOrigin is null", client_data(crossOrigin=None), "clientDataJSON.crossOrigin"),
    ("crossOrigin is a word", client_data(crossOrigin="false"), "clientDataJSON.crossOrigin"),
    ("a page around it", client_data(topOrigin="https://app.piket.example"), "clientDataJSON.crossOrigin"),
    ("a name twice", raw_client_data(lambda raw: raw[:-1] + b',"type":"webauthn.get"}'), "clientDataJSON"),
    ("a name twice, escaped", raw_client_data(lambda raw: raw[:-1] + b',"ty\\u0070e":"x"}'), "clientDataJSON"),
    ("a byte order mark", raw_client_data(lambda raw: b"\xef\xbb\xbf" + raw), "clientDataJSON"),
    ("not UTF-8", raw_client_data(lambda raw: raw[:-1] + b',"x":"\xff"}'), "clientDataJSON"),
    ("a list", raw_client_data(lambda raw: b"[" + raw + b"]"), "clientDataJSON"),
    ("something after it", raw_client_data(lambda raw: raw + b"{}"), "clientDataJSON"),
    ("nothing", raw_client_data(lambda raw: b""), "clientDataJSON"),
    ("too long", client_data(extraData="x" * 4096), "clientDataJSON"),
    ("another relying party", signed_anew(flipped(GOOD.authenticator_data, 0), GOOD.client_data),
     "authenticatorData.rpIdHash"),
    ("nobody present", flags(0x04), "authenticatorData.flags"),
    ("nobody verified", flags(0x01), "authenticatorData.flags"),
    ("no flag at all", flags(0x00), "authenticatorData.flags"),
    ("flags of a registration", flags(0x45), "authenticatorData.flags"),
    ("backed up, though it cannot be", flags(0x15), "authenticatorData.flags"),
    ("extensions that do not come", flags(0x85), "authenticatorData"),
    ("extensions nobody announced", flags(0x05, b"\xa0"), "authenticatorData"),
    ("too short", signed_anew(GOOD.authenticator_data[:36], GOOD.client_data), "authenticatorData"),
    ("too long by far", flags(0x85, bytes(1024)), "authenticatorData"),
    ("empty", signed_anew(b"", GOOD.client_data), "authenticatorData"),
]  # fmt: skip


@pytest.mark.parametrize(("proof", "field"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_whatever_else_the_passkey_signed_is_refused_by_its_name(proof: Proof, field: str) -> None:
    with pytest.raises(SignatureInvalid) as refused:
        verify_proof(proof, MESSAGE, OTHER.public_key(), KEY.public_key(), APP)
    assert (refused.value.code, refused.value.field) == ("proof.passkey", field)


UNSIGNED = [
    ("counter", replace(GOOD, authenticator_data=flipped(GOOD.authenticator_data, 36))),
    ("backup flags", replace(GOOD, authenticator_data=GOOD.authenticator_data[:32] + b"\x0d" + bytes(3) + b"\x03")),
    ("a space in what the client said", replace(GOOD, client_data=GOOD.client_data[:-1] + b" }")),
    ("a byte of r", replace(GOOD, signature=flipped(GOOD.signature, 8))),
    ("a byte of s", replace(GOOD, signature=flipped(GOOD.signature, -1 % len(GOOD.signature)))),
    ("a byte behind the signature", replace(GOOD, signature=GOOD.signature + b"\x00")),
    ("no signature", replace(GOOD, signature=b"")),
    ("raw instead of DER", replace(GOOD, signature=bytes(64))),
    ("the device key's signature", Passkey(DEVICE, OTHER, APP).proof(MESSAGE)),
]


@pytest.mark.parametrize("proof", [one for _, one in UNSIGNED], ids=[name for name, _ in UNSIGNED])
def test_whatever_the_passkey_did_not_sign_is_refused(proof: Proof) -> None:
    with pytest.raises(SignatureInvalid) as refused:
        verify_proof(proof, MESSAGE, OTHER.public_key(), KEY.public_key(), APP)
    assert (refused.value.code, refused.value.field) == ("proof.invalid", "sig")


def test_a_proof_of_another_act_proves_nothing() -> None:
    with pytest.raises(SignatureInvalid, match="something else"):
        verify_proof(GOOD, pre_authentication_encoding(REAL_TYPE, b"{ }"), OTHER.public_key(), KEY.public_key(), APP)


@pytest.mark.parametrize("lacking", ["passkey", "app"])
def test_without_a_passkey_on_record_or_a_known_app_there_is_no_proof(lacking: str) -> None:
    passkey, app = (None, APP) if lacking == "passkey" else (KEY.public_key(), None)
    with pytest.raises(SignatureInvalid) as refused:
        verify_proof(GOOD, MESSAGE, OTHER.public_key(), passkey, app)
    assert (refused.value.code, refused.value.field) == ("proof.passkey", "kind")


def test_the_kinds_do_not_stand_in_for_each_other() -> None:
    """A signature by one key is none of the other, whatever the proof calls itself."""
    r, s = decode_dss_signature(KEY.sign(MESSAGE, ec.ECDSA(hashes.SHA256())))
    raw = Proof("es256", DEVICE, r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    verify_proof(raw, MESSAGE, KEY.public_key(), None, None)
    for wrong in (replace(raw, kind="webauthn"), replace(GOOD, kind="es256"), raw):
        with pytest.raises(SignatureInvalid):
            verify_proof(wrong, MESSAGE, OTHER.public_key(), KEY.public_key(), APP)


BAD_APPS = [
    ("an origin outside", {"rp_id": "piket.example", "origins": ["https://example.net"]}),
    ("a host that only ends like it", {"rp_id": "piket.example", "origins": ["https://notpiket.example"]}),
    ("no TLS", {"rp_id": "piket.example", "origins": ["http://piket.example"]}),
    ("localhost in another name", {"rp_id": "mylocalhost", "origins": ["http://mylocalhost"]}),
    ("a path", {"rp_id": "piket.example", "origins": ["https://piket.example/"]}),
    ("capitals", {"rp_id": "piket.example", "origins": ["https://Piket.example"]}),
    ("the default port", {"rp_id": "piket.example", "origins": ["https://piket.example:443"]}),
    ("twice", {"rp_id": "piket.example", "origins": ["https://piket.example"] * 2}),
    ("none", {"rp_id": "piket.example", "origins": []}),
    ("a wildcard", {"rp_id": "piket.example", "origins": ["https://*.piket.example"]}),
    ("a field more", {"rp_id": "piket.example", "origins": ["https://piket.example"], "x": 1}),
]


@pytest.mark.parametrize("app", [one for _, one in BAD_APPS], ids=[name for name, _ in BAD_APPS])
def test_a_genesis_cannot_name_an_app_no_browser_could_be_in(app: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        parse_model(App, app)
    assert "app" in Genesis.model_fields


def test_practice_on_one_machine_may_name_many_phones() -> None:
    phones = ["http://piket.localhost:8080", *(f"http://p{n}.piket.localhost:8080" for n in range(1, 9))]
    assert parse_model(App, {"rp_id": "piket.localhost", "origins": phones}).origins == phones
