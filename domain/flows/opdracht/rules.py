"""Every act on an order to the LCC: received, answered, expected, on the spot (SA-07, L-6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.errors import OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    ItemClosed,
    LinkedProgressed,
    ObligationMoved,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_settle
from domain.flows.opdracht import acts
from domain.flows.opdracht.state import FINAL, Arrived, Expected, Opdracht, State
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import PersonId, Sha256Hex
from domain.items import Actor, Item
from domain.linked import linked_item
from domain.policy import Policy

FLOW: Final = "opdracht"

LCC: Final = Holding(Functie.LCC, NATIONAL)
LCC_LEIDING: Final = Holding(Functie.LCC_LEIDING, NATIONAL)
ADVISEUR_BB: Final = Holding(Functie.ADVISEUR_BB, NATIONAL)
NCTV_PIKET: Final = Holding(Functie.NCTV_PIKET, NATIONAL)
DIRECTEUR_NCTV: Final = Holding(Functie.DIRECTEUR_NCTV, NATIONAL)
NCTV: Final = Holding(Functie.NCTV, NATIONAL)
NCTV_TEAMLEIDER: Final = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
EXECUTORS: Final = (LCC, LCC_LEIDING)
ALIGNERS: Final = (NCTV_PIKET, DIRECTEUR_NCTV)
_STANDING: Final = frozenset({"aangewezen", "einde_aangekondigd"})
"""States of a request whose protection has not ended."""

Order = Item[Opdracht]


def sealed_for() -> tuple[Holding, ...]:
    """Return everybody the order's ladders can reach: to each of these its key is wrapped."""
    return (LCC, LCC_LEIDING, ADVISEUR_BB, NCTV_PIKET, DIRECTEUR_NCTV, NCTV, NCTV_TEAMLEIDER)


def addressees(_item: Order) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for()


def open_linked(
    parent: Item[Any],
    linked: LinkedItem,
    actor: Actor,
    excluded: frozenset[PersonId],
    policy: Policy,
    now: datetime,
) -> tuple[Order, list[Event]]:
    """Return the new order: it rings the LCC at once; the maatregelenadvies follows and nothing waits for it."""
    order = linked_item(parent, linked, actor, State.VERSTUURD, Opdracht(), excluded, now)
    return order, [
        StateChanged(State.VERSTUURD),
        ContentAdded(Sha256Hex(linked.content), "opdracht"),
        ParticipantAdded(LCC, "uitvoering"),
        ParticipantAdded(ADVISEUR_BB, "advies"),
        *(ParticipantAdded(one, "opdrachtgever") for one in dict.fromkeys((actor.holding, NCTV_PIKET))),
        _to_be_answered(policy, now),
        ObligationOpened("maatregelenadvies", (ADVISEUR_BB,), "L-8", now, now + policy.durations["maatregelenadvies"]),
    ]


def decide(item: Order, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to an order. Pure; safe to repeat.

    Raises:
        OutOfStep: when the order's state has no place for it.
        NotAllowed: when another functie must do it.
    """
    if State(item.state) in FINAL:
        raise OutOfStep("item.closed", "The order is closed; nothing on it can change any more.")
    match act.params:
        case acts.AnswerOrder() as params:
            return _answer(item, params, facts, now)
        case acts.Expect() as params:
            return _expect(item, params, facts)
        case acts.TerPlaatse():
            return _ter_plaatse(item, facts, now)
        case acts.Afstemmen(content=content):
            must_settle(facts, "niet_uitvoerbaar", actor)
            return [
                ContentAdded(Sha256Hex(content), "afstemming"),
                ObligationSettled("niet_uitvoerbaar", "afgestemd"),
                StateChanged(State.VERSTUURD),
                _to_be_answered(policy, now),
            ]
        case acts.Advise(content=content):
            must_settle(facts, "maatregelenadvies", actor)
            events: list[Event] = [
                ContentAdded(Sha256Hex(content), "maatregelenadvies"),
                ObligationSettled("maatregelenadvies", "gegeven"),
                Told(NCTV_PIKET, "maatregelenadvies"),
            ]
            return _closed_when_done(events, arrived=item.state == State.TER_PLAATSE, advised=True)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(item: Order, progress: LinkedProgressed, facts: Facts, _policy: Policy, _now: datetime) -> list[Event]:
    """Return what a request's state means for the order: when all the protection it serves has ended, it lapses.

    `facts.others` are the request it hangs on and those joined to that one (SA-12).
    """
    events: list[Event] = [progress]
    stands = any(one.state in _STANDING for one, _ in facts.others.values())
    if progress.state == "beeindigd" and State(item.state) not in FINAL and not stands:
        events += _settled(facts, facts.open, "vervallen")
        events += [StateChanged(State.VERVALLEN), ItemClosed("vervallen")]
    return events


def _to_be_answered(policy: Policy, now: datetime) -> ObligationOpened:
    return ObligationOpened("beantwoorden", EXECUTORS, "L-6.antwoord", now, now + policy.durations["antwoord_opdracht"])


def _settled(facts: Facts, whats: Iterable[str], outcome: str) -> list[Event]:
    return [ObligationSettled(what, outcome) for what in whats if what in facts.open]


def _must_not_have_arrived(item: Order) -> None:
    if item.state == State.TER_PLAATSE:
        raise OutOfStep("opdracht.arrived", "A unit is on the spot already; read the item again.")


def _answer(item: Order, params: acts.AnswerOrder, facts: Facts, now: datetime) -> list[Event]:
    """SA-07: either answer may still change until a unit is on the spot; the last one counts."""
    _must_not_have_arrived(item)
    events: list[Event] = [ContentAdded(Sha256Hex(params.content), "antwoord")]
    if params.answer == "niet_uitvoerbaar":
        events += [
            StateChanged(State.NIET_UITVOERBAAR),
            *_settled(facts, ("beantwoorden", "ter_plaatse"), params.answer),
        ]
        if "niet_uitvoerbaar" not in facts.open:
            events.append(ObligationOpened("niet_uitvoerbaar", ALIGNERS, "L-6.niet_uitvoerbaar", now))
        return events
    events += [StateChanged(State.UITVOERBAAR), *_settled(facts, ("niet_uitvoerbaar",), "alsnog_uitvoerbaar")]
    if params.expected_at is not None:
        return events + _expected(params.expected_at, facts)
    if not {"beantwoorden", "ter_plaatse"} & set(facts.open):
        events.append(ObligationOpened("beantwoorden", EXECUTORS, "L-6.antwoord", now))
    return events


def _expect(item: Order, params: acts.Expect, facts: Facts) -> list[Event]:
    if item.state != State.UITVOERBAAR:
        raise OutOfStep("opdracht.not_feasible", "Answer first that the order can be carried out.")
    events: list[Event] = [] if params.content is None else [ContentAdded(Sha256Hex(params.content), "verwachting")]
    return events + _expected(params.expected_at, facts)


def _expected(expected_at: datetime, facts: Facts) -> list[Event]:
    """L-6: an answer counts as given once the arrival is known; from that moment the ladder for arrival runs."""
    events: list[Event] = [Expected(expected_at), *_settled(facts, ("beantwoorden",), "uitvoerbaar")]
    if "ter_plaatse" in facts.open:
        return [*events, ObligationMoved("ter_plaatse", expected_at)]
    return [*events, ObligationOpened("ter_plaatse", EXECUTORS, "L-6.ter_plaatse", expected_at, expected_at)]


def _ter_plaatse(item: Order, facts: Facts, now: datetime) -> list[Event]:
    """SA-07: a unit on the spot settles whatever was still waiting for one."""
    _must_not_have_arrived(item)
    whats = ("beantwoorden", "ter_plaatse", "niet_uitvoerbaar")
    events: list[Event] = [Arrived(now), StateChanged(State.TER_PLAATSE), *_settled(facts, whats, "ter_plaatse")]
    return _closed_when_done(events, arrived=True, advised="maatregelenadvies" not in facts.open)


def _closed_when_done(events: list[Event], *, arrived: bool, advised: bool) -> list[Event]:
    if arrived and advised:
        return [*events, StateChanged(State.UITGEVOERD), ItemClosed("uitgevoerd")]
    return events
