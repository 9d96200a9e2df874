"""What follows from the judgement of the NCTV, at that instant: admission or refusal (TR-04, TR-05, TR-06, TR-08)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.errors import OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    GezagPassed,
    ObligationOpened,
    StateChanged,
    Told,
)
from domain.facts import Facts, authority_of, must_be_later, must_settle, settled
from domain.flows.triage.acts import Judge
from domain.flows.triage.events import Judged
from domain.flows.triage.parties import DESK, Case, officers
from domain.flows.triage.state import ADMITTED, BEFORE_THE_TABLE, UNJUDGED, State
from domain.functies import Functie
from domain.ids import Sha256Hex
from domain.items import Actor
from domain.mayors import which_mayors
from domain.parties import NCTV, OVER, TRIAGESECRETARIAAT
from domain.policy import Policy

REVIEWS: Final = "herbeoordeling"
"""The flow of the reviews that a dossier may have already."""
FIRST: Final = "eerste_herbeoordeling"
"""What an admission opens so that reviews begin."""
MEASURES: Final = "maatregelen"
"""What the HOvJ, as the authority, is asked after a refusal: which measures stand."""
OF_A_REFUSAL: Final = ("berusten_of_betwisten", MEASURES)
"""What only a refusal opens."""


def judge(case: Case, params: Judge, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return everything that follows from the judgement of somebody who may give it (TR-05).

    Sending it informs the OM: whatever it is, it asks something of the HOvJ, who is rung for that at once.

    The NCTV may admit at any time, before the table met, after its refusal and while that is disputed: only the NCTV
    designates, and no meeting delays protection. A case for the table it refuses only once discussed (TR-07).

    Raises:
        OutOfStep: when there is nothing (more) to judge, or the table has yet to discuss it.
    """
    state = State(case.state)
    refused = params.outcome == "niet_opgenomen"
    if state in ADMITTED or (refused and state not in UNJUDGED):
        raise OutOfStep("triage.judged", "This case has been judged already; read the item again.")
    if refused and state in BEFORE_THE_TABLE:
        raise OutOfStep("triage.not_discussed", "The triagetafel has yet to discuss this case before it is refused.")
    must_be_later(params.review_at, now, "review_at")
    if "oordelen" in facts.open:
        must_settle(facts, "oordelen", actor)
    review_at = None if refused else params.review_at or policy.terms["triage_review"].after(now)
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "oordeel"),
        Judged(params.outcome, actor.person, actor.holding.functie, now, review_at, params.visible),
        *settled(facts, ("oordelen",), params.outcome),
    ]
    return events + (
        _refused(case, facts, now) if review_at is None else _admitted(case, params, review_at, facts, policy, now)
    )


def _admitted(
    case: Case, params: Judge, review_at: datetime, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """TR-04, TR-06: the authority passes in this instant, unless the NCTV has it already or it is a drill (X-05)."""
    events: list[Event] = [StateChanged(State.OPGENOMEN)]
    if not case.drill:
        events.append(GezagPassed(NCTV, now if facts.gezag is None else facts.gezag.since, OVER))
    waiting = ("agenderen", "tafel", *OF_A_REFUSAL)
    events += settled(facts, waiting, "opgenomen")
    if "agenderen" in facts.open or "tafel" in facts.open:
        events.append(Told(TRIAGESECRETARIAAT, "opgenomen"))
    durations = policy.durations
    dossier = now + durations["overdrachtsdossier"]
    events += [
        ObligationOpened("overdrachtsdossier", officers(case), "L-7.om", now, dossier),
        to_say_which_mayors(policy, now, visible=params.visible),
    ]
    return events + to_review(review_at, facts)


def to_say_which_mayors(policy: Policy, now: datetime, *, visible: bool) -> ObligationOpened:
    """BB-07: where people will see measures it rings as an emergency."""
    return which_mayors(DESK, "L-8" if visible else "L-8.regulier", policy, now, visible=visible)


def to_review(at: datetime, facts: Facts) -> list[Event]:
    """HB-01: at that moment the NCTV is asked for the review; where reviews of the dossier run, those go on."""
    if any(one.flow == REVIEWS for one, _ in facts.others.values()):
        return []
    return [ObligationOpened(FIRST, DESK, "L-8.regulier", at, at)]


def to_say_what_stands(case: Case, now: datetime) -> ObligationOpened:
    """TR-04, TR-08: the HOvJ, while he is the authority, records which measures stand."""
    return ObligationOpened(MEASURES, officers(case), "L-7.om", now)


def _refused(case: Case, facts: Facts, now: datetime) -> list[Event]:
    """TR-04, TR-08: nothing ends by it; the HOvJ accepts or disputes, and as the authority says what stands."""
    who = officers(case)
    asked = [ObligationOpened("berusten_of_betwisten", who, "L-7.om", now)]
    if authority_of(facts, case.area).functie is not Functie.NCTV:
        asked.append(to_say_what_stands(case, now))
    # After a dispute it may be refused again; what the first refusal still asks keeps its clock.
    return [StateChanged(State.NIET_OPGENOMEN), *(one for one in asked if one.what not in facts.open)]
