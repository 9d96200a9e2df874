"""Every act on an interpretation: a melding reaches the authority, who decides what follows (SG-03, C §3.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.errors import OutOfStep
from domain.events import (
    ContentAdded,
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
from domain.facts import Facts, must_settle
from domain.flows.duiding import acts
from domain.flows.duiding.state import FINAL, Decided, Duiding, Laid, State
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import PersonId, Sha256Hex
from domain.items import Actor, Item
from domain.linked import linked_item
from domain.parties import (
    DEPUTIES,
    DIRECTEUR_NCTV,
    NCTV_BEHANDELAAR,
    NCTV_PIKET,
    NCTV_TEAMLEIDER,
    adviseur_bbc,
    hovj,
    officers,
)
from domain.policy import Policy
from domain.sides import STELSEL, side_of, side_under

FLOW: Final = "duiding"
MELDING: Final = "melding_dreiging"
_NCTV: Final = (NCTV_PIKET, NCTV_BEHANDELAAR, NCTV_TEAMLEIDER, DIRECTEUR_NCTV)
INTELLIGENCE: Final = Holding(Functie.INLICHTINGENDIENST, NATIONAL)
"""Told that a melding exists, and given neither key nor content (SG-03)."""
DESIGNATION: Final = "spoedaanwijzing"
_KEPT: Final = frozenset({"niet_aangewezen"})
"""Told by voice first (SA-08): until then nothing here may show it, nor that anything happened."""
_FELL: Final = frozenset({"ingetrokken", "afgerond"})
"""Ends of an emergency designation that never stood."""

Meaning = Item[Duiding]


def authorities(side: str, area: Scope, instead: Holding | None) -> tuple[Holding, ...]:
    """Return who decides for the authority; the first is the holder."""
    return _NCTV if side == STELSEL else officers(area, instead)


def sealed_for(follower: Holding, side: str, area: Scope, *, melding: bool) -> tuple[Holding, ...]:
    """Return who must have its key: who follows up, and of a melding everybody its ladders can reach."""
    if not melding:
        return (follower,)
    above = _NCTV if side == STELSEL else (adviseur_bbc(area), hovj(area), *DEPUTIES)
    return (follower, *above)


def addressees(item: Meaning) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    data = item.data
    return sealed_for(data.follower, data.side, item.area, melding=data.melding)


def open_linked(
    parent: Item[Any],
    linked: LinkedItem,
    actor: Actor,
    excluded: frozenset[PersonId],
    _policy: Policy,
    now: datetime,
) -> tuple[Meaning, list[Event]]:
    """Return the new interpretation of a signal: a melding rings on, anything else is on record and done.

    It goes to who is the authority at this moment, whichever side follows the signal up (P-06, SG-03).
    """
    side, follower = side_of(parent.gezag), parent.data.follower
    melding = parent.data.interpreted == MELDING
    instead = parent.data.deputy
    data = Duiding(side, follower, melding, deputy=instead)
    state = State.VASTGELEGD
    if melding:
        state = State.VOORGELEGD if side == STELSEL else State.GEMELD
    item = linked_item(parent, linked, actor, state, data, excluded, now)
    events: list[Event] = [
        StateChanged(state),
        ContentAdded(Sha256Hex(linked.content), "duiding"),
        ParticipantAdded(follower, "opvolging"),
    ]
    if not melding:
        return item, [*events, ItemClosed(State.VASTGELEGD)]
    readers = (*authorities(side, item.area, instead), *([] if side == STELSEL else [adviseur_bbc(item.area)]))
    events += [ParticipantAdded(one, "gezag") for one in readers]
    events += [ParticipantAdded(INTELLIGENCE, "bestaan"), Told(INTELLIGENCE, "melding_bestaat")]
    if side == STELSEL:
        return item, [*events, _decision(side, item.area, instead, now)]
    weighers = (adviseur_bbc(item.area), *officers(item.area, instead))
    return item, [*events, ObligationOpened("wegen", weighers, "L-8.om", now)]


def decide(item: Meaning, act: ParsedAct, actor: Actor, facts: Facts, _policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to an interpretation. Pure; safe to repeat.

    Raises:
        OutOfStep: when its state has no place for it.
        NotAllowed: when another functie must do it.
    """
    if item.state in FINAL:
        raise OutOfStep("item.closed", "This is closed; nothing on it can change any more.")
    match act.params:
        case acts.Forward(content=content):
            must_settle(facts, "wegen", actor)
            return [
                ContentAdded(Sha256Hex(content), "weging"),
                ObligationSettled("wegen", "voorgelegd"),
                StateChanged(State.VOORGELEGD),
                _decision(item.data.side, item.area, item.data.deputy, now),
            ]
        case acts.Decide() as params:
            return _decide(item, params, actor, facts, now)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(item: Meaning, progress: LinkedProgressed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what another item's state means here: what was decided is done once that is sure, and not before.

    A review is there from the moment it is planned or asked for; an emergency designation once it stands. One that was
    withdrawn or refused leaves the melding with the authority, which is rung again.
    """
    reached = progress.state
    if progress.flow == DESIGNATION and reached in _KEPT:
        return []
    shown: list[Event] = [progress] if any(one.item == progress.item for one in item.data.linked) else []
    if item.state != State.VERVOLG or progress.flow != item.data.outcome or "vervolg" not in facts.open:
        return shown
    if progress.flow != DESIGNATION or reached == "aangewezen":
        done = "geopend" if progress.flow != DESIGNATION else reached
        return [*shown, ObligationSettled("vervolg", done), StateChanged(State.AFGEROND), ItemClosed(done)]
    if reached == "ingediend":
        late = now + policy.durations["besluit"]
        waits = ObligationOpened(
            "vervolg", authorities(item.data.side, item.area, item.data.deputy), "L-8.regulier", late
        )
        return [*shown, ObligationSettled("vervolg", "geopend"), waits]
    if reached in _FELL:
        return [*shown, ObligationSettled("vervolg", reached), _next(item.data.side, item.area, item.data.deputy, now)]
    return shown


def passed(item: Meaning, event: GezagPassed, facts: Facts, _policy: Policy, now: datetime) -> list[Event]:
    """Return what it means that the authority passed: what waited for the one before waits for the new one (P-06)."""
    side = side_under(event.holding)
    if item.state in FINAL or side == item.data.side:
        return [event]
    area = item.area if side == STELSEL else event.holding.scope
    instead = item.data.deputy if area == item.area else None
    laid = [event, Laid(side), *(ParticipantAdded(one, "gezag") for one in authorities(side, area, instead))]
    if side == STELSEL and _asked_for(item.data):
        return laid
    return [
        *laid,
        *(ObligationSettled(what, "gezag_over") for what in facts.open),
        StateChanged(State.VOORGELEGD),
        _decision(side, area, instead, now),
    ]


def _decision(side: str, area: Scope, instead: Holding | None, now: datetime) -> ObligationOpened:
    return ObligationOpened("besluiten", authorities(side, area, instead), "L-8" if side == STELSEL else "L-8.om", now)


def _next(side: str, area: Scope, instead: Holding | None, now: datetime) -> ObligationOpened:
    return ObligationOpened("vervolg", authorities(side, area, instead), "L-8" if side == STELSEL else "L-8.om", now)


def _asked_for(data: Duiding) -> bool:
    """Whether the designation that was decided on was asked for, and has not fallen: its own outcome settles this."""
    return data.outcome == DESIGNATION and any(
        one.flow == DESIGNATION and one.state not in _FELL for one in data.linked
    )


def _decide(item: Meaning, params: acts.Decide, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """SG-03: the authority may decide before it was weighed, and may decide otherwise until the next item is there."""
    waiting = next((what for what in ("besluiten", "vervolg") if what in facts.open), "wegen")
    must_settle(facts, waiting, actor)
    if params.outcome == "spoedaanwijzing" and item.data.side == STELSEL:
        raise OutOfStep(
            "duiding.in_stelsel", "The NCTV is the authority already; review what is done.", field="params.outcome"
        )
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "besluit_melding"),
        Decided(params.outcome),
        *(ObligationSettled(what, params.outcome) for what in facts.open),
    ]
    if params.outcome == "afgerond":
        return [*events, StateChanged(State.AFGEROND), ItemClosed(State.AFGEROND)]
    return [*events, StateChanged(State.VERVOLG), _next(item.data.side, item.area, item.data.deputy, now)]
