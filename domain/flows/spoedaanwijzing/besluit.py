"""What follows from a decision, at that instant: designation, refusal, joined requests (SA-06, SA-07, SA-08, SA-12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.errors import OutOfStep
from domain.events import (
    ContentAdded,
    Elsewhere,
    Event,
    GezagPassed,
    LinkedOpened,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    StateChanged,
)
from domain.facts import Facts, must_be_later, must_settle
from domain.flows.spoedaanwijzing.acts import Decide
from domain.flows.spoedaanwijzing.events import Decided
from domain.flows.spoedaanwijzing.parties import (
    DIRECTEUR_NCTV,
    NCTV,
    NCTV_BEHANDELAAR,
    NCTV_PIKET,
    NCTV_TEAMLEIDER,
    RECEIVERS,
    hovj,
    tell_requester,
)
from domain.flows.spoedaanwijzing.state import FINAL, REFUSED, UNDECIDED, Spoedaanwijzing, State
from domain.functies import Functie
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Item
from domain.policy import Policy

OVER: Final = ("persoon", "kerngezin", "woning", "werkplek")
"""What the authority is over (P-06, SA-09): home and workplace with a view to this person only."""
_OF_A_REFUSAL: Final = ("directeur_ingelicht", "weigering_gesproken", "overbrugging", "berusten_of_betwisten")
AFTER_VOICE: Final = ("overbrugging", "berusten_of_betwisten")
"""What the HOvJ must do after a refusal, and is rung for once it was told by voice (SA-08)."""
_REVIEWERS: Final = (NCTV_PIKET, NCTV_BEHANDELAAR, NCTV_TEAMLEIDER, DIRECTEUR_NCTV)
_MAYOR_DESK: Final = (NCTV_PIKET, NCTV_BEHANDELAAR, NCTV_TEAMLEIDER)
_OFFICIALS: Final = (NCTV_PIKET, NCTV_BEHANDELAAR, DIRECTEUR_NCTV)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The outcome for one item: of the decision itself, or for a request that was joined to it."""

    outcome: str
    content: Sha256Hex
    from_at: datetime
    ends_at: datetime | None
    review_at: datetime | None


def decide(
    item: Item[Spoedaanwijzing], params: Decide, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """Return everything that follows from a decision by somebody who may take it.

    The NCTV may turn its refusal into a designation at any time, disputed or not: only the NCTV designates (TR-08).
    A joined request is decided where it was joined to (SA-12).

    Raises:
        OutOfStep: when there is nothing (more) to decide, or the joined requests are not all named.
    """
    state = State(item.state)
    if item.data.joined_to is not None and state in UNDECIDED:
        raise OutOfStep("joined.elsewhere", "This request is joined to another; decide on that one.", field="item")
    if state not in UNDECIDED and not (state in REFUSED and params.outcome != "niet_aangewezen"):
        raise OutOfStep("spoedaanwijzing.decided", "This has been decided already; read the item again.")
    if "besluiten" in facts.open:
        must_settle(facts, "besluiten", actor)
    must_be_later(params.ends_at, now, "ends_at")
    must_be_later(params.review_at, now, "review_at")
    joined = {ItemId(one.item): one for one in params.joined}
    waiting = {one for one in item.data.joined if facts.others[one][0].state in UNDECIDED}
    if set(joined) != waiting or len(joined) != len(params.joined):
        raise OutOfStep(
            "joined.incomplete", "One decision names every joined request, each once.", field="params.joined"
        )
    content = Sha256Hex(params.content)
    own = _Outcome(params.outcome, content, params.from_at, params.ends_at, params.review_at)
    events = _outcome(item, own, actor, facts, policy, now)
    events += [LinkedOpened(ItemId(one.item), one.flow) for one in params.linked]
    for other, one in joined.items():
        theirs, its_facts = facts.others[other]
        ends_at, review_at = (None, None) if one.outcome == "niet_aangewezen" else (params.ends_at, params.review_at)
        its = _Outcome(one.outcome, Sha256Hex(one.content), params.from_at, ends_at, review_at)
        events.append(Elsewhere(other, tuple(_outcome(theirs, its, actor, its_facts, policy, now))))
    return events


def _outcome(
    item: Item[Spoedaanwijzing], its: _Outcome, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    designated = its.outcome != "niet_aangewezen"
    review_at = (its.review_at or now + policy.durations["first_review"]) if designated else None
    events: list[Event] = [
        ContentAdded(its.content, "besluit"),
        Decided(its.outcome, actor.person, actor.holding.functie, now, its.from_at, its.ends_at, review_at),
        *settled(facts, ("ontvangen", "besluiten"), its.outcome),
    ]
    if review_at is not None:
        return events + _designated(item, its, review_at, facts, policy, now)
    return events + _refused(item, actor, policy, now)


def _designated(
    item: Item[Spoedaanwijzing],
    its: _Outcome,
    review_at: datetime,
    facts: Facts,
    policy: Policy,
    now: datetime,
) -> list[Event]:
    """SA-07: the authority passes in this instant (never in a drill, X-05); then each follow-up is an obligation."""
    officer, durations = hovj(item.area), policy.durations
    events: list[Event] = [StateChanged(State.AANGEWEZEN)]
    if not item.drill:
        events.append(GezagPassed(NCTV, now, OVER))
    events += settled(facts, _OF_A_REFUSAL, "alsnog_aangewezen")
    events += [ParticipantAdded(one, "aangewezen") for one in (NCTV_BEHANDELAAR, NCTV_TEAMLEIDER)]
    events.append(ObligationOpened("verzoeker_geinformeerd", (item.data.requester,), "L-8.om", now))
    if item.data.namens:
        events.append(ObligationOpened("hovj_geinformeerd", (officer,), "L-8.om", now))
    events.append(ObligationOpened("persoon_geinformeerd", _OFFICIALS, "L-8", now))
    events.append(ObligationOpened("burgemeester", _MAYOR_DESK, "L-8", now, now + durations["burgemeester"]))
    if its.outcome == "aangewezen":
        events.append(ObligationOpened("triage", (officer,), "L-8.om", now, now + durations["triage"]))
    events.append(ObligationOpened("eerste_herbeoordeling", _REVIEWERS, "L-8", review_at, review_at))
    if its.ends_at is not None:
        events.append(foreseen_end(its.ends_at, policy))
    return [*events, *tell_requester(item, its.outcome)]  # whoever asked, also when somebody else is on duty


def foreseen_end(ends_at: datetime, policy: Policy) -> ObligationOpened:
    """SA-11: a foreseen end opens a review before it; passing it ends nothing (X-01)."""
    return ObligationOpened(
        "einde_herzien", _REVIEWERS, "L-8.einde", ends_at - policy.durations["review_before_end"], ends_at
    )


def next_review(review_at: datetime) -> ObligationOpened:
    """HB-02: the next review, set in the same act as the last one."""
    return ObligationOpened("herbeoordeling", _REVIEWERS, "L-8", review_at, review_at)


def _refused(item: Item[Spoedaanwijzing], actor: Actor, policy: Policy, now: datetime) -> list[Event]:
    """SA-08: told by voice, the director rung at once, other measures recorded, and the HOvJ accepts or disputes.

    The call goes before the bell: what the HOvJ must do next rings from the conversation on, or a few minutes later.
    """
    officer, told = hovj(item.area), now + policy.durations["voice_first"]
    speakers = dict.fromkeys((*RECEIVERS, item.data.requester, officer))
    events: list[Event] = [
        StateChanged(State.NIET_AANGEWEZEN),
        ParticipantAdded(DIRECTEUR_NCTV, "weigering"),
        ObligationOpened("weigering_gesproken", tuple(speakers), "L-8", now),
        ObligationOpened("overbrugging", (officer,), "L-8.om", told),
        ObligationOpened("berusten_of_betwisten", (officer,), "L-8.om", told),
    ]
    if actor.holding.functie is Functie.NCTV_PIKET:
        events.append(ObligationOpened("directeur_ingelicht", (DIRECTEUR_NCTV, NCTV), "SA-08.directeur", now))
    return events


def settled(facts: Facts, whats: Iterable[str], outcome: str) -> list[Event]:
    """Return the settling of those of `whats` that are open."""
    return [ObligationSettled(what, outcome) for what in whats if what in facts.open]


def must_not_be_final(item: Item[Spoedaanwijzing]) -> State:
    """Return the state of an item that has not come to its end.

    Raises:
        OutOfStep: when it has.
    """
    state = State(item.state)
    if state in FINAL:
        raise OutOfStep("item.closed", "The item is closed; nothing on it can change any more.")
    return state
