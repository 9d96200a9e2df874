"""Carrying out acts on periodic reviews: what their rules must see, and in whose logs they stand (HB-01 … HB-05)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from domain.acts.payload import Params
from domain.acts.spec import ParsedAct
from domain.events import Event
from domain.facts import Facts
from domain.flows import herbeoordeling
from domain.flows.herbeoordeling.acts import Plan
from domain.flows.herbeoordeling.gezag import OVER_OBJECT, gezagskaart
from domain.functies import RULES, Functie, Scope
from domain.ids import Dossier, ItemId, OrganisationId
from domain.items import Item
from domain.parties import DEPUTIES, hovj, rccb_of
from domain.ports import UnitOfWork
from handlers import flows
from handlers.doing import Doing
from handlers.exclusions import with_exclusions
from handlers.flow import NCTV, OM, POLITIE, Flow, always


def _designating() -> tuple[str, ...]:
    """The flows that designate, and so open the first review (SA-07, HB-01); asked late, since this is one of them."""
    return tuple(name for name, flow in flows.FLOWS.items() if flow.designating)


def _between(item: Item[Any]) -> Sequence[OrganisationId]:
    """Who reviews and who carries out; of an object the NCTV and whom it advises (C §2.5)."""
    gezag = item.gezag
    if gezag is not None and gezag.over == OVER_OBJECT:
        return (NCTV, *(OrganisationId(one) for one in RULES[gezag.holding.functie].organisations - {NCTV}))
    stelsel = gezag is not None and gezag.holding.functie is Functie.NCTV
    return (NCTV, OM, POLITIE) if stelsel else (OM, POLITIE)


def _opening(doing: Doing, item: ItemId, facts: Facts) -> tuple[Item[Any], list[Event]]:
    """Return the new item and what happens at once.

    Raises:
        NotAllowed: when somebody else is the authority, or the actor is excluded by the plan itself (P-02).
        OutOfStep: when this subject of the dossier is reviewed already.
        Malformed: when an area is of the wrong kind, or the rccb is somebody who is excluded.
    """
    params: Params = doing.act.params
    if isinstance(params, Plan):
        area = Scope(params.area)
        facts = with_exclusions(doing, facts, (hovj(area), *DEPUTIES, rccb_of(params.rccb, area, doing.policy)))
        same = _reviews_of(doing.uow, Dossier(params.dossier), drill=doing.act.drill)
        facts = replace(facts, others={**facts.others, **{one.id: (one, Facts()) for one in same}})
    return herbeoordeling.open_item(doing.act, item, doing.actor, facts, doing.policy, doing.now)


def _known(uow: UnitOfWork, item: Item[Any], act: ParsedAct | None, facts: Facts) -> Facts:
    """When something else of the dossier moves on: its open designations, with what they wait for."""
    if act is not None:
        return facts
    others = {
        one.id: (one, Facts(open={waits.what: waits for waits in uow.obligations.of_item(one.id)}))
        for one in uow.items.of_dossier(item.dossier, _designating(), drill=item.drill)
    }
    return replace(facts, others=others)


def _waiting(uow: UnitOfWork, item: Item[Any]) -> Collection[ItemId]:
    """SG-03, HB-04: what of the dossier waits for a review, as a melding of which the authority decided so."""
    if item.closed_at is not None:
        return ()
    waiting = {name: flow.awaits_review for name, flow in flows.FLOWS.items() if flow.awaits_review is not None}
    found = uow.items.of_dossier(item.dossier, tuple(waiting), drill=item.drill)
    return [one.id for one in found if waiting[one.flow](one)]


def _reviews_of(uow: UnitOfWork, dossier: Dossier, *, drill: bool) -> list[Item[Any]]:
    """The open reviews of a dossier, in the flow's own form: one item for each subject."""
    return [
        replace(one, data=herbeoordeling.read(one.data))
        for one in uow.items.of_dossier(dossier, (herbeoordeling.FLOW,), drill=drill)
    ]


FLOW: Final = Flow(
    herbeoordeling,
    _between,
    log_of=lambda item: _between(item)[0],
    opening=_opening,
    asks_gezag=always,
    passed=herbeoordeling.passed,
    known=_known,
    beside=_waiting,
    card=gezagskaart,
)
