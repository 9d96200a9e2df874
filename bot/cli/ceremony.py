"""The genesis on its way from founder to founder: built from public records, signed apart, verified as clients do."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from bot.cli.refused import CommandRefused
from client import envelopes
from client.directory import DIRECTORY_LOG, DirectoryRefused
from client.keyring import Keyring
from client.replay import Replay
from client.signing import Draft, build_payload
from domain.acts.directory import FOUNDERS, DeviceKeys, Genesis, Organisation
from domain.acts.envelope import REAL_TYPE, Proof, SignedAct
from domain.acts.payload import parse_model, parse_payload, strict_json
from domain.acts.webauthn import App
from domain.catalogue import read_act
from domain.errors import Malformed
from domain.fingerprint import digits, words
from domain.ids import DeviceId, uuid7


@dataclass(frozen=True, slots=True)
class Founding:
    """What an installation is to be, before anybody has signed it."""

    founders: Sequence[DeviceKeys]
    threshold: int
    organisations: Mapping[str, str]
    """Name of each organisation's log."""
    log_keys: Sequence[str]
    practice: bool
    app: App | None = None
    """Where the app runs; without it no passkey ever counts in this installation."""


def read_founder(path: Path) -> DeviceKeys:
    """Return a founder's public record, as `piket founder key` writes it. Raises CommandRefused."""
    try:
        return parse_model(DeviceKeys, strict_json(path.read_bytes()))
    except Malformed:
        raise CommandRefused(f"{path.name} is not a founder's public record; ask for founder.json again.") from None


def app_at(origins: Any) -> App:
    """Return the app at these origins; passkeys are bound to the first one's host. Raises CommandRefused."""
    try:
        return parse_model(App, {"rp_id": urlsplit(origins[0]).hostname, "origins": origins})
    except (Malformed, ValueError, TypeError, LookupError, AttributeError):
        raise CommandRefused(
            'app must list the origins of the app, such as ["https://app.piket.example"]: https, no path, one host and '
            "what lies below it; correct it."
        ) from None


def unsigned_genesis(founding: Founding, now: datetime) -> bytes:
    """Return the genesis as a file for founders to sign.

    Raises:
        CommandRefused: when no client would ever accept it, however many sign.
    """
    persons = {founder.person for founder in founding.founders}
    if founding.threshold < 2 and not founding.practice:
        raise CommandRefused("At least two founders sign together; one is enough only with --practice.")
    if not 1 <= founding.threshold <= len(persons):
        raise CommandRefused("The threshold is higher than the number of founders; add founders or lower it.")
    for founder in founding.founders:
        if founder.organisation not in founding.organisations:
            raise CommandRefused(
                f"The founder {founder.person} is employed by {founder.organisation}, which the file of organisations "
                "does not name; add it there, or let the founder make keys for another."
            )
    devices = {founder.device for founder in founding.founders}
    if len(devices) < len(founding.founders) or len(
        {(one.person, one.organisation) for one in founding.founders}
    ) > len(persons):
        raise CommandRefused("A founder is named twice; give each --founder once.")
    try:
        params = Genesis(
            practice=founding.practice,
            threshold=founding.threshold,
            founders=list(founding.founders),
            organisations=[Organisation(organisation=name, log=log) for name, log in founding.organisations.items()],
            log_keys=list(founding.log_keys),
            app=founding.app,
        )
    except ValidationError:
        raise CommandRefused(
            "Names of organisations and logs are 1 to 64 letters, digits, and any of _ . @ -; correct their file."
        ) from None
    draft = Draft(uuid7(now, secrets.token_bytes), "directory.genesis", params, FOUNDERS)
    payload = build_payload(draft, device=founding.founders[0].device, at=now, log=DIRECTORY_LOG, seq=0, prev=None)
    document = {"payloadType": REAL_TYPE, "payload": base64.b64encode(payload).decode("ascii")}
    return json.dumps(document, indent=1).encode("ascii") + b"\n"


def read_unsigned(path: Path) -> tuple[SignedAct, Genesis]:
    """Return the genesis in such a file, without a signature. Raises CommandRefused."""
    try:
        found = strict_json(path.read_bytes())
        if not isinstance(found, dict) or found.get("payloadType") != REAL_TYPE:
            raise CommandRefused(f"{path.name} is not a genesis to sign; ask for the file again.")
        signed = SignedAct(REAL_TYPE, envelopes.decode64(str(found.get("payload"))), ())
        return signed, genesis_of(signed)
    except Malformed:
        raise CommandRefused(f"{path.name} is not a genesis to sign; ask for the file again.") from None


def act_in(path: Path) -> str:
    """Return the name of the act in a file that founders are to sign. Raises CommandRefused."""
    try:
        found: Any = strict_json(path.read_bytes())
        return parse_payload(envelopes.decode64(str(found["payload"]))).act
    except (Malformed, KeyError, TypeError, AttributeError):
        raise CommandRefused(f"{path.name} is not a genesis or release to sign; ask for the file again.") from None


def genesis_of(signed: SignedAct) -> Genesis:
    """Return what a genesis says. Raises Malformed when it is another act."""
    _, params = read_act(parse_payload(signed.payload))
    if not isinstance(params, Genesis):
        raise Malformed("act.unknown", "This act is not a genesis; take the right file.", field="act")
    return params


def sign_genesis(signed: SignedAct, keyring: Keyring) -> bytes:
    """Return one founder's signature as a file.

    Raises:
        CommandRefused: when the genesis does not name exactly this founder's device and keys.
    """
    if keyring.public not in genesis_of(signed).founders:
        raise CommandRefused("This genesis does not name your device with your keys; do not sign, call the others.")
    return proof_file(signed, keyring)


def proof_file(signed: SignedAct, keyring: Keyring) -> bytes:
    """Return one founder's signature over these bytes as a file."""
    proof = {"device": keyring.device, "sig": envelopes.encode64(keyring.sign(signed.signed_bytes))}
    return json.dumps(proof).encode("ascii") + b"\n"


def read_proof(path: Path) -> Proof:
    """Return the signature in such a file. Raises CommandRefused."""
    try:
        found: Any = strict_json(path.read_bytes())
        return Proof("es256", DeviceId(str(found["device"])), envelopes.decode64(found["sig"]))
    except (Malformed, KeyError, TypeError, AttributeError):
        raise CommandRefused(f"{path.name} is not a signature of a founder; ask for it again.") from None


def read_signed(path: Path) -> SignedAct:
    """Return a genesis that was signed by all. Raises CommandRefused."""
    try:
        return envelopes.from_bytes(path.read_bytes())
    except Malformed:
        raise CommandRefused(f"{path.name} is not a signed genesis; ask for it again.") from None


def combined(signed: SignedAct, proofs: Sequence[Proof]) -> SignedAct:
    """Return the genesis with these signatures, the acting founder's first.

    Raises:
        CommandRefused: when a signature is given twice, or is not of one of its founders.
    """
    founders = {founder.device: founder.person for founder in genesis_of(signed).founders}
    given = [founders.get(proof.device) for proof in proofs]
    if None in given:
        raise CommandRefused("A signature is not of a founder in this genesis; give the genesis.proof.json of each.")
    for person in given:
        if given.count(person) > 1:
            raise CommandRefused(
                f"The signature of {person} is given twice; give the genesis.proof.json of each founder once."
            )
    actor = parse_payload(signed.payload).device
    return SignedAct(signed.payload_type, signed.payload, tuple(sorted(proofs, key=lambda one: one.device != actor)))


def verify_genesis(signed: SignedAct) -> None:
    """Return only if every client will accept this genesis: enough founders signed, all is well formed.

    Raises:
        CommandRefused: with what is wrong.
    """
    try:
        Replay(signed.sha256).extend([signed])
    except DirectoryRefused as refused:
        reason = str(refused).partition(";")[0]
        raise CommandRefused(f"{reason}; collect the signatures of the founders again.") from None


def summary(signed: SignedAct) -> str:
    """Return what a founder must read before signing, and compare with the others by voice."""
    genesis = genesis_of(signed)
    return "\n".join(
        (
            f"threshold      {genesis.threshold} of {len({founder.person for founder in genesis.founders})} founders",
            f"practice       {'YES: never for real work' if genesis.practice else 'no'}",
            *(f"founder        {one.person} ({one.organisation}), device {one.device}" for one in genesis.founders),
            *(f"organisation   {one.organisation}, log {one.log}" for one in genesis.organisations),
            *(f"log key        {key}" for key in genesis.log_keys),
            *(f"app            {origin}" for origin in (genesis.app.origins if genesis.app else ["none: no passkeys"])),
            fingerprint(signed),
        )
    )


def fingerprint(signed: SignedAct) -> str:
    """Return the fingerprint in both forms."""
    return f"fingerprint    {digits(signed.sha256)}\nspoken         {words(signed.sha256)}"


def signed_file(signed: SignedAct) -> bytes:
    """Return the signed genesis as the file that clients may be given; it is public."""
    return envelopes.to_bytes(signed) + b"\n"
