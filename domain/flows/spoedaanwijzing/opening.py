"""How a spoedaanwijzing opens: submitted by the OM, or registered by the NCTV after a call (SA-01, SA-02, SA-03)."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.acts.spec import ParsedAct
from domain.errors import Malformed
from domain.events import (
    ContentAdded,
    Event,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    StateChanged,
    Told,
)
from domain.facts import Facts
from domain.flows.spoedaanwijzing.acts import Register, Submit
from domain.flows.spoedaanwijzing.events import Received, Spoke
from domain.flows.spoedaanwijzing.parties import RECEIVERS, officers
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing, State
from domain.functies import Functie, Holding, Scope, scope_fits
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.opened import must_not_leave_itself_out, must_serve, opened_item
from domain.parties import NCTV_PIKET, PG, deputy, hovj, rccb_of
from domain.policy import Policy

FLOW = "spoedaanwijzing"


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Item[Spoedaanwijzing], list[Event]]:
    """Return the new item and what happens at once: it rings until somebody who may decide has received it (SA-10).

    Raises:
        NotAllowed: when the actor is excluded by the request itself (P-02).
        Malformed: when the caller's scope is no arrondissement, or word would go to an rccb who is excluded.
    """
    params = act.params
    if not isinstance(params, Submit | Register):
        raise Malformed("act.malformed", "Only a request opens an item of this flow.", field="act")
    must_not_leave_itself_out(params, actor)
    requester = actor.holding if isinstance(params, Submit) else _caller(params)
    rccb = rccb_of(params.rccb, requester.scope, policy)
    must_serve(rccb, facts)
    called_at = None if isinstance(params, Submit) else min(params.called_at, now)
    data = Spoedaanwijzing(
        ground=params.ground,
        requester=requester,
        requester_person=actor.person if isinstance(params, Submit) else None,
        rccb=rccb,
        callback_verified=params.callback_verified,
        called_at=called_at,
        deputy=deputy(facts, requester.scope),
    )
    opened = opened_item(
        act,
        params,
        item,
        actor,
        policy,
        now,
        state=State.INGEDIEND,
        area=requester.scope,
        gezag=Gezag(hovj(requester.scope), now, ("persoon",)),
        data=data,
    )
    events: list[Event] = [ContentAdded(Sha256Hex(params.content), "verzoek")]
    events += _participants(opened, college=params.tell_college or facts.excludes_om)
    events += (
        _submitted(opened, now)
        if called_at is None
        else _registered(opened, actor, called_at, now, policy.durations["besluit"])
    )
    return opened, events


def _caller(params: Register) -> Holding:
    functie, scope = Functie(params.caller_functie), Scope(params.caller_scope)
    if not scope_fits(functie, scope):
        raise Malformed("act.malformed", "The caller's scope is an arrondissement.", field="params.caller_scope")
    return Holding(functie, scope)


def _participants(item: Item[Spoedaanwijzing], *, college: bool) -> list[Event]:
    requester = item.data.requester
    events: list[Event] = [ParticipantAdded(requester, "verzoeker"), ParticipantAdded(NCTV_PIKET, "ontvanger")]
    for officer in officers(item):
        if officer != requester:
            why = "hovj" if officer == hovj(item.area) else "plaatsvervanger"
            events += [ParticipantAdded(officer, why), Told(officer, "namens")]
    if college:
        events += [ParticipantAdded(PG, "college"), Told(PG, "college")]
    return events


def _submitted(item: Item[Spoedaanwijzing], now: datetime) -> list[Event]:
    sides = dict.fromkeys((item.data.requester, *officers(item), *RECEIVERS))
    return [
        StateChanged(State.INGEDIEND),
        ObligationOpened("ontvangen", RECEIVERS, "L-1.ontvangst", now),
        ObligationOpened("gesproken", tuple(sides), "SA-00.gesproken", now),
    ]


def _registered(
    item: Item[Spoedaanwijzing], actor: Actor, called_at: datetime, now: datetime, late_after: timedelta
) -> list[Event]:
    """SA-03: the call itself was the receipt; who took it is the decider that L-1 rings, so it is put on record.

    The receipt's ladder would start just after now and is settled in the same breath: it rings nobody.
    """
    confirmers = dict.fromkeys((item.data.requester, *officers(item)))
    return [
        StateChanged(State.ONTVANGEN),
        ObligationOpened("ontvangen", RECEIVERS, "L-1.ontvangst", now + timedelta.resolution),
        ObligationSettled("ontvangen", "telefonisch"),
        Received(actor.person, actor.holding.functie, now, first=True),
        Spoke(called_at),
        ObligationOpened("besluiten", RECEIVERS, "L-1.besluit", called_at, called_at + late_after),
        ObligationOpened("bevestigen", tuple(confirmers), "L-8.om", now),
    ]
