"""What the NCTV writes after a notice has left: corrected, supplemented, taken back, ended, still true (BB-06)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.errors import OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    ItemClosed,
    ObligationMoved,
    ObligationOpened,
    ObligationSettled,
    PersonTold,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_be_later, must_settle
from domain.flows.burgemeestersbericht import acts
from domain.flows.burgemeestersbericht.opening import look_later, to_be_known
from domain.flows.burgemeestersbericht.parties import DESK, Notice, burgemeester
from domain.flows.burgemeestersbericht.state import ENDING, State, Written
from domain.ids import Sha256Hex
from domain.items import Actor
from domain.policy import Policy

_KINDS: Final = {
    acts.Correct: "correctie",
    acts.Supplement: "aanvulling",
    acts.Recall: "intrekking",
    acts.End: "einde",
}


def write_word(
    item: Notice,
    params: acts.Correct | acts.Supplement | acts.Recall | acts.End,
    actor: Actor,
    facts: Facts,
    policy: Policy,
    now: datetime,
) -> list[Event]:
    """Return what newer word to the mayor does: he must know it too, and a second official looks at it afterwards.

    It never waits for four eyes: a mayor who acts on what is wrong is worse. The ladder that already rings for an
    older word goes on, so that correcting buys no time.

    Raises:
        OutOfStep: before release (take it back, send another), or when the notice has ended and this is no correction.
    """
    state = State(item.state)
    if state is State.TER_VRIJGAVE:
        if isinstance(params, acts.Recall):
            return _unsent(params, item, actor, facts)
        raise OutOfStep(
            "burgemeestersbericht.unreleased", "The mayor cannot read this yet; take it back, send another."
        )
    if state in ENDING and not isinstance(params, acts.Correct):
        raise OutOfStep("burgemeestersbericht.ending", "This notice has ended already; only correct what was said.")
    blob, kind = Sha256Hex(params.content), _KINDS[type(params)]
    events: list[Event] = [ContentAdded(blob, kind), Written(blob, actor.person)]
    match params:
        case acts.Recall():
            events += [StateChanged(State.INGETROKKEN), *_settled(facts, "actueel", State.INGETROKKEN)]
        case acts.End():
            events += [StateChanged(State.BEEINDIGD), *_settled(facts, "actueel", State.BEEINDIGD)]
        case _ if state is State.KENNISGENOMEN:
            events.append(StateChanged(State.VERSTUURD))
    if "kennisnemen" in facts.open:
        events.append(Told(burgemeester(item.area), kind))
    else:
        events.append(to_be_known(item, policy, now))
    events += [PersonTold(person, kind) for person in item.data.stand_ins]
    if "tweede_blik" not in facts.open:
        events.append(look_later(item, actor.holding, policy, now))
    return events


def _unsent(params: acts.Recall, item: Notice, actor: Actor, facts: Facts) -> list[Event]:
    """BB-02: the second official does not agree, or the sender thinks again: the mayor never knew of it."""
    return [
        ContentAdded(Sha256Hex(params.content), "intrekking"),
        *(ObligationSettled(what, State.VERVALLEN) for what in facts.open),
        StateChanged(State.VERVALLEN),
        *([PersonTold(item.opened_by, "vervallen")] if actor.person != item.opened_by else []),
        ItemClosed(State.VERVALLEN),
    ]


def keep(params: acts.Keep, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """BB-06: looked at and still true; the next moment is set in the same act.

    Raises:
        OutOfStep: when the notice has ended, or the moment has passed.
        NotAllowed: when somebody else must.
    """
    must_settle(facts, "actueel", actor)
    must_be_later(params.next_at, now, "next_at")
    again = params.next_at or policy.terms["burgemeester_actueel"].after(now)
    return [
        ObligationSettled("actueel", "nog_actueel"),
        ObligationOpened("actueel", DESK, "L-8.regulier", again, again),
    ]


def out_of_date(facts: Facts, now: datetime) -> list[Event]:
    """BB-06: the protection has ended, so the NCTV is rung now to tell the mayor; it decides nothing."""
    waiting = facts.open.get("actueel")
    return [] if waiting is None or waiting.start <= now else [ObligationMoved("actueel", now)]


def _settled(facts: Facts, what: str, outcome: str) -> list[Event]:
    return [ObligationSettled(what, outcome)] if what in facts.open else []
