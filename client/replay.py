"""Replays the directory's signed facts from a pinned genesis, and refuses, never warns, at the first that is wrong."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from client.directory import DIRECTORY_LOG, AppRelease, Directory, DirectoryRefused, KnownDevice, RoleEpoch
from domain.acts import directory as acts
from domain.acts.envelope import REAL_TYPE, SignedAct, load_p256
from domain.acts.payload import ActPayload, Params, parse_payload
from domain.acts.webauthn import App, verify_proof
from domain.audit.errors import AuditError
from domain.audit.notes import VerifierKey
from domain.audit.succession import LogKeys, log_named
from domain.catalogue import SPECS, read_act
from domain.errors import Malformed, SignatureInvalid
from domain.functies import RULES, Functie, Holding, Scope, scope_fits
from domain.ids import ActId, DeviceId, OrganisationId, PersonId, Sha256Hex

_LEAST_THRESHOLD = 2


class Replay:
    """One directory, grown fact by fact; `state` is what all facts so far say."""

    def __init__(self, genesis: Sha256Hex) -> None:
        """`genesis` is the hash of the first fact, known from paper, an invitation or the release; not the server."""
        self._genesis = genesis
        self.state = Directory()
        self.hashes: list[Sha256Hex] = []
        self._chains: dict[DeviceId, tuple[int, Sha256Hex]] = {}
        self._acts: set[ActId] = set()

    def copy(self) -> Replay:
        """Return a replay that goes on apart from this one: for many devices in one process, verified once."""
        twin, state = Replay(self._genesis), self.state
        twin.state = replace(
            state,
            organisations=dict(state.organisations),
            log_keys=dict(state.log_keys),
            people=dict(state.people),
            memberships={person: set(held) for person, held in state.memberships.items()},
            ended=dict(state.ended),
            devices=dict(state.devices),
            epochs={holding: list(known) for holding, known in state.epochs.items()},
            numbers=dict(state.numbers),
            releases=list(state.releases),
        )
        twin.hashes = list(self.hashes)
        twin._chains, twin._acts = dict(self._chains), set(self._acts)
        return twin

    def extend(
        self, facts: Iterable[SignedAct], refused: Collection[str] = (), logged: Sequence[str] = ()
    ) -> Directory:
        """Apply further facts in the order of the directory, and return the new state.

        `refused` holds hashes of directory acts of which the verified log says that a rule refused them: those
        consumed a number and changed nothing. `logged` are the facts of that same log, in its order: where a refusal
        explains a number, no fact that stands there may have been left out here.

        Raises:
            DirectoryRefused: at the first fact that does not verify; the facts before it stay applied.
        """
        for fact in facts:
            self._apply(fact, refused, logged)
        return self.state

    def _apply(self, fact: SignedAct, refused: Collection[str], logged: Sequence[str]) -> None:
        try:
            payload = parse_payload(fact.payload)
            _, params = read_act(payload)
        except Malformed as wrong:
            raise _no("fact.malformed", "A fact of the directory is not one an officer can have signed") from wrong
        if fact.payload_type != REAL_TYPE or payload.log != DIRECTORY_LOG or SPECS[payload.act].family != "directory":
            raise _no("fact.foreign", "A fact is no act on the directory")
        if payload.id in self._acts:
            raise _no("fact.repeated", "A fact stands twice in the directory")
        if isinstance(params, acts.Genesis) != (not self.hashes):
            raise _no("genesis.place", "The directory does not begin with its one genesis")
        if isinstance(params, acts.Genesis):
            self._check_genesis(fact, params)
            founding = {DeviceId(keys.device): _device(keys, 0) for keys in params.founders}
            signers = self._verify(fact, payload, founding, params.app)
        else:
            signers = self._verify(fact, payload, self.state.devices, self.state.app)
        self._check_chain(fact, payload, refused, logged)
        self._carry_out(params, payload, signers)
        self._acts.add(ActId(payload.id))
        self._chains[DeviceId(payload.device)] = payload.seq, fact.sha256
        self.hashes.append(fact.sha256)
        self.state.facts = len(self.hashes)

    def _check_genesis(self, fact: SignedAct, genesis: acts.Genesis) -> None:
        if fact.sha256 != self._genesis:
            raise _no("genesis.other", "This is the directory of another installation, or a forged one")
        founders = {keys.person for keys in genesis.founders}
        least = 1 if genesis.practice else _LEAST_THRESHOLD
        if not least <= genesis.threshold <= len(founders):
            raise _no("genesis.threshold", "The genesis asks for fewer signatures than may be, or for too many")
        for names in ([keys.device for keys in genesis.founders], [one.organisation for one in genesis.organisations]):
            if len(set(names)) != len(names):
                raise _no("genesis.double", "The genesis names something twice")

    def _verify(
        self, fact: SignedAct, payload: ActPayload, known: dict[DeviceId, KnownDevice], app: App | None
    ) -> list[KnownDevice]:
        """Return the signers; every proof must be good, and of a living device that signs once with each key."""
        signers: list[KnownDevice] = []
        given = {(proof.device, proof.kind) for proof in fact.proofs}
        for proof in fact.proofs:
            device = known.get(proof.device)
            if device is None or len(given) != len(fact.proofs):
                raise _no("signer.unknown", "A fact is signed by a device the directory does not know")
            if device.revoked is not None or device.frozen:
                raise _no("signer.revoked", "A fact is signed by a device that was taken out of use")
            try:
                verify_proof(proof, fact.signed_bytes, device.key, device.passkey, app)
            except SignatureInvalid as wrong:
                raise _no("signature.invalid", "A fact does not carry the signature it should") from wrong
            signers.append(device)
        if payload.device not in {device.id for device in signers}:
            raise _no("signer.missing", "The device that acts did not sign")
        return signers

    def _check_chain(
        self, fact: SignedAct, payload: ActPayload, refused: Collection[str], logged: Sequence[str]
    ) -> None:
        """A device numbers its acts in this log without a hole: what was left out or moved shows here.

        A refused act may stand between, whatever number it had: a device that lost an answer, or came back from a
        backup, gives a number twice. What a refusal could hide, facts signed before it, the log's own order shows.
        """
        seq, before = self._chains.get(DeviceId(payload.device), (-1, None))
        if payload.seq == seq + 1 and payload.prev == before:
            return
        if payload.seq <= seq or payload.prev not in refused:
            raise _no("chain.broken", "A fact is missing, doubled or out of its place")
        if any(one != other for one, other in zip(logged, (*self.hashes, fact.sha256), strict=False)):
            raise _no("directory.held_back", "The service holds back facts of the directory")

    def _carry_out(self, params: Params, payload: ActPayload, signers: list[KnownDevice]) -> None:
        if isinstance(params, acts.Genesis):
            self._found(params, {device.person for device in signers})
            return
        actor = next(device for device in signers if device.id == payload.device)
        if not self.state.holds(actor.person, payload.holding) or payload.functie not in SPECS[payload.act].may:
            raise _no("actor.holding", "The signer does not hold the functie in which the fact was signed")
        match params:
            case acts.AddPerson():
                self._need_officers(signers, self._organisation(params.organisation))
                if params.person in self.state.people:
                    raise _no("person.twice", "A person is added twice")
                self.state.people[PersonId(params.person)] = OrganisationId(params.organisation)
            case acts.Grant() | acts.EndGrant():
                self._grant(params, signers)
            case acts.InviteDevice():
                self._need_officers(signers, self._employer(params.person), least=1)
            case acts.AddDevice():
                self._add_device(params, signers)
            case acts.RevokeDevice():
                device = self._known_device(params.device)
                self._need_officers(signers, device.organisation)
                if device.revoked is not None:
                    raise _no("device.revoked", "A device is taken out of use twice")
                self.state.devices[device.id] = replace(device, revoked=len(self.hashes), revoked_at=payload.at)
            case acts.FreezeDevice():
                device = self._known_device(params.device)
                if not self.state.watches(actor.person):
                    self._need_officers(signers, device.organisation, least=1)
                self.state.devices[device.id] = replace(device, frozen=params.frozen)
            case acts.NewEpoch() | acts.WrapEpoch():
                self._epoch(params, payload, actor, signers)
            case acts.SetNumber():
                holding = _holding(params.functie, params.scope)
                self._need_officers(signers, *self._filled_by(holding))
                self.state.numbers[holding] = params.number
            case acts.RotateLogKey():
                self._need_officers(signers)
                self._rotate(params)
            case acts.ReleaseApp():
                self._need_officers(signers)
                self.state.releases.append(AppRelease(Sha256Hex(params.files), len(self.hashes)))

    def _found(self, genesis: acts.Genesis, signers: set[PersonId]) -> None:
        state = self.state
        if len(signers) < genesis.threshold:
            raise _no("threshold.missed", "Fewer founders signed the genesis than it asks for")
        keys = [_log_key(text) for text in genesis.log_keys]
        state.practice, state.threshold, state.app = genesis.practice, genesis.threshold, genesis.app
        state.organisations = {OrganisationId(one.organisation): one.log for one in genesis.organisations}
        state.log_keys = {log_named(key.name): LogKeys(key) for key in keys}
        if len(state.log_keys) != len(keys):
            raise _no("genesis.double", "The genesis names something twice")
        for founder in genesis.founders:
            person = PersonId(founder.person)
            if state.people.setdefault(person, self._organisation(founder.organisation)) != founder.organisation:
                raise _no("person.twice", "A founder stands in the genesis under two organisations")
            state.memberships[person] = {acts.FOUNDERS}
            self._keep(founder)

    def _rotate(self, params: acts.RotateLogKey) -> None:
        keys = self.state.log_keys.get(params.log)
        if keys is None or keys.newest.encode() != params.old:
            raise _no("log_key.old", "A key takes over a log from a key that does not have it")
        try:
            self.state.log_keys[params.log] = keys.turned(params.size, _log_key(params.new))
        except AuditError as wrong:
            raise _no("log_key.new", "A key takes over a log that cannot have it") from wrong

    def _grant(self, params: acts.Grant | acts.EndGrant, signers: list[KnownDevice]) -> None:
        holding, person = _holding(params.functie, params.scope), PersonId(params.person)
        employer = self._employer(person)
        # Only founders make (or end) a founder; whoever manages one organisation cannot reach beyond it.
        self._need_officers(signers, *(() if holding == acts.FOUNDERS else (employer,)))
        held = self.state.memberships.setdefault(person, set())
        if isinstance(params, acts.EndGrant):
            if holding not in held:
                raise _no("grant.unknown", "A functie ends that was never given")
            held.remove(holding)
            self.state.ended[person, holding] = len(self.hashes)
            return
        organisations = RULES[holding.functie].organisations
        if organisations and employer not in organisations and holding != acts.FOUNDERS:
            raise _no("grant.organisation", "A functie is given to somebody of an organisation that does not fill it")
        held.add(holding)
        self.state.ended.pop((person, holding), None)

    def _add_device(self, params: acts.AddDevice, signers: list[KnownDevice]) -> None:
        if self._employer(params.person) != params.organisation:
            raise _no("device.organisation", "A device is added under an organisation that is not its person's")
        self._need_officers(signers, OrganisationId(params.organisation))
        self._keep(params)

    def _keep(self, keys: acts.DeviceKeys) -> None:
        device = _device(keys, len(self.hashes))
        for known in self.state.devices.values():
            if known.id == device.id or known.hybrid == device.hybrid or known.points & device.points:
                raise _no("device.twice", "A device or one of its keys is added twice")
        self.state.devices[device.id] = device

    def _epoch(
        self,
        params: acts.NewEpoch | acts.WrapEpoch,
        payload: ActPayload,
        actor: KnownDevice,
        signers: list[KnownDevice],
    ) -> None:
        holding = _holding(params.functie, params.scope)
        present = self.state.epoch(holding)
        if isinstance(params, acts.NewEpoch):
            self._need_officers(signers, *self._filled_by(holding))
            if params.epoch != (present.number if present else 0) + 1:
                raise _no("epoch.number", "A role key does not follow the one before it")
            if any(params.recipient == one.recipient for known in self.state.epochs.values() for one in known):
                raise _no("epoch.recipient", "An earlier role key is presented as a new one")
            present = RoleEpoch(holding, params.epoch, params.recipient, {})
        elif present is None or params.epoch != present.number:
            raise _no("epoch.number", "A role key is shared that is not the present one")
        elif payload.holding != holding or not self.state.holds(actor.person, holding):
            self._need_officers(signers, *self._filled_by(holding))
        for wrap in params.wraps:
            device = self._known_device(wrap.device)
            living = device.revoked is None and self.state.holds(device.person, holding)
            if not living:
                raise _no("epoch.member", "A role key is sealed for a device of somebody who does not hold the role")
        wraps = {DeviceId(wrap.device): Sha256Hex(wrap.blob) for wrap in params.wraps}
        if len(wraps) != len(params.wraps):
            raise _no("epoch.double", "A role key is sealed twice for one device")
        grown = replace(present, wraps={**present.wraps, **wraps})
        known = self.state.epochs.setdefault(holding, [])
        known[len(known) - (0 if isinstance(params, acts.NewEpoch) else 1) :] = [grown]

    def _need_officers(
        self, signers: Iterable[KnownDevice], *organisations: OrganisationId, least: int | None = None
    ) -> None:
        """Return only if enough different persons who may manage people of these organisations signed."""
        officers = self.state.managers_among({device.person for device in signers}, organisations)
        if len(officers) < (self.state.threshold if least is None else least):
            raise _no("threshold.missed", "Fewer officers signed a fact than must")

    def _organisation(self, name: str) -> OrganisationId:
        if name not in self.state.organisations:
            raise _no("organisation.unknown", "A fact names an organisation that the genesis does not know")
        return OrganisationId(name)

    def _employer(self, person: str) -> OrganisationId:
        if person not in self.state.people:
            raise _no("person.unknown", "A fact names a person whom no officer added")
        return self.state.people[PersonId(person)]

    def _known_device(self, name: str) -> KnownDevice:
        if name not in self.state.devices:
            raise _no("device.unknown", "A fact names a device that no officer added")
        return self.state.devices[DeviceId(name)]

    def _filled_by(self, holding: Holding) -> tuple[OrganisationId, ...]:
        return tuple(OrganisationId(name) for name in RULES[holding.functie].organisations)


def _holding(functie: Functie, scope: str) -> Holding:
    if not scope_fits(functie, Scope(scope)):
        raise _no("scope.kind", "A functie is named in a scope in which it cannot act")
    return Holding(functie, Scope(scope))


def _device(keys: acts.DeviceKeys, since: int) -> KnownDevice:
    try:
        key = load_p256(base64.urlsafe_b64decode(keys.signing_key + "="))
        passkey = None if keys.passkey is None else load_p256(base64.urlsafe_b64decode(keys.passkey + "="))
    except SignatureInvalid as wrong:
        raise _no("device.keys", "A device is recorded with a key that is none") from wrong
    person, organisation = PersonId(keys.person), OrganisationId(keys.organisation)
    if keys.passkey == keys.signing_key:
        raise _no("device.twice", "A device is recorded with one key for two purposes")
    return KnownDevice(
        DeviceId(keys.device),
        person,
        organisation,
        key,
        keys.signing_key,
        keys.x25519,
        keys.hybrid,
        since,
        passkey=passkey,
        passkey_point=keys.passkey,
    )


def _log_key(text: str) -> VerifierKey:
    try:
        return LogKeys(VerifierKey.parse(text)).first
    except AuditError as wrong:
        raise _no("log_key.malformed", "The directory names a log key that is none") from wrong


def _no(code: str, sentence: str) -> DirectoryRefused:
    return DirectoryRefused(code, f"{sentence}; do not use this server and call the officers.")
