"""Every act on a disputed refusal; no rung overrules, only the NCTV designates (SA-08, TR-08, L-2)."""

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
from domain.flows import packages
from domain.flows.geschil import acts
from domain.flows.geschil.state import FINAL, Geschil, Recorded, State
from domain.functies import Functie, Holding, Scope
from domain.ids import PersonId, Sha256Hex
from domain.items import Actor, Item
from domain.linked import linked_item
from domain.parties import COORDINEREND_HOVJ, DIRECTEUR_NCTV, NCTV, PG, hovj
from domain.policy import Policy
from domain.refusals import Disputable

FLOW: Final = "geschil"

SIDES: Final = {1: (COORDINEREND_HOVJ, DIRECTEUR_NCTV), 2: (PG, NCTV)}
"""Both sides of each consultation, the OM's first (C §2.3.3)."""
_OF_THE_NCTV: Final = frozenset({Functie.DIRECTEUR_NCTV, Functie.NCTV})

Dispute = Item[Geschil]


def decider(flow: str) -> Holding:
    """Return who at the NCTV may still decide what is disputed: `flow` is that of the disputed item."""
    return _disputable(flow).decider


def _disputable(flow: str) -> Disputable:
    """Asked of the flows themselves, and late: this is one of them."""
    found: Disputable = next(one.DISPUTABLE for one in packages() if flow == one.FLOW)
    return found


def sealed_for(area: Scope, flow: str) -> tuple[Holding, ...]:
    """Return everybody the ladders of a dispute about an item of `flow` can reach: to each its key is wrapped."""
    return (hovj(area), *SIDES[1], *SIDES[2], decider(flow))


def addressees(item: Dispute) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.area, item.data.about)


def open_linked(
    parent: Item[Any],
    linked: LinkedItem,
    actor: Actor,
    excluded: frozenset[PersonId],
    policy: Policy,
    now: datetime,
) -> tuple[Dispute, list[Event]]:
    """Return the new dispute: both sides of the first rung are rung at once."""
    dispute = linked_item(parent, linked, actor, State.TREDE_1, Geschil(about=parent.flow), excluded, now)
    undecided = decider(parent.flow)
    return dispute, [
        StateChanged(State.TREDE_1),
        ContentAdded(Sha256Hex(linked.content), "geschil"),
        ParticipantAdded(actor.holding, "indiener"),
        *_consulted(1, dispute, policy, now),
        Told(undecided, "betwist"),
        ParticipantAdded(undecided, "beslisser"),
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
            return [*settled, StateChanged(State.TREDE_2), *_consulted(2, item, policy, now)]
        case acts.AcquiesceDispute():
            _must_have_disputed(item, actor)
            return _close(State.BERUST, facts)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(item: Dispute, progress: LinkedProgressed, facts: Facts, _policy: Policy, _now: datetime) -> list[Event]:
    """Return what the parent's state means for the dispute: a designation or admission after all ends it."""
    events: list[Event] = [progress]
    if progress.state == _disputable(item.data.about).undone and State(item.state) not in FINAL:
        events += _close(State.ALSNOG_AANWIJZEN, facts)
    return events


def _consulted(rung: int, item: Dispute, policy: Policy, now: datetime) -> list[Event]:
    """L-2: both sides of a rung are rung, in an emergency for minutes, else for days."""
    sides, pace = SIDES[rung], _disputable(item.data.about).pace
    due = now + policy.durations[f"geschil_{pace}_{rung}"]
    if pace == "spoed":
        asked = ObligationOpened(f"trede_{rung}", sides, f"L-2.spoed.{rung}", now, due)
    else:
        asked = ObligationOpened(f"trede_{rung}", sides, f"L-2.regulier.{rung}", now, due)
    return [*(ParticipantAdded(one, f"trede_{rung}") for one in sides), asked]


def _to_choose(item: Dispute, now: datetime) -> ObligationOpened:
    """TR-08: after the first rung the side that disputes climbs or accepts; nobody does it for them."""
    spoed = _disputable(item.data.about).pace == "spoed"
    return ObligationOpened("klimmen_of_berusten", (item.opened_as,), "L-8.om" if spoed else "L-7.om", now)


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
        _to_choose(item, now),
    ]


def _must_have_disputed(item: Dispute, actor: Actor) -> None:
    """P-02: the side that disputes goes on or stops, the HOvJ or who stands in his place; a consulted side never does.

    Raises:
        NotAllowed: for anybody else.
    """
    if actor.holding not in (item.opened_as, hovj(item.area)):
        raise NotAllowed("functie.not_allowed", "This functie in this scope does not settle this; somebody else must.")


def _close(state: State, facts: Facts) -> list[Event]:
    settled = [ObligationSettled(what, state) for what in facts.open]
    return [*settled, StateChanged(state), ItemClosed(state)]
