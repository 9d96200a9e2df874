"""The one way in which an act is carried out: once, in its chain, by who may, with its answer, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.acts.directory import Genesis
from domain.acts.spec import ActSpec, ParsedAct
from domain.audit.leaves import LeafType, event_of_act
from domain.catalogue import read_act
from domain.errors import Malformed, NotAllowed, OutOfStep, Refusal, SignatureInvalid
from domain.functies import scope_fits
from domain.ids import ActId, DeviceId, ItemId
from domain.items import Actor, Item
from domain.policy import Policy
from domain.ports import Answer, Device, UnitOfWork, VerifiedAct
from handlers import channels, directory, items, roster
from handlers.doing import Doing, Effect
from handlers.effects import logs_between
from handlers.retention import unknown
from handlers.withheld import state_answered, version_answered

DIRECTORY_LOG: Final = "directory"
CHAIN_BROKEN: Final = "chain.broken"


def perform(uow: UnitOfWork, act: VerifiedAct, now: datetime, policy: Policy) -> Answer:
    """Carry out a verified act, or store why it is refused; durable with the transaction of `uow`.

    Safe to repeat: the same bytes get the first answer again. A refusal by a rule is an answer (403, 409), stored and
    logged, and it consumes the sequence number.

    Raises:
        OutOfStep: `act.reused`, when other bytes came under the same id; nothing is stored.
        Malformed, NotFound, SignatureInvalid: nothing is stored.
    """
    known = uow.acts.find(ActId(act.payload.id))
    if known is not None:
        if known[0] != act.signed.sha256:
            raise OutOfStep("act.reused", "Another act has this id already; make a new id and sign again.", field="id")
        return known[1]
    spec, params = act.read or read_act(act.payload)
    device = _device(uow, act, params)
    parsed = ParsedAct(
        spec=spec,
        params=params,
        id=ActId(act.payload.id),
        item=None if act.payload.item is None else ItemId(act.payload.item),
        sha256=act.signed.sha256,
        drill=act.signed.drill,
    )
    actor = Actor(device.person, device.id, act.payload.holding, device.organisation)
    doing = Doing(uow, act, parsed, actor, policy, now)
    _must_name_its_log(uow, act, spec, device)
    broken = _chain_is_broken(uow, act)
    if broken:
        doing.flag(CHAIN_BROKEN)
    try:
        effect = _plan(doing, device, broken=broken)
    except Refusal as refused:
        return _refused(doing, refused)
    return _accepted(doing, effect)


def _plan(doing: Doing, device: Device, *, broken: bool) -> Effect:
    """Return what will be written; whatever refuses does so here, before anything is."""
    spec = doing.act.spec
    if not isinstance(doing.act.params, Genesis):
        _authorise(doing, device)
    if spec.on_item:
        return items.plan(doing)
    if doing.act.drill:
        raise OutOfStep("drill.mixed", "Only acts on items can be part of a drill (X-05).")
    if spec.family == "directory":
        if broken:
            raise OutOfStep(CHAIN_BROKEN, "An act of this device in the directory is missing; send that one first.")
        return directory.plan(doing)
    return roster.plan(doing) if spec.family == "roster" else channels.plan(doing)


def _authorise(doing: Doing, device: Device) -> None:
    """P-01: living devices alone signed, the acting one's owner holds this functie in this scope, which may do this.

    Raises:
        NotAllowed: when one of these is not so.
    """
    holding = doing.actor.holding
    for name in dict.fromkeys(proof.device for proof in doing.verified.signed.proofs):
        signer = device if name == device.id else doing.uow.directory.device(name)
        if signer is None or signer.revoked_at is not None:
            raise NotAllowed("device.revoked", "A device that signed was taken out of use; sign with a living one.")
        if signer.frozen_at is not None:
            raise NotAllowed("device.frozen", "A watcher stopped a device that signed; call the officers.")
    if not scope_fits(holding.functie, holding.scope):
        raise NotAllowed("scope.not_fitting", "This functie does not act in this scope.", field="scope")
    if not doing.uow.directory.holds(doing.actor.person, holding, doing.held_at):
        raise NotAllowed("functie.not_held", "The directory does not give you this functie here.", field="functie")
    if holding.functie not in doing.act.spec.may:
        raise NotAllowed("functie.not_allowed", "This functie does not do this; another one must.", field="functie")


def _device(uow: UnitOfWork, act: VerifiedAct, params: Any) -> Device:
    """Return the device that acts: from the directory, or from the genesis that founds it."""
    if isinstance(params, Genesis):
        return directory.founding_device(params, act.payload.device)
    found = uow.directory.device(DeviceId(act.payload.device))
    if found is None:
        raise SignatureInvalid("device.unknown", "The directory does not know this device; enrol it.", field="device")
    return found


def _must_name_its_log(uow: UnitOfWork, act: VerifiedAct, spec: ActSpec, device: Device) -> None:
    """An act is counted in one log: the directory's, or that of the actor's organisation."""
    log = DIRECTORY_LOG if spec.family == "directory" else uow.audit.log_of(device.organisation)
    if act.payload.log != log:
        raise Malformed("act.log", "This act is counted in another log; sign it again for that one.", field="log")


def _chain_is_broken(uow: UnitOfWork, act: VerifiedAct) -> bool:
    """A gap or fork in a device's own numbering is flagged, and never blocks an emergency."""
    payload = act.payload
    last = uow.acts.last_in_chain(DeviceId(payload.device), payload.log)
    expected = (0, None) if last is None else (last[0] + 1, last[1])
    return (payload.seq, payload.prev) != expected


def _accepted(doing: Doing, effect: Effect) -> Answer:
    item = effect()
    answer = _answer(doing, 201)
    if item is not None:
        state = state_answered(item, doing.actor.holding, doing.now)
        rings_at = None if doing.rings_at is None else doing.rings_at.isoformat()
        version = version_answered(item, doing.actor.holding)
        answer = replace(answer, item=item.id, version=version, state=state, rings_at=rings_at)
    _leaf(doing, LeafType.ACT, item, {})
    doing.uow.acts.add(doing.verified, doing.actor.person, answer, doing.now)
    return answer


def _refused(doing: Doing, refused: Refusal) -> Answer:
    if doing.act.item is not None:
        _must_not_be_erased(doing, doing.act.item)
    answer = replace(_answer(doing, refused.status), item=doing.act.item, code=refused.code, field=refused.field)
    _leaf(doing, LeafType.REFUSAL, None, {"code": refused.code})
    doing.uow.acts.add(doing.verified, doing.actor.person, answer, doing.now)
    return answer


def _must_not_be_erased(doing: Doing, item: ItemId) -> None:
    """EV-03: nothing that names an erased item is stored any more, or the leaf of its erasure would not cover it.

    An erasure in the same second writes the row that this holds, so it goes first or names this refusal too. Who may
    not do this hears no more of it than of an item that never was.

    Raises:
        NotFound: the item was erased.
    """
    found = doing.uow.items.load(item)
    if found is not None and found.closed_at is not None:  # an open item is never erased
        doing.uow.items.hold_dossier(found.dossier)
    elif found is None and doing.uow.retention.erased(item) is not None:
        raise unknown(doing.uow, item, ())


def _answer(doing: Doing, status: int) -> Answer:
    return Answer(doing.act.id, status, None, None, None, None, None, tuple(doing.flags))


def _leaf(doing: Doing, kind: LeafType, item: Item[Any] | None, more: dict[str, str]) -> None:
    """EV-01: the leaf in the log the act names; in the other organisation's log only the event's random id."""
    uow, actor, payload = doing.uow, doing.actor, doing.verified.payload
    fields = {
        "act": doing.act.spec.name,
        "item": doing.act.item or "",
        "device": actor.device,
        "scope": actor.holding.scope,
        "employer": actor.employer,
        **more,
    }
    event = uow.audit.append(
        payload.log,
        kind,
        at=doing.now,
        actor=actor.person,
        functie=actor.holding.functie,
        act=doing.act.sha256,
        seq=payload.seq,
        event=event_of_act(doing.act.sha256),
        fields=fields,
    )
    if item is None:
        return
    for log in logs_between(uow, item):
        if log != payload.log:
            uow.audit.append(log, kind, at=doing.now, event=event)
