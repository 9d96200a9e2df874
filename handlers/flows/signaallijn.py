"""Carrying out acts on a line: which lines of the person it takes the place of, and what they see (SG-01, SG-05)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.acts.sealed import Opening
from domain.events import Event
from domain.facts import Facts
from domain.flows import signaallijn
from domain.flows.signaallijn.acts import Open
from domain.flows.signaallijn.state import Recorded
from domain.functies import Holding, Scope
from domain.ids import Dossier, ItemId
from domain.items import Item
from domain.parties import DEPUTIES, hovj, rccb_of
from handlers.doing import Doing
from handlers.exclusions import with_exclusions
from handlers.flow import Flow, always, of_the_authority
from handlers.signal_lines import as_a_person, between, card, lines
from handlers.views import ItemView

_ACTS: Final = frozenset({"signaallijn.open", "signaallijn.record", "signaallijn.end", "item.rekey", "item.wrap"})


def _opening(doing: Doing, item: ItemId, facts: Facts) -> tuple[Item[Any], list[Event]]:
    params = doing.act.params
    dossier = Dossier(params.dossier) if isinstance(params, Opening) else Dossier("")
    known = replace(facts, others={**facts.others, **lines(doing.uow, (signaallijn,), dossier, drill=doing.act.drill)})
    if isinstance(params, Open):
        area = Scope(params.area)
        known = with_exclusions(doing, known, (hovj(area), *DEPUTIES, rccb_of(params.rccb, area, doing.policy)))
    return signaallijn.open_item(doing.act, item, doing.actor, known, doing.policy, doing.now)


def _shown(view: ItemView, mine: Collection[Holding]) -> ItemView:
    return as_a_person(view, mine, {"vastleggen"}, {Recorded.tag}, _ACTS)


FLOW: Final = Flow(
    signaallijn,
    between,
    log_of=of_the_authority,
    opening=_opening,
    asks_gezag=always,
    a_line=True,
    passed=signaallijn.passed,
    card=card,
    shown=_shown,
)
