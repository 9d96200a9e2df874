"""What the receivers do with a risk moment: establish, advise, decide, carry out; or make it an emergency (RM-03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    GezagPassed,
    ItemClosed,
    LinkedProgressed,
    ObligationOpened,
    ParticipantAdded,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_settle, settled
from domain.flows.risicoweging import acts
from domain.flows.risicoweging.state import FINAL, Established, Laid, Risicoweging, State
from domain.functies import Functie, Holding, Scope
from domain.ids import PersonId, Sha256Hex
from domain.items import Actor, Item
from domain.linked import linked_item
from domain.parties import COORDINEREND_HOVJ, LCC, LCC_LEIDING, PG, adviseur_bbc, hovj, officers
from domain.policy import Policy
from domain.risico import (
    CARRIED_OUT,
    DESK,
    LADDERS,
    assessors,
    executors,
    is_urgent,
    urgent_from,
)
from domain.sides import STELSEL, side_under

FLOW: Final = "risicoweging"
SPOED: Final = "spoedaanwijzing"
GONE: Final = frozenset({"ingetrokken", "niet_aangewezen"})
"""States of a spoedaanwijzing in which the decision here is needed after all."""
DECIDING: Final = ("besluiten", "besluiten_piket")
CARRYING: Final = ("uitvoering", "uitvoering_piket")
"""Who carries out measures must know; the second begins day and night once the moment is near (RM-04)."""
BESLUITEN: Final = {True: "L-8", False: "L-8.om"}
"""What rings a decider when the moment is near, by whether it is the NCTV (L-8)."""

Weighing = Item[Risicoweging]


def sealed_for(rccb: Holding, area: Scope, gemeente: Scope) -> tuple[Holding, ...]:
    """Return everybody who can come to read it, whichever side has it: the authority may pass; never its reporter."""
    mayor = Holding(Functie.BURGEMEESTER, gemeente)
    above = (hovj(area), adviseur_bbc(area), COORDINEREND_HOVJ, PG)
    return tuple(dict.fromkeys((*DESK, LCC, LCC_LEIDING, rccb, *above, mayor)))


def addressees(item: Weighing) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.data.rccb, item.area, item.data.gemeente)


def open_linked(
    parent: Item[Any],
    linked: LinkedItem,
    actor: Actor,
    excluded: frozenset[PersonId],
    _policy: Policy,
    now: datetime,
) -> tuple[Weighing, list[Event]]:
    """Return the new item of the side that took the report; what is owed on the report rings for its assessment."""
    of = parent.data
    data = Risicoweging(
        of.side, of.gemeente, of.rccb, of.deputy, of.starts_at, of.ends_at, mayor_left_out=of.mayor_left_out
    )
    item = linked_item(parent, linked, actor, State.TE_BEOORDELEN, data, excluded, now)
    return item, [
        StateChanged(State.TE_BEOORDELEN),
        ContentAdded(Sha256Hex(linked.content), "risicoweging"),
        *_readers(item, data.side),
        _to_close(data, data.side),
    ]


def decide(item: Weighing, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to what is weighed. Pure; safe to repeat.

    Raises:
        OutOfStep: when its state has no place for it.
        NotAllowed: when another functie must do it.
    """
    if item.state in FINAL:
        raise OutOfStep("item.closed", "This is closed; nothing on it can change any more.")
    match act.params:
        case acts.Establish() as params:
            return _establish(item, params, actor, facts, policy, now)
        case acts.Advise(content=content):
            if item.state != State.TE_BESLUITEN or item.data.side == STELSEL:
                raise OutOfStep("risicoweging.nothing_to_advise", "The HOvJ has nothing to decide here now.")
            return [ContentAdded(Sha256Hex(content), "advies"), Told(_deciders(item, item.data.side)[0], "advies")]
        case acts.Decide() as params:
            return _decide(item, params, actor, facts, policy, now)
        case acts.Acknowledge():
            must_settle(facts, "uitvoering", actor)
            if item.state == State.AFZEGGEN:
                return [*settled(facts, facts.open, "afgezegd"), *_closed(State.INGETROKKEN)]
            known = StateChanged(State.GEREGELD) if item.state == State.UITVOEREN else None
            return [*settled(facts, CARRYING, "bekend"), *([] if known is None else [known])]
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(item: Weighing, progress: LinkedProgressed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what it means that the report ended, or that a spoedaanwijzing followed from this (RM-05, RM-06)."""
    if item.state in FINAL:
        return [progress]
    if progress.item == item.parent:
        return [progress, *_report_ended(item, progress.state, facts, policy, now)]
    if progress.flow != SPOED or item.state == State.AFZEGGEN:
        return [progress]
    if progress.state not in GONE and item.state != State.SPOED:
        return [progress, *settled(facts, DECIDING, SPOED), StateChanged(State.SPOED)]
    if progress.state in GONE and item.state == State.SPOED:
        if not item.data.established:
            return [progress, StateChanged(State.TE_BEOORDELEN)]
        again = _to_decide(item, item.data.side, policy, now)
        return [progress, StateChanged(State.TE_BESLUITEN), *again]
    return [progress]


def passed(item: Weighing, event: GezagPassed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what it means that the authority passed: what waited for the one before waits for the new one (P-06).

    Who carries out measures keeps them until the new authority decides otherwise.
    """
    side = side_under(event.holding)
    if item.state in FINAL or side == item.data.side:
        return [event]
    events: list[Event] = [event, Laid(side), *settled(facts, (*DECIDING, "afronden"), "gezag_over")]
    events += _readers(item, side)
    if any(what in facts.open for what in DECIDING):
        events += _to_decide(item, side, policy, now)
    return [*events, _to_close(item.data, side)]


def _readers(item: Weighing, side: str) -> list[Event]:
    """RM-06: in the local domain the HOvJ reads along, so that he can make it an emergency at any time."""
    found = [ParticipantAdded(one, "loket") for one in assessors(side, item.data.rccb)]
    if side != STELSEL:
        found += [ParticipantAdded(one, "gezag") for one in officers(item.area, item.data.deputy)]
        found.append(ParticipantAdded(adviseur_bbc(item.area), "adviseur"))
    return list(found)


def _deciders(item: Weighing, side: str) -> tuple[Holding, ...]:
    """RM-03: the NCTV in the stelsel; locally the HOvJ, of objects and public order the burgemeester.

    A burgemeester whom P-02 leaves out does not decide about himself: the HOvJ does, or who takes his place.
    """
    if side == STELSEL:
        return DESK
    local = officers(item.area, item.data.deputy)
    if item.data.about == acts.OF_THE_MAYOR:
        mayor = Holding(Functie.BURGEMEESTER, item.data.gemeente)
        return (*local, mayor) if item.data.mayor_left_out else (mayor,)
    return local


def _establish(
    item: Weighing, params: acts.Establish, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    if actor.holding not in assessors(item.data.side, item.data.rccb):
        raise NotAllowed("functie.not_allowed", "Only the side that took the report establishes this.")
    if item.state != State.TE_BEOORDELEN:
        raise OutOfStep("risicoweging.established", "This has been established already; read the item again.")
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "vaststelling"),
        Established(params.outcome, params.about),
        *settled(facts, DECIDING, "opnieuw"),
    ]
    if params.outcome == "geen_extra":
        events += [*settled(facts, CARRYING, "geen_extra"), *_called_off(item, "geen_extra")]
        return [*events, StateChanged(State.GEEN_EXTRA)]
    about = _about(item, params.about)
    return [*events, StateChanged(State.TE_BESLUITEN), *_to_decide(about, item.data.side, policy, now)]


def _about(item: Weighing, about: str) -> Weighing:
    return replace(item, data=replace(item.data, about=about))


def _to_decide(item: Weighing, side: str, policy: Policy, now: datetime) -> list[Event]:
    """RM-03, RM-04: who must decide is rung, day and night once the moment is near; the adviseur BB&C prepares it."""
    starts, deciders = item.data.starts_at, _deciders(item, side)
    events: list[Event] = [ParticipantAdded(one, "gezag") for one in deciders]
    if side != STELSEL:
        events.append(Told(adviseur_bbc(item.area), "besluiten"))
    if is_urgent(starts, now, policy):
        return [*events, ObligationOpened("besluiten_piket", deciders, BESLUITEN[side == STELSEL], now, now)]
    near = urgent_from(starts, now, policy)
    return [
        *events,
        ObligationOpened("besluiten", deciders, "L-8.regulier", now, near),
        ObligationOpened("besluiten_piket", deciders, BESLUITEN[side == STELSEL], near, near),
    ]


def _decide(
    item: Weighing, params: acts.Decide, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """RM-03: the authority decides; who carries it out is rung until they know."""
    must_settle(facts, "besluiten_piket", actor)
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "besluit"),
        *settled(facts, (*DECIDING, *CARRYING), params.outcome),
    ]
    if params.outcome == "geen_maatregelen":
        return [*events, *_called_off(item, "geen_maatregelen"), StateChanged(State.GEEN_MAATREGELEN)]
    return [*events, StateChanged(State.UITVOEREN), *_to_carry_out(item, item.data.side, policy, now)]


def _called_off(item: Weighing, why: str) -> list[Event]:
    """RM-05: who carries out measures that stand is told that none are needed, also who had acknowledged them."""
    ordered = _ordered(item)
    return [] if ordered is None else [Told(executors(ordered, item.data.rccb)[0], why)]


def _ordered(item: Weighing) -> str | None:
    """The side for which measures stand; None when none do. What an older version stored has its state alone."""
    return item.data.ordered or (item.data.side if item.state in CARRIED_OUT else None)


def _to_carry_out(item: Weighing, side: str, policy: Policy, now: datetime) -> list[Event]:
    """RM-03, RM-04: rung at once by the distance of the moment, and day and night once it is near."""
    who = executors(side, item.data.rccb)
    soon = is_urgent(item.data.starts_at, now, policy)
    events: list[Event] = [ParticipantAdded(one, "uitvoering") for one in who]
    events.append(ObligationOpened("uitvoering", who, LADDERS[side, soon], now))
    if not soon:
        near = urgent_from(item.data.starts_at, now, policy)
        events.append(ObligationOpened("uitvoering_piket", who, LADDERS[side, True], near, near))
    return events


def _to_close(data: Risicoweging, side: str) -> ObligationOpened:
    """Somebody is obliged until the end: the report is closed then, and this with it (X-01)."""
    return ObligationOpened("afronden", assessors(side, data.rccb), "L-8.regulier", data.ends_at)


def _report_ended(item: Weighing, state: str, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """RM-05: cancelled or over; where measures stand that must be called off, it waits until that is known."""
    ordered = _ordered(item)
    if state == State.INGETROKKEN and ordered is not None:
        off = settled(facts, (*DECIDING, *CARRYING), "afgezegd")
        return [*off, StateChanged(State.AFZEGGEN), *_to_carry_out(item, ordered, policy, now)]
    if state in FINAL:
        return [*settled(facts, facts.open, state), *_closed(State(state))]
    return []


def _closed(state: State) -> list[Event]:
    return [StateChanged(state), ItemClosed(state)]
