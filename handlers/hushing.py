"""Whose telephone must stay silent now, and bells that are planned for everybody else (SG-07)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.bells import BellAction, NewBell
from domain.ids import OrganisationId, PersonId
from domain.ports import UnitOfWork
from handlers.flows import FLOWS

_HUSHABLE: Final = frozenset(flow.hushes_of for flow in FLOWS.values() if flow.hushes_of is not None)


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


def is_hushable(person: PersonId | None, employers: Mapping[PersonId, OrganisationId]) -> bool:
    """Tell whether this person's telephone may ever have to stay silent (SG-07), given whose people they are.

    No official's ever has to.
    """
    return person is not None and employers.get(person) in _HUSHABLE


def put_unless_hushed(uow: UnitOfWork, bells: Sequence[NewBell], now: datetime) -> None:
    """Plan what follows from a bell of before, such as that it is over, for no telephone that must stay silent by now.

    Also a message that makes no sound changes a screen. A test is what its owner asked for.
    """
    persons = {bell.person for bell in bells if bell.person is not None and bell.action is not BellAction.TEST}
    employers = uow.directory.employers(persons) if persons else {}
    silent = {drill: hushed(uow, employers, now, drill=drill) for drill in {bell.drill for bell in bells}}
    left = [bell for bell in bells if bell.action is BellAction.TEST or bell.person not in silent[bell.drill]]
    if left:
        uow.outbox.put([replace(bell, hushable=is_hushable(bell.person, employers)) for bell in left], now)
