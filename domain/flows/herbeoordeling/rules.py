"""Every act on the reviews of a dossier: earlier, asked at once, done, known, answered, ended (HB-01 … HB-05)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    ItemClosed,
    LinkedProgressed,
    ObligationSettled,
    StateChanged,
)
from domain.facts import Facts, must_be_later, must_be_open, must_settle, settled
from domain.flows.herbeoordeling import acts
from domain.flows.herbeoordeling import obligations as waits
from domain.flows.herbeoordeling.obligations import Reviews
from domain.flows.herbeoordeling.parties import MEASURES, reviewers
from domain.flows.herbeoordeling.state import Asked, Planned, Reviewed, State
from domain.ids import Sha256Hex
from domain.items import Actor
from domain.policy import Policy

_OF_MEASURES: Final = frozenset({"voortzetten", "opschalen", "afschalen", "beeindigen"})
OUTCOMES: Final = {
    "maatregelen": _OF_MEASURES,
    "informeren_persoon": frozenset({"geinformeerd", "niet_geinformeerd", "beeindigen"}),
    "object_of_dienst": _OF_MEASURES,
}
"""Which outcomes a review of each subject may have (HB-02, HB-05)."""


def decide(item: Reviews, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to the reviews of a dossier. Pure; safe to repeat.

    Raises:
        OutOfStep: when the item's state has no place for it.
        NotAllowed: when another functie must do it, or somebody else is the authority now.
    """
    if State(item.state) is State.BEEINDIGD:
        raise OutOfStep("item.closed", "The item is closed; nothing on it can change any more.")
    match act.params:
        case acts.Adjust() as params:
            _must_review(item, facts, actor)
            return _adjust(item, params, facts, now)
        case acts.Trigger(content=content):
            return _ask(item, content, actor, facts, policy, now)
        case acts.Review() as params:
            _must_review(item, facts, actor)
            return _review(item, params, actor, facts, policy, now)
        case acts.Acknowledge():
            must_settle(facts, waits.CARRY_OUT, actor)
            return [ObligationSettled(waits.CARRY_OUT, "kennisgenomen")]
        case acts.Answer(outcome=outcome, content=content):
            must_settle(facts, waits.ADVICE, actor)
            answered: list[Event] = [ObligationSettled(waits.ADVICE, outcome)]
            return answered if content is None else [_content(content, "advies_antwoord"), *answered]
        case acts.Close(content=content):
            _must_review(item, facts, actor)
            return _close(item, content, facts)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(
    _item: Reviews, progress: LinkedProgressed, _facts: Facts, _policy: Policy, _now: datetime
) -> list[Event]:
    """Return what it means that an item that follows from this one reached a state: that it shows."""
    return [progress]


def _content(content: str, kind: str) -> ContentAdded:
    return ContentAdded(Sha256Hex(content), kind)


def _must_review(item: Reviews, facts: Facts, actor: Actor) -> None:
    """P-06, HB-02: only the authority of the case reviews; the threat level of an object only the NCTV (C §2.5).

    Raises:
        NotAllowed: for anybody else.
    """
    if actor.holding not in reviewers(item.data, item.area, facts):
        raise NotAllowed("gezag.other", "Somebody else is the authority over this dossier now; read the item again.")


def _adjust(item: Reviews, params: acts.Adjust, facts: Facts, now: datetime) -> list[Event]:
    """HB-01: a review is made earlier freely; it is put off only by doing it, with reasons."""
    present = must_be_open(facts, waits.REVIEW)
    must_be_later(params.next_at, now, "next_at")
    if params.next_at >= present.start:
        raise OutOfStep(
            "herbeoordeling.later",
            "A review is put off only by reviewing; choose an earlier moment.",
            field="params.next_at",
        )
    events: list[Event] = [] if params.content is None else [_content(params.content, "bijstelling")]
    return [
        *events,
        Planned(params.next_at),
        ObligationSettled(waits.REVIEW, "vervroegd"),
        waits.due(reviewers(item.data, item.area, facts), params.next_at),
    ]


def _ask(item: Reviews, content: str, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """HB-04: asks at once; what was planned stays. More information while it waits joins it."""
    events: list[Event] = [
        _content(content, "nieuwe_informatie"),
        Asked(actor.holding.functie, now),
        StateChanged(State.GEVRAAGD),
    ]
    if waits.AT_ONCE in facts.open:
        return events
    who = reviewers(item.data, item.area, facts, at_once=True)
    return [*events, waits.at_once(who, now, now + policy.durations["nieuwe_informatie"])]


def _review(
    item: Reviews, params: acts.Review, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """HB-02: one review settles whatever asked for it, and sets the next moment in the same act."""
    if params.outcome not in OUTCOMES[item.data.subject]:
        raise OutOfStep(
            "herbeoordeling.outcome", "A review of this subject has other outcomes.", field="params.outcome"
        )
    must_be_later(params.next_at, now, "next_at")
    events: list[Event] = [
        _content(params.content, "herbeoordeling"),
        Reviewed(params.outcome, actor.person, actor.holding.functie, now),
        *settled(facts, waits.OF_THE_AUTHORITY, params.outcome),
    ]
    if params.outcome == "beeindigen":
        events += [StateChanged(State.EINDE_VERWACHT), waits.to_end(reviewers(item.data, item.area, facts), now)]
    else:
        events += [StateChanged(State.GEPLAND), *waits.planned(item, facts, params.next_at, policy, now)]
    return events + waits.carried_out(item, facts, params.outcome, now)


def _close(item: Reviews, content: str, facts: Facts) -> list[Event]:
    """HB-02, SA-11: protection by the NCTV ends where it was asked, and not here; then nothing is left to review.

    While a designation of the dossier stands, these reviews are what obliges somebody to it: also in a drill, in which
    it makes nobody the authority (X-05).

    Raises:
        OutOfStep: before a review said "beeindigen", while a designation stands, or somebody must still know.
    """
    must_be_open(facts, waits.END)
    if item.data.subject == MEASURES and facts.designated_since is not None:
        raise OutOfStep(
            "herbeoordeling.not_ended",
            "End the protection first; once the other side has received it, they close this.",
        )
    if waits.CARRY_OUT in facts.open or waits.ADVICE in facts.open:
        raise OutOfStep("herbeoordeling.not_known", "Somebody must still answer what the review decided; call them.")
    return [
        _content(content, "einde"),
        *settled(facts, tuple(facts.open), "beeindigd"),
        StateChanged(State.BEEINDIGD),
        ItemClosed("beeindigd"),
    ]
