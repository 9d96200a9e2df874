"""Reading people: who am I with which keys, who is on duty, and the signed facts all of it rests on (RO-03, P-01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.acts.directory import Genesis
from domain.acts.payload import parse_payload
from domain.acts.webauthn import App
from domain.catalogue import read_act
from domain.errors import NotFound
from domain.functies import NATIONAL, RULES, Functie, Holding, Power, Scope, scope_fits
from domain.ids import OrganisationId, PersonId
from domain.policy import Slot
from domain.ports import Duty
from domain.roster import who
from handlers.queries import signed_view, whole_blob
from handlers.reading import DoorUnit
from handlers.sessions import Viewer
from handlers.views import HoldingView, RoleKeyView, SignedView, base64_text


@dataclass(frozen=True, slots=True)
class ChainView:
    """Where this device's chain of acts in one log stands: the number and hash of the newest act."""

    log: str
    seq: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel this person is rung on; `refused` when it could not be reached. The address itself is not told.

    `device` is the one that rings over Web Push, None for the other channels.
    """

    channel: str
    refused: bool
    device: str | None


@dataclass(frozen=True, slots=True)
class MeView:
    """Who this session is: person, device, functies, role keys, chains and channels.

    `push_key` is what a browser names when it subscribes to Web Push, as base64url; None where nothing goes that way.
    """

    person: str
    device: str
    organisation: str
    log: str
    holdings: tuple[HoldingView, ...]
    role_keys: tuple[RoleKeyView, ...]
    chains: tuple[ChainView, ...]
    channels: tuple[ChannelView, ...]
    push_key: str | None
    policy_version: str
    now: datetime


@dataclass(frozen=True, slots=True)
class OnDutyView:
    """One person on duty, by pseudonym; `until` when their stretch ends, None for who only stands in.

    `override`: this stretch takes the place of the regular roster (RO-01).
    """

    person: str
    slot: str
    until: datetime | None
    override: bool


@dataclass(frozen=True, slots=True)
class DutyView:
    """Who is on duty for one functie now; `rostered` is False where the roster is empty, so that all holders ring."""

    functie: Functie
    scope: str
    number: str | None
    rostered: bool
    on_duty: tuple[OnDutyView, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class FactView:
    """One signed statement of the directory, in the exact bytes its officers signed."""

    position: int
    kind: str
    at: datetime
    act: SignedView


@dataclass(frozen=True, slots=True)
class FactList:
    """A page of the directory in order; ask again from `next` while there is `more`."""

    facts: tuple[FactView, ...]
    next: int
    more: bool


DIRECTORY_LOG: Final = "directory"
ROOT_LOG: Final = "root"


def me(uow: DoorUnit, viewer: Viewer, policy_version: str, push_key: str | None, now: datetime) -> MeView:
    """Return who this session is. The release of the role keys must be recorded before the answer leaves."""
    log = uow.audit.log_of(viewer.organisation)
    found = [(name, uow.acts.last_in_chain(viewer.device, name)) for name in (log, DIRECTORY_LOG)]
    return MeView(
        person=viewer.person,
        device=viewer.device,
        organisation=viewer.organisation,
        log=log,
        holdings=tuple(HoldingView(held.functie, held.scope, uow.directory.number(held)) for held in viewer.holdings),
        role_keys=tuple(_role_keys(uow, viewer)),
        chains=tuple(ChainView(name, *last) for name, last in found if last is not None),
        channels=tuple(
            ChannelView(address.channel.value, address.refused_at is not None, address.device)
            for address in uow.outbox.addresses(viewer.person)
        ),
        push_key=push_key,
        policy_version=policy_version,
        now=now,
    )


def _role_keys(uow: DoorUnit, viewer: Viewer) -> list[RoleKeyView]:
    """Role keys wrapped for this very device, of functies its person holds now (membership, not duty)."""
    held = set(viewer.holdings)
    return [
        RoleKeyView(
            wrap.holding.functie, wrap.holding.scope, wrap.epoch, wrap.blob, base64_text(whole_blob(uow, wrap.blob))
        )
        for wrap in uow.directory.epoch_wraps_of(viewer.device)
        if wrap.holding in held
    ]


def duty(uow: DoorUnit, viewer: Viewer, asked: Holding, eenheid_of: Mapping[Scope, Scope], now: datetime) -> DutyView:
    """Return who is on duty, for those who may ring them (RO-03).

    Raises:
        NotFound: when the functie has no such scope, or this person may not ring it.
    """
    if not scope_fits(asked.functie, asked.scope) or not may_ring(viewer, asked, eenheid_of):
        raise NotFound("duty.unknown", "There is no such functie for this person to ring.", field="functie")
    duties = uow.roster.duties(asked, now)
    holders = uow.directory.holders(asked, now)
    slots = {slot: who(slot, duties, holders) for slot in (Slot.ON_DUTY, Slot.BACKUP)}
    rostered = slots[Slot.ON_DUTY].rostered
    stretch = {(one.person, one.slot): one for one in sorted(duties, key=lambda one: (one.override, one.ends))}
    return DutyView(
        functie=asked.functie,
        scope=asked.scope,
        number=uow.directory.number(asked),
        rostered=rostered,
        on_duty=tuple(
            _on_duty(person, slot, stretch.get((person, slot)))
            for slot, found in slots.items()
            if found.rostered or slot is Slot.ON_DUTY
            for person in found.persons
        ),
        now=now,
    )


def _on_duty(person: PersonId, slot: Slot, stretch: Duty | None) -> OnDutyView:
    if stretch is None:
        return OnDutyView(person, slot.value, None, override=False)
    return OnDutyView(person, slot.value, stretch.ends, stretch.override)


def may_ring(viewer: Viewer, asked: Holding, eenheid_of: Mapping[Scope, Scope]) -> bool:
    """Tell whether one of the person's functies works with the asked one [P].

    Whoever has a part in carrying out protection may ring the national functies and those of their own area;
    protected persons, employers, mayors and supervisors ring nobody by functie.
    """
    if not RULES[asked.functie].powers:
        return False
    working = [held for held in viewer.holdings if RULES[held.functie].powers - {Power.MANAGE_PEOPLE}]
    near = {held.scope for held in working} | {eenheid_of[held.scope] for held in working if held.scope in eenheid_of}
    return bool(working) and (asked.scope == NATIONAL or NATIONAL in near or asked.scope in near)


def facts(uow: DoorUnit, since: int, limit: int) -> FactList:
    """Return signed statements of the directory from position `since` on, in order."""
    rows = uow.directory.facts(since, limit + 1)
    found = tuple(FactView(fact.position, fact.kind, fact.at, signed_view(fact.signed)) for fact in rows[:limit])
    return FactList(found, found[-1].position + 1 if found else since, len(rows) > limit)


def app_of(uow: DoorUnit) -> App | None:
    """Return where the founders signed that the app runs; None when they did not say, or before there is a genesis."""
    first = uow.directory.facts(0, 1)
    params = read_act(parse_payload(first[0].signed.payload))[1] if first else None
    return params.app if isinstance(params, Genesis) else None


def may_read_entries(uow: DoorUnit, viewer: Viewer, log: str, supervised: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether the person may read a log's leaves (P-01, P-03).

    A watcher and a people's officer read the log of their own organisation, a supervisor those within its competence
    (C §6.2) of which the directory gives them the scope. The directory's own leaves are for everybody with a session:
    each device proves with them that no fact it replays was held back, and they name nobody whom those facts do not.
    The root's hold sizes and hashes of the others alone: whoever may read any log's may read them.
    """
    if log == DIRECTORY_LOG:
        return True
    mine = [organisation for held in viewer.holdings for organisation in _read_by(viewer, held, supervised)]
    return bool(mine) if log == ROOT_LOG else any(_log_is_of(uow, log, organisation) for organisation in mine)


def _read_by(viewer: Viewer, held: Holding, supervised: Mapping[str, frozenset[str]]) -> list[str]:
    """Whose leaves a functie lets its holder read."""
    kind, _, organisation = held.scope.partition(":")
    if held.functie is Functie.ESCALATIEWACHTER:
        return [viewer.organisation]
    if held.functie is Functie.FUNCTIONEEL_BEHEERDER and kind == "org" and organisation == viewer.organisation:
        return [organisation]
    if held.functie is Functie.TOEZICHTHOUDER and organisation in supervised.get(viewer.organisation, ()):
        return [organisation]
    return []


def _log_is_of(uow: DoorUnit, log: str, organisation: str) -> bool:
    try:
        return uow.audit.log_of(OrganisationId(organisation)) == log
    except NotFound:
        return False
