"""Every act on a line: who is recorded to follow up, and what follows when the authority passes (SG-01, P-06)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Elsewhere,
    Event,
    GezagPassed,
    ItemClosed,
    LinkedProgressed,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_be_authority
from domain.flows.signaallijn import acts
from domain.flows.signaallijn.state import FINAL, Recorded, Signaallijn, State
from domain.functies import Functie, Holding, Scope, scope_fits
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.opened import must_not_leave_itself_out, opened_item
from domain.parties import (
    DEPUTIES,
    DIRECTEUR_NCTV,
    LCC,
    NCTV_BEHANDELAAR,
    NCTV_PIKET,
    NCTV_TEAMLEIDER,
    PG,
    adviseur_bbc,
    deputy,
    hovj,
    officers,
    rccb_of,
)
from domain.policy import Policy
from domain.sides import LOKAAL, STELSEL, side_under

FLOW: Final = "signaallijn"
_NCTV: Final = (NCTV_BEHANDELAAR, NCTV_PIKET, NCTV_TEAMLEIDER, DIRECTEUR_NCTV)
"""Who records for the NCTV, the first of them by day."""

Line = Item[Signaallijn]


def authorities(side: str, area: Scope, instead: Holding | None) -> tuple[Holding, ...]:
    """Return who may record on a side's behalf; the first is the holder of what must be recorded."""
    return _NCTV if side == STELSEL else officers(area, instead)


def sealed_for(holder: Holding, follower: Holding, side: str, area: Scope) -> tuple[Holding, ...]:
    """Return to whom a line's key is wrapped: the person, who follows up, and their authority with its adviser.

    In the local domain also who takes the place of the HOvJ where P-02 leaves no other, and on both sides the College;
    they are given the key where they take part.
    """
    readers = (*_NCTV, PG) if side == STELSEL else (hovj(area), adviseur_bbc(area), *DEPUTIES)
    return (holder, follower, *readers)


def addressees(item: Line) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.data.holder, item.data.follower, item.data.side, item.area)


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Line, list[Event]]:
    """Return the new line. Which side follows up is not asked: it is that of the present authority (SG-02, P-06).

    It takes the place of every other line of the same person, which `facts.others` holds: they end in this act.

    Raises:
        NotAllowed: when the actor is excluded by the line itself, somebody else is the authority, or the person did not
            consent to a drill (X-05).
        Malformed: when a scope is of another kind than it must be, or the rccb is one of whom somebody is excluded.
    """
    params = act.params
    if not isinstance(params, acts.Open):
        raise Malformed("act.malformed", "Only the record of who follows up opens a line.", field="act")
    must_not_leave_itself_out(params, actor)
    if act.drill and not params.drill_consent:
        raise NotAllowed("drill.consent", "A protected person takes part in a drill only after consent.")
    holder, area = params.holder, Scope(params.area)
    if not scope_fits(holder.functie, holder.scope):
        raise Malformed("act.malformed", "A protected person acts in a scope of their own.", field="params.own")
    if not scope_fits(Functie.HOVJ, area):
        raise Malformed("act.malformed", "The area of a line is an arrondissement.", field="params.area")
    instead = deputy(facts, area)
    must_be_authority(facts, area, actor, acts.OF_THE_NCTV, instead)
    side = STELSEL if actor.holding.functie in acts.OF_THE_NCTV else LOKAAL
    follower = LCC if side == STELSEL else rccb_of(params.rccb, area, policy)
    if not scope_fits(follower.functie, follower.scope):
        raise Malformed("act.malformed", "The rccb of a line has an eenheid as its scope.", field="params.rccb")
    if follower in facts.touched:  # C §2.4.2: not a colleague of the same eenheid, but another eenheid
        raise Malformed("rccb.excluded", "Choose the rccb of another eenheid for this case.", field="params.rccb")
    before = [one for one, _ in facts.others.values() if _is_of(one, holder)]
    opened = opened_item(
        act,
        params,
        item,
        actor,
        policy,
        now,
        state=State.PARAAT if params.day_and_night else State.OPEN,
        area=area,
        gezag=facts.gezag or Gezag(hovj(area), now, ("persoon",)),
        data=Signaallijn(holder, follower, side, deputy=instead),
    )
    advisers = () if side == STELSEL else (adviseur_bbc(area),)
    readers = (holder, follower, *authorities(side, area, instead), *advisers)
    college = (ParticipantAdded(PG, "college"), Told(PG, "college")) if facts.excludes_om else ()
    return opened, [
        *(event for one in before for event in _replaced(one, facts)),
        ContentAdded(Sha256Hex(params.content), "opvolging"),
        *(ParticipantAdded(one, "opvolging") for one in dict.fromkeys((actor.holding, *readers))),
        *college,
        *_recorded(opened, params.day_and_night, policy, now),
    ]


def decide(item: Line, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to a line. Pure; safe to repeat.

    Raises:
        OutOfStep: when the line's state has no place for it.
        NotAllowed: when somebody else is the authority.
    """
    if item.state in FINAL:
        raise OutOfStep("item.closed", "The line has ended; nothing on it can change any more.")
    must_be_authority(facts, item.area, actor, acts.OF_THE_NCTV, item.data.deputy)
    match act.params:
        case acts.Record(day_and_night=day_and_night, content=content):
            if item.state == State.VERVALLEN:
                raise OutOfStep(
                    "signaallijn.lapsed", "This was recorded under another authority; open a new line for this person."
                )
            return [
                ContentAdded(Sha256Hex(content), "opvolging"),
                *_settled(facts, "bevestigd"),
                *_recorded(item, day_and_night, policy, now),
            ]
        case acts.End(content=content):
            return [
                ContentAdded(Sha256Hex(content), "einde_lijn"),
                *_ended(facts, "beeindigd"),
                Told(item.data.holder, "einde"),
            ]
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(_item: Line, progress: LinkedProgressed, _facts: Facts, _policy: Policy, _now: datetime) -> list[Event]:
    """Return what another item's state means for a line: nothing more than that it shows."""
    return [progress]


def passed(item: Line, event: GezagPassed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what it means that the authority passed: what the other one recorded lapses, and the new one must record.

    SG-01: nothing goes dead in that instant: whoever was recorded follows up until the new authority opened its line.
    """
    if item.state in FINAL:
        return [event]
    side = side_under(event.holding)
    if side == item.data.side:
        if item.state != State.VERVALLEN:
            return [event]
        return [event, *_settled(facts, "hersteld"), *_recorded(item, item.data.day_and_night, policy, now)]
    area = event.holding.scope if side == LOKAAL else item.area
    holders = authorities(side, area, item.data.deputy if area == item.area else None)
    return [
        event,
        *_settled(facts, "vervallen"),
        StateChanged(State.VERVALLEN),
        *(ParticipantAdded(one, "gezag") for one in holders),
        ObligationOpened("vastleggen", holders, "L-8" if side == STELSEL else "L-8.om", now),
    ]


def _recorded(item: Line, day_and_night: bool, policy: Policy, now: datetime) -> list[Event]:
    """SG-01: what holds from now on; after a while the authority looks whether it still does."""
    data = item.data
    again = policy.terms["signaallijn_herbevestigen"].after(now)
    return [
        Recorded(data.holder, data.follower, data.side, day_and_night, now),
        StateChanged(State.PARAAT if day_and_night else State.OPEN),
        ObligationOpened("herbevestigen", authorities(data.side, item.area, data.deputy), "L-8.regulier", again, again),
        Told(data.follower, "opvolging"),
        Told(data.holder, "opvolging"),
    ]


def _replaced(line: Line, facts: Facts) -> list[Event]:
    return [Elsewhere(line.id, tuple(_ended(facts.others[line.id][1], "vervangen")))]


def _ended(facts: Facts, why: str) -> list[Event]:
    return [*_settled(facts, why), StateChanged(State.BEEINDIGD), ItemClosed(why)]


def _settled(facts: Facts, outcome: str) -> list[Event]:
    return [ObligationSettled(what, outcome) for what in facts.open]


def _is_of(item: Item[object], holder: Holding) -> bool:
    return isinstance(item.data, Signaallijn) and item.closed_at is None and item.data.holder == holder
