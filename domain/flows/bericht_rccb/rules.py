"""Word to the rccb: rings until it knows; it keeps the local measures until relief (SA-07, SA-08, SA-11)."""

from __future__ import annotations

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
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    StateChanged,
)
from domain.facts import Facts, must_settle
from domain.flows.bericht_rccb import acts
from domain.flows.bericht_rccb.state import BerichtRccb, State
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import PersonId, Sha256Hex
from domain.items import Actor, Item
from domain.linked import linked_item
from domain.policy import Policy

FLOW: Final = "bericht_rccb"
NCTV_TEAMLEIDER: Final = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)


Word = Item[BerichtRccb]


def sealed_for(rccb: Holding, sender: Holding) -> tuple[Holding, ...]:
    """Return everybody the word's ladder can reach: to each of these its key is wrapped."""
    return tuple(dict.fromkeys((rccb, sender, NCTV_TEAMLEIDER)))


def addressees(item: Word) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.data.rccb, item.opened_as)


def open_linked(
    parent: Item[Any],
    linked: LinkedItem,
    actor: Actor,
    excluded: frozenset[PersonId],
    _policy: Policy,
    now: datetime,
) -> tuple[Word, list[Event]]:
    """Return the new item: it rings the rccb that serves the request, of the area's eenheid or of another (P-02)."""
    rccb: Holding = parent.data.rccb
    word = linked_item(parent, linked, actor, State.VERSTUURD, BerichtRccb(rccb), excluded, now)
    return word, [
        StateChanged(State.VERSTUURD),
        ContentAdded(Sha256Hex(linked.content), "bericht"),
        ParticipantAdded(rccb, "bericht"),
        ParticipantAdded(actor.holding, "afzender"),
        ObligationOpened("kennisnemen", (rccb,), "L-8", now),
    ]


def decide(item: Word, act: ParsedAct, actor: Actor, facts: Facts, _policy: Policy, _now: datetime) -> list[Event]:
    """Return what one act does to word to the rccb. Pure; safe to repeat.

    Raises:
        OutOfStep: when the rccb knows already.
        NotAllowed: when another functie must do it.
    """
    if not isinstance(act.params, acts.AcknowledgeWord):
        raise OutOfStep("act.unknown", "This item does not know this act.", field="act")
    must_settle(facts, "kennisnemen", actor)
    return [
        ObligationSettled("kennisnemen", State.KENNISGENOMEN),
        StateChanged(State.KENNISGENOMEN),
        ItemClosed(State.KENNISGENOMEN),
    ]


def progressed(_item: Word, progress: LinkedProgressed, _facts: Facts, _policy: Policy, _now: datetime) -> list[Event]:
    """Return what the parent's state means here: nothing; the rccb must know all the same."""
    return [progress]
