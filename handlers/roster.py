"""Carrying out acts on the roster; whoever newly stands on a reached rung is rung at once (RO-01, RO-02)."""

from __future__ import annotations

from typing import Final

from domain.acts.roster import CancelDuty, SetDuty
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.functies import Functie, Holding, Scope, scope_fits
from domain.ids import PersonId
from domain.items import Actor
from domain.ports import Duty
from handlers import obligations
from handlers.doing import Doing, Effect
from handlers.officers import filled_by, manages

_NEW: Final = 0
"""The number of a stretch that storage has not numbered yet."""


def plan(doing: Doing) -> Effect:
    """Return what a roster act will write.

    Raises:
        NotAllowed: unless the actor holds the functie there, or manages the people of an organisation that fills it.
        OutOfStep: when the person does not hold the functie, or the stretch is over or unknown.
        Malformed: when the stretch has no length or lies too far off, or the scope does not fit.
    """
    doing.hold_moments(doing.policy)
    match doing.act.params:
        case SetDuty() as params:
            return _set(doing, params)
        case CancelDuty(duty=duty):
            return _cancel(doing, duty)
    raise Malformed("act.unknown", "The roster does not know this act.", field="act")


def _set(doing: Doing, params: SetDuty) -> Effect:
    holding, person = Holding(params.functie, Scope(params.scope)), PersonId(params.person)
    if not scope_fits(holding.functie, holding.scope):
        raise Malformed(
            "act.malformed", "The scope is not of the kind in which the functie acts.", field="params.scope"
        )
    if params.ends <= params.starts:
        raise Malformed("act.malformed", "A stretch of duty ends after it starts.", field="params.ends")
    _must_be_allowed(doing, holding)
    if not doing.uow.directory.holds(person, holding, doing.now):
        raise OutOfStep("duty.not_held", "This person does not hold the functie there.", field="params.person")
    duty = Duty(_NEW, holding, person, params.slot, params.starts, params.ends, params.override)

    def effect() -> None:
        doing.uow.roster.put(duty, doing.act.id)
        obligations.roster_changed(doing.uow, holding, doing.now)

    return effect


def _cancel(doing: Doing, number: int) -> Effect:
    duty = doing.uow.roster.load(number)
    if duty is None or duty.ends <= doing.now:
        raise OutOfStep("duty.over", "There is no such stretch of duty to cancel.", field="params.duty")
    _must_be_allowed(doing, duty.holding)

    def effect() -> None:
        doing.uow.roster.cancel(number, doing.now)
        obligations.roster_changed(doing.uow, duty.holding, doing.now)

    return effect


def _must_be_allowed(doing: Doing, holding: Holding) -> None:
    """RO-01: the roster of a functie is kept by who holds it, and by the people's officers of who fills it."""
    actor = doing.actor
    if actor.holding != holding and not (_is_officer(actor) and _may_manage(doing, holding)):
        raise NotAllowed("roster.not_yours", "You keep the roster of your own functie only.", field="params.functie")


def _is_officer(actor: Actor) -> bool:
    return actor.holding.functie is Functie.FUNCTIONEEL_BEHEERDER


def _may_manage(doing: Doing, holding: Holding) -> bool:
    return any(manages(doing.uow, doing.actor.person, one, doing.now) for one in filled_by(holding))
