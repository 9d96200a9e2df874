"""Carrying out acts on a signal: along which line it goes, and what its sender sees and hears (SG-02, SG-05, SG-07)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.acts.sealed import Opening
from domain.events import Event
from domain.facts import Facts
from domain.flows import signaal
from domain.flows.signaal.state import Promised, Received
from domain.functies import Holding
from domain.ids import Dossier, ItemId, PersonId
from domain.items import SUSPENDED, Item
from domain.ports import UnitOfWork
from handlers import flows
from handlers.doing import Doing
from handlers.flow import Flow, of_the_authority
from handlers.signal_lines import PERSONS, as_a_person, between, card, lines
from handlers.views import ItemView

_OWED: Final = frozenset({"ontvangen", "beantwoorden", "toezegging"})
_ACTS: Final = frozenset(
    {
        "signaal.onveilig",
        "signaal.send",
        "signaal.add",
        "signaal.receive",
        "signaal.answer",
        "signaal.ask",
        "item.attach",
        "item.rekey",
        "item.wrap",
    }
)
"""What carries content of the person's own thread, or a key to it."""
_MOST: Final = 1000
"""So many items of one person are looked through for a signal that is silent."""


def _lines(uow: UnitOfWork, dossier: Dossier, holder: Holding, *, drill: bool) -> dict[ItemId, tuple[Item[Any], Facts]]:
    """The lines of this very person."""
    laid = [flow.rules for flow in flows.FLOWS.values() if flow.a_line]
    found = lines(uow, laid, dossier, drill=drill)
    return {one: (line, its) for one, (line, its) in found.items() if line.data.holder == holder}


def _opening(doing: Doing, item: ItemId, facts: Facts) -> tuple[Item[Any], list[Event]]:
    params = doing.act.params
    dossier = Dossier(params.dossier) if isinstance(params, Opening) else Dossier("")
    lines = _lines(doing.uow, dossier, doing.actor.holding, drill=doing.act.drill)
    return signaal.open_item(doing.act, item, doing.actor, replace(facts, others=lines), doing.policy, doing.now)


def _hushed(uow: UnitOfWork, persons: Collection[PersonId], now: datetime, *, drill: bool) -> Collection[PersonId]:
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


def _shown(view: ItemView, mine: Collection[Holding]) -> ItemView:
    return as_a_person(view, mine, _OWED, {Received.tag, Promised.tag}, _ACTS)


FLOW: Final = Flow(
    signaal,
    between,
    log_of=of_the_authority,
    receipt=signaal.RECEIPT,
    opening=_opening,
    card=card,
    hushes=_hushed,
    hushes_of=PERSONS,
    shown=_shown,
)
