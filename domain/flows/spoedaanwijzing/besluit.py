"""What follows from a decision, at that instant: designation, refusal, joined requests (SA-06, SA-07, SA-08, SA-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.errors import Malformed, OutOfStep
from domain.events import (
    ContentAdded,
    Elsewhere,
    Event,
    GezagPassed,
    LinkedOpened,
    ObligationOpened,
    ParticipantAdded,
    StateChanged,
)
from domain.facts import Facts, must_be_later, must_settle, settled
from domain.flows.spoedaanwijzing.acts import Decide
from domain.flows.spoedaanwijzing.events import Decided, JoinReleased, VoiceFirst
from domain.flows.spoedaanwijzing.parties import RECEIVERS, officers, tell_requester
from domain.flows.spoedaanwijzing.state import FINAL, REFUSED, UNDECIDED, Spoedaanwijzing, State
from domain.functies import Functie
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Item
from domain.mayors import which_mayors
from domain.parties import DIRECTEUR_NCTV, NCTV, NCTV_BEHANDELAAR, NCTV_PIKET, NCTV_TEAMLEIDER, OVER
from domain.policy import Policy

OF_A_REFUSAL: Final = ("directeur_ingelicht", "weigering_gesproken", "overbrugging", "berusten_of_betwisten")
"""What only a refusal opens."""
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
    visible: bool


def decide(
    item: Item[Spoedaanwijzing], params: Decide, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """Return everything that follows from a decision by somebody who may take it.

    The NCTV may turn its refusal into a designation at any time, disputed or not: only the NCTV designates (TR-08).
    A joined request is refused where it was joined to (SA-12). Nobody need be refused there to be designated here, and
    what was decided there once is decided here when a dispute brings it back: it then stands alone again.

    Raises:
        OutOfStep: when there is nothing (more) to decide, or the joined requests are not all named.
        Malformed: when the rccb of somebody who is designated would get no word.
    """
    state = State(item.state)
    apart = item.data.joined_to
    if apart is not None and item.data.outcome is None and params.outcome == "niet_aangewezen":
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
    _must_reach_every_rccb(item, params, facts)
    content = Sha256Hex(params.content)
    own = _Outcome(params.outcome, content, params.from_at, params.ends_at, params.review_at, params.visible)
    events = _outcome(item, own, actor, facts, policy, now)
    events += _opened(params, None)
    if apart is not None:
        events += [JoinReleased(apart), Elsewhere(apart, (JoinReleased(item.id),))]
    for other, one in joined.items():
        theirs, its_facts = facts.others[other]
        ends_at, review_at = (None, None) if one.outcome == "niet_aangewezen" else (params.ends_at, params.review_at)
        its = _Outcome(one.outcome, Sha256Hex(one.content), params.from_at, ends_at, review_at, params.visible)
        theirs_too = [*_outcome(theirs, its, actor, its_facts, policy, now), *_opened(params, other)]
        events.append(Elsewhere(other, tuple(theirs_too)))
    return events


def _opened(params: Decide, joined: ItemId | None) -> list[Event]:
    """The linked items that hang on the item decided on, or on one joined to it."""
    return [LinkedOpened(ItemId(one.item), one.flow) for one in params.linked if one.joined == joined]


def _must_reach_every_rccb(item: Item[Spoedaanwijzing], params: Decide, facts: Facts) -> None:
    """SA-07, SA-12: whoever keeps local measures for somebody who is designated gets word, once, in whatever eenheid.

    Raises:
        Malformed: when an rccb would get none, or more than one, or word hangs on a request not designated here.
    """
    designated: dict[str | None, Item[Spoedaanwijzing]] = {None: item} if params.outcome != "niet_aangewezen" else {}
    for one in params.joined:
        if one.outcome != "niet_aangewezen":
            designated[one.item] = facts.others[ItemId(one.item)][0]
    words = [one for one in params.linked if one.flow == "bericht_rccb"]
    told = [designated[one.joined].data.rccb for one in words if one.joined in designated]
    if len(told) != len(words) or sorted(told) != sorted({one.data.rccb for one in designated.values()}):
        raise Malformed(
            "linked.word_missing",
            "Send each rccb concerned its own word, once, with the decision.",
            field="params.linked",
        )


def _outcome(
    item: Item[Spoedaanwijzing], its: _Outcome, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    designated = its.outcome != "niet_aangewezen"
    review_at = (its.review_at or policy.terms["first_review"].after(now)) if designated else None
    events: list[Event] = [
        ContentAdded(its.content, "besluit"),
        Decided(
            its.outcome, actor.person, actor.holding.functie, now, its.from_at, its.ends_at, review_at, its.visible
        ),
        *settled(facts, ("ontvangen", "besluiten"), its.outcome),
    ]
    if review_at is not None:
        return events + _designated(item, its, review_at, facts, policy, now)
    return events + _refused(item, actor, facts, policy, now)


def _designated(
    item: Item[Spoedaanwijzing],
    its: _Outcome,
    review_at: datetime,
    facts: Facts,
    policy: Policy,
    now: datetime,
) -> list[Event]:
    """SA-07: the authority passes in this instant (never in a drill, X-05); then each follow-up is an obligation."""
    hovj_or_deputy, durations = officers(item), policy.durations
    events: list[Event] = [StateChanged(State.AANGEWEZEN)]
    if not item.drill:
        events.append(GezagPassed(NCTV, _since(its, facts, now), OVER))
    events += settled(facts, OF_A_REFUSAL, "alsnog_aangewezen")
    events += [ParticipantAdded(one, "aangewezen") for one in (NCTV_BEHANDELAAR, NCTV_TEAMLEIDER)]
    events.append(ObligationOpened("verzoeker_geinformeerd", (item.data.requester,), "L-8.om", now))
    if item.data.namens:
        events.append(ObligationOpened("hovj_geinformeerd", hovj_or_deputy, "L-8.om", now))
    events.append(ObligationOpened("persoon_geinformeerd", _OFFICIALS, "L-8", now))
    events.append(to_say_which_mayors(policy, now, visible=its.visible))
    if its.outcome == "aangewezen":
        events.append(ObligationOpened("triage", hovj_or_deputy, "L-8.om", now, now + durations["triage"]))
    events.append(ObligationOpened("eerste_herbeoordeling", _REVIEWERS, "L-8", review_at, review_at))
    if its.ends_at is not None:
        events.append(foreseen_end(its.ends_at))
    return [*events, *tell_requester(item, its.outcome)]  # whoever asked, also when somebody else is on duty


def _since(its: _Outcome, facts: Facts, now: datetime) -> datetime:
    """P-06: the authority passes now; who was under it already has been since the earlier designation, where known.

    Piket knows an earlier designation of the same dossier, also one of this very second that the decider did not; who
    says that there is one (and states `from_at`) knows perhaps an older one.
    """
    known = facts.designated_since or now
    return min(now, known, its.from_at) if its.outcome == "al_onder_gezag_nctv" else min(now, known)


def to_say_which_mayors(policy: Policy, now: datetime, *, visible: bool) -> ObligationOpened:
    """BB-07: in an emergency it rings as one, whatever people will see."""
    return which_mayors(_MAYOR_DESK, "L-8", policy, now, visible=visible)


def foreseen_end(ends_at: datetime) -> ObligationOpened:
    """SA-11: the ladder to a foreseen end begins before it; passing it ends nothing (X-01)."""
    return ObligationOpened("einde_herzien", _REVIEWERS, "L-8.einde", ends_at, ends_at)


def next_review(review_at: datetime) -> ObligationOpened:
    """HB-02: the next review, set in the same act as the last one."""
    return ObligationOpened("herbeoordeling", _REVIEWERS, "L-8", review_at, review_at)


def _refused(item: Item[Spoedaanwijzing], actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """SA-08: told by voice, the director rung at once, other measures recorded, and the HOvJ accepts or disputes.

    The call goes before the bell and before the words: until then the requester's side is not given the refusal
    (`domain.flows.spoedaanwijzing.voice`); what the HOvJ must do next rings from the conversation on, or some minutes
    later.
    """
    hovj_or_deputy, told = officers(item), now + policy.durations["voice_first"]
    speakers = dict.fromkeys((*RECEIVERS, item.data.requester, *hovj_or_deputy))
    refused: list[Event] = [
        StateChanged(State.NIET_AANGEWEZEN),
        VoiceFirst(told),
        ParticipantAdded(DIRECTEUR_NCTV, "weigering"),
    ]
    asked = [
        ObligationOpened("weigering_gesproken", tuple(speakers), "L-8", now),
        ObligationOpened("overbrugging", hovj_or_deputy, "L-8.om", told),
        ObligationOpened("berusten_of_betwisten", hovj_or_deputy, "L-8.om", told),
    ]
    if actor.holding.functie is Functie.NCTV_PIKET:
        asked.append(ObligationOpened("directeur_ingelicht", (DIRECTEUR_NCTV, NCTV), "SA-08.directeur", now))
    # After a dispute it may be refused again; what the first refusal still asks keeps its clock.
    return refused + [one for one in asked if one.what not in facts.open]


def must_not_be_final(item: Item[Spoedaanwijzing]) -> State:
    """Return the state of an item that has not come to its end.

    Raises:
        OutOfStep: when it has.
    """
    state = State(item.state)
    if state in FINAL:
        raise OutOfStep("item.closed", "The item is closed; nothing on it can change any more.")
    return state
