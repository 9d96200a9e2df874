"""Whose telephone must stay silent now, and bells that are planned for everybody else (SG-07)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from domain.bells import ASKED_FOR, BellAction, NewBell, OutboxRow
from domain.ids import OrganisationId, PersonId
from domain.ports import Outbox, UnitOfWork
from handlers.flows import FLOWS

_HUSHABLE: Final = frozenset(flow.hushes_of for flow in FLOWS.values() if flow.hushes_of is not None)
_Bell = TypeVar("_Bell", NewBell, OutboxRow)


def hushed(
    uow: UnitOfWork, employers: Mapping[PersonId, OrganisationId], now: datetime, *, drill: bool
) -> Collection[PersonId]:
    """Return whose telephone must stay silent now, whatever it is about (SG-07).

    A flow is asked about the people of one organisation alone, so that a bell of anybody else costs nothing more.
    """
    found: set[PersonId] = set()
    for flow in FLOWS.values():
        theirs = [person for person, employer in employers.items() if employer == flow.hushes_of]
        found.update(flow.hushes(uow, theirs, now, drill=drill) if theirs else ())
    return found


def marked(bells: Iterable[_Bell], employers: Mapping[PersonId, OrganisationId]) -> list[_Bell]:
    """Return them, each saying whether its telephone may ever have to stay silent (SG-07); no official's ever has to.

    `employers` tells whose people these persons are.
    """
    found = []
    for bell in bells:
        hushable = bell.person is not None and employers.get(bell.person) in _HUSHABLE
        found.append(bell if bell.hushable is hushable else replace(bell, hushable=hushable))
    return found


def put(outbox: Outbox, bells: Iterable[NewBell], employers: Mapping[PersonId, OrganisationId], now: datetime) -> None:
    """Plan bells, each of which says whether its telephone may have to stay silent: all of them are made here."""
    outbox.put(marked(bells, employers), now)


def put_unless_hushed(uow: UnitOfWork, bells: Sequence[NewBell], now: datetime) -> None:
    """Plan what follows from a bell of before, or from what was typed, for no telephone that must stay silent by now.

    Also a message that makes no sound changes a screen. What its owner's own hand asked for comes all the same.
    """
    employers = uow.directory.employers({bell.person for bell in bells if bell.person is not None})
    silent = silent_among(uow, bells, employers, now)
    left = [bell for bell in bells if asked_by_hand(bell) or bell.person not in silent[bell.drill]]
    put(uow.outbox, left, employers, now)


def silent_among(
    uow: UnitOfWork, bells: Iterable[NewBell | OutboxRow], employers: Mapping[PersonId, OrganisationId], now: datetime
) -> dict[bool, Collection[PersonId]]:
    """Return which of those whom these ring must not be rung now: by what is a drill, and by what is not (X-05)."""
    return {drill: hushed(uow, employers, now, drill=drill) for drill in {bell.drill for bell in bells}}


def asked_by_hand(bell: NewBell | OutboxRow) -> bool:
    """Tell whether whoever holds the telephone asked for this: a test, a tap, or that what they typed goes (X-07)."""
    return bell.action in ASKED_FOR or (bell.action is BellAction.DELETE and bell.obligation is None)
