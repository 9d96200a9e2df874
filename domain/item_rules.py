"""The rules of the acts that every item knows: "ik bel", reopen, ring again, new key, late wraps, attachments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.acts import item as acts
from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    Flagged,
    HoldLifted,
    HoldSet,
    KeysGiven,
    ObligationReopened,
    RingPaused,
    RungAgain,
    StateChanged,
)
from domain.facts import Facts, must_be_open
from domain.functies import Power, holders_of
from domain.ids import Sha256Hex
from domain.items import Actor, Item
from domain.obligations import Obligation, forced
from domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Receipt:
    """A flow's receipt that can be reopened (X-02): while `follow_up` is still open, the item returns to `state`."""

    what: str
    follow_up: str
    state: str


def decide_common(
    item: Item[Any],
    act: ParsedAct,
    actor: Actor,
    facts: Facts,
    receipt: Receipt | None,
    policy: Policy,
    now: datetime,
) -> list[Event]:
    """Return what an `item.*` act does to any item that is not closed; holding one is for closed ones too (EV-03).

    Raises:
        OutOfStep: when the item is closed, what the act names is not waiting, or this functie holds it already or not.
    """
    match act.params:
        case acts.Hold(ground=ground):
            return _hold(actor, facts, ground)
        case acts.Lift():
            return _lift(actor, facts)
    if item.closed_at is not None:
        raise OutOfStep("item.closed", "The item is closed; nothing on it can change any more.")
    match act.params:
        case acts.IkBel(what=what):
            must_be_open(facts, what)
            return [RingPaused(what, actor.person)]
        case acts.RingAgain(what=what):
            return _ring_again(must_be_open(facts, what), facts, policy.durations["ring_again_spacing"], now)
        case acts.Reopen(what=what):
            return _reopen(what, facts, receipt)
        case acts.Attach(content=content):
            _must_take_part(actor)
            return [ContentAdded(Sha256Hex(content), "bijlage")]
        case acts.Rekey(recipient=recipient):
            _must_take_part(actor)
            return [KeysGiven(recipient)]
        case acts.WrapLate():
            _must_take_part(actor)
            return [KeysGiven(None)]
    raise OutOfStep("act.unknown", "This item does not know this act.")


def _ring_again(waiting: Obligation, facts: Facts, spacing: timedelta, now: datetime) -> list[Event]:
    """X-08: rings people force on one item keep a distance; one too many is merged into the next, never refused.

    A ladder that has not begun has nobody to ring again, and the answer says so.
    """
    if waiting.rung < 0:
        return [Flagged("ring.not_begun")]
    at = forced(facts.open.values(), spacing, now)
    return [RungAgain(waiting.what, at), *([] if at <= now else [Flagged("ring.merged")])]


def _reopen(what: str, facts: Facts, receipt: Receipt | None) -> list[Event]:
    """X-02: a receipt nobody follows up is reopened; the clock of the decision runs on."""
    if receipt is None or what != receipt.what or what in facts.open or receipt.follow_up not in facts.open:
        raise OutOfStep(
            "receipt.not_reopenable",
            "Only a receipt that was given and not followed up by a decision can be reopened.",
            field="params.what",
        )
    return [ObligationReopened(what), StateChanged(receipt.state)]


def _hold(actor: Actor, facts: Facts, ground: str) -> list[Event]:
    if actor.holding in facts.held:
        raise OutOfStep("hold.already", "This functie holds the item already; lift that first.")
    return [HoldSet(actor.holding, ground)]


def _lift(actor: Actor, facts: Facts) -> list[Event]:
    """EV-03: who holds an item lifts it, and nobody else: no side ends another's."""
    if actor.holding not in facts.held:
        raise OutOfStep("hold.none", "This functie does not hold the item; who does must lift it.")
    return [HoldLifted(actor.holding)]


def _must_take_part(actor: Actor) -> None:
    if actor.holding.functie in holders_of(Power.WATCH):
        raise NotAllowed("functie.not_allowed", "A watcher sees no content and adds none.")
