"""How a risk moment is reported: sealed to both sides, asked of whoever may take it, never nowhere (RM-01, RM-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.acts.spec import ParsedAct
from domain.areas import Gemeente
from domain.errors import Malformed, OutOfStep
from domain.events import ContentAdded, Elsewhere, Event, ObligationOpened, ParticipantAdded, StateChanged, Told
from domain.facts import Facts
from domain.flows.risicomoment.acts import Report
from domain.flows.risicomoment.parties import asked
from domain.flows.risicomoment.state import MOST_OVERLAPS, Overlapping, Promised, Risicomoment, State
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.opened import must_not_leave_itself_out, must_serve, opened_item
from domain.parties import PG, deputy, hovj
from domain.policy import Policy
from domain.risico import Klasse, answer_at, due, klasse, urgent_from
from domain.sides import side_of

FLOW: Final = "risicomoment"
OVER: Final = ("moment",)
"""What the local authority is over here: what is done around this moment, at its place; not the person (P-06)."""
TAKING: Final = ("oppakken", "oppakken_piket", "oppakken_nood")
"""What rings until one side has taken it; the later ones begin nearer to the start (RM-04)."""


def rccb_for(params: Report, place: Gemeente) -> Holding:
    """Return the rccb on the local side: of the eenheid the reporter's app chose (P-02), else that of the place."""
    return Holding(Functie.RCCB, place.eenheid if params.rccb is None else Scope(params.rccb))


def mayor_of(params: Report) -> Holding:
    """Return the burgemeester of the place, who may come to decide (RM-03)."""
    return Holding(Functie.BURGEMEESTER, Scope(params.gemeente))


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Item[Risicomoment], list[Event]]:
    """Return the new report and what happens at once; `facts.others` are the open reports of the dossier (RM-07).

    Nothing here, no refusal either, differs by the side that will take it.

    Raises:
        OutOfStep: when the moment has ended; that alone is refused (RM-04).
        NotAllowed: when the actor is excluded (P-02).
        Malformed: when there is no such gemeente; one that merged names its successor. Or when the rccb is one of whom
            somebody is excluded (P-02), also where the NCTV alone will be asked.
    """
    params = act.params
    if not isinstance(params, Report):
        raise Malformed("act.malformed", "Only a report opens an item of this flow.", field="act")
    must_not_leave_itself_out(params, actor)
    must_not_be_over(params.ends_at, now)
    place = policy.areas.gemeente(Scope(params.gemeente), field="params.gemeente")
    rccb = rccb_for(params, place)
    must_serve(rccb, facts)
    data = Risicomoment(
        reporter=actor.holding,
        gemeente=Scope(params.gemeente),
        rccb=rccb,
        deputy=deputy(facts, place.arrondissement),
        starts_at=params.starts_at,
        ends_at=params.ends_at,
        answer_at=answer_at(params.starts_at, now, policy),
        # Not where there is no burgemeester at all: that is a gap that shows, and nobody decides for that gemeente.
        mayor_left_out=mayor_of(params) in facts.vacant & facts.touched,
    )
    opened = opened_item(
        act,
        params,
        item,
        actor,
        policy,
        now,
        state=State.GEMELD,
        area=place.arrondissement,
        gezag=facts.gezag or Gezag(hovj(place.arrondissement), now, OVER),
        data=data,
    )
    events: list[Event] = [
        StateChanged(State.GEMELD),
        ContentAdded(Sha256Hex(params.content), "risicomoment"),
        ParticipantAdded(actor.holding, "melder"),
        Promised(data.answer_at),
    ]
    if facts.excludes_om:
        events += [ParticipantAdded(PG, "college"), Told(PG, "college")]
    return opened, [*events, *to_take(data, side_of(facts.gezag), policy, now), *overlaps(opened, facts)]


def must_not_be_over(ends_at: datetime, now: datetime) -> None:
    """Return unless the moment is over: a report is never too late before that (RM-04).

    Raises:
        OutOfStep: saying to telephone.
    """
    if ends_at <= now:
        raise OutOfStep(
            "risicomoment.ended", "This moment is over; telephone if there is danger.", field="params.ends_at"
        )


def to_take(data: Risicomoment, side: str, policy: Policy, now: datetime) -> list[Event]:
    """RM-02, RM-04: both sides are asked, or the NCTV alone where it is the authority; nearer to the start, louder."""
    holders = asked(side, data.rccb)
    starts, by = data.starts_at, due(data.starts_at, now, policy)
    near = klasse(starts, now, policy)
    events: list[Event] = [ParticipantAdded(one, "loket") for one in holders]
    if near in (Klasse.REGULIER, Klasse.BINNENKORT, Klasse.DRINGEND):
        soon = near is Klasse.DRINGEND
        events.append(ObligationOpened("oppakken", holders, "RM-04.dringend" if soon else "RM-04.regulier", now, by))
    if near is not Klasse.NOOD:
        urgent = urgent_from(starts, now, policy)
        events.append(ObligationOpened("oppakken_piket", holders, "RM-04.piket", urgent, max(urgent, by)))
    last = max(now, starts - policy.durations["risicomoment_piket"])
    return [*events, ObligationOpened("oppakken_nood", holders, "RM-04.nood", last, last)]


def overlaps(report: Item[Risicomoment], facts: Facts) -> list[Event]:
    """RM-07: each of two moments of one dossier that overlap shows the other, to its receivers alone.

    Of many, those that start nearest to it: one reporter cannot make every report touch all of theirs.
    """
    own = report.data
    found = [
        other
        for other, _ in facts.others.values()
        if other.flow == FLOW and other.id != report.id and other.closed_at is None
        if other.data.starts_at < own.ends_at and own.starts_at < other.data.ends_at
    ]
    near = sorted(found, key=lambda other: (abs(other.data.starts_at - own.starts_at), other.id))[:MOST_OVERLAPS]
    pairs = [(Overlapping(one.id), Elsewhere(one.id, (Overlapping(report.id),))) for one in reversed(near)]
    return [event for pair in pairs for event in pair]
