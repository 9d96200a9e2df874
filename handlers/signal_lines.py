"""Which lines of protected persons stand in a dossier, with what waits on them, for the rules of their signals."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.acts.payload import parse_payload
from domain.facts import Facts
from domain.flows import signaal, signaallijn
from domain.functies import PROTECTED, Functie, Holding, Scope
from domain.ids import Dossier, ItemId, OrganisationId, PersonId
from domain.items import ELSEWHERE, SUSPENDED, Gezag, Gezagskaart, Item, local_card
from domain.ports import UnitOfWork
from handlers.views import HistoryView, ItemView

_MOST: Final = 1000
"""So many items of one person are looked through for a line."""
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
        "signaal.received",
        "signaal.promised",
        "signaallijn.recorded",
    }
)
"""What happened that its person may know: how far it is, who was rung for it by functie, what was written to them."""


def lines(uow: UnitOfWork, dossier: Dossier, *, drill: bool) -> dict[ItemId, tuple[Item[Any], Facts]]:
    """Return the lines of a dossier, also those that ended, in their flow's own form, oldest first."""
    return {
        one.id: (
            replace(one, data=signaallijn.read(one.data)),
            Facts(open={waits.what: waits for waits in uow.obligations.of_item(one.id)}),
        )
        for one in uow.items.of_dossier(dossier, (signaallijn.FLOW,), drill=drill, closed=True)
    }


def hushed(uow: UnitOfWork, persons: Collection[PersonId], now: datetime, *, drill: bool) -> Collection[PersonId]:
    """Return those of these people whose telephone must stay silent: a silent signal of theirs stands (SG-07).

    A signal of a drill silences the bells of drills alone, and none once that drill was suspended (X-05).
    """
    found = []
    for person in persons:
        held = uow.directory.holdings_of(person, now)
        items = uow.items.visible_to(person, held, _MOST)
        sent = [one for one in items if one.flow == signaal.FLOW and (drill or not one.drill)]
        data = [signaal.read(one.data) for one in sent if one.state != SUSPENDED]
        if any(one.hushes and one.holder in held for one in data):
            found.append(person)
    return found


def between(item: Item[Any]) -> Collection[OrganisationId]:
    """Return in whose logs an act of, or for, a protected person stands: theirs, the authority's, the police's."""
    nctv = item.gezag is not None and item.gezag.holding.functie is Functie.NCTV
    return (PERSONS, OrganisationId("nctv" if nctv else "om"), OrganisationId("politie"))


def card(gezag: Gezag, item: Item[Any]) -> Gezagskaart:
    """P-06: under the local authority the rccb keeps the measures; for the stelsel other items say who does."""
    if item.data.side != "lokaal":
        return Gezagskaart(gezag, Functie.BURGEMEESTER, ELSEWHERE)
    return local_card(gezag, item.data.follower)


def as_a_person(view: ItemView, mine: Collection[Holding], owed: Collection[str], acts: Collection[str]) -> ItemView:
    """Return what a protected person sees of an item of theirs; anybody else sees it whole (SG-05).

    Only what is `owed` to them, without who was rung; of what happened, what they were told; signed acts of these names
    alone, which prove what was written to them; nothing that is linked to it, and nobody else who takes part. Nobody
    has a name here: officials stand under functie and, in what they signed, pseudonym. Of who is left out (P-02) they
    are told what the signed act that opened the item says, which their phone needs to verify and to seal; not who was
    left out since.
    """
    if not mine or any(one.functie not in PROTECTED for one in mine):
        return view
    read = [(one, parse_payload(base64.b64decode(one.payload))) for one in view.acts]
    given = [(one, payload) for one, payload in read if payload.act in acts]
    return replace(
        view,
        excluded=tuple(sorted({name for _, payload in given for name in payload.params.get("excluded", ())})),
        participants=tuple(one for one in view.participants if Holding(one.functie, Scope(one.scope)) in mine),
        obligations=tuple(replace(one, rang=(), settled_by=None) for one in view.obligations if one.what in owed),
        history=tuple(_without_person(line) for line in view.history if _is_theirs(line, owed)),
        timeline=(),
        linked=(),
        acts=tuple(one for one, _ in given),
    )


def _is_theirs(line: HistoryView, owed: Collection[str]) -> bool:
    return line.tag in _TOLD and line.event.get("what", next(iter(owed))) in owed


def _without_person(line: HistoryView) -> HistoryView:
    return replace(line, event={name: value for name, value in line.event.items() if name != "person"})
