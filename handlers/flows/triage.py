"""Carrying out acts on a triage: what its rules must see, how one opens, in whose logs it stands (TR-01 … TR-08)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.acts.spec import ParsedAct
from domain.events import Event
from domain.facts import Facts
from domain.flows import triage
from domain.flows.triage.acts import FollowUp, Judge, Submit
from domain.flows.triage.gezag import gezagskaart
from domain.flows.triage.opening import area_of
from domain.flows.triage.state import ADMITTED
from domain.ids import ItemId, OrganisationId
from domain.items import Item
from domain.parties import DEPUTIES, hovj, rccb_of
from domain.ports import UnitOfWork
from handlers.doing import Doing
from handlers.exclusions import with_exclusions
from handlers.flow import NCTV, OM, Flow, always


def _between(_item: Item[Any]) -> Collection[OrganisationId]:
    return (OM, NCTV)


def _opening(doing: Doing, item: ItemId, facts: Facts) -> tuple[Item[Any], list[Event]]:
    """Return the new case and what happens at once.

    Raises:
        NotAllowed: when the actor is excluded (P-02), is not the authority (TR-01), or stands in for nobody.
        Malformed: when the arrondissement is missing, or the rccb is one of whom somebody is excluded.
    """
    params = doing.act.params
    if isinstance(params, Submit):
        area = area_of(params, doing.actor.holding)
        facts = with_exclusions(doing, facts, (hovj(area), *DEPUTIES, rccb_of(params.rccb, area, doing.policy)))
    return triage.open_item(doing.act, item, doing.actor, facts, doing.policy, doing.now)


def _known(uow: UnitOfWork, item: Item[Any], act: ParsedAct | None, facts: Facts) -> Facts:
    """HB-01: where a review would be asked, those that the dossier's measures have already: none is asked twice."""
    if act is None or not isinstance(act.params, Judge | FollowUp):
        return facts
    reviews = {
        one.id: (one, Facts())
        for one in uow.items.of_dossier(item.dossier, ("herbeoordeling",), drill=item.drill)
        if one.data["subject"] == "maatregelen"
    }
    return replace(facts, others={**facts.others, **reviews})


FLOW: Final = Flow(
    triage,
    _between,
    opening=_opening,
    designating=frozenset(ADMITTED),
    asks_gezag=always,
    passed=triage.passed,
    known=_known,
    card=gezagskaart,
)
