"""Every act on a signal: received, answered, promised, interpreted, and the person found safe (SG-02 … SG-07)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    Flagged,
    ItemClosed,
    LinkedOpened,
    LinkedProgressed,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    PersonTold,
    StateChanged,
)
from domain.facts import Facts, must_be_later, must_settle
from domain.flows.signaal import acts
from domain.flows.signaal.state import FINAL, FoundSafe, Interpreted, Kind, Promised, Received, Signaal, State
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Item
from domain.policy import Policy
from domain.sides import LOKAAL, STELSEL

FOLLOW_UPS: Final = ("beantwoorden", "duiden", "veilig", "toezegging")
"""What a signal waits for after its receipt; the act that settles the last of it closes the signal."""
LADDERS: Final = {
    (Kind.ONVEILIG_NU, STELSEL): "L-8",
    (Kind.ONVEILIG_NU, LOKAAL): "L-8.lokaal",
    (Kind.VERDACHTE_SITUATIE, STELSEL): "L-8",
    (Kind.VERDACHTE_SITUATIE, LOKAAL): "L-8.lokaal",
    (Kind.OVERIG, STELSEL): "L-8.regulier",
    (Kind.OVERIG, LOKAAL): "L-8.regulier",
}
"""What rings for all that comes after the receipt (L-8)."""

Signal = Item[Signaal]


def decide(item: Signal, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to a signal. Pure; safe to repeat.

    Raises:
        OutOfStep: when the signal's state has no place for it.
        NotAllowed: when another functie or person must do it.
    """
    if item.state in FINAL:
        raise OutOfStep("item.closed", "The signal is closed; nothing on it can change any more.")
    return _closing(facts, _decide(item, act, actor, facts, policy, now))


def progressed(
    _item: Signal, progress: LinkedProgressed, _facts: Facts, _policy: Policy, _now: datetime
) -> list[Event]:
    """Return what its interpretation's state means for a signal: nothing that the person would see (SG-05)."""
    return [progress]


def _decide(item: Signal, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    match act.params:
        case acts.Add(content=content):
            return _add(item, content, actor, facts, policy, now)
        case acts.Receive() as params:
            return _receive(item, params, actor, facts, policy, now)
        case acts.Answer() as params:
            return _answer(item, params, actor, facts, policy, now)
        case acts.Ask(content=content):
            _must_follow_up(item, actor, facts)
            return [_content(content, "vraag"), PersonTold(item.opened_by, "vraag")]
        case acts.Interpret(outcome=outcome, linked=linked):
            must_settle(facts, "duiden", actor)
            return [
                Interpreted(outcome),
                ObligationSettled("duiden", outcome),
                LinkedOpened(ItemId(linked.item), linked.flow),
            ]
        case acts.Safe():
            return _safe(item, actor, facts, now)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def _content(blob: str, kind: str) -> ContentAdded:
    return ContentAdded(Sha256Hex(blob), kind)


def _must_follow_up(item: Signal, actor: Actor, facts: Facts) -> None:
    """L-3: only the side that was recorded speaks to the person, and only once it has received the signal.

    Raises:
        NotAllowed: for whom the ladder brought to it only to read and to telephone.
        OutOfStep: before the receipt.
    """
    if actor.holding != item.data.follower:
        raise NotAllowed("functie.not_allowed", "This functie in this scope does not settle this; somebody else must.")
    if "ontvangen" in facts.open:
        raise OutOfStep("signaal.not_received", "Receive the signal first; then answer the person.")


def _receive(
    item: Signal, params: acts.Receive, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """SG-02: the first receipt stands; it starts what the person is owed. A second one is recorded too."""
    said = [] if params.content is None else [_content(params.content, "ontvangst")]
    if "ontvangen" not in facts.open:
        _must_follow_up(item, actor, facts)
        again: list[Event] = [Received(actor.person, actor.holding.functie, now, first=False)]
        promised = _promised(item, params.promise_at, facts, policy, now)
        return [*again, Flagged("receipt.second"), *said, *promised]
    must_settle(facts, "ontvangen", actor)
    owed = ["beantwoorden", *([] if item.data.interpreted else ["duiden"])]
    owed += ["veilig"] if item.data.kind is Kind.ONVEILIG_NU and item.data.safe_at is None else []
    return [
        ObligationSettled("ontvangen", "ontvangen"),
        Received(actor.person, actor.holding.functie, now, first=True),
        StateChanged(State.ONTVANGEN),
        *said,
        *_owed(item, [what for what in owed if what not in facts.open], policy, now),
        *_promised(item, params.promise_at, facts, policy, now),
        PersonTold(item.opened_by, "ontvangen"),
    ]


def _answer(
    item: Signal, params: acts.Answer, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """SG-02, SG-03: an answer keeps what was promised; a promise is an answer too, and is itself owed until kept."""
    _must_follow_up(item, actor, facts)
    told = "beantwoord" if params.promise_at is None else "toegezegd"
    events: list[Event] = [_content(params.content, "antwoord")]
    if "beantwoorden" in facts.open:
        events.append(ObligationSettled("beantwoorden", told))
    if params.promise_at is None:
        if "toezegging" in facts.open:
            events += [ObligationSettled("toezegging", "nagekomen"), Promised(None)]
        events.append(StateChanged(State.BEANTWOORD))
    return [*events, *_promised(item, params.promise_at, facts, policy, now), PersonTold(item.opened_by, told)]


def _promised(item: Signal, promise_at: datetime | None, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """SG-02: "u hoort voor 14.00 uur van ons" is owed until it is kept; it rings before its moment, not only after."""
    if promise_at is None:
        return []
    must_be_later(promise_at, now, "promise_at")
    events: list[Event] = [] if "toezegging" not in facts.open else [ObligationSettled("toezegging", "opnieuw")]
    start = max(now, promise_at - policy.durations["toezegging_vooraf"])
    data, follower = item.data, (item.data.follower,)
    kept = ObligationOpened("toezegging", follower, LADDERS[data.kind, data.side], start, promise_at)
    return [*events, Promised(promise_at), kept]


def _add(item: Signal, content: str, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """SG-01: what the person adds is answered too; until the receipt the ladder rings for it already."""
    if actor.holding != item.data.holder:
        raise NotAllowed("functie.not_allowed", "Only the person themselves adds to their signal; answer it instead.")
    events: list[Event] = [_content(content, "aanvulling")]
    if "ontvangen" in facts.open or item.data.received_by is None:
        return events
    if "beantwoorden" not in facts.open:
        events += [StateChanged(State.ONTVANGEN), *_owed(item, ["beantwoorden"], policy, now)]
    return [*events, PersonTold(item.data.received_by, "aanvulling")]


def _safe(item: Signal, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """SG-04, SG-07: who follows up establishes it, never the phone itself; then its person may see and hear again."""
    must_settle(facts, "veilig", actor)
    events: list[Event] = [FoundSafe(now), ObligationSettled("veilig", "veilig")]
    if item.data.silent:
        events.append(ParticipantAdded(item.data.holder, "melder"))
    return events


def _owed(item: Signal, whats: Collection[str], policy: Policy, now: datetime) -> list[Event]:
    """Return what rings when it has not been done in time: the receipt itself rang people already.

    By when they are answered is what the person reads after the receipt (SG-02): so that rings before its moment, as a
    promise does, but not before half of the time is gone.
    """
    match item.data.kind:
        case Kind.ONVEILIG_NU:
            due = now + policy.durations["signaal_antwoord_nu"]
        case Kind.VERDACHTE_SITUATIE:
            due = now + policy.durations["signaal_antwoord"]
        case Kind.OVERIG:
            due = policy.terms["signaal_antwoord_regulier"].after(now)
    data, follower = item.data, (item.data.follower,)
    before = min(policy.durations["toezegging_vooraf"], (due - now) / 2)
    events = (
        ObligationOpened("beantwoorden", follower, LADDERS[data.kind, data.side], due - before, due),
        ObligationOpened("duiden", follower, LADDERS[data.kind, data.side], due, due),
        ObligationOpened("veilig", follower, LADDERS[data.kind, data.side], due, due),
    )
    return [one for one in events if one.what in whats]


def _closing(facts: Facts, events: list[Event]) -> list[Event]:
    """Return the events, with the end of the signal when the last that anybody owed was settled by this act."""
    open_now = set(facts.open)
    for event in events:
        if isinstance(event, ObligationSettled):
            open_now.discard(event.what)
        elif isinstance(event, ObligationOpened):
            open_now.add(event.what)
    settled = any(isinstance(event, ObligationSettled) for event in events)
    if settled and not open_now.intersection(("ontvangen", *FOLLOW_UPS)):
        return [*events, StateChanged(State.AFGEROND), ItemClosed(State.AFGEROND)]
    return events
