"""Founds the world of a scenario on disk: keys of the logs, every signed act, and the keys of everybody in it."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from client import envelopes
from client.directory import DIRECTORY_LOG
from client.genesis import DutySpec, PersonSpec, World, WorldSpec, found_practice_world
from client.keyring import Keyring
from client.replay import Replay
from client.signing import ReadyAct, blob_name
from config.keys import ROOT_LOG, load_log_keys, make_log_keys, make_push_seed, make_webhook_seed
from domain.functies import Functie, Holding
from domain.ids import OrganisationId, PersonId, Sha256Hex
from domain.policy import Slot
from sandbox.play.scenario import Scenario

NAME: Final = "piket.oefening"
GENESIS: Final = "genesis.signed.json"
ACTS: Final = "founding.json"
PUBLIC_KEYS: Final = "log-keys.txt"
"""The public key of each log, one a line, where an installation for real work has them too."""
_NUMBERS: Final = {Functie.NCTV_PIKET: "070 000 00 01", Functie.LCC: "070 000 00 02", Functie.HOVJ: "030 000 00 00"}
_BEFORE, _AFTER = timedelta(days=2), timedelta(days=60)


@dataclass(frozen=True)
class Founded:
    """A founded world as it lies in its folder: what to post, and everybody's keys with where their chains stand."""

    genesis: Sha256Hex
    start: datetime
    acts: list[ReadyAct]
    keyrings: dict[str, Keyring]
    chains: dict[str, dict[str, tuple[int, Sha256Hex]]]
    """By person and log."""

    def replay(self) -> Replay:
        """Return the directory, verified from the genesis on; each official's phone gets a copy."""
        replay = Replay(self.genesis)
        replay.extend(act.signed for act in self.acts if act.payload.log == DIRECTORY_LOG)
        return replay


def found(scenario: Scenario, folder: Path, start: datetime, signed_at: datetime) -> None:
    """Write into `folder` everything of the scenario's world whose roster covers `start`: keys, genesis, acts."""
    organisations = dict.fromkeys(person.organisation for person in scenario.people.values())
    keys = folder / "keys"
    make_log_keys(keys, NAME, [DIRECTORY_LOG, ROOT_LOG, *organisations], secrets.token_bytes)
    make_webhook_seed(keys, secrets.token_bytes)
    make_push_seed(keys, secrets.token_bytes)
    public = tuple(key.verifier.encode() for key in load_log_keys(keys).values())
    (folder / PUBLIC_KEYS).write_text("".join(f"{key}\n" for key in public), encoding="utf-8")
    world = found_practice_world(
        WorldSpec(
            organisations={OrganisationId(name): name for name in organisations},
            people=tuple(
                PersonSpec(PersonId(who), OrganisationId(one.organisation), one.functies, one.devices, one.founder)
                for who, one in scenario.people.items()
            ),
            duties=tuple(_duties(scenario, start)),
            numbers=_numbers(scenario),
            log_keys=public,
            threshold=min(2, sum(person.founder for person in scenario.people.values())),
            without_keys=frozenset(scenario.without_keys),
        ),
        random=secrets.token_bytes,
        clock=lambda: signed_at,
    )
    (folder / GENESIS).write_bytes(envelopes.to_bytes(world.acts[0].signed))
    _write(world, folder, start)


def _write(world: World, folder: Path, start: datetime) -> None:
    chains: dict[str, dict[str, tuple[int, Sha256Hex]]] = {}
    for who in {keyring.person for keyring in world.keyrings.values()}:
        first = world.keyrings_of(who)[0]
        first.save(_officials(folder) / f"{who}.json")
        chains[who] = {log: place for (device, log), place in world.chains.items() if device == first.device}
    acts = [
        {"signed": envelopes.to_json(act.signed), "blobs": [b64encode(blob).decode() for blob in act.blobs.values()]}
        for act in world.acts
    ]
    document = {"genesis": world.genesis, "start": start.isoformat(), "chains": chains, "acts": acts}
    (_officials(folder) / ACTS).write_text(json.dumps(document))


def read_founded(folder: Path) -> Founded:
    """Return what `found` wrote into a folder."""
    document = json.loads((_officials(folder) / ACTS).read_text())
    acts = []
    for act in document["acts"]:
        blobs = [b64decode(blob) for blob in act["blobs"]]
        acts.append(ReadyAct(envelopes.from_json(act["signed"]), {blob_name(blob): blob for blob in blobs}))
    keyrings = {path.stem: Keyring.load(path) for path in _officials(folder).glob("*.json") if path.name != ACTS}
    chains = {
        who: {log: (int(seq), Sha256Hex(sha256)) for log, (seq, sha256) in logs.items()}
        for who, logs in document["chains"].items()
    }
    return Founded(document["genesis"], datetime.fromisoformat(document["start"]), acts, keyrings, chains)


def _officials(folder: Path) -> Path:
    """The officials' own keys; only here, where everybody is practice, do they lie near the service's folder."""
    beside = folder / "officials"
    beside.mkdir(mode=0o700, exist_ok=True)
    return beside


def _duties(scenario: Scenario, start: datetime) -> list[DutySpec]:
    return [
        DutySpec(duty.functie, PersonId(who), slot, start - _BEFORE, start + _AFTER)
        for duty in scenario.roster
        for slot, who in ((Slot.ON_DUTY, duty.on_duty), (Slot.BACKUP, duty.backup))
        if who is not None
    ]


def _numbers(scenario: Scenario) -> dict[Holding, str]:
    held = {holding for person in scenario.people.values() for holding in person.functies}
    return {holding: _NUMBERS[holding.functie] for holding in sorted(held) if holding.functie in _NUMBERS}
