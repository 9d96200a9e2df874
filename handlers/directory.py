"""Carrying out acts on the directory: nobody is added by the server, everything is signed by enough officers (P-01).

Every client replays these facts and refuses what does not verify, so what is refused there must be refused here first.
"""

from __future__ import annotations

import base64
from typing import Final

from domain.acts import directory as acts
from domain.acts.envelope import load_p256
from domain.audit.errors import FormatInvalid
from domain.audit.leaves import LeafType
from domain.audit.notes import VerifierKey
from domain.audit.succession import LogKeys, log_named
from domain.errors import Malformed, NotFound, OutOfStep, SignatureInvalid
from domain.functies import Functie, Holding, Power, Scope, holders_of, scope_fits
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from domain.ports import Device, Epoch, UnitOfWork
from handlers import obligations
from handlers.channels import forget_device
from handlers.doing import Doing, Effect
from handlers.officers import filled_by, genesis_of, must_be_own, need_officers

EPOCH_NEEDED: Final = "epoch.needed"
"""The alarm of a role whose key somebody could still hold who may not: a new epoch is demanded."""
FLOOD: Final = "flood"
"""The alarm of a device that opened more emergencies than one person can: they were merged, none was refused."""
FROZEN: Final = "device.frozen"
"""The alarm of a device that was stopped: it stands until somebody releases it or takes it out of use."""
LEAST_THRESHOLD: Final = 2
"""How many founders at least must sign together, except in a practice installation."""
DEVICE: Final = "device"
"""The kind of invitation with which a device enrols."""


def plan(doing: Doing) -> Effect:
    """Return what an act on the directory will write, its statement first.

    Raises:
        NotAllowed: when too few different officers of the right organisations signed.
        OutOfStep: when it contradicts what the directory says already.
        Malformed: when a key is none, or a scope does not fit.
    """
    match doing.act.params:
        case acts.Genesis() as params:
            return _genesis(doing, params)
        case acts.AddPerson() as params:
            return _add_person(doing, params)
        case acts.Grant() | acts.EndGrant() as params:
            return _grant(doing, params)
        case acts.InviteDevice() as params:
            return _invite(doing, params)
        case acts.AddDevice() as params:
            return _add_device(doing, params)
        case acts.RevokeDevice(device=device):
            return _revoke(doing, DeviceId(device))
        case acts.FreezeDevice(device=device, frozen=frozen):
            return _freeze(doing, DeviceId(device), frozen=frozen)
        case acts.NewEpoch() as params:
            return _new_epoch(doing, params)
        case acts.WrapEpoch() as params:
            return _wrap_epoch(doing, params)
        case acts.SetNumber() as params:
            return _number(doing, params)
        case acts.RotateLogKey() as params:
            return _rotate_log_key(doing, params)
        case acts.ReleaseApp():  # the founders say which app is served; that may be an earlier one again
            need_officers(doing, [])
            return lambda: _fact(doing)
    raise Malformed("act.unknown", "The directory does not know this act.", field="act")


def founding_device(genesis: acts.Genesis, device: str) -> Device:
    """Return the device that signs a genesis, out of the founders it names.

    Raises:
        SignatureInvalid: when it is not among them.
    """
    for founder in genesis.founders:
        if founder.device == device:
            return _device(founder)
    raise SignatureInvalid("device.unknown", "A genesis is signed by the founders it names.", field="device")


def _device(keys: acts.DeviceKeys) -> Device:
    point = _point(keys.signing_key, "signing_key")
    return Device(
        id=DeviceId(keys.device),
        person=PersonId(keys.person),
        organisation=OrganisationId(keys.organisation),
        signing_key=point,
        x25519=keys.x25519,
        hybrid=keys.hybrid,
        revoked_at=None,
        frozen_at=None,
        passkey=None if keys.passkey is None else _point(keys.passkey, "passkey"),
    )


def _point(text: str, field: str) -> bytes:
    point = base64.urlsafe_b64decode(text + "=")
    try:
        load_p256(point)
    except SignatureInvalid as wrong:
        raise Malformed(wrong.code, str(wrong), field=f"params.{field}") from None
    return point


def _fact(doing: Doing) -> None:
    doing.uow.directory.add_fact(doing.verified, doing.act.spec.name, doing.now)


def _genesis(doing: Doing, params: acts.Genesis) -> Effect:
    """The founders found a directory once, with as many of them signing as they ask of every later change."""
    uow, now = doing.uow, doing.now
    if uow.directory.facts(0, 1):
        raise OutOfStep("genesis.twice", "This directory has been founded already.")
    devices = [_device(founder) for founder in params.founders]
    signers = {proof.device for proof in doing.verified.signed.proofs}
    signed = {device.person for device in devices if device.id in signers}
    least = 1 if params.practice else LEAST_THRESHOLD
    if not least <= params.threshold <= len(signed) or signers - {device.id for device in devices}:
        raise Malformed("genesis.threshold", "At least as many founders sign as must sign later.", field="proofs")
    names = {one.organisation for one in params.organisations}
    unique = [{getattr(device, name) for device in devices} for name in ("id", "hybrid")]
    points = [point for device in devices for point in (device.signing_key, device.passkey) if point is not None]
    double = any(len(found) < len(devices) for found in unique) or len(set(points)) < len(points)
    if len(names) < len(params.organisations) or double:
        raise Malformed("genesis.double", "The genesis names something twice.", field="params")
    _must_be_log_keys(params.log_keys)
    employers = {device.person: device.organisation for device in devices}
    if any(employers[device.person] != device.organisation for device in devices) or set(employers.values()) - names:
        raise Malformed("genesis.organisation", "Every founder has one employer, which it names.", field="params")

    def effect() -> None:
        _fact(doing)
        for one in params.organisations:
            uow.directory.put_organisation(OrganisationId(one.organisation), one.log, now)
        for person, organisation in employers.items():
            uow.directory.put_person(person, organisation, now)
            uow.directory.put_membership(person, acts.FOUNDERS, now)
        for device in devices:
            uow.directory.put_device(device, now)

    return effect


def _must_be_log_keys(texts: list[str]) -> None:
    try:
        logs = {log_named(LogKeys(VerifierKey.parse(text)).origin) for text in texts}
    except FormatInvalid:
        raise Malformed("key.malformed", "The key of a log is none; copy it again.", field="params.log_keys") from None
    if len(logs) < len(texts):
        raise Malformed("genesis.double", "The genesis names two keys for one log.", field="params.log_keys")


def _add_person(doing: Doing, params: acts.AddPerson) -> Effect:
    uow, person, organisation = doing.uow, PersonId(params.person), OrganisationId(params.organisation)
    need_officers(doing, [_organisation(uow, organisation)])
    if _employer(uow, person) is not None:
        raise OutOfStep("person.twice", "The directory knows this person already.", field="params.person")

    def effect() -> None:
        _fact(doing)
        uow.directory.put_person(person, organisation, doing.now)

    return effect


def _grant(doing: Doing, params: acts.Grant | acts.EndGrant) -> Effect:
    uow, now, person = doing.uow, doing.now, PersonId(params.person)
    holding, employer = _holding(params.functie, params.scope), _must_be_known(uow, person)
    need_officers(doing, [] if holding == acts.FOUNDERS else [employer])
    held = uow.directory.holds(person, holding, doing.held_at)
    if isinstance(params, acts.EndGrant):
        if not held:
            raise OutOfStep("grant.unknown", "This person does not hold this functie.", field="params")
        return lambda: _ended(doing, person, holding)
    if filled_by(holding) and employer not in filled_by(holding) and holding != acts.FOUNDERS:
        raise OutOfStep("grant.organisation", "People of this organisation do not fill this functie.", field="params")
    if held:
        raise OutOfStep("grant.twice", "This person holds this functie already.", field="params")
    must_be_own(uow, person, holding)
    doing.policy.areas.check(holding.scope, field="params.scope")

    def effect() -> None:
        _fact(doing)
        uow.directory.put_membership(person, holding, now)
        obligations.roster_changed(uow, holding, now)

    return effect


def _ended(doing: Doing, person: PersonId, holding: Holding) -> None:
    _fact(doing)
    doing.uow.directory.end_membership(person, holding, doing.now)
    doing.uow.alarms.raise_(EPOCH_NEEDED, str(holding), doing.now)
    obligations.roster_changed(doing.uow, holding, doing.now)


def _invite(doing: Doing, params: acts.InviteDevice) -> Effect:
    person = PersonId(params.person)
    need_officers(doing, [_must_be_known(doing.uow, person)], least=1)
    expires = doing.now + doing.policy.durations["invitation"]

    def effect() -> None:
        _fact(doing)
        doing.uow.invitations.put(DEVICE, Sha256Hex(params.token_hash), person, expires, doing.act.id)

    return effect


def _add_device(doing: Doing, params: acts.AddDevice) -> Effect:
    device = _device(params)
    employer = _must_be_known(doing.uow, device.person)
    if employer != device.organisation:
        raise OutOfStep(
            "device.organisation", "A device belongs to its person's employer.", field="params.organisation"
        )
    need_officers(doing, [employer])
    if doing.uow.directory.knows(device) or device.passkey == device.signing_key:
        raise OutOfStep("device.twice", "The directory knows this device or its keys already.", field="params.device")

    def effect() -> None:
        _fact(doing)
        doing.uow.directory.put_device(device, doing.now)

    return effect


def _revoke(doing: Doing, device: DeviceId) -> Effect:
    found = _known_device(doing.uow, device)
    need_officers(doing, [found.organisation])
    if found.revoked_at is not None:
        raise OutOfStep("device.twice", "This device was taken out of use already.", field="params.device")

    def effect() -> None:
        _fact(doing)
        forget_device(doing.uow, found.person, device, doing.now)
        doing.uow.directory.revoke_device(device, doing.now)
        _settle_alarms(doing, device)
        for holding in doing.uow.directory.holdings_of(found.person, doing.now):
            if doing.uow.directory.current_epoch(holding) is not None:
                doing.uow.alarms.raise_(EPOCH_NEEDED, str(holding), doing.now)

    return effect


def _freeze(doing: Doing, device: DeviceId, *, frozen: bool) -> Effect:
    found = _known_device(doing.uow, device)
    held = doing.uow.directory.holdings_of(doing.actor.person, doing.held_at)
    if not any(one.functie in holders_of(Power.WATCH) for one in held):
        need_officers(doing, [found.organisation], least=1)

    def effect() -> None:
        _fact(doing)
        doing.uow.directory.freeze_device(device, doing.now if frozen else None)
        _settle_alarms(doing, device)
        if frozen:
            doing.uow.alarms.raise_(FROZEN, device, doing.now)

    return effect


def _settle_alarms(doing: Doing, device: DeviceId) -> None:
    """Somebody looked at it: what stood about this device no longer asks for that."""
    for kind in (FLOOD, FROZEN):
        doing.uow.alarms.clear(kind, device, doing.now)


def _new_epoch(doing: Doing, params: acts.NewEpoch) -> Effect:
    holding = _holding(params.functie, params.scope)
    need_officers(doing, filled_by(holding))
    present = doing.uow.directory.current_epoch(holding)
    if params.epoch != (0 if present is None else present.epoch) + 1:
        raise OutOfStep("epoch.number", "A new key is numbered one higher than the last.", field="params.epoch")
    made = Epoch(holding, params.epoch, params.recipient)
    if doing.uow.directory.knows(made):
        raise OutOfStep("epoch.recipient", "A role had this key before; make a new one.", field="params.recipient")
    wraps = _epoch_wraps(doing, holding, params.wraps)
    log = doing.uow.audit.log_of(doing.actor.employer)

    def effect() -> None:
        _fact(doing)
        doing.uow.directory.put_epoch(made, wraps, doing.now)
        doing.uow.alarms.clear(EPOCH_NEEDED, str(holding), doing.now)
        fields = {"holding": str(holding), "epoch": str(params.epoch)}
        doing.uow.audit.append(log, LeafType.EPOCH, at=doing.now, fields=fields)

    return effect


def _wrap_epoch(doing: Doing, params: acts.WrapEpoch) -> Effect:
    """Whoever holds the role may share its key with another member; officers may arrange it."""
    holding = _holding(params.functie, params.scope)
    present = doing.uow.directory.current_epoch(holding)
    if present is None or present.epoch != params.epoch:
        raise OutOfStep("epoch.number", "This is not the present key of the role.", field="params.epoch")
    if doing.actor.holding != holding:
        need_officers(doing, filled_by(holding))
    wraps = _epoch_wraps(doing, holding, params.wraps)

    def effect() -> None:
        _fact(doing)
        doing.uow.directory.add_epoch_wraps(holding, params.epoch, wraps)

    return effect


def _epoch_wraps(doing: Doing, holding: Holding, wraps: list[acts.DeviceWrap]) -> dict[DeviceId, Sha256Hex]:
    for place, wrap in enumerate(wraps):
        device = doing.uow.directory.device(DeviceId(wrap.device))
        held = device is not None and doing.uow.directory.holds(device.person, holding, doing.held_at)
        if device is None or device.revoked_at is not None or not held:
            raise OutOfStep(
                "epoch.member",
                "A role key is sealed for living devices of its holders only.",
                field=f"params.wraps.{place}",
            )
    found = {DeviceId(wrap.device): Sha256Hex(wrap.blob) for wrap in wraps}
    if len(found) != len(wraps):
        raise Malformed("epoch.double", "A role key is sealed once for each device.", field="params.wraps")
    return found


def _number(doing: Doing, params: acts.SetNumber) -> Effect:
    holding = _holding(params.functie, params.scope)
    need_officers(doing, filled_by(holding))

    def effect() -> None:
        _fact(doing)
        doing.uow.directory.put_number(holding, params.number)

    return effect


def _rotate_log_key(doing: Doing, params: acts.RotateLogKey) -> Effect:
    """The founders let another key sign a log from a checkpoint that is not past: nothing signed becomes untrue."""
    need_officers(doing, [])
    audit = doing.uow.audit
    known = genesis_of(doing.uow).log_keys
    first = next((VerifierKey.parse(text) for text in known if log_named(text) == params.log), None)
    if first is None:
        raise OutOfStep("log.unknown", "The genesis names no key for this log.", field="params.log")
    keys = LogKeys(first, tuple(audit.turns(params.log)))
    if keys.newest.encode() != params.old:
        raise OutOfStep("log_key.old", "Another key than this has the log by now.", field="params.old")
    if not 0 < audit.size(params.log) <= params.size:
        raise OutOfStep("log_key.passed", "The log has no checkpoint, or has grown past this one.", field="params.size")
    try:
        turn = keys.turned(params.size, VerifierKey.parse(params.new)).turns[-1]
    except FormatInvalid:
        raise Malformed("log_key.new", "The log cannot take over with this key.", field="params.new") from None

    def effect() -> None:
        _fact(doing)
        audit.add_turn(params.log, turn)

    return effect


def _holding(functie: Functie, scope: str) -> Holding:
    if not scope_fits(functie, Scope(scope)):
        raise Malformed(
            "act.malformed", "The scope is not of the kind in which the functie acts.", field="params.scope"
        )
    return Holding(functie, Scope(scope))


def _organisation(uow: UnitOfWork, organisation: OrganisationId) -> OrganisationId:
    try:
        uow.audit.log_of(organisation)
    except NotFound:
        raise OutOfStep("organisation.unknown", "The genesis knows no such organisation.", field="params") from None
    return organisation


def _employer(uow: UnitOfWork, person: PersonId) -> OrganisationId | None:
    try:
        return uow.directory.employer(person)
    except NotFound:
        return None


def _must_be_known(uow: UnitOfWork, person: PersonId) -> OrganisationId:
    employer = _employer(uow, person)
    if employer is None:
        raise OutOfStep(
            "person.unknown", "The directory does not know this person; add them first.", field="params.person"
        )
    return employer


def _known_device(uow: UnitOfWork, device: DeviceId) -> Device:
    found = uow.directory.device(device)
    if found is None:
        raise OutOfStep("device.unknown", "The directory does not know this device.", field="params.device")
    return found
