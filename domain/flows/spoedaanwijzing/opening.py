"""How a spoedaanwijzing opens: submitted by the OM, or registered by the NCTV after a call (SA-01, SA-02, SA-03)."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.acts.sealed import excluded_persons
from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed
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
from domain.flows.spoedaanwijzing.parties import COORDINEREND_HOVJ, NCTV_PIKET, PG, RECEIVERS, hovj
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing, State
from domain.functies import Functie, Holding, Scope, scope_fits
from domain.ids import Dossier, ItemId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.policy import Policy

FLOW = "spoedaanwijzing"


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Item[Spoedaanwijzing], list[Event]]:
    """Return the new item and what happens at once: it rings until somebody who may decide has received it (SA-10).

    Raises:
        NotAllowed: when the actor is excluded by the request itself (P-02).
        Malformed: when the caller's scope is no arrondissement.
    """
    params = act.params
    if not isinstance(params, Submit | Register):
        raise Malformed("act.malformed", "Only a request opens an item of this flow.", field="act")
    excluded = excluded_persons(params.excluded)
    if actor.person in excluded:
        raise NotAllowed("item.excluded", "Nobody acts in an item about themselves; somebody else must submit it.")
    requester = actor.holding if isinstance(params, Submit) else _caller(params)
    called_at = None if isinstance(params, Submit) else min(params.called_at, now)
    data = Spoedaanwijzing(
        ground=params.ground,
        requester=requester,
        requester_person=actor.person if isinstance(params, Submit) else None,
        rccb=Holding(Functie.RCCB, policy.eenheid_of.get(requester.scope, Scope("eenheid:onbekend"))),
        callback_verified=params.callback_verified,
        called_at=called_at,
    )
    opened = Item(
        id=item,
        flow=FLOW,
        state=State.INGEDIEND,
        version=0,
        dossier=Dossier(params.dossier),
        area=requester.scope,
        opened_at=now,
        opened_by=actor.person,
        opened_as=actor.holding,
        policy_version=policy.version,
        drill=act.drill,
        parent=None,
        recipient=params.recipient,
        excluded=excluded,
        gezag=Gezag(hovj(requester.scope), now, ("persoon",)),
        closed_at=None,
        data=data,
    )
    events: list[Event] = [ContentAdded(Sha256Hex(params.content), "verzoek")]
    events += _participants(requester, facts, college=params.tell_college or facts.excludes_om)
    events += (
        _submitted(data, now)
        if called_at is None
        else _registered(data, actor, called_at, now, policy.durations["besluit"])
    )
    return opened, events


def _caller(params: Register) -> Holding:
    functie, scope = Functie(params.caller_functie), Scope(params.caller_scope)
    if not scope_fits(functie, scope):
        raise Malformed("act.malformed", "The caller's scope is an arrondissement.", field="params.caller_scope")
    return Holding(functie, scope)


def _participants(requester: Holding, facts: Facts, *, college: bool) -> list[Event]:
    officer = hovj(requester.scope)
    events: list[Event] = [ParticipantAdded(requester, "verzoeker"), ParticipantAdded(NCTV_PIKET, "ontvanger")]
    if requester != officer:
        events += [ParticipantAdded(officer, "hovj"), Told(officer, "namens")]
        if officer in facts.vacant:
            events += [ParticipantAdded(COORDINEREND_HOVJ, "plaatsvervanger"), Told(COORDINEREND_HOVJ, "namens")]
    if college:
        events += [ParticipantAdded(PG, "college"), Told(PG, "college")]
    return events


def _submitted(data: Spoedaanwijzing, now: datetime) -> list[Event]:
    sides = dict.fromkeys((data.requester, hovj(data.requester.scope), *RECEIVERS))
    return [
        StateChanged(State.INGEDIEND),
        ObligationOpened("ontvangen", RECEIVERS, "L-1.ontvangst", now),
        ObligationOpened("gesproken", tuple(sides), "L-8.om", now),
    ]


def _registered(
    data: Spoedaanwijzing, actor: Actor, called_at: datetime, now: datetime, late_after: timedelta
) -> list[Event]:
    """SA-03: the call itself was the receipt; who took it is the decider that L-1 rings, so it is put on record.

    The receipt's ladder would start just after now and is settled in the same breath: it rings nobody.
    """
    confirmers = dict.fromkeys((data.requester, hovj(data.requester.scope)))
    return [
        StateChanged(State.ONTVANGEN),
        ObligationOpened("ontvangen", RECEIVERS, "L-1.ontvangst", now + timedelta.resolution),
        ObligationSettled("ontvangen", "telefonisch"),
        Received(actor.person, actor.holding.functie, now, first=True),
        Spoke(called_at),
        ObligationOpened("besluiten", RECEIVERS, "L-1.besluit", called_at, called_at + late_after),
        ObligationOpened("bevestigen", tuple(confirmers), "L-8.om", now),
    ]
