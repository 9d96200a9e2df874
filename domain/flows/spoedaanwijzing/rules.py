"""Every act on a spoedaanwijzing that is open: which rule it meets and what follows (SA-00 … SA-13)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain import refusals
from domain.acts.spec import ParsedAct
from domain.einde import End, EndReceived, ended
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Elsewhere,
    Event,
    Flagged,
    LinkedOpened,
    LinkedProgressed,
    ObligationMoved,
    ObligationOpened,
    ObligationSettled,
    PersonTold,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_be_later, must_settle, settled
from domain.flows.spoedaanwijzing import acts, besluit, einde
from domain.flows.spoedaanwijzing.events import (
    Confirmed,
    EndForeseen,
    JoinedTo,
    JoinedWith,
    Received,
    Relieved,
    ReviewPlanned,
    Spoke,
)
from domain.flows.spoedaanwijzing.parties import RECEIVERS, officers, tell_requester
from domain.flows.spoedaanwijzing.state import DESIGNATED, FINAL, UNDECIDED, Spoedaanwijzing, State
from domain.functies import Holding
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Item
from domain.linked import UNSENT
from domain.mayors import asked_again
from domain.parties import NCTV_PIKET
from domain.policy import Policy

Request = Item[Spoedaanwijzing]

FOLLOWED_BY: Final = {
    "triage": ("triage",),
    "burgemeestersbericht": ("burgemeester",),
    "herbeoordeling": ("eerste_herbeoordeling", "herbeoordeling"),
}
"""SA-07: what a designation asks for is done where an item of that flow follows from it; its own ladder runs there."""


def decide(item: Request, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to an open request. Pure; safe to repeat.

    Raises:
        OutOfStep: when the item's state has no place for it.
        NotAllowed: when another functie or person must do it.
    """
    besluit.must_not_be_final(item)
    return refusals.closing(item, State.NIET_AANGEWEZEN, facts, _decide(item, act, actor, facts, policy, now))


def _decide(item: Request, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    match act.params:
        case acts.Receive():
            return _receive(item, actor, facts, policy, now)
        case acts.Spoken():
            return _spoken(item, facts, actor, now)
        case acts.Confirm() as params:
            return _confirm(params, actor, facts)
        case acts.Ask(content=content):
            return [_content(content, "vraag"), *tell_requester(item, "vraag")]
        case acts.AnswerQuestion(content=content):
            _must_speak(item, actor)
            return [_content(content, "antwoord"), _tell_decider(item, "antwoord")]
        case acts.Supplement(content=content):
            _must_speak(item, actor, NCTV_PIKET)
            return [_content(content, "aanvulling"), *_tell_other_side(item, actor)]
        case acts.Decide() as params:
            return besluit.decide(item, params, actor, facts, policy, now)
        case acts.Withdraw():
            return einde.withdraw(item, actor, facts)
        case acts.Object(content=content):
            return _object(item, content, actor, facts, now)
        case refusals.Acquiesce():
            return refusals.acquiesced(facts, actor)
        case refusals.Dispute() as params:
            return refusals.disputed(params, facts, actor)
        case acts.Overbrugging() as params:
            return _overbrugging(params, actor, facts)
        case acts.Acknowledge(what=what):
            must_settle(facts, what, actor)
            return [ObligationSettled(what, "ingelicht")]
        case acts.FollowUp() as params:
            return _follow_up(params, actor, facts, policy, now)
        case acts.Join(with_item=other):
            return _join(item, ItemId(other), facts)
        case End() as params:
            return einde.end(item, params, facts, now)
        case EndReceived():
            must_settle(facts, "einde_ontvangen", actor)
            return ended(item, facts, NCTV_PIKET, now)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(item: Request, progress: LinkedProgressed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what it means for this request that a linked item reached a state; `progress` itself comes first."""
    events: list[Event] = [progress]
    state = State(item.state)
    if state in FINAL:  # the order goes on for the joined requests that still stand
        if progress.flow == "opdracht" and progress.state in ("ter_plaatse", "niet_uitvoerbaar"):
            also = [Relieved(now)] if progress.state == "ter_plaatse" else []
            events += _to_joined(item, facts, progress.state, *also)
        return events
    match (progress.flow, progress.state):
        # The order may be done in the same act in which a unit arrived: its state then is already the next one.
        case ("opdracht", "ter_plaatse" | "uitgevoerd") if item.data.relieved_at is None:
            relieved = Relieved(now)
            events += [relieved, *tell_requester(item, "ter_plaatse"), *_rccb_relieved(item)]
            events += _to_joined(item, facts, "ter_plaatse", relieved)
        case ("opdracht", "niet_uitvoerbaar"):
            events += [*tell_requester(item, "niet_uitvoerbaar"), *_to_joined(item, facts, "niet_uitvoerbaar")]
        case ("geschil", "alsnog_aanwijzen") if state is State.BETWIST:
            events.append(StateChanged(State.ONTVANGEN))
            due = now + policy.durations["besluit"]
            events.append(ObligationOpened("besluiten", RECEIVERS, "L-1.besluit", now, due))
        case ("geschil", "berust" | "afgerond") if state is State.BETWIST:
            events.append(StateChanged(State.NIET_AANGEWEZEN))
        case ("bericht_rccb", "kennisgenomen") if progress.item == item.data.end_word:
            if state is State.EINDE_AANGEKONDIGD and item.data.ending_to == "basispolitiezorg":
                events += ended(item, facts, NCTV_PIKET, now)
        case ("triage", "ingetrokken") if state in DESIGNATED and "triage" not in facts.open:
            due = now + policy.durations["triage"]
            events.append(ObligationOpened("triage", officers(item), "L-8.om", now, due))
        case ("burgemeestersbericht", "ingetrokken"):
            if state in DESIGNATED and asked_again(progress, item.data.linked, facts):
                events.append(besluit.to_say_which_mayors(policy, now, visible=item.data.visible))
        case (flow, reached) if flow in FOLLOWED_BY and reached not in UNSENT:
            events += settled(facts, FOLLOWED_BY[flow], "opgevolgd")
    return refusals.closing(item, State.NIET_AANGEWEZEN, facts, events)


def _rccb_relieved(item: Request) -> list[Event]:
    """SA-07: the rccb kept local measures until relief, so it is told that relief is there, on its own item."""
    words = [one.item for one in item.data.linked if one.flow == "bericht_rccb" and one.item != item.data.end_word]
    return [Elsewhere(word, (Told(item.data.rccb, "afgelost"),)) for word in words]


def _to_joined(item: Request, facts: Facts, why: str, *also: Event) -> list[Event]:
    """SA-12: the order of the one decision serves every joined request, so each side hears how it goes."""
    events: list[Event] = []
    for one in item.data.joined:
        theirs = facts.others[one][0]
        events.append(Elsewhere(one, (*also, *tell_requester(theirs, why))))
        events += _rccb_relieved(theirs) if also else []
    return events


def _content(blob: str, kind: str) -> ContentAdded:
    return ContentAdded(Sha256Hex(blob), kind)


def _must_speak(item: Request, actor: Actor, *others: Holding) -> None:
    """SA-01, SA-05, P-02: for the request speak who asked and the HOvJ, or who stands in his place on this one.

    Raises:
        NotAllowed: for whom the ladder brought to it only to read.
    """
    if actor.holding not in (item.data.requester, *officers(item), *others):
        raise NotAllowed("functie.not_allowed", "Only the requester's side adds to this request; somebody else must.")


def _tell_decider(item: Request, why: str) -> Event:
    if item.data.received_by is None:
        return Told(NCTV_PIKET, why)
    return PersonTold(item.data.received_by, why)


def _tell_other_side(item: Request, actor: Actor) -> list[Event]:
    if actor.holding == NCTV_PIKET:
        return tell_requester(item, "aanvulling")
    return [_tell_decider(item, "aanvulling")]


def _receive(item: Request, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """SA-04, SA-10: the first receipt stands and starts the clock of the decision; a second one is recorded too.

    Raises:
        OutOfStep: after the decision.
        NotAllowed: when the actor may not decide.
    """
    if State(item.state) not in UNDECIDED:
        raise OutOfStep("spoedaanwijzing.decided", "This has been decided already; read the item again.")
    if "ontvangen" not in facts.open:
        return [Received(actor.person, actor.holding.functie, now, first=False), Flagged("receipt.second")]
    must_settle(facts, "ontvangen", actor)
    events: list[Event] = [
        ObligationSettled("ontvangen", "ontvangen"),
        Received(actor.person, actor.holding.functie, now, first=True),
        StateChanged(State.ONTVANGEN),
    ]
    if "besluiten" not in facts.open:
        start = min(now, item.data.clock or now)
        events.append(
            ObligationOpened("besluiten", RECEIVERS, "L-1.besluit", start, start + policy.durations["besluit"])
        )
    return [*events, *tell_requester(item, "ontvangen")]


def _spoken(item: Request, facts: Facts, actor: Actor, now: datetime) -> list[Event]:
    """SA-00, SA-08: one conversation settles every "spoken yet?" that is open; a refusal is told by voice first."""
    waiting = [what for what in ("gesproken", "weigering_gesproken") if what in facts.open]
    for what in waiting or ["gesproken"]:
        must_settle(facts, what, actor)
    events: list[Event] = [Spoke(now), *(ObligationSettled(what, "gesproken") for what in waiting)]
    if "weigering_gesproken" in waiting:
        after = [facts.open[what] for what in besluit.AFTER_VOICE if what in facts.open]
        events += [ObligationMoved(one.what, now) for one in after if one.start > now]
    if "weigering_gesproken" in waiting and item.data.namens:
        events += tell_requester(item, "niet_aangewezen")
    return events


def _confirm(params: acts.Confirm, actor: Actor, facts: Facts) -> list[Event]:
    must_settle(facts, "bevestigen", actor)
    events: list[Event] = [Confirmed(params.outcome), ObligationSettled("bevestigen", params.outcome)]
    if params.content is not None:
        events.append(_content(params.content, "correctie"))
    return [*events, Told(NCTV_PIKET, params.outcome)]


def _object(item: Request, content: str, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """SA-02: after the decision the HOvJ may object to what was asked on their behalf; that rings `nctv_piket`."""
    if actor.holding not in officers(item):
        raise NotAllowed("functie.not_allowed", "This functie in this scope does not settle this; somebody else must.")
    if not item.data.namens:
        raise NotAllowed("object.own", "Only a request made on behalf of the HOvJ can be objected to.")
    if item.data.outcome is None:
        raise OutOfStep("spoedaanwijzing.undecided", "This has not been decided yet; withdraw it instead.")
    events: list[Event] = [_content(content, "bezwaar")]
    if "bezwaar" not in facts.open:
        events.append(ObligationOpened("bezwaar", RECEIVERS, "SA-02.bezwaar", now))
    return events


def _overbrugging(params: acts.Overbrugging, actor: Actor, facts: Facts) -> list[Event]:
    must_settle(facts, "overbrugging", actor)
    events: list[Event] = [_content(params.content, "overbrugging"), ObligationSettled("overbrugging", "vastgelegd")]
    if params.linked is not None:
        events.append(LinkedOpened(ItemId(params.linked.item), params.linked.flow))
    return events


def _follow_up(params: acts.FollowUp, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """SA-07: done, or not needed, because; a review sets the next moment in the same act (HB-02, SA-11)."""
    must_settle(facts, params.what, actor)
    must_be_later(params.next_at, now, "next_at")
    events: list[Event] = [ObligationSettled(params.what, params.outcome)]
    if params.content is not None:
        events.append(_content(params.content, "vervolg"))
    if params.what == "einde_herzien":
        events.append(EndForeseen(params.next_at))
        if params.next_at is not None:
            events.append(besluit.foreseen_end(params.next_at))
    elif params.what in acts.REVIEWS:
        review_at = params.next_at or policy.terms["first_review"].after(now)
        events += [ReviewPlanned(review_at), besluit.next_review(review_at)]
    return events


def _join(item: Request, other: ItemId, facts: Facts) -> list[Event]:
    """SA-12: a link; each item keeps its key and audience, and both run on the earliest clocks.

    Raises:
        OutOfStep: when one of the two is decided, or is joined already in a way that would make a chain.
    """
    theirs, its_facts = facts.others[other]
    free = other != item.id and other not in item.data.joined and item.data.joined_to is None
    free = free and len(item.data.joined) < acts.MOST_JOINED
    alone = theirs.flow == item.flow and theirs.data.joined_to is None and not theirs.data.joined
    if not (free and alone and item.state in UNDECIDED and theirs.state in UNDECIDED and item.drill == theirs.drill):
        raise OutOfStep("join.impossible", "These two cannot be joined (any more).", field="params.with_item")
    here: list[Event] = []
    there: list[Event] = []
    for what in ("ontvangen", "besluiten"):
        mine, its = facts.open.get(what), its_facts.open.get(what)
        if mine is not None and its is not None and mine.start != its.start:
            moved = ObligationMoved(what, min(mine.start, its.start))
            (there if mine.start < its.start else here).append(moved)
    starts = [one.open["besluiten"].start for one in (facts, its_facts) if "besluiten" in one.open]
    clock = min(starts, default=None)
    joined: Event = JoinedTo(item.id, clock)
    return [JoinedWith(other, clock), *here, Elsewhere(other, (joined, *there))]
