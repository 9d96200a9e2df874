"""Founds a directory: the genesis that founders sign together, and a whole practice world from a description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from client import envelopes
from client.directory import DIRECTORY_LOG, Directory
from client.keyring import Keyring
from client.officers import Officer
from client.replay import Replay
from client.signing import Draft, ReadyAct, build_payload
from domain.acts import directory as acts
from domain.acts.envelope import REAL_TYPE
from domain.acts.webauthn import App
from domain.functies import Holding
from domain.ids import ActId, DeviceId, OrganisationId, PersonId, Randomness, Sha256Hex, random_id, uuid7
from domain.policy import Slot


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """One official of a world: pseudonym, employer, functies, how many devices."""

    id: PersonId
    organisation: OrganisationId
    functies: tuple[Holding, ...] = ()
    devices: int = 1
    founder: bool = False


@dataclass(frozen=True, slots=True)
class DutySpec:
    """One stretch of duty of a world's roster."""

    holding: Holding
    person: PersonId
    slot: Slot
    starts: datetime
    ends: datetime
    override: bool = False


@dataclass(frozen=True, slots=True)
class WorldSpec:
    """What a world is to be; every functie that somebody holds gets a role key."""

    organisations: Mapping[OrganisationId, str]
    """Name of each organisation's log."""
    people: tuple[PersonSpec, ...]
    duties: tuple[DutySpec, ...] = ()
    numbers: Mapping[Holding, str] = field(default_factory=dict)
    log_keys: tuple[str, ...] = ()
    """Public key of each log as `VerifierKey.encode` writes it; the last part of its name is the log's name."""
    threshold: int = 2
    practice: bool = True
    app: App | None = None
    """Where the app runs; without it no passkey counts, and with it every device gets one."""
    without_keys: frozenset[Holding] = frozenset()
    """Roles that get no key: the gap that must never block an emergency."""


@dataclass(frozen=True)
class World:
    """A founded world: its signed acts in order, everybody's keys, and where each device's chains stand."""

    genesis: Sha256Hex
    acts: list[ReadyAct]
    """In the order in which a service must carry them out; the first is the genesis."""
    keyrings: dict[DeviceId, Keyring]
    chains: dict[tuple[DeviceId, str], tuple[int, Sha256Hex]]
    """(seq, hash) of the last act of a device in a log, for `Outbox.begin_at`."""
    directory: Directory

    def keyrings_of(self, person: PersonId) -> list[Keyring]:
        """Return the keys of each device of a person."""
        return [keyring for keyring in self.keyrings.values() if keyring.person == person]


class Founding:
    """Signs directory and roster acts offline, one after the other, and replays each as every client will."""

    def __init__(self, random: Randomness, clock: Callable[[], datetime]) -> None:
        self._random, self._clock = random, clock
        self._chains: dict[tuple[DeviceId, str], tuple[int, Sha256Hex]] = {}
        self._replay: Replay | None = None
        self.acts: list[ReadyAct] = []

    @property
    def directory(self) -> Directory:
        """What all acts so far say; empty before the genesis."""
        return Directory() if self._replay is None else self._replay.state

    @property
    def chains(self) -> dict[tuple[DeviceId, str], tuple[int, Sha256Hex]]:
        """Where each device's chains stand."""
        return dict(self._chains)

    def genesis(
        self,
        founders: Sequence[Keyring],
        organisations: Mapping[OrganisationId, str],
        log_keys: Iterable[str],
        *,
        threshold: int,
        practice: bool,
        app: App | None = None,
    ) -> Sha256Hex:
        """Sign the first fact by all founders; returns the hash that every client pins.

        Raises:
            DirectoryRefused: when no client would accept it (too few founders, say).
        """
        params = acts.Genesis(
            practice=practice,
            threshold=threshold,
            founders=[founder.public for founder in founders],
            organisations=[acts.Organisation(organisation=name, log=log) for name, log in organisations.items()],
            log_keys=list(log_keys),
            app=app,
        )
        act = ActId(uuid7(self._clock(), self._random))
        ready = self._sign(Draft(act, "directory.genesis", params, acts.FOUNDERS), DIRECTORY_LOG, founders)
        self._replay = Replay(ready.signed.sha256)
        self._replay.extend([ready.signed])
        return ready.signed.sha256

    def sign(self, draft: Draft, log: str, signers: Sequence[Keyring]) -> ReadyAct:
        """Sign an act by all `signers`, the first of whom acts; a directory act is replayed at once."""
        ready = self._sign(draft, log, signers)
        if log == DIRECTORY_LOG and self._replay is not None:
            self._replay.extend([ready.signed])
        return ready

    def _sign(self, draft: Draft, log: str, signers: Sequence[Keyring]) -> ReadyAct:
        device = signers[0].device
        seq, prev = self._chains.get((device, log), (-1, None))
        raw = build_payload(draft, device=device, at=self._clock(), log=log, seq=seq + 1, prev=prev)
        ready = ReadyAct(envelopes.sign(REAL_TYPE, raw, signers), dict(draft.blobs))
        self._chains[device, log] = seq + 1, ready.signed.sha256
        self.acts.append(ready)
        return ready


def found_practice_world(spec: WorldSpec, *, random: Randomness, clock: Callable[[], datetime]) -> World:
    """Return every signed act that makes the described world, and the keys of everybody in it.

    The first `threshold` founders sign each act; the first of them is the one who acts.

    Raises:
        DirectoryRefused, Malformed: when the description cannot be a world; nothing is stored anywhere.
    """
    founding = Founding(random, clock)
    keyrings = {
        keyring.device: keyring
        for person in spec.people
        for _ in range(person.devices)
        for keyring in [_keyring(person, spec, random)]
    }
    first = {keyring.person: keyring for keyring in reversed(keyrings.values())}
    founders = [first[person.id] for person in spec.people if person.founder]
    genesis = founding.genesis(
        founders, spec.organisations, spec.log_keys, threshold=spec.threshold, practice=spec.practice, app=spec.app
    )
    signers, officer = founders[: spec.threshold], Officer(acts.FOUNDERS, random, clock)
    for draft in _everyday_acts(spec, officer, keyrings.values(), founding):
        log = DIRECTORY_LOG
        if draft.name.startswith("roster."):
            log = founding.directory.log_of(signers[0].person)
        founding.sign(draft, log, signers if log == DIRECTORY_LOG else signers[:1])
    return World(genesis, founding.acts, keyrings, founding.chains, founding.directory)


def _keyring(person: PersonSpec, spec: WorldSpec, random: Randomness) -> Keyring:
    device = DeviceId(random_id(random))
    return Keyring.generate(person.id, person.organisation, device, random, with_passkey=spec.app is not None)


def _everyday_acts(
    spec: WorldSpec, officer: Officer, keyrings: Iterable[Keyring], founding: Founding
) -> Iterable[Draft]:
    for person in spec.people:
        if not person.founder:
            yield officer.add_person(person.id, person.organisation)
        yield from (officer.grant(person.id, holding) for holding in person.functies)
    for keyring in keyrings:
        if keyring.device not in founding.directory.devices:
            yield officer.add_device(keyring.public)
    held = dict.fromkeys(holding for person in spec.people for holding in person.functies)
    for holding in held:
        if holding not in spec.without_keys:
            yield officer.new_epoch(founding.directory, holding)
    yield from (officer.set_number(holding, number) for holding, number in spec.numbers.items())
    for duty in spec.duties:
        yield officer.set_duty(duty.holding, duty.person, duty.slot, duty.starts, duty.ends, override=duty.override)
