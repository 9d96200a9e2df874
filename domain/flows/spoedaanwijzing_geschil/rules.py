"""Every act on a disputed refusal; no rung overrules, only the NCTV designates (SA-08, TR-08, L-2 spoed)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    ItemClosed,
    LinkedProgressed,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_settle
from domain.flows.spoedaanwijzing_geschil import acts
from domain.flows.spoedaanwijzing_geschil.state import FINAL, Geschil, Recorded, State
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import PersonId, Sha256Hex
from domain.items import Actor, Item
from domain.linked import linked_item
from domain.policy import Policy

FLOW: Final = "geschil"

COORDINEREND_HOVJ: Final = Holding(Functie.COORDINEREND_HOVJ, NATIONAL)
DIRECTEUR_NCTV: Final = Holding(Functie.DIRECTEUR_NCTV, NATIONAL)
PG: Final = Holding(Functie.PG, NATIONAL)
NCTV: Final = Holding(Functie.NCTV, NATIONAL)
NCTV_PIKET: Final = Holding(Functie.NCTV_PIKET, NATIONAL)

SIDES: Final = {1: (COORDINEREND_HOVJ, DIRECTEUR_NCTV), 2: (PG, NCTV)}
"""Both sides of each consultation, the OM's first (C §2.3.3)."""
_OF_THE_NCTV: Final = frozenset({Functie.DIRECTEUR_NCTV, Functie.NCTV})

Dispute = Item[Geschil]


def sealed_for(area: Scope) -> tuple[Holding, ...]:
    """Return everybody the dispute's ladders can reach: to each of these its key is wrapped."""
    return (Holding(Functie.HOVJ, area), *SIDES[1], *SIDES[2], NCTV_PIKET)


def addressees(item: Dispute) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.area)


def open_linked(
    parent: Item[Any],
    linked: LinkedItem,
    actor: Actor,
    excluded: frozenset[PersonId],
    policy: Policy,
    now: datetime,
) -> tuple[Dispute, list[Event]]:
    """Return the new dispute: both sides of the first rung are rung at once."""
    dispute = linked_item(parent, linked, actor, State.TREDE_1, Geschil(), excluded, now)
    return dispute, [
        StateChanged(State.TREDE_1),
        ContentAdded(Sha256Hex(linked.content), "geschil"),
        ParticipantAdded(actor.holding, "indiener"),
        *_consulted(1, policy, now),
        Told(NCTV_PIKET, "betwist"),
        ParticipantAdded(NCTV_PIKET, "beslisser"),
    ]


def decide(item: Dispute, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to a dispute. Pure; safe to repeat.

    Raises:
        OutOfStep: when the dispute's state has no place for it.
        NotAllowed: when another functie must do it.
    """
    state = State(item.state)
    if state in FINAL:
        raise OutOfStep("item.closed", "The dispute is closed; nothing on it can change any more.")
    match act.params:
        case acts.Record() as params:
            return _record(item, params, actor, facts, now)
        case acts.Climb():
            _must_have_disputed(item, actor)
            if state is State.TREDE_2:
                raise OutOfStep("geschil.last_rung", "The second rung is the last one.")
            settled = [ObligationSettled(what, "geklommen") for what in facts.open]
            return [*settled, StateChanged(State.TREDE_2), *_consulted(2, policy, now)]
        case acts.AcquiesceDispute():
            _must_have_disputed(item, actor)
            return _close(State.BERUST, facts)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(item: Dispute, progress: LinkedProgressed, facts: Facts, _policy: Policy, _now: datetime) -> list[Event]:
    """Return what the parent's state means for the dispute: a designation after all ends it."""
    events: list[Event] = [progress]
    if progress.state == "aangewezen" and State(item.state) not in FINAL:
        events += _close(State.ALSNOG_AANWIJZEN, facts)
    return events


def _consulted(rung: int, policy: Policy, now: datetime) -> list[Event]:
    due = now + policy.durations[f"geschil_spoed_{rung}"]
    sides = SIDES[rung]
    return [
        *(ParticipantAdded(one, f"trede_{rung}") for one in sides),
        ObligationOpened(f"trede_{rung}", sides, f"L-2.spoed.{rung}", now, due),
    ]


def _record(item: Dispute, params: acts.Record, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """TR-08: a consultation ends when both sides have recorded it; then the HOvJ accepts or climbs, never a timer."""
    what = f"trede_{params.rung}"
    must_settle(facts, what, actor)
    mine = actor.holding.functie
    records = {functie: outcome for rung, functie, outcome in item.data.records if rung == params.rung}
    if mine in records:
        raise OutOfStep("geschil.recorded", "This side has recorded the consultation already.", field="params.rung")
    records[mine] = params.outcome
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "overleg"),
        Recorded(params.rung, mine, params.outcome),
    ]
    if len(records) < len(SIDES[params.rung]):
        return events
    officer = item.opened_as
    of_the_nctv = next(outcome for functie, outcome in records.items() if functie in _OF_THE_NCTV)
    if of_the_nctv == "alsnog_aanwijzen":
        return [*events, *_close(State.ALSNOG_AANWIJZEN, facts), Told(officer, "alsnog_aanwijzen")]
    if params.rung == 2:
        return [*events, *_close(State.AFGEROND, facts), Told(officer, "geschil_afgerond")]
    return [
        *events,
        ObligationSettled(what, of_the_nctv),
        StateChanged(State.TREDE_1_AFGEROND),
        ObligationOpened("klimmen_of_berusten", (officer,), "L-8.om", now),
    ]


def _must_have_disputed(item: Dispute, actor: Actor) -> None:
    """P-02: the side that disputes goes on or stops, the HOvJ or who stands in his place; a consulted side never does.

    Raises:
        NotAllowed: for anybody else.
    """
    if actor.holding not in (item.opened_as, Holding(Functie.HOVJ, item.area)):
        raise NotAllowed("functie.not_allowed", "This functie in this scope does not settle this; somebody else must.")


def _close(state: State, facts: Facts) -> list[Event]:
    settled = [ObligationSettled(what, state) for what in facts.open]
    return [*settled, StateChanged(state), ItemClosed(state)]
