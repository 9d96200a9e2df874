"""The board: gaps and alarms that stand, and every ladder that rings now, for who watches (X-02, X-03, RO-02).

It shows no content and no person an item is about. Who works for an organisation that takes no part in an item, or
whose organisation does not fill a functie, sees no gemeente or arrondissement of it (DOMAIN §1, escalatiewachter).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotFound
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId
from domain.readings import Alarm
from handlers.effects import FLOWS
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
    """Everything that stands at `now`; ladders with the most urgent moment first."""

    alarms: tuple[AlarmView, ...]
    ladders: tuple[LadderView, ...]
    now: datetime


def board(uow: DoorUnit, viewer: Viewer, limit: int, now: datetime) -> BoardView:
    """Return the board: whole for a watcher; for a functioneel beheerder the alarms of their own organisation.

    Raises:
        NotFound: for anybody else.
    """
    held = {one.functie for one in viewer.holdings}
    watches = Functie.ESCALATIEWACHTER in held
    if not watches and Functie.FUNCTIONEEL_BEHEERDER not in held:
        raise NotFound("board.unknown", "There is no board for this person; watchers and officers have one.")
    standing = uow.alarms.standing()
    alarms = tuple(_alarm(one, viewer) for one in standing if watches or _of_organisation(uow, one, viewer))
    return BoardView(alarms, tuple(_ladders(uow, viewer, limit, now)) if watches else (), now)


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
