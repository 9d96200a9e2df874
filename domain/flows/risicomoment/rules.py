"""Every act on a reported risk moment: changed, cancelled, taken, answered, read, closed (RM-02, RM-04, RM-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Elsewhere,
    Event,
    GezagPassed,
    ItemClosed,
    LinkedOpened,
    LinkedProgressed,
    ObligationMoved,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_settle, settled
from domain.flows.risicomoment import acts
from domain.flows.risicomoment.opening import TAKING, must_not_be_over, overlaps, to_take
from domain.flows.risicomoment.state import FINAL, Answered, Promised, Risicomoment, State, Taken
from domain.functies import Functie, Holding
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Item
from domain.policy import Policy
from domain.risico import (
    CARRIED_OUT,
    DECIDED,
    GEWIJZIGD,
    LADDERS,
    TE_BEOORDELEN,
    WEGING,
    Timed,
    answer_at,
    assessors,
    due,
    executors,
    is_urgent,
    released_at,
    urgent_from,
)
from domain.sides import LOKAAL, STELSEL, side_of, side_under

ANSWERING: Final = ("antwoorden", "antwoorden_piket")
ASSESSING: Final = ("beoordelen", "beoordelen_piket")
"""Settled when what is weighed leaves its first state; opened anew when the reporter changes it (RM-05)."""

Report = Item[Risicomoment]


def decide(item: Report, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to a report. Pure; safe to repeat.

    Raises:
        OutOfStep: when its state has no place for it.
        NotAllowed: when somebody else must do it.
    """
    if item.state in FINAL:
        raise OutOfStep("item.closed", "The report is closed; nothing on it can change any more.")
    match act.params:
        case acts.Change() as params:
            _must_be_the_reporter(item, actor)
            return _change(item, params, facts, policy, now)
        case acts.Cancel():
            _must_be_the_reporter(item, actor)
            told = [] if item.data.side is None else [Told(_holder(item, item.data.side), "ingetrokken")]
            return [*settled(facts, facts.open, "ingetrokken"), *told, *_closed(State.INGETROKKEN)]
        case acts.Take(linked=linked):
            return _take(item, ItemId(linked.item), linked.flow, actor, facts, policy, now)
        case acts.Answer(content=content):
            return _answer(item, content, actor, facts, policy, now)
        case acts.Read():
            _must_be_shown(item, now)
            must_settle(facts, "kennisnemen", actor)
            return [ObligationSettled("kennisnemen", "gelezen"), *_still_to_read(item.data, policy, now)]
        case acts.Close():
            return _close(item, actor, facts, now)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(item: Report, progress: LinkedProgressed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what the state of what is weighed means for a report: assessed, or decided and so to be answered."""
    if progress.flow != WEGING or item.state in FINAL or item.data.side is None:
        return [progress]
    events: list[Event] = [progress]
    if progress.state != TE_BEOORDELEN:
        events += settled(facts, ASSESSING, progress.state)
    elif not any(what in facts.open for what in ASSESSING):
        events += _to_assess(item.data, item.data.side, policy, now)
    if progress.state in DECIDED and item.state == State.BEANTWOORD and "antwoorden" not in facts.open:
        events += _to_answer(item.data, item.data.side, policy, now)
    return events


def passed(item: Report, event: GezagPassed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what it means that the authority passed: the new one's side is asked, or answers (P-06, RM-02)."""
    side = side_under(event.holding)
    data = item.data
    if item.state in FINAL or data.side == side:
        return [event]
    if data.side is None:
        return [event, *settled(facts, TAKING, "gezag_over"), *to_take(data, side, policy, now)]
    waiting = (*ASSESSING, *ANSWERING, "afronden")
    events: list[Event] = [event, Taken(side), *settled(facts, waiting, "gezag_over")]
    events += [ParticipantAdded(one, "loket") for one in assessors(side, data.rccb)]
    if any(what in facts.open for what in ASSESSING):
        events += _to_assess(data, side, policy, now)
    if "antwoorden" in facts.open:
        events += _to_answer(data, side, policy, now)
    return [*events, _to_close(data, side)]


def _must_be_the_reporter(item: Report, actor: Actor) -> None:
    if actor.holding != item.data.reporter:
        raise NotAllowed("risicomoment.not_reporter", "Only who reported it changes, cancels or reads it so.")


def _must_be_shown(item: Report, now: datetime) -> None:
    """Whether somebody answered already is told at the fixed moment, and not by asking before (RM-02)."""
    if item.data.waits(item.state, now):
        raise OutOfStep(
            "obligation.not_open", "This is not waiting for anybody now; read the item again.", field="what"
        )


def _closed(state: State) -> list[Event]:
    return [StateChanged(state), ItemClosed(state)]


def _holder(item: Report, side: str) -> Holding:
    return assessors(side, item.data.rccb)[0]


def _take(
    item: Report, linked: ItemId, flow: str, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """RM-02: one takes it. In the stelsel that is the NCTV; the NCTV may also know what Piket does not."""
    waiting = [what for what in TAKING if what in facts.open]
    must_settle(facts, waiting[0] if waiting else "oppakken", actor)
    side = LOKAAL if actor.holding.functie is Functie.RCCB else STELSEL
    return [
        Taken(side),
        *settled(facts, waiting, "opgepakt"),
        StateChanged(State.OPGEPAKT),
        *_to_assess(item.data, side, policy, now),
        *_to_answer(item.data, side, policy, now),
        _to_close(item.data, side),
        LinkedOpened(linked, flow),
    ]


def _to_assess(data: Risicomoment, side: str, policy: Policy, now: datetime) -> list[Event]:
    """RM-03, RM-04: whoever took it is rung when it is late, and day and night once the moment is near."""
    holders, late = assessors(side, data.rccb), due(data.starts_at, now, policy)
    soon = is_urgent(data.starts_at, late, policy)
    events: list[Event] = [ObligationOpened("beoordelen", holders, LADDERS[side, soon], late, late)]
    if not soon:
        near = urgent_from(data.starts_at, now, policy)
        events.append(ObligationOpened("beoordelen_piket", holders, LADDERS[side, True], near, late))
    return events


def _to_answer(data: Risicomoment, side: str, policy: Policy, now: datetime) -> list[Event]:
    """The receivers are rung before the fixed moment, so that the answer can be there; near, day and night (RM-02)."""
    holders = assessors(side, data.rccb)
    start = max(now, data.answer_at - policy.durations["loket_minst"])
    soon = is_urgent(data.starts_at, start, policy)
    events: list[Event] = [ObligationOpened("antwoorden", holders, LADDERS[side, soon], start, data.answer_at)]
    if not soon:
        near = urgent_from(data.starts_at, now, policy)
        due_at = max(near, data.answer_at)
        events.append(ObligationOpened("antwoorden_piket", holders, LADDERS[side, True], near, due_at))
    return events


def _to_close(data: Risicomoment, side: str) -> ObligationOpened:
    return ObligationOpened("afronden", assessors(side, data.rccb), "L-8.regulier", data.ends_at)


def _answer(item: Report, content: str, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """RM-02: given when it is ready, shown to the reporter at the fixed moment."""
    if "antwoorden" in facts.open:
        must_settle(facts, "antwoorden", actor)
    elif item.data.side is None or actor.holding not in assessors(item.data.side, item.data.rccb):
        raise NotAllowed("functie.not_allowed", "Only the side that took the report answers it.")
    if any(one.flow == WEGING and one.state == TE_BEOORDELEN for one in item.data.linked):
        raise OutOfStep("risicomoment.not_assessed", "Establish first whether measures are advised; then answer.")
    shown = released_at(item.data.answer_at, now, policy)
    return [
        ContentAdded(Sha256Hex(content), "loketantwoord"),
        *settled(facts, ANSWERING, "beantwoord"),
        Answered(shown),
        StateChanged(State.BEANTWOORD),
        *([] if "kennisnemen" in facts.open else [_to_read(item.data, shown, policy)]),
    ]


def _to_read(data: Risicomoment, shown: datetime, policy: Policy) -> ObligationOpened:
    """RM-02: nothing of it, its ladder neither, tells when the answer was given."""
    soon = is_urgent(data.starts_at, shown, policy)
    return ObligationOpened("kennisnemen", (data.reporter,), "RM-02.loket.spoed" if soon else "RM-02.loket", shown)


def _still_to_read(data: Risicomoment, policy: Policy, now: datetime) -> list[Event]:
    """A further answer that is not shown yet will have to be read as well; until then nothing of it is told."""
    shown = data.released_at
    return [] if shown is None or shown <= now else [_to_read(data, shown, policy)]


def _change(item: Report, params: acts.Change, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """RM-05: at any time; what was asked is asked anew, what was assessed is assessed anew."""
    must_not_be_over(params.ends_at, now)
    promised = answer_at(params.starts_at, now, policy)
    timed = Timed(params.starts_at, params.ends_at)
    data = replace(item.data, starts_at=params.starts_at, ends_at=params.ends_at, answer_at=promised)
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "wijziging"),
        *settled(facts, facts.open, GEWIJZIGD),
        timed,
        Promised(promised),
        *overlaps(replace(item, data=data), facts),
    ]
    if data.side is None:
        return [*events, *to_take(data, side_of(facts.gezag), policy, now)]
    return [
        *events,
        StateChanged(State.OPGEPAKT),
        Told(assessors(data.side, data.rccb)[0], GEWIJZIGD),
        *_to_assess(data, data.side, policy, now),
        *_to_answer(data, data.side, policy, now),
        _to_close(data, data.side),
        *_weighed_anew(data, data.side, timed),
    ]


def _weighed_anew(data: Risicomoment, side: str, timed: Timed) -> list[Event]:
    """RM-05: what was assessed is so no longer; whoever prepares measures hears at once that it changed."""
    found: list[Event] = []
    for one in data.linked:
        if one.flow == WEGING:
            told = executors(side, data.rccb)[:1] if one.state in CARRIED_OUT else ()
            anew = (timed, StateChanged(TE_BEOORDELEN), ObligationMoved("afronden", timed.ends_at))
            found.append(Elsewhere(one.item, (*anew, *(Told(holding, GEWIJZIGD) for holding in told))))
    return found


def _close(item: Report, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """X-01: an act closes it, once the moment is over and its reporter was answered."""
    must_settle(facts, "afronden", actor)
    if now < item.data.ends_at:
        raise OutOfStep("risicomoment.not_over", "The moment is not over yet; it is closed afterwards.")
    if "antwoorden" in facts.open:
        raise OutOfStep("risicomoment.not_answered", "Answer the reporter first; then close it.")
    return [*settled(facts, facts.open, "afgerond"), *_closed(State.AFGEROND)]
