"""The board: gaps ahead, alarms that stand and every ladder that rings now, for who watches (X-02, X-03, RO-02).

It shows no content and no person an item is about. Who works for an organisation that takes no part in an item, or
whose organisation does not fill a functie, sees no gemeente or arrondissement of it (DOMAIN §1, escalatiewachter).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotFound
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope
from domain.ids import ItemId, OrganisationId, PersonId
from domain.policy import Policy
from domain.readings import Alarm
from handlers.effects import FLOWS
from handlers.gaps import look_ahead
from handlers.reading import DoorUnit
from handlers.sessions import Viewer
from handlers.views import HoldingView

OF_PERSONS = frozenset({"address.refused", "person.unreachable"})
"""Alarms whose subject is a person."""


@dataclass(frozen=True, slots=True)
class AlarmView:
    """One gap or alarm that stands; `about` is a functie with its scope, a pseudonym, a device, or nothing."""

    kind: str
    about: str
    since: datetime


@dataclass(frozen=True, slots=True)
class GapView:
    """A stretch in which the roster names nobody; `scope` is the area, empty for who may not see areas there."""

    functie: Functie
    scope: str
    slot: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class LadderView:
    """One ladder that rings now: what waits, from whom, since when, which rung of how many, and whether it is late."""

    item: str
    flow: str
    state: str
    drill: bool
    what: str
    ladder: str
    waits_for: tuple[HoldingView, ...]
    start: datetime
    due: datetime | None
    late: bool
    rung: int
    rungs: int
    rung_people: int
    calling: int
    """How many of them say that they are calling ("ik bel"): their own phone is silent, nothing else stops."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """Everything that stands at `now`: gaps ahead by area, ladders with the most urgent moment first."""

    gaps: tuple[GapView, ...]
    alarms: tuple[AlarmView, ...]
    ladders: tuple[LadderView, ...]
    now: datetime


def board(uow: DoorUnit, viewer: Viewer, limit: int, policy: Policy, now: datetime) -> BoardView:
    """Return the board: whole for a watcher; for a functioneel beheerder gaps and alarms of their own organisation.

    Raises:
        NotFound: for anybody else.
    """
    watches = sees_all(viewer, "There is no board for this person; watchers and officers have one.")
    standing = alarms_now(uow, viewer)
    alarms = tuple(_alarm(one, viewer) for one in standing if watches or _of_organisation(uow, one, viewer))
    gaps = tuple(_gaps(uow, viewer, policy, now, watches=watches))
    return BoardView(gaps, alarms, ladders_now(uow, viewer, limit, now) if watches else (), now)


def sees_all(viewer: Viewer, sentence: str) -> bool:
    """Tell whether the person watches and so sees everybody's; an officer sees what is of their own organisation.

    Raises:
        NotFound: with this sentence, for anybody else.
    """
    held = {one.functie for one in viewer.holdings}
    if not held & {Functie.ESCALATIEWACHTER, Functie.FUNCTIONEEL_BEHEERDER}:
        raise NotFound("board.unknown", sentence)
    return Functie.ESCALATIEWACHTER in held


def _gaps(uow: DoorUnit, viewer: Viewer, policy: Policy, now: datetime, *, watches: bool) -> Iterable[GapView]:
    """The gaps of the coming days by area and then by time; what looks the same without its area is shown once."""
    found = sorted(look_ahead(uow, now, policy).gaps, key=lambda gap: (gap.holding.scope, gap.starts, gap.slot))
    shown: dict[GapView, None] = {}
    for gap in found:
        own = viewer.organisation in _employers(gap.holding)
        if own or watches:
            scope = gap.holding.scope if own or gap.holding.scope == NATIONAL else ""
            shown[GapView(gap.holding.functie, scope, gap.slot.value, gap.starts, gap.ends)] = None
    return shown


def alarms_now(uow: DoorUnit, viewer: Viewer) -> Sequence[Alarm]:
    """Return what stands, without what is about an item from which this person is excluded (P-02)."""
    return [one for one in uow.alarms.standing() if not _is_excluded(uow, one, viewer)]


def _is_excluded(uow: DoorUnit, alarm: Alarm, viewer: Viewer) -> bool:
    first, slash, _ = alarm.subject.partition("/")
    item = uow.items.load(ItemId(first)) if slash else None
    return item is not None and viewer.person in item.excluded


def ladders_now(uow: DoorUnit, viewer: Viewer, limit: int, now: datetime) -> tuple[LadderView, ...]:
    """Return every ladder that rings now as this watcher is shown it."""
    return tuple(_ladders(uow, viewer, limit, now))


def _ladders(uow: DoorUnit, viewer: Viewer, limit: int, now: datetime) -> Iterable[LadderView]:
    for number, _ in uow.obligations.upcoming(limit):
        one = uow.obligations.load(number)
        item = None if one is None else uow.items.load(one.item)
        if one is None or item is None or one.rung < 0 or viewer.person in item.excluded:
            continue
        inside = viewer.organisation in FLOWS[item.flow].between(item)
        ringing = uow.obligations.ringing(number)
        yield LadderView(
            item=item.id,
            flow=item.flow,
            state=item.state,
            drill=item.drill,
            what=one.what,
            ladder=one.ladder.name,
            waits_for=tuple(_holding(uow, holding, inside=inside) for holding in one.settles_by),
            start=one.start,
            due=one.due,
            late=one.due is not None and one.due < now,
            rung=one.rung,
            rungs=len(one.ladder.rungs),
            rung_people=len(ringing),
            calling=sum(
                row.calling_rung >= 0 and row.paused_until is not None and row.paused_until > now for row in ringing
            ),
        )


def _holding(uow: DoorUnit, holding: Holding, *, inside: bool) -> HoldingView:
    if inside or holding.scope == NATIONAL:
        return HoldingView(holding.functie, holding.scope, uow.directory.number(holding))
    return HoldingView(holding.functie, "", None)


def _alarm(alarm: Alarm, viewer: Viewer) -> AlarmView:
    holding = _holding_of(alarm.subject)
    about = alarm.subject
    if holding is not None and holding.scope != NATIONAL and viewer.organisation not in _employers(holding):
        about = holding.functie.value
    return AlarmView(alarm.kind, about, alarm.raised_at)


def _of_organisation(uow: DoorUnit, alarm: Alarm, viewer: Viewer) -> bool:
    if alarm.kind in OF_PERSONS:
        return uow.directory.employers([PersonId(alarm.subject)]).get(PersonId(alarm.subject)) == viewer.organisation
    holding = _holding_of(alarm.subject)
    return holding is not None and viewer.organisation in _employers(holding)


def _employers(holding: Holding) -> Collection[OrganisationId]:
    return {OrganisationId(name) for name in RULES[holding.functie].organisations}


def _holding_of(subject: str) -> Holding | None:
    """The functie and scope in a subject such as `nctv_piket@nl/backup` or `<item>/lcc@nl`; None when it has none."""
    for part in subject.split("/"):
        functie, at, scope = part.partition("@")
        if at and functie in set(Functie):
            return Holding(Functie(functie), Scope(scope))
    return None
