"""What waits in the reviews of a dossier, for whom, and how it goes to a new authority (HB-02, HB-03, HB-04, P-06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.events import Elsewhere, Event, GezagPassed, ObligationOpened, ObligationSettled, ParticipantAdded
from domain.facts import Facts, settled
from domain.flows.herbeoordeling.parties import MEASURES, OBJECT, advised, executors, reviewers, taking_part
from domain.flows.herbeoordeling.state import Herbeoordeling, Planned
from domain.functies import Functie, Holding
from domain.items import Gezag, Item
from domain.policy import Needs, Policy

FLOW: Final = "herbeoordeling"
REVIEW: Final = "herbeoordelen"
AT_ONCE: Final = "nieuwe_informatie"
END: Final = "einde_vastleggen"
CARRY_OUT: Final = "uitvoering"
ADVICE: Final = "advies"
FIRST: Final = "eerste_herbeoordeling"
"""What a designation opens so that reviews begin; where they run already, they take it over."""
OF_THE_AUTHORITY: Final = (REVIEW, AT_ONCE, END)
"""What goes to the new authority when it passes; what others were asked stays with them."""
TERMS: Final = {
    "maatregelen": "herbeoordeling",
    "informeren_persoon": "informeren_persoon",
    "object_of_dienst": "dreigingsniveau",
}
"""The policy's term for the next review where nobody names a moment, by the calendar (X-06)."""
_CHANGES: Final = frozenset({"opschalen", "afschalen"})

NEEDS: Final = Needs(
    ladders=frozenset({"L-5", "L-5.informatie", "L-8.regulier"}),
    durations=frozenset({"nieuwe_informatie"}),
    terms=frozenset(TERMS.values()) | {"first_review"},
    moments=frozenset({"review"}),
)

Reviews = Item[Herbeoordeling]


def planned(item: Reviews, facts: Facts, named: datetime | None, policy: Policy, now: datetime) -> list[Event]:
    """Return the next review: at the moment that was named, else the policy's term from now (HB-02, X-06)."""
    next_at = named or policy.terms[TERMS[item.data.subject]].after(now)
    return [Planned(next_at), due(reviewers(item.data, item.area, facts), next_at)]


def due(who: tuple[Holding, ...], next_at: datetime) -> ObligationOpened:
    """HB-03: prompts before the moment, rings on after it; nothing in the protection changes (X-01)."""
    return ObligationOpened(REVIEW, who, "L-5", next_at, next_at)


def at_once(who: tuple[Holding, ...], since: datetime, late: datetime | None) -> ObligationOpened:
    """HB-04: the review is asked at once, beside the one that was planned."""
    return ObligationOpened(AT_ONCE, who, "L-5.informatie", since, late)


def to_end(who: tuple[Holding, ...], since: datetime) -> ObligationOpened:
    """HB-02: "beeindigen" ends nothing by itself; until the end is recorded somebody is asked for it."""
    return ObligationOpened(END, who, "L-8.regulier", since)


def carried_out(item: Reviews, facts: Facts, outcome: str, now: datetime) -> list[Event]:
    """Return what others must do because of a review: know what changes, or weigh the advice on an object.

    What continues leaves what they must still know as it is. The end of the NCTV's own protection reaches who carries
    it out through that end (SA-11).
    """
    data = item.data
    if data.subject == OBJECT:
        local = advised(data, item.area)
        asked = [ObligationOpened(ADVICE, local, "L-8.regulier", now)] if local else []
        return [*settled(facts, (ADVICE,), "vervangen"), *asked]
    who = executors(data, item.area, facts)
    changes = outcome in _CHANGES or (outcome == "beeindigen" and data.rccb in who)
    if data.subject != MEASURES or not changes:
        return []
    return [*settled(facts, (CARRY_OUT,), "vervangen"), ObligationOpened(CARRY_OUT, who, "L-8.regulier", now)]


def passed(item: Reviews, event: GezagPassed, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what it means for the reviews that the authority passes: what waited for the old one waits for the new.

    Never lost and never on two: settled and opened in the same instant, with the same start and due. Under the NCTV
    the measures are reviewed within the term of a first review (SA-07), whatever the local authority had planned, and
    what was opened for that by a designation in `facts.others` is taken over. Who carried measures out for the NCTV has
    nothing left to know once it is not the authority any more.
    """
    events: list[Event] = [event]
    if item.closed_at is not None or item.data.subject == OBJECT:
        return events
    designated = event.holding.functie is Functie.NCTV
    if designated and item.data.subject == MEASURES:
        taken = (ObligationSettled(FIRST, "overgenomen"),)
        events += [Elsewhere(other, taken) for other, (_, its) in facts.others.items() if FIRST in its.open]
    under = replace(facts, gezag=Gezag(event.holding, event.since, event.over))
    new = reviewers(item.data, item.area, under)
    moving = [one for what in OF_THE_AUTHORITY if (one := facts.open.get(what)) and one.settles_by[0] not in new]
    if not moving:
        return events
    events += [ParticipantAdded(one, why) for one, why in taking_part(item.data, item.area, under)]
    events += [] if designated else settled(facts, (CARRY_OUT,), "vervallen")
    for one in moving:
        events.append(ObligationSettled(one.what, "overgegaan"))
        if one.what == AT_ONCE:
            events.append(at_once(reviewers(item.data, item.area, under, at_once=True), one.start, one.due))
        elif one.what == END:
            events.append(to_end(new, one.start))
        else:
            first = policy.terms["first_review"].after(now)
            sooner = designated and item.data.subject == MEASURES and first < one.start
            next_at = first if sooner else one.start
            events += [Planned(next_at), due(new, next_at)]
    return events
