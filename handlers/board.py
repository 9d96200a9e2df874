"""The board: gaps ahead, alarms that stand and every ladder that is open, for who watches (X-02, X-03, RO-02).

It shows no content and no person an item is about. Who works for an organisation that takes no part in an item, or
whose organisation does not fill a functie, sees no gemeente or arrondissement of it (DOMAIN §1, escalatiewachter); of
gemeenten, which are one organisation here, each sees its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import NotFound
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope, ScopeKind
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId
from domain.items import Item
from domain.ladders import functies_of
from domain.obligations import Obligation
from domain.policy import Policy
from domain.readings import Alarm
from handlers.directory import FLOOD, FROZEN
from handlers.flows import FLOWS
from handlers.gaps import look_ahead
from handlers.reading import DoorUnit
from handlers.sessions import Viewer
from handlers.views import GezagView, HoldingView
from handlers.withheld import is_kept

OF_PERSONS = frozenset({"address.refused", "person.unreachable"})
"""Alarms whose subject is a person."""
OF_DEVICES = frozenset({FLOOD, FROZEN})
"""Alarms whose subject is a device."""
_OF_A_PLACE = frozenset(
    OrganisationId(name) for rule in RULES.values() if rule.scope is ScopeKind.GEMEENTE for name in rule.organisations
)
"""Organisations that stand for many of their kind, each of a place of its own."""


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
    """One open ladder: what waits, from whom, since when, how far it climbed, what comes next, whether it is late."""

    item: str
    flow: str
    state: str
    drill: bool
    what: str
    ladder: str
    waits_for: tuple[HoldingView, ...]
    gezag: GezagView | None
    """P-06: who is the authority, since when, over what."""
    start: datetime
    due: datetime | None
    late: bool
    rung: int
    """Index of the highest rung reached; -1 before the first."""
    rungs: int
    rung_people: int
    rings: int
    """How often people were rung for it, all together."""
    seen: int
    """How many of them tapped "Ik heb dit gezien" since this rung was reached."""
    calling: int
    """How many of them say that they are calling ("ik bel"): their own phone is silent, nothing else stops."""
    next_at: datetime | None
    """When the ladder rings or climbs next."""
    climbs_at: datetime | None
    """When the next rung is reached; None on the last, where the whole ladder keeps ringing."""
    climbs_to: tuple[Functie, ...]
    """The functies that the next rung adds; empty on the last."""
    reopens: str | None
    """The receipt before it, which may be reopened while this is open (X-02)."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """Everything that stands at `now`: gaps ahead by area; ladders: late ones first, then the highest rung first."""

    gaps: tuple[GapView, ...]
    alarms: tuple[AlarmView, ...]
    ladders: tuple[LadderView, ...]
    more: bool
    """Whether more is open than one answer holds; what is left out is the least urgent."""
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
    ladders = ladders_now(uow, viewer, limit + 1, now) if watches else ()
    return BoardView(gaps, alarms, ladders[:limit], len(ladders) > limit, now)


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
        own = own and _of_their_place(viewer, gap.holding.scope)
        if own or watches:
            scope = gap.holding.scope if own or gap.holding.scope == NATIONAL else ""
            shown[GapView(gap.holding.functie, scope, gap.slot.value, gap.starts, gap.ends)] = None
    return shown


def _of_their_place(viewer: Viewer, area: Scope) -> bool:
    """P-01: whoever works for one gemeente knows nothing of another; officers manage the people of all of them."""
    held = {one.functie for one in viewer.holdings}
    if viewer.organisation not in _OF_A_PLACE or Functie.FUNCTIONEEL_BEHEERDER in held:
        return True
    return area in {one.scope for one in viewer.holdings}


def alarms_now(uow: DoorUnit, viewer: Viewer) -> Sequence[Alarm]:
    """Return what stands, without what is about an item from which this person is excluded (P-02)."""
    return [one for one in uow.alarms.standing() if not _is_excluded(uow, one, viewer)]


def _is_excluded(uow: DoorUnit, alarm: Alarm, viewer: Viewer) -> bool:
    first, slash, _ = alarm.subject.partition("/")
    item = uow.items.load(ItemId(first)) if slash else None
    return item is not None and viewer.person in item.excluded


def ladders_now(uow: DoorUnit, viewer: Viewer, limit: int, now: datetime) -> tuple[LadderView, ...]:
    """Return the open ladders as this watcher is shown them, the most urgent first, not more than `limit`.

    None of an item from which they are excluded (P-02); and of one in which they take part as somebody who may not be
    told everything yet (SA-08), none whose name would tell it.
    """
    found = uow.obligations.standing(now, limit)
    items = uow.items.load_all({one.item for one in found})
    parts = uow.items.participants_of(list(items))
    shown = []
    for one in sorted(found, key=lambda one: _urgency(one, now)):
        item = items[one.item]
        if viewer.person in item.excluded:
            continue
        state, withheld = item.state, FLOWS[item.flow].withheld
        part = set(parts.get(item.id, ())) & set(viewer.holdings)
        if withheld is not None and part and is_kept(item, part, viewer.holdings, now):
            if one.what in withheld.obligations:
                continue
            state = withheld.shown
        shown.append(_ladder(uow, viewer, one, item, state, now))
    return tuple(shown)


def _urgency(one: Obligation, now: datetime) -> tuple[bool, datetime, int, datetime]:
    """Late ones first, the longest of them before the rest; then the highest rung, then what moves next."""
    late = one.due is not None and one.due < now
    return (not late, one.due if late and one.due is not None else now, -one.rung, one.next_at or now)


def _ladder(uow: DoorUnit, viewer: Viewer, one: Obligation, item: Item[Any], state: str, now: datetime) -> LadderView:
    inside = viewer.organisation in FLOWS[item.flow].between(item) and _of_their_place(viewer, item.area)
    ringing = uow.obligations.ringing(one.id) if one.rung >= 0 else ()
    higher = one.rung + 1
    last = higher >= len(one.ladder.rungs)
    receipt = FLOWS[item.flow].receipt
    return LadderView(
        item=item.id,
        flow=item.flow,
        state=state,
        drill=item.drill,
        what=one.what,
        ladder=one.ladder.name,
        waits_for=tuple(_holding(uow, holding, inside=inside) for holding in one.settles_by),
        gezag=_gezag(uow, item, inside=inside),
        start=one.start,
        due=one.due,
        late=one.due is not None and one.due < now,
        rung=one.rung,
        rungs=len(one.ladder.rungs),
        rung_people=len(ringing),
        rings=sum(row.rings for row in ringing),
        seen=sum(row.seen_rung >= one.rung for row in ringing),
        calling=sum(
            row.calling_rung >= 0 and row.paused_until is not None and row.paused_until > now for row in ringing
        ),
        next_at=one.next_at,
        climbs_at=None if last else one.ladder.rungs[higher].moment(one.start),
        climbs_to=() if last else functies_of(one, higher),
        reopens=receipt.what if receipt is not None and receipt.follow_up == one.what else None,
    )


def _gezag(uow: DoorUnit, item: Item[Any], *, inside: bool) -> GezagView | None:
    found = item.gezag
    return None if found is None else GezagView(_holding(uow, found.holding, inside=inside), found.since, found.over)


def _holding(uow: DoorUnit, holding: Holding, *, inside: bool) -> HoldingView:
    if inside or holding.scope == NATIONAL:
        return HoldingView(holding.functie, holding.scope, uow.directory.number(holding))
    return HoldingView(holding.functie, "", None)


def _alarm(alarm: Alarm, viewer: Viewer) -> AlarmView:
    holding = _holding_of(alarm.subject)
    about = alarm.subject
    if holding is not None and holding.scope != NATIONAL:
        own = viewer.organisation in _employers(holding) and _of_their_place(viewer, holding.scope)
        about = about if own else holding.functie.value
    return AlarmView(alarm.kind, about, alarm.raised_at)


def _of_organisation(uow: DoorUnit, alarm: Alarm, viewer: Viewer) -> bool:
    if alarm.kind in OF_PERSONS:
        return uow.directory.employers([PersonId(alarm.subject)]).get(PersonId(alarm.subject)) == viewer.organisation
    if alarm.kind in OF_DEVICES:
        device = uow.directory.device(DeviceId(alarm.subject))
        return device is not None and device.organisation == viewer.organisation
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
