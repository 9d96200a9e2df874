"""Which lines of protected persons stand in a dossier, with what waits on them, for the rules of their signals."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.acts.payload import parse_payload
from domain.facts import Facts
from domain.functies import PROTECTED, Functie, Holding, Scope
from domain.ids import Dossier, ItemId, OrganisationId
from domain.items import ELSEWHERE, Gezag, Gezagskaart, Item, local_card
from domain.ports import UnitOfWork
from domain.sides import LOKAAL
from handlers.flow import POLITIE, Rules, of_the_authority
from handlers.views import HistoryView, ItemView

PERSONS: Final = OrganisationId("personen")
"""Whose people protected persons are: nobody's employees, with a log of their own (SG-05)."""
_TOLD: Final = frozenset(
    {
        "item.state",
        "item.closed",
        "content.added",
        "rung.reached",
        "obligation.opened",
        "obligation.settled",
    }
)
"""What happened that its person may know: how far it is, who was rung for it by functie, what was written to them."""


def lines(
    uow: UnitOfWork, laid: Collection[Rules], dossier: Dossier, *, drill: bool
) -> dict[ItemId, tuple[Item[Any], Facts]]:
    """Return the lines of a dossier, those flows' items, also that ended, in their flow's own form, oldest first."""
    read = {flow.FLOW: flow.read for flow in laid}
    return {
        one.id: (
            replace(one, data=read[one.flow](one.data)),
            Facts(open={waits.what: waits for waits in uow.obligations.of_item(one.id)}),
        )
        for one in uow.items.of_dossier(dossier, tuple(read), drill=drill, closed=True)
    }


def between(item: Item[Any]) -> Collection[OrganisationId]:
    """Return in whose logs an act of, or for, a protected person stands: theirs, the authority's, the police's."""
    return (PERSONS, of_the_authority(item), POLITIE)


def card(gezag: Gezag, item: Item[Any]) -> Gezagskaart:
    """P-06: under the local authority the rccb keeps the measures; for the stelsel other items say who does."""
    if item.data.side != LOKAAL:
        return Gezagskaart(gezag, Functie.BURGEMEESTER, ELSEWHERE)
    return local_card(gezag, item.data.follower)


def as_a_person(
    view: ItemView, mine: Collection[Holding], owed: Collection[str], told: Collection[str], acts: Collection[str]
) -> ItemView:
    """Return what a protected person sees of an item of theirs; anybody else sees it whole (SG-05).

    Only what is `owed` to them, without who was rung; of what happened, what of every item they are told, and these
    tags of the flow's own events; signed acts of these names alone, which prove what was written to them, and their
    own; nothing that is linked to it, and nobody else who takes part. Nobody has a name here: officials stand under
    functie and, in what they signed, pseudonym. Of who is left out (P-02) they are told what the signed act that opened
    the item says, which their phone needs to verify and to seal; not who was left out since.
    """
    if not mine or any(one.functie not in PROTECTED for one in mine):
        return view
    read = [(one, parse_payload(base64.b64decode(one.payload))) for one in view.acts]
    given = [(one, payload) for one, payload in read if payload.act in acts or payload.holding in mine]
    return replace(
        view,
        excluded=tuple(sorted({name for _, payload in given for name in payload.params.get("excluded", ())})),
        participants=tuple(one for one in view.participants if Holding(one.functie, Scope(one.scope)) in mine),
        obligations=tuple(replace(one, rang=(), settled_by=None) for one in view.obligations if one.what in owed),
        history=tuple(_without_person(line) for line in view.history if _is_theirs(line, owed, told)),
        timeline=(),
        linked=(),
        acts=tuple(one for one, _ in given),
    )


def _is_theirs(line: HistoryView, owed: Collection[str], told: Collection[str]) -> bool:
    return (line.tag in _TOLD or line.tag in told) and line.event.get("what", next(iter(owed))) in owed


def _without_person(line: HistoryView) -> HistoryView:
    return replace(line, event={name: value for name, value in line.event.items() if name != "person"})
