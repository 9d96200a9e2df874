"""Every act on a triage that is open: which rule it meets and what follows (TR-01 … TR-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from domain import einde, refusals
from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    GezagPassed,
    ItemClosed,
    LinkedOpened,
    LinkedProgressed,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    PersonTold,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_be_authority, must_be_later, must_settle, settled
from domain.flows.triage import acts, oordeel
from domain.flows.triage.events import Discussed, DossierComplete, Scheduled, Transferred
from domain.flows.triage.oordeel import FIRST
from domain.flows.triage.opening import to_be_judged
from domain.flows.triage.parties import DESK, Case, invited, officers
from domain.flows.triage.state import ADMITTED, BEFORE_THE_TABLE, FINAL, UNJUDGED, State
from domain.functies import Functie
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor
from domain.linked import UNSENT
from domain.mayors import asked_again
from domain.parties import (
    COORDINEREND_HOVJ,
    DIRECTEUR_NCTV,
    NCTV,
    NCTV_BEHANDELAAR,
    NCTV_TEAMLEIDER,
    PG,
    TRIAGESECRETARIAAT,
    adviseur_bbc,
    hovj,
)
from domain.policy import Policy

CONSULTED: Final = {"trede_1": (COORDINEREND_HOVJ, DIRECTEUR_NCTV), "trede_2": (PG, NCTV)}
"""Who reads the case from each rung of a dispute on, since they are consulted about it (TR-08)."""


def decide(case: Case, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to an open triage. Pure; safe to repeat.

    Raises:
        OutOfStep: when the item's state has no place for it.
        NotAllowed: when another functie must do it.
    """
    if State(case.state) in FINAL:
        raise OutOfStep("item.closed", "The item is closed; nothing on it can change any more.")
    return refusals.closing(case, State.NIET_OPGENOMEN, facts, _decide(case, act, actor, facts, policy, now))


def _decide(case: Case, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    match act.params:
        case acts.Withdraw():
            return _withdraw(case, actor, facts)
        case acts.Ask(content=content):
            return [_content(content, "vraag"), PersonTold(case.opened_by, "vraag")]
        case acts.Supplement(content=content):
            _must_speak(case, actor)
            return [_content(content, "aanvulling"), Told(NCTV_BEHANDELAAR, "aanvulling")]
        case acts.Schedule() as params:
            return _schedule(case, params, facts, policy, now)
        case acts.Discuss(content=content):
            must_settle(facts, "tafel", actor)
            events = [_content(content, "tafel"), Discussed(now), ObligationSettled("tafel", "besproken")]
            return [*events, *to_be_judged(policy, now), PersonTold(case.opened_by, "besproken")]
        case acts.Judge() as params:
            return oordeel.judge(case, params, actor, facts, policy, now)
        case acts.Transfer(content=content):
            must_settle(facts, "overdrachtsdossier", actor)
            events = [_content(content, "overdrachtsdossier"), Transferred(now)]
            events.append(ObligationSettled("overdrachtsdossier", "verzonden"))
            return [*events, ObligationOpened("dossier_volledig", DESK, "L-7.nctv", now)]
        case acts.CheckDossier() as params:
            return _check(case, params, actor, facts, policy, now)
        case acts.Measures() as params:
            return _measures(case, params, actor, facts)
        case refusals.Acquiesce():
            return refusals.acquiesced(facts, actor)
        case refusals.Dispute() as params:
            return refusals.disputed(params, facts, actor)
        case acts.FollowUp() as params:
            return _follow_up(params, actor, facts, policy, now)
        case einde.End() as params:
            return _end(case, params, facts, now)
        case einde.EndReceived():
            must_settle(facts, einde.RECEIVED, actor)
            return einde.ended(case, facts, NCTV_TEAMLEIDER, now)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(case: Case, progress: LinkedProgressed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what it means for a triage that an item linked to it, or that follows it, reached a state."""
    events: list[Event] = [progress]
    state = State(case.state)
    if state in FINAL:
        return events
    match (progress.flow, progress.state):
        case ("geschil", "trede_1" | "trede_2" as rung):
            events += [ParticipantAdded(one, rung) for one in CONSULTED[rung]]
        case ("geschil", "alsnog_aanwijzen") if state is State.BETWIST:
            events += to_be_judged(policy, now)
        case ("geschil", "berust" | "afgerond") if state is State.BETWIST:
            events.append(StateChanged(State.NIET_OPGENOMEN))
        case ("bericht_rccb", "kennisgenomen") if progress.item == case.data.end_word:
            if state is State.EINDE_AANGEKONDIGD and case.data.ending_to == "basispolitiezorg":
                events += einde.ended(case, facts, NCTV_TEAMLEIDER, now)
        case ("burgemeestersbericht", "ingetrokken"):
            if state in ADMITTED and asked_again(progress, case.data.linked, facts):
                events.append(oordeel.to_say_which_mayors(policy, now, visible=case.data.visible))
        case ("burgemeestersbericht", reached) if reached not in UNSENT:
            events += settled(facts, ("burgemeester",), "bericht")
        case ("herbeoordeling", "einde_verwacht"):
            events += settled(facts, (FIRST,), "gepland")
            if state in (State.OPGENOMEN, State.OVERGEDRAGEN) and "beeindigen" not in facts.open:
                events.append(ObligationOpened("beeindigen", DESK, "L-7.nctv", now))
        case ("herbeoordeling", _):
            events += settled(facts, (FIRST,), "gepland")
    return refusals.closing(case, State.NIET_OPGENOMEN, facts, events)


def passed(case: Case, event: GezagPassed, facts: Facts, _policy: Policy, now: datetime) -> list[Event]:
    """Return what it means for a triage that the authority over its dossier passed by something else (TR-04, TR-08).

    Which measures stand is said by whoever is the authority: under the NCTV nobody is asked for it any more, and the
    HOvJ is asked when it comes back to him while a refusal stands.
    """
    events: list[Event] = [event]
    if event.holding.functie is Functie.NCTV:
        events += settled(facts, (oordeel.MEASURES,), "overgegaan")
    elif case.data.outcome == "niet_opgenomen" and oordeel.MEASURES not in facts.open:
        events.append(oordeel.to_say_what_stands(case, now))
    return refusals.closing(case, State.NIET_OPGENOMEN, facts, events)


def _withdraw(case: Case, actor: Actor, facts: Facts) -> list[Event]:
    """[P]: until the judgement the authority may take the case back; all who wait for it are told."""
    if State(case.state) not in UNJUDGED or case.data.outcome is not None:
        raise OutOfStep("triage.judged", "This case has been judged already; read the item again.")
    _must_be_officer(case, actor)
    told = [NCTV_TEAMLEIDER, *([TRIAGESECRETARIAAT] if case.state in BEFORE_THE_TABLE else [])]
    events: list[Event] = [StateChanged(State.INGETROKKEN), *settled(facts, facts.open, "ingetrokken")]
    return [*events, *(Told(one, "ingetrokken") for one in told), ItemClosed("ingetrokken")]


def _schedule(case: Case, params: acts.Schedule, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """TR-07: a date, who is asked to be there, and then the secretariat must record what came of it.

    Raises:
        OutOfStep: when the case is not, or no longer, for the table, or the date has passed.
    """
    if State(case.state) not in BEFORE_THE_TABLE:
        raise OutOfStep("triage.not_for_the_table", "This case does not wait for the triagetafel; read the item again.")
    must_be_later(params.at, now, "at")
    guests = invited(params.invited, case)
    due = params.at + policy.durations["triagetafel_uitkomst"]
    events: list[Event] = [
        Scheduled(params.at, guests),
        StateChanged(State.GEAGENDEERD),
        *settled(facts, ("agenderen", "tafel"), "geagendeerd"),
        *(ParticipantAdded(one, "genodigde") for one in guests),
        *(Told(one, "uitgenodigd") for one in guests),
        PersonTold(case.opened_by, "geagendeerd"),
        ObligationOpened("tafel", (TRIAGESECRETARIAAT,), "L-7.om", params.at, due),
    ]
    return events if params.content is None else [*events, _content(params.content, "agenda")]


def _check(
    case: Case, params: acts.CheckDossier, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """TR-06: complete, so that additional measures are possible in practice; or back with what is missing."""
    must_settle(facts, "dossier_volledig", actor)
    events: list[Event] = [ObligationSettled("dossier_volledig", params.outcome)]
    if params.content is not None:
        events.append(_content(params.content, "dossieroordeel"))
    if params.outcome == "onvolledig":
        due = now + policy.durations["overdrachtsdossier"]
        return [*events, ObligationOpened("overdrachtsdossier", officers(case), "L-7.om", now, due)]
    gone_on = [StateChanged(State.OVERGEDRAGEN)] if State(case.state) is State.OPGENOMEN else []
    return [*events, DossierComplete(now), *gone_on, PersonTold(case.opened_by, params.outcome)]


def _measures(case: Case, params: acts.Measures, actor: Actor, facts: Facts) -> list[Event]:
    """TR-04, TR-08: the HOvJ orders and records measures as long as he is the authority, also during a dispute.

    Raises:
        NotAllowed: when the NCTV is the authority, or for whom the case was only given to read.
    """
    _must_be_officer(case, actor)
    must_be_authority(facts, case.area, replace(actor, holding=hovj(case.area)), ())
    events: list[Event] = [_content(params.content, "maatregelen"), *settled(facts, (oordeel.MEASURES,), "vastgelegd")]
    if params.linked is not None:
        events.append(LinkedOpened(ItemId(params.linked.item), params.linked.flow))
    return events


def _follow_up(params: acts.FollowUp, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """BB-07, HB-01: not needed, because; of a review the next moment is set in the same act (HB-02).

    So an admission is reviewed, whatever was answered, until the reviews of the dossier's measures take that over.
    """
    must_settle(facts, params.what, actor)
    events: list[Event] = [_content(params.content, "vervolg"), ObligationSettled(params.what, "niet_nodig")]
    if params.what == FIRST:
        events += oordeel.to_review(policy.terms["triage_review"].after(now), facts)
    return events


def _end(case: Case, params: einde.End, facts: Facts, now: datetime) -> list[Event]:
    """SA-11: ended by the NCTV, which stays the authority until the other side has received it.

    Raises:
        OutOfStep: when there is no admission to end.
    """
    if State(case.state) not in (State.OPGENOMEN, State.OVERGEDRAGEN):
        raise OutOfStep("triage.not_admitted", "There is no admission to end; read the item again.")
    gone = settled(facts, ("beeindigen", "overdrachtsdossier", "dossier_volledig"), "beeindigd")
    who = officers(case)
    if params.to == "hovj":
        return [*gone, *einde.announced(params), ObligationOpened("einde_ontvangen", who, "L-7.om", now)]
    return [*gone, *einde.announced(params), *(Told(one, "einde") for one in who)]


def _content(blob: str, kind: str) -> Event:
    return ContentAdded(Sha256Hex(blob), kind)


def _must_be_officer(case: Case, actor: Actor) -> None:
    if actor.holding not in officers(case):
        raise NotAllowed("functie.not_allowed", "This functie in this scope does not settle this; somebody else must.")


def _must_speak(case: Case, actor: Actor) -> None:
    """P-02: for the case speak its HOvJ, who stands in his place, and their adviseur; who only reads does not."""
    if actor.holding not in (*officers(case), adviseur_bbc(case.area)):
        raise NotAllowed("functie.not_allowed", "Only the side of the HOvJ adds to this case; somebody else must.")
