"""How the reviews of one subject of a dossier begin: the authority plans the first (HB-01, HB-05)."""

from __future__ import annotations

from datetime import datetime

from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import ContentAdded, Event, ParticipantAdded, StateChanged, Told
from domain.facts import Facts, must_be_later
from domain.flows.herbeoordeling.acts import Plan
from domain.flows.herbeoordeling.gezag import local_gezag
from domain.flows.herbeoordeling.obligations import FLOW, planned
from domain.flows.herbeoordeling.parties import reviewers, taking_part
from domain.flows.herbeoordeling.state import Herbeoordeling, State
from domain.functies import Functie, Holding, Scope, scope_fits
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Item
from domain.opened import must_not_leave_itself_out, must_serve, opened_item
from domain.parties import PG, deputy, hovj, rccb_of
from domain.policy import Policy


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Item[Herbeoordeling], list[Event]]:
    """Return the new item with its first review planned; `facts.others` are the dossier's open reviews.

    Raises:
        NotAllowed: when somebody else is the authority, or the actor is excluded (P-02).
        OutOfStep: when this subject of the dossier is reviewed already, or the moment has passed.
        Malformed: when an area is of the wrong kind, or the rccb is somebody who is excluded.
    """
    params = act.params
    if not isinstance(params, Plan):
        raise Malformed("act.malformed", "Only a plan opens an item of this flow.", field="act")
    must_not_leave_itself_out(params, actor)
    area = Scope(params.area)
    data = _data(params, area, facts, policy)
    if actor.holding not in reviewers(data, area, facts):
        raise NotAllowed("gezag.other", "Somebody else is the authority over this dossier now; they plan the review.")
    if any(one.flow == FLOW and one.data.subject == params.subject for one, _ in facts.others.values()):
        raise OutOfStep(
            "herbeoordeling.exists",
            "This dossier has such reviews already; go on in that item.",
            field="params.subject",
        )
    must_be_later(params.next_at, now, "next_at")
    opened = opened_item(
        act,
        params,
        item,
        actor,
        policy,
        now,
        state=State.GEPLAND,
        area=area,
        gezag=facts.gezag or local_gezag(data, area, now),
        data=data,
    )
    events: list[Event] = [ContentAdded(Sha256Hex(params.content), "plan"), StateChanged(State.GEPLAND)]
    parties = dict(taking_part(data, area, facts))
    parties.setdefault(actor.holding, "gezag")
    events += [ParticipantAdded(one, why) for one, why in parties.items()]
    if facts.excludes_om and params.follows is None:  # whoever it follows from told them already
        events += [ParticipantAdded(PG, "college"), Told(PG, "college")]
    return opened, [*events, *planned(opened, facts, params.next_at, policy, now)]


def _data(params: Plan, area: Scope, facts: Facts, policy: Policy) -> Herbeoordeling:
    if not scope_fits(Functie.HOVJ, area):
        raise Malformed("act.malformed", "The area of a review is an arrondissement.", field="params.area")
    rccb = rccb_of(params.rccb, area, policy)
    must_serve(rccb, facts)
    return Herbeoordeling(
        subject=params.subject,
        rccb=rccb,
        local=None if params.local is None else local_authority(Scope(params.local), area),
        deputy=deputy(facts, area),
    )


def local_authority(scope: Scope, area: Scope) -> Holding:
    """Return whose decision the advice on an object is: for public order the mayor, else the HOvJ (C §2.5)."""
    if scope_fits(Functie.BURGEMEESTER, scope):
        return Holding(Functie.BURGEMEESTER, scope)
    if scope != area:
        raise Malformed("act.malformed", "The HOvJ advised on an object is that of its area.", field="params.local")
    return hovj(area)
