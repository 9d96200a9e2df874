"""The act that releases an app, on its way from founder to founder: made, signed apart, verified as clients do."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.histories import refused_acts, replayed_directory
from bot.cli.refused import CommandRefused
from client import envelopes
from client.api import Api
from client.directory import DIRECTORY_LOG, Directory, DirectoryRefused, KnownDevice
from client.officers import Officer
from client.replay import Replay
from client.signing import ReadyAct, build_payload
from client.transport import NotReached, ServerRefused, Transport
from domain.acts.directory import FOUNDERS, ReleaseApp
from domain.acts.envelope import REAL_TYPE, Proof, SignedAct
from domain.acts.payload import parse_payload, strict_json
from domain.catalogue import read_act
from domain.errors import Malformed
from domain.ids import Sha256Hex
from storage.evidence import Evidence


def unsigned_release(store: Evidence, files: Sha256Hex, by: str | None) -> bytes:
    """Return the act as a file for founders to sign; `by` is the founder who acts, else the first one there is.

    Raises:
        CommandRefused: when this app is released already, or nobody here is that founder.
    """
    state = _directory(store).state
    if state.releases and state.releases[-1].files == files:
        raise CommandRefused("This app is the one that was released last; there is nothing to sign.")
    actor = _founder(state, by)
    last = store.acts.last_in_chain(actor.id, DIRECTORY_LOG)
    seq, prev = (0, None) if last is None else (last[0] + 1, last[1])
    now = datetime.now(UTC)
    draft = Officer(FOUNDERS, secrets.token_bytes, lambda: now).release_app(files)
    payload = build_payload(draft, device=actor.id, at=now, log=DIRECTORY_LOG, seq=seq, prev=prev)
    document = {"payloadType": REAL_TYPE, "payload": base64.b64encode(payload).decode("ascii")}
    return json.dumps(document, indent=1).encode("ascii") + b"\n"


def _founder(state: Directory, by: str | None) -> KnownDevice:
    founders = [one for one in state.holders(FOUNDERS) if by is None or one == by]
    devices = [device for person in founders for device in state.living_devices(person)]
    if not devices:
        raise CommandRefused("Nobody here is that founder with a device; give --by with the pseudonym of one.")
    return min(devices, key=lambda device: device.since)


def read_unsigned_release(path: Path) -> SignedAct:
    """Return the act in such a file, without a signature. Raises CommandRefused."""
    try:
        found = strict_json(path.read_bytes())
        if isinstance(found, dict) and found.get("payloadType") == REAL_TYPE:
            signed = SignedAct(REAL_TYPE, envelopes.decode64(str(found.get("payload"))), ())
            release_of(signed)
            return signed
    except Malformed:
        pass
    except FileNotFoundError:
        raise CommandRefused("There is no release here to finish; run piket release make first.") from None
    raise CommandRefused(f"{path.name} is not a release to sign; ask for the file again.")


def release_of(signed: SignedAct) -> ReleaseApp:
    """Return what a release says. Raises Malformed when it is another act."""
    _, params = read_act(parse_payload(signed.payload))
    if not isinstance(params, ReleaseApp):
        raise Malformed("act.unknown", "This act is not a release; take the right file.", field="act")
    return params


def signed_release(store: Evidence, unsigned: SignedAct, proofs: Sequence[Proof]) -> SignedAct:
    """Return the act with these signatures, the acting founder's first, once every device would believe it.

    Raises:
        CommandRefused: when too few signed, or the directory went on without it.
    """
    actor = parse_payload(unsigned.payload).device
    signed = replace(unsigned, proofs=tuple(sorted(proofs, key=lambda one: one.device != actor)))
    try:
        _directory(store).extend([signed], refused_acts(store))
    except DirectoryRefused as refused:
        again = (
            " Make the release again: its founder has signed something else since."
            if refused.code.startswith("chain.")
            else " Collect the signatures of the founders again."
        )
        raise CommandRefused(f"{str(refused).partition(';')[0]}.{again}") from None
    return signed


def _directory(store: Evidence) -> Replay:
    replay = replayed_directory(store, None, refused_acts(store))
    if not replay.hashes:
        raise CommandRefused("This installation is not founded yet; see piket init --help.")
    return replay


def send(origin: str, act: SignedAct) -> None:
    """Hand the act to the service; durable on return, safe to repeat.

    Raises:
        CommandRefused: when the service cannot be reached, or refuses it.
    """
    asyncio.run(_send(origin, act))


async def _send(origin: str, act: SignedAct) -> None:
    try:
        async with Transport(origin) as transport:
            [answer] = await Api(transport).send([ReadyAct(act, {})])
    except NotReached:
        raise CommandRefused(f"Nothing answers at {origin}; start the service, or give --service.") from None
    except ServerRefused as refused:
        raise CommandRefused(f"The service refuses the release ({refused.code}); make it again.") from None
    if answer.status != 201:
        raise CommandRefused(f"The service refuses the release ({answer.code}); make it again.")
