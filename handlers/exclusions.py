"""What a flow must know of who is left out when an item of its own opens (P-02)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from domain.acts.sealed import Opening, excluded_persons
from domain.errors import NotFound
from domain.facts import Facts
from domain.functies import Holding
from domain.ids import OrganisationId, PersonId
from domain.ports import UnitOfWork
from handlers.doing import Doing

OM: Final = OrganisationId("om")


def with_exclusions(doing: Doing, facts: Facts, holdings: Collection[Holding]) -> Facts:
    """Return `facts` with what the opening act's exclusions mean for these holdings.

    `vacant` are those of which nobody is left, `touched` those that somebody excluded holds; without exclusions nothing
    is looked up.
    """
    params = doing.act.params
    excluded = excluded_persons(params.excluded) if isinstance(params, Opening) else frozenset()
    if not excluded:
        return facts
    holders = {one: set(doing.uow.directory.holders(one, doing.now)) for one in holdings}
    return replace(
        facts,
        vacant=frozenset(one for one in holdings if holders[one] <= excluded),
        touched=frozenset(one for one, persons in holders.items() if persons & excluded),
        excludes_om=any(_employed_by_om(doing.uow, one) for one in excluded),
    )


def _employed_by_om(uow: UnitOfWork, person: PersonId) -> bool:
    """Whether the College must be told (P-02). An exclusion of somebody unknown is harmless and blocks nothing."""
    try:
        return uow.directory.employer(person) == OM
    except NotFound:
        return False
